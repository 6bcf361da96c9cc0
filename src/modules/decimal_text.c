/* decimal_text.c: numeric strings of the specification, read and written.
 *
 *     sign? (digits ("." digits?)? | "." digits) (("e" | "E") sign? digits)?
 *     sign? ("inf" | "infinity" | "nan" digits? | "snan" digits?)     in any case */
#include "modules/decimal.h"

/* --- reading -------------------------------------------------------------------------------------------- */

typedef struct Reader {
    const char *at, *end;
} Reader;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c, char lower) { return (c | 0x20) == lower; }

static bool take_word(Reader *reader, const char *word) {
    const char *at = reader->at;
    for (; *word; word++, at++)
        if (at == reader->end || !is_letter(*at, *word)) return false;
    reader->at = at;
    return true;
}
static u8 take_sign(Reader *reader) {
    if (reader->at == reader->end || (*reader->at != '+' && *reader->at != '-')) return 0;
    return *reader->at++ == '-';
}
static const char *skip_digits(Reader *reader) {
    const char *start = reader->at;
    while (reader->at < reader->end && is_digit(*reader->at)) reader->at++;
    return start;
}

/* The digits of a text, a point among them skipped, as a coefficient; no leading zeros. */
static bool set_digits(Decimal *d, const char *text, const char *end, isize digits, u32 *status) {
    isize count = isize_max(1, words_for_digits(digits)), at = 0;
    if (!decimal_reserve(d, count, status)) return false;
    u64 word = 0;
    int place = 0;
    while (end > text) {
        char c = *--end;
        if (c == '.') continue;
        word += (u64)(c - '0') * words_power_of_ten[place];
        if (++place < WORD_DIGITS) continue;
        d->words[at++] = word;
        word = 0;
        place = 0;
    }
    if (at < count) d->words[at++] = word;
    decimal_count_digits(d, at);
    return true;
}

static bool parse_payload(Decimal *result, Reader *reader, u8 sign, DecimalKind kind, const Rules *rules,
                          u32 *status) {
    const char *start = skip_digits(reader);
    if (reader->at != reader->end) return false;
    while (start < reader->end && *start == '0') start++;
    decimal_set_nan(result, sign, kind);
    if (start == reader->end) return true;
    if (reader->end - start > rules->prec - rules->clamp) return false;
    set_digits(result, start, reader->end, reader->end - start, status);
    return true;
}

/* The exponent; as much of it as can matter. */
static bool parse_exponent(Reader *reader, i64 *exponent) {
    const i64 most = 4000000000000000000;
    reader->at++;
    u8 sign = take_sign(reader);
    const char *start = skip_digits(reader);
    if (reader->at == start) return false;
    for (; start < reader->at; start++)
        *exponent = *exponent > most / 10 ? most : *exponent * 10 + (*start - '0');
    if (sign) *exponent = -*exponent;
    return true;
}

static bool parse_number(Decimal *result, Reader *reader, u8 sign, u32 *status) {
    const char *start = skip_digits(reader), *point = NULL;
    isize digits = reader->at - start;
    if (reader->at < reader->end && *reader->at == '.') {
        point = reader->at++;
        skip_digits(reader);
        digits = reader->at - start - 1;
    }
    const char *end = reader->at;
    i64 exponent = 0, fraction = point ? end - point - 1 : 0;
    if (digits == 0) return false;
    if (reader->at < reader->end && is_letter(*reader->at, 'e') && !parse_exponent(reader, &exponent))
        return false;
    if (reader->at != reader->end) return false;
    for (; start < end && (*start == '0' || *start == '.'); start++) digits -= *start == '0';
    if (!set_digits(result, start, end, digits, status)) return true;
    result->sign = sign;
    result->kind = DECIMAL_FINITE;
    result->exponent = exponent - fraction;
    return true;
}

void decimal_parse(Decimal *result, const char *text, isize length, const Rules *rules, u32 *status) {
    Reader reader = {text, text + length};
    u8 sign = take_sign(&reader);
    bool read;
    if (take_word(&reader, "snan")) {
        read = parse_payload(result, &reader, sign, DECIMAL_SIGNALING, rules, status);
    } else if (take_word(&reader, "nan")) {
        read = parse_payload(result, &reader, sign, DECIMAL_QUIET, rules, status);
    } else if (take_word(&reader, "inf")) {
        read = reader.at == reader.end || (take_word(&reader, "inity") && reader.at == reader.end);
        decimal_set_infinite(result, sign);
    } else {
        read = parse_number(result, &reader, sign, status);
        if (read) decimal_finalize(result, rules, status);
    }
    if (!read) decimal_set_error(result, CONDITION_CONVERSION_SYNTAX, status);
}

/* --- writing -------------------------------------------------------------------------------------------- */

void decimal_write_digits(const Decimal *d, char *out) {
    i64 left = d->digits;
    for (isize i = 0; i < d->count; i++) {
        u64 word = d->words[i];
        for (int k = 0; k < WORD_DIGITS && left > 0; k++, word /= 10) out[--left] = (char)('0' + word % 10);
    }
}

static i64 modulo_three(i64 value) { return ((value % 3) + 3) % 3; }

/* How many digits stand before the point. */
static i64 point_place(const Decimal *d, i64 left_digits, DecimalNotation notation) {
    if (d->exponent <= 0 && left_digits > -6) return left_digits;
    if (notation == NOTATION_SCIENTIFIC) return 1;
    if (decimal_is_zero_coefficient(d)) return modulo_three(left_digits + 1) - 1;
    return modulo_three(left_digits - 1) + 1;
}

static void append_number(Text *text, const Decimal *d, const char *digits, DecimalNotation notation,
                          bool capitals) {
    i64 left = d->exponent + d->digits, place = point_place(d, left, notation);
    if (place <= 0) {
        text_append(text, "0.", 2);
        text_append_repeated(text, '0', -place);
        text_append(text, digits, d->digits);
    } else if (place >= d->digits) {
        text_append(text, digits, d->digits);
        text_append_repeated(text, '0', place - d->digits);
    } else {
        text_append(text, digits, place);
        text_append_char(text, '.');
        text_append(text, digits + place, d->digits - place);
    }
    if (left == place) return;
    text_append_char(text, capitals ? 'E' : 'e');
    text_append_format(text, "%s%ld", left > place ? "+" : "", (long)(left - place));
}

Own decimal_to_str(const Decimal *d, DecimalNotation notation, bool capitals) {
    char local[64], *digits = d->digits <= COUNT_OF(local) ? local : arena_alloc((usize)d->digits, BLOCK_RAW);
    if (!digits) return error_memory();
    Text text = text_new(TEXT_IN_ARENA);
    decimal_write_digits(d, digits);
    if (d->sign) text_append_char(&text, '-');
    if (decimal_is_infinite(d)) {
        text_append_cstring(&text, "Infinity");
    } else if (decimal_is_nan(d)) {
        text_append_cstring(&text, d->kind == DECIMAL_QUIET ? "NaN" : "sNaN");
        text_append(&text, digits, d->digits);
    } else {
        append_number(&text, d, digits, notation, capitals);
    }
    Own result = text.failed ? error_memory() : str_from_ascii(text_cstring(&text), text.length);
    text_free(&text);
    if (digits != local) arena_free(digits);
    return result;
}
