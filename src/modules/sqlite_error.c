/* sqlite_error.c: what SQLite's codes become: classes of exceptions, and the module's constants. */
#include "modules/sqlite.h"
#include "object/int.h"

enum { PRIMARY_CODE = 0xFF }; /* of an extended one */

/* Lent; not of SQLITE_OK. */
static Type *class_of(int code) {
    switch (code & PRIMARY_CODE) {
    case SQLITE_INTERNAL:
    case SQLITE_NOTFOUND: return SQLITE_EXC(InternalError);
    case SQLITE_ERROR:
    case SQLITE_PERM:
    case SQLITE_ABORT:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_EMPTY:
    case SQLITE_SCHEMA: return SQLITE_EXC(OperationalError);
    case SQLITE_TOOBIG: return SQLITE_EXC(DataError);
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH: return SQLITE_EXC(IntegrityError);
    case SQLITE_MISUSE:
    case SQLITE_RANGE: return SQLITE_EXC(InterfaceError);
    default: return SQLITE_EXC(DatabaseError);
    }
}

static const char *name_of(int code) {
    for (const ModuleConstant *known = sqlite_error_codes; known->name; known++)
        if (known->value == code) return known->name;
    return "unknown";
}

/* The attributes sqlite_errorcode and sqlite_errorname. False: raised. */
static bool tell_code(Ref error, int code) {
    Own number = int_from_i64(code), text = str_from_ascii(name_of(code), -1);
    Own number_name = str_intern_cstring("sqlite_errorcode"),
        text_name = str_intern_cstring("sqlite_errorname");
    bool told = number && text && number_name && text_name &&
                object_set_attribute(error, number_name, number) &&
                object_set_attribute(error, text_name, text);
    release_maybe(number);
    release_maybe(text);
    release_maybe(number_name);
    release_maybe(text_name);
    return told;
}

void *sqlite_raise_code(int code, const char *message) {
    error_set(class_of(code), "%s", message);
    Own error = error_fetch();
    if (tell_code(error, code)) {
        error_restore(error);
    } else {
        release(error);
    }
    return NULL;
}

void *sqlite_raise(sqlite3 *db) {
    int code = sqlite3_errcode(db);
    if (code == SQLITE_OK) return NULL;
    if (code == SQLITE_NOMEM) return error_memory();
    error_set(class_of(code), "%s", sqlite3_errmsg(db));
    Own error = error_fetch();
    if (tell_code(error, sqlite3_extended_errcode(db))) {
        error_restore(error);
    } else {
        release(error);
    }
    return NULL;
}

void sqlite_callback_failed(Ref callable) {
    if (!error_occurred()) return;
    if (SQLITE_STATE->tracebacks) {
        error_unraisable(callable);
    } else {
        error_clear();
    }
}

void sqlite_callback_left(void) {
    if (error_occurred()) sqlite_callback_failed(None);
}

/* --- constants ------------------------------------------------------------------------------------------ */

