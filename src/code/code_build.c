/* code_build.c: code(...) and code.replace(...): code objects made by a program.
 *
 * What Python passes is varnames, cellvars and freevars; what a code object keeps is one row of fast
 * locals with their kinds. A cell that is an argument too stands in the row once. */
#include "code/code_type.h"

#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct NameTuples {
    Ref varnames, cellvars, freevars;
} NameTuples;

static isize index_of_name(Ref names, Ref name) {
    for (isize i = 0; i < tuple_length(names); i++) {
        int equal = object_compare_bool(tuple_get(names, i), name, COMPARE_EQ);
        if (equal < 0) return -2;
        if (equal) return i;
    }
    return -1;
}

/* Appends names of one kind to the row at *next. */
static void append_names(Own row, Own kinds, isize *next, Ref names, u8 kind) {
    for (isize i = 0; i < tuple_length(names); i++) {
        bytes_data(kinds)[*next] = kind;
        tuple_fill(row, (*next)++, own(tuple_get(names, i)));
    }
}

/* Appends the cells that are no arguments; marks those that are. */
static bool append_cells(Own row, Own kinds, isize *next, const NameTuples *names) {
    for (isize i = 0; i < tuple_length(names->cellvars); i++) {
        Ref cell = tuple_get(names->cellvars, i);
        isize at = index_of_name(names->varnames, cell);
        if (at == -2) return false;
        if (at >= 0) {
            bytes_data(kinds)[at] |= LOCAL_CELL;
        } else {
            bytes_data(kinds)[*next] = LOCAL_CELL;
            tuple_fill(row, (*next)++, own(cell));
        }
    }
    return true;
}

/* The row of fast locals and their kinds. */
static bool merge_names(const NameTuples *names, Own *row_out, Own *kinds_out) {
    isize most = tuple_length(names->varnames) + tuple_length(names->cellvars) + tuple_length(names->freevars);
    Own row = tuple_new(most), kinds = bytes_from(NULL, most);
    isize next = 0;
    if (!row || !kinds) goto fail;
    append_names(row, kinds, &next, names->varnames, LOCAL_PLAIN);
    if (!append_cells(row, kinds, &next, names)) goto fail;
    append_names(row, kinds, &next, names->freevars, LOCAL_FREE);
    if (next < most) { /* some cells were arguments: cut to what is used */
        Own short_row = tuple_slice(row, 0, next), short_kinds = bytes_from(bytes_data(kinds), next);
        release(row);
        release(kinds);
        row = short_row, kinds = short_kinds;
        if (!row || !kinds) goto fail;
    }
    *row_out = row;
    *kinds_out = kinds;
    return true;
fail:
    release_maybe(row);
    release_maybe(kinds);
    return false;
}

static Own code_from_parts(CodeSpec *spec, const NameTuples *names, i32 nlocals) {
    Own row, kinds;
    if (!merge_names(names, &row, &kinds)) return NULL;
    spec->localsplusnames = row;
    spec->localspluskinds = kinds;
    Own code = NULL;
    if (code_check(spec)) {
        code = nlocals == tuple_length(names->varnames)
                   ? code_new(spec)
                   : error_set(EXC(ValueError), "code: co_nlocals != len(co_varnames)");
    }
    release(row);
    release(kinds);
    return code;
}

static bool audit_new_code(const CodeSpec *spec, i32 nlocals) {
    return AUDIT("code.__new__", "OOOiiiiii", spec->code, spec->filename, spec->name, spec->argcount,
                 spec->posonlyargcount, spec->kwonlyargcount, nlocals, spec->stacksize, (int)spec->flags);
}

static bool int_argument(Ref value, i32 *out) {
    i64 number = int_as_i64(value);
    if (number == -1 && error_occurred()) {
        if (error_matches(EXC(OverflowError))) goto overflow;
        return false;
    }
    if (number < INT32_MIN || number > INT32_MAX) goto overflow;
    *out = (i32)number;
    return true;
overflow:
    error_clear();
    error_set(EXC(OverflowError), "Python int too large to convert to C int");
    return false;
}

/* --- code(...) ---------------------------------------------------------------------------------------- */

enum CodeArgument {
    ARG_ARGCOUNT,
    ARG_POSONLYARGCOUNT,
    ARG_KWONLYARGCOUNT,
    ARG_NLOCALS,
    ARG_STACKSIZE,
    ARG_FLAGS,
    ARG_CODE,
    ARG_CONSTS,
    ARG_NAMES,
    ARG_VARNAMES,
    ARG_FILENAME,
    ARG_NAME,
    ARG_QUALNAME,
    ARG_FIRSTLINENO,
    ARG_LINETABLE,
    ARG_EXCEPTIONTABLE,
    ARG_FREEVARS,
    ARG_CELLVARS,
    ARG_COUNT
};

static Type *argument_type(int i) {
    switch (i) {
    case ARG_CODE:
    case ARG_LINETABLE:
    case ARG_EXCEPTIONTABLE: return TYPE(BYTES);
    case ARG_CONSTS:
    case ARG_NAMES:
    case ARG_VARNAMES:
    case ARG_FREEVARS:
    case ARG_CELLVARS: return TYPE(TUPLE);
    case ARG_FILENAME:
    case ARG_NAME:
    case ARG_QUALNAME: return TYPE(STR);
    default: return NULL; /* an int */
    }
}

