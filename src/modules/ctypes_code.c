/* ctypes_code.c: values of C's own types in memory, and as Python objects.
 *
 * A type is a row of a table: how many bytes, how they are read, how they are written. Integers are all
 * alike but for size and sign, so is the other order of bytes; bit fields are integers of which some bits
 * count. */
#include <float.h>

#include "modules/ctypes.h"
#include "object/float.h"

/* Bytes in a register, the other way round where the type wants that. Their order is the machine's own:
 * little endian. */
static u64 load(const CCode *code, const u8 *memory) {
    u64 bits = 0;
    for (int i = 0; i < code->size; i++) {
        bits |= (u64)memory[code->swapped ? code->size - 1 - i : i] << 8 * i;
    }
    return bits;
}
static void store(const CCode *code, u8 *memory, u64 bits) {
    for (int i = 0; i < code->size; i++) {
        memory[code->swapped ? code->size - 1 - i : i] = (u8)(bits >> 8 * i);
    }
}

/* --- integers ------------------------------------------------------------------------------------------- */

/* The lowest `count` bits, as a number with a sign or without. */
static Own number_of_bits(u64 bits, int count, bool is_signed) {
    int unused = 64 - count;
    return is_signed ? int_from_i64((i64)(bits << unused) >> unused) : int_from_u64(bits << unused >> unused);
}

/* CPython 3.11 gives some bit fields a place beyond their type's own bits, where fields of several types
 * share a unit. What comes of it is what the machine's shifts make of it: they count within a register of 32
 * or 64 bits. */
static int shift_limit(const CCode *code) { return code->size > 4 ? 63 : 31; }

static Own integer_get(const CCode *code, const u8 *memory, isize size) {
    u64 bits = load(code, memory);
    int width = code->size * 8, count = FIELD_BITS(size);
    if (!count) return number_of_bits(bits, width, code->is_signed);
    bits <<= (width - FIELD_LOW_BIT(size) - count) & shift_limit(code);
    return number_of_bits(bits << (64 - width) >> (64 - count), count, code->is_signed);
}

static Own integer_set(const CCode *code, u8 *memory, Ref value, isize size) {
    Own integer = int_index(value);
    if (!integer) return NULL;
    u64 bits = int_as_u64_mask(integer);
    release(integer);
    if (FIELD_BITS(size)) {
        u64 mask = ~(u64)0 >> (64 - FIELD_BITS(size));
        int low = FIELD_LOW_BIT(size) & shift_limit(code);
        bits = (load(code, memory) & ~(mask << low)) | (bits & mask) << low;
    }
    store(code, memory, bits);
    return own_none();
}

static Own bool_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    return own_bool(*memory != 0);
}
static Own bool_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    int truth = object_is_true(value);
    if (truth < 0) return NULL;
    *memory = (u8)truth;
    return own_none();
}

/* Windows's VARIANT_BOOL. */
static Own variant_bool_get(const CCode *code, const u8 *memory, isize size UNUSED) {
    return own_bool(load(code, memory) != 0);
}
static Own variant_bool_set(const CCode *code, u8 *memory, Ref value, isize size UNUSED) {
    int truth = object_is_true(value);
    if (truth < 0) return NULL;
    store(code, memory, truth ? ~(u64)0 : 0);
    return own_none();
}

/* --- floating point ------------------------------------------------------------------------------------- */

static Own real_get(const CCode *code, const u8 *memory, isize size UNUSED) {
    u64 bits = load(code, memory);
    double number;
    float single;
    if (code->size == sizeof single) {
        memcpy(&single, &bits, sizeof single);
        return float_from_double((double)single);
    }
    memcpy(&number, &bits, sizeof number);
    return float_from_double(number);
}

static Own real_set(const CCode *code, u8 *memory, Ref value, isize size UNUSED) {
    double number = float_as_double(value);
    if (number == -1.0 && error_occurred()) return NULL;
    u64 bits = 0;
    float single = (float)number;
    if (code->size == sizeof single)
        memcpy(&bits, &single, sizeof single);
    else
        memcpy(&bits, &number, sizeof number);
    store(code, memory, bits);
    return own_none();
}

static Own long_double_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    long double number;
    memcpy(&number, memory, sizeof number);
    return float_from_double((double)number);
}
static Own long_double_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    long double number = float_as_double(value);
    if (number == -1.0L && error_occurred()) return NULL;
    memset(memory, 0, sizeof number); /* what is not the number's is always the same */
    memcpy(memory, &number, LDBL_MANT_DIG == 64 ? 10 : sizeof number);
    return own_none();
}

