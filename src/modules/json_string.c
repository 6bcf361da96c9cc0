/* json_string.c: strings of JSON: reading them, and quoting Python's. */
#include "modules/json.h"

#include "object/argument_checks.h"

void *json_error(const char *message, Ref text, isize position) {
    Own class = import_attribute("json.decoder", "JSONDecodeError");
    Own words = class ? str_from_utf8(message, -1) : NULL, place = words ? int_from_isize(position) : NULL;
    Own error = place ? object_call_args(class, 3, (Ref)words, text, (Ref)place) : NULL;
    release_maybe(place);
    release_maybe(words);
    release_maybe(class);
    if (error) error_raise(error);
    return NULL;
}

/* --- reading -------------------------------------------------------------------------------------------- */

static int hex_digit(u32 c) {
    if (c - '0' < 10) return (int)(c - '0');
    return (c | 32) - 'a' < 6 ? (int)((c | 32) - 'a' + 10) : -1;
}

/* The four hexadecimal digits at `from`. False: they are not there. */
static bool take_hex(Ref text, isize from, u32 *c) {
    if (from + 4 > str_length(text)) return false;
    *c = 0;
    for (isize i = from; i < from + 4; i++) {
        int digit = hex_digit(str_char(text, i));
        if (digit < 0) return false;
        *c = *c << 4 | (u32)digit;
    }
    return true;
}

/* The escape behind the backslash at next - 1; moves *next behind it. False: raised. */
static bool take_escape(Ref text, isize begin, isize *next, u32 *c) {
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    isize at = *next;
    if (at >= str_length(text)) return json_error("Unterminated string starting at", text, begin - 1);
    u32 letter = str_char(text, at);
    if (letter != 'u') {
        const char *found = letter && letter < 128 ? strchr(letters, (int)letter) : NULL;
        if (!found) return json_error("Invalid \\escape", text, at - 1);
        *c = (u8)meanings[found - letters];
        *next = at + 1;
        return true;
    }
    if (!take_hex(text, at + 1, c)) return json_error("Invalid \\uXXXX escape", text, at);
    *next = at + 5;
    bool pair_follows = (*c & 0xFC00) == 0xD800 && at + 6 < str_length(text) &&
                        str_char(text, at + 5) == '\\' && str_char(text, at + 6) == 'u';
    u32 low;
    if (!pair_follows) return true;
    if (!take_hex(text, at + 7, &low)) return json_error("Invalid \\uXXXX escape", text, at + 6);
    if ((low & 0xFC00) != 0xDC00) return true;
    *c = 0x10000 + ((*c - 0xD800) << 10 | (low - 0xDC00));
    *next = at + 11;
    return true;
}

/* Where the run of plain characters from `from` on ends. */
static isize plain_end(Ref text, isize from, bool strict) {
    isize length = str_length(text);
    for (; from < length; from++) {
        u32 c = str_char(text, from);
        if (c == '"' || c == '\\' || (c < ' ' && strict)) break;
    }
    return from;
}

Own json_scan_string(Ref text, isize begin, bool strict, isize *end) {
    isize length = str_length(text);
    if (begin < 0 || begin > length) return error_set(EXC(ValueError), "end is out of bounds");
    isize run = plain_end(text, begin, strict);
    if (run < length && str_char(text, run) == '"') { /* no escapes in it, as nearly always */
        *end = run + 1;
        return str_substring(text, begin, run);
    }
    StrBuilder builder;
    str_builder_init(&builder);
    for (isize at = begin;;) {
        run = plain_end(text, at, strict);
        str_builder_substring(&builder, text, at, run);
        if (run >= length) {
            json_error("Unterminated string starting at", text, begin - 1);
            break;
        }
        u32 c = str_char(text, run);
        at = run + 1;
        if (c == '"') {
            *end = at;
            return str_builder_finish(&builder);
        }
        if (c != '\\') {
            json_error("Invalid control character at", text, run);
            break;
        }
        if (!take_escape(text, begin, &at, &c)) break;
        str_builder_char(&builder, c);
    }
    str_builder_discard(&builder);
    return NULL;
}

Own json_scanstring(Ref module, Ref const *args, isize nargs) {
    (void)module;
    if (!arguments_tuple("scanstring", nargs, 2, 3)) return NULL;
    isize begin = int_as_isize(args[1]), end;
    if (begin == -1 && error_occurred()) return NULL;
    int strict = nargs > 2 ? object_is_true(args[2]) : 1;
    if (strict < 0) return NULL;
    if (!is_str(args[0])) {
        return error_set(EXC(TypeError), "first argument must be a string, not %T", args[0]);
    }
    Own string = json_scan_string(args[0], begin, strict, &end);
    return string ? tuple_from_array_own((Object *[]){string, int_from_isize(end)}, 2) : NULL;
}

/* --- quoting -------------------------------------------------------------------------------------------- */

static void append_unicode_escape(StrBuilder *builder, u32 c) {
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\', 'u', digits[c >> 12 & 15], digits[c >> 8 & 15], digits[c >> 4 & 15], digits[c & 15]};
    str_builder_ascii(builder, text, 6);
}

static void append_escape(StrBuilder *builder, u32 c) {
    static const char letters[] = "\"\\bfnrt", meanings[] = "\"\\\b\f\n\r\t";
    const char *found = c && c < 128 ? strchr(meanings, (int)c) : NULL;
    if (found) {
        str_builder_ascii(builder, (char[]){'\\', letters[found - meanings]}, 2);
    } else if (c < 0x10000) {
        append_unicode_escape(builder, c);
    } else {
        append_unicode_escape(builder, 0xD800 + ((c - 0x10000) >> 10));
        append_unicode_escape(builder, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
}

static bool needs_escape(u32 c, bool ascii) { return c == '"' || c == '\\' || c < ' ' || (ascii && c > 126); }

void json_append_quoted(StrBuilder *builder, Ref string, bool ascii) {
    isize length = str_length(string), from = 0;
    str_builder_char(builder, '"');
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(string, i);
        if (LIKELY(!needs_escape(c, ascii))) continue;
        str_builder_substring(builder, string, from, i);
        append_escape(builder, c);
        from = i + 1;
    }
    str_builder_substring(builder, string, from, length);
    str_builder_char(builder, '"');
}

static Own encode(Ref string, bool ascii) {
    if (!is_str(string)) return error_set(EXC(TypeError), "first argument must be a string, not %T", string);
    StrBuilder builder;
    str_builder_init(&builder);
    json_append_quoted(&builder, string, ascii);
    return str_builder_finish(&builder);
}
Own json_encode_basestring(Ref module, Ref string) {
    (void)module;
    return encode(string, false);
}
Own json_encode_basestring_ascii(Ref module, Ref string) {
    (void)module;
    return encode(string, true);
}
