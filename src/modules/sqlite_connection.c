/* sqlite_connection.c: the type Connection: opening and closing, transactions, and whose turn it is. */
#include "modules/sqlite.h"

#include <limits.h>

#include "modules/outside.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/charge.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/weakref.h"
#include "vm/eval.h"
#include "vm/root.h"

#define OPERATION_NS 32 /* one of SQLite's own machine */

/* --- whose turn it is ------------------------------------------------------------------------------------ */

bool sqlite_connection_check_thread(const SqliteConnection *self) {
    if (self->initialized && self->check_same_thread && VM_ROOT->running->number != self->thread) {
        error_set(SQLITE_EXC(ProgrammingError),
                  "SQLite objects created in a thread can only be used in that same thread. The object was "
                  "created in thread id %lu and this is thread id %lu.",
                  (unsigned long)self->thread, (unsigned long)VM_ROOT->running->number);
        return false;
    }
    return true;
}

bool sqlite_connection_check_open(const SqliteConnection *self) {
    if (!self->initialized)
        error_set(SQLITE_EXC(ProgrammingError), "Base Connection.__init__ not called.");
    else if (!self->db)
        error_set(SQLITE_EXC(ProgrammingError), "Cannot operate on a closed database.");
    else
        return true;
    return false;
}

bool sqlite_connection_check(const SqliteConnection *self) {
    return sqlite_connection_check_thread(self) && sqlite_connection_check_open(self);
}

void sqlite_enter(SqliteConnection *self) {
    Thread *me = VM_ROOT->running;
    while (self->inside && self->inside != me) thread_wait(&self->waiters, -1);
    self->inside = me;
    self->depth++;
}
void sqlite_leave(SqliteConnection *self) {
    if (--self->depth) return;
    sqlite3 *closing = self->closing;
    self->closing = NULL;
    if (closing) sqlite3_close_v2(closing);
    self->inside = NULL;
    thread_wake(&self->waiters);
}

/* An expression is compiled by functions that call one another as deep as it goes: by what SQLite permits that
 * fits a main thread's C stack, another's may be shorter. */
enum { STACK_A_LEVEL = 512, LEAST_DEPTH = 20 };
static int depth_that_fits(void) {
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), floor = OBJECT_ROOT->stack_floor;
    usize depth = here > floor ? (here - floor) / STACK_A_LEVEL : 0;
    return depth > INT_MAX ? INT_MAX : depth < LEAST_DEPTH ? LEAST_DEPTH : (int)depth;
}

int sqlite_prepare(SqliteConnection *self, const char *sql, isize length, sqlite3_stmt **statement,
                   const char **tail) {
    sqlite_enter(self);
    sqlite3 *db = self->db;
    int permitted = sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, -1), fitting = depth_that_fits();
    bool narrow = fitting < permitted;
    if (narrow) sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, fitting);
    int status = sqlite3_prepare_v2(db, sql, (int)length, statement, tail);
    if (narrow) sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, permitted);
    sqlite_leave(self);
    return status;
}

/* --- transactions ---------------------------------------------------------------------------------------- */

int sqlite_step(SqliteConnection *self, sqlite3_stmt *statement) {
    sqlite_enter(self);
    int status = sqlite3_step(statement);
    sqlite_leave(self);
    if (statement) charge(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, true), OPERATION_NS);
    return status;
}

bool sqlite_connection_do(SqliteConnection *self, const char *sql) {
    sqlite3_stmt *statement = NULL;
    sqlite_enter(self);
    int status = sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL);
    if (status == SQLITE_OK) {
        sqlite3_step(statement);
        status = sqlite3_finalize(statement);
    }
    sqlite_leave(self);
    if (status != SQLITE_OK) sqlite_raise(self->db);
    return status == SQLITE_OK;
}

static bool end_transaction(SqliteConnection *self, const char *sql) {
    if (!sqlite_connection_check(self)) return false;
    return sqlite3_get_autocommit(self->db) || sqlite_connection_do(self, sql);
}
bool sqlite_connection_commit(SqliteConnection *self) { return end_transaction(self, "COMMIT"); }
bool sqlite_connection_rollback(SqliteConnection *self) { return end_transaction(self, "ROLLBACK"); }

