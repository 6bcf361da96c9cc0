/* sqlite_connection_methods.c: what a Connection does beside opening and closing: cursors, SQL without one,
 * limits. */
#include "modules/sqlite.h"
#include "object/audit.h"
#include "object/exception.h"
#include "object/int.h"

/* --- cursors and execution ------------------------------------------------------------------------------- */

/* factory NULL: Cursor. */
static Own make_cursor(Ref object, Ref factory) {
    SqliteConnection *self = AS_CONNECTION(object);
    if (!sqlite_connection_check(self)) return NULL;
    Own cursor = object_call_one(factory ? factory : (Ref)MODULE_TYPE(SQLITE_CURSOR), object);
    if (!cursor) return NULL;
    if (!is_a(cursor, MODULE_TYPE(SQLITE_CURSOR))) {
        error_set(EXC(TypeError), "factory must return a cursor, not %.100s", type_of(cursor)->name);
        release(cursor);
        return NULL;
    }
    if (self->row_factory && self->row_factory != None)
        slot_set(&AS_CURSOR(cursor)->row_factory, own(self->row_factory));
    return cursor;
}

static Own method_cursor(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"cursor", {"factory"}};
    Ref factory;
    return arguments_bind(&parameters, args, nargs, kwnames, &factory) ? make_cursor(self, factory) : NULL;
}

static Own execute(Ref self, bool many, Ref sql, Ref parameters) {
    Own cursor = make_cursor(self, NULL), result = NULL;
    if (!cursor) return NULL;
    result = sqlite_cursor_execute(AS_CURSOR(cursor), many, sql, parameters);
    if (!result) slot_clear(&cursor);
    release_maybe(result);
    return cursor;
}

static Own method_execute(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("execute", nargs, 1, 2) || !argument_str(args[0], "execute", "1")) return NULL;
    return execute(self, false, args[0], nargs > 1 ? args[1] : NULL);
}
static Own method_executemany(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("executemany", nargs, 2, 2) || !argument_str(args[0], "executemany", "1")) return NULL;
    return execute(self, true, args[0], args[1]);
}
static Own method_executescript(Ref self, Ref script) {
    Own cursor = make_cursor(self, NULL);
    Own result = cursor ? object_call_method_cstring(cursor, "executescript", &script, 1) : NULL;
    if (!result) slot_clear(&cursor);
    release_maybe(result);
    return cursor;
}

/* --- transactions ---------------------------------------------------------------------------------------- */

static Own method_commit(Ref self) { return sqlite_connection_commit(AS_CONNECTION(self)) ? own_none() : NULL; }
static Own method_rollback(Ref self) {
    return sqlite_connection_rollback(AS_CONNECTION(self)) ? own_none() : NULL;
}

static Own method_enter(Ref self) {
    return sqlite_connection_check_open(AS_CONNECTION(self)) ? own(self) : NULL;
}

static Own method_exit(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("__exit__", nargs, 3, 3)) return NULL;
    if (args[0] != None || args[1] != None || args[2] != None)
        return sqlite_connection_rollback(AS_CONNECTION(self)) ? own_bool(false) : NULL;
    if (sqlite_connection_commit(AS_CONNECTION(self))) return own_bool(false);
    Own error = error_fetch(); /* the database must not stay locked */
    if (sqlite_connection_rollback(AS_CONNECTION(self))) {
        error_restore(error);
        return NULL;
    }
    Own second = error_fetch();
    if (second)
        exception_set_context(second, error);
    else
        release_maybe(error);
    error_restore(second);
    return NULL;
}

static Own method_interrupt(Ref self) {
    if (!sqlite_connection_check_open(AS_CONNECTION(self))) return NULL;
    sqlite3_interrupt(AS_CONNECTION(self)->db);
    return own_none();
}

static Own method_iterdump(Ref self) {
    if (!sqlite_connection_check_open(AS_CONNECTION(self))) return NULL;
    Own dump = import_attribute("sqlite3.dump", "_iterdump");
    if (!dump) {
        if (!error_occurred())
            error_set(SQLITE_EXC(OperationalError), "Failed to obtain _iterdump() reference");
        return NULL;
    }
    Own lines = object_call_one(dump, self);
    release(dump);
    return lines;
}

/* --- limits ---------------------------------------------------------------------------------------------- */

