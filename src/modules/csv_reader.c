/* csv_reader.c: the type _csv.reader: lines to lists of fields, by a machine of a few states. */
#include "modules/csv.h"

#include "object/charge.h"
#include "object/float.h"
#include "object/list.h"
#include "vm/eval.h"

#define CHARACTER_NS 55 /* to read one */

typedef enum ReaderState {
    START_RECORD,
    START_FIELD,
    ESCAPED_CHAR,
    IN_FIELD,
    IN_QUOTED_FIELD,
    ESCAPE_IN_QUOTED_FIELD,
    QUOTE_IN_QUOTED_FIELD,
    EAT_LINE_END,
    AFTER_ESCAPED_LINE_END
} ReaderState;
enum { END_OF_LINE = -2 }; /* stands behind each line's last character */

typedef struct Reader {
    Object ob_base;
    Object *lines, *dialect; /* an iterator; a Dialect; owned */
    Object *fields;          /* list of the record's fields so far; owned or NULL */
    ReaderState state;
    StrBuilder field; /* between calls it is empty */
    bool numeric;     /* the field is to become a float */
    u64 line_number;
} Reader;
#define AS_READER(ref) ((Reader *)(ref))

static bool add_char(Reader *reader, i32 c) {
    isize limit = MODULES_ROOT->csv->field_limit;
    if (reader->field.length >= limit) {
        error_set(CSV_ERROR, "field larger than field limit (%ld)", (long)limit);
        return false;
    }
    str_builder_char(&reader->field, (u32)c);
    return true;
}

static bool save_field(Reader *reader) {
    Own field = str_builder_finish(&reader->field);
    if (field && reader->numeric) {
        Own number = float_from_object(field);
        release(field);
        field = number;
    }
    reader->numeric = false;
    if (field && !reader->fields) { /* the iterator over the lines has used this reader meanwhile */
        error_set(CSV_ERROR, "iterator has already advanced the reader");
        slot_clear(&field);
    }
    return field && list_append(reader->fields, field);
}

static bool end_field(Reader *reader, i32 c) {
    reader->state = c == END_OF_LINE ? START_RECORD : c == '\n' || c == '\r' ? EAT_LINE_END : START_FIELD;
    return save_field(reader);
}

static bool is_line_end(i32 c) { return c == '\n' || c == '\r'; }

static bool start_field(Reader *reader, const Dialect *d, i32 c) {
    if (is_line_end(c) || c == END_OF_LINE) return end_field(reader, c);
    if (c == d->quote_char && d->quoting != QUOTE_NONE) {
        reader->state = IN_QUOTED_FIELD;
    } else if (c == d->escape_char) {
        reader->state = ESCAPED_CHAR;
    } else if (c == ' ' && d->skip_initial_space) {
        reader->state = START_FIELD;
    } else if (c == d->delimiter) {
        return end_field(reader, c);
    } else {
        reader->numeric = d->quoting == QUOTE_NONNUMERIC;
        reader->state = IN_FIELD;
        return add_char(reader, c);
    }
    return true;
}

static bool in_field(Reader *reader, const Dialect *d, i32 c) {
    if (is_line_end(c) || c == END_OF_LINE) return end_field(reader, c);
    if (c == d->escape_char) {
        reader->state = ESCAPED_CHAR;
        return true;
    }
    return c == d->delimiter ? end_field(reader, c) : add_char(reader, c);
}

static bool in_quoted_field(Reader *reader, const Dialect *d, i32 c) {
    if (c == END_OF_LINE) return true;
    if (c == d->escape_char) {
        reader->state = ESCAPE_IN_QUOTED_FIELD;
    } else if (c == d->quote_char && d->quoting != QUOTE_NONE) {
        reader->state = d->double_quote ? QUOTE_IN_QUOTED_FIELD : IN_FIELD;
    } else {
        return add_char(reader, c);
    }
    return true;
}

/* A quote within quotes: doubled it is one, else the field should end. */
static bool after_quote(Reader *reader, const Dialect *d, i32 c) {
    if (d->quoting != QUOTE_NONE && c == d->quote_char) {
        reader->state = IN_QUOTED_FIELD;
        return add_char(reader, c);
    }
    if (c == d->delimiter || is_line_end(c) || c == END_OF_LINE) return end_field(reader, c);
    if (!d->strict) {
        reader->state = IN_FIELD;
        return add_char(reader, c);
    }
    error_set(CSV_ERROR, "'%c' expected after '%c'", (int)d->delimiter, (int)d->quote_char);
    return false;
}

