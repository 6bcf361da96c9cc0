/* text.c: a byte buffer that grows by half as much again, and a printf small enough to be read.
 *
 * Invariant: data is NULL (nothing was appended, or the first allocation failed), or it holds `length` bytes
 * and a NUL, and capacity counts neither the NUL nor anything else. */
#include "base/text.h"
#include "base/arena.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 56 };

Text text_new(TextMemory memory) { return (Text){.memory = memory}; }

void text_free(Text *text) {
    if (text->memory == TEXT_IN_ARENA)
        arena_free(text->data);
    else
        free(text->data);
    *text = text_new(text->memory);
}

void text_clear(Text *text) {
    text->length = 0;
    text->failed = false;
    if (text->data) text->data[0] = '\0';
}

/* Room for `extra` more bytes and the NUL. */
static bool reserve(Text *text, isize extra) {
    if (text->data && extra <= text->capacity - text->length) return true;
    if (extra > ISIZE_MAX / 4 - text->length) return false;
    isize capacity =
        isize_max(text->length + extra, isize_max(FIRST_CAPACITY, text->capacity + text->capacity / 2));
    char *data = text->memory == TEXT_IN_ARENA ? arena_realloc(text->data, (usize)capacity + 1, BLOCK_RAW)
                                               : realloc(text->data, (usize)capacity + 1);
    if (!data) return false;
    text->data = data;
    text->capacity = capacity;
    return true;
}