static Own set_limit(Ref self, Ref category, Ref limit) {
    int which, value = -1;
    if (!argument_int(category, &which) || (limit && !argument_int(limit, &value)) ||
        !sqlite_connection_check(AS_CONNECTION(self)))
        return NULL;
    int before = sqlite3_limit(AS_CONNECTION(self)->db, which, value);
    if (before < 0) return error_set(SQLITE_EXC(ProgrammingError), "'category' is out of bounds");
    return int_from_i64(before);
}
static Own method_setlimit(Ref self, Ref const *args, isize nargs) {
    return arguments_count("setlimit", nargs, 2, 2) ? set_limit(self, args[0], args[1]) : NULL;
}
static Own method_getlimit(Ref self, Ref category) { return set_limit(self, category, NULL); }

/* --- extension modules ----------------------------------------------------------------------------------- */

static Own method_enable_load_extension(Ref self, Ref enable) {
    int on;
    if (!sqlite_connection_check(AS_CONNECTION(self)) || !argument_int(enable, &on) ||
        !AUDIT("sqlite3.enable_load_extension", "OO", self, enable))
        return NULL;
    if (sqlite3_enable_load_extension(AS_CONNECTION(self)->db, on) == SQLITE_OK) return own_none();
    return error_set(SQLITE_EXC(OperationalError), "Error enabling load extension");
}

/* There are none for us: SQLite says so. */
static Own method_load_extension(Ref self, Ref name) {
    TextArgument text = {0};
    char *message = NULL;
    if (!argument_text(name, "load_extension", "", &text)) return NULL;
    if (sqlite_connection_check(AS_CONNECTION(self)) &&
        AUDIT("sqlite3.load_extension", "Os", self, text.text) &&
        sqlite3_load_extension(AS_CONNECTION(self)->db, text.text, NULL, &message) != SQLITE_OK) {
        if (message)
            error_set(SQLITE_EXC(OperationalError), "%s", message);
        else
            sqlite_raise(AS_CONNECTION(self)->db);
    }
    sqlite3_free(message);
    text_argument_release(&text);
    return error_occurred() ? NULL : own_none();
}

/* --- the table ------------------------------------------------------------------------------------------- */

