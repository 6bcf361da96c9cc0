/* marshal_read.c: bytes to objects, of every version that CPython writes.
 *
 * `refs` is a list of the objects that were marked with FLAG_REF, in their order. An object that is finished
 * only after its parts (a frozenset, a code object) takes its place in it before them, as None. */
#include "code/code.h"
#include "code/marshal.h"
#include "code/marshal_types.h"
#include "code/stack_room.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct Reader {
    const u8 *next, *limit; /* in memory; of a file: not used */
    Ref file;               /* or NULL */
    Own piece;              /* bytearray: what was read of the file last */
    Own refs;               /* list */
    int depth;
} Reader;

static Own read_object(Reader *reader);

static void *bad_data(const char *what) { return error_set(EXC(ValueError), "bad marshal data (%s)", what); }

/* What file.readinto() has put into reader->piece: exactly `length` bytes, else it raised or raises. */
static bool check_piece(Own answer, isize length) {
    if (!answer) return false;
    isize got = answer == None ? 0 : int_as_isize(answer);
    release(answer);
    if (got == -1 && error_occurred()) return false;
    if (got == length) return true;
    if (got > length) {
        error_set(EXC(ValueError), "read() returned too much data: %zd bytes requested, %zd returned", length,
                  got);
    } else {
        error_set(EXC(EOFError), "EOF read where not expected");
    }
    return false;
}

static const u8 *read_file(Reader *reader, isize length) {
    Own size = int_from_isize(length), name = str_intern_cstring("readinto");
    slot_set(&reader->piece, size ? object_call_one((Ref)TYPE(BYTEARRAY), size) : NULL);
    release_maybe(size);
    bool read =
        name && reader->piece && check_piece(object_call_method_one(reader->file, name, reader->piece), length);
    release_maybe(name);
    return read ? AS_BYTEARRAY(reader->piece)->start : NULL;
}

static isize available(const Reader *reader) { return reader->file ? INT32_MAX : reader->limit - reader->next; }

/* `length` bytes, valid until the next ones are asked for, or NULL and EOFError. */
static const u8 *read_raw(Reader *reader, isize length) {
    if (reader->file) return read_file(reader, length);
    if (length > reader->limit - reader->next) return error_set(EXC(EOFError), "marshal data too short");
    const u8 *data = reader->next;
    reader->next += length;
    return data;
}

static bool read_u8(Reader *reader, int *value) {
    const u8 *data = read_raw(reader, 1);
    if (data) *value = data[0];
    return data != NULL;
}

static bool read_u16(Reader *reader, u32 *value) {
    const u8 *data = read_raw(reader, 2);
    if (data) *value = (u32)data[0] | (u32)data[1] << 8;
    return data != NULL;
}

static bool read_i32(Reader *reader, i32 *value) {
    const u8 *data = read_raw(reader, 4);
    if (data) *value = (i32)((u32)data[0] | (u32)data[1] << 8 | (u32)data[2] << 16 | (u32)data[3] << 24);
    return data != NULL;
}

static bool read_double(Reader *reader, double *value) {
    const u8 *data = read_raw(reader, 8);
    u64 bits = 0;
    for (int i = 7; data && i >= 0; i--) bits = bits << 8 | data[i];
    memcpy(value, &bits, sizeof bits);
    return data != NULL;
}

static bool read_double_text(Reader *reader, double *value) {
    int length;
    if (!read_u8(reader, &length)) return false;
    const char *text = (const char *)read_raw(reader, length), *end;
    if (!text) return false;
    *value = double_from_text(text, length, &end);
    if (end == text + length && length > 0) return true;
    error_set(EXC(ValueError), "could not convert string to float: '%.*s'", length, text);
    return false;
}

/* A count of items; -1 and ValueError "bad marshal data (`what` size out of range)". */
static isize read_size(Reader *reader, const char *what) {
    i32 size;
    if (!read_i32(reader, &size)) return -1;
    if (size >= 0) return size;
    error_set(EXC(ValueError), "bad marshal data (%s size out of range)", what);
    return -1;
}

/* --- references --------------------------------------------------------------------------------------- */