static bool read_arguments(Ref const *args, isize nargs, i32 *numbers) {
    for (int i = 0; i < nargs; i++) {
        const Type *type = argument_type(i);
        if (!type) {
            if (!int_argument(args[i], &numbers[i])) return false;
        } else if (!is_a(args[i], type)) {
            error_set(EXC(TypeError), "code() argument %d must be %s, not %s", i + 1, type->name,
                      argument_type_name(args[i]));
            return false;
        }
    }
    return true;
}

static bool counts_are_valid(const i32 *numbers) {
    static const struct {
        int argument;
        const char *name;
    } counts[] = {{ARG_ARGCOUNT, "argcount"},
                  {ARG_POSONLYARGCOUNT, "posonlyargcount"},
                  {ARG_KWONLYARGCOUNT, "kwonlyargcount"},
                  {ARG_NLOCALS, "nlocals"}};
    for (isize i = 0; i < COUNT_OF(counts); i++) {
        if (numbers[counts[i].argument] < 0) {
            error_set(EXC(ValueError), "code: %s must not be negative", counts[i].name);
            return false;
        }
    }
    return true;
}

/* A copy of a tuple of names as exact strs. */
static Own names_copy(Ref names) {
    Own copy = tuple_new(tuple_length(names));
    for (isize i = 0; copy && i < tuple_length(names); i++) {
        Ref name = tuple_get(names, i);
        if (!is_str(name)) {
            error_set(EXC(TypeError), "name tuples must contain only strings, not '%T'", name);
            release(copy);
            return NULL;
        }
        tuple_fill(copy, i, is_exact_str(name) ? own(name) : str_substring(name, 0, str_length(name)));
        if (!tuple_get(copy, i)) slot_clear(&copy);
    }
    return copy;
}

Own code_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type;
    if (!arguments_no_keywords("code", kwnames) || !arguments_count("code", nargs, ARG_FREEVARS, ARG_COUNT)) {
        return NULL;
    }
    i32 numbers[ARG_COUNT] = {0};
    if (!read_arguments(args, nargs, numbers)) return NULL;
    CodeSpec spec = {.filename = args[ARG_FILENAME],
                     .name = args[ARG_NAME],
                     .qualname = args[ARG_QUALNAME],
                     .flags = (u32)numbers[ARG_FLAGS],
                     .code = args[ARG_CODE],
                     .firstlineno = numbers[ARG_FIRSTLINENO],
                     .linetable = args[ARG_LINETABLE],
                     .consts = args[ARG_CONSTS],
                     .argcount = numbers[ARG_ARGCOUNT],
                     .posonlyargcount = numbers[ARG_POSONLYARGCOUNT],
                     .kwonlyargcount = numbers[ARG_KWONLYARGCOUNT],
                     .stacksize = numbers[ARG_STACKSIZE],
                     .exceptiontable = args[ARG_EXCEPTIONTABLE]};
    if (!audit_new_code(&spec, numbers[ARG_NLOCALS]) || !counts_are_valid(numbers)) return NULL;
    Ref empty = OBJECT_ROOT->empty_tuple;
    Own names = names_copy(args[ARG_NAMES]), varnames = names ? names_copy(args[ARG_VARNAMES]) : NULL;
    Own freevars = varnames ? names_copy(nargs > ARG_FREEVARS ? args[ARG_FREEVARS] : empty) : NULL;
    Own cellvars = freevars ? names_copy(nargs > ARG_CELLVARS ? args[ARG_CELLVARS] : empty) : NULL;
    Own code = NULL;
    if (cellvars) {
        spec.names = names;
        NameTuples tuples = {varnames, cellvars, freevars};
        code = code_from_parts(&spec, &tuples, numbers[ARG_NLOCALS]);
    }
    release_maybe(names);
    release_maybe(varnames);
    release_maybe(freevars);
    release_maybe(cellvars);
    return code;
}

/* --- code.replace(...) -------------------------------------------------------------------------------- */

enum ReplaceField {
    FIELD_ARGCOUNT,
    FIELD_POSONLYARGCOUNT,
    FIELD_KWONLYARGCOUNT,
    FIELD_NLOCALS,
    FIELD_STACKSIZE,
    FIELD_FLAGS,
    FIELD_FIRSTLINENO,
    FIELD_CODE,
    FIELD_CONSTS,
    FIELD_NAMES,
    FIELD_VARNAMES,
    FIELD_FREEVARS,
    FIELD_CELLVARS,
    FIELD_FILENAME,
    FIELD_NAME,
    FIELD_QUALNAME,
    FIELD_LINETABLE,
    FIELD_EXCEPTIONTABLE,
    FIELD_COUNT
};
enum { FIRST_OBJECT_FIELD = FIELD_CODE };

static const char *const replace_fields[FIELD_COUNT] = {
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",  "co_stacksize",
    "co_flags",    "co_firstlineno",     "co_code",           "co_consts",   "co_names",
    "co_varnames", "co_freevars",        "co_cellvars",       "co_filename", "co_name",
    "co_qualname", "co_linetable",       "co_exceptiontable"};

