/* sqlite_blob.c: the type Blob: a value of a table read and written piece by piece, as a file and as a
 * sequence of bytes. Its length is fixed. */
#include <limits.h>
#include <unistd.h>

#include "modules/sqlite.h"
#include "object/byte_methods.h"
#include "object/bytes.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/range.h"
#include "object/weakref.h"

typedef struct SqliteBlob {
    Object ob_base;
    Object *connection; /* owned */
    sqlite3_blob *blob; /* NULL: closed */
    int offset;
    Object *weaklist;
} SqliteBlob;
#define AS_BLOB(ref) ((SqliteBlob *)(ref))
#define CONNECTION_OF(self) AS_CONNECTION((self)->connection)

/* --- opening and closing --------------------------------------------------------------------------------- */

static Own blob_new(Ref connection, sqlite3_blob *handle) {
    Own self = object_new(MODULE_TYPE(SQLITE_BLOB), 0);
    if (!self) {
        sqlite3_blob_close(handle);
        return NULL;
    }
    AS_BLOB(self)->connection = own(connection);
    AS_BLOB(self)->blob = handle;
    gc_track(self);
    if (!sqlite_weak_list_add(&AS_CONNECTION(connection)->blobs, self, false)) slot_clear(&self);
    return self;
}

static Own open_blob(Ref connection, const char *const names[3], i64 row, bool readonly) {
    sqlite3_blob *handle = NULL;
    sqlite3 *db = AS_CONNECTION(connection)->db;
    sqlite_enter(AS_CONNECTION(connection));
    int status = sqlite3_blob_open(db, names[0], names[1], names[2], row, !readonly, &handle);
    sqlite_leave(AS_CONNECTION(connection));
    return status == SQLITE_OK ? blob_new(connection, handle) : sqlite_raise(db);
}

Own sqlite_connection_blob_open(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "blobopen", {"table", "column", "row", "/", "*", "readonly", "name"}, .required = 3};
    Ref out[5];
    TextArgument database = {.text = "main"}, table = {0}, column = {0};
    int row;
    Own blob = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int readonly = 0;
    if (argument_text(out[0], "blobopen", "1", &table) && argument_text(out[1], "blobopen", "2", &column) &&
        argument_int(out[2], &row) && (!out[3] || argument_int(out[3], &readonly)) &&
        (!out[4] || argument_text(out[4], "blobopen", "'name'", &database)) &&
        sqlite_connection_check(AS_CONNECTION(self)))
        blob = open_blob(self, (const char *const[3]){database.text, table.text, column.text}, row, readonly);
    text_argument_release(&table);
    text_argument_release(&column);
    text_argument_release(&database);
    return blob;
}

static void close_handle(SqliteBlob *self) {
    sqlite3_blob *handle = self->blob;
    self->blob = NULL;
    if (handle) sqlite3_blob_close(handle);
}

void sqlite_blobs_close(SqliteConnection *connection) {
    for (isize i = 0; i < list_length(connection->blobs); i++) {
        Ref blob = weakref_get(list_get(connection->blobs, i));
        if (blob) close_handle(AS_BLOB(blob));
    }
}

static bool is_open(const SqliteBlob *self) {
    if (!sqlite_connection_check(CONNECTION_OF(self))) return false;
    if (self->blob) return true;
    error_set(SQLITE_EXC(ProgrammingError), "Cannot operate on a closed blob.");
    return false;
}

static Own method_close(Ref self) {
    if (!sqlite_connection_check(CONNECTION_OF(AS_BLOB(self)))) return NULL;
    close_handle(AS_BLOB(self));
    return own_none();
}
static Own method_enter(Ref self) { return is_open(AS_BLOB(self)) ? own(self) : NULL; }
static Own method_exit(Ref self, Ref const *args UNUSED, isize nargs) {
    if (!arguments_count("__exit__", nargs, 3, 3) || !is_open(AS_BLOB(self))) return NULL;
    close_handle(AS_BLOB(self));
    return own_bool(false);
}

static void blob_dealloc(Own self) {
    gc_untrack(self);
    close_handle(AS_BLOB(self));
    if (AS_BLOB(self)->weaklist) weakref_clear_all(self);
    slot_clear(&AS_BLOB(self)->connection);
    object_free(self);
}
static bool blob_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_BLOB(self)->connection || visit(AS_BLOB(self)->connection, context);
}
static void blob_clear(Ref self) { slot_clear(&AS_BLOB(self)->connection); }

/* --- bytes ----------------------------------------------------------------------------------------------- */

/* False: raised: the row has changed or is gone. */
static bool check(const SqliteBlob *self, int status) {
    if (status == SQLITE_OK) return true;
    if (status == SQLITE_ABORT)
        sqlite_raise_code(status, "query aborted");
    else
        sqlite_raise(CONNECTION_OF(self)->db);
    return false;
}

