/* format_spec.c: reading a format specification, and what format() does with a str. */
#include "object/format_spec.h"
#include "object/error.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

typedef struct SpecReader {
    Ref text;
    isize at, end;
} SpecReader;

static u32 peek(const SpecReader *reader, isize ahead) {
    return reader->end - reader->at > ahead ? str_char(reader->text, reader->at + ahead) : 0;
}
static bool skip(SpecReader *reader, u32 c) {
    if (reader->at == reader->end || str_char(reader->text, reader->at) != c) return false;
    reader->at++;
    return true;
}

static bool is_align(u32 c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/* -1: no digits; false: too many. */
static bool read_count(SpecReader *reader, isize *count) {
    *count = -1;
    for (int digit; reader->at < reader->end && (digit = char_decimal(peek(reader, 0))) >= 0; reader->at++) {
        isize so_far = *count < 0 ? 0 : *count;
        if (so_far > (ISIZE_MAX - digit) / 10) {
            error_set(EXC(ValueError), "Too many decimal digits in format string");
            return false;
        }
        *count = so_far * 10 + digit;
    }
    return true;
}

static void read_fill(SpecReader *reader, char default_align, FormatSpec *spec) {
    bool fill_given = reader->end - reader->at >= 2 && is_align(peek(reader, 1));
    bool align_given = fill_given || is_align(peek(reader, 0));
    if (fill_given) spec->fill = str_char(reader->text, reader->at++);
    if (align_given) spec->align = (char)str_char(reader->text, reader->at++);
    u32 sign = peek(reader, 0);
    if (sign == '+' || sign == '-' || sign == ' ') {
        spec->sign = (char)sign;
        reader->at++;
    }
    spec->no_negative_zero = skip(reader, 'z');
    spec->alternate = skip(reader, '#');
    if (!fill_given && skip(reader, '0')) {
        spec->fill = '0';
        if (!align_given && default_align == '>') spec->align = '=';
    }
}

static bool read_separator(SpecReader *reader, FormatSpec *spec) {
    if (skip(reader, ',')) spec->separator = ',';
    bool both = false;
    if (peek(reader, 0) == '_') {
        both = spec->separator != 0;
        spec->separator = '_';
        reader->at++;
    }
    if (both || (spec->separator == '_' && peek(reader, 0) == ',')) {
        error_set(EXC(ValueError), "Cannot specify both ',' and '_'.");
        return false;
    }
    return true;
}

/* Which types take separators, and how far apart they stand. */
static bool check_separator(FormatSpec *spec) {
    spec->group = 3;
    if (!spec->separator) return true;
    if (spec->type < 128 && (!spec->type || strchr("defgEG%F", (int)spec->type))) return true;
    if (spec->separator == '_' && spec->type < 128 && strchr("boxX", (int)spec->type)) {
        spec->group = 4;
        return true;
    }
    if (spec->type > 32 && spec->type < 128)
        error_set(EXC(ValueError), "Cannot specify '%c' with '%c'.", spec->separator, (int)spec->type);
    else
        error_set(EXC(ValueError), "Cannot specify '%c' with '\\x%x'.", spec->separator, spec->type);
    return false;
}

bool format_spec_parse(Ref value, Ref text, u32 default_type, char default_align, FormatSpec *spec) {
    SpecReader reader = {text, 0, str_length(text)};
    *spec = (FormatSpec){.fill = ' ', .align = default_align, .precision = -1, .type = default_type};
    read_fill(&reader, default_align, spec);
    if (!read_count(&reader, &spec->width) || !read_separator(&reader, spec)) return false;
    if (skip(&reader, '.')) {
        if (!read_count(&reader, &spec->precision)) return false;
        if (spec->precision < 0) {
            error_set(EXC(ValueError), "Format specifier missing precision");
            return false;
        }
    }
    if (reader.end - reader.at > 1) {
        error_set(EXC(ValueError), "Invalid format specifier '%U' for object of type '%.200T'", text, value);
        return false;
    }
    if (reader.at < reader.end) spec->type = peek(&reader, 0);
    return check_separator(spec);
}

void *format_spec_unknown_type(Ref value, u32 type) {
    if (type > 32 && type < 128)
        return error_set(EXC(ValueError), "Unknown format code '%c' for object of type '%.200T'", (int)type,
                         value);
    return error_set(EXC(ValueError), "Unknown format code '\\x%x' for object of type '%.200T'", type, value);
}

void format_spec_padding(const FormatSpec *spec, isize length, isize *left, isize *right) {
    isize room = isize_max(0, spec->width - length);
    *left = spec->align == '>' ? room : spec->align == '^' ? room / 2 : 0;
    *right = room - *left;
}

/* --- str -------------------------------------------------------------------------------------------------- */

static bool check_str_spec(Ref value, const FormatSpec *spec) {
    const char *why = NULL;
    if (spec->type != 's') return format_spec_unknown_type(value, spec->type) != NULL;
    if (spec->sign == ' ')
        why = "Space not allowed in string format specifier";
    else if (spec->sign)
        why = "Sign not allowed in string format specifier";
    else if (spec->no_negative_zero)
        why = "Negative zero coercion (z) not allowed in string format specifier";
    else if (spec->alternate)
        why = "Alternate form (#) not allowed in string format specifier";
    else if (spec->align == '=')
        why = "'=' alignment not allowed in string format specifier";
    if (why) error_set(EXC(ValueError), "%s", why);
    return !why;
}

Own str_format_str(Ref value, Ref text) {
    if (str_length(text) == 0) return object_str(value);
    FormatSpec spec;
    if (!format_spec_parse(value, text, 's', '<', &spec) || !check_str_spec(value, &spec)) return NULL;
    isize length = str_length(value), left, right;
    if (spec.precision >= 0) length = isize_min(length, spec.precision);
    format_spec_padding(&spec, length, &left, &right);
    if (left + right == 0 && length == str_length(value)) return own(value);
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_repeat(&builder, spec.fill, left);
    str_builder_substring(&builder, value, 0, length);
    str_builder_repeat(&builder, spec.fill, right);
    return str_builder_finish(&builder);
}
