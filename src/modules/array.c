/* array.c: what an array is made of: numbers side by side, as C has them. */
#include "modules/array.h"
#include "object/float.h"

const ArrayKind array_kinds[] = {{'b', 1, true, true, "b", 1},    {'B', 1, true, false, "B", 0},
                                 {'u', 4, false, false, "w", 20}, {'h', 2, true, true, "h", 4},
                                 {'H', 2, true, false, "H", 2},   {'i', 4, true, true, "i", 8},
                                 {'I', 4, true, false, "I", 6},   {'l', 8, true, true, "l", 12},
                                 {'L', 8, true, false, "L", 10},  {'q', 8, true, true, "q", 12},
                                 {'Q', 8, true, false, "Q", 10},  {'f', 4, false, false, "f", 14},
                                 {'d', 8, false, false, "d", 16}, {0}};

const ArrayKind *array_kind(u32 letter) {
    for (const ArrayKind *kind = array_kinds; kind->letter; kind++) {
        if ((u32)kind->letter == letter) return kind;
    }
    return error_set(EXC(ValueError), "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
}

/* --- room ------------------------------------------------------------------------------------------------ */

Own array_new(Type *type, isize length, const ArrayKind *kind) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    Array *array = AS_ARRAY(self);
    array->kind = kind;
    array->item_size = kind->size;
    gc_track(self);
    if (length == 0) return self;
    if (length <= ISIZE_MAX / kind->size) {
        array->items = arena_alloc((usize)(length * kind->size), BLOCK_RAW);
    }
    if (array->items) {
        array->capacity = array->ob_base.ob_size = length;
        return self;
    }
    release(self);
    return error_memory();
}

/* Some room to spare, by CPython's rule. */
bool array_resize(Ref self, isize length) {
    Array *array = AS_ARRAY(self);
    isize old = array_length(self);
    if (array->exports > 0 && length != old) {
        return error_set(EXC(BufferError), "cannot resize an array that is exporting buffers");
    }
    if (array->capacity >= length && old < length + 16 && array->items) {
        array->ob_base.ob_size = length;
        return true;
    }
    if (length == 0) {
        arena_free(array->items);
        array->items = NULL;
        array->ob_base.ob_size = array->capacity = 0;
        return true;
    }
    isize capacity = (length >> 4) + (old < 8 ? 3 : 7) + length;
    if (capacity > ISIZE_MAX / array->item_size) return error_memory();
    u8 *items = arena_realloc(array->items, (usize)(capacity * array->item_size), BLOCK_RAW);
    if (!items) return error_memory();
    array->items = items;
    array->capacity = capacity;
    array->ob_base.ob_size = length;
    return true;
}

bool array_splice(Ref self, isize start, isize removed, isize count) {
    isize length = array_length(self), behind = length - start - removed, size = AS_ARRAY(self)->item_size;
    if (count == removed) return true;
    if (AS_ARRAY(self)->exports > 0) return array_resize(self, length + count - removed);
    if (count < removed && behind > 0) {
        memmove(array_place(self, start + count), array_place(self, start + removed), (usize)(behind * size));
    }
    if (!array_resize(self, length + count - removed)) return false;
    if (count > removed && behind > 0) {
        memmove(array_place(self, start + count), array_place(self, start + removed), (usize)(behind * size));
    }
    return true;
}

/* --- items ----------------------------------------------------------------------------------------------- */

Own array_get(Ref self, isize index) {
    const ArrayKind *kind = AS_ARRAY(self)->kind;
    const u8 *place = array_place(self, index);
    float narrow;
    double wide;
    u32 character;
    switch (kind->letter) {
    case 'f': memcpy(&narrow, place, sizeof narrow); return float_from_double((double)narrow);
    case 'd': memcpy(&wide, place, sizeof wide); return float_from_double(wide);
    case 'u':
        memcpy(&character, place, sizeof character);
        if (character <= 0x10ffff) return str_from_char(character);
        return error_set(EXC(ValueError), "chr() arg not in range(0x110000)");
    default: return int_from_bytes(place, kind->size, true, kind->is_signed);
    }
}

static bool overflow(const char *message) { return error_set(EXC(OverflowError), message); }

/* How CPython's argument parser words what does not fit into a C type. `wider` is the type that it reads first. */
static bool check_narrow(char letter, i64 value) {
    switch (letter) {
    case 'b':
    case 'B':
        if (value < INT16_MIN && letter == 'b') return overflow("signed short integer is less than minimum");
        if (value > INT16_MAX && letter == 'b') return overflow("signed short integer is greater than maximum");
        if (value < (letter == 'b' ? INT8_MIN : 0)) {
            return overflow(letter == 'b' ? "signed char is less than minimum"
                                          : "unsigned byte integer is less than minimum");
        }
        if (value <= (letter == 'b' ? INT8_MAX : UINT8_MAX)) return true;
        return overflow(letter == 'b' ? "signed char is greater than maximum"
                                      : "unsigned byte integer is greater than maximum");
    case 'h':
        if (value < INT16_MIN) return overflow("signed short integer is less than minimum");
        return value <= INT16_MAX || overflow("signed short integer is greater than maximum");
    default:
        if (value < INT32_MIN) return overflow("signed integer is less than minimum");
        if (value > INT32_MAX) return overflow("signed integer is greater than maximum");
        if (letter == 'i') return true;
        if (value < 0) return overflow("unsigned short is less than minimum");
        return value <= UINT16_MAX || overflow("unsigned short is greater than maximum");
    }
}

