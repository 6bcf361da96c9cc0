/* bytearray.c: bytes that can be changed.
 *
 *     block                 start                              block + capacity
 *     |  cut off in front   |  ob_size bytes in use  | NUL |  spare  |
 *
 * Bytes deleted in front only move `start`. `capacity` follows CPython's rule to the byte, since sys.getsizeof
 * and
 * __alloc__ show it. While bytes are lent out (`exports`), nothing may move. An array that never held anything
 * has no block; its `start` is a NUL that nobody writes to. */
#include "object/bytearray.h"

#include "object/call.h"
#include "object/list.h"
#include "object/number.h"
#include "object/sequence.h"

/* --- size --------------------------------------------------------------------------------------------- */

/* Where an array without a block points: a NUL in the arena that is never written to. */
static u8 *no_bytes(void) { return bytes_data(OBJECT_ROOT->empty_bytes); }

bool bytearray_is_resizable(Ref self) {
    if (AS_BYTEARRAY(self)->exports == 0) return true;
    return error_set(EXC(BufferError), "Existing exports of data: object cannot be re-sized") != NULL;
}

/* What to allocate for `size` bytes where the block must be a new one. */
static isize next_capacity(isize size, isize capacity) {
    bool grows_little = (double)size <= (double)capacity * 1.125;
    return grows_little ? size + (size >> 3) + (size < 9 ? 3 : 6) : size + 1;
}

/* A block of another size; the bytes in use stay, at its start. */
static bool set_capacity(ByteArray *array, isize capacity, isize kept) {
    u8 *block;
    if (array->start != array->block && array->block) {
        block = arena_alloc((usize)capacity, BLOCK_RAW);
        if (block) memcpy(block, array->start, (usize)kept);
        if (block) arena_free(array->block);
    } else {
        block = arena_realloc(array->block, (usize)capacity, BLOCK_RAW);
    }
    if (!block) return error_memory() != NULL;
    array->block = array->start = block;
    array->capacity = capacity;
    return true;
}

bool bytearray_resize(Ref self, isize size) {
    ByteArray *array = AS_BYTEARRAY(self);
    isize old_size = size_of(self), offset = array->block ? array->start - array->block : 0;
    if (size == old_size) return true;
    if (!bytearray_is_resizable(self)) return false;
    bool fits = size + offset + 1 <= array->capacity;
    if (!fits || size < array->capacity / 2) {
        if (size > ISIZE_MAX - 16 - (size >> 3)) return error_memory() != NULL;
        isize capacity = fits ? size + 1 : next_capacity(size, array->capacity);
        if (!set_capacity(array, capacity, isize_min(size, old_size))) return false;
    }
    array->ob_base.ob_size = size;
    array->start[size] = 0;
    return true;
}

bool bytearray_splice(Ref self, isize low, isize high, const u8 *bytes, isize count) {
    ByteArray *array = AS_BYTEARRAY(self);
    isize size = size_of(self), growth = count - (high - low);
    if (growth < 0) {
        if (!bytearray_is_resizable(self)) return false;
        if (low == 0)
            array->start -= growth;
        else
            memmove(array->start + high + growth, array->start + high, (usize)(size - high));
        if (!bytearray_resize(self, size + growth)) {
            /* The bytes are as they should be; only the block could not be made smaller. */
            error_clear();
            array->ob_base.ob_size = size + growth;
            array->start[size + growth] = 0;
        }
    } else if (growth > 0) {
        if (size > ISIZE_MAX - growth) return error_memory() != NULL;
        if (!bytearray_resize(self, size + growth)) return false;
        memmove(array->start + high + growth, array->start + high, (usize)(size - high));
    }
    if (count > 0) memcpy(array->start + low, bytes, (usize)count);
    return true;
}

/* --- making ------------------------------------------------------------------------------------------- */

static Own bytearray_allocate(Type *type) {
    Own made = object_new(type, 0);
    if (made) AS_BYTEARRAY(made)->start = no_bytes();
    return made;
}

Own bytearray_from(const void *data, isize length) {
    Own made = bytearray_allocate(TYPE(BYTEARRAY));
    if (!made || length == 0) return made;
    if (length > ISIZE_MAX - 16 || !set_capacity(AS_BYTEARRAY(made), length + 1, 0)) {
        if (!error_occurred()) error_memory();
        release(made);
        return NULL;
    }
    ByteArray *array = AS_BYTEARRAY(made);
    array->ob_base.ob_size = length;
    if (data) memcpy(array->start, data, (usize)length);
    array->start[length] = 0;
    return made;
}

