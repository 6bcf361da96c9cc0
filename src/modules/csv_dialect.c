/* csv_dialect.c: the type _csv.Dialect: how fields are separated and quoted. */
#include "modules/csv.h"

#include "object/dict.h"

enum {
    SETTING_DIALECT,
    SETTING_DELIMITER,
    SETTING_DOUBLE_QUOTE,
    SETTING_ESCAPE_CHAR,
    SETTING_LINE_TERMINATOR,
    SETTING_QUOTE_CHAR,
    SETTING_QUOTING,
    SETTING_SKIP_INITIAL_SPACE,
    SETTING_STRICT,
    SETTING_COUNT
};
static const Parameters settings = {NULL,
                                    {"dialect", "delimiter", "doublequote", "escapechar", "lineterminator",
                                     "quotechar", "quoting", "skipinitialspace", "strict"},
                                    .required = 0};

Ref csv_dialect_find(Ref name) {
    Ref dialect = dict_get(MODULES_ROOT->csv->dialects, name);
    if (!dialect && !error_occurred()) error_set(CSV_ERROR, "unknown dialect");
    return dialect;
}

/* --- settings ------------------------------------------------------------------------------------------- */

/* value NULL: as it is. */
static bool set_bool(Ref value, bool *field) {
    int truth = value ? object_is_true(value) : *field;
    *field = truth > 0;
    return truth >= 0;
}

static bool set_char(Ref value, const char *name, bool may_be_none, i32 *field) {
    if (!value) return true;
    *field = CSV_NOT_SET;
    if (may_be_none && value == None) return true;
    if (!is_str(value)) {
        error_set(EXC(TypeError), "\"%s\" must be string%s, not %T", name, may_be_none ? " or None" : "",
                  value);
        return false;
    }
    if (str_length(value) != 1) {
        error_set(EXC(TypeError), "\"%s\" must be a 1-character string", name);
        return false;
    }
    *field = (i32)str_char(value, 0);
    return true;
}

static bool set_line_terminator(Ref value, Object **field) {
    if (value && value != None && !is_str(value)) {
        error_set(EXC(TypeError), "\"lineterminator\" must be a string");
        return false;
    }
    *field = !value ? str_from_ascii("\r\n", 2) : value == None ? NULL : own(value);
    return value || *field;
}

static bool set_quoting(Ref value, int *field) {
    if (!value) return true;
    if (type_of(value) != TYPE(INT)) {
        error_set(EXC(TypeError), "\"quoting\" must be an integer");
        return false;
    }
    i64 number = int_as_i64(value);
    *field = number >= QUOTE_MINIMAL && number <= QUOTE_NONE ? (int)number : -1;
    return number != -1 || !error_occurred();
}

static bool set_all(Dialect *d, Ref const given[SETTING_COUNT]) {
    return set_char(given[SETTING_DELIMITER], "delimiter", false, &d->delimiter) &&
           set_bool(given[SETTING_DOUBLE_QUOTE], &d->double_quote) &&
           set_char(given[SETTING_ESCAPE_CHAR], "escapechar", true, &d->escape_char) &&
           set_line_terminator(given[SETTING_LINE_TERMINATOR], &d->line_terminator) &&
           set_char(given[SETTING_QUOTE_CHAR], "quotechar", true, &d->quote_char) &&
           set_quoting(given[SETTING_QUOTING], &d->quoting) &&
           set_bool(given[SETTING_SKIP_INITIAL_SPACE], &d->skip_initial_space) &&
           set_bool(given[SETTING_STRICT], &d->strict);
}

static bool check(Dialect *d, Ref const given[SETTING_COUNT]) {
    if (given[SETTING_QUOTE_CHAR] == None && !given[SETTING_QUOTING]) d->quoting = QUOTE_NONE;
    if (d->quoting < 0) {
        error_set(EXC(TypeError), "bad \"quoting\" value");
    } else if (d->quoting != QUOTE_NONE && d->quote_char == CSV_NOT_SET) {
        error_set(EXC(TypeError), "quotechar must be set if quoting enabled");
    } else if (!d->line_terminator) {
        error_set(EXC(TypeError), "lineterminator must be set");
    } else {
        return true;
    }
    return false;
}

/* What was not given is taken from the attributes of another dialect, which need not have them all. The values
 * found are owned by `found`. */
static bool fill_from(Ref dialect, Ref given[SETTING_COUNT], Object *found[SETTING_COUNT]) {
    for (int i = SETTING_DELIMITER; i < SETTING_COUNT; i++) {
        if (given[i]) continue;
        Own name = str_intern_cstring(settings.names[i]);
        bool looked = name && object_find_attribute(dialect, name, &found[i]);
        release_maybe(name);
        if (!looked) return false;
        given[i] = found[i];
    }
    return true;
}

