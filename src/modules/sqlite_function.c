/* sqlite_function.c: SQL functions written in Python: plain ones, aggregates, and those of windows.
 *
 * SQLite knows a function by the address of a SqliteCallback, which it gives back when the function is
 * replaced or the database closed. Of an aggregate the callable is a class; the instance for a group of rows
 * stands in memory that SQLite keeps for the group. */
#include <limits.h>

#include "modules/sqlite.h"
#include "object/bytes.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/tuple.h"

/* --- callbacks ------------------------------------------------------------------------------------------- */

SqliteCallback *sqlite_callback_new(Ref callable) {
    SqliteCallback *made = arena_alloc(sizeof *made, BLOCK_RAW);
    if (!made) return error_memory();
    made->callable = own(callable);
    return made;
}

void sqlite_callback_free(void *callback) {
    if (!callback) return;
    Own callable = ((SqliteCallback *)callback)->callable;
    arena_free(callback);
    release(callable);
}

static Ref callable_of(sqlite3_context *context) {
    return ((SqliteCallback *)sqlite3_user_data(context))->callable;
}

/* --- values ---------------------------------------------------------------------------------------------- */

static Own object_of(sqlite3_value *value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: return int_from_i64(sqlite3_value_int64(value));
    case SQLITE_FLOAT: return float_from_double(sqlite3_value_double(value));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        return text ? str_from_utf8(text, sqlite3_value_bytes(value)) : error_memory();
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_value_blob(value);
        return bytes_from(bytes ? bytes : "", sqlite3_value_bytes(value));
    }
    default: return own_none();
    }
}

static bool fits(isize length, const char *what) {
    if (length <= INT_MAX) return true;
    error_set(EXC(OverflowError), "%s is longer than INT_MAX bytes", what);
    return false;
}

/* Consumes; NULL is what was raised. False: it can't be SQLite's. */
static bool give_result(sqlite3_context *context, Own value) {
    if (!value) return false;
    if (value == None) {
        sqlite3_result_null(context);
    } else if (is_int(value)) {
        int overflow;
        i64 number = int_as_i64_overflow(value, &overflow);
        if (overflow)
            error_set(EXC(OverflowError), "Python int too large to convert to SQLite INTEGER");
        else
            sqlite3_result_int64(context, number);
    } else if (is_float(value)) {
        sqlite3_result_double(context, float_as_double(value));
    } else if (is_str(value)) {
        Own bytes = str_keep_utf8(value);
        if (bytes && fits(size_of(bytes), "string"))
            sqlite3_result_text(context, (const char *)bytes_data(bytes), (int)size_of(bytes),
                                SQLITE_TRANSIENT);
        release_maybe(bytes);
    } else if (type_of(value)->slots.buffer_get) {
        Buffer buffer;
        if (buffer_get(value, &buffer, false)) {
            if (fits(buffer.length, "BLOB"))
                sqlite3_result_blob(context, buffer.data, (int)buffer.length, SQLITE_TRANSIENT);
            buffer_release(&buffer);
        }
    } else {
        error_set(SQLITE_EXC(ProgrammingError), "User-defined functions cannot return '%s' values to SQLite",
                  type_of(value)->name);
    }
    release(value);
    return !error_occurred();
}

/* What is raised becomes an error of SQL. */
static void give_error(sqlite3_context *context, const char *what) {
    if (error_matches(EXC(MemoryError)))
        sqlite3_result_error_nomem(context);
    else if (error_matches(EXC(OverflowError)))
        sqlite3_result_error_toobig(context);
    else
        sqlite3_result_error(context, what, -1);
    sqlite_callback_failed(callable_of(context));
}

/* callable(*values). Where a collation has raised, nothing runs until that is out: the call fails with it. */
static Own call_with(Ref callable, int count, sqlite3_value **values) {
    if (error_occurred()) return NULL;
    Own arguments = tuple_new(count), result = NULL;
    for (int i = 0; arguments && i < count; i++) {
        Own value = object_of(values[i]);
        if (value)
            tuple_fill(arguments, i, value);
        else
            slot_clear(&arguments);
    }
    if (arguments) result = object_call(callable, (Ref const *)AS_TUPLE(arguments)->items, count, NULL);
    release_maybe(arguments);
    return result;
}

static void run_function(sqlite3_context *context, int count, sqlite3_value **values) {
    if (!give_result(context, call_with(callable_of(context), count, values)))
        give_error(context, "user-defined function raised exception");
}

/* --- aggregates ------------------------------------------------------------------------------------------ */

static const char *wrong(const char *method, bool is_missing, char message[100]) {
    return sqlite3_snprintf(100, message,
                            is_missing ? "user-defined aggregate's '%s' method not defined"
                                       : "user-defined aggregate's '%s' method raised error",
                            method);
}

/* The instance for this group of rows, made where there is none yet: lent; NULL: an error was given. */
static Ref group_instance(sqlite3_context *context) {
    Object **instance = sqlite3_aggregate_context(context, sizeof(Object *));
    char message[100];
    if (!instance) return NULL;
    if (!*instance && !error_occurred()) *instance = object_call_none(callable_of(context));
    if (!*instance) give_error(context, wrong("__init__", false, message));
    return *instance;
}

