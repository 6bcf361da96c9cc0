/* float_text.c: the layout of a double's digits: repr(), %e, %f, %g.
 *
 * Digits come from float_digits.c with the place of the decimal point. Whether an exponent is written, and how
 * many zeros are added before, within and after the digits, is all that differs between the formats. */
#include "object/float.h"
#include "object/float_digits.h"

#include <math.h>

/* A form to write: `end` is the digit place after which nothing is written any more, counted as the point
 * is. */
typedef struct Layout {
    isize point, end;
    bool exponent_form, alternate;
} Layout;

/* Zeros, digits and point from the first place to layout->end. */
static void append_digits(Text *text, const FloatDigits *d, const Layout *layout) {
    isize point = layout->point, count = d->count;
    if (point <= 0) {
        text_append_cstring(text, "0.");
        text_append_repeated(text, '0', -point);
        text_append(text, d->digits, count);
        text_append_repeated(text, '0', layout->end - count);
    } else if (point <= count) {
        text_append(text, d->digits, point);
        text_append_char(text, '.');
        text_append(text, d->digits + point, count - point);
        text_append_repeated(text, '0', layout->end - count);
    } else {
        text_append(text, d->digits, count);
        text_append_repeated(text, '0', point - count);
        text_append_char(text, '.');
        text_append_repeated(text, '0', layout->end - point);
    }
    if (!text->failed && text->data[text->length - 1] == '.' && !layout->alternate)
        text->data[--text->length] = '\0';
}

static void append_exponent(Text *text, int exponent, bool upper) {
    text_append_char(text, upper ? 'E' : 'e');
    text_append_char(text, exponent < 0 ? '-' : '+');
    text_append_format(text, "%02d", exponent < 0 ? -exponent : exponent);
}

/* inf and nan; nan has no minus. */
static bool append_special(Text *text, double value, bool sign, bool upper) {
    if (isfinite(value)) return false;
    if (!isnan(value) && value < 0)
        text_append_char(text, '-');
    else if (sign)
        text_append_char(text, '+');
    text_append_cstring(text, isnan(value) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
    return true;
}

static void get_digits(double value, char code, int precision, FloatDigits *d) {
    switch (code) {
    case 'e': float_digits_significant(value, precision + 1, d); break;
    case 'f': float_digits_fraction(value, precision, d); break;
    case 'g': float_digits_significant(value, precision, d); break;
    default: float_digits_shortest(value, d);
    }
}

static Layout layout_of(const FloatDigits *d, char code, isize precision, bool alternate, bool add_dot) {
    Layout layout = {.point = d->point, .end = 0, .alternate = alternate};
    switch (code) {
    case 'e':
        layout.exponent_form = true;
        layout.end = precision + 1;
        break;
    case 'f': layout.end = layout.point + precision; break;
    case 'g':
        layout.exponent_form = layout.point <= -4 || layout.point > precision - add_dot;
        if (alternate) layout.end = precision;
        break;
    default: layout.exponent_form = layout.point <= -4 || layout.point > 16;
    }
    if (layout.exponent_form) layout.point = 1;
    layout.end = isize_max(layout.end, layout.point + (add_dot && !layout.exponent_form));
    return layout;
}

void double_append_format(Text *text, double value, char code, int precision, bool alternate, bool sign,
                          bool add_dot) {
    bool upper = code == 'E' || code == 'F' || code == 'G';
    char lower = (char)(code | 0x20);
    if (append_special(text, value, sign, upper)) return;
    if (lower == 'g' && precision == 0) precision = 1;
    FloatDigits d;
    get_digits(fabs(value), lower, precision, &d);
    Layout layout = layout_of(&d, lower, precision, alternate, add_dot);
    if (signbit(value))
        text_append_char(text, '-');
    else if (sign)
        text_append_char(text, '+');
    append_digits(text, &d, &layout);
    if (layout.exponent_form) append_exponent(text, d.point - 1, upper);
}

bool double_text_is_zero(const char *text) {
    for (; *text && *text != 'e' && *text != 'E'; text++)
        if (*text != '0' && *text != '.' && *text != '%') return false;
    return true;
}

void double_append_repr(Text *text, double value, bool add_dot) {
    double_append_format(text, value, 'r', 0, false, false, add_dot);
}
