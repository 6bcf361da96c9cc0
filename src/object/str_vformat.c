/* str_vformat.c: the format language in which C code words its messages (str.h, error.h).
 *
 *     % flags width .precision length conversion
 *
 * flags `-` (to the left) and `0`; width and precision a number or `*`; length l, ll or z. Every conversion
 * gives text, which the precision cuts and the width pads; a number's precision is its least number of digits.
 * An unknown conversion ends the work: the rest of the format is copied as it stands, as CPython does. */
#include "object/codec.h"
#include "object/str_internal.h"

typedef struct Directive {
    bool left, zero, alternate;
    isize width;
    isize precision; /* -1: none */
    int longs;       /* 1: l, 2: ll */
    bool sized;      /* z */
    char conversion;
} Directive;

/* va_list may be an array type, which a parameter would turn into a pointer: so it travels in a struct. */
typedef struct Arguments {
    va_list list;
} Arguments;

static const char *read_number(const char *at, isize *number, Arguments *arguments) {
    if (*at == '*') {
        *number = va_arg(arguments->list, int);
        return at + 1;
    }
    *number = 0;
    while (*at >= '0' && *at <= '9' && *number < 100000000) *number = *number * 10 + (*at++ - '0');
    return at;
}

/* From behind the '%' to behind the conversion. */
static const char *read_directive(const char *at, Directive *directive, Arguments *arguments) {
    *directive = (Directive){.precision = -1};
    for (;; at++) {
        if (*at == '-')
            directive->left = true;
        else if (*at == '0')
            directive->zero = true;
        else if (*at == '#')
            directive->alternate = true;
        else
            break;
    }
    at = read_number(at, &directive->width, arguments);
    if (*at == '.') at = read_number(at + 1, &directive->precision, arguments);
    for (;; at++) {
        if (*at == 'l')
            directive->longs++;
        else if (*at == 'z')
            directive->sized = true;
        else
            break;
    }
    directive->conversion = *at;
    return *at ? at + 1 : at;
}

static void put_padded(StrBuilder *out, const Directive *directive, Ref text) {
    isize length = str_length(text);
    if (directive->precision >= 0) length = isize_min(length, directive->precision);
    isize padding = directive->width - length;
    if (!directive->left) str_builder_repeat(out, ' ', padding);
    str_builder_substring(out, text, 0, length);
    if (directive->left) str_builder_repeat(out, ' ', padding);
}

/* Consumes the text; NULL fails the builder. */
static void put_own(StrBuilder *out, const Directive *directive, Own text) {
    if (!text) {
        str_builder_discard(out);
        out->failed = true;
        return;
    }
    put_padded(out, directive, text);
    release(text);
}

/* A precision counts bytes of a C string; what it cuts in two is dropped. */
static void put_cstring(StrBuilder *out, Directive directive, const char *string) {
    usize length = directive.precision >= 0 ? strnlen(string, (usize)directive.precision) : strlen(string);
    directive.precision = -1;
    if (directive.width == 0) {
        usize ascii = 0;
        while (ascii < length && !(string[ascii] & 0x80)) ascii++;
        if (ascii == length) {
            str_builder_ascii(out, string, (isize)length);
            return;
        }
    }
    put_own(out, &directive, codec_utf8_decode((const u8 *)string, (isize)length, "replace"));
}

static void put_number(StrBuilder *out, const Directive *directive, u64 magnitude, bool negative) {
    char digits[24];
    unsigned base = directive->conversion == 'x' || directive->conversion == 'X' ? 16 : 10;
    const char *alphabet = directive->conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    isize count = 0;
    do {
        digits[sizeof digits - 1 - (usize)count++] = alphabet[magnitude % base];
        magnitude /= base;
    } while (magnitude);
    isize zeros = isize_max(directive->precision - count, 0);
    isize padding = directive->width - count - zeros - negative - (directive->alternate ? 2 : 0);
    bool zero_padded = directive->zero && !directive->left;
    if (!zero_padded && !directive->left) str_builder_repeat(out, ' ', padding);
    if (negative) str_builder_char(out, '-');
    if (directive->alternate) str_builder_ascii(out, "0x", 2);
    str_builder_repeat(out, '0', zeros + (zero_padded ? isize_max(padding, 0) : 0));
    str_builder_ascii(out, digits + sizeof digits - count, count);
    if (directive->left) str_builder_repeat(out, ' ', padding);
}

static void put_signed(StrBuilder *out, const Directive *directive, Arguments *arguments) {
    i64 value = directive->sized       ? va_arg(arguments->list, isize)
                : directive->longs > 0 ? va_arg(arguments->list, long)
                                       : va_arg(arguments->list, int);
    put_number(out, directive, value < 0 ? -(u64)value : (u64)value, value < 0);
}

static void put_unsigned(StrBuilder *out, const Directive *directive, Arguments *arguments) {
    u64 value = directive->sized       ? va_arg(arguments->list, usize)
                : directive->longs > 0 ? va_arg(arguments->list, unsigned long)
                                       : va_arg(arguments->list, unsigned);
    put_number(out, directive, value, false);
}

/* False: a conversion that does not exist. */
static bool put_directive(StrBuilder *out, Directive *directive, Arguments *arguments) {
    switch (directive->conversion) {
    case '%': str_builder_char(out, '%'); return true;
    case 'c': str_builder_char(out, (u32)va_arg(arguments->list, int)); return true;
    case 'd':
    case 'i': put_signed(out, directive, arguments); return true;
    case 'u':
    case 'x':
    case 'X': put_unsigned(out, directive, arguments); return true;
    case 'p':
        directive->conversion = 'x';
        directive->alternate = true;
        put_number(out, directive, (u64)(uintptr_t)va_arg(arguments->list, void *), false);
        return true;
    case 's': put_cstring(out, *directive, va_arg(arguments->list, const char *)); return true;
    case 'U': put_padded(out, directive, va_arg(arguments->list, Ref)); return true;
    case 'R': put_own(out, directive, object_repr(va_arg(arguments->list, Ref))); return true;
    case 'S': put_own(out, directive, object_str(va_arg(arguments->list, Ref))); return true;
    case 'A': put_own(out, directive, object_ascii(va_arg(arguments->list, Ref))); return true;
    case 'T': put_cstring(out, *directive, type_of(va_arg(arguments->list, Ref))->name); return true;
    case 'N': put_cstring(out, *directive, va_arg(arguments->list, const Type *)->name); return true;
    default: return false;
    }
}

Own str_vformat(const char *format, va_list list) {
    StrBuilder out;
    str_builder_init(&out);
    Arguments arguments;
    va_copy(arguments.list, list);
    while (*format && !out.failed) {
        const char *percent = strchr(format, '%');
        if (!percent) percent = format + strlen(format);
        Directive plain = {.precision = percent - format};
        put_cstring(&out, plain, format);
        format = percent;
        if (!*percent) break;
        Directive directive;
        format = read_directive(percent + 1, &directive, &arguments);
        if (!put_directive(&out, &directive, &arguments)) {
            str_builder_ascii(&out, percent, -1);
            break;
        }
    }
    va_end(arguments.list);
    return str_builder_finish(&out);
}

Own str_format(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Own text = str_vformat(format, arguments);
    va_end(arguments);
    return text;
}
