/* decimal_format.c: format() of a decimal:
 *
 *     [[fill]align][sign]["z"]["0"][width][","]["." precision][type]     type: e E f F g G n N %
 *
 * The value is rounded first as the type and the precision ask for, then laid out. What stands for the point
 * and between groups of digits may be given in a dict, as localeconv() has it; they may be of several
 * characters. */
#include "modules/decimal.h"
#include "object/dict.h"
#include "object/format_spec.h"
#include "object/type_checks.h"

typedef struct Layout {
    u32 fill;
    char align; /* '<' '>' '=' '^' */
    bool zero_padded;
    char sign; /* '-', '+' or ' ' */
    bool no_negative_zero;
    isize width, precision; /* precision -1: not given */
    char type;              /* 'e', 'f', 'g', '%' */
    bool upper;
    Ref point, separator; /* strs, lent; separator NULL: none */
    const u8 *groups; /* digits between separators, from the point on; the last of them for all that follow */
    isize group_count;
} Layout;

enum { GROUPS_END = 127 }; /* as a group: no separator from here on */
static const u8 thousands[] = {3};

/* --- reading the specification -------------------------------------------------------------------------- */

typedef struct SpecText {
    Ref text;
    isize at, end;
} SpecText;

static u32 peek(const SpecText *spec, isize ahead) {
    return spec->at + ahead < spec->end ? str_char(spec->text, spec->at + ahead) : 0;
}
static bool take(SpecText *spec, u32 c) {
    if (spec->at == spec->end || peek(spec, 0) != c) return false;
    spec->at++;
    return true;
}
static bool is_align(u32 c) { return c == '<' || c == '>' || c == '=' || c == '^'; }
static bool is_ascii_digit(u32 c) { return c >= '0' && c <= '9'; }

static bool take_count(SpecText *spec, isize *count) {
    *count = 0;
    for (; is_ascii_digit(peek(spec, 0)); spec->at++) {
        if (__builtin_mul_overflow(*count, 10, count)) return false;
        if (__builtin_add_overflow(*count, peek(spec, 0) - '0', count)) return false;
    }
    return true;
}

static bool take_type(SpecText *spec, Layout *layout, bool capitals) {
    u32 type = peek(spec, 0);
    layout->type = 'g';
    layout->upper = capitals;
    if (type == 0 || type > 127 || !strchr("eEfFgG%nN", (int)type)) return true;
    if ((type == 'n' || type == 'N') && layout->separator) return false;
    spec->at++;
    layout->upper = type >= 'A' && type <= 'Z';
    layout->type = type == '%' ? '%' : (char)(type | 0x20);
    if (layout->type == 'n') layout->type = 'g'; /* the locale is "C": no separators */
    return true;
}

/* "invalid format string" where it is false. */
static bool layout_parse(Ref text, bool capitals, Layout *layout) {
    SpecText spec = {text, 0, str_length(text)};
    bool align_given = true;
    *layout =
        (Layout){.fill = ' ', .align = '>', .sign = '-', .precision = -1, .point = OBJECT_ROOT->latin1['.']};
    if (spec.end > 1 && is_align(peek(&spec, 1))) {
        layout->fill = peek(&spec, 0);
        layout->align = (char)peek(&spec, 1);
        spec.at = 2;
    } else if (is_align(peek(&spec, 0))) {
        layout->align = (char)peek(&spec, 0);
        spec.at = 1;
    } else {
        align_given = false;
    }
    u32 sign = peek(&spec, 0);
    if (sign == '+' || sign == '-' || sign == ' ') {
        layout->sign = (char)sign;
        spec.at++;
    }
    layout->no_negative_zero = take(&spec, 'z');
    if (take(&spec, '0')) {
        if (align_given) return false;
        layout->zero_padded = true;
    }
    if (peek(&spec, 0) == '0' || !take_count(&spec, &layout->width)) return false;
    if (take(&spec, ',')) {
        layout->separator = OBJECT_ROOT->latin1[','];
        layout->groups = thousands;
        layout->group_count = 1;
    }
    if (take(&spec, '.') && (!is_ascii_digit(peek(&spec, 0)) || !take_count(&spec, &layout->precision)))
        return false;
    return take_type(&spec, layout, capitals) && spec.at == spec.end;
}

/* Four bytes of UTF-8 at most. */
static bool is_short(Ref text) {
    isize bytes = 0;
    for (isize i = 0; i < str_length(text) && bytes <= 4; i++) {
        u32 c = str_char(text, i);
        bytes += 1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
    }
    return bytes <= 4;
}