static bool take_char(Reader *reader, i32 c) {
    const Dialect *d = AS_DIALECT(reader->dialect);
    switch (reader->state) {
    case START_RECORD:
        if (c == END_OF_LINE) return true; /* an empty line is an empty record */
        if (!is_line_end(c)) return start_field(reader, d, c);
        reader->state = EAT_LINE_END;
        return true;
    case START_FIELD: return start_field(reader, d, c);
    case ESCAPED_CHAR:
        reader->state = is_line_end(c) ? AFTER_ESCAPED_LINE_END : IN_FIELD;
        return add_char(reader, c == END_OF_LINE ? '\n' : c);
    case AFTER_ESCAPED_LINE_END:
        if (c == END_OF_LINE) return true;
        reader->state = IN_FIELD;
        return in_field(reader, d, c);
    case IN_FIELD: return in_field(reader, d, c);
    case IN_QUOTED_FIELD: return in_quoted_field(reader, d, c);
    case ESCAPE_IN_QUOTED_FIELD:
        reader->state = IN_QUOTED_FIELD;
        return add_char(reader, c == END_OF_LINE ? '\n' : c);
    case QUOTE_IN_QUOTED_FIELD: return after_quote(reader, d, c);
    case EAT_LINE_END:
        if (is_line_end(c)) return true;
        if (c == END_OF_LINE) {
            reader->state = START_RECORD;
            return true;
        }
    }
    error_set(CSV_ERROR, "new-line character seen in unquoted field - do you need to open the file in "
                         "universal-newline mode?");
    return false;
}

static bool take_line(Reader *reader, Ref line) {
    if (!is_str(line)) {
        error_set(CSV_ERROR, "iterator should return strings, not %T (the file should be opened in text mode)",
                  line);
        return false;
    }
    reader->line_number++;
    isize length = str_length(line);
    for (isize i = 0; i < length; i++) {
        if (!take_char(reader, (i32)str_char(line, i))) return false;
    }
    charge(length, CHARACTER_NS);
    return take_char(reader, END_OF_LINE);
}

/* The lines have ended: within a record? True: what there is of it is one. */
static bool end_of_lines(Reader *reader) {
    if (error_occurred() || (reader->field.length == 0 && reader->state != IN_QUOTED_FIELD)) return false;
    if (!AS_DIALECT(reader->dialect)->strict) return save_field(reader);
    error_set(CSV_ERROR, "unexpected end of data");
    return false;
}

static Own reader_next(Ref self) {
    Reader *reader = AS_READER(self);
    str_builder_discard(&reader->field);
    str_builder_init(&reader->field);
    slot_set(&reader->fields, list_new(0));
    reader->state = START_RECORD;
    reader->numeric = false;
    bool going = reader->fields != NULL;
    do {
        Own line = going ? object_next(reader->lines) : NULL;
        if (!line) {
            if (!going || !end_of_lines(reader)) return NULL;
            break;
        }
        going = take_line(reader, line);
        release(line);
        if (!going) return NULL;
    } while (reader->state != START_RECORD);
    Own fields = reader->fields;
    reader->fields = NULL;
    return fields;
}

/* --- the object ----------------------------------------------------------------------------------------- */

Own csv_reader(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    if (!arguments_count("", nargs, 1, 2)) return NULL;
    Own self = object_new(MODULE_TYPE(CSV_READER), 0);
    if (!self) return NULL;
    gc_track(self);
    str_builder_init(&AS_READER(self)->field);
    AS_READER(self)->lines = object_iter(args[0]);
    if (AS_READER(self)->lines) {
        AS_READER(self)->dialect = csv_dialect_make(nargs > 1 ? args[1] : NULL, args + nargs, kwnames);
    }
    if (AS_READER(self)->dialect) return self;
    release(self);
    return NULL;
}

static Own reader_iter(Ref self) { return own(self); }
static Own reader_get_line_num(Ref self) { return int_from_u64(AS_READER(self)->line_number); }
static void reader_clear(Ref self) {
    slot_clear(&AS_READER(self)->lines);
    slot_clear(&AS_READER(self)->dialect);
    slot_clear(&AS_READER(self)->fields);
}
static void reader_dealloc(Own self) {
    gc_untrack(self);
    reader_clear(self);
    str_builder_discard(&AS_READER(self)->field);
    object_free(self);
}
static bool reader_traverse(Ref self, VisitFn visit, void *context) {
    const Reader *reader = AS_READER(self);
    return (!reader->lines || visit(reader->lines, context)) &&
           (!reader->dialect || visit(reader->dialect, context)) &&
           (!reader->fields || visit(reader->fields, context));
}

static const MemberDef reader_members[] = {
    {"dialect", MEMBER_OBJECT, offsetof(Reader, dialect), true, NULL},
    {"line_num", MEMBER_COMPUTED, .readonly = true, .get = reader_get_line_num},
    {.name = NULL}};
const TypeSpec csv_reader_spec = {
    .name = "_csv.reader",
    .module = "_csv",
    .basicsize = sizeof(Reader),
    .ghost_size = 88,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = reader_dealloc,
              .traverse = reader_traverse,
              .clear = reader_clear,

              .iter = reader_iter,
              .iternext = reader_next},
    .members = reader_members,
    .doc =
        "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n"};