/* Remembers a finished object. Consumes and gives it back; NULL stays NULL. */
static Own remember(Reader *reader, Own object, bool flag) {
    if (object && flag && !list_append_ref(reader->refs, object)) {
        release(object);
        return NULL;
    }
    return object;
}

/* Takes a place for an object to come; -1 failed, 0 where none is wanted. */
static isize reserve(Reader *reader, bool flag) {
    if (!flag) return 0;
    return list_append_ref(reader->refs, None) ? list_length(reader->refs) - 1 : -1;
}

static Own put_reserved(Reader *reader, Own object, isize place, bool flag) {
    if (object && flag) slot_set(&AS_LIST(reader->refs)->items[place], own(object));
    return object;
}

static Own read_reference(Reader *reader) {
    i32 number;
    if (!read_i32(reader, &number)) return NULL;
    if (number < 0 || number >= list_length(reader->refs)) return bad_data("invalid reference");
    Ref object = list_get(reader->refs, number);
    return object == None ? bad_data("invalid reference") : own(object);
}

/* --- kinds of objects --------------------------------------------------------------------------------- */

static Own read_int(Reader *reader) {
    i32 value;
    return read_i32(reader, &value) ? int_from_i64(value) : NULL;
}

static Own read_int64(Reader *reader) {
    const u8 *data = read_raw(reader, 8);
    return data ? int_from_bytes(data, 8, true, true) : NULL;
}

/* Digits of 15 bits, packed into bytes for int_from_bytes. */
static bool read_digits(Reader *reader, isize count, u8 *bytes) {
    for (isize i = 0; i < count; i++) {
        u32 digit;
        if (!read_u16(reader, &digit)) return false;
        if (digit >= 1u << 15) return bad_data("digit out of range in long");
        if (i == count - 1 && digit == 0) return bad_data("unnormalized long data");
        for (isize bit = 0; bit < 15; bit++) {
            if (digit >> bit & 1) bytes[(i * 15 + bit) / 8] |= (u8)(1 << ((i * 15 + bit) % 8));
        }
    }
    return true;
}

static Own read_long(Reader *reader) {
    i32 size;
    if (!read_i32(reader, &size)) return NULL;
    if (size == INT32_MIN) return bad_data("long size out of range");
    isize count = size < 0 ? -(isize)size : size, length = (count * 15 + 7) / 8;
    if (count > available(reader) / 2) return error_set(EXC(EOFError), "marshal data too short");
    Own buffer = bytes_from(NULL, length);
    if (!buffer) return NULL;
    memset(bytes_data(buffer), 0, (usize)length);
    Own value = read_digits(reader, count, bytes_data(buffer))
                    ? int_from_bytes(bytes_data(buffer), length, true, false)
                    : NULL;
    release(buffer);
    if (value && size < 0) {
        Own negative = int_negative(value);
        release(value);
        value = negative;
    }
    return value;
}

static Own read_float(Reader *reader, bool binary) {
    double value;
    if (!(binary ? read_double : read_double_text)(reader, &value)) return NULL;
    return float_from_double(value);
}

static Own read_complex(Reader *reader, bool binary) {
    bool (*read)(Reader *, double *) = binary ? read_double : read_double_text;
    double real, imag;
    return read(reader, &real) && read(reader, &imag) ? complex_from_doubles(real, imag) : NULL;
}

static Own read_bytes(Reader *reader) {
    isize length = read_size(reader, "bytes object");
    const u8 *data = length < 0 ? NULL : read_raw(reader, length);
    Own bytes = data ? bytes_from(NULL, length) : NULL; /* never the shared object for one byte */
    if (bytes) memcpy(bytes_data(bytes), data, (usize)length);
    return bytes;
}

static Own intern_if(Own string, bool interned) { return string && interned ? str_intern(string) : string; }

static Own read_ascii(Reader *reader, bool is_short, bool interned) {
    int byte = 0;
    isize length = is_short ? (read_u8(reader, &byte) ? byte : -1) : read_size(reader, "string");
    const u8 *data = length < 0 ? NULL : read_raw(reader, length);
    return data ? intern_if(str_from_latin1(data, length), interned) : NULL;
}

