/* int_text.c: ints to text and back.
 *
 * A base that is a power of two copies bits. Any other is a change of base, quadratic where numbers are short;
 * long ones are cut in halves at a power of the base, which lets fast multiplication and division do the
 * work. The limit on digits (sys.set_int_max_str_digits) stands guard over the bases that are not powers of
 * two. */
#include "object/bytes.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/int_digits.h"
#include "object/int_internal.h"
#include "object/str.h"
#include "world/world.h"

enum {
    DEFAULT_LIMIT = 4300,
    LIMIT_THRESHOLD = 640, /* no limit is lower */
    CHUNK_DIGITS = 9,      /* decimal digits in 30 bits */
    SHORT_COUNT = 60,      /* 30-bit digits up to which the quadratic way is the faster one ... */
    SHORT_WIDTH = SHORT_COUNT * CHUNK_DIGITS, /* ... which are at most so many decimal ones */
    SHORT_TEXT = 256,                         /* characters to be read up to which it is */
    MOST_POWERS = 40
};
#define CHUNK ((u32)1000000000)

isize int_max_str_digits(void) { return OBJECT_ROOT->int_max_str_digits_offset + DEFAULT_LIMIT; }
void int_set_max_str_digits(isize limit) { OBJECT_ROOT->int_max_str_digits_offset = limit - DEFAULT_LIMIT; }

static bool over_limit(isize digits) {
    return digits > LIMIT_THRESHOLD && int_max_str_digits() > 0 && digits > int_max_str_digits();
}

/* --- powers of a base, each the square of the one before -------------------------------------------------- */

typedef struct Powers {
    u32 *digits[MOST_POWERS]; /* raw blocks */
    isize count[MOST_POWERS];
    int made;
} Powers;

static void powers_free(Powers *powers) {
    while (powers->made > 0) arena_free(powers->digits[--powers->made]);
}

/* Adds the square of the last power. */
static bool powers_square(Powers *powers) {
    int last = powers->made - 1;
    isize count = powers->count[last];
    u32 *square = arena_alloc((usize)(2 * count) * sizeof(u32), BLOCK_RAW);
    if (!square) return false;
    if (!digits_multiply(square, powers->digits[last], count, powers->digits[last], count)) {
        arena_free(square);
        return false;
    }
    powers->digits[powers->made] = square;
    powers->count[powers->made++] = digits_trim(square, 2 * count);
    return true;
}

/* Starts with base ** exponent. */
static bool powers_start(Powers *powers, u32 base, isize exponent) {
    powers->made = 0;
    u32 *digits = arena_alloc((usize)(exponent / 5 + 2) * sizeof(u32), BLOCK_RAW); /* 6 bits a digit and more */
    if (!digits) return false;
    isize count = 1;
    digits[0] = 1;
    for (isize i = 0; i < exponent; i++) {
        u32 carry = digits_multiply_small(digits, digits, count, base, 0);
        if (carry) digits[count++] = carry;
    }
    powers->digits[0] = digits;
    powers->count[0] = count;
    powers->made = 1;
    return true;
}

/* --- to decimal ------------------------------------------------------------------------------------------- */

/* Exactly `width` characters, zeros in front. `a` is used up. */
static void write_short(u32 *a, isize count, char *out, isize width) {
    char *at = out + width;
    while (at > out) {
        u32 chunk = digits_divide_small(a, a, count, CHUNK);
        count = digits_trim(a, count);
        for (int i = 0; i < CHUNK_DIGITS && at > out; i++, chunk /= 10) *--at = (char)('0' + chunk % 10);
    }
}

/* The same; powers->digits[level] is 10 ** (width / 2), or is above the number. */
static bool write_long(u32 *a, isize count, char *out, isize width, const Powers *powers, int level) {
    count = digits_trim(a, count);
    if (level < 0 || count <= SHORT_COUNT) {
        write_short(a, count, out, width);
        return true;
    }
    isize half = width / 2, np = powers->count[level];
    if (count < np) {
        memset(out, '0', (usize)half);
        return write_long(a, count, out + half, half, powers, level - 1);
    }
    isize nq = count - np + 1;
    u32 *high = arena_alloc((usize)(nq + np) * sizeof(u32), BLOCK_RAW), *low = high + nq;
    if (!high) return false;
    bool ok = digits_divide(high, low, a, count, powers->digits[level], np) &&
              write_long(high, nq, out, half, powers, level - 1) &&
              write_long(low, np, out + half, half, powers, level - 1);
    arena_free(high);
    return ok;
}

