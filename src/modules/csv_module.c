/* csv_module.c: the module _csv: the registry of dialects, and what a field may hold at most. */
#include "modules/csv.h"

#include "object/dict.h"
#include "object/exception.h"

enum { DEFAULT_FIELD_LIMIT = 128 * 1024 };

static Own csv_list_dialects(Ref module) {
    (void)module;
    return dict_keys_list(MODULES_ROOT->csv->dialects);
}

static Own csv_register_dialect(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    if (!arguments_count("", nargs, 1, 2)) return NULL;
    if (!is_str(args[0])) return error_set(EXC(TypeError), "dialect name must be a string");
    Own dialect = csv_dialect_make(nargs > 1 ? args[1] : NULL, args + nargs, kwnames);
    bool registered = dialect && dict_set_own(MODULES_ROOT->csv->dialects, args[0], dialect);
    return registered ? own_none() : NULL;
}

static Own csv_unregister_dialect(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    static const Parameters parameters = {"unregister_dialect", {"name"}, .required = 1};
    Ref name;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &name) || !csv_dialect_find(name)) return NULL;
    return dict_delete(MODULES_ROOT->csv->dialects, name) ? own_none() : NULL;
}

static Own csv_get_dialect(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    static const Parameters parameters = {"get_dialect", {"name"}, .required = 1};
    Ref name;
    return arguments_bind(&parameters, args, nargs, kwnames, &name) ? own_maybe(csv_dialect_find(name)) : NULL;
}

static Own csv_field_size_limit(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    static const Parameters parameters = {"field_size_limit", {"new_limit"}, .required = 0};
    Ref wanted;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &wanted)) return NULL;
    isize before = MODULES_ROOT->csv->field_limit;
    if (wanted) {
        if (type_of(wanted) != TYPE(INT)) return error_set(EXC(TypeError), "limit must be an integer");
        isize limit = int_as_i64(wanted);
        if (limit == -1 && error_occurred()) return NULL;
        MODULES_ROOT->csv->field_limit = limit;
    }
    return int_from_isize(before);
}

static const MethodDef functions[] = {
    {"reader", METHOD_KEYWORDS, .keywords = csv_reader,
     .doc = "    csv_reader = reader(iterable [, dialect='excel']\n"
            "                        [optional keyword args])\n"
            "    for row in csv_reader:\n"
            "        process(row)\n"
            "\n"
            "The \"iterable\" argument can be any object that returns a line\n"
            "of input for each iteration, such as a file object or a list.  The\n"
            "optional \"dialect\" parameter is discussed below.  The function\n"
            "also accepts optional keyword arguments which override settings\n"
            "provided by the dialect.\n"
            "\n"
            "The returned object is an iterator.  Each iteration returns a row\n"
            "of the CSV file (which can span multiple input lines).\n",
     .flags = METHOD_VARARGS},
    {"writer", METHOD_KEYWORDS, .keywords = csv_writer,
     .doc = "    csv_writer = csv.writer(fileobj [, dialect='excel']\n"
            "                            [optional keyword args])\n"
            "    for row in sequence:\n"
            "        csv_writer.writerow(row)\n"
            "\n"
            "    [or]\n"
            "\n"
            "    csv_writer = csv.writer(fileobj [, dialect='excel']\n"
            "                            [optional keyword args])\n"
            "    csv_writer.writerows(rows)\n"
            "\n"
            "The \"fileobj\" argument can be any object that supports the file API.\n",
     .flags = METHOD_VARARGS},
    {"list_dialects", METHOD_NONE, .none = csv_list_dialects,
     .doc = "list_dialects($module, /)\n--\n\nReturn a list of all known dialect names.\n\n    names = "
            "csv.list_dialects()"},
    {"register_dialect", METHOD_KEYWORDS, .keywords = csv_register_dialect,
     .doc = "Create a mapping from a string name to a dialect class.\n"
            "    dialect = csv.register_dialect(name[, dialect[, **fmtparams]])",
     .flags = METHOD_VARARGS},
    {"unregister_dialect", METHOD_KEYWORDS, .keywords = csv_unregister_dialect,
     .doc = "unregister_dialect($module, /, name)\n--\n\nDelete the name/dialect mapping associated with a "
            "string name.\n\n    csv.unregister_dialect(name)"},
    {"get_dialect", METHOD_KEYWORDS, .keywords = csv_get_dialect,
     .doc = "get_dialect($module, /, name)\n--\n\nReturn the dialect instance associated with name.\n\n    "
            "dialect = csv.get_dialect(name)"},
    {"field_size_limit", METHOD_KEYWORDS, .keywords = csv_field_size_limit,
     .doc = "field_size_limit($module, /, new_limit=<unrepresentable>)\n--\n\nSets an upper limit on parsed "
            "fields.\n\n    csv.field_size_limit([limit])\n\nReturns old limit. If limit is not given, no new "
            "limit is set and\nthe old limit is returned"},
    {.name = NULL}};

