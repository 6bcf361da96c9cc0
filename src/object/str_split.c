/* str_split.c: cutting a str into a list of pieces, or in three.
 *
 * Splitting from the right is splitting from the left with the ends exchanged; the list is turned round at the
 * end. With no separator, runs of white space separate, and none stand at the ends. */
#include "object/call.h"
#include "object/charge.h"
#include "object/list.h"
#include "object/str_methods.h"
#include "object/tuple.h"

/* Appends string[start:end]. */
static bool put_piece(Ref list, Ref string, isize start, isize end) {
    Own piece = start < end ? str_substring(string, start, end) : str_new(0, 0);
    return piece && list_append(list, piece);
}

static inline bool space_at(Ref string, isize i) { return char_is_space(str_char(string, i)); }

static bool split_spaces(Ref list, Ref string, isize maximum) {
    isize length = str_length(string), at = 0;
    while (maximum-- > 0) {
        while (at < length && space_at(string, at)) at++;
        if (at == length) return true;
        isize start = at++;
        while (at < length && !space_at(string, at)) at++;
        if (!put_piece(list, string, start, at)) return false;
    }
    while (at < length && space_at(string, at)) at++;
    return at == length || put_piece(list, string, at, length);
}

static bool rsplit_spaces(Ref list, Ref string, isize maximum) {
    isize at = str_length(string);
    while (maximum-- > 0) {
        while (at > 0 && space_at(string, at - 1)) at--;
        if (at == 0) return true;
        isize end = at--;
        while (at > 0 && !space_at(string, at - 1)) at--;
        if (!put_piece(list, string, at, end)) return false;
    }
    while (at > 0 && space_at(string, at - 1)) at--;
    return at == 0 || put_piece(list, string, 0, at);
}

static bool split_separator(Ref list, Ref string, Ref separator, isize maximum) {
    Chars all = str_chars(string), needle = str_chars(separator);
    isize start = 0;
    while (maximum-- > 0) {
        isize found = chars_find(chars_slice(all, start, all.length), needle);
        if (found < 0) break;
        if (!put_piece(list, string, start, start + found)) return false;
        start += found + needle.length;
    }
    return put_piece(list, string, start, all.length);
}

static bool rsplit_separator(Ref list, Ref string, Ref separator, isize maximum) {
    Chars all = str_chars(string), needle = str_chars(separator);
    isize end = all.length;
    while (maximum-- > 0) {
        isize found = chars_rfind(chars_slice(all, 0, end), needle);
        if (found < 0) break;
        if (!put_piece(list, string, found + needle.length, end)) return false;
        end = found;
    }
    return put_piece(list, string, 0, end);
}

Own str_split(Ref string, Ref separator, isize maximum) {
    if (maximum < 0) maximum = ISIZE_MAX;
    Own list = list_new_for_pieces(maximum);
    if (!list) return NULL;
    bool done =
        separator ? split_separator(list, string, separator, maximum) : split_spaces(list, string, maximum);
    charge(list_length(list), CHARGE_BIRTH);
    if (done) return list;
    release(list);
    return NULL;
}

static Own rsplit(Ref string, Ref separator, isize maximum) {
    if (maximum < 0) maximum = ISIZE_MAX;
    Own list = list_new_for_pieces(maximum);
    if (!list) return NULL;
    bool done =
        separator ? rsplit_separator(list, string, separator, maximum) : rsplit_spaces(list, string, maximum);
    if (done && list_reverse(list)) return list;
    release(list);
    return NULL;
}

/* sep=None, maxsplit=-1; *separator NULL: white space. */
static bool split_arguments(const char *function, Ref const *args, isize nargs, Ref kwnames, Ref *separator,
                            isize *maximum) {
    Ref bound[2];
    const Parameters parameters = {function, {"sep", "maxsplit"}, .required = 0};
    *maximum = -1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return false;
    if (bound[1]) {
        *maximum = int_as_isize(bound[1]);
        if (*maximum == -1 && error_occurred()) return false;
    }
    *separator = bound[0] == None ? NULL : bound[0];
    if (!*separator) return true;
    if (!is_str(*separator))
        return error_set(EXC(TypeError), "must be str or None, not %.100T", *separator) != NULL;
    if (str_length(*separator)) return true;
    return error_set(EXC(ValueError), "empty separator") != NULL;
}

Own str_method_split(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref separator;
    isize maximum;
    if (!split_arguments("split", args, nargs, kwnames, &separator, &maximum)) return NULL;
    return str_split(self, separator, maximum);
}

Own str_method_rsplit(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref separator;
    isize maximum;
    if (!split_arguments("rsplit", args, nargs, kwnames, &separator, &maximum)) return NULL;
    return rsplit(self, separator, maximum);
}

/* --- lines -------------------------------------------------------------------------------------------- */

Own str_split_lines(Ref string, bool keep_ends) {
    Own list = list_new(0);
    if (!list) return NULL;
    isize length = str_length(string), at = 0;
    while (at < length) {
        isize start = at;
        while (at < length && !char_is_line_break(str_char(string, at))) at++;
        isize end = at;
        if (at < length) {
            bool pair = str_char(string, at) == '\r' && at + 1 < length && str_char(string, at + 1) == '\n';
            at += pair ? 2 : 1;
            if (keep_ends) end = at;
        }
        if (!put_piece(list, string, start, end)) {
            release(list);
            return NULL;
        }
    }
    return list;
}

Own str_method_splitlines(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"splitlines", {"keepends"}, .required = 0};
    Ref keep_ends;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &keep_ends)) return NULL;
    int keep = 0;
    if (keep_ends && !argument_int(keep_ends, &keep)) return NULL;
    return str_split_lines(self, keep != 0);
}

/* --- in three ----------------------------------------------------------------------------------------- */

static bool check_separator(Ref separator) {
    if (!is_str(separator)) return error_set(EXC(TypeError), "must be str, not %.100T", separator) != NULL;
    if (str_length(separator)) return true;
    return error_set(EXC(ValueError), "empty separator") != NULL;
}

/* (string[:at], separator, string[at + length of separator:]) */
static Own cut_in_three(Ref self, Ref separator, isize at) {
    Own before = str_substring(self, 0, at);
    Own after = before ? str_substring(self, at + str_length(separator), str_length(self)) : NULL;
    Own parts = after ? tuple_pack(3, before, separator, after) : NULL;
    release_maybe(before);
    release_maybe(after);
    return parts;
}

Own str_method_partition(Ref self, Ref separator) {
    if (!check_separator(separator)) return NULL;
    isize found = chars_find(str_chars(self), str_chars(separator));
    if (found >= 0) return cut_in_three(self, separator, found);
    return tuple_pack(3, self, (Ref)OBJECT_ROOT->empty_str, (Ref)OBJECT_ROOT->empty_str);
}

Own str_method_rpartition(Ref self, Ref separator) {
    if (!check_separator(separator)) return NULL;
    isize found = chars_rfind(str_chars(self), str_chars(separator));
    if (found >= 0) return cut_in_three(self, separator, found);
    return tuple_pack(3, (Ref)OBJECT_ROOT->empty_str, (Ref)OBJECT_ROOT->empty_str, self);
}