static Own bytearray_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)args;
    (void)nargs;
    (void)kwnames;
    return bytearray_allocate(type);
}

static bool put_buffer(Ref self, Ref object) {
    Buffer buffer;
    if (!buffer_get_strided(object, &buffer, false)) return false;
    bool put = bytearray_resize(self, buffer.length);
    if (put) buffer_copy_out(&buffer, AS_BYTEARRAY(self)->start, false);
    buffer_release(&buffer);
    return put;
}

bool bytearray_put_items(Ref self, Ref iterable, const char *complaint, bool hinted) {
    Own iterator = object_iter(iterable);
    if (!iterator) {
        if (error_matches(EXC(TypeError))) error_set(EXC(TypeError), complaint, iterable);
        return false;
    }
    Own item;
    bool put = !hinted || object_length_hint(iterable, 0) >= 0;
    while (put && (item = object_next(iterator))) {
        u8 byte;
        put = byte_value(item, "byte", &byte);
        release(item);
        put = put && bytearray_resize(self, size_of(self) + 1);
        if (put) AS_BYTEARRAY(self)->start[size_of(self) - 1] = byte;
    }
    release(iterator);
    return put && !error_occurred();
}

static bool put_zeros(Ref self, isize count) {
    if (count < 0) return error_set(EXC(ValueError), "negative count") != NULL;
    if (!bytearray_resize(self, count)) return false;
    if (count) memset(AS_BYTEARRAY(self)->start, 0, (usize)count);
    return true;
}

/* From a source without an encoding. */
static bool put_source(Ref self, Ref source) {
    if (is_str(source)) return error_set(EXC(TypeError), "string argument without an encoding") != NULL;
    if (number_is_index(source)) {
        isize count = int_index_as_isize(source, EXC(OverflowError));
        if (count != -1 || !error_occurred()) return put_zeros(self, count);
        if (!error_matches(EXC(TypeError))) return false;
        error_clear();
    }
    if (type_of(source)->slots.buffer_get) return put_buffer(self, source);
    return bytearray_put_items(self, source, "cannot convert '%.200T' object to bytearray", false);
}

static bool bytearray_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"bytearray", {"source", "encoding", "errors"}, .required = 0};
    Ref bound[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return false;
    if (size_of(self) && !bytearray_resize(self, 0)) return false;
    if (bound[1] || bound[2]) {
        Own encoded = bytes_encode_argument(bound[0], bound[1], bound[2], "bytearray");
        bool put = encoded && put_buffer(self, encoded);
        release_maybe(encoded);
        return put;
    }
    return !bound[0] || put_source(self, bound[0]);
}

Own bytearray_from_object(Ref object) {
    Own made = bytearray_allocate(TYPE(BYTEARRAY));
    if (made && !put_source(made, object)) {
        release(made);
        return NULL;
    }
    return made;
}

static void bytearray_dealloc(Own self) {
    arena_free(AS_BYTEARRAY(self)->block);
    object_free(self);
}

/* --- operators ---------------------------------------------------------------------------------------- */

static Own bytearray_repr(Ref self) {
    StrBuilder out;
    str_builder_init(&out);
    Own name = object_type_name(self);
    if (!name) return NULL;
    str_builder_str(&out, name);
    release(name);
    str_builder_char(&out, '(');
    bytes_show(&out, bytearray_span(self), true, true);
    str_builder_char(&out, ')');
    return str_builder_finish(&out);
}

static Own bytearray_str(Ref self) {
    return bytes_warn("str() on a bytearray instance") ? bytearray_repr(self) : NULL;
}

static Own bytearray_richcompare(Ref left, Ref right, CompareOp op) {
    bool asks = (is_str(left) || is_str(right)) && (op == COMPARE_EQ || op == COMPARE_NE);
    if (asks && !bytes_warn("Comparison between bytearray and string")) return NULL;
    if (!type_of(left)->slots.buffer_get || !type_of(right)->slots.buffer_get) return own_not_implemented();
    Buffer a, b;
    if (!buffer_get(left, &a, false)) {
        error_clear();
        return own_not_implemented();
    }
    Own result;
    if (buffer_get(right, &b, false)) {
        int order = bytes_order(buffer_span(&a), buffer_span(&b));
        result = own_bool(sequence_compare_lengths(order, 0, op));
        buffer_release(&b);
    } else {
        error_clear();
        result = own_not_implemented();
    }
    buffer_release(&a);
    return result;
}