static Type *field_type(int field) {
    switch (field) {
    case FIELD_CODE:
    case FIELD_LINETABLE:
    case FIELD_EXCEPTIONTABLE: return TYPE(BYTES);
    case FIELD_FILENAME:
    case FIELD_NAME:
    case FIELD_QUALNAME: return TYPE(STR);
    default: return TYPE(TUPLE);
    }
}

/* Fills what was given by name: numbers in `numbers`, the others lent in `values`. */
static bool read_changes(Ref const *args, Ref kwnames, i32 *numbers, Ref *values) {
    for (isize i = 0; kwnames && i < tuple_length(kwnames); i++) {
        Ref name = tuple_get(kwnames, i);
        int field = 0;
        while (field < FIELD_COUNT && !str_equal_ascii(name, replace_fields[field])) field++;
        if (field == FIELD_COUNT) {
            error_set(EXC(TypeError), "'%U' is an invalid keyword argument for replace()", name);
            return false;
        }
        values[field] = args[i];
    }
    for (int field = 0; field < FIELD_COUNT; field++) {
        if (!values[field]) continue;
        if (field < FIRST_OBJECT_FIELD) {
            if (!int_argument(values[field], &numbers[field])) return false;
        } else if (!is_a(values[field], field_type(field))) {
            error_set(EXC(TypeError), "replace() argument '%s' must be %s, not %s", replace_fields[field],
                      field_type(field)->name, argument_type_name(values[field]));
            return false;
        }
    }
    for (int field = 0; field < FIRST_OBJECT_FIELD; field++) {
        if (numbers[field] < 0) {
            error_set(EXC(ValueError), "%s must be a positive integer", replace_fields[field]);
            return false;
        }
    }
    return true;
}

static Own field_of_code(Ref self, int field) {
    const Code *code = AS_CODE(self);
    switch (field) {
    case FIELD_CODE: return code_bytes(self);
    case FIELD_CONSTS: return own(code->consts);
    case FIELD_NAMES: return own(code->names);
    case FIELD_VARNAMES: return code_names_of_kind(self, LOCAL_PLAIN);
    case FIELD_FREEVARS: return code_names_of_kind(self, LOCAL_FREE);
    case FIELD_CELLVARS: return code_names_of_kind(self, LOCAL_CELL);
    case FIELD_FILENAME: return own(code->filename);
    case FIELD_NAME: return own(code->name);
    case FIELD_QUALNAME: return own(code->qualname);
    case FIELD_LINETABLE: return own(code->linetable);
    default: return own(code->exceptiontable);
    }
}

Own code_method_replace(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    isize given_count = nargs + (kwnames ? tuple_length(kwnames) : 0);
    if (given_count > FIELD_COUNT)
        return error_set(EXC(TypeError), "replace() takes at most %d arguments (%zd given)", FIELD_COUNT,
                         given_count);
    if (nargs > 0) return error_set(EXC(TypeError), "replace() takes no positional arguments");
    const Code *code = AS_CODE(self);
    i32 numbers[FIRST_OBJECT_FIELD] = {code->argcount,   code->posonlyargcount, code->kwonlyargcount,
                                       code->nlocals,    code->stacksize,       (i32)code->flags,
                                       code->firstlineno};
    Ref given[FIELD_COUNT] = {NULL};
    if (!read_changes(args, kwnames, numbers, given)) return NULL;
    Own values[FIELD_COUNT] = {NULL}, result = NULL;
    for (int field = FIRST_OBJECT_FIELD; field < FIELD_COUNT; field++) {
        values[field] = given[field] ? own(given[field]) : field_of_code(self, field);
        if (!values[field]) goto done;
    }
    CodeSpec spec = {.filename = values[FIELD_FILENAME],
                     .name = values[FIELD_NAME],
                     .qualname = values[FIELD_QUALNAME],
                     .flags = (u32)numbers[FIELD_FLAGS],
                     .code = values[FIELD_CODE],
                     .firstlineno = numbers[FIELD_FIRSTLINENO],
                     .linetable = values[FIELD_LINETABLE],
                     .consts = values[FIELD_CONSTS],
                     .names = values[FIELD_NAMES],
                     .argcount = numbers[FIELD_ARGCOUNT],
                     .posonlyargcount = numbers[FIELD_POSONLYARGCOUNT],
                     .kwonlyargcount = numbers[FIELD_KWONLYARGCOUNT],
                     .stacksize = numbers[FIELD_STACKSIZE],
                     .exceptiontable = values[FIELD_EXCEPTIONTABLE]};
    NameTuples tuples = {values[FIELD_VARNAMES], values[FIELD_CELLVARS], values[FIELD_FREEVARS]};
    if (audit_new_code(&spec, numbers[FIELD_NLOCALS]))
        result = code_from_parts(&spec, &tuples, numbers[FIELD_NLOCALS]);
done:
    for (int field = FIRST_OBJECT_FIELD; field < FIELD_COUNT; field++) release_maybe(values[field]);
    return result;
}