const MethodDef sqlite_connection_methods[] = {
    {"backup", METHOD_KEYWORDS, .keywords = sqlite_connection_backup,
     .doc = "backup($self, /, target, *, pages=-1, progress=None, name='main',\n       sleep=0.25)\n--\n"
            "\nMakes a backup of the database."},
    {"close", METHOD_NONE, .none = sqlite_connection_close,
     .doc = "close($self, /)\n--\n\nClose the database connection.\n\n"
            "Any pending transaction is not committed implicitly."},
    {"commit", METHOD_NONE, .none = method_commit,
     .doc = "commit($self, /)\n--\n\nCommit any pending transaction to the database.\n\n"
            "If there is no open transaction, this method is a no-op."},
    {"create_aggregate", METHOD_KEYWORDS, .keywords = sqlite_connection_create_aggregate,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "create_aggregate($self, /, name, n_arg, aggregate_class)\n--\n\nCreates a new aggregate."},
    {"create_collation", METHOD_KEYWORDS, .keywords = sqlite_connection_create_collation,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "create_collation($self, name, callback, /)\n--\n\nCreates a collation function."},
    {"create_function", METHOD_KEYWORDS, .keywords = sqlite_connection_create_function,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "create_function($self, /, name, narg, func, *, deterministic=False)\n--\n\n"
            "Creates a new function."},
    {"cursor", METHOD_KEYWORDS, .keywords = method_cursor,
     .doc = "cursor($self, /, factory=<unrepresentable>)\n--\n\nReturn a cursor for the connection."},
    {"enable_load_extension", METHOD_ONE, .one = method_enable_load_extension,
     .doc = "enable_load_extension($self, enable, /)\n--\n\n"
            "Enable dynamic loading of SQLite extension modules."},
    {"__enter__", METHOD_NONE, .none = method_enter,
     .doc = "__enter__($self, /)\n--\n\nCalled when the connection is used as a context manager.\n\n"
            "Returns itself as a convenience to the caller."},
    {"executemany", METHOD_ARRAY, .array = method_executemany,
     .doc = "executemany($self, sql, parameters, /)\n--\n\nRepeatedly executes an SQL statement."},
    {"executescript", METHOD_ONE, .one = method_executescript,
     .doc = "executescript($self, sql_script, /)\n--\n\nExecutes multiple SQL statements at once."},
    {"execute", METHOD_ARRAY, .array = method_execute,
     .doc = "execute($self, sql, parameters=<unrepresentable>, /)\n--\n\nExecutes an SQL statement."},
    {"__exit__", METHOD_ARRAY, .array = method_exit,
     .doc = "__exit__($self, type, value, traceback, /)\n--\n\n"
            "Called when the connection is used as a context manager.\n\n"
            "If there was any exception, a rollback takes place; otherwise we commit."},
    {"interrupt", METHOD_NONE, .none = method_interrupt,
     .doc = "interrupt($self, /)\n--\n\nAbort any pending database operation."},
    {"iterdump", METHOD_NONE, .none = method_iterdump,
     .doc = "iterdump($self, /)\n--\n\n"
            "Returns iterator to the dump of the database in an SQL text format."},
    {"load_extension", METHOD_ONE, .one = method_load_extension,
     .doc = "load_extension($self, name, /)\n--\n\nLoad SQLite extension module."},
    {"rollback", METHOD_NONE, .none = method_rollback,
     .doc = "rollback($self, /)\n--\n\nRoll back to the start of any pending transaction.\n\n"
            "If there is no open transaction, this method is a no-op."},
    {"set_authorizer", METHOD_KEYWORDS, .keywords = sqlite_connection_set_authorizer,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "set_authorizer($self, /, authorizer_callback)\n--\n\nSets authorizer callback."},
    {"set_progress_handler", METHOD_KEYWORDS, .keywords = sqlite_connection_set_progress_handler,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "set_progress_handler($self, /, progress_handler, n)\n--\n\nSets progress handler callback."},
    {"set_trace_callback", METHOD_KEYWORDS, .keywords = sqlite_connection_set_trace_callback,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "set_trace_callback($self, /, trace_callback)\n--\n\n"
            "Sets a trace callback called for each SQL statement (passed as unicode)."},
    {"setlimit", METHOD_ARRAY, .array = method_setlimit,
     .doc = "setlimit($self, category, limit, /)\n--\n\nSet connection run-time limits.\n\n  category\n"
            "    The limit category to be set.\n  limit\n"
            "    The new limit. If the new limit is a negative number, the limit is\n    unchanged.\n\n"
            "Attempts to increase a limit above its hard upper bound are silently truncated\n"
            "to the hard upper bound. Regardless of whether or not the limit was changed,\n"
            "the prior value of the limit is returned."},
    {"getlimit", METHOD_ONE, .one = method_getlimit,
     .doc = "getlimit($self, category, /)\n--\n\nGet connection run-time limits.\n\n  category\n"
            "    The limit category to be queried."},
    {"serialize", METHOD_KEYWORDS, .keywords = sqlite_connection_serialize,
     .doc = "serialize($self, /, *, name='main')\n--\n\nSerialize a database into a byte string.\n\n"
            "  name\n    Which database to serialize.\n\n"
            "For an ordinary on-disk database file, the serialization is just a copy of the\n"
            "disk file. For an in-memory database or a \"temp\" database, the serialization is\n"
            "the same sequence of bytes which would be written to disk if that database\n"
            "were backed up to disk."},
    {"deserialize", METHOD_KEYWORDS, .keywords = sqlite_connection_deserialize,
     .doc = "deserialize($self, data, /, *, name='main')\n--\n\nLoad a serialized database.\n\n  data\n"
            "    The serialized database content.\n  name\n"
            "    Which database to reopen with the deserialization.\n\n"
            "The deserialize interface causes the database connection to disconnect from the\n"
            "target database, and then reopen it as an in-memory database based on the given\n"
            "serialized data.\n\n"
            "The deserialize interface will fail with SQLITE_BUSY if the database is\n"
            "currently in a read transaction or is involved in a backup operation."},
    {"create_window_function", METHOD_KEYWORDS, .keywords = sqlite_connection_create_window_function,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "create_window_function($self, name, num_params, aggregate_class, /)\n--\n\n"
            "Creates or redefines an aggregate window function. Non-standard.\n\n  name\n"
            "    The name of the SQL aggregate window function to be created or\n    redefined.\n"
            "  num_params\n    The number of arguments the step and inverse methods takes.\n"
            "  aggregate_class\n    A class with step(), finalize(), value(), and inverse() methods.\n"
            "    Set to None to clear the window function."},
    {"blobopen", METHOD_KEYWORDS, .keywords = sqlite_connection_blob_open,
     .doc = "blobopen($self, table, column, row, /, *, readonly=False, name='main')\n--\n\n"
            "Open and return a BLOB object.\n\n  table\n    Table name.\n  column\n    Column name.\n"
            "  row\n    Row index.\n  readonly\n    Open the BLOB without write permissions.\n  name\n"
            "    Database name."},
    {.name = NULL}};
