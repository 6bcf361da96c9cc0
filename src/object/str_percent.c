/* str_percent.c: str % arguments. */
#include "object/percent.h"
#include "object/str_methods.h"

static void put_laid_out(StrBuilder *out, const PercentSpec *spec, Ref text) {
    PercentLayout layout = percent_layout(spec, str_chars(text));
    str_builder_repeat(out, ' ', layout.spaces_before);
    if (layout.sign) str_builder_char(out, layout.sign);
    str_builder_substring(out, text, layout.prefix_start, layout.prefix_start + layout.prefix);
    str_builder_repeat(out, '0', layout.zeros);
    str_builder_substring(out, text, layout.start, layout.end);
    str_builder_repeat(out, ' ', layout.spaces_after);
}

static Own convert_character(Ref value) {
    if (is_str(value)) {
        if (str_length(value) == 1) return own(value);
    } else if (is_int(value) || type_of(value)->slots.index) {
        Own integer = int_index(value);
        if (!integer && !error_matches(EXC(TypeError))) return NULL;
        if (integer) {
            int overflow;
            i64 c = int_as_i64_overflow(integer, &overflow);
            release(integer);
            if (!overflow && c >= 0 && c <= (i64)MAX_CODE_POINT) return str_from_char((u32)c);
            return error_set(EXC(OverflowError), "%%c arg not in range(0x110000)");
        }
        error_clear();
    }
    return error_set(EXC(TypeError), "%%c requires int or char");
}

static Own convert_number(const PercentSpec *spec, Ref value) {
    bool decimal = spec->conversion == 'd' || spec->conversion == 'i' || spec->conversion == 'u';
    if (decimal && spec->precision < 0 && is_exact_int(value)) return int_to_str(value, 10, false);
    Text text = text_new(TEXT_IN_ARENA);
    Own converted = NULL;
    if (percent_number(spec, value, false, &text)) converted = str_from_ascii(text_cstring(&text), text.length);
    text_free(&text);
    return converted;
}

/* The text of an argument, not laid out yet. */
static Own convert(const Percent *percent, const PercentSpec *spec, Ref value) {
    bool plain_int = is_exact_int(value) && spec->width < 0 && spec->precision < 0;
    if (plain_int && strchr("sra", (int)spec->conversion)) return int_to_str(value, 10, false);
    switch (spec->conversion) {
    case 's': return object_str(value);
    case 'r': return object_repr(value);
    case 'a': return object_ascii(value);
    case 'c': return convert_character(value);
    default:
        if (percent_is_number(spec->conversion)) return convert_number(spec, value);
        return percent_unsupported(percent, spec->conversion);
    }
}

/* Nothing is cut, added or filled. */
static bool is_plain(const PercentSpec *spec, Ref text) {
    isize length = str_length(text);
    return spec->width <= length && (spec->precision < 0 || spec->precision >= length) && !spec->sign &&
           !spec->space;
}

/* One conversion, from behind its '%'. Where its text is all there is, that goes to *whole: CPython gives the
 * object itself. */
static bool put_conversion(StrBuilder *out, Percent *percent, Own *whole) {
    if (percent->at < percent->format.length &&
        chars_get(percent->format.data, percent->format.kind, percent->at) == '%') {
        str_builder_char(out, '%');
        percent->at++;
        return true;
    }
    PercentSpec spec;
    if (!percent_read(percent, &spec)) return false;
    Ref argument = percent_argument(percent);
    if (!argument) return false;
    Own text = convert(percent, &spec, argument);
    if (!text) return false;
    if (out->length == 0 && !out->failed && percent->at == percent->format.length && is_plain(&spec, text)) {
        *whole = text;
        return true;
    }
    put_laid_out(out, &spec, text);
    release(text);
    return true;
}

static bool put_all(StrBuilder *out, Percent *percent, Ref format, Own *whole) {
    while (!out->failed && percent->at < percent->format.length) {
        Chars rest = chars_slice(percent->format, percent->at, percent->format.length);
        isize found = chars_find_char(rest, '%');
        if (found < 0 && percent->at == 0) {
            *whole = own(format);
            return true;
        }
        isize end = found < 0 ? percent->format.length : percent->at + found;
        str_builder_substring(out, format, percent->at, end);
        percent->at = end + 1;
        if (found >= 0 && !put_conversion(out, percent, whole)) return false;
    }
    return true;
}

Own str_percent_format(Ref format, Ref arguments) {
    Percent percent;
    percent_init(&percent, str_chars(format), arguments, false);
    StrBuilder out;
    str_builder_init(&out);
    Own whole = NULL;
    bool done = put_all(&out, &percent, format, &whole) && (out.failed || percent_check_end(&percent));
    percent_end(&percent);
    if (done && !whole) return str_builder_finish(&out);
    str_builder_discard(&out);
    if (!done && whole) slot_clear(&whole);
    return whole;
}