static Own read_utf8(Reader *reader, bool interned) {
    isize length = read_size(reader, "string");
    const u8 *data = length < 0 ? NULL : read_raw(reader, length);
    return data ? intern_if(str_decode(data, length, "utf-8", "surrogatepass"), interned) : NULL;
}

/* An item of a container: here a NULL object is an error. */
static Own read_item(Reader *reader, const char *container) {
    Own item = read_object(reader);
    if (!item && !error_occurred()) {
        error_set(EXC(TypeError), "NULL object in marshal data for %s", container);
    }
    return item;
}

static Own read_tuple(Reader *reader, bool small, bool flag) {
    int byte = 0;
    isize count = small ? (read_u8(reader, &byte) ? byte : -1) : read_size(reader, "tuple");
    if (count < 0) return NULL;
    if (count > available(reader)) return error_set(EXC(EOFError), "marshal data too short");
    Own tuple = remember(reader, tuple_new(count), flag);
    for (isize i = 0; tuple && i < count; i++) {
        Own item = read_item(reader, "tuple");
        if (item) {
            tuple_fill(tuple, i, item);
        } else {
            slot_clear(&tuple);
        }
    }
    return tuple;
}

static Own read_list(Reader *reader, bool flag) {
    isize count = read_size(reader, "list");
    Own list = count < 0 ? NULL : remember(reader, list_new(0), flag);
    for (isize i = 0; list && i < count; i++) {
        Own item = read_item(reader, "list");
        if (!item || !list_append(list, item)) slot_clear(&list);
    }
    return list;
}

static Own read_dict(Reader *reader, bool flag) {
    Own dict = remember(reader, dict_new(), flag);
    while (dict) {
        Own key = read_object(reader);
        if (!key) break;
        Own value = read_object(reader);
        bool stored = value && dict_set(dict, key, value);
        release(key);
        release_maybe(value);
        if (!stored) break;
    }
    if (dict && error_occurred()) slot_clear(&dict);
    return dict;
}

static Own read_set(Reader *reader, bool flag) {
    isize count = read_size(reader, "set");
    Own set = count < 0 ? NULL : remember(reader, set_new(NULL), flag);
    for (isize i = 0; set && i < count; i++) {
        Own item = read_item(reader, "set");
        bool added = item && set_add(set, item);
        release_maybe(item);
        if (!added) slot_clear(&set);
    }
    return set;
}

/* Made of its items when they are all there. */
static Own read_frozenset(Reader *reader, bool flag) {
    isize count = read_size(reader, "set");
    if (count < 0) return NULL;
    if (count == 0) return remember(reader, frozenset_new(NULL), flag);
    isize place = reserve(reader, flag);
    Own items = place < 0 ? NULL : list_new(0);
    for (isize i = 0; items && i < count; i++) {
        Own item = read_item(reader, "set");
        if (!item || !list_append(items, item)) slot_clear(&items);
    }
    if (!items) return NULL;
    Own set = frozenset_new(items);
    release(items);
    return put_reserved(reader, set, place, flag);
}

/* --- code --------------------------------------------------------------------------------------------- */

enum { CODE_PARTS_BEFORE_LINE = 8, CODE_PARTS = 10 };

static Own code_from_parts(const i32 *numbers, Own const *parts, i32 firstlineno) {
    CodeSpec spec = {.argcount = numbers[0],
                     .posonlyargcount = numbers[1],
                     .kwonlyargcount = numbers[2],
                     .stacksize = numbers[3],
                     .flags = (u32)numbers[4],
                     .code = parts[0],
                     .consts = parts[1],
                     .names = parts[2],
                     .localsplusnames = parts[3],
                     .localspluskinds = parts[4],
                     .filename = parts[5],
                     .name = parts[6],
                     .qualname = parts[7],
                     .firstlineno = firstlineno,
                     .linetable = parts[8],
                     .exceptiontable = parts[9]};
    return code_new_checked(&spec);
}