/* --- characters ----------------------------------------------------------------------------------------- */

static Own char_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    return bytes_from(memory, 1);
}
static Own char_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    int overflow = 0;
    i64 number = is_int(value) ? int_as_i64_overflow(value, &overflow) : -1;
    if (is_bytes(value) && size_of(value) == 1) {
        *memory = *bytes_data(value);
    } else if (is_bytearray(value) && size_of(value) == 1) {
        *memory = *AS_BYTEARRAY(value)->start;
    } else if (!overflow && number >= 0 && number < 256) {
        *memory = (u8)number;
    } else {
        return error_set(EXC(TypeError), "one character bytes, bytearray or integer expected");
    }
    return own_none();
}

static bool check_text(Ref value) {
    return is_str(value) || error_set(EXC(TypeError), "unicode string expected instead of %s instance",
                                      type_of(value)->name) != NULL;
}

static Own wide_char_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    return memory_wide_text(memory, 1);
}
static Own wide_char_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    if (!check_text(value)) return NULL;
    if (str_length(value) != 1) return error_set(EXC(TypeError), "one character unicode string expected");
    u32 character = str_char(value, 0);
    memcpy(memory, &character, sizeof character);
    return own_none();
}

/* --- arrays of characters, as fields -------------------------------------------------------------------- */

static Own bytes_get(const CCode *code UNUSED, const u8 *memory, isize size) {
    const u8 *end = memchr(memory, 0, (usize)size);
    return bytes_from(memory, end ? end - memory : size);
}
static Own bytes_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size) {
    if (!is_bytes(value)) return error_set(EXC(TypeError), "expected bytes, %s found", type_of(value)->name);
    isize length = (isize)strlen((const char *)bytes_data(value)); /* to its first NUL */
    if (length > size) {
        return error_set(EXC(ValueError), "bytes too long (%zd, maximum length %zd)", length, size);
    }
    memcpy(memory, bytes_data(value),
           (usize)(length < size ? length + 1 : length)); /* the NUL too, if it fits */
    return own_none();
}

static Own text_get(const CCode *code UNUSED, const u8 *memory, isize size) {
    isize length = 0, room = size / (isize)sizeof(u32);
    while (length < room && wide_at(memory, length)) length++;
    return memory_wide_text(memory, length);
}
static Own text_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size) {
    if (!check_text(value)) return NULL;
    isize length = str_length(value), room = size / (isize)sizeof(u32);
    if (length > room) {
        return error_set(EXC(ValueError), "string too long (%zd, maximum length %zd)", length, room);
    }
    memory_put_wide(memory, value, room);
    return own_none();
}

/* --- pointers ------------------------------------------------------------------------------------------- */

static void *pointer_load(const u8 *memory) {
    void *pointer;
    memcpy(&pointer, memory, sizeof pointer);
    return pointer;
}
static void pointer_store(u8 *memory, const void *pointer) { memcpy(memory, &pointer, sizeof pointer); }

/* None and integers are addresses for every kind of pointer. False: it is neither. */
static bool store_address(u8 *memory, Ref value) {
    if (value != None && !is_int(value)) return false;
    pointer_store(memory, value == None ? NULL : address_from_int(value));
    return true;
}

static Own void_pointer_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    const void *pointer = pointer_load(memory);
    return pointer ? address_to_int(pointer) : own_none();
}
static Own void_pointer_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    if (store_address(memory, value)) return own_none();
    return error_set(EXC(TypeError), "cannot be converted to pointer");
}

static Own char_pointer_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    const char *text = pointer_load(memory);
    isize length = text ? memory_text_length(text) : 0;
    if (length < 0) return NULL;
    return text ? bytes_from(text, length) : own_none();
}
static Own char_pointer_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    if (store_address(memory, value)) return own_none();
    if (!is_bytes(value)) {
        return error_set(EXC(TypeError), "bytes or integer address expected instead of %s instance",
                         type_of(value)->name);
    }
    pointer_store(memory, bytes_data(value));
    return own(value);
}

