/* unicode.c: properties and case mappings of characters, read out of the tables. */
#include "object/unicode.h"

#include "object/str_internal.h"

static bool has(u32 c, int flag) { return (char_info(c)->flags & flag) != 0; }

bool char_is_alpha(u32 c) { return has(c, CHAR_ALPHA); }
bool char_is_decimal(u32 c) { return has(c, CHAR_DECIMAL); }
bool char_is_digit(u32 c) { return has(c, CHAR_DIGIT); }
bool char_is_numeric(u32 c) { return has(c, CHAR_NUMERIC); }
bool char_is_space(u32 c) { return has(c, CHAR_SPACE); }
bool char_is_line_break(u32 c) { return has(c, CHAR_LINE_BREAK); }
bool char_is_lower(u32 c) { return has(c, CHAR_LOWER); }
bool char_is_upper(u32 c) { return has(c, CHAR_UPPER); }
bool char_is_title(u32 c) { return has(c, CHAR_TITLE); }
bool char_is_printable(u32 c) { return has(c, CHAR_PRINTABLE); }
bool char_is_xid_start(u32 c) { return has(c, CHAR_XID_START); }
bool char_is_xid_continue(u32 c) { return has(c, CHAR_XID_CONTINUE); }
bool char_is_cased(u32 c) { return has(c, CHAR_CASED); }
bool char_is_case_ignorable(u32 c) { return has(c, CHAR_CASE_IGNORABLE); }
int char_decimal(u32 c) { return char_info(c)->decimal; }
int char_digit(u32 c) { return char_info(c)->digit; }

static int map_char(u32 c, i32 mapping, u32 out[3]) {
    if (mapping < UNICODE_SPECIAL) {
        out[0] = (u32)((i32)c + mapping);
        return 1;
    }
    const u32 *special = &unicode_special_cases[mapping - UNICODE_SPECIAL];
    for (u32 i = 0; i < special[0]; i++) out[i] = special[i + 1];
    return (int)special[0];
}

int char_to_lower(u32 c, u32 out[3]) { return map_char(c, char_info(c)->lower, out); }
int char_to_upper(u32 c, u32 out[3]) { return map_char(c, char_info(c)->upper, out); }
int char_to_title(u32 c, u32 out[3]) { return map_char(c, char_info(c)->title, out); }
int char_to_folded(u32 c, u32 out[3]) { return map_char(c, char_info(c)->folded, out); }

/* A capital sigma is a final one behind a cased letter and before none, with case-ignorable characters between
 * left out of account (Unicode 3.13, Final_Sigma). */
static bool is_final_sigma(Ref string, isize i) {
    isize length = str_length(string), before = i - 1, after = i + 1;
    while (before >= 0 && char_is_case_ignorable(str_char(string, before))) before--;
    if (before < 0 || !char_is_cased(str_char(string, before))) return false;
    while (after < length && char_is_case_ignorable(str_char(string, after))) after++;
    return after == length || !char_is_cased(str_char(string, after));
}

int str_char_lower(Ref string, isize i, u32 out[3]) {
    u32 c = str_char(string, i);
    if (c != 0x3A3) return char_to_lower(c, out);
    out[0] = is_final_sigma(string, i) ? 0x3C2 : 0x3C3;
    return 1;
}

/* XID_Start may also be '_'; the table says so too, being made from str.isidentifier. */
bool str_is_identifier(Ref string) {
    isize length = str_length(string);
    if (length == 0 || !char_is_xid_start(str_char(string, 0))) return false;
    for (isize i = 1; i < length; i++) {
        if (!char_is_xid_continue(str_char(string, i))) return false;
    }
    return true;
}
