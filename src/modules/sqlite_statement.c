/* sqlite_statement.c: a piece of compiled SQL, and the values for its parameters. */
#include <limits.h>

#include "modules/sqlite.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"

/* --- compiling ------------------------------------------------------------------------------------------- */

/* Where the first word of the SQL begins: behind white space and comments. NULL: there is none. */
static const char *first_word(const char *sql) {
    for (;;) {
        sql += strspn(sql, " \t\f\n\r");
        if (sql[0] == '-' && sql[1] == '-') {
            sql = strchr(sql, '\n');
        } else if (sql[0] == '/' && sql[1] == '*') {
            sql = strstr(sql + 2, "*/");
            if (sql) sql += 2;
        } else {
            return *sql ? sql : NULL;
        }
        if (!sql) return NULL;
    }
}

static bool changes_data(const char *sql) {
    static const char *const words[] = {"insert", "update", "delete", "replace"};
    const char *word = first_word(sql);
    for (isize i = 0; word && i < COUNT_OF(words); i++)
        if (sqlite3_strnicmp(word, words[i], (int)strlen(words[i])) == 0) return true;
    return false;
}

static sqlite3_stmt *compile(SqliteConnection *connection, const char *sql, isize length) {
    sqlite3_stmt *statement = NULL;
    const char *tail;
    if (length > sqlite3_limit(connection->db, SQLITE_LIMIT_SQL_LENGTH, -1))
        return error_set(SQLITE_EXC(DataError), "query string is too large");
    if ((isize)strlen(sql) != length)
        return error_set(SQLITE_EXC(ProgrammingError), "the query contains a null character");
    int status = sqlite_prepare(connection, sql, length + 1, &statement, &tail);
    if (status != SQLITE_OK) return sqlite_raise(connection->db);
    if (!first_word(tail)) return statement;
    sqlite3_finalize(statement);
    return error_set(SQLITE_EXC(ProgrammingError), "You can only execute one statement at a time.");
}

Own sqlite_statement_new(SqliteConnection *connection, Ref sql) {
    Own bytes = str_keep_utf8(sql);
    if (!bytes) return NULL;
    const char *text = (const char *)bytes_data(bytes);
    sqlite3_stmt *statement = compile(connection, text, size_of(bytes));
    Own self = error_occurred() ? NULL : object_new(MODULE_TYPE(SQLITE_STATEMENT), 0);
    if (self) {
        AS_STATEMENT(self)->statement = statement;
        AS_STATEMENT(self)->changes_data = changes_data(text);
        gc_track(self);
    } else {
        sqlite3_finalize(statement);
    }
    release(bytes);
    return self;
}

static void statement_dealloc(Own self) {
    gc_untrack(self);
    sqlite3_finalize(AS_STATEMENT(self)->statement);
    object_free(self);
}
static bool statement_traverse(Ref self UNUSED, VisitFn visit UNUSED, void *context UNUSED) { return true; }

const TypeSpec sqlite_statement_spec = {
    .name = "sqlite3.Statement",
    .module = "sqlite3",
    .basicsize = sizeof(SqliteStatement),
    .ghost_size = 32,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = statement_dealloc, .traverse = statement_traverse}};

/* --- binding --------------------------------------------------------------------------------------------- */

static bool is_too_long(isize length, const char *what) {
    if (length <= INT_MAX) return false;
    error_set(EXC(OverflowError), "%s longer than INT_MAX bytes", what);
    return true;
}

static int bind_int(sqlite3_stmt *statement, int position, Ref value) {
    int overflow;
    i64 number = int_as_i64_overflow(value, &overflow);
    if (!overflow) return sqlite3_bind_int64(statement, position, number);
    error_set(EXC(OverflowError), "Python int too large to convert to SQLite INTEGER");
    return SQLITE_ERROR;
}

static int bind_str(sqlite3_stmt *statement, int position, Ref value) {
    Own bytes = str_keep_utf8(value);
    if (!bytes) return SQLITE_ERROR;
    int status = is_too_long(size_of(bytes), "string")
                     ? SQLITE_TOOBIG
                     : sqlite3_bind_text(statement, position, (const char *)bytes_data(bytes),
                                         (int)size_of(bytes), SQLITE_TRANSIENT);
    release(bytes);
    return status;
}