/* What CPython's work would take, in virtual time: it goes over all digits for each piece of nine. */
static void charge_conversion(isize digits, isize decimals) {
    if (digits > 2) charge(digits * (decimals / CHUNK_DIGITS) / 2, 3 * CHARGE_DIGITS);
}

/* The magnitude in base 10, in a raw block. */
static bool make_decimal(Ref value, IntText *text) {
    isize count = int_digit_count(value);
    isize least = count * CHUNK_DIGITS + count / 32 + CHUNK_DIGITS; /* 30 bits are 9.03 decimal digits */
    isize width = count <= SHORT_COUNT ? least : SHORT_WIDTH;
    Powers powers = {.made = 0};
    bool ok = true;
    for (; ok && width < least; width *= 2)
        ok = powers.made ? powers_square(&powers) : powers_start(&powers, 10, SHORT_WIDTH);
    isize copy_at = (width + 3) / 4 * 4;
    char *block = ok ? arena_alloc((usize)(copy_at + count * (isize)sizeof(u32)), BLOCK_RAW) : NULL;
    if (block) {
        text->block = block;
        u32 *copy = (u32 *)(void *)(block + copy_at);
        memcpy(copy, AS_INT(value)->digits, (usize)count * sizeof(u32));
        ok = write_long(copy, count, block, width, &powers, powers.made - 1);
    }
    powers_free(&powers);
    if (!block || !ok) {
        error_memory();
        return false;
    }
    charge_conversion(count, width);
    isize zeros = 0;
    while (zeros < width - 1 && block[zeros] == '0') zeros++;
    text->digits = block + zeros;
    text->length = width - zeros;
    return true;
}

/* --- to text ---------------------------------------------------------------------------------------------- */

static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* Division by a constant is a multiplication: several times as quick as by a base that is not known here. */
static char *write_decimal(u64 magnitude, char *at) {
    do *--at = alphabet[magnitude % 10];
    while (magnitude /= 10);
    return at;
}
static char *write_in_base(u64 magnitude, unsigned base, char *at) {
    do *--at = alphabet[magnitude % base];
    while (magnitude /= base);
    return at;
}

static void make_short(u64 magnitude, unsigned base, IntText *text) {
    char *end = text->local + sizeof text->local;
    char *at = base == 10 ? write_decimal(magnitude, end) : write_in_base(magnitude, base, end);
    text->digits = at;
    text->length = end - at;
}

/* Bits for a base that is a power of two. */
static bool make_binary(Ref value, int bits, IntText *text) {
    isize length = (int_bit_length(value) + bits - 1) / bits;
    const u32 *digits = AS_INT(value)->digits;
    char *block = arena_alloc((usize)length, BLOCK_RAW);
    if (!block) {
        error_memory();
        return false;
    }
    isize count = int_digit_count(value);
    for (isize i = 0; i < length; i++) {
        isize at = i * bits / DIGIT_BITS, offset = i * bits % DIGIT_BITS;
        u32 piece = digits[at] >> offset;
        if (offset + bits > DIGIT_BITS && at + 1 < count) piece |= digits[at + 1] << (DIGIT_BITS - offset);
        block[length - 1 - i] = alphabet[piece & ((1u << bits) - 1)];
    }
    text->block = text->digits = block;
    text->length = length;
    return true;
}

static void *set_limit_error(void) {
    return error_set(EXC(ValueError),
                     "Exceeds the limit (%zd digits) for integer string conversion; use "
                     "sys.set_int_max_str_digits() to increase the limit",
                     int_max_str_digits());
}

bool int_text_make(Ref value, int base, IntText *text) {
    text->block = NULL;
    if (int_digit_count(value) <= 2) {
        u64 magnitude = 0;
        for (isize i = int_digit_count(value) - 1; i >= 0; i--)
            magnitude = magnitude << DIGIT_BITS | AS_INT(value)->digits[i];
        make_short(magnitude, (unsigned)base, text);
        return true;
    }
    if (base != 10) return make_binary(value, base == 2 ? 1 : base == 8 ? 3 : base == 16 ? 4 : 5, text);
    isize limit = int_max_str_digits(), count = int_digit_count(value);
    if (limit > 0 && over_limit((count - 1) * CHUNK_DIGITS)) return set_limit_error() != NULL;
    if (!make_decimal(value, text)) {
        int_text_free(text);
        return false;
    }
    if (!over_limit(text->length)) return true;
    int_text_free(text);
    return set_limit_error() != NULL;
}