static Own read_code(Reader *reader, bool flag) {
    isize place = reserve(reader, flag);
    i32 numbers[5], firstlineno = 0;
    Own parts[CODE_PARTS] = {NULL}, code = NULL;
    if (place < 0) return NULL;
    for (int i = 0; i < COUNT_OF(numbers); i++) {
        if (!read_i32(reader, &numbers[i])) return NULL;
    }
    for (int i = 0; i < CODE_PARTS; i++) {
        if (i == CODE_PARTS_BEFORE_LINE && !read_i32(reader, &firstlineno)) goto done;
        parts[i] = read_item(reader, "code object");
        if (!parts[i]) goto done;
    }
    code = code_from_parts(numbers, parts, firstlineno);
done:
    for (int i = 0; i < CODE_PARTS; i++) release_maybe(parts[i]);
    return put_reserved(reader, code, place, flag);
}

/* --- the object --------------------------------------------------------------------------------------- */

static Own read_by_type(Reader *reader, int type, bool flag) {
    switch (type) {
    case MARSHAL_NULL: return NULL;
    case MARSHAL_NONE: return own_none();
    case MARSHAL_STOP_ITERATION: return own((Ref)(Object *)EXC(StopIteration));
    case MARSHAL_ELLIPSIS: return own(Ellipsis);
    case MARSHAL_FALSE: return own(False);
    case MARSHAL_TRUE: return own(True);
    case MARSHAL_INT: return remember(reader, read_int(reader), flag);
    case MARSHAL_INT64: return remember(reader, read_int64(reader), flag);
    case MARSHAL_LONG: return remember(reader, read_long(reader), flag);
    case MARSHAL_FLOAT_TEXT:
    case MARSHAL_FLOAT: return remember(reader, read_float(reader, type == MARSHAL_FLOAT), flag);
    case MARSHAL_COMPLEX_TEXT:
    case MARSHAL_COMPLEX: return remember(reader, read_complex(reader, type == MARSHAL_COMPLEX), flag);
    case MARSHAL_BYTES: return remember(reader, read_bytes(reader), flag);
    case MARSHAL_ASCII:
    case MARSHAL_ASCII_INTERNED:
        return remember(reader, read_ascii(reader, false, type == MARSHAL_ASCII_INTERNED), flag);
    case MARSHAL_SHORT_ASCII:
    case MARSHAL_SHORT_ASCII_INTERNED:
        return remember(reader, read_ascii(reader, true, type == MARSHAL_SHORT_ASCII_INTERNED), flag);
    case MARSHAL_STR:
    case MARSHAL_STR_INTERNED: return remember(reader, read_utf8(reader, type == MARSHAL_STR_INTERNED), flag);
    case MARSHAL_SMALL_TUPLE:
    case MARSHAL_TUPLE: return read_tuple(reader, type == MARSHAL_SMALL_TUPLE, flag);
    case MARSHAL_LIST: return read_list(reader, flag);
    case MARSHAL_DICT: return read_dict(reader, flag);
    case MARSHAL_SET: return read_set(reader, flag);
    case MARSHAL_FROZENSET: return read_frozenset(reader, flag);
    case MARSHAL_CODE: return read_code(reader, flag);
    case MARSHAL_REF: return read_reference(reader);
    default: return bad_data("unknown type code");
    }
}

/* NULL without exception: a MARSHAL_NULL. */
static Own read_object(Reader *reader) {
    if (reader->depth >= MARSHAL_MAX_DEPTH || !stack_has_room()) {
        return error_set(EXC(ValueError), "recursion limit exceeded");
    }
    int byte;
    if (!read_u8(reader, &byte)) {
        if (!error_matches(EXC(EOFError))) return NULL;
        error_clear();
        return error_set(EXC(EOFError), "EOF read where object expected");
    }
    reader->depth++;
    Own object = read_by_type(reader, byte & ~MARSHAL_FLAG_REF, byte & MARSHAL_FLAG_REF);
    reader->depth--;
    return object;
}

Own marshal_loads(const u8 *bytes, isize length, isize *used) {
    Reader reader = {.next = bytes, .limit = bytes + length, .refs = list_new(0)};
    if (!reader.refs) return NULL;
    Own object = read_item(&reader, "object");
    release(reader.refs);
    if (used) *used = reader.next - bytes;
    return object;
}

Own marshal_load(Ref file) {
    Reader reader = {.file = file, .refs = list_new(0)};
    if (!reader.refs) return NULL;
    Own object = read_item(&reader, "object");
    release(reader.refs);
    release_maybe(reader.piece);
    return object;
}
