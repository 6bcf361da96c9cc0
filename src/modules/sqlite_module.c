/* sqlite_module.c: the module _sqlite3: what sqlite3/dbapi2.py of the library takes its names from. */
#include "modules/sqlite.h"
#include "object/dict.h"
#include "object/int.h"

/* --- functions ------------------------------------------------------------------------------------------- */

enum { FACTORY_POSITION = 5 };

/* connect() only finds out whom to ask: factory(*args, **kwargs). */
static Own method_connect(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    Ref factory = nargs > FACTORY_POSITION ? args[FACTORY_POSITION] : NULL;
    for (isize i = 0; !factory && kwnames && i < tuple_length(kwnames); i++)
        if (str_equal_ascii(tuple_get(kwnames, i), "factory")) factory = args[nargs + i];
    return object_call(factory ? factory : (Ref)MODULE_TYPE(SQLITE_CONNECTION), args, nargs, kwnames);
}

static Own method_complete_statement(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"complete_statement", {"statement"}, .required = 1};
    Ref given;
    TextArgument text = {0};
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) ||
        !argument_text(given, "complete_statement", "'statement'", &text))
        return NULL;
    bool is_complete = sqlite3_complete(text.text);
    text_argument_release(&text);
    return own_bool(is_complete);
}

static Own method_enable_shared_cache(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"enable_shared_cache", {"do_enable"}, .required = 1};
    Ref given;
    int on;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) || !argument_int(given, &on)) return NULL;
    if (sqlite3_enable_shared_cache(on) != SQLITE_OK)
        return error_set(SQLITE_EXC(OperationalError), "Changing the shared_cache flag failed");
    return own_none();
}

static Own method_enable_callback_tracebacks(Ref self UNUSED, Ref enable) {
    int on;
    if (!argument_int(enable, &on)) return NULL;
    SQLITE_STATE->tracebacks = on;
    return own_none();
}

static const MethodDef functions[] = {
    {"adapt", METHOD_ARRAY, .array = sqlite_method_adapt,
     .doc = "adapt($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)\n--\n\n"
            "Adapt given object to given protocol."},
    {"complete_statement", METHOD_KEYWORDS, .keywords = method_complete_statement,
     .doc = "complete_statement($module, /, statement)\n--\n\n"
            "Checks if a string contains a complete SQL statement."},
    {"connect", METHOD_KEYWORDS, .keywords = method_connect,
     .doc = "connect($module, /, database, timeout=5.0, detect_types=0,\n"
            "        isolation_level='', check_same_thread=True,\n"
            "        factory=ConnectionType, cached_statements=128, uri=False)\n--\n\n"
            "Opens a connection to the SQLite database file database.\n\n"
            "You can use \":memory:\" to open a database connection to a database that resides\n"
            "in RAM instead of on disk."},
    {"enable_callback_tracebacks", METHOD_ONE, .one = method_enable_callback_tracebacks,
     .doc = "enable_callback_tracebacks($module, enable, /)\n--\n\n"
            "Enable or disable callback functions throwing errors to stderr."},
    {"enable_shared_cache", METHOD_KEYWORDS, .keywords = method_enable_shared_cache,
     .doc = "enable_shared_cache($module, /, do_enable)\n--\n\n"
            "Enable or disable shared cache mode for the calling thread.\n\n"
            "This method is deprecated and will be removed in Python 3.12.\n"
            "Shared cache is strongly discouraged by the SQLite 3 documentation.\n"
            "If shared cache must be used, open the database in URI mode using\n"
            "the cache=shared query parameter."},
    {"register_adapter", METHOD_ARRAY, .array = sqlite_method_register_adapter,
     .doc = "register_adapter($module, type, adapter, /)\n--\n\n"
            "Register a function to adapt Python objects to SQLite values."},
    {"register_converter", METHOD_ARRAY, .array = sqlite_method_register_converter,
     .doc = "register_converter($module, typename, converter, /)\n--\n\n"
            "Register a function to convert SQLite values to Python objects."},
    {.name = NULL}};

enum { SERIALIZED = 3 }; /* PEP 249: threads may share the module, connections and cursors */

/* --- the module ------------------------------------------------------------------------------------------ */

static void clear(void) {
    SqliteState *state = MODULES_ROOT->sqlite;
    if (!state) return;
    for (int i = 0; i < SQLITE_EXC_COUNT; i++) slot_clear(&state->errors[i]);
    slot_clear(&state->adapters);
    slot_clear(&state->converters);
    slot_clear(&state->lru_cache);
}

/* The module's state, made at its first import; SQLite keeps the address of its `vfs`. */
static bool make_state(void) {
    if (MODULES_ROOT->sqlite) return true;
    SqliteState *state = arena_alloc(sizeof *state, BLOCK_RAW);
    if (!state) {
        error_memory();
        return false;
    }
    *state = (SqliteState){.vfs = sqlite_vfs_new()};
    MODULES_ROOT->sqlite = state;
    return sqlite_system_open();
}

static bool add_errors(Ref module) {
    SqliteState *state = SQLITE_STATE;
#define ERROR(name, base)                                                                                      \
    if (!state->errors[SQLITE_EXC_##name])                                                                     \
        state->errors[SQLITE_EXC_##name] = module_exception_new("sqlite3." #name, base);                       \
    if (!state->errors[SQLITE_EXC_##name] ||                                                                   \
        !module_add(module, #name, own(state->errors[SQLITE_EXC_##name])))                                     \
        return false;
    SQLITE_ERRORS(ERROR)
#undef ERROR
    return true;
}

static bool add_registries(Ref module) {
    SqliteState *state = SQLITE_STATE;
    if (!state->adapters) state->adapters = dict_new();
    if (!state->converters) state->converters = dict_new();
    if (!state->lru_cache) state->lru_cache = import_attribute("functools", "lru_cache");
    return state->adapters && state->converters && state->lru_cache &&
           module_add(module, "adapters", own(state->adapters)) &&
           module_add(module, "converters", own(state->converters));
}

static bool fill(Ref module) {
    return make_state() && module_ready_type(MODULE_TYPE_SQLITE_STATEMENT) &&
           module_add_type(module, MODULE_TYPE_SQLITE_BLOB) &&
           module_add_type(module, MODULE_TYPE_SQLITE_CONNECTION) &&
           module_add_type(module, MODULE_TYPE_SQLITE_CURSOR) &&
           module_add_type(module, MODULE_TYPE_SQLITE_PREPARE_PROTOCOL) &&
           module_add_type(module, MODULE_TYPE_SQLITE_ROW) && add_errors(module) &&
           module_add_constants(module, sqlite_error_codes) && module_add_constants(module, sqlite_constants) &&
           module_add(module, "version", str_from_ascii("2.6.0", -1)) &&
           module_add(module, "sqlite_version", str_from_ascii(sqlite3_libversion(), -1)) &&
           module_add(module, "threadsafety", int_from_i64(SERIALIZED)) && add_registries(module);
}

const NativeModule sqlite_module = {
    .name = "_sqlite3", .functions = functions, .fill = fill, .clear = clear, .extension = true};