static int bind_buffer(sqlite3_stmt *statement, int position, Ref value) {
    Buffer buffer;
    if (!buffer_get(value, &buffer, false)) return SQLITE_ERROR;
    int status = is_too_long(buffer.length, "BLOB") ? SQLITE_TOOBIG
                                                    : sqlite3_bind_blob(statement, position, buffer.data,
                                                                        (int)buffer.length, SQLITE_TRANSIENT);
    buffer_release(&buffer);
    return status;
}

/* SQLITE_OK, or not: then something may be raised. */
static int bind_value(sqlite3_stmt *statement, int position, Ref value) {
    if (value == None) return sqlite3_bind_null(statement, position);
    if (is_int(value)) return bind_int(statement, position, value);
    if (is_float(value)) return sqlite3_bind_double(statement, position, float_as_double(value));
    if (is_str(value)) return bind_str(statement, position, value);
    if (type_of(value)->slots.buffer_get) return bind_buffer(statement, position, value);
    error_set(SQLITE_EXC(ProgrammingError), "Error binding parameter %d: type '%s' is not supported", position,
              type_of(value)->name);
    return SQLITE_ERROR;
}

/* What SQLite said last is raised, in the context of what was raised already; where it said nothing, that is. */
static void raise_unbound(sqlite3 *db) {
    Own before = error_fetch();
    sqlite_raise(db);
    Own error = error_fetch();
    if (error && before)
        exception_set_context(error, before);
    else if (before)
        error = before;
    error_restore(error);
}

/* Consumes the value. */
static bool bind_adapted(sqlite3_stmt *statement, int position, Own value) {
    if (value && sqlite_must_adapt(value)) {
        Own adapted = sqlite_adapt(value, (Ref)MODULE_TYPE(SQLITE_PREPARE_PROTOCOL), value);
        release(value);
        value = adapted;
    }
    if (!value) return false;
    int status = bind_value(statement, position, value);
    release(value);
    if (status != SQLITE_OK) raise_unbound(sqlite3_db_handle(statement));
    return status == SQLITE_OK;
}

static bool bind_sequence(sqlite3_stmt *statement, Ref values) {
    isize needed = sqlite3_bind_parameter_count(statement), given = object_length(values);
    if (given < 0) return false;
    if (given != needed) {
        error_set(SQLITE_EXC(ProgrammingError),
                  "Incorrect number of bindings supplied. The current statement uses %d, and there are %zd "
                  "supplied.",
                  (int)needed, given);
        return false;
    }
    for (isize i = 0; i < needed; i++) {
        Own value = NULL;
        if (is_exact_tuple(values)) {
            value = own(tuple_get(values, i));
        } else if (is_exact_list(values) && i < list_length(values)) {
            value = own(list_get(values, i));
        } else {
            Own index = int_from_isize(i);
            value = index ? object_get_item(values, index) : NULL;
            release_maybe(index);
        }
        if (!bind_adapted(statement, (int)i + 1, value)) return false;
    }
    return true;
}

/* NULL raised. */
static Own value_named(Ref values, const char *name) {
    Own key = str_from_utf8(name, -1);
    if (!key) return NULL;
    Own value = is_exact_dict(values) ? own_maybe(dict_get(values, key)) : object_get_item(values, key);
    release(key);
    if (!value && (!error_occurred() || error_matches(EXC(LookupError)))) {
        error_clear();
        error_set(SQLITE_EXC(ProgrammingError), "You did not supply a value for binding parameter :%s.", name);
    }
    return value;
}

static bool bind_mapping(sqlite3_stmt *statement, Ref values) {
    int needed = sqlite3_bind_parameter_count(statement);
    for (int i = 1; i <= needed; i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);
        if (!name) {
            error_set(SQLITE_EXC(ProgrammingError),
                      "Binding %d has no name, but you supplied a dictionary (which has only names).", i);
            return false;
        }
        if (!bind_adapted(statement, i, value_named(values, name + 1))) return false; /* without : $ @ */
    }
    return true;
}

bool sqlite_statement_bind(const SqliteStatement *self, Ref parameters) {
    if (is_dict(parameters)) return bind_mapping(self->statement, parameters);
    if (object_is_sequence(parameters)) return bind_sequence(self->statement, parameters);
    error_set(SQLITE_EXC(ProgrammingError), "parameters are of unsupported type");
    return false;
}