const TypeSpec csv_error_spec = {.name = "_csv.Error",
                                 .module = "_csv",
                                 .base = EXC(Exception),
                                 .basicsize = sizeof(Exception),
                                 .flags = TYPE_HEAP | TYPE_GC | TYPE_BASETYPE};

/* The module's state, made at its first import. */
static bool make_state(void) {
    if (MODULES_ROOT->csv) return true;
    CsvState *state = arena_alloc(sizeof(CsvState), BLOCK_RAW);
    if (!state) {
        error_memory();
        return false;
    }
    *state = (CsvState){.field_limit = DEFAULT_FIELD_LIMIT};
    MODULES_ROOT->csv = state;
    state->dialects = dict_new();
    return state->dialects != NULL;
}

static bool fill(Ref module) {
    static const ModuleConstant constants[] = {{"QUOTE_MINIMAL", QUOTE_MINIMAL},
                                               {"QUOTE_ALL", QUOTE_ALL},
                                               {"QUOTE_NONNUMERIC", QUOTE_NONNUMERIC},
                                               {"QUOTE_NONE", QUOTE_NONE},
                                               {.name = NULL}};
    return make_state() && module_add_constants(module, constants) &&
           module_add(module, "__version__", str_from_ascii("1.0", -1)) &&
           module_add(module, "_dialects", own(MODULES_ROOT->csv->dialects)) &&
           module_add_type(module, MODULE_TYPE_CSV_ERROR) && module_add_type(module, MODULE_TYPE_CSV_DIALECT) &&
           module_ready_type(MODULE_TYPE_CSV_READER) &&
           module_add(module, "Reader", own((Ref)MODULE_TYPE(CSV_READER))) &&
           module_ready_type(MODULE_TYPE_CSV_WRITER) &&
           module_add(module, "Writer", own((Ref)MODULE_TYPE(CSV_WRITER)));
}

static void clear(void) {
    CsvState *state = MODULES_ROOT->csv;
    if (!state) return;
    MODULES_ROOT->csv = NULL;
    release_maybe(state->dialects);
    arena_free(state);
}

const NativeModule csv_module = {
    .name = "_csv",
    .doc = "CSV parsing and writing.\n"
           "\n"
           "This module provides classes that assist in the reading and writing\n"
           "of Comma Separated Value (CSV) files, and implements the interface\n"
           "described by PEP 305.  Although many CSV files are simple to parse,\n"
           "the format is not formally defined by a stable specification and\n"
           "is subtle enough that parsing lines of a CSV file with something\n"
           "like line.split(\",\") is bound to fail.  The module supports three\n"
           "basic APIs: reading, writing, and registration of dialects.\n"
           "\n"
           "\n"
           "DIALECT REGISTRATION:\n"
           "\n"
           "Readers and writers support a dialect argument, which is a convenient\n"
           "handle on a group of settings.  When the dialect argument is a string,\n"
           "it identifies one of the dialects previously registered with the module.\n"
           "If it is a class or instance, the attributes of the argument are used as\n"
           "the settings for the reader or writer:\n"
           "\n"
           "    class excel:\n"
           "        delimiter = ','\n"
           "        quotechar = '\"'\n"
           "        escapechar = None\n"
           "        doublequote = True\n"
           "        skipinitialspace = False\n"
           "        lineterminator = '\\r\\n'\n"
           "        quoting = QUOTE_MINIMAL\n"
           "\n"
           "SETTINGS:\n"
           "\n"
           "    * quotechar - specifies a one-character string to use as the\n"
           "        quoting character.  It defaults to '\"'.\n"
           "    * delimiter - specifies a one-character string to use as the\n"
           "        field separator.  It defaults to ','.\n"
           "    * skipinitialspace - specifies how to interpret spaces which\n"
           "        immediately follow a delimiter.  It defaults to False, which\n"
           "        means that spaces immediately following a delimiter is part\n"
           "        of the following field.\n"
           "    * lineterminator -  specifies the character sequence which should\n"
           "        terminate rows.\n"
           "    * quoting - controls when quotes should be generated by the writer.\n"
           "        It can take on any of the following module constants:\n"
           "\n"
           "        csv.QUOTE_MINIMAL means only when required, for example, when a\n"
           "            field contains either the quotechar or the delimiter\n"
           "        csv.QUOTE_ALL means that quotes are always placed around fields.\n"
           "        csv.QUOTE_NONNUMERIC means that quotes are always placed around\n"
           "            fields which do not parse as integers or floating point\n"
           "            numbers.\n"
           "        csv.QUOTE_NONE means that quotes are never placed around fields.\n"
           "    * escapechar - specifies a one-character string used to escape\n"
           "        the delimiter when quoting is set to QUOTE_NONE.\n"
           "    * doublequote - controls the handling of quotes inside fields.  When\n"
           "        True, two consecutive quotes are interpreted as one during read,\n"
           "        and when writing, each quote character embedded in the data is\n"
           "        written as two quotes\n",
    .functions = functions,
    .fill = fill,
    .clear = clear};