/* What the dict says instead. False: raised. */
static bool layout_override(Layout *layout, Ref override) {
    Ref point = dict_get_cstring(override, "decimal_point");
    Ref separator = dict_get_cstring(override, "thousands_sep");
    Ref grouping = dict_get_cstring(override, "grouping");
    if ((point && !is_str(point)) || (separator && !is_str(separator)) || (grouping && !is_str(grouping)))
        return error_set(EXC(TypeError), "bad argument type for built-in operation");
    if ((point && (str_length(point) == 0 || !is_short(point))) || (separator && !is_short(separator)) ||
        (grouping && !AS_STR(grouping)->ascii))
        return error_set(EXC(ValueError), "invalid override dict");
    if (point) layout->point = point;
    if (separator) layout->separator = str_length(separator) ? separator : NULL;
    if (grouping) {
        layout->groups = str_data(grouping);
        layout->group_count = (isize)strlen(str_data(grouping)); /* a 0 says that the last one counts on */
    }
    return true;
}

/* --- rounding ------------------------------------------------------------------------------------------- */

/* To so many digits, once more where rounding up makes one more. Zero stays as it is. */
static void round_digits(Decimal *d, i64 digits, const Rules *rules, u32 *status) {
    while (d->digits != digits && !decimal_is_special(d) && !decimal_is_zero_coefficient(d)) {
        Decimal rounded;
        decimal_init(&rounded);
        decimal_rescale(&rounded, d, d->exponent + d->digits - digits, rules, status);
        decimal_move(d, &rounded);
    }
}

static void to_places(Decimal *d, i64 places, const Rules *rules, u32 *status) {
    Decimal rounded;
    decimal_init(&rounded);
    decimal_rescale(&rounded, d, -places, rules, status);
    decimal_move(d, &rounded);
}

static void round_for(Decimal *d, const Layout *layout, const Rules *rules, u32 *status) {
    if (layout->type == '%') d->exponent += 2;
    bool was_zero = decimal_is_zero_coefficient(d);
    bool fixed = layout->type == 'f' || layout->type == '%';
    if (layout->precision >= 0) {
        i64 significant = isize_max(1, layout->precision);
        if (layout->type == 'g')
            round_digits(d, isize_min(significant, d->digits), rules, status);
        else if (layout->type == 'e')
            round_digits(d, layout->precision + 1, rules, status);
        else
            to_places(d, layout->precision, rules, status);
    }
    if (fixed && decimal_is_zero_coefficient(d) && d->exponent > 0) d->exponent = 0;
    /* CPython has forgotten "F" here: what only rounds to zero keeps its sign. */
    bool counts = was_zero || !layout->upper;
    if (layout->no_negative_zero && decimal_is_zero_coefficient(d) && counts) d->sign = 0;
}

/* --- laying out ----------------------------------------------------------------------------------------- */

typedef struct Parts {
    char sign; /* '\0': none */
    Text whole, fraction, tail;
} Parts;

static bool is_boundary(const Layout *layout, isize right) {
    for (isize i = 0; i < layout->group_count; i++) {
        isize group = layout->groups[i];
        if (group == GROUPS_END) return false;
        if (right <= group) return right == group;
        right -= group;
        if (i == layout->group_count - 1) return right % group == 0;
    }
    return false;
}

static isize separator_count(const Layout *layout, isize digits) {
    isize count = 0;
    if (!layout->separator) return 0;
    for (isize right = 1; right < digits; right++) count += is_boundary(layout, right);
    return count;
}

static isize whole_width(const Layout *layout, isize digits) {
    isize separators = separator_count(layout, digits);
    return digits + (separators ? separators * str_length(layout->separator) : 0);
}

/* Zeros in front of the whole part, so that it is at least so wide. */
static isize padding_zeros(const Layout *layout, isize digits, isize width) {
    isize wanted = digits, wide = whole_width(layout, digits);
    while (wide < width) { /* one digit more, and the separator that comes with it */
        if (layout->separator && is_boundary(layout, wanted)) wide += str_length(layout->separator);
        wanted++;
        wide++;
    }
    return wanted - digits;
}

static void write_whole(StrBuilder *out, const Layout *layout, const Parts *parts, isize zeros) {
    isize total = zeros + parts->whole.length;
    if (!layout->separator) {
        str_builder_repeat(out, '0', zeros);
        str_builder_ascii(out, text_cstring(&parts->whole), parts->whole.length);
        return;
    }
    for (isize i = 0; i < total && !out->failed; i++) {
        if (i > 0 && is_boundary(layout, total - i)) str_builder_str(out, layout->separator);
        str_builder_char(out, i < zeros ? '0' : (u32)parts->whole.data[i - zeros]);
    }
}

