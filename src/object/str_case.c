/* str_case.c: upper, lower and title case, by the full mappings: one character may become three. */
#include "object/charge.h"
#include "object/str_methods.h"
#include "object/unicode.h"

/* What becomes of string[i]; writes up to 3 code points, returns how many. `state` is what a rule remembers
 * from character to character. */
typedef int (*CaseRule)(Ref string, isize i, u32 out[3], bool *state);

static Own map_all(Ref self, CaseRule rule) {
    StrBuilder out;
    str_builder_init(&out);
    isize length = str_length(self);
    bool state = false;
    for (isize i = 0; i < length && !out.failed; i++) {
        u32 mapped[3];
        int count = rule(self, i, mapped, &state);
        for (int k = 0; k < count; k++) str_builder_char(&out, mapped[k]);
    }
    charge(length, CHARGE_COMPARE);
    return str_builder_finish_alone(&out);
}

static int lower_rule(Ref string, isize i, u32 out[3], bool *state) {
    (void)state;
    return str_char_lower(string, i, out);
}
static int upper_rule(Ref string, isize i, u32 out[3], bool *state) {
    (void)state;
    return char_to_upper(str_char(string, i), out);
}
static int fold_rule(Ref string, isize i, u32 out[3], bool *state) {
    (void)state;
    return char_to_folded(str_char(string, i), out);
}
static int capital_rule(Ref string, isize i, u32 out[3], bool *state) {
    (void)state;
    return i == 0 ? char_to_title(str_char(string, 0), out) : str_char_lower(string, i, out);
}
static int swap_rule(Ref string, isize i, u32 out[3], bool *state) {
    (void)state;
    u32 c = str_char(string, i);
    if (char_is_upper(c)) return str_char_lower(string, i, out);
    if (char_is_lower(c)) return char_to_upper(c, out);
    out[0] = c;
    return 1;
}
/* Title case behind what has no case, else lower case; the state is whether the last character had one. */
static int title_rule(Ref string, isize i, u32 out[3], bool *state) {
    u32 c = str_char(string, i);
    int count = *state ? str_char_lower(string, i, out) : char_to_title(c, out);
    *state = char_is_cased(c);
    return count;
}

/* --- ASCII, the usual case ---------------------------------------------------------------------------- */

/* Letters between `first` and first + 25 are moved by `distance`. */
static Own shift_ascii(Ref self, u8 first, int distance) {
    isize length = str_length(self);
    const u8 *from = str_data(self);
    if (length == 0) return str_new(0, 0);
    Own made = str_new(length, 0x7F);
    if (!made) return NULL;
    u8 *to = AS_STR(made)->data;
    for (isize i = 0; i < length; i++) {
        u8 c = from[i];
        to[i] = (u8)((u8)(c - first) < 26 ? c + distance : c);
    }
    charge(length, CHARGE_CHARACTER);
    return made;
}

Own str_method_lower(Ref self) {
    return str_is_ascii(self) ? shift_ascii(self, 'A', 32) : map_all(self, lower_rule);
}
Own str_method_upper(Ref self) {
    return str_is_ascii(self) ? shift_ascii(self, 'a', -32) : map_all(self, upper_rule);
}
Own str_method_casefold(Ref self) {
    return str_is_ascii(self) ? shift_ascii(self, 'A', 32) : map_all(self, fold_rule);
}
Own str_method_capitalize(Ref self) { return map_all(self, capital_rule); }
Own str_method_swapcase(Ref self) { return map_all(self, swap_rule); }
Own str_method_title(Ref self) { return map_all(self, title_rule); }
