/* sqlite_cursor.c: the type Cursor: executing statements and stepping through their rows.
 *
 * A statement that has rows stays with the cursor, standing on the row that comes next: execute() has stepped
 * to the first one already, and fetching takes it and steps on. When there is none left, the statement is
 * reset and let go. */
#include "modules/sqlite.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/weakref.h"

enum { PRUNE_AFTER = 200 }; /* so many cursors, a connection forgets those that are dead */

/* --- may it be used? ------------------------------------------------------------------------------------- */

/* Its own functions may not come back to a cursor that executes. */
static bool is_free(const SqliteCursor *self) {
    if (!self->locked) return true;
    error_set(SQLITE_EXC(ProgrammingError), "Recursive use of cursors not allowed.");
    return false;
}

static bool is_usable(const SqliteCursor *self) {
    if (!self->initialized)
        error_set(SQLITE_EXC(ProgrammingError), "Base Cursor.__init__ not called.");
    else if (self->closed)
        error_set(SQLITE_EXC(ProgrammingError), "Cannot operate on a closed cursor.");
    else
        return is_free(self) && sqlite_connection_check(AS_CONNECTION(self->connection));
    return false;
}

/* --- executing ------------------------------------------------------------------------------------------- */

static void let_statement_go(SqliteCursor *self) {
    if (!self->statement) return;
    sqlite3_reset(AS_STATEMENT(self->statement)->statement);
    slot_clear(&self->statement);
}

/* One value for each item of the statement's rows; with PARSE_COLNAMES its name ends before " [type]". */
static Own column_name(const SqliteConnection *connection, const char *name) {
    if (!name) return error_memory();
    isize length = (isize)strlen(name);
    const char *bracket = strchr(name, '[');
    if ((connection->detect_types & SQLITE_COLUMN_NAMES) && bracket) {
        length = bracket - name;
        if (length > 0 && name[length - 1] == ' ') length--;
    }
    return str_from_utf8(name, length);
}

static Own describe(const SqliteConnection *connection, sqlite3_stmt *statement) {
    int count = sqlite3_column_count(statement);
    if (!count) return own_none();
    Own description = tuple_new(count);
    for (int i = 0; description && i < count; i++) {
        Own name = column_name(connection, sqlite3_column_name(statement, i));
        Own column = name ? tuple_pack(7, name, None, None, None, None, None, None) : NULL;
        release_maybe(name);
        if (column)
            tuple_fill(description, i, column);
        else
            slot_clear(&description);
    }
    return description;
}

/* The compiled statement becomes the cursor's: the cache's, or, where somebody steps through that one, another. False:
 * raised; many: it must change data. */
static bool take_statement(SqliteCursor *self, bool many, Ref sql) {
    SqliteConnection *connection = AS_CONNECTION(self->connection);
    if (!sqlite_connection_check_open(connection)) return false;
    Own cache = own(connection->cache), found = object_call_one(cache, sql); /* it may be closed meanwhile */
    release(cache);
    slot_set(&self->statement, found);
    if (!found) return false;
    if (type_of(found) != MODULE_TYPE(SQLITE_STATEMENT)) { /* a class of its own has its own __call__ */
        error_set(EXC(TypeError), "a connection called must return a statement, not %.100s",
                  type_of(found)->name);
        slot_clear(&self->statement);
        return false;
    }
    sqlite3_stmt *statement = AS_STATEMENT(self->statement)->statement;
    if (many && sqlite3_stmt_readonly(statement)) {
        error_set(SQLITE_EXC(ProgrammingError), "executemany() can only execute DML statements.");
        slot_clear(&self->statement); /* not reset: another cursor may stand in it */
        return false;
    }
    if (sqlite3_stmt_busy(statement)) slot_set(&self->statement, sqlite_statement_new(connection, sql));
    return self->statement;
}

static bool begin_if_due(SqliteConnection *connection, const SqliteStatement *statement) {
    char sql[24];
    if (!sqlite_connection_check_open(connection)) return false;
    if (!connection->isolation_level || !statement->changes_data || !sqlite3_get_autocommit(connection->db))
        return true;
    return sqlite_connection_do(connection,
                                sqlite3_snprintf(sizeof sql, sql, "BEGIN %s", connection->isolation_level));
}