void text_append(Text *text, const char *bytes, isize length) {
    if (text->failed) return;
    if (!reserve(text, length)) {
        text->failed = true;
        return;
    }
    if (length) memcpy(text->data + text->length, bytes, (usize)length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_append_char(Text *text, char byte) { text_append(text, &byte, 1); }

void text_append_repeated(Text *text, char byte, isize count) {
    char bytes[32];
    memset(bytes, byte, sizeof bytes);
    for (isize piece; count > 0 && !text->failed; count -= piece) {
        piece = isize_min(count, (isize)sizeof bytes);
        text_append(text, bytes, piece);
    }
}

void text_append_cstring(Text *text, const char *string) { text_append(text, string, (isize)strlen(string)); }

void text_append_codepoint(Text *text, u32 codepoint) {
    char bytes[4];
    text_append(text, bytes, utf8_encode(codepoint, bytes));
}

const char *text_cstring(const Text *text) { return text->data ? text->data : ""; }

/* --- formatting ------------------------------------------------------------------------------------------- */

typedef struct Directive { /* what stands between % and the conversion */
    bool left, zero, plus, alternate;
    int width, precision; /* -1: not given */
    int size;             /* 0 int, 1 long or as wide, -1 short, -2 char */
} Directive;

static const char *read_number(const char *at, int *number, va_list *arguments) {
    if (*at == '*') {
        *number = va_arg(*arguments, int);
        return at + 1;
    }
    for (*number = 0; *at >= '0' && *at <= '9'; at++) *number = *number * 10 + (*at - '0');
    return at;
}

static const char *read_directive(const char *at, Directive *d, va_list *arguments) {
    *d = (Directive){.precision = -1};
    for (;; at++) {
        if (*at == '-')
            d->left = true;
        else if (*at == '0')
            d->zero = true;
        else if (*at == '+')
            d->plus = true;
        else if (*at == '#')
            d->alternate = true;
        else
            break;
    }
    at = read_number(at, &d->width, arguments);
    if (d->width < 0) {
        d->left = true;
        d->width = -d->width;
    }
    if (*at == '.') at = read_number(at + 1, &d->precision, arguments);
    for (;; at++) {
        if (*at == 'l' || *at == 'z' || *at == 'j' || *at == 't')
            d->size = 1;
        else if (*at == 'h')
            d->size--;
        else
            return at;
    }
}

static void append_padded(Text *text, const Directive *d, const char *bytes, isize length) {
    if (!d->left) text_append_repeated(text, ' ', d->width - length);
    text_append(text, bytes, length);
    if (d->left) text_append_repeated(text, ' ', d->width - length);
}

static void append_number(Text *text, const Directive *d, u64 magnitude, bool negative, char conversion) {
    char digits[72], *end = digits + sizeof digits, *at = end;
    unsigned base = conversion == 'x' || conversion == 'X' || conversion == 'p' ? 16
                    : conversion == 'o'                                         ? 8
                                                                                : 10;
    const char *alphabet = conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    bool zero_value = magnitude == 0;
    for (; magnitude; magnitude /= base) *--at = alphabet[magnitude % base];
    isize least = d->precision >= 0 ? d->precision : 1;
    if (least > 64) least = 64;
    while (end - at < least) *--at = '0';
    char sign[3];
    int sign_length = 0;
    if (negative)
        sign[sign_length++] = '-';
    else if (d->plus)
        sign[sign_length++] = '+';
    if (conversion == 'p' || (d->alternate && base == 16 && !zero_value)) {
        sign[sign_length++] = '0';
        sign[sign_length++] = conversion == 'X' ? 'X' : 'x';
    }
    isize length = sign_length + (end - at);
    bool zeros = d->zero && !d->left && d->precision < 0;
    if (!d->left && !zeros) text_append_repeated(text, ' ', d->width - length);
    text_append(text, sign, sign_length);
    if (zeros) text_append_repeated(text, '0', d->width - length);
    text_append(text, at, end - at);
    if (d->left) text_append_repeated(text, ' ', d->width - length);
}

static void append_signed(Text *text, const Directive *d, va_list *arguments) {
    i64 value = d->size > 0 ? va_arg(*arguments, long) : va_arg(*arguments, int);
    if (d->size == -1) value = (short)value;
    if (d->size <= -2) value = (signed char)value;
    append_number(text, d, value < 0 ? -(u64)value : (u64)value, value < 0, 'd');
}

static void append_unsigned(Text *text, const Directive *d, char conversion, va_list *arguments) {
    u64 value = d->size > 0 ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned);
    if (d->size == -1) value = (unsigned short)value;
    if (d->size <= -2) value = (unsigned char)value;
    append_number(text, d, value, false, conversion);
}

static void append_string(Text *text, const Directive *d, const char *string) {
    if (!string) string = "(null)";
    isize length = d->precision < 0 ? (isize)strlen(string) : (isize)strnlen(string, (usize)d->precision);
    append_padded(text, d, string, length);
}

static void append_directive(Text *text, const Directive *d, char conversion, va_list *arguments) {
    char c;
    switch (conversion) {
    case 'd':
    case 'i': append_signed(text, d, arguments); break;
    case 'u':
    case 'x':
    case 'X':
    case 'o': append_unsigned(text, d, conversion, arguments); break;
    case 'p': append_number(text, d, (uintptr_t)va_arg(*arguments, void *), false, 'p'); break;
    case 's': append_string(text, d, va_arg(*arguments, const char *)); break;
    case 'c':
        c = (char)va_arg(*arguments, int);
        append_padded(text, d, &c, 1);
        break;
    case '%': text_append_char(text, '%'); break;
    default: assert(!"a conversion that text_append_format does not know");
    }
}

void text_append_vformat_part(Text *text, const char *format, isize length, va_list *arguments) {
    const char *end = format + length;
    while (format < end) {
        const char *percent = memchr(format, '%', (usize)(end - format));
        text_append(text, format, (percent ? percent : end) - format);
        if (!percent) break;
        Directive directive;
        format = read_directive(percent + 1, &directive, arguments);
        append_directive(text, &directive, *format, arguments);
        format++;
    }
}

void text_append_vformat(Text *text, const char *format, va_list arguments) {
    va_list copy; /* a va_list parameter may be an array: only a local one can be passed by address */
    va_copy(copy, arguments);
    text_append_vformat_part(text, format, (isize)strlen(format), &copy);
    va_end(copy);
}

void text_append_format(Text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text_append_vformat(text, format, arguments);
    va_end(arguments);
}
