/* csv_writer.c: the type _csv.writer: rows of fields to lines. */
#include "modules/csv.h"

typedef struct Writer {
    Object ob_base;
    Object *write, *dialect; /* a callable; a Dialect; owned */
} Writer;
#define AS_WRITER(ref) ((Writer *)(ref))

/* A line that is being made. */
typedef struct Line {
    const Dialect *dialect;
    StrBuilder text;
    isize fields;
} Line;

static bool is_special(const Dialect *d, i32 c) {
    return c == d->delimiter || c == d->escape_char || c == d->quote_char ||
           str_find_char(d->line_terminator, (u32)c, 0, str_length(d->line_terminator)) >= 0;
}

/* Appends a field's text with escapes and doubled quotes; *quoted becomes true where it needs quotes. */
static bool escape_field(const Dialect *d, Ref field, StrBuilder *out, bool *quoted) {
    for (isize i = 0; i < str_length(field); i++) {
        i32 c = (i32)str_char(field, i);
        if (is_special(d, c)) {
            bool doubled = d->quoting != QUOTE_NONE && c == d->quote_char && d->double_quote;
            bool escaped = d->quoting == QUOTE_NONE || (c == d->quote_char && !d->double_quote) ||
                           (c == d->escape_char && c != d->quote_char);
            if (doubled) str_builder_char(out, (u32)d->quote_char);
            if (!escaped) *quoted = true;
            if (escaped && d->escape_char == CSV_NOT_SET) {
                error_set(CSV_ERROR, "need to escape, but no escapechar set");
                return false;
            }
            if (escaped) str_builder_char(out, (u32)d->escape_char);
        }
        str_builder_char(out, (u32)c);
    }
    return true;
}

/* field NULL: an empty one. */
static bool append_text(Line *line, Ref field, bool quoted) {
    const Dialect *d = line->dialect;
    StrBuilder escaped;
    str_builder_init(&escaped);
    if (field && !escape_field(d, field, &escaped, &quoted)) {
        str_builder_discard(&escaped);
        return false;
    }
    Own text = str_builder_finish(&escaped);
    if (!text) return false;
    if (line->fields++ > 0) str_builder_char(&line->text, (u32)d->delimiter);
    if (quoted) str_builder_char(&line->text, (u32)d->quote_char);
    str_builder_str(&line->text, text);
    if (quoted) str_builder_char(&line->text, (u32)d->quote_char);
    release(text);
    return true;
}

static bool is_number(Ref value) {
    const TypeSlots *slots = &type_of(value)->slots;
    return slots->to_int || slots->to_float || slots->index || is_complex(value);
}

static bool append_field(Line *line, Ref field) {
    int quoting = line->dialect->quoting;
    bool quoted = quoting == QUOTE_ALL || (quoting == QUOTE_NONNUMERIC && !is_number(field));
    if (is_str(field)) return append_text(line, field, quoted);
    if (field == None) return append_text(line, NULL, quoted);
    Own text = object_str(field);
    bool appended = text && append_text(line, text, quoted);
    release_maybe(text);
    return appended;
}

static bool append_fields(Line *line, Ref row) {
    Own iterator = object_iter(row), field;
    if (!iterator) {
        if (error_matches(EXC(TypeError))) {
            error_clear();
            error_set(CSV_ERROR, "iterable expected, not %T", row);
        }
        return false;
    }
    bool appended = true;
    while (appended && (field = object_next(iterator)) != NULL) {
        appended = append_field(line, field);
        release(field);
    }
    release(iterator);
    return appended && !error_occurred();
}

/* One empty field would look like an empty line. */
static bool mark_lone_empty_field(Line *line) {
    if (line->fields == 0 || line->text.length > 0) return true;
    if (line->dialect->quoting == QUOTE_NONE) {
        error_set(CSV_ERROR, "single empty field record must be quoted");
        return false;
    }
    line->fields--;
    return append_text(line, NULL, true);
}

static Own writer_method_writerow(Ref self, Ref row) {
    Own dialect = own(AS_WRITER(self)->dialect);
    Line line = {.dialect = AS_DIALECT(dialect)};
    str_builder_init(&line.text);
    Own result = NULL;
    if (append_fields(&line, row) && mark_lone_empty_field(&line)) {
        str_builder_str(&line.text, AS_DIALECT(dialect)->line_terminator);
        Own text = str_builder_finish(&line.text);
        result = text ? object_call_one(AS_WRITER(self)->write, text) : NULL;
        release_maybe(text);
    } else {
        str_builder_discard(&line.text);
    }
    release(dialect);
    return result;
}

static Own writer_method_writerows(Ref self, Ref rows) {
    Own iterator = object_iter(rows), row;
    if (!iterator) return NULL;
    while ((row = object_next(iterator)) != NULL) {
        Own result = writer_method_writerow(self, row);
        release(row);
        if (!result) break;
        release(result);
    }
    release(iterator);
    return error_occurred() ? NULL : own_none();
}

/* --- the object ----------------------------------------------------------------------------------------- */

Own csv_writer(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    if (!arguments_count("", nargs, 1, 2)) return NULL;
    Own self = object_new(MODULE_TYPE(CSV_WRITER), 0);
    if (!self) return NULL;
    gc_track(self);
    Writer *writer = AS_WRITER(self);
    if (!object_find_attribute(args[0], NAME(write), &writer->write)) goto fail;
    if (!writer->write || !object_is_callable(writer->write)) {
        error_set(EXC(TypeError), "argument 1 must have a \"write\" method");
        goto fail;
    }
    writer->dialect = csv_dialect_make(nargs > 1 ? args[1] : NULL, args + nargs, kwnames);
    if (writer->dialect) return self;
fail:
    release(self);
    return NULL;
}

static void writer_clear(Ref self) {
    slot_clear(&AS_WRITER(self)->write);
    slot_clear(&AS_WRITER(self)->dialect);
}
static void writer_dealloc(Own self) {
    gc_untrack(self);
    writer_clear(self);
    object_free(self);
}
static bool writer_traverse(Ref self, VisitFn visit, void *context) {
    const Writer *writer = AS_WRITER(self);
    return (!writer->write || visit(writer->write, context)) &&
           (!writer->dialect || visit(writer->dialect, context));
}

static const MethodDef writer_methods[] = {
    {"writerow", METHOD_ONE, .one = writer_method_writerow,
     .doc = "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\n"
            "elements will be converted to string."},
    {"writerows", METHOD_ONE, .one = writer_method_writerows,
     .doc = "writerows(iterable of iterables)\n\n"
            "Construct and write a series of iterables to a csv file.  Non-string\n"
            "elements will be converted to string."},
    {.name = NULL}};
static const MemberDef writer_members[] = {{"dialect", MEMBER_OBJECT, offsetof(Writer, dialect), true, NULL},
                                           {.name = NULL}};
const TypeSpec csv_writer_spec = {
    .name = "_csv.writer",
    .module = "_csv",
    .basicsize = sizeof(Writer),
    .ghost_size = 72,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
    .slots =
        {
            .dealloc = writer_dealloc,
            .traverse = writer_traverse,
            .clear = writer_clear,
        },
    .methods = writer_methods,
    .members = writer_members,
    .doc = "CSV writer\n\nWriter objects are responsible for generating tabular data\n"
           "in CSV format from sequence input.\n"};