/* Executes it once, with these values. False: raised. */
static bool execute_once(SqliteCursor *self, const SqliteStatement *statement, Ref parameters) {
    SqliteConnection *connection = AS_CONNECTION(self->connection);
    sqlite3_stmt *compiled = statement->statement;
    if (!sqlite_statement_bind(statement, parameters)) return false;
    if (!compiled) return true; /* nothing but comments */
    sqlite3 *db =
        sqlite3_db_handle(compiled); /* there as long as its statements are, whatever is closed meanwhile */
    int status = sqlite_step(connection, compiled);
    if (status != SQLITE_DONE && status != SQLITE_ROW) {
        sqlite_callback_left();
        sqlite_raise(db);
        sqlite3_reset(compiled);
        return false;
    }
    if (!sqlite_fetch_prepare(self, compiled)) {
        error_from_cause(SQLITE_EXC(OperationalError), "Error while building row_cast_map");
        return false;
    }
    if (self->description == None) {
        Own description = describe(connection, compiled);
        if (!description) return false;
        slot_set(&self->description, description);
    }
    if (status == SQLITE_DONE) {
        if (statement->changes_data) self->row_count += sqlite3_changes(db);
        sqlite3_reset(compiled);
    }
    return !error_occurred();
}

/* With each item of the iterator; many: of executemany(). */
static bool execute_all(SqliteCursor *self, bool many, Ref sql, Ref iterator) {
    SqliteConnection *connection = AS_CONNECTION(self->connection);
    slot_set(&self->description, own_none());
    if (self->statement) sqlite3_reset(AS_STATEMENT(self->statement)->statement);
    if (!take_statement(self, many, sql)) return false;
    const SqliteStatement *statement = AS_STATEMENT(self->statement);
    sqlite3_reset(statement->statement);
    self->row_count = statement->changes_data ? 0 : -1;
    if (!begin_if_due(connection, statement)) return false;
    Own parameters;
    bool executed = true;
    while (executed && (parameters = object_next(iterator))) {
        executed = execute_once(self, statement, parameters);
        release(parameters);
    }
    if (executed && !error_occurred()) return true;
    Own error = error_fetch();
    let_statement_go(self);
    error_restore(error);
    return false;
}

/* What execute() goes through. Its parameters are in a list, as CPython's are. */
static Own parameter_iterator(bool many, Ref parameters) {
    if (many) return object_is_iterator(parameters) ? own(parameters) : object_iter(parameters);
    Own nothing = parameters ? NULL : tuple_new(0), list = list_new(0), iterator = NULL;
    Ref only = parameters ? parameters : nothing;
    if (list && only && list_append_ref(list, only)) iterator = object_iter(list);
    release_maybe(nothing);
    release_maybe(list);
    return iterator;
}

Own sqlite_cursor_execute(SqliteCursor *self, bool many, Ref sql, Ref parameters) {
    if (!is_usable(self)) {
        self->row_count = -1;
        return NULL;
    }
    self->locked = true;
    Own iterator = parameter_iterator(many, parameters);
    bool executed = iterator && execute_all(self, many, sql, iterator);
    sqlite3_stmt *statement = executed ? AS_STATEMENT(self->statement)->statement : NULL;
    if (statement && !many)
        slot_set(&self->last_row_id, int_from_i64(sqlite3_last_insert_rowid(sqlite3_db_handle(statement))));
    self->locked = false;
    release_maybe(iterator);
    if (!executed || error_occurred()) {
        self->row_count = -1;
        return NULL;
    }
    if (!sqlite3_stmt_busy(statement)) slot_clear(&self->statement);
    return own(&self->ob_base);
}

static Own method_execute(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("execute", nargs, 1, 2) || !argument_str(args[0], "execute", "1")) return NULL;
    return sqlite_cursor_execute(AS_CURSOR(self), false, args[0], nargs > 1 ? args[1] : NULL);
}
static Own method_executemany(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("executemany", nargs, 2, 2) || !argument_str(args[0], "executemany", "1")) return NULL;
    return sqlite_cursor_execute(AS_CURSOR(self), true, args[0], args[1]);
}

/* --- scripts --------------------------------------------------------------------------------------------- */

/* Statement after statement; their rows are of no interest. False: SQLite said no. */
static bool run_script(SqliteConnection *connection, const char *sql) {
    int status = SQLITE_OK;
    if (!sqlite3_get_autocommit(connection->db) && !sqlite_connection_do(connection, "COMMIT")) return false;
    while (status == SQLITE_OK && *sql) {
        sqlite3_stmt *statement;
        if (!sqlite_connection_check_open(connection)) return false;
        status = sqlite_prepare(connection, sql, -1, &statement, &sql);
        if (status != SQLITE_OK) break;
        while (sqlite_step(connection, statement) == SQLITE_ROW) {}
        status = sqlite3_finalize(statement);
    }
    if (status != SQLITE_OK) sqlite_raise(connection->db);
    return status == SQLITE_OK;
}