void int_text_free(IntText *text) {
    arena_free(text->block);
    text->block = NULL;
}

Own int_to_str(Ref value, int base, bool alternate) {
    IntText text;
    if (!int_text_make(value, base, &text)) return NULL;
    const char *prefix = !alternate ? "" : base == 2 ? "0b" : base == 8 ? "0o" : base == 16 ? "0x" : "";
    isize before = (size_of(value) < 0) + (isize)strlen(prefix);
    Own result = str_new(before + text.length, 127);
    if (result) {
        char *out = (char *)AS_STR(result)->data;
        if (size_of(value) < 0) *out++ = '-';
        for (; *prefix; prefix++) *out++ = *prefix;
        memcpy(out, text.digits, (usize)text.length);
    }
    int_text_free(&text);
    return result;
}

/* --- from digits ------------------------------------------------------------------------------------------ */

/* 0..35, or 37 for what is no digit in any base. */
static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 37;
}

typedef struct Base {
    u32 base;
    int chunk_length; /* characters whose value fits into a digit */
    u32 chunk;        /* base ** chunk_length */
} Base;

static Base base_new(u32 base) {
    Base b = {base, 0, 1};
    while ((u64)b.chunk * base <= DIGIT_BASE) {
        b.chunk *= base;
        b.chunk_length++;
    }
    return b;
}

/* The value of `length` digits; how many 30-bit digits z got. */
static isize read_short(const char *text, isize length, const Base *b, u32 *z) {
    isize count = 0;
    for (isize at = 0; at < length;) {
        isize piece = at == 0 && length % b->chunk_length ? length % b->chunk_length : b->chunk_length;
        u32 value = 0;
        for (isize end = at + piece; at < end; at++) value = value * b->base + (u32)digit_value(text[at]);
        u32 carry;
        if (b->chunk == DIGIT_BASE) { /* one bit more than a factor may have */
            memmove(z + 1, z, (usize)count * sizeof *z);
            z[0] = value;
            count++;
            continue;
        }
        carry = digits_multiply_small(z, z, count, b->chunk, value);
        if (carry) z[count++] = carry;
    }
    return digits_trim(z, count);
}

/* The same; -1: no memory. powers->digits[level] is base ** (SHORT_TEXT << level). */
static isize read_long(const char *text, isize length, const Base *b, u32 *z, const Powers *powers, int level) {
    if (length <= SHORT_TEXT) return read_short(text, length, b, z);
    while ((isize)SHORT_TEXT << level >= length) level--;
    isize cut = (isize)SHORT_TEXT << level, np = powers->count[level];
    isize high_room = (length - cut) / b->chunk_length + 1, low_room = cut / b->chunk_length + 1;
    u32 *high = arena_alloc((usize)(high_room + low_room + high_room + np) * sizeof(u32), BLOCK_RAW);
    if (!high) return -1;
    u32 *low = high + high_room, *product = low + low_room;
    isize nh = read_long(text, length - cut, b, high, powers, level - 1), nl = -1, count = -1;
    if (nh >= 0) nl = read_long(text + (length - cut), cut, b, low, powers, level - 1);
    if (nl >= 0 && nh == 0) {
        memcpy(z, low, (usize)nl * sizeof *z);
        count = nl;
    } else if (nl >= 0 && digits_multiply(product, high, nh, powers->digits[level], np)) {
        count = digits_trim(product, nh + np);
        memcpy(z, product, (usize)count * sizeof *z);
        u32 carry = digits_add(z, z, count, low, nl);
        if (carry) z[count++] = carry;
    }
    arena_free(high);
    return count;
}

static Own from_general_base(const char *text, isize length, u32 base) {
    Base b = base_new(base);
    Powers powers = {.made = 0};
    bool ok = true;
    for (isize cut = SHORT_TEXT; ok && cut < length; cut *= 2)
        ok = powers.made ? powers_square(&powers) : powers_start(&powers, base, SHORT_TEXT);
    Own result = ok ? int_new(length / b.chunk_length + 2) : error_memory();
    if (result) {
        isize count = read_long(text, length, &b, AS_INT(result)->digits, &powers, powers.made - 1);
        if (count >= 0) {
            int_set_size(result, count);
            charge_conversion(count, length);
        } else {
            slot_clear(&result);
            error_memory();
        }
    }
    powers_free(&powers);
    return result ? int_normalize(result) : NULL;
}

