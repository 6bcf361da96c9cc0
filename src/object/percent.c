/* percent.c: the % operators: what str and bytes have in common. The order in which things are read, asked for
 * and complained about is CPython's, for arguments may be objects whose methods are run. */
#include "object/percent.h"

#include <limits.h>

#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/number.h"
#include "object/str.h"
#include "object/str_internal.h"
#include "object/tuple.h"

/* --- arguments ---------------------------------------------------------------------------------------- */

void percent_init(Percent *percent, Chars format, Ref arguments, bool bytes) {
    *percent = (Percent){.format = format, .bytes = bytes, .arguments = arguments, .count = -1};
    if (is_tuple(arguments)) percent->count = tuple_length(arguments);
    bool text = is_str(arguments) || (bytes && (is_bytes(arguments) || is_bytearray(arguments)));
    bool mapping = type_of(arguments)->slots.subscript && !is_tuple(arguments) && !text;
    if (mapping) percent->mapping = arguments;
}

void percent_end(Percent *percent) { slot_clear(&percent->keyed); }

Ref percent_argument(Percent *percent) {
    if (percent->count < 0 && !percent->used) {
        percent->used = true;
        return percent->keyed ? percent->keyed : percent->arguments;
    }
    if (percent->next < percent->count) return tuple_get(percent->arguments, percent->next++);
    return error_set(EXC(TypeError), "not enough arguments for format string");
}

bool percent_check_end(const Percent *percent) {
    bool left = percent->count < 0 ? !percent->used : percent->next < percent->count;
    if (!left || percent->mapping) return true;
    return error_set(EXC(TypeError), "not all arguments converted during %s formatting",
                     percent->bytes ? "bytes" : "string") != NULL;
}

/* --- reading ------------------------------------------------------------------------------------------ */

/* The character at `at`; false and ValueError at the end. */
static bool peek(const Percent *percent, u32 *c) {
    *c = 0;
    if (percent->at >= percent->format.length) return error_set(EXC(ValueError), "incomplete format") != NULL;
    *c = chars_get(percent->format.data, percent->format.kind, percent->at);
    return true;
}