static Own bytearray_concat(Ref a, Ref b) {
    Buffer left, right;
    if (!bytes_concat_buffers(a, b, &left, &right)) return NULL;
    isize length;
    Own joined = NULL;
    if (__builtin_add_overflow(left.length, right.length, &length))
        error_memory();
    else
        joined = bytearray_from(NULL, length);
    u8 *out = joined ? AS_BYTEARRAY(joined)->start : NULL;
    if (joined && left.length) memcpy(out, left.data, (usize)left.length);
    if (joined && right.length) memcpy(out + left.length, right.data, (usize)right.length);
    buffer_release(&right);
    buffer_release(&left);
    return joined;
}

/* Makes it `added` bytes longer; where those are its own, they are not lent out meanwhile. */
static bool append_bytes(Ref self, const void *bytes, isize added) {
    isize size = size_of(self), grown;
    if (__builtin_add_overflow(size, added, &grown)) return error_memory() != NULL;
    if (!bytearray_resize(self, grown)) return false;
    u8 *start = AS_BYTEARRAY(self)->start;
    if (added) memcpy(start + size, bytes ? bytes : start, (usize)added);
    return true;
}

static Own bytearray_inplace_concat(Ref self, Ref other) {
    if (other == self) return append_bytes(self, NULL, size_of(self)) ? own(self) : NULL;
    Buffer buffer;
    if (!buffer_get(other, &buffer, false)) {
        if (error_matches(EXC(MemoryError))) return NULL;
        return error_set(EXC(TypeError), "can't concat %.100T to %.100T", other, self);
    }
    bool done = append_bytes(self, buffer.data, buffer.length);
    buffer_release(&buffer);
    return done ? own(self) : NULL;
}

static Own bytearray_repeat(Ref self, isize count) {
    isize total;
    if (count < 0) count = 0;
    if (__builtin_mul_overflow(size_of(self), count, &total)) return error_memory();
    Own made = bytearray_from(NULL, total);
    if (made) bytes_fill_repeated(AS_BYTEARRAY(made)->start, bytearray_span(self), count);
    return made;
}

static Own bytearray_inplace_repeat(Ref self, isize count) {
    isize size = size_of(self), total;
    if (count < 0) count = 0;
    if (__builtin_mul_overflow(size, count, &total)) return error_memory();
    if (!bytearray_resize(self, total)) return NULL;
    if (count > 1 && size) {
        u8 *start = AS_BYTEARRAY(self)->start;
        bytes_fill_repeated(start + size, byte_chars(start, size), count - 1);
    }
    return own(self);
}

static Own bytearray_remainder(Ref left, Ref right) {
    if (!is_bytearray(left)) return own_not_implemented();
    Own made = bytes_percent_format(left, right);
    if (!made) return NULL;
    Own copy = bytearray_from(bytes_data(made), size_of(made));
    release(made);
    return copy;
}

static bool bytearray_buffer_get(Ref self, Buffer *buffer, bool writable) {
    (void)writable;
    *buffer = (Buffer){.owner = own(self),
                       .data = (char *)AS_BYTEARRAY(self)->start,
                       .length = size_of(self),
                       .item_size = 1,
                       .ndim = 1};
    AS_BYTEARRAY(self)->exports++;
    return true;
}

static void bytearray_buffer_release(Ref self, Buffer *buffer) {
    (void)buffer;
    AS_BYTEARRAY(self)->exports--;
}

const TypeSpec bytearray_spec = {
    .name = "bytearray",
    .basicsize = sizeof(ByteArray),
    .flags = TYPE_BASETYPE | TYPE_MATCH_SELF,
    .slots = {.dealloc = bytearray_dealloc,
              .repr = bytearray_repr,
              .str = bytearray_str,
              .getattro = object_generic_get_attribute,
              .richcompare = bytearray_richcompare,
              .iter = bytearray_iter,
              .new = bytearray_new_python,
              .init = bytearray_init,
              .remainder = bytearray_remainder,
              .length = size_of,
              .concat = bytearray_concat,
              .repeat = bytearray_repeat,
              .inplace_concat = bytearray_inplace_concat,
              .inplace_repeat = bytearray_inplace_repeat,
              .contains = bytes_contains,
              .item = bytearray_item,
              .subscript = bytearray_subscript,
              .set_subscript = bytearray_set_subscript,
              .buffer_get = bytearray_buffer_get,
              .buffer_release = bytearray_buffer_release},
    .methods = bytearray_methods,
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
           "bytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n"
           "  - an iterable yielding integers in range(256)\n"
           "  - a text string encoded using the specified encoding\n"
           "  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer"};
