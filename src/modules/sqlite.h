/* sqlite.h: what the files of the module _sqlite3 say to each other: connections, cursors, rows and blobs of
 * SQLite databases (PEP 249).
 *
 * A Connection owns SQLite's own handle. A Cursor executes a statement: a SqliteStatement is compiled SQL,
 * which the connection keeps in an LRU cache for the next time. Where SQLite calls back into Python
 * (functions, collations, hooks) errors can't pass through it: they become SQLite's error, and their text goes
 * to sys.unraisablehook where enable_callback_tracebacks() asked for it. */
#ifndef MODULES_SQLITE_H
#define MODULES_SQLITE_H

#include "modules/sqlite_system.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/names.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/*   ERROR(name, base): the module's exceptions, bases first. */
#define SQLITE_ERRORS(ERROR)                                                                                   \
    ERROR(Warning, EXC(Exception))                                                                             \
    ERROR(Error, EXC(Exception))                                                                               \
    ERROR(InterfaceError, SQLITE_EXC(Error))                                                                   \
    ERROR(DatabaseError, SQLITE_EXC(Error))                                                                    \
    ERROR(DataError, SQLITE_EXC(DatabaseError))                                                                \
    ERROR(OperationalError, SQLITE_EXC(DatabaseError))                                                         \
    ERROR(IntegrityError, SQLITE_EXC(DatabaseError))                                                           \
    ERROR(InternalError, SQLITE_EXC(DatabaseError))                                                            \
    ERROR(ProgrammingError, SQLITE_EXC(DatabaseError))                                                         \
    ERROR(NotSupportedError, SQLITE_EXC(DatabaseError))
enum {
#define ERROR(name, base) SQLITE_EXC_##name,
    SQLITE_ERRORS(ERROR)
#undef ERROR
        SQLITE_EXC_COUNT
};

/* What the module has one of; MODULES_ROOT->sqlite points to it. */
typedef struct SqliteState {
    sqlite3_vfs vfs;
    SqliteShared *shared;             /* of the databases that are in WAL mode */
    Object *errors[SQLITE_EXC_COUNT]; /* classes; owned */
    Object *adapters;                 /* dict from (type, protocol) to a callable; owned */
    Object *converters;               /* dict from the name of a type, in capitals, to a callable; owned */
    Object *lru_cache;                /* functools.lru_cache; owned */
    bool tracebacks;                  /* enable_callback_tracebacks() */
    bool base_types_adapted;          /* int, float, str or bytearray has an adapter */
} SqliteState;
#define SQLITE_STATE (MODULES_ROOT->sqlite)
#define SQLITE_EXC(name) AS_TYPE(SQLITE_STATE->errors[SQLITE_EXC_##name])

enum { SQLITE_DECLARED_TYPES = 1, SQLITE_COLUMN_NAMES = 2 }; /* detect_types */

/* A callable that SQLite knows by its address: an arena block. */
typedef struct SqliteCallback {
    Object *callable; /* owned */
} SqliteCallback;

typedef struct SqliteConnection {
    Object ob_base;
    sqlite3 *db;      /* NULL: not opened yet, or closed */
    sqlite3 *closing; /* closed from within: when all have left it; NULL: none */
    int detect_types;
    const char *isolation_level; /* what stands behind BEGIN: constant; NULL: no transaction is begun unasked */
    bool check_same_thread, initialized;
    int cursors_since;                  /* so many have been made since the dead ones were dropped */
    u64 thread;                         /* number of the one that made it */
    Thread *inside;                     /* executes SQLite on this connection now; NULL: nobody */
    int depth;                          /* how many times: its functions may come back here */
    WaitQueue waiters;                  /* that would like to */
    Object *cache;                      /* a function from SQL to a SqliteStatement; owned */
    Object *cursors;                    /* list of weak references to the cursors; owned */
    Object *blobs;                      /* and to the blobs; owned */
    Object *row_factory, *text_factory; /* owned */
    SqliteCallback *trace, *progress, *authorizer;
    Object *errors[SQLITE_EXC_COUNT]; /* the module's, not owned: attributes */
} SqliteConnection;
#define AS_CONNECTION(ref) ((SqliteConnection *)(ref))

typedef struct SqliteStatement {
    Object ob_base;
    sqlite3_stmt *statement; /* NULL: there was nothing but comments */
    bool changes_data;       /* INSERT, UPDATE, DELETE, REPLACE */
} SqliteStatement;
#define AS_STATEMENT(ref) ((SqliteStatement *)(ref))

typedef struct SqliteCursor {
    Object ob_base;
    Object *connection;
    Object *description,
        *converters; /* tuple or None; list with a converter or None for each column, or NULL */
    Object *last_row_id, *row_factory;
    Object *statement; /* that is being stepped through, and has a row; NULL: none */
    int array_size;
    isize row_count;
    bool closed, locked, initialized;
    Object *weaklist;
} SqliteCursor;
#define AS_CURSOR(ref) ((SqliteCursor *)(ref))

