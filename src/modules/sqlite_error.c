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
    if (!db) return error_set(SQLITE_EXC(ProgrammingError), "Cannot operate on a closed database.");
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
