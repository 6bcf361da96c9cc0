/* number_format.c: format() of int, float and complex.
 *
 * A number is written out plainly first and taken apart: sign, prefix, digits, and the rest from the decimal
 * point on. Then all of it is laid out at once:
 *
 *     [padding] sign prefix [padding] digits with separators, rest [padding]
 *
 * where zeros that fill the width are digits, separators between them included. */
#include "object/error.h"
#include "object/float.h"
#include "object/format_spec.h"
#include "object/int_internal.h"
#include "object/str.h"

#include <limits.h>
#include <math.h>

typedef struct NumberParts {
    bool negative;
    const char *prefix;
    const char *digits;
    isize digit_count;
    const char *rest; /* from the point on; of inf and nan everything */
    isize rest_count;
    u32 character; /* for 'c', plus one: stands where the rest would; 0: none */
    bool upper;    /* prefix and digits in capitals */
} NumberParts;

/* How the parts come to lie. */
typedef struct NumberLayout {
    char sign;   /* '\0': none */
    isize inner; /* padding between prefix and digits */
    isize zeros; /* digits in front of the number's own */
    isize total; /* characters without the outer padding */
} NumberLayout;

/* --- layout ----------------------------------------------------------------------------------------------- */

static char sign_of(const NumberParts *parts, const FormatSpec *spec) {
    if (parts->negative) return '-';
    return spec->sign == '+' || spec->sign == ' ' ? spec->sign : '\0';
}

/* Zeros so that digits and separators are at least `width` wide. A width at which a separator would stand
 * first takes one digit more. */
static isize leading_zeros(isize digits, isize width, const FormatSpec *spec) {
    if (width <= 0) return 0;
    isize piece = spec->group + 1;
    isize needed = spec->separator ? width - width / piece + (width % piece == 0) : width;
    return isize_max(0, needed - digits);
}

static NumberLayout layout_of(const NumberParts *parts, const FormatSpec *spec) {
    NumberLayout layout = {.sign = sign_of(parts, spec)};
    isize around =
        (layout.sign != 0) + (isize)strlen(parts->prefix) + parts->rest_count + (parts->character != 0);
    isize digits = parts->digit_count, grouped = 0;
    if (digits) { /* no separators in inf and nan */
        if (spec->fill == '0' && spec->align == '=')
            layout.zeros = leading_zeros(digits, spec->width - around, spec);
        digits += layout.zeros;
        grouped = digits + (spec->separator ? (digits - 1) / spec->group : 0);
    }
    layout.total = around + grouped;
    if (spec->align == '=') layout.inner = isize_max(0, spec->width - layout.total);
    layout.total += layout.inner;
    return layout;
}

