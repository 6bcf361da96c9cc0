/* str_find.c: the methods of str that ask where or whether something stands in it. */
#include "object/str_methods.h"
#include "object/tuple.h"

/* --- arguments ---------------------------------------------------------------------------------------- */

/* The count as PyArg_ParseTuple words it. */
static bool check_count(const char *function, isize nargs) {
    if (nargs >= 1 && nargs <= 3) return true;
    return error_set(EXC(TypeError), "%s() takes %s argument%s (%zd given)", function,
                     nargs < 1 ? "at least 1" : "at most 3", nargs < 1 ? "" : "s", nargs) != NULL;
}

/* What is looked for, and the bounds. */
static bool find_arguments(Ref self, const char *function, Ref const *args, isize nargs, isize *start,
                           isize *end) {
    if (!check_count(function, nargs)) return false;
    if (!argument_bounds(args, nargs, str_length(self), start, end)) return false;
    if (is_str(args[0])) return true;
    return error_set(EXC(TypeError), "must be str, not %.100T", args[0]) != NULL;
}

/* --- finding ------------------------------------------------------------------------------------------ */

/* -1 also where start is behind end: then not even the empty str is found. */
static isize find_between(Ref self, Ref sub, isize start, isize end, isize (*search)(Chars, Chars)) {
    if (end - start < str_length(sub)) return -1;
    isize found = search(chars_slice(str_chars(self), start, end), str_chars(sub));
    return found < 0 ? -1 : found + start;
}

isize str_find(Ref string, Ref sub, isize start, isize end) {
    bounds_clip(str_length(string), &start, &end);
    return find_between(string, sub, start, end, chars_find);
}

isize str_find_char(Ref string, u32 c, isize start, isize end) {
    bounds_clip(str_length(string), &start, &end);
    if (end <= start) return -1;
    isize found = chars_find_char(chars_slice(str_chars(string), start, end), c);
    return found < 0 ? -1 : found + start;
}

Own str_method_find(Ref self, Ref const *args, isize nargs) {
    isize start, end;
    if (!find_arguments(self, "find", args, nargs, &start, &end)) return NULL;
    return int_from_isize(find_between(self, args[0], start, end, chars_find));
}

Own str_method_rfind(Ref self, Ref const *args, isize nargs) {
    isize start, end;
    if (!find_arguments(self, "rfind", args, nargs, &start, &end)) return NULL;
    return int_from_isize(find_between(self, args[0], start, end, chars_rfind));
}

static Own index_or_raise(isize found) {
    return found < 0 ? error_set(EXC(ValueError), "substring not found") : int_from_isize(found);
}

Own str_method_index(Ref self, Ref const *args, isize nargs) {
    isize start, end;
    if (!find_arguments(self, "index", args, nargs, &start, &end)) return NULL;
    return index_or_raise(find_between(self, args[0], start, end, chars_find));
}

Own str_method_rindex(Ref self, Ref const *args, isize nargs) {
    isize start, end;
    if (!find_arguments(self, "rindex", args, nargs, &start, &end)) return NULL;
    return index_or_raise(find_between(self, args[0], start, end, chars_rfind));
}

Own str_method_count(Ref self, Ref const *args, isize nargs) {
    isize start, end;
    if (!find_arguments(self, "count", args, nargs, &start, &end)) return NULL;
    isize length = str_length(args[0]);
    if (end - start < length) return int_from_isize(0);
    if (length == 0) return int_from_isize(end - start + 1); /* between any two characters, and at both ends */
    return int_from_isize(chars_count(chars_slice(str_chars(self), start, end), str_chars(args[0]), ISIZE_MAX));
}

int str_contains(Ref self, Ref sub) {
    if (is_str(sub)) return chars_find(str_chars(self), str_chars(sub)) >= 0;
    error_set(EXC(TypeError), "'in <string>' requires string as left operand, not %.100T", sub);
    return -1;
}

/* --- both ends ---------------------------------------------------------------------------------------- */

static bool matches_end(Ref self, Ref affix, isize start, isize end, bool at_end) {
    isize length = str_length(affix);
    if (end - start < length) return false;
    isize at = at_end ? end - length : start;
    return chars_equal(chars_slice(str_chars(self), at, at + length), str_chars(affix));
}

static Own test_end(Ref self, const char *function, Ref const *args, isize nargs, bool at_end) {
    isize start, end;
    if (!check_count(function, nargs) || !argument_bounds(args, nargs, str_length(self), &start, &end))
        return NULL;
    if (is_str(args[0])) return own_bool(matches_end(self, args[0], start, end, at_end));
    if (!is_tuple(args[0])) {
        return error_set(EXC(TypeError), "%s first arg must be str or a tuple of str, not %.100T", function,
                         args[0]);
    }
    for (isize i = 0; i < tuple_length(args[0]); i++) {
        Ref affix = tuple_get(args[0], i);
        if (!is_str(affix)) {
            return error_set(EXC(TypeError), "tuple for %s must only contain str, not %.100T", function, affix);
        }
        if (matches_end(self, affix, start, end, at_end)) return own_bool(true);
    }
    return own_bool(false);
}

Own str_method_startswith(Ref self, Ref const *args, isize nargs) {
    return test_end(self, "startswith", args, nargs, false);
}

Own str_method_endswith(Ref self, Ref const *args, isize nargs) {
    return test_end(self, "endswith", args, nargs, true);
}

Own str_method_removeprefix(Ref self, Ref prefix) {
    if (!argument_str(prefix, "removeprefix", "")) return NULL;
    isize length = str_length(self);
    if (matches_end(self, prefix, 0, length, false)) return str_substring(self, str_length(prefix), length);
    return str_exact(self);
}

Own str_method_removesuffix(Ref self, Ref suffix) {
    if (!argument_str(suffix, "removesuffix", "")) return NULL;
    isize length = str_length(self), cut = str_length(suffix);
    if (cut && matches_end(self, suffix, 0, length, true)) return str_substring(self, 0, length - cut);
    return str_exact(self);
}