static Own read_bytes(SqliteBlob *self, int length, int offset) {
    Own bytes = bytes_from(NULL, length);
    if (bytes && !check(self, sqlite3_blob_read(self->blob, bytes_data(bytes), length, offset)))
        slot_clear(&bytes);
    return bytes;
}

static bool write_bytes(SqliteBlob *self, const void *bytes, isize length, int offset) {
    int room = sqlite3_blob_bytes(self->blob) - offset;
    if (length <= room) return check(self, sqlite3_blob_write(self->blob, bytes, (int)length, offset));
    error_set(EXC(ValueError), "data longer than blob length");
    return false;
}

/* --- as a file ------------------------------------------------------------------------------------------- */

static Own method_read(Ref object, Ref const *args, isize nargs) {
    SqliteBlob *self = AS_BLOB(object);
    int length = -1;
    if (!arguments_count("read", nargs, 0, 1) || (nargs && !argument_int(args[0], &length)) || !is_open(self))
        return NULL;
    int left = sqlite3_blob_bytes(self->blob) - self->offset;
    if (length < 0 || length > left) length = left;
    if (length <= 0 && left >= 0) return bytes_from("", 0);
    Own bytes = read_bytes(self, length, self->offset);
    if (bytes) self->offset += length;
    return bytes;
}

static Own method_write(Ref object, Ref data) {
    SqliteBlob *self = AS_BLOB(object);
    Buffer buffer;
    if (!buffer_get(data, &buffer, false)) return NULL;
    bool written = is_open(self) && write_bytes(self, buffer.data, buffer.length, self->offset);
    if (written) self->offset += (int)buffer.length;
    buffer_release(&buffer);
    return written ? own_none() : NULL;
}

static Own method_seek(Ref object, Ref const *args, isize nargs) {
    SqliteBlob *self = AS_BLOB(object);
    int offset, origin = SEEK_SET;
    if (!arguments_count("seek", nargs, 1, 2) || !argument_int(args[0], &offset) ||
        (nargs > 1 && !argument_int(args[1], &origin)) || !is_open(self))
        return NULL;
    int length = sqlite3_blob_bytes(self->blob);
    i64 target = offset;
    if (origin == SEEK_CUR)
        target += self->offset;
    else if (origin == SEEK_END)
        target += length;
    else if (origin != SEEK_SET)
        return error_set(EXC(ValueError), "'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END");
    if (target > INT_MAX) return error_set(EXC(OverflowError), "seek offset results in overflow");
    if (target < 0 || target > length) return error_set(EXC(ValueError), "offset out of blob range");
    self->offset = (int)target;
    return own_none();
}

static Own method_tell(Ref self) { return is_open(AS_BLOB(self)) ? int_from_i64(AS_BLOB(self)->offset) : NULL; }

/* --- as a sequence --------------------------------------------------------------------------------------- */

static isize blob_length(Ref self) {
    return is_open(AS_BLOB(self)) ? sqlite3_blob_bytes(AS_BLOB(self)->blob) : -1;
}

/* -1 raised. */
static isize index_of(SqliteBlob *self, Ref key) {
    isize index = int_index_as_isize(key, EXC(IndexError)), length = sqlite3_blob_bytes(self->blob);
    if (index == -1 && error_occurred()) return -1;
    if (index < 0) index += length;
    if (index >= 0 && index < length) return index;
    error_set(EXC(IndexError), "Blob index out of range");
    return -1;
}

static Own get_slice(SqliteBlob *self, Ref key) {
    isize start, stop, step, count;
    count = slice_indices(key, sqlite3_blob_bytes(self->blob), &start, &stop, &step);
    if (count < 0) return NULL;
    if (step == 1 || count == 0) return count ? read_bytes(self, (int)count, (int)start) : bytes_from("", 0);
    isize lowest = step > 0 ? start : start + (count - 1) * step;
    isize highest = step > 0 ? start + (count - 1) * step : start;
    Own span = read_bytes(self, (int)(highest - lowest + 1), (int)lowest), picked = NULL;
    if (span) picked = bytes_from(NULL, count);
    for (isize i = 0; picked && i < count; i++)
        bytes_data(picked)[i] = bytes_data(span)[start + i * step - lowest];
    release_maybe(span);
    return picked;
}

static Own blob_subscript(Ref object, Ref key) {
    SqliteBlob *self = AS_BLOB(object);
    if (!is_open(self)) return NULL;
    if (is_slice(key)) return get_slice(self, key);
    if (!number_is_index(key)) return error_set(EXC(TypeError), "Blob indices must be integers");
    isize index = index_of(self, key);
    u8 byte;
    if (index < 0 || !check(self, sqlite3_blob_read(self->blob, &byte, 1, (int)index))) return NULL;
    return int_from_i64(byte);
}

