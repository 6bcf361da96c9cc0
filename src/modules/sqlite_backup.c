/* sqlite_backup.c: whole databases: copied to another one, and to bytes and back. */
#include "modules/sqlite.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/float.h"
#include "object/int.h"

/* --- copying --------------------------------------------------------------------------------------------- */

/* progress(status, remaining, pages). False: raised. */
static bool report(Ref progress, int status, sqlite3_backup *backup) {
    Own args[] = {int_from_i64(status), int_from_i64(sqlite3_backup_remaining(backup)),
                  int_from_i64(sqlite3_backup_pagecount(backup))};
    bool whole = args[0] && args[1] && args[2];
    Own answer = whole ? object_call(progress, (Ref const *)args, COUNT_OF(args), NULL) : NULL;
    for (isize i = 0; i < COUNT_OF(args); i++) release_maybe(args[i]);
    release_maybe(answer);
    return answer;
}

static bool is_locked(int status) { return status == SQLITE_BUSY || status == SQLITE_LOCKED; }

/* The target is ours from the beginning to the end: nobody may close it meanwhile. */
static Own copy(SqliteConnection *from, SqliteConnection *to, const char *name, int pages, Ref progress,
                int sleep_ms) {
    sqlite_enter(to);
    sqlite3 *target = to->db;
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", from->db, name);
    int status = backup ? SQLITE_OK : SQLITE_ERROR;
    while (status == SQLITE_OK || is_locked(status)) {
        sqlite_enter(from);
        status = sqlite3_backup_step(backup, pages);
        sqlite_leave(from);
        if (progress != None && !report(progress, status, backup)) break;
        if (!sqlite_connection_check_open(from) || !sqlite_connection_check_open(to)) break;
        if (is_locked(status)) sqlite3_sleep(sleep_ms); /* whoever holds it runs meanwhile */
    }
    if (backup) status = sqlite3_backup_finish(backup);
    if (status != SQLITE_OK && !error_occurred()) sqlite_raise(target);
    sqlite_leave(to);
    return error_occurred() ? NULL : own_none();
}

/* A database's name, "main" where none was given. */
static bool read_name(Ref value, const char *function, TextArgument *name) {
    *name = (TextArgument){.text = "main"};
    return !value || argument_text(value, function, "'name'", name);
}

Own sqlite_connection_backup(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "backup", {"target", "*", "pages", "progress", "name", "sleep"}, .required = 1};
    Ref out[5];
    int pages = -1;
    double sleep = 0.25;
    TextArgument name;
    Own result = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!is_a(out[0], MODULE_TYPE(SQLITE_CONNECTION)))
        return error_set(EXC(TypeError), "backup() argument 'target' must be sqlite3.Connection, not %s",
                         argument_type_name(out[0]));
    if ((out[1] && !argument_int(out[1], &pages)) || !read_name(out[3], "backup", &name)) return NULL;
    Ref target = out[0], progress = out[2] ? out[2] : None;
    if (out[4]) sleep = float_as_double(out[4]);
    if (error_occurred() || !sqlite_connection_check(AS_CONNECTION(self))) {
        /* raised */
    } else if (target == self) {
        error_set(EXC(ValueError), "target cannot be the same connection instance");
    } else if (!sqlite_connection_check(AS_CONNECTION(target))) {
        /* raised */
    } else if (progress != None && !object_is_callable(progress)) {
        error_set(EXC(TypeError), "progress argument must be a callable");
    } else {
        result = copy(AS_CONNECTION(self), AS_CONNECTION(target), name.text, pages ? pages : -1, progress,
                      (int)(sleep * 1000.0));
    }
    text_argument_release(&name);
    return result;
}

/* --- bytes ----------------------------------------------------------------------------------------------- */

static Own serialized(sqlite3 *db, const char *name) {
    sqlite3_int64 size;
    u8 *content = sqlite3_serialize(db, name, &size, SQLITE_SERIALIZE_NOCOPY), *copied = NULL;
    if (!content) content = copied = sqlite3_serialize(db, name, &size, 0);
    if (!content) return error_set(SQLITE_EXC(OperationalError), "unable to serialize '%s'", name);
    Own bytes = bytes_from(content, (isize)size);
    sqlite3_free(copied);
    return bytes;
}

Own sqlite_connection_serialize(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"serialize", {"*", "name"}};
    Ref given;
    TextArgument name;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) || !read_name(given, "serialize", &name))
        return NULL;
    Own bytes =
        sqlite_connection_check(AS_CONNECTION(self)) ? serialized(AS_CONNECTION(self)->db, name.text) : NULL;
    text_argument_release(&name);
    return bytes;
}

static void deserialize(sqlite3 *db, const char *name, const Buffer *data) {
    u8 *content = sqlite3_malloc64((sqlite3_uint64)data->length); /* SQLite's own from now on */
    if (!content) {
        error_memory();
        return;
    }
    memcpy(content, data->data, (usize)data->length);
    int flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
    if (sqlite3_deserialize(db, name, content, data->length, data->length, (unsigned)flags) != SQLITE_OK)
        sqlite_raise(db);
}

Own sqlite_connection_deserialize(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"deserialize", {"data", "/", "*", "name"}, .required = 1};
    Ref out[2];
    TextArgument name = {0};
    Buffer data;
    Own text = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (is_str(out[0])) text = str_encode_utf8(out[0], NULL); /* a str counts as its UTF-8 */
    if (error_occurred() || !buffer_get(text ? text : out[0], &data, false)) {
        release_maybe(text);
        return NULL;
    }
    if (read_name(out[1], "deserialize", &name) && sqlite_connection_check(AS_CONNECTION(self)))
        deserialize(AS_CONNECTION(self)->db, name.text, &data);
    text_argument_release(&name);
    buffer_release(&data);
    release_maybe(text);
    return error_occurred() ? NULL : own_none();
}