static Own method_executescript(Ref self, Ref script) {
    TextArgument text = {0};
    if (!argument_text(script, "executescript", "", &text)) return NULL;
    bool done = false;
    if (is_usable(AS_CURSOR(self))) {
        SqliteConnection *connection = AS_CONNECTION(AS_CURSOR(self)->connection);
        if ((isize)strlen(text.text) > sqlite3_limit(connection->db, SQLITE_LIMIT_SQL_LENGTH, -1))
            error_set(SQLITE_EXC(DataError), "query string is too large");
        else
            done = run_script(connection, text.text);
    }
    text_argument_release(&text);
    return done ? own(self) : NULL;
}

/* --- fetching -------------------------------------------------------------------------------------------- */

/* Steps on from the row that was fetched. False: raised. */
static bool advance(SqliteCursor *self) {
    SqliteConnection *connection = AS_CONNECTION(self->connection);
    const SqliteStatement *statement = AS_STATEMENT(self->statement);
    sqlite3 *db = sqlite3_db_handle(statement->statement);
    int status = sqlite_step(connection, statement->statement);
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) {
        if (statement->changes_data) self->row_count = sqlite3_changes(db);
    } else {
        sqlite_callback_left();
        sqlite_raise(db);
    }
    Own error = error_fetch();
    let_statement_go(self);
    error_restore(error);
    return status == SQLITE_DONE;
}

static Own cursor_next(Ref object) {
    SqliteCursor *self = AS_CURSOR(object);
    if (!is_usable(self) || !self->statement) return NULL;
    if (!sqlite3_data_count(AS_STATEMENT(self->statement)->statement)) { /* it failed */
        let_statement_go(self);
        return NULL;
    }
    self->locked = true; /* converters and functions may not come back (CPython lets functions, and crashes) */
    Own row = sqlite_fetch_row(self, AS_STATEMENT(self->statement)->statement);
    if (row && !advance(self)) slot_clear(&row);
    self->locked = false;
    if (!row || !self->row_factory || self->row_factory == None) return row;
    Own factory = own(self->row_factory), made = object_call_args(factory, 2, object, row);
    release(factory);
    release(row);
    return made;
}

static Own cursor_iter(Ref self) { return own(self); }

static Own method_fetchone(Ref self) {
    Own row = cursor_next(self);
    return row || error_occurred() ? row : own_none();
}

/* At most so many; -1: all. */
static Own fetch(Ref self, i64 most) {
    Own rows = list_new(0);
    for (i64 i = 0; rows && (most < 0 || i < most); i++) {
        Own row = cursor_next(self);
        if (!row && !error_occurred()) break;
        if (!row || !list_append(rows, row)) slot_clear(&rows);
    }
    return rows;
}
static Own method_fetchmany(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fetchmany", {"size"}};
    Ref given;
    int size = AS_CURSOR(self)->array_size;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) || (given && !argument_int(given, &size)))
        return NULL;
    return fetch(self, size > 0 ? size : -1);
}
static Own method_fetchall(Ref self) { return fetch(self, -1); }

/* --- birth and death ------------------------------------------------------------------------------------- */

static bool cursor_init(Ref object, Ref const *args, isize nargs, Ref kwnames) {
    SqliteCursor *self = AS_CURSOR(object);
    if ((type_of(object)->slots.new == MODULE_TYPE(SQLITE_CURSOR)->slots.new &&
         !arguments_no_keywords("Cursor", kwnames)) ||
        !arguments_count("Cursor", nargs, 1, 1) ||
        !argument_instance(args[0], MODULE_TYPE(SQLITE_CONNECTION), "Cursor", 1) || !is_free(self))
        return false;
    SqliteConnection *connection = AS_CONNECTION(args[0]);
    slot_set(&self->connection, own(args[0]));
    slot_clear(&self->statement);
    slot_clear(&self->converters);
    slot_set(&self->description, own_none());
    slot_set(&self->last_row_id, own_none());
    slot_set(&self->row_factory, own_none());
    self->array_size = 1;
    self->closed = false;
    self->row_count = -1;
    if (!sqlite_connection_check(connection)) return false;
    bool prune = connection->cursors_since++ >= PRUNE_AFTER;
    if (prune) connection->cursors_since = 0;
    self->initialized = sqlite_weak_list_add(&connection->cursors, object, prune);
    return self->initialized;
}

static void cursor_clear(Ref object) {
    SqliteCursor *self = AS_CURSOR(object);
    slot_clear(&self->connection);
    slot_clear(&self->description);
    slot_clear(&self->converters);
    slot_clear(&self->last_row_id);
    slot_clear(&self->row_factory);
    let_statement_go(self);
}