#define CODE(name) {#name, name},
/* In the module's order. */
const ModuleConstant sqlite_error_codes[] = {
    CODE(SQLITE_ABORT) CODE(SQLITE_AUTH) CODE(SQLITE_BUSY) CODE(SQLITE_CANTOPEN) CODE(SQLITE_CONSTRAINT) CODE(
        SQLITE_CORRUPT) CODE(SQLITE_DONE) CODE(SQLITE_EMPTY) CODE(SQLITE_ERROR) CODE(SQLITE_FORMAT)
        CODE(SQLITE_FULL) CODE(SQLITE_INTERNAL) CODE(SQLITE_INTERRUPT) CODE(SQLITE_IOERR) CODE(
            SQLITE_LOCKED) CODE(SQLITE_MISMATCH) CODE(SQLITE_MISUSE) CODE(SQLITE_NOLFS) CODE(SQLITE_NOMEM)
            CODE(SQLITE_NOTADB) CODE(SQLITE_NOTFOUND) CODE(SQLITE_OK) CODE(SQLITE_PERM) CODE(
                SQLITE_PROTOCOL) CODE(SQLITE_RANGE) CODE(SQLITE_READONLY) CODE(SQLITE_ROW) CODE(SQLITE_SCHEMA)
                CODE(SQLITE_TOOBIG) CODE(SQLITE_NOTICE) CODE(SQLITE_WARNING) CODE(SQLITE_ABORT_ROLLBACK) CODE(
                    SQLITE_BUSY_RECOVERY) CODE(SQLITE_CANTOPEN_FULLPATH) CODE(SQLITE_CANTOPEN_ISDIR)
                    CODE(SQLITE_CANTOPEN_NOTEMPDIR) CODE(SQLITE_CORRUPT_VTAB) CODE(SQLITE_IOERR_ACCESS) CODE(
                        SQLITE_IOERR_BLOCKED) CODE(SQLITE_IOERR_CHECKRESERVEDLOCK) CODE(SQLITE_IOERR_CLOSE)
                        CODE(SQLITE_IOERR_DELETE) CODE(SQLITE_IOERR_DELETE_NOENT) CODE(
                            SQLITE_IOERR_DIR_CLOSE) CODE(SQLITE_IOERR_DIR_FSYNC) CODE(SQLITE_IOERR_FSTAT)
                            CODE(SQLITE_IOERR_FSYNC) CODE(SQLITE_IOERR_LOCK) CODE(SQLITE_IOERR_NOMEM) CODE(
                                SQLITE_IOERR_RDLOCK) CODE(SQLITE_IOERR_READ) CODE(SQLITE_IOERR_SEEK)
                                CODE(SQLITE_IOERR_SHMLOCK) CODE(SQLITE_IOERR_SHMMAP) CODE(
                                    SQLITE_IOERR_SHMOPEN) CODE(SQLITE_IOERR_SHMSIZE)
                                    CODE(SQLITE_IOERR_SHORT_READ) CODE(SQLITE_IOERR_TRUNCATE) CODE(
                                        SQLITE_IOERR_UNLOCK) CODE(SQLITE_IOERR_WRITE) CODE(SQLITE_LOCKED_SHAREDCACHE)
                                        CODE(SQLITE_READONLY_CANTLOCK) CODE(SQLITE_READONLY_RECOVERY) CODE(
                                            SQLITE_CONSTRAINT_CHECK) CODE(SQLITE_CONSTRAINT_COMMITHOOK)
                                            CODE(SQLITE_CONSTRAINT_FOREIGNKEY) CODE(
                                                SQLITE_CONSTRAINT_FUNCTION) CODE(SQLITE_CONSTRAINT_NOTNULL)
                                                CODE(SQLITE_CONSTRAINT_PRIMARYKEY) CODE(SQLITE_CONSTRAINT_TRIGGER) CODE(
                                                    SQLITE_CONSTRAINT_UNIQUE) CODE(SQLITE_CONSTRAINT_VTAB)
                                                    CODE(SQLITE_READONLY_ROLLBACK) CODE(SQLITE_IOERR_MMAP) CODE(
                                                        SQLITE_NOTICE_RECOVER_ROLLBACK) CODE(SQLITE_NOTICE_RECOVER_WAL)
                                                        CODE(SQLITE_BUSY_SNAPSHOT) CODE(
                                                            SQLITE_IOERR_GETTEMPPATH) CODE(SQLITE_WARNING_AUTOINDEX)
                                                            CODE(SQLITE_CANTOPEN_CONVPATH) CODE(
                                                                SQLITE_IOERR_CONVPATH) CODE(SQLITE_CONSTRAINT_ROWID)
                                                                CODE(SQLITE_READONLY_DBMOVED) CODE(SQLITE_AUTH_USER) CODE(
                                                                    SQLITE_IOERR_VNODE) CODE(SQLITE_IOERR_AUTH)
                                                                    CODE(SQLITE_OK_LOAD_PERMANENTLY) CODE(
                                                                        SQLITE_IOERR_BEGIN_ATOMIC) CODE(SQLITE_IOERR_COMMIT_ATOMIC)
                                                                        CODE(SQLITE_IOERR_ROLLBACK_ATOMIC) CODE(
                                                                            SQLITE_ERROR_MISSING_COLLSEQ) CODE(SQLITE_ERROR_RETRY)
                                                                            CODE(SQLITE_READONLY_CANTINIT) CODE(
                                                                                SQLITE_READONLY_DIRECTORY) CODE(SQLITE_CORRUPT_SEQUENCE)
                                                                                CODE(SQLITE_LOCKED_VTAB) CODE(
                                                                                    SQLITE_CANTOPEN_DIRTYWAL)
                                                                                    CODE(SQLITE_ERROR_SNAPSHOT) CODE(
                                                                                        SQLITE_CANTOPEN_SYMLINK)
                                                                                        CODE(SQLITE_CONSTRAINT_PINNED) CODE(
                                                                                            SQLITE_OK_SYMLINK)
                                                                                            CODE(SQLITE_BUSY_TIMEOUT) CODE(
                                                                                                SQLITE_CORRUPT_INDEX)
                                                                                                CODE(
                                                                                                    SQLITE_IOERR_DATA)
                                                                                                    CODE(
                                                                                                        SQLITE_IOERR_CORRUPTFS){
                                                                                                        .name =
                                                                                                            NULL}};

