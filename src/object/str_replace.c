/* str_replace.c: putting one text in the place of another. */
#include "object/call.h"
#include "object/str_methods.h"

/* Nothing is found before every character and at the end. */
static Own interleave(Ref string, Ref new, isize maximum) {
    StrBuilder out;
    str_builder_init(&out);
    isize length = str_length(string), at = 0;
    for (; at < length && at < maximum && !out.failed; at++) {
        str_builder_str(&out, new);
        str_builder_char(&out, str_char(string, at));
    }
    if (at < maximum) str_builder_str(&out, new);
    str_builder_substring(&out, string, at, length);
    return str_builder_finish_alone(&out);
}

/* In ASCII the size is known as soon as the places have been counted. */
static Own replace_ascii(Ref string, Ref old, Ref new, isize maximum) {
    Chars rest = str_chars(string), needle = str_chars(old), replacement = str_chars(new);
    isize count = chars_count(rest, needle, maximum), growth, length;
    if (count == 0) return str_exact(string);
    if (__builtin_mul_overflow(count, replacement.length - needle.length, &growth) ||
        __builtin_add_overflow(rest.length, growth, &length)) {
        return error_set(EXC(OverflowError), "replace string is too long");
    }
    Own made = str_new(length, 0x7F);
    if (!made || length == 0) return made;
    u8 *out = AS_STR(made)->data;
    while (count-- > 0) {
        isize found = chars_find(rest, needle);
        memcpy(out, rest.data, (usize)found);
        memcpy(out + found, replacement.data, (usize)replacement.length);
        out += found + replacement.length;
        rest = chars_slice(rest, found + needle.length, rest.length);
    }
    memcpy(out, rest.data, (usize)rest.length);
    return made;
}

Own str_replace(Ref string, Ref old, Ref new, isize maximum) {
    if (maximum < 0) maximum = ISIZE_MAX;
    if (maximum == 0 || old == new) return str_exact(string);
    if (str_length(old) == 0) {
        return str_length(new) == 0 ? str_exact(string) : interleave(string, new, maximum);
    }
    if (str_is_ascii(string) && str_is_ascii(new)) return replace_ascii(string, old, new, maximum);
    Chars all = str_chars(string), needle = str_chars(old);
    isize start = 0, found = chars_find(all, needle);
    if (found < 0) return str_exact(string);
    StrBuilder out;
    str_builder_init(&out);
    while (found >= 0 && maximum-- > 0 && !out.failed) {
        str_builder_substring(&out, string, start, start + found);
        str_builder_str(&out, new);
        start += found + needle.length;
        found = chars_find(chars_slice(all, start, all.length), needle);
    }
    str_builder_substring(&out, string, start, all.length);
    return str_builder_finish_alone(&out);
}

Own str_method_replace(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("replace", nargs, 2, 3)) return NULL;
    if (!argument_str(args[0], "replace", "1") || !argument_str(args[1], "replace", "2")) return NULL;
    isize maximum = -1;
    if (nargs > 2) {
        maximum = int_as_isize(args[2]);
        if (maximum == -1 && error_occurred()) return NULL;
    }
    return str_replace(self, args[0], args[1], maximum);
}