/* --- sqlite_error.c ------------------------------------------------------------------------------------- */
/* Raises what SQLite's last call on this database said; a MemoryError where it was that. Always NULL; nothing
 * is raised where all was well. */
void *sqlite_raise(sqlite3 *db);
void *sqlite_raise_code(int code, const char *message); /* by an extended code */
/* Tables ended by a NULL name (sqlite_constants.c). */
extern const ModuleConstant sqlite_error_codes[], sqlite_constants[];
/* What a callback does with the exception that it can't let out: shows it or not, and clears it. */
void sqlite_callback_failed(Ref callable);
/* The same of one that a callback left behind it, when the statement has failed. */
void sqlite_callback_left(void);

/* --- sqlite_connection.c -------------------------------------------------------------------------------- */
/* The same thread, opened, and not closed. False: raised. */
bool sqlite_connection_check(const SqliteConnection *self);
bool sqlite_connection_check_open(const SqliteConnection *self);
bool sqlite_connection_check_thread(const SqliteConnection *self);
/* Around each call that may call back into Python, where threads change hands. A connection belongs to one
 * thread at a time: others wait, as they would for SQLite's own lock. CPython gives the GIL up around such
 * calls, but mostly for so short that nobody else gets it: here it is kept, and the time that they take is
 * charged. */
void sqlite_enter(SqliteConnection *self);
void sqlite_leave(SqliteConnection *self);
/* sqlite3_prepare_v2, within enter and leave. */
int sqlite_prepare(SqliteConnection *self, const char *sql, isize length, sqlite3_stmt **statement,
                   const char **tail);
/* Executes a statement that has no rows. False: raised. */
bool sqlite_connection_do(SqliteConnection *self, const char *sql);
int sqlite_step(SqliteConnection *self, sqlite3_stmt *statement); /* one step, within enter and leave */
bool sqlite_connection_commit(SqliteConnection *self);
bool sqlite_connection_rollback(SqliteConnection *self);
Own sqlite_connection_close(Ref self);
/* Appends a weak reference to the list; `prune`: those that are dead go first. False: raised. */
bool sqlite_weak_list_add(Object **list, Ref object, bool prune);

/* --- sqlite_connection_methods.c, sqlite_function.c, sqlite_hook.c: tables ended by a NULL name ---------- */
extern const MethodDef sqlite_connection_methods[];
Own sqlite_connection_backup(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_serialize(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_deserialize(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_create_function(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_create_aggregate(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_create_window_function(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_create_collation(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_set_authorizer(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_set_progress_handler(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sqlite_connection_set_trace_callback(Ref self, Ref const *args, isize nargs, Ref kwnames);
/* Lets the three hooks go. */
void sqlite_hooks_clear(SqliteConnection *self);
SqliteCallback *sqlite_callback_new(Ref callable); /* NULL: raised */
void sqlite_callback_free(void *callback);         /* NULL is permitted */

/* --- sqlite_statement.c --------------------------------------------------------------------------------- */
/* NULL raised. The SQL is a str. */
Own sqlite_statement_new(SqliteConnection *connection, Ref sql);
/* False: raised. */
bool sqlite_statement_bind(const SqliteStatement *self, Ref parameters);

/* --- sqlite_adapt.c ------------------------------------------------------------------------------------- */
/* adapt(object, protocol, otherwise); otherwise NULL: ProgrammingError. */
Own sqlite_adapt(Ref object, Ref protocol, Ref otherwise);
/* An adapter may have a word on the object before it is bound. */
bool sqlite_must_adapt(Ref object);
/* The converter for values of the type of that name: lent; NULL without exception: none. */
Ref sqlite_converter(const char *name, isize length);
Own sqlite_method_adapt(Ref self, Ref const *args, isize nargs);
Own sqlite_method_register_adapter(Ref self, Ref const *args, isize nargs);
Own sqlite_method_register_converter(Ref self, Ref const *args, isize nargs);

/* --- sqlite_cursor.c, sqlite_fetch.c -------------------------------------------------------------------- */
Own sqlite_cursor_execute(SqliteCursor *self, bool many, Ref sql, Ref parameters); /* the cursor itself */
/* The columns' converters, where detect_types asks for any. False: raised. */
bool sqlite_fetch_prepare(SqliteCursor *self, sqlite3_stmt *statement);
/* The row on which the statement stands: a tuple. */
Own sqlite_fetch_row(SqliteCursor *self, sqlite3_stmt *statement);

/* --- sqlite_blob.c -------------------------------------------------------------------------------------- */
Own sqlite_connection_blob_open(Ref self, Ref const *args, isize nargs, Ref kwnames);
void sqlite_blobs_close(SqliteConnection *connection);

#endif