static Own make(Type *type, Ref given[SETTING_COUNT]) {
    Object *found[SETTING_COUNT] = {NULL};
    Own self = object_new(type, 0);
    if (!self) return NULL;
    *AS_DIALECT(self) = (Dialect){.ob_base = *self,
                                  .delimiter = ',',
                                  .double_quote = true,
                                  .escape_char = CSV_NOT_SET,
                                  .quote_char = '"',
                                  .quoting = QUOTE_MINIMAL};
    gc_track(self);
    bool made = (!given[SETTING_DIALECT] || fill_from(given[SETTING_DIALECT], given, found)) &&
                set_all(AS_DIALECT(self), given) && check(AS_DIALECT(self), given);
    for (int i = 0; i < SETTING_COUNT; i++) release_maybe(found[i]);
    if (made) return self;
    release(self);
    return NULL;
}

static Own dialect_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    Ref given[SETTING_COUNT];
    if (!arguments_bind(&settings, args, nargs, kwnames, given)) return NULL;
    if (given[SETTING_DIALECT] && is_str(given[SETTING_DIALECT])) {
        given[SETTING_DIALECT] = csv_dialect_find(given[SETTING_DIALECT]);
        if (!given[SETTING_DIALECT]) return NULL;
    }
    bool changed = false;
    for (int i = SETTING_DELIMITER; i < SETTING_COUNT; i++) changed |= given[i] != NULL;
    Ref base = given[SETTING_DIALECT];
    if (base && type_of(base) == MODULE_TYPE(CSV_DIALECT) && !changed) return own(base);
    return make(type, given);
}

Own csv_dialect_make(Ref dialect, Ref const *values, Ref kwnames) {
    Ref args[1 + SETTING_COUNT] = {dialect};
    isize positional = dialect != NULL, named = kwnames ? tuple_length(kwnames) : 0;
    if (named > SETTING_COUNT) named = SETTING_COUNT;
    for (isize i = 0; i < named; i++) args[positional + i] = values[i];
    return dialect_new(MODULE_TYPE(CSV_DIALECT), args, positional, kwnames);
}

/* --- the object ----------------------------------------------------------------------------------------- */

static Own char_or_none(i32 c) { return c == CSV_NOT_SET ? own_none() : str_from_char((u32)c); }
static Own dialect_get_delimiter(Ref self, void *closure) {
    (void)closure;
    return char_or_none(AS_DIALECT(self)->delimiter);
}
static Own dialect_get_escapechar(Ref self, void *closure) {
    (void)closure;
    return char_or_none(AS_DIALECT(self)->escape_char);
}
static Own dialect_get_quotechar(Ref self, void *closure) {
    (void)closure;
    return char_or_none(AS_DIALECT(self)->quote_char);
}
static Own dialect_get_lineterminator(Ref self, void *closure) {
    (void)closure;
    return own(AS_DIALECT(self)->line_terminator ? (Ref)AS_DIALECT(self)->line_terminator : None);
}
static Own dialect_get_quoting(Ref self, void *closure) {
    (void)closure;
    return int_from_i64(AS_DIALECT(self)->quoting);
}

static Own dialect_method_reduce(Ref self, Ref const *args, isize nargs) {
    (void)args, (void)nargs;
    return error_set(EXC(TypeError), "cannot pickle '%s' instances", type_short_name(type_of(self)));
}

static void dialect_clear(Ref self) { slot_clear(&AS_DIALECT(self)->line_terminator); }
static void dialect_dealloc(Own self) {
    gc_untrack(self);
    dialect_clear(self);
    object_free(self);
}
static bool dialect_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_DIALECT(self)->line_terminator || visit(AS_DIALECT(self)->line_terminator, context);
}

static const MethodDef dialect_methods[] = {
    {"__reduce__", METHOD_ARRAY, .array = dialect_method_reduce, .flags = METHOD_VARARGS,
     .doc = "raises an exception to avoid pickling"},
    {"__reduce_ex__", METHOD_ARRAY, .array = dialect_method_reduce, .flags = METHOD_VARARGS,
     .doc = "raises an exception to avoid pickling"},
    {.name = NULL}};
static const MemberDef dialect_members[] = {
    {"skipinitialspace", MEMBER_BOOL, offsetof(Dialect, skip_initial_space), true, NULL},
    {"doublequote", MEMBER_BOOL, offsetof(Dialect, double_quote), true, NULL},
    {"strict", MEMBER_BOOL, offsetof(Dialect, strict), true, NULL},
    {.name = NULL}};
static const GetSetDef dialect_getset[] = {{"delimiter", dialect_get_delimiter},
                                           {"escapechar", dialect_get_escapechar},
                                           {"lineterminator", dialect_get_lineterminator},
                                           {"quotechar", dialect_get_quotechar},
                                           {"quoting", dialect_get_quoting},
                                           {.name = NULL}};
const TypeSpec csv_dialect_spec = {
    .name = "_csv.Dialect",
    .module = "_csv",
    .basicsize = sizeof(Dialect),
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
    .slots =
        {
            .new = dialect_new,
            .dealloc = dialect_dealloc,
            .traverse = dialect_traverse,
            .clear = dialect_clear,

        },
    .methods = dialect_methods,
    .members = dialect_members,
    .getset = dialect_getset,
    .doc = "CSV dialect\n\nThe Dialect type records CSV parsing and generation options.\n"};