/* From behind '(' to behind the ')' that belongs to it; the mapping's value becomes the only argument. */
static bool read_key(Percent *percent) {
    if (!percent->mapping) return error_set(EXC(TypeError), "format requires a mapping") != NULL;
    isize start = percent->at, depth = 1;
    while (depth > 0) {
        if (percent->at >= percent->format.length) {
            return error_set(EXC(ValueError), "incomplete format key") != NULL;
        }
        u32 c = chars_get(percent->format.data, percent->format.kind, percent->at++);
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    Chars name = chars_slice(percent->format, start, percent->at - 1);
    Own key =
        percent->bytes ? bytes_from(name.data, name.length) : str_from_chars(name.data, name.kind, name.length);
    Own value = key ? object_get_item(percent->mapping, key) : NULL;
    release_maybe(key);
    if (!value) return false;
    slot_set(&percent->keyed, value);
    percent->count = -1;
    percent->used = false;
    return true;
}

static bool read_flags(Percent *percent, PercentSpec *spec) {
    u32 c;
    for (;; percent->at++) {
        if (!peek(percent, &c)) return false;
        if (c == '-')
            spec->left = true;
        else if (c == '+')
            spec->sign = true;
        else if (c == ' ')
            spec->space = true;
        else if (c == '#')
            spec->alternate = true;
        else if (c == '0')
            spec->zero = true;
        else if (c == 'z' && percent->bytes)
            spec->no_negative_zero = true;
        else
            return true;
    }
}

/* Digits, up to `limit`; "" is 0. */
static bool read_digits(Percent *percent, isize limit, const char *what, isize *number) {
    u32 c;
    *number = 0;
    for (;; percent->at++) {
        if (!peek(percent, &c)) return false;
        if (c < '0' || c > '9') return true;
        if (*number > (limit - (isize)(c - '0')) / 10)
            return error_set(EXC(ValueError), "%s too big", what) != NULL;
        *number = *number * 10 + (isize)(c - '0');
    }
}

/* An argument that must be an int. */
static Ref star_argument(Percent *percent) {
    Ref argument = percent_argument(percent);
    if (!argument || is_int(argument)) return argument;
    return error_set(EXC(TypeError), "* wants int");
}

static bool read_width(Percent *percent, PercentSpec *spec) {
    u32 c;
    if (!peek(percent, &c)) return false;
    if (c == '*') {
        Ref argument = star_argument(percent);
        if (!argument) return false;
        spec->width = int_as_isize(argument);
        if (spec->width == -1 && error_occurred()) return false;
        if (spec->width < 0) {
            spec->left = true;
            spec->width = -spec->width;
        }
        percent->at++;
        return peek(percent, &c);
    }
    return c < '0' || c > '9' || read_digits(percent, ISIZE_MAX, "width", &spec->width);
}

static bool read_precision(Percent *percent, PercentSpec *spec) {
    u32 c;
    if (!peek(percent, &c)) return false;
    if (c != '.') return true;
    spec->precision = 0;
    percent->at++;
    if (!peek(percent, &c)) return false;
    if (c == '*') {
        Ref argument = star_argument(percent);
        if (!argument || !argument_int(argument, &spec->precision)) return false;
        if (spec->precision < 0) spec->precision = 0;
        percent->at++;
        return peek(percent, &c);
    }
    isize digits;
    if (!read_digits(percent, INT_MAX, percent->bytes ? "prec" : "precision", &digits)) return false;
    spec->precision = (int)digits;
    return true;
}

bool percent_read(Percent *percent, PercentSpec *spec) {
    *spec = (PercentSpec){.width = -1, .precision = -1};
    u32 c;
    if (!peek(percent, &c)) return false;
    if (c == '(') {
        percent->at++;
        if (!read_key(percent)) return false;
    }
    if (!read_flags(percent, spec) || !read_width(percent, spec) || !read_precision(percent, spec))
        return false;
    if (!peek(percent, &c)) return false;
    if (c == 'h' || c == 'l' || c == 'L') {
        percent->at++;
        if (!peek(percent, &c)) return false;
    }
    spec->conversion = c;
    percent->at++;
    return true;
}

void *percent_unsupported(const Percent *percent, u32 c) {
    /* bytes show any character; one above 127 makes CPython lose the message. */
    if (percent->bytes && c > 127) return error_set_object(EXC(ValueError), NULL);
    char shown = percent->bytes || (c >= 31 && c <= 126) ? (char)c : '?';
    return error_set(EXC(ValueError), "unsupported format character '%c' (0x%x) at index %zd", shown, c,
                     percent->at - 1);
}

/* --- numbers ------------------------------------------------------------------------------------------ */

bool percent_is_number(u32 c) { return c && c < 128 && strchr("diuoxXeEfFgG", (int)c) != NULL; }
static bool is_based(u32 c) { return c == 'o' || c == 'x' || c == 'X'; }

static void *wrong_number(u32 conversion, Ref value) {
    return error_set(EXC(TypeError), "%%%c format: %s is required, not %.200T", (int)conversion,
                     is_based(conversion) ? "an integer" : "a real number", value);
}

/* The argument as an int, owned. */
static Own integer_argument(const PercentSpec *spec, Ref value) {
    if (is_int(value)) return own(value);
    const TypeSlots *slots = &type_of(value)->slots;
    bool number = slots->index || slots->to_int || slots->to_float || is_complex(value);
    if (!number) return wrong_number(spec->conversion, value);
    Own integer = is_based(spec->conversion) ? int_index(value) : int_from_object(value);
    if (!integer && error_matches(EXC(TypeError))) {
        error_clear();
        wrong_number(spec->conversion, value);
    }
    return integer;
}

/* Sign, prefix, as many zeros as the precision asks for, digits. */
static bool put_integer(const PercentSpec *spec, Ref value, Text *text) {
    u32 conversion = spec->conversion;
    int base = conversion == 'o' ? 8 : is_based(conversion) ? 16 : 10;
    Own digits = int_to_str(value, base, false);
    if (!digits) return false;
    const char *at = str_data(digits);
    isize length = str_length(digits);
    if (*at == '-') {
        text_append_char(text, '-');
        at++;
        length--;
    }
    if (spec->alternate && base != 10) {
        text_append_char(text, '0');
        text_append_char(text, (char)conversion);
    }
    text_append_repeated(text, '0', spec->precision - length);
    for (; length > 0; length--, at++) {
        text_append_char(text, conversion == 'X' && *at >= 'a' ? (char)(*at - 32) : *at);
    }
    release(digits);
    return true;
}

static bool put_float(const PercentSpec *spec, Ref value, bool bytes, Text *text) {
    double number = float_as_double(value);
    if (number == -1.0 && error_occurred()) {
        if (bytes) error_set(EXC(TypeError), "float argument required, not %.200T", value);
        return false;
    }
    int precision = spec->precision < 0 ? 6 : spec->precision;
    double_append_format(text, number, (char)spec->conversion, precision, spec->alternate, false, false);
    const char *shown = text_cstring(text);
    if (spec->no_negative_zero && *shown == '-' && double_text_is_zero(shown + 1)) {
        text_clear(text);
        double_append_format(text, -number, (char)spec->conversion, precision, spec->alternate, false, false);
    }
    return true;
}

bool percent_number(const PercentSpec *spec, Ref value, bool bytes, Text *text) {
    u32 conversion = spec->conversion;
    bool put = false;
    if (conversion == 'd' || conversion == 'i' || conversion == 'u' || is_based(conversion)) {
        if (spec->precision > INT_MAX - 3) return error_set(EXC(OverflowError), "precision too large") != NULL;
        Own integer = integer_argument(spec, value);
        put = integer && put_integer(spec, integer, text);
        release_maybe(integer);
    } else {
        put = put_float(spec, value, bytes, text);
    }
    if (put && text->failed) return error_memory() != NULL;
    return put;
}

/* --- layout ------------------------------------------------------------------------------------------- */

PercentLayout percent_layout(const PercentSpec *spec, Chars text) {
    PercentLayout layout = {.end = text.length};
    bool number = percent_is_number(spec->conversion), character = spec->conversion == 'c';
    if (!number && !character && spec->precision >= 0) layout.end = isize_min(layout.end, spec->precision);
    if (number) {
        u32 first = text.length ? chars_get(text.data, text.kind, 0) : 0;
        if (first == '-' || first == '+') {
            layout.sign = (u8)first;
            layout.start = 1;
        } else if (spec->sign) {
            layout.sign = '+';
        } else if (spec->space) {
            layout.sign = ' ';
        }
        if (spec->alternate && is_based(spec->conversion)) {
            layout.prefix_start = layout.start;
            layout.prefix = 2;
            layout.start += 2;
        }
    }
    isize size = (layout.sign != 0) + layout.prefix + layout.end - layout.start;
    isize padding = isize_max(spec->width - size, 0);
    if (spec->left)
        layout.spaces_after = padding;
    else if (number && spec->zero)
        layout.zeros = padding;
    else
        layout.spaces_before = padding;
    return layout;
}