static Own wide_pointer_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    const u8 *text = pointer_load(memory);
    isize length = text ? memory_wide_length(text) : 0;
    if (length < 0) return NULL;
    return text ? memory_wide_text(text, length) : own_none();
}
static Own wide_pointer_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    if (store_address(memory, value)) return own_none();
    if (!is_str(value)) {
        return error_set(EXC(TypeError), "unicode string or integer address expected instead of %s instance",
                         type_of(value)->name);
    }
    isize room = str_length(value) + 1;
    Own copy = bytes_from(NULL, room * (isize)sizeof(u32));
    if (!copy) return NULL;
    memory_put_wide(bytes_data(copy), value, room);
    pointer_store(memory, bytes_data(copy));
    return capsule_new("_ctypes/cfield.c wchar_t buffer", copy);
}

static Own object_get(const CCode *code UNUSED, const u8 *memory, isize size UNUSED) {
    const void *object = pointer_load(memory);
    if (!object) return error_set(EXC(ValueError), "PyObject is NULL");
    return memory_is_object(object) ? own((Ref)object) : NULL;
}
static Own object_set(const CCode *code UNUSED, u8 *memory, Ref value, isize size UNUSED) {
    pointer_store(memory, value);
    return own(value);
}

/* --- the tables ----------------------------------------------------------------------------------------- */

#define INTEGER(letter, type, sign, format, swap)                                                              \
    { letter, sizeof(type), sizeof(type), VALUE_WORD, sign, swap, integer_get, integer_set, format }
#define REAL(letter, type, format, swap)                                                                       \
    { letter, sizeof(type), sizeof(type), VALUE_FLOAT, true, swap, real_get, real_set, format }
#define POINTER(letter, get, set, format)                                                                      \
    { letter, sizeof(void *), sizeof(void *), VALUE_WORD, false, false, get, set, format }

static const CCode codes[] = {
    INTEGER('b', i8, true, "<b", false),
    INTEGER('B', u8, false, "<B", false),
    {'c', 1, 1, VALUE_WORD, true, false, char_get, char_set, "<c"},
    REAL('d', double, "<d", false),
    {'g', sizeof(long double), sizeof(long double), VALUE_LONG_DOUBLE, true, false, long_double_get,
     long_double_set, "<g"},
    REAL('f', float, "<f", false),
    INTEGER('h', short, true, "<h", false),
    INTEGER('H', unsigned short, false, "<H", false),
    INTEGER('i', int, true, "<i", false),
    INTEGER('I', unsigned, false, "<I", false),
    INTEGER('l', long, true, "<q", false),
    INTEGER('L', unsigned long, false, "<Q", false),
    INTEGER('q', long long, true, "<q", false),
    INTEGER('Q', unsigned long long, false, "<Q", false),
    {'v', sizeof(short), sizeof(short), VALUE_WORD, true, false, variant_bool_get, variant_bool_set, "<v"},
    {'?', 1, 1, VALUE_WORD, false, false, bool_get, bool_set, "<?"},
    {'u', sizeof(u32), sizeof(u32), VALUE_WORD, true, false, wide_char_get, wide_char_set, "<u"},
    POINTER('P', void_pointer_get, void_pointer_set, "<P"),
    POINTER('z', char_pointer_get, char_pointer_set, "<z"),
    POINTER('Z', wide_pointer_get, wide_pointer_set, "<Z"),
    POINTER('O', object_get, object_set, "<O")};

static const CCode swapped_codes[] = {REAL('d', double, ">d", true),
                                      REAL('f', float, ">f", true),
                                      INTEGER('h', short, true, ">h", true),
                                      INTEGER('H', unsigned short, false, ">H", true),
                                      INTEGER('i', int, true, ">i", true),
                                      INTEGER('I', unsigned, false, ">I", true),
                                      INTEGER('l', long, true, ">q", true),
                                      INTEGER('L', unsigned long, false, ">Q", true),
                                      INTEGER('q', long long, true, ">q", true),
                                      INTEGER('Q', unsigned long long, false, ">Q", true)};

const CCode ccode_bytes = POINTER('s', bytes_get, bytes_set, "<s");
const CCode ccode_text = POINTER('U', text_get, text_set, "<U");

const CCode *ccode_find(u32 letter) {
    for (isize i = 0; i < COUNT_OF(codes); i++) {
        if ((u32)codes[i].letter == letter) return &codes[i];
    }
    return NULL;
}

const CCode *ccode_swapped(const CCode *code) {
    for (isize i = 0; i < COUNT_OF(swapped_codes); i++) {
        if (swapped_codes[i].letter == code->letter) return &swapped_codes[i];
    }
    return NULL;
}
