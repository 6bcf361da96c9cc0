/* str_predicates.c: the questions isalpha, isdigit ... of str. */
#include "object/str_methods.h"

/* Not empty, and every character is such. */
static Own all_chars(Ref self, bool (*test)(u32 c)) {
    isize length = str_length(self);
    for (isize i = 0; i < length; i++) {
        if (!test(str_char(self, i))) return own_bool(false);
    }
    return own_bool(length > 0);
}

static bool char_is_alnum(u32 c) {
    return char_is_alpha(c) || char_is_decimal(c) || char_is_digit(c) || char_is_numeric(c);
}

Own str_method_isalnum(Ref self) { return all_chars(self, char_is_alnum); }
Own str_method_isalpha(Ref self) { return all_chars(self, char_is_alpha); }
Own str_method_isdecimal(Ref self) { return all_chars(self, char_is_decimal); }
Own str_method_isdigit(Ref self) { return all_chars(self, char_is_digit); }
Own str_method_isnumeric(Ref self) { return all_chars(self, char_is_numeric); }
Own str_method_isspace(Ref self) { return all_chars(self, char_is_space); }
Own str_method_isascii(Ref self) { return own_bool(str_is_ascii(self)); }
Own str_method_isidentifier(Ref self) { return own_bool(str_is_identifier(self)); }

Own str_method_isprintable(Ref self) {
    isize length = str_length(self);
    for (isize i = 0; i < length; i++) {
        if (!char_is_printable(str_char(self, i))) return own_bool(false);
    }
    return own_bool(true);
}

/* At least one character with case, and none of the other case nor of title case. */
static Own all_of_case(Ref self, bool (*wanted)(u32 c), bool (*other)(u32 c)) {
    isize length = str_length(self);
    bool cased = false;
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(self, i);
        if (other(c) || char_is_title(c)) return own_bool(false);
        if (!cased) cased = wanted(c);
    }
    return own_bool(cased);
}

Own str_method_islower(Ref self) { return all_of_case(self, char_is_lower, char_is_upper); }
Own str_method_isupper(Ref self) { return all_of_case(self, char_is_upper, char_is_lower); }

/* Upper and title case only behind what has no case, lower case only behind what has; at least one of them. */
Own str_method_istitle(Ref self) {
    isize length = str_length(self);
    if (length == 1) {
        u32 c = str_char(self, 0);
        return own_bool(char_is_title(c) || char_is_upper(c));
    }
    bool cased = false, after_cased = false;
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(self, i);
        if (char_is_upper(c) || char_is_title(c)) {
            if (after_cased) return own_bool(false);
            after_cased = cased = true;
        } else if (char_is_lower(c)) {
            if (!after_cased) return own_bool(false);
            after_cased = cased = true;
        } else {
            after_cased = false;
        }
    }
    return own_bool(cased);
}
