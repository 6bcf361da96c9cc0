/* sqlite_fetch.c: the row on which a statement stands, as a tuple of Python's objects. */
#include "modules/sqlite.h"
#include "object/bytes.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"

/* --- converters ------------------------------------------------------------------------------------------ */

/* Of a column named "text [type]": lent, NULL: none, or raised. */
static Ref converter_by_name(const char *name) {
    const char *start = strchr(name, '['), *end = start ? strchr(start, ']') : NULL;
    return end ? sqlite_converter(start + 1, end - start - 1) : NULL;
}

/* Of a column declared as "type", "type(size)" or "type words". */
static Ref converter_by_declaration(const char *type) {
    return sqlite_converter(type, (isize)strcspn(type, " ("));
}

static Ref converter_of(const SqliteConnection *connection, sqlite3_stmt *statement, int column) {
    Ref converter = NULL;
    if (connection->detect_types & SQLITE_COLUMN_NAMES) {
        const char *name = sqlite3_column_name(statement, column);
        if (!name) return error_memory();
        converter = converter_by_name(name);
        if (error_occurred()) return NULL;
    }
    if (!converter && (connection->detect_types & SQLITE_DECLARED_TYPES)) {
        const char *type = sqlite3_column_decltype(statement, column);
        if (type) converter = converter_by_declaration(type);
    }
    return converter;
}

bool sqlite_fetch_prepare(SqliteCursor *self, sqlite3_stmt *statement) {
    const SqliteConnection *connection = AS_CONNECTION(self->connection);
    if (!connection->detect_types) return true;
    slot_set(&self->converters, list_new(0));
    for (int i = 0; self->converters && i < sqlite3_column_count(statement); i++) {
        Ref converter = converter_of(connection, statement, i);
        if (error_occurred() || !list_append_ref(self->converters, converter ? converter : None))
            slot_clear(&self->converters);
    }
    return self->converters != NULL;
}

/* --- values ---------------------------------------------------------------------------------------------- */

static void *raise_undecodable(sqlite3_stmt *statement, int column, const char *text) {
    if (!error_matches(EXC(UnicodeDecodeError))) return NULL;
    error_clear();
    Own shown = str_decode((const u8 *)text, (isize)strlen(text), "ascii", "replace");
    if (shown)
        error_set(SQLITE_EXC(OperationalError), "Could not decode to UTF-8 column '%s' with text '%U'",
                  sqlite3_column_name(statement, column), shown);
    release_maybe(shown);
    return NULL;
}

static Own text_of(SqliteCursor *self, sqlite3_stmt *statement, int column) {
    Ref factory = AS_CONNECTION(self->connection)->text_factory;
    const char *text = (const char *)sqlite3_column_text(statement, column);
    isize length = sqlite3_column_bytes(statement, column);
    if (!text) return error_memory();
    if (factory == (Ref)TYPE(STR)) {
        Own string = str_from_utf8(text, length);
        return string ? string : raise_undecodable(statement, column, text);
    }
    if (factory == (Ref)TYPE(BYTEARRAY)) return bytearray_from(text, length);
    Own bytes = bytes_from(text, length);
    if (!bytes || factory == (Ref)TYPE(BYTES)) return bytes;
    Own callable = own(factory ? factory : None), made = object_call_one(callable, bytes);
    release(callable);
    release(bytes);
    return made;
}

static Own blob_of(sqlite3_stmt *statement, int column) {
    const void *blob = sqlite3_column_blob(statement, column);
    return bytes_from(blob ? blob : "", sqlite3_column_bytes(statement, column));
}

static Own converted(Ref converter, sqlite3_stmt *statement, int column) {
    if (!sqlite3_column_blob(statement, column)) return own_none(); /* also where it is empty */
    Own bytes = blob_of(statement, column), value = bytes ? object_call_one(converter, bytes) : NULL;
    release_maybe(bytes);
    return value;
}

static Own value_of(SqliteCursor *self, sqlite3_stmt *statement, int column) {
    bool has = self->converters && column < list_length(self->converters);
    Ref converter = has ? list_get(self->converters, column) : None;
    if (converter != None) return converted(converter, statement, column);
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return int_from_i64(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: return float_from_double(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: return text_of(self, statement, column);
    case SQLITE_BLOB: return blob_of(statement, column);
    default: return own_none();
    }
}

Own sqlite_fetch_row(SqliteCursor *self, sqlite3_stmt *statement) {
    int count = sqlite3_data_count(statement);
    Own row = tuple_new(count);
    for (int i = 0; row && i < count; i++) {
        Own value = value_of(self, statement, i);
        if (value)
            tuple_fill(row, i, value);
        else
            slot_clear(&row);
    }
    return row;
}
