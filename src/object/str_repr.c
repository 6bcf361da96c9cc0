/* str_repr.c: a str as it would stand in a program. */
#include "object/str_methods.h"

static void put_escape(StrBuilder *out, u32 c) {
    char mark = c < 0x100 ? 'x' : c < 0x10000 ? 'u' : 'U';
    int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    str_builder_char(out, '\\');
    str_builder_char(out, (u8)mark);
    while (digits-- > 0) str_builder_char(out, (u8) "0123456789abcdef"[c >> (4 * digits) & 15]);
}

static void put_shown(StrBuilder *out, u32 c, u32 quote) {
    if (c == quote || c == '\\') {
        str_builder_char(out, '\\');
        str_builder_char(out, c);
    } else if (c == '\t' || c == '\n' || c == '\r') {
        str_builder_char(out, '\\');
        str_builder_char(out, c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
    } else if (c < ' ' || c == 0x7F || (c > 0x7F && !char_is_printable(c))) {
        put_escape(out, c);
    } else {
        str_builder_char(out, c);
    }
}

/* Single quotes, unless there are such in the text and no double ones. */
Own str_repr(Ref string) {
    Chars all = str_chars(string);
    u32 quote = chars_find_char(all, '\'') >= 0 && chars_find_char(all, '"') < 0 ? '"' : '\'';
    StrBuilder out;
    str_builder_init(&out);
    str_builder_char(&out, quote);
    for (isize i = 0; i < all.length && !out.failed; i++) put_shown(&out, str_char(string, i), quote);
    str_builder_char(&out, quote);
    return str_builder_finish(&out);
}