static Own lay_out(const Layout *layout, const Parts *parts, bool special) {
    Layout shape = *layout;
    if (special) {
        shape.separator = NULL;
        shape.zero_padded = false;
    }
    isize around = (parts->sign != 0) + parts->fraction.length + parts->tail.length;
    if (parts->fraction.length) around += str_length(shape.point);
    isize zeros = shape.zero_padded ? padding_zeros(&shape, parts->whole.length, shape.width - around) : 0;
    isize total = around + whole_width(&shape, parts->whole.length + zeros), left = 0, inner = 0, right = 0;
    FormatSpec outer = {.align = shape.align, .width = shape.width};
    if (shape.align == '=')
        inner = isize_max(0, shape.width - total);
    else
        format_spec_padding(&outer, total, &left, &right);
    StrBuilder out;
    str_builder_init(&out);
    str_builder_repeat(&out, shape.fill, left);
    if (parts->sign) str_builder_char(&out, (u32)parts->sign);
    str_builder_repeat(&out, shape.fill, inner);
    write_whole(&out, &shape, parts, zeros);
    if (parts->fraction.length) {
        str_builder_str(&out, shape.point);
        str_builder_ascii(&out, text_cstring(&parts->fraction), parts->fraction.length);
    }
    str_builder_ascii(&out, text_cstring(&parts->tail), parts->tail.length);
    str_builder_repeat(&out, shape.fill, right);
    return str_builder_finish(&out);
}

/* The digits on both sides of the point, and the exponent. */
static void split_number(Parts *parts, const Decimal *d, const char *digits, const Layout *layout) {
    i64 left = d->exponent + d->digits, place = left;
    if (layout->type == 'e')
        place = decimal_is_zero_coefficient(d) && layout->precision >= 0 ? 1 - layout->precision : 1;
    else if (layout->type == 'g' && (d->exponent > 0 || left <= -6))
        place = 1;
    i64 whole = place < 0 ? 0 : place > d->digits ? d->digits : place;
    text_append(&parts->whole, digits, whole);
    text_append_repeated(&parts->whole, '0', place - d->digits);
    if (parts->whole.length == 0) text_append_char(&parts->whole, '0');
    text_append_repeated(&parts->fraction, '0', -place);
    text_append(&parts->fraction, digits + whole, d->digits - whole);
    if (left != place || layout->type == 'e') {
        text_append_char(&parts->tail, layout->upper ? 'E' : 'e');
        text_append_format(&parts->tail, "%s%ld", left >= place ? "+" : "", (long)(left - place));
    }
}

static Own format_rounded(const Decimal *d, const Layout *layout) {
    char *digits = arena_alloc((usize)d->digits, BLOCK_RAW);
    if (!digits) return error_memory();
    Parts parts = {.sign = d->sign               ? '-'
                           : layout->sign == '-' ? '\0'
                                                 : layout->sign,
                   .whole = text_new(TEXT_IN_ARENA),
                   .fraction = text_new(TEXT_IN_ARENA),
                   .tail = text_new(TEXT_IN_ARENA)};
    decimal_write_digits(d, digits);
    if (decimal_is_infinite(d)) {
        text_append_cstring(&parts.whole, "Infinity");
    } else if (decimal_is_nan(d)) {
        text_append_cstring(&parts.whole, d->kind == DECIMAL_QUIET ? "NaN" : "sNaN");
        text_append(&parts.whole, digits, d->digits);
    } else {
        split_number(&parts, d, digits, layout);
    }
    if (layout->type == '%') text_append_char(&parts.tail, '%');
    bool failed = parts.whole.failed || parts.fraction.failed || parts.tail.failed;
    Own result = failed ? error_memory() : lay_out(layout, &parts, decimal_is_special(d));
    text_free(&parts.whole);
    text_free(&parts.fraction);
    text_free(&parts.tail);
    arena_free(digits);
    return result;
}

Own decimal_format(const Decimal *d, Ref spec, Ref override, bool capitals, const Rules *rules) {
    Layout layout;
    if (!layout_parse(spec, capitals, &layout)) return error_set(EXC(ValueError), "invalid format string");
    if (override && !layout_override(&layout, override)) return NULL;
    Decimal rounded;
    u32 status = 0;
    bool beyond = layout.width > DECIMAL_MAX_PREC || layout.precision > DECIMAL_MAX_PREC;
    decimal_init(&rounded);
    if (!beyond && decimal_copy(&rounded, d, &status) && !decimal_is_special(d))
        round_for(&rounded, &layout, rules, &status);
    Own result = NULL;
    if (status & CONDITION_NO_MEMORY)
        error_memory();
    else if (beyond)
        error_set(EXC(ValueError), "format specification exceeds internal limits of _decimal");
    else
        result = format_rounded(&rounded, &layout);
    decimal_free(&rounded);
    return result;
}