/* instance.method(*values) for the effect alone. */
static void run_on_values(sqlite3_context *context, const char *name, int count, sqlite3_value **values) {
    char message[100];
    Ref instance = group_instance(context);
    if (!instance) return;
    Own method_name = error_occurred() ? NULL : str_intern_cstring(name);
    Own method = method_name ? object_get_attribute(instance, method_name) : NULL;
    release_maybe(method_name);
    if (!method) {
        give_error(context, wrong(name, true, message));
        return;
    }
    Own result = call_with(method, count, values);
    release(method);
    if (!result) give_error(context, wrong(name, false, message));
    release_maybe(result);
}
static void run_step(sqlite3_context *context, int count, sqlite3_value **values) {
    run_on_values(context, "step", count, values);
}
static void run_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
    run_on_values(context, "inverse", count, values);
}

static void run_for_result(sqlite3_context *context, Ref instance, const char *name) {
    char message[100];
    Own result = error_occurred() ? NULL : object_call_method_cstring(instance, name, NULL, 0);
    if (!give_result(context, result))
        give_error(context, wrong(name, error_matches(EXC(AttributeError)), message));
}
static void run_value(sqlite3_context *context) {
    Ref instance = group_instance(context);
    if (instance) run_for_result(context, instance, "value");
}
/* The group's end, also where an earlier call raised; without rows there was never an instance. */
static void run_finalize(sqlite3_context *context) {
    Object **instance = sqlite3_aggregate_context(context, 0);
    if (!instance || !*instance) return;
    Own before = error_fetch();
    run_for_result(context, *instance, "finalize");
    slot_clear(instance);
    error_restore(before);
}

/* --- making them known ----------------------------------------------------------------------------------- */

typedef struct Declared {
    const char *name;
    int arguments;
    int flags;
    void (*function)(sqlite3_context *, int, sqlite3_value **);
    bool is_aggregate, is_window;
} Declared;

static int declare(sqlite3 *db, const Declared *it, SqliteCallback *callback) {
    int flags = SQLITE_UTF8 | it->flags;
    if (!callback)
        return sqlite3_create_window_function(db, it->name, it->arguments, flags, NULL, NULL, NULL, NULL, NULL,
                                              NULL);
    if (it->is_window)
        return sqlite3_create_window_function(db, it->name, it->arguments, flags, callback, run_step,
                                              run_finalize, run_value, run_inverse, sqlite_callback_free);
    if (it->is_aggregate)
        return sqlite3_create_function_v2(db, it->name, it->arguments, flags, callback, NULL, run_step,
                                          run_finalize, sqlite_callback_free);
    return sqlite3_create_function_v2(db, it->name, it->arguments, flags, callback, run_function, NULL, NULL,
                                      sqlite_callback_free);
}

/* given: name, number of arguments, callable; None in place of a window's class: the function is forgotten.
 * `text` says how the name is called in a message, `trouble` is what is raised where SQLite refuses, NULL:
 * what it says. */
static Own create(Ref self, Ref const *given, const char *function, const char *text, Declared *it,
                  const char *trouble) {
    TextArgument name = {0};
    SqliteCallback *callback = NULL;
    if (!argument_text(given[0], function, text, &name)) return NULL;
    it->name = name.text;
    bool ready = argument_int(given[1], &it->arguments) && sqlite_connection_check(AS_CONNECTION(self)) &&
                 ((it->is_window && given[2] == None) || (callback = sqlite_callback_new(given[2])));
    /* SQLite frees the callback where it refuses too */
    int status = ready ? declare(AS_CONNECTION(self)->db, it, callback) : SQLITE_OK;
    if (status != SQLITE_OK && trouble)
        error_set(SQLITE_EXC(OperationalError), "%s", trouble);
    else if (status != SQLITE_OK)
        error_set(SQLITE_EXC(ProgrammingError), "%s", sqlite3_errstr(status));
    text_argument_release(&name);
    return error_occurred() ? NULL : own_none();
}

Own sqlite_connection_create_function(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "create_function", {"name", "narg", "func", "*", "deterministic"}, .required = 3};
    Ref out[4];
    Declared it = {0};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int deterministic = out[3] ? object_is_true(out[3]) : 0;
    if (deterministic < 0) return NULL;
    if (deterministic) it.flags = SQLITE_DETERMINISTIC;
    return create(self, out, "create_function", "'name'", &it, "Error creating function");
}

Own sqlite_connection_create_aggregate(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "create_aggregate", {"name", "n_arg", "aggregate_class"}, .required = 3};
    Ref out[3];
    Declared it = {.is_aggregate = true};
    return arguments_bind(&parameters, args, nargs, kwnames, out)
               ? create(self, out, "create_aggregate", "'name'", &it, "Error creating aggregate")
               : NULL;
}

Own sqlite_connection_create_window_function(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"create_window_function", {"", "", "", "/"}, .required = 3};
    Ref out[3];
    Declared it = {.is_window = true};
    return arguments_bind(&parameters, args, nargs, kwnames, out)
               ? create(self, out, "create_window_function", "1", &it, NULL)
               : NULL;
}
