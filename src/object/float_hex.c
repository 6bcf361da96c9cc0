/* float_hex.c: float.hex() and float.fromhex(): the exact text of a double, 0x1.999999999999ap-4.
 *
 * To read it, up to 14 digits from the first that is not zero are gathered as an integer of 56 bits, any one
 * after them that is not zero as "something more": a double has 53 bits, so this is enough to round once. */
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/float_internal.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

#include <math.h>

/* --- writing ---------------------------------------------------------------------------------------------- */

Own float_method_hex(Ref self) {
    double value = AS_FLOAT(self)->value;
    if (!isfinite(value)) return object_repr(self);
    u64 bits;
    memcpy(&bits, &value, sizeof bits);
    u64 fraction = bits & (((u64)1 << 52) - 1);
    int biased = (int)(bits >> 52) & 0x7FF;
    const char *sign = signbit(value) ? "-" : "";
    if (value == 0.0) return str_format("%s0x0.0p+0", sign);
    int exponent = biased ? biased - 1023 : -1022;
    char digits[14];
    for (int i = 12; i >= 0; i--, fraction >>= 4) digits[i] = "0123456789abcdef"[fraction & 15];
    digits[13] = '\0';
    return str_format("%s0x%d.%sp%c%d", sign, biased != 0, digits, exponent < 0 ? '-' : '+',
                      exponent < 0 ? -exponent : exponent);
}

/* --- reading ---------------------------------------------------------------------------------------------- */

typedef struct HexReader {
    const char *at, *end;
    u64 mantissa;
    i64 exponent; /* of the mantissa's last digit, in bits */
    bool more;    /* something not zero below it */
    bool any;     /* a digit was read */
} HexReader;

static char peek(const HexReader *reader) { return reader->at < reader->end ? *reader->at : '\0'; }

static bool skip(HexReader *reader, char small_letter) {
    if ((peek(reader) | 0x20) != small_letter) return false;
    reader->at++;
    return true;
}

static bool skip_word(HexReader *reader, const char *word) {
    HexReader start = *reader;
    for (; *word; word++)
        if (!skip(reader, *word)) {
            *reader = start;
            return false;
        }
    return true;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_digits(HexReader *reader, bool behind_point) {
    for (int digit; (digit = hex_value(peek(reader))) >= 0; reader->at++) {
        reader->any = true;
        if (reader->mantissa >> 56) { /* more than 53 bits and one to round by are here */
            reader->more |= digit != 0;
            reader->exponent += 4;
        } else {
            reader->mantissa = reader->mantissa << 4 | (u64)digit;
        }
        if (behind_point) reader->exponent -= 4;
    }
}

/* p+12; false: no digit after the letter. */
static bool read_exponent(HexReader *reader) {
    if (!skip(reader, 'p')) return true;
    bool negative = peek(reader) == '-';
    if (negative || peek(reader) == '+') reader->at++;
    if (peek(reader) < '0' || peek(reader) > '9') return false;
    i64 exponent = 0;
    for (; peek(reader) >= '0' && peek(reader) <= '9'; reader->at++)
        if (exponent < (i64)1 << 50) exponent = exponent * 10 + (peek(reader) - '0');
    reader->exponent += negative ? -exponent : exponent;
    return true;
}

/* (mantissa + less than 1 where `more`) * 2**exponent, rounded; inf: too large. */
static double rounded_value(const HexReader *reader) {
    if (reader->mantissa == 0) return 0.0;
    int length = 64 - __builtin_clzll(reader->mantissa);
    if (length + reader->exponent > 1024) return HUGE_VAL;
    if (length + reader->exponent < -1074) return 0.0;
    i64 lowest = length + reader->exponent - 53 > -1074 ? length + reader->exponent - 53 : -1074;
    int drop = (int)(lowest - reader->exponent);
    if (drop <= 0) return ldexp((double)reader->mantissa, (int)reader->exponent);
    u64 half = (u64)1 << (drop - 1), low = reader->mantissa & (half * 2 - 1), kept = reader->mantissa >> drop;
    if (low > half || (low == half && (reader->more || kept % 2))) kept++;
    return ldexp((double)kept, (int)lowest);
}

static bool read_finite(HexReader *reader) {
    if (peek(reader) == '0' && reader->end - reader->at > 1 && (reader->at[1] | 0x20) == 'x') reader->at += 2;
    read_digits(reader, false);
    if (peek(reader) == '.') {
        reader->at++;
        read_digits(reader, true);
    }
    return reader->any && read_exponent(reader);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* False and raised. */
static bool read_text(Ref string, double *value) {
    Own bytes = str_keep_utf8(string);
    if (!bytes) return false;
    HexReader reader = {
        (const char *)bytes_data(bytes), (const char *)bytes_data(bytes) + size_of(bytes), 0, 0, 0, 0};
    while (is_space(peek(&reader))) reader.at++;
    bool negative = peek(&reader) == '-', ok = true;
    if (negative || peek(&reader) == '+') reader.at++;
    if (skip_word(&reader, "infinity") || skip_word(&reader, "inf")) {
        *value = HUGE_VAL;
    } else if (skip_word(&reader, "nan")) {
        *value = (double)NAN;
    } else {
        ok = read_finite(&reader);
        *value = rounded_value(&reader);
        if (ok && isinf(*value)) {
            while (is_space(peek(&reader))) reader.at++;
            ok = reader.at == reader.end;
            if (ok)
                error_set(EXC(OverflowError), "hexadecimal value too large to represent as a float");
            else
                error_set(EXC(ValueError), "invalid hexadecimal floating-point string");
            release(bytes);
            return false;
        }
    }
    while (is_space(peek(&reader))) reader.at++;
    ok = ok && reader.at == reader.end;
    if (negative) *value = -*value;
    if (!ok) error_set(EXC(ValueError), "invalid hexadecimal floating-point string");
    release(bytes);
    return ok;
}

Own float_method_fromhex(Ref type, Ref string) {
    if (!is_str(string)) return error_set(EXC(TypeError), "bad argument type for built-in operation");
    double value;
    if (!read_text(string, &value)) return NULL;
    Own result = float_from_double(value);
    if (!result || AS_TYPE(type) == TYPE(FLOAT)) return result;
    Own instance = object_call_one(type, result);
    release(result);
    return instance;
}