/* The level as it stands behind BEGIN; NULL: none. False: raised. */
static bool read_isolation_level(Ref value, const char **level) {
    static const char *const levels[] = {"", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"};
    TextArgument text = {0};
    *level = NULL;
    if (value == None) return true;
    if (!is_str(value)) {
        error_set(EXC(TypeError), "isolation_level must be str or None");
        return false;
    }
    if (!argument_text(value, "isolation_level", "", &text)) return false;
    for (isize i = 0; i < COUNT_OF(levels); i++)
        if (sqlite3_stricmp(text.text, levels[i]) == 0) *level = levels[i];
    text_argument_release(&text);
    if (!*level)
        error_set(EXC(ValueError),
                  "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'");
    return *level != NULL;
}

/* --- opening --------------------------------------------------------------------------------------------- */

typedef struct Opening { /* what connect() was told */
    Object *path;        /* bytes; owned */
    double timeout;
    int detect_types, cache_size;
    const char *isolation_level;
    bool check_same_thread, uri;
} Opening;

enum { DATABASE, TIMEOUT, DETECT_TYPES, ISOLATION_LEVEL, CHECK_SAME_THREAD, FACTORY, CACHED_STATEMENTS, URI };

static bool flag_argument(Ref value, bool *flag) {
    int number;
    if (!value) return true;
    if (!argument_int(value, &number)) return false;
    *flag = number != 0;
    return true;
}

static bool truth_argument(Ref value, bool *truth) {
    int answer = object_is_true(value);
    *truth = answer > 0;
    return answer >= 0;
}

static bool read_options(Ref const *given, Opening *opening) {
    if (given[TIMEOUT]) opening->timeout = float_as_double(given[TIMEOUT]);
    return !(opening->timeout == -1.0 && error_occurred()) &&
           (!given[DETECT_TYPES] || argument_int(given[DETECT_TYPES], &opening->detect_types)) &&
           (!given[ISOLATION_LEVEL] ||
            read_isolation_level(given[ISOLATION_LEVEL], &opening->isolation_level)) &&
           flag_argument(given[CHECK_SAME_THREAD], &opening->check_same_thread) &&
           (!given[CACHED_STATEMENTS] || argument_int(given[CACHED_STATEMENTS], &opening->cache_size)) &&
           (!given[URI] || truth_argument(given[URI], &opening->uri));
}

static bool read_arguments(Ref const *args, isize nargs, Ref kwnames, Opening *opening) {
    static const Parameters parameters = {"Connection",
                                          {"database", "timeout", "detect_types", "isolation_level",
                                           "check_same_thread", "factory", "cached_statements", "uri"},
                                          .required = 1};
    Ref given[8];
    *opening = (Opening){.timeout = 5.0, .cache_size = 128, .isolation_level = "", .check_same_thread = true};
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    if (!AUDIT("sqlite3.connect", "O", given[DATABASE])) return false;
    Own path = read_options(given, opening) ? path_of_object(given[DATABASE]) : NULL;
    opening->path = path ? path_encode(path) : NULL;
    release_maybe(path);
    return opening->path;
}

static sqlite3 *open_database(const Opening *opening) {
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (opening->uri ? SQLITE_OPEN_URI : 0);
    int status = sqlite3_open_v2((const char *)bytes_data(opening->path), &db, flags, NULL);
    if (status == SQLITE_OK) {
        sqlite3_busy_timeout(db, (int)(opening->timeout * 1000.0));
        return db;
    }
    if (db) {
        sqlite_raise(db);
    } else {
        error_memory();
    }
    sqlite3_close(db);
    return NULL;
}

/* functools.lru_cache(size)(connection): calling the connection compiles. */
static Own cache_new(Ref self, int size) {
    Own number = int_from_i64(size),
        decorator = number ? object_call_one(SQLITE_STATE->lru_cache, number) : NULL;
    Own cache = decorator ? object_call_one(decorator, self) : NULL;
    release_maybe(number);
    release_maybe(decorator);
    return cache;
}

static void connection_clear(Ref object) {
    SqliteConnection *self = AS_CONNECTION(object);
    slot_clear(&self->cache);
    slot_clear(&self->cursors);
    slot_clear(&self->blobs);
    slot_clear(&self->row_factory);
    slot_clear(&self->text_factory);
    sqlite_hooks_clear(self);
}

static void close_database(SqliteConnection *self) {
    sqlite3 *db = self->db;
    if (!db) return;
    sqlite_hooks_clear(self);
    self->db = NULL;
    if (self->depth && !self->closing)
        self->closing = db; /* one of its own functions closes it */
    else
        sqlite3_close_v2(db);
}

static bool connection_init(Ref object, Ref const *args, isize nargs, Ref kwnames) {
    SqliteConnection *self = AS_CONNECTION(object);
    Opening opening;
    if (!read_arguments(args, nargs, kwnames, &opening)) return false;
    if (self->initialized) { /* once more: it begins anew */
        connection_clear(object);
        close_database(self);
        self->initialized = false;
    }
    sqlite3 *db = open_database(&opening);
    release(opening.path);
    Own cache = db ? cache_new(object, opening.cache_size) : NULL, cursors = cache ? list_new(0) : NULL;
    Own blobs = cursors ? list_new(0) : NULL;
    if (!blobs) {
        sqlite3_close(db);
        release_maybe(cache);
        release_maybe(cursors);
        return false;
    }
    self->db = db;
    self->cache = cache;
    self->cursors = cursors;
    self->blobs = blobs;
    self->cursors_since = 0;
    self->row_factory = own_none();
    self->text_factory = own((Ref)TYPE(STR));
    self->detect_types = opening.detect_types;
    self->isolation_level = opening.isolation_level;
    self->check_same_thread = opening.check_same_thread;
    self->thread = VM_ROOT->running->number;
    for (int i = 0; i < SQLITE_EXC_COUNT; i++) self->errors[i] = SQLITE_STATE->errors[i];
    self->initialized = true;
    return AUDIT("sqlite3.connect/handle", "O", object);
}

/* --- the end --------------------------------------------------------------------------------------------- */

static void connection_dealloc(Own self) {
    gc_untrack(self);
    connection_clear(self);
    close_database(AS_CONNECTION(self));
    object_free(self);
}

static bool connection_traverse(Ref object, VisitFn visit, void *context) {
    SqliteConnection *self = AS_CONNECTION(object);
    Object *owned[] = {self->cache, self->cursors, self->blobs, self->row_factory, self->text_factory};
    for (isize i = 0; i < COUNT_OF(owned); i++)
        if (owned[i] && !visit(owned[i], context)) return false;
    const SqliteCallback *hooks[] = {self->trace, self->progress, self->authorizer};
    for (isize i = 0; i < COUNT_OF(hooks); i++)
        if (hooks[i] && !visit(hooks[i]->callable, context)) return false;
    return true;
}

Own sqlite_connection_close(Ref object) {
    SqliteConnection *self = AS_CONNECTION(object);
    if (!sqlite_connection_check_thread(self)) return NULL;
    if (!self->initialized)
        return error_set(SQLITE_EXC(ProgrammingError), "Base Connection.__init__ not called.");
    sqlite_blobs_close(self);
    slot_clear(&self->cache);
    sqlite_enter(self);
    close_database(self);
    sqlite_leave(self);
    return own_none();
}

bool sqlite_weak_list_add(Object **list, Ref object, bool prune) {
    Own kept = prune ? list_new(0) : own(*list), reference = kept ? weakref_new(object, NULL) : NULL;
    for (isize i = 0; reference && prune && i < list_length(*list); i++)
        if (weakref_get(list_get(*list, i)) && !list_append_ref(kept, list_get(*list, i)))
            slot_clear(&reference);
    bool added = reference && list_append(kept, reference);
    if (added)
        slot_set(list, kept);
    else
        release_maybe(kept);
    return added;
}

/* --- the connection as a function, and its attributes --------------------------------------------------- */

static Own connection_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!sqlite_connection_check_open(AS_CONNECTION(self)) ||
        !arguments_no_keywords("sqlite3.Connection", kwnames) || !arguments_tuple(NULL, nargs, 1, 1))
        return NULL;
    if (!is_str(args[0])) return error_set(EXC(TypeError), "argument 1 must be str, not %T", args[0]);
    return sqlite_statement_new(AS_CONNECTION(self), args[0]);
}