const ModuleConstant sqlite_constants[] = {
    {"PARSE_DECLTYPES", SQLITE_DECLARED_TYPES},
    {"PARSE_COLNAMES", SQLITE_COLUMN_NAMES},
    CODE(SQLITE_DENY) CODE(SQLITE_IGNORE) CODE(SQLITE_CREATE_INDEX) CODE(SQLITE_CREATE_TABLE)
        CODE(SQLITE_CREATE_TEMP_INDEX) CODE(SQLITE_CREATE_TEMP_TABLE) CODE(SQLITE_CREATE_TEMP_TRIGGER) CODE(
            SQLITE_CREATE_TEMP_VIEW) CODE(SQLITE_CREATE_TRIGGER) CODE(SQLITE_CREATE_VIEW) CODE(SQLITE_DELETE)
            CODE(SQLITE_DROP_INDEX) CODE(SQLITE_DROP_TABLE) CODE(SQLITE_DROP_TEMP_INDEX)
                CODE(SQLITE_DROP_TEMP_TABLE) CODE(SQLITE_DROP_TEMP_TRIGGER) CODE(SQLITE_DROP_TEMP_VIEW)
                    CODE(SQLITE_DROP_TRIGGER) CODE(SQLITE_DROP_VIEW) CODE(SQLITE_INSERT) CODE(SQLITE_PRAGMA)
                        CODE(SQLITE_READ) CODE(SQLITE_SELECT) CODE(SQLITE_TRANSACTION) CODE(SQLITE_UPDATE) CODE(
                            SQLITE_ATTACH) CODE(SQLITE_DETACH) CODE(SQLITE_ALTER_TABLE) CODE(SQLITE_REINDEX)
                            CODE(SQLITE_ANALYZE) CODE(SQLITE_CREATE_VTABLE) CODE(SQLITE_DROP_VTABLE)
                                CODE(SQLITE_FUNCTION) CODE(SQLITE_SAVEPOINT) CODE(SQLITE_RECURSIVE) CODE(
                                    SQLITE_LIMIT_LENGTH) CODE(SQLITE_LIMIT_SQL_LENGTH) CODE(SQLITE_LIMIT_COLUMN)
                                    CODE(SQLITE_LIMIT_EXPR_DEPTH) CODE(SQLITE_LIMIT_COMPOUND_SELECT)
                                        CODE(SQLITE_LIMIT_VDBE_OP) CODE(SQLITE_LIMIT_FUNCTION_ARG)
                                            CODE(SQLITE_LIMIT_ATTACHED) CODE(SQLITE_LIMIT_LIKE_PATTERN_LENGTH)
                                                CODE(SQLITE_LIMIT_VARIABLE_NUMBER)
                                                    CODE(SQLITE_LIMIT_TRIGGER_DEPTH)
                                                        CODE(SQLITE_LIMIT_WORKER_THREADS){.name = NULL}};
#undef CODE
