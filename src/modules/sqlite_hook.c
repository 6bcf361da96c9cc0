/* sqlite_hook.c: what else SQLite asks Python: how to compare texts, whether something is permitted, whether
 * to go on, and who wants to hear of each statement. */
#include "modules/sqlite.h"
#include "object/int.h"

/* --- collations ------------------------------------------------------------------------------------------ */

/* What is raised stays raised: the statement ends with it. */
static int compare(void *context, int length1, const void *text1, int length2, const void *text2) {
    if (error_occurred()) return 0;
    Own first = str_from_utf8(text1, length1), second = first ? str_from_utf8(text2, length2) : NULL;
    Own callable = own(((SqliteCallback *)context)->callable);
    Own answer = second ? object_call_args(callable, 2, first, second) : NULL;
    release(callable);
    release_maybe(first);
    release_maybe(second);
    if (!answer) return 0;
    int sign = 0;
    if (is_int(answer)) {
        sign = int_sign(answer);
    } else { /* CPython says nothing of it */
        i64 number = int_as_i64(answer);
        if (error_occurred())
            error_clear();
        else
            sign = (number > 0) - (number < 0);
    }
    release(answer);
    return sign;
}

Own sqlite_connection_create_collation(Ref self, Ref const *given, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"create_collation", {"", "", "/"}, .required = 2};
    Ref args[2];
    TextArgument name = {0};
    SqliteCallback *callback = NULL;
    if (!arguments_bind(&parameters, given, nargs, kwnames, args) ||
        !argument_text(args[0], "create_collation", "1", &name))
        return NULL;
    bool ready = sqlite_connection_check(AS_CONNECTION(self));
    if (ready && args[1] != None) {
        if (!object_is_callable(args[1]))
            error_set(EXC(TypeError), "parameter must be callable");
        else
            callback = sqlite_callback_new(args[1]);
        ready = callback != NULL;
    }
    sqlite3 *db = AS_CONNECTION(self)->db;
    if (ready && sqlite3_create_collation_v2(db, name.text, SQLITE_UTF8, callback, callback ? compare : NULL,
                                             callback ? sqlite_callback_free : NULL) != SQLITE_OK) {
        sqlite_callback_free(callback); /* unlike with functions SQLite leaves that to us */
        sqlite_raise(db);
    }
    text_argument_release(&name);
    return error_occurred() ? NULL : own_none();
}

/* --- permission ------------------------------------------------------------------------------------------ */

static Own text_or_none(const char *text) { return text ? str_from_utf8(text, -1) : own_none(); }

static int authorize(void *context, int action, const char *first, const char *second, const char *database,
                     const char *source) {
    Own callable = own(((SqliteCallback *)context)->callable); /* it may take itself away */
    Own args[] = {int_from_i64(action), text_or_none(first), text_or_none(second), text_or_none(database),
                  text_or_none(source)};
    bool whole = true;
    for (isize i = 0; i < COUNT_OF(args); i++) whole = whole && args[i];
    Own answer = whole ? object_call(callable, (Ref const *)args, COUNT_OF(args), NULL) : NULL;
    for (isize i = 0; i < COUNT_OF(args); i++) release_maybe(args[i]);
    int code = SQLITE_DENY;
    if (answer && is_int(answer) && !argument_int(answer, &code)) code = SQLITE_DENY;
    release_maybe(answer);
    sqlite_callback_failed(callable);
    release(callable);
    return code;
}

static int keep_going(void *context) {
    Own callable = own(((SqliteCallback *)context)->callable); /* it may take itself away */
    Own answer = error_occurred() ? NULL : object_call_none(callable);
    int stop = answer ? object_is_true(answer) : -1;
    release_maybe(answer);
    if (stop < 0) sqlite_callback_failed(callable);
    release(callable);
    return stop;
}

/* --- every statement ------------------------------------------------------------------------------------- */

static Own statement_text(sqlite3_stmt *statement, const char *plain, Ref callable) {
    char *text = sqlite3_expanded_sql(statement);
    if (text) {
        Own whole = str_from_utf8(text, -1);
        sqlite3_free(text);
        return whole;
    }
    if (sqlite3_errcode(sqlite3_db_handle(statement)) == SQLITE_NOMEM)
        error_memory();
    else
        error_set(SQLITE_EXC(DataError), "Expanded SQL string exceeds the maximum string length");
    sqlite_callback_failed(callable);
    return str_from_utf8(plain, -1);
}

/* `plain` is the SQL with its parameters, or the comment that a trigger is announced by. */
static int trace(unsigned kind, void *context, void *statement, void *plain) {
    if (kind != SQLITE_TRACE_STMT) return 0;
    Own callable = own(((SqliteCallback *)context)->callable); /* it may take itself away */
    Own text = error_occurred() ? NULL : statement_text(statement, plain, callable);
    Own answer = text ? object_call_one(callable, text) : NULL;
    release_maybe(text);
    if (!answer) sqlite_callback_failed(callable);
    release_maybe(answer);
    release(callable);
    return 0;
}

/* --- setting them ---------------------------------------------------------------------------------------- */

/* The callback that takes the place of *slot, where SQLite knows it by then: `callable` None is none. */
static bool prepare(Ref self, Ref callable, SqliteCallback **callback) {
    *callback = NULL;
    return sqlite_connection_check(AS_CONNECTION(self)) &&
           (callable == None || (*callback = sqlite_callback_new(callable)));
}
static Own set(SqliteCallback **slot, SqliteCallback *callback) {
    SqliteCallback *before = *slot;
    *slot = callback;
    sqlite_callback_free(before);
    return own_none();
}

Own sqlite_connection_set_authorizer(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"set_authorizer", {"authorizer_callback"}, .required = 1};
    Ref callable;
    SqliteCallback *callback;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &callable) || !prepare(self, callable, &callback))
        return NULL;
    sqlite3_set_authorizer(AS_CONNECTION(self)->db, callback ? authorize : NULL, callback);
    return set(&AS_CONNECTION(self)->authorizer, callback);
}

Own sqlite_connection_set_progress_handler(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"set_progress_handler", {"progress_handler", "n"}, .required = 2};
    Ref out[2];
    int every;
    SqliteCallback *callback;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[1], &every) ||
        !prepare(self, out[0], &callback))
        return NULL;
    sqlite3_progress_handler(AS_CONNECTION(self)->db, callback ? every : 0, callback ? keep_going : NULL,
                             callback);
    return set(&AS_CONNECTION(self)->progress, callback);
}

Own sqlite_connection_set_trace_callback(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"set_trace_callback", {"trace_callback"}, .required = 1};
    Ref callable;
    SqliteCallback *callback;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &callable) || !prepare(self, callable, &callback))
        return NULL;
    sqlite3_trace_v2(AS_CONNECTION(self)->db, callback ? SQLITE_TRACE_STMT : 0, callback ? trace : NULL,
                     callback);
    return set(&AS_CONNECTION(self)->trace, callback);
}

void sqlite_hooks_clear(SqliteConnection *self) {
    SqliteCallback *hooks[] = {self->trace, self->progress, self->authorizer};
    if (self->db) {
        sqlite3_trace_v2(self->db, 0, NULL, NULL);
        sqlite3_progress_handler(self->db, 0, NULL, NULL);
        sqlite3_set_authorizer(self->db, NULL, NULL);
    }
    self->trace = self->progress = self->authorizer = NULL;
    for (isize i = 0; i < COUNT_OF(hooks); i++) sqlite_callback_free(hooks[i]);
}