static bool set_byte(SqliteBlob *self, Ref key, Ref value) {
    if (!value) {
        error_set(EXC(TypeError), "Blob doesn't support item deletion");
        return false;
    }
    isize index = index_of(self, key);
    if (index < 0) return false;
    if (!is_int(value)) {
        error_set(EXC(TypeError), "'%.100s' object cannot be interpreted as an integer", type_of(value)->name);
        return false;
    }
    int overflow;
    i64 number = int_as_i64_overflow(value, &overflow);
    if (overflow || number < 0 || number > 255) {
        error_set(EXC(ValueError), "byte must be in range(0, 256)");
        return false;
    }
    return write_bytes(self, &(u8){(u8)number}, 1, (int)index);
}

/* Every step-th byte; those in between are written as they are. */
static bool set_spread(SqliteBlob *self, const Buffer *from, isize start, isize step, isize count) {
    isize lowest = step > 0 ? start : start + (count - 1) * step;
    isize highest = step > 0 ? start + (count - 1) * step : start;
    Own span = read_bytes(self, (int)(highest - lowest + 1), (int)lowest);
    if (!span) return false;
    for (isize i = 0; i < count; i++) bytes_data(span)[start + i * step - lowest] = (u8)from->data[i];
    bool written = write_bytes(self, bytes_data(span), size_of(span), (int)lowest);
    release(span);
    return written;
}

static bool set_slice(SqliteBlob *self, Ref key, Ref value) {
    isize start, stop, step, count;
    Buffer buffer;
    if (!value) {
        error_set(EXC(TypeError), "Blob doesn't support slice deletion");
        return false;
    }
    count = slice_indices(key, sqlite3_blob_bytes(self->blob), &start, &stop, &step);
    if (count < 0) return false;
    if (count == 0) return true;
    if (!buffer_get(value, &buffer, false)) return false;
    bool written = false;
    if (buffer.length != count)
        error_set(EXC(IndexError), "Blob slice assignment is wrong size");
    else if (step == 1)
        written = write_bytes(self, buffer.data, count, (int)start);
    else
        written = set_spread(self, &buffer, start, step, count);
    buffer_release(&buffer);
    return written;
}

static bool blob_set_subscript(Ref object, Ref key, Ref value) {
    SqliteBlob *self = AS_BLOB(object);
    if (!is_open(self)) return false;
    if (is_slice(key)) return set_slice(self, key, value);
    if (number_is_index(key)) return set_byte(self, key, value);
    error_set(EXC(TypeError), "Blob indices must be integers");
    return false;
}

static const MethodDef methods[] = {
    {"close", METHOD_NONE, .none = method_close, .doc = "close($self, /)\n--\n\nClose the blob."},
    {"__enter__", METHOD_NONE, .none = method_enter,
     .doc = "__enter__($self, /)\n--\n\nBlob context manager enter."},
    {"__exit__", METHOD_ARRAY, .array = method_exit,
     .doc = "__exit__($self, type, val, tb, /)\n--\n\nBlob context manager exit."},
    {"read", METHOD_ARRAY, .array = method_read,
     .doc = "read($self, length=-1, /)\n--\n\nRead data at the current offset position.\n\n  length\n"
            "    Read length in bytes.\n\n"
            "If the end of the blob is reached, the data up to end of file will be returned.\n"
            "When length is not specified, or is negative, Blob.read() will read until the\n"
            "end of the blob."},
    {"seek", METHOD_ARRAY, .array = method_seek,
     .doc = "seek($self, offset, origin=0, /)\n--\n\nSet the current access position to offset.\n\n"
            "The origin argument defaults to os.SEEK_SET (absolute blob positioning).\n"
            "Other values for origin are os.SEEK_CUR (seek relative to the current position)\n"
            "and os.SEEK_END (seek relative to the blob's end)."},
    {"tell", METHOD_NONE, .none = method_tell,
     .doc = "tell($self, /)\n--\n\nReturn the current access position for the blob."},
    {"write", METHOD_ONE, .one = method_write,
     .doc = "write($self, data, /)\n--\n\nWrite data at the current offset.\n\n"
            "This function cannot change the blob length.  Writing beyond the end of the\n"
            "blob will result in an exception being raised."},
    {.name = NULL}};

const TypeSpec sqlite_blob_spec = {.name = "sqlite3.Blob",
                                   .module = "sqlite3",
                                   .basicsize = sizeof(SqliteBlob),
                                   .ghost_size = 48,
                                   .weaklist_offset = offsetof(SqliteBlob, weaklist),
                                   .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .slots = {.dealloc = blob_dealloc,
                                             .traverse = blob_traverse,
                                             .clear = blob_clear,
                                             .length = blob_length,
                                             .subscript = blob_subscript,
                                             .set_subscript = blob_set_subscript},
                                   .methods = methods};