static Own from_binary_base(const char *text, isize length, int bits) {
    Own result = int_new((length * bits + DIGIT_BITS - 1) / DIGIT_BITS);
    if (!result) return NULL;
    u32 *digits = AS_INT(result)->digits;
    u64 window = 0;
    int have = 0;
    for (isize at = length; at > 0;) {
        window |= (u64)digit_value(text[--at]) << have;
        have += bits;
        if (have < DIGIT_BITS && at > 0) continue;
        *digits++ = (u32)window & DIGIT_MASK;
        window >>= DIGIT_BITS;
        have -= DIGIT_BITS;
    }
    if (have > 0) *digits = (u32)window;
    return int_normalize(result);
}

static Own from_digits(const char *text, isize length, int base) {
    if ((base & (base - 1)) == 0) return from_binary_base(text, length, __builtin_ctz((unsigned)base));
    if (length <= 12) { /* 36 ** 12 < 2 ** 63 */
        u64 value = 0;
        for (isize i = 0; i < length; i++) value = value * (u64)base + (u64)digit_value(text[i]);
        return int_from_u64(value);
    }
    return from_general_base(text, length, (u32)base);
}

/* --- from text -------------------------------------------------------------------------------------------- */

typedef struct NumberText { /* what is left to be read */
    const char *at, *end;
} NumberText;

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static char peek(const NumberText *text, isize ahead) {
    return text->end - text->at > ahead ? text->at[ahead] : '\0';
}

/* Settles base 0 and skips the prefix. False: "0123" and its like are no ints. */
static int read_prefix(NumberText *text, int base, bool *must_be_zero) {
    char letter = (char)(peek(text, 1) | 0x20);
    int named = peek(text, 0) != '0' ? 10 : letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (base == 0) {
        *must_be_zero = named == 0;
        base = named ? named : 10;
    }
    if (peek(text, 0) == '0' && named == base && named != 10) {
        text->at += 2;
        if (peek(text, 0) == '_') text->at++;
    }
    return base;
}

/* The extent of the digits with single underscores between them; how many digits, 0: malformed. */
static isize scan_digits(NumberText *text, int base, const char **first, const char **after) {
    isize count = 0;
    char previous = '_'; /* none may stand at the start */
    *first = text->at;
    for (; text->at < text->end; text->at++) {
        char c = *text->at;
        if (c == '_') {
            if (previous == '_') return 0;
        } else if (digit_value(c) < base) {
            count++;
        } else {
            break;
        }
        previous = c;
    }
    *after = text->at;
    return previous == '_' ? 0 : count;
}

static void *set_literal_error(int base, Ref source) {
    return error_set(EXC(ValueError), "invalid literal for int() with base %d: %.200R", base, source);
}

/* The number, its digits taken out of the underscores between them. */
static Own read_digits(const char *first, const char *after, isize count, int base) {
    if (after - first == count) return from_digits(first, count, base);
    char *clean = arena_alloc((usize)count, BLOCK_RAW), *out = clean;
    if (!clean) return error_memory();
    for (const char *at = first; at < after; at++)
        if (*at != '_') *out++ = *at;
    Own result = from_digits(clean, count, base);
    arena_free(clean);
    return result;
}

Own int_from_text(const char *bytes, isize length, int base, Ref source) {
    NumberText text = {bytes, bytes + length};
    while (is_space(peek(&text, 0))) text.at++;
    bool negative = peek(&text, 0) == '-', must_be_zero = false;
    if (negative || peek(&text, 0) == '+') text.at++;
    int actual = read_prefix(&text, base, &must_be_zero);
    const char *first, *after;
    isize count = scan_digits(&text, actual, &first, &after);
    if (count == 0) return set_literal_error(base, source);
    if ((actual & (actual - 1)) != 0 && over_limit(count))
        return error_set(
            EXC(ValueError),
            "Exceeds the limit (%zd digits) for integer string conversion: value has %zd digits; use "
            "sys.set_int_max_str_digits() to increase the limit",
            int_max_str_digits(), count);
    while (is_space(peek(&text, 0))) text.at++;
    if (text.at < text.end) return set_literal_error(base, source);
    Own result = read_digits(first, after, count, actual);
    if (!result) return NULL;
    if (must_be_zero && size_of(result) != 0) {
        release(result);
        return set_literal_error(base, source);
    }
    if (!negative) return result;
    Own negated = int_negative(result);
    release(result);
    return negated;
}

Own int_from_literal(const char *text, isize length) { return int_from_text(text, length, 0, None); }