static bool check_unsigned(char letter, Ref number, u64 bits) {
    if (int_sign(number) < 0) {
        return overflow(letter == 'Q' ? "can't convert negative int to unsigned"
                                      : "can't convert negative value to unsigned int");
    }
    if (int_bit_length(number) > 64) {
        return overflow(letter == 'Q' ? "int too big to convert"
                                      : "Python int too large to convert to C unsigned long");
    }
    return letter != 'I' || bits <= UINT32_MAX || overflow("unsigned int is greater than maximum");
}

/* The lowest 64 bits of a value that fits the kind. */
static bool integer_bits(const ArrayKind *kind, Ref value, u64 *bits) {
    Own number = int_index(value);
    if (!number) return false;
    int too_large;
    i64 word = int_as_i64_overflow(number, &too_large);
    bool fits;
    *bits = int_as_u64_mask(number);
    if (kind->letter == 'I' || kind->letter == 'L' || kind->letter == 'Q') {
        fits = check_unsigned(kind->letter, number, *bits);
    } else if (too_large) {
        fits = overflow(kind->letter == 'q' ? "int too big to convert"
                                            : "Python int too large to convert to C long");
    } else {
        fits = kind->size == 8 || check_narrow(kind->letter, word);
    }
    release(number);
    return fits;
}

static bool float_bits(const ArrayKind *kind, Ref value, u64 *bits) {
    double wide = float_as_double(value);
    if (wide == -1.0 && error_occurred()) return false;
    float narrow = (float)wide;
    if (kind->letter == 'f') {
        memcpy(bits, &narrow, sizeof narrow);
    } else {
        memcpy(bits, &wide, sizeof wide);
    }
    return true;
}

/* What a value is in memory. Converting it may run code that changes the array. */
static bool item_bits(const ArrayKind *kind, Ref value, u64 *bits) {
    *bits = 0;
    if (kind->is_integer) return integer_bits(kind, value, bits);
    if (kind->letter != 'u') return float_bits(kind, value, bits);
    if (!is_str(value) || str_length(value) != 1) {
        return error_set(EXC(TypeError), "array item must be unicode character");
    }
    *bits = str_char(value, 0);
    return true;
}

bool array_put(Ref self, isize index, Ref value) {
    u64 bits;
    if (!item_bits(AS_ARRAY(self)->kind, value, &bits)) return false;
    if (index >= array_length(self)) return error_set(EXC(IndexError), "array assignment index out of range");
    memcpy(array_place(self, index), &bits, AS_ARRAY(self)->kind->size);
    return true;
}

bool array_append(Ref self, Ref value) {
    u64 bits;
    if (!item_bits(AS_ARRAY(self)->kind, value, &bits)) return false;
    isize length = array_length(self);
    if (!array_resize(self, length + 1)) return false;
    memcpy(array_place(self, length), &bits, AS_ARRAY(self)->kind->size);
    return true;
}

/* --- many at once ---------------------------------------------------------------------------------------- */

bool array_append_bytes(Ref self, const u8 *data, isize length) {
    isize old = array_length(self);
    if (length == 0) return true;
    if (!array_resize(self, old + length / AS_ARRAY(self)->item_size)) return false;
    memcpy(array_place(self, old), data, (usize)length);
    return true;
}

bool array_append_text(Ref self, Ref text) {
    isize old = array_length(self), count = str_length(text);
    if (count == 0) return true;
    if (!array_resize(self, old + count)) return false;
    for (isize i = 0; i < count; i++) {
        u32 character = str_char(text, i);
        memcpy(array_place(self, old + i), &character, sizeof character);
    }
    return true;
}

static bool extend_by_array(Ref self, Ref other) {
    isize old = array_length(self), count = array_length(other);
    if (AS_ARRAY(self)->kind != AS_ARRAY(other)->kind) {
        return error_set(EXC(TypeError), "can only extend with array of same kind");
    }
    if (count == 0) return true;
    if (!array_resize(self, old + count)) return false;
    memcpy(array_place(self, old), AS_ARRAY(other)->items, (usize)(count * AS_ARRAY(self)->item_size));
    return true;
}

bool array_extend(Ref self, Ref iterable) {
    if (is_array(iterable)) return extend_by_array(self, iterable);
    Own iterator = object_iter(iterable), item;
    if (!iterator) return false;
    bool done = true;
    while (done && (item = object_next(iterator)) != NULL) {
        done = array_append(self, item);
        release(item);
    }
    release(iterator);
    return done && !error_occurred();
}