static char capital(char c, bool upper) { return upper && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

static void write_digits(StrBuilder *out, const NumberParts *parts, const NumberLayout *layout,
                         const FormatSpec *spec) {
    if (!spec->separator && !parts->upper) {
        str_builder_repeat(out, '0', layout->zeros);
        str_builder_ascii(out, parts->digits, parts->digit_count);
        return;
    }
    isize total = layout->zeros + parts->digit_count;
    for (isize i = 0; i < total && !out->failed; i++) {
        if (i > 0 && spec->separator && (total - i) % spec->group == 0)
            str_builder_char(out, (u32)spec->separator);
        char digit = i < layout->zeros ? '0' : parts->digits[i - layout->zeros];
        str_builder_char(out, (u32)capital(digit, parts->upper));
    }
}

/* All but the outer padding. */
static void write_number(StrBuilder *out, const NumberParts *parts, const FormatSpec *spec) {
    NumberLayout layout = layout_of(parts, spec);
    if (layout.sign) str_builder_char(out, (u32)layout.sign);
    for (const char *at = parts->prefix; *at; at++) str_builder_char(out, (u32)capital(*at, parts->upper));
    str_builder_repeat(out, spec->fill, layout.inner);
    write_digits(out, parts, &layout, spec);
    str_builder_ascii(out, parts->rest, parts->rest_count);
    if (parts->character) str_builder_char(out, parts->character - 1);
}

static Own padded_number(const NumberParts *parts, const FormatSpec *spec) {
    isize left, right;
    format_spec_padding(spec, layout_of(parts, spec).total, &left, &right);
    StrBuilder out;
    str_builder_init(&out);
    str_builder_repeat(&out, spec->fill, left);
    write_number(&out, parts, spec);
    str_builder_repeat(&out, spec->fill, right);
    return str_builder_finish(&out);
}

/* --- int -------------------------------------------------------------------------------------------------- */

static Own format_character(Ref value, const FormatSpec *spec) {
    if (spec->sign) return error_set(EXC(ValueError), "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return error_set(EXC(ValueError), "Alternate form (#) not allowed with integer format specifier 'c'");
    i64 character = int_as_i64(value);
    if (character == -1 && error_occurred()) return NULL;
    if (character < 0 || character > 0x10FFFF)
        return error_set(EXC(OverflowError), "%%c arg not in range(0x110000)");
    NumberParts parts = {.prefix = "", .digits = "", .rest = "", .character = (u32)character + 1};
    return padded_number(&parts, spec);
}

static Own format_integer(Ref value, const FormatSpec *spec) {
    if (spec->precision >= 0)
        return error_set(EXC(ValueError), "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return error_set(EXC(ValueError), "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c') return format_character(value, spec);
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : spec->type == 'x' || spec->type == 'X' ? 16 : 10;
    IntText text;
    if (!int_text_make(value, base, &text)) return NULL;
    const char *prefix = !spec->alternate ? "" : base == 2 ? "0b" : base == 8 ? "0o" : base == 16 ? "0x" : "";
    NumberParts parts = {.negative = int_sign(value) < 0,
                         .prefix = prefix,
                         .digits = text.digits,
                         .digit_count = text.length,
                         .rest = "",
                         .upper = spec->type == 'X'};
    Own result = padded_number(&parts, spec);
    int_text_free(&text);
    return result;
}

/* --- float ------------------------------------------------------------------------------------------------ */

/* Takes a float's text apart; it lends its bytes. */
static void split_float(const Text *text, const FormatSpec *spec, NumberParts *parts) {
    const char *at = text_cstring(text), *end = at + text->length;
    *parts = (NumberParts){.negative = *at == '-', .prefix = ""};
    if (parts->negative) at++;
    parts->digits = at;
    while (at < end && *at >= '0' && *at <= '9') at++;
    parts->digit_count = at - parts->digits;
    parts->rest = at;
    parts->rest_count = end - at;
    if (spec->no_negative_zero && double_text_is_zero(parts->digits)) parts->negative = false;
}

/* The code and the precision for double_append_format that a specification stands for. */
typedef struct FloatStyle {
    char code;
    int precision;
    bool percent, add_dot;
} FloatStyle;

/* False: raised. */
static bool float_style(const FormatSpec *spec, FloatStyle *style) {
    if (spec->precision > INT_MAX) {
        error_set(EXC(ValueError), "precision too big");
        return false;
    }
    *style = (FloatStyle){.code = (char)spec->type, .precision = (int)spec->precision};
    if (spec->type == '\0')
        style->code = spec->precision < 0 ? 'r' : 'g';
    else if (spec->type == 'n')
        style->code = 'g';
    else if (spec->type == '%')
        style->code = 'f';
    style->percent = spec->type == '%';
    if (style->precision < 0) style->precision = style->code == 'r' ? 0 : 6;
    return true;
}

static bool append_float(Text *text, double value, const FloatStyle *style, bool alternate) {
    double_append_format(text, value, style->code, style->precision, alternate, false, style->add_dot);
    if (style->percent) text_append_char(text, '%');
    if (text->failed) error_memory();
    return !text->failed;
}

static Own format_double(double value, const FormatSpec *spec) {
    FloatStyle style;
    if (!float_style(spec, &style)) return NULL;
    style.add_dot = spec->type == '\0';
    Text text = text_new(TEXT_IN_ARENA);
    Own result = NULL;
    if (append_float(&text, style.percent ? value * 100 : value, &style, spec->alternate)) {
        NumberParts parts;
        split_float(&text, spec, &parts);
        result = padded_number(&parts, spec);
    }
    text_free(&text);
    return result;
}

static bool is_float_type(u32 type, const char *types) {
    return type < 128 && (!type || strchr(types, (int)type));
}

Own str_format_int(Ref value, Ref text) {
    if (str_length(text) == 0) return is_exact_int(value) ? int_to_str(value, 10, false) : object_str(value);
    FormatSpec spec;
    if (!format_spec_parse(value, text, 'd', '>', &spec)) return NULL;
    if (spec.type < 128 && spec.type && strchr("bcdoxXn", (int)spec.type)) return format_integer(value, &spec);
    if (!spec.type || !is_float_type(spec.type, "eEfFgG%")) return format_spec_unknown_type(value, spec.type);
    double number = int_as_double(value);
    return number == -1.0 && error_occurred() ? NULL : format_double(number, &spec);
}

Own str_format_float(Ref value, Ref text) {
    if (str_length(text) == 0) return object_str(value);
    FormatSpec spec;
    if (!format_spec_parse(value, text, '\0', '>', &spec)) return NULL;
    if (!is_float_type(spec.type, "eEfFgGn%")) return format_spec_unknown_type(value, spec.type);
    return format_double(AS_FLOAT(value)->value, &spec);
}

/* --- complex ---------------------------------------------------------------------------------------------- */

/* Both parts are laid out without padding, the imaginary one with a sign where there is a real one; the whole
 * is padded. */
static Own layout_complex(const Text *real, const Text *imag, bool parentheses, const FormatSpec *spec) {
    FormatSpec plain = *spec;
    plain.fill = ' ', plain.align = '<', plain.width = -1;
    NumberParts real_parts, imag_parts;
    isize total = 1 + 2 * parentheses, left, right;
    FormatSpec signed_plain = plain;
    if (real) {
        split_float(real, spec, &real_parts);
        total += layout_of(&real_parts, &plain).total;
        signed_plain.sign = '+';
    }
    split_float(imag, spec, &imag_parts);
    total += layout_of(&imag_parts, &signed_plain).total;
    format_spec_padding(spec, total, &left, &right);
    StrBuilder out;
    str_builder_init(&out);
    str_builder_repeat(&out, spec->fill, left);
    if (parentheses) str_builder_char(&out, '(');
    if (real) write_number(&out, &real_parts, &plain);
    write_number(&out, &imag_parts, &signed_plain);
    str_builder_char(&out, 'j');
    if (parentheses) str_builder_char(&out, ')');
    str_builder_repeat(&out, spec->fill, right);
    return str_builder_finish(&out);
}

Own str_format_complex(Ref value, Ref text) {
    if (str_length(text) == 0) return object_str(value);
    FormatSpec spec;
    FloatStyle style;
    if (!format_spec_parse(value, text, '\0', '>', &spec)) return NULL;
    if (!is_float_type(spec.type, "eEfFgGn")) return format_spec_unknown_type(value, spec.type);
    if (!float_style(&spec, &style)) return NULL;
    if (spec.fill == '0')
        return error_set(EXC(ValueError), "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return error_set(EXC(ValueError), "'=' alignment flag is not allowed in complex format specifier");
    double real = AS_COMPLEX(value)->real, imag = AS_COMPLEX(value)->imag;
    bool only_imag = spec.type == '\0' && real == 0.0 && !signbit(real);
    Text real_text = text_new(TEXT_IN_ARENA), imag_text = text_new(TEXT_IN_ARENA);
    Own result = NULL;
    if (append_float(&real_text, real, &style, spec.alternate) &&
        append_float(&imag_text, imag, &style, spec.alternate))
        result =
            layout_complex(only_imag ? NULL : &real_text, &imag_text, spec.type == '\0' && !only_imag, &spec);
    text_free(&real_text);
    text_free(&imag_text);
    return result;
}