static void cursor_dealloc(Own self) {
    gc_untrack(self);
    if (AS_CURSOR(self)->weaklist) weakref_clear_all(self);
    cursor_clear(self);
    object_free(self);
}

static bool cursor_traverse(Ref object, VisitFn visit, void *context) {
    SqliteCursor *self = AS_CURSOR(object);
    Object *owned[] = {self->connection,  self->description, self->converters,
                       self->last_row_id, self->row_factory, self->statement};
    for (isize i = 0; i < COUNT_OF(owned); i++)
        if (owned[i] && !visit(owned[i], context)) return false;
    return true;
}

static Own method_close(Ref object) {
    SqliteCursor *self = AS_CURSOR(object);
    if (!is_free(self)) return NULL;
    if (!self->connection) return error_set(SQLITE_EXC(ProgrammingError), "Base Cursor.__init__ not called.");
    if (!sqlite_connection_check(AS_CONNECTION(self->connection))) return NULL;
    let_statement_go(self);
    self->closed = true;
    return own_none();
}

/* --- the type -------------------------------------------------------------------------------------------- */

static Own method_setinputsizes(Ref self UNUSED, Ref sizes UNUSED) { return own_none(); }
static Own method_setoutputsize(Ref self UNUSED, Ref const *args UNUSED, isize nargs) {
    return arguments_count("setoutputsize", nargs, 1, 2) ? own_none() : NULL;
}

static const MemberDef members[] = {{"connection", MEMBER_OBJECT, offsetof(SqliteCursor, connection), true},
                                    {"description", MEMBER_OBJECT, offsetof(SqliteCursor, description), true},
                                    {"arraysize", MEMBER_INT, offsetof(SqliteCursor, array_size)},
                                    {"lastrowid", MEMBER_OBJECT, offsetof(SqliteCursor, last_row_id), true},
                                    {"rowcount", MEMBER_ISIZE, offsetof(SqliteCursor, row_count), true},
                                    {"row_factory", MEMBER_OBJECT, offsetof(SqliteCursor, row_factory)},
                                    {.name = NULL}};

static const MethodDef methods[] = {
    {"close", METHOD_NONE, .none = method_close, .doc = "close($self, /)\n--\n\nCloses the cursor."},
    {"executemany", METHOD_ARRAY, .array = method_executemany,
     .doc = "executemany($self, sql, seq_of_parameters, /)\n--\n\nRepeatedly executes an SQL statement."},
    {"executescript", METHOD_ONE, .one = method_executescript,
     .doc = "executescript($self, sql_script, /)\n--\n\nExecutes multiple SQL statements at once."},
    {"execute", METHOD_ARRAY, .array = method_execute,
     .doc = "execute($self, sql, parameters=(), /)\n--\n\nExecutes an SQL statement."},
    {"fetchall", METHOD_NONE, .none = method_fetchall,
     .doc = "fetchall($self, /)\n--\n\nFetches all rows from the resultset."},
    {"fetchmany", METHOD_KEYWORDS, .keywords = method_fetchmany,
     .doc = "fetchmany($self, /, size=1)\n--\n\nFetches several rows from the resultset.\n\n  size\n"
            "    The default value is set by the Cursor.arraysize attribute."},
    {"fetchone", METHOD_NONE, .none = method_fetchone,
     .doc = "fetchone($self, /)\n--\n\nFetches one row from the resultset."},
    {"setinputsizes", METHOD_ONE, .one = method_setinputsizes,
     .doc = "setinputsizes($self, sizes, /)\n--\n\nRequired by DB-API. Does nothing in sqlite3."},
    {"setoutputsize", METHOD_ARRAY, .array = method_setoutputsize,
     .doc = "setoutputsize($self, size, column=None, /)\n--\n\n"
            "Required by DB-API. Does nothing in sqlite3."},
    {.name = NULL}};

const TypeSpec sqlite_cursor_spec = {.name = "sqlite3.Cursor",
                                     .module = "sqlite3",
                                     .doc = "SQLite database cursor class.",
                                     .basicsize = sizeof(SqliteCursor),
                                     .ghost_size = 104,
                                     .weaklist_offset = offsetof(SqliteCursor, weaklist),
                                     .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                     .slots = {.init = cursor_init,
                                               .dealloc = cursor_dealloc,
                                               .traverse = cursor_traverse,
                                               .clear = cursor_clear,
                                               .iter = cursor_iter,
                                               .iternext = cursor_next},
                                     .methods = methods,
                                     .members = members};