static Own get_isolation_level(Ref self, void *closure UNUSED) {
    if (!sqlite_connection_check_open(AS_CONNECTION(self))) return NULL;
    const char *level = AS_CONNECTION(self)->isolation_level;
    return level ? str_from_ascii(level, -1) : own_none();
}

static bool set_isolation_level(Ref self, Ref value, void *closure UNUSED) {
    const char *level;
    if (!value) {
        error_set(EXC(AttributeError), "cannot delete attribute");
        return false;
    }
    if (!read_isolation_level(value, &level)) return false;
    AS_CONNECTION(self)->isolation_level = level;
    return level || sqlite_connection_commit(AS_CONNECTION(self));
}

static Own get_total_changes(Ref self, void *closure UNUSED) {
    if (!sqlite_connection_check_open(AS_CONNECTION(self))) return NULL;
    return int_from_i64(sqlite3_total_changes(AS_CONNECTION(self)->db));
}
static Own get_in_transaction(Ref self, void *closure UNUSED) {
    if (!sqlite_connection_check_open(AS_CONNECTION(self))) return NULL;
    return own_bool(!sqlite3_get_autocommit(AS_CONNECTION(self)->db));
}

static const GetSetDef getset[] = {{"isolation_level", get_isolation_level, set_isolation_level},
                                   {"total_changes", get_total_changes, NULL},
                                   {"in_transaction", get_in_transaction, NULL},
                                   {.name = NULL}};

#define ERROR_MEMBER(name, base)                                                                               \
    {#name, MEMBER_OBJECT, offsetof(SqliteConnection, errors) + SQLITE_EXC_##name * sizeof(Object *), true},
static const MemberDef members[] = {
    SQLITE_ERRORS(ERROR_MEMBER){"row_factory", MEMBER_OBJECT, offsetof(SqliteConnection, row_factory)},
    {"text_factory", MEMBER_OBJECT, offsetof(SqliteConnection, text_factory)},
    {.name = NULL}};
#undef ERROR_MEMBER

const TypeSpec sqlite_connection_spec = {.name = "sqlite3.Connection",
                                         .module = "sqlite3",
                                         .doc = "SQLite database connection object.",
                                         .basicsize = sizeof(SqliteConnection),
                                         .ghost_size = 216,
                                         .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                         .slots = {.init = connection_init,
                                                   .dealloc = connection_dealloc,
                                                   .traverse = connection_traverse,
                                                   .clear = connection_clear,
                                                   .call = connection_call},
                                         .methods = sqlite_connection_methods,
                                         .getset = getset,
                                         .members = members};
