/* byte_find.c: the methods of bytes and bytearray that ask where or whether something stands in them. What is
 * looked for is anything with bytes to lend, or one byte as an int. */
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/number.h"
#include "object/tuple.h"

/* What a search is given. `single` is where a byte that came as an int is kept. */
typedef struct Search {
    Buffer buffer;
    u8 single;
    Chars needle;
    isize start, end;
} Search;

static bool search_single(Search *search, Ref sub) {
    isize value = -1;
    if (number_is_index(sub)) {
        value = int_index_as_isize(sub, NULL);
        if (value == -1 && error_occurred())
            error_clear();
        else if (value < 0 || value > 255) {
            return error_set(EXC(ValueError), "byte must be in range(0, 256)") != NULL;
        }
    }
    if (value < 0) {
        return error_set(EXC(TypeError), "argument should be integer or bytes-like object, not '%.200T'",
                         sub) != NULL;
    }
    search->single = (u8)value;
    search->needle = byte_chars(&search->single, 1);
    return true;
}

static bool search_init(Search *search, Ref self, const char *function, Ref const *args, isize nargs) {
    *search = (Search){0};
    if (!arguments_tuple(function, nargs, 1, 3)) return false;
    if (!argument_bounds(args, nargs, size_of(self), &search->start, &search->end)) return false;
    if (!type_of(args[0])->slots.buffer_get) return search_single(search, args[0]);
    if (!buffer_get(args[0], &search->buffer, false)) return false;
    search->needle = buffer_span(&search->buffer);
    /* Getting the bounds may have run code that shortened self. */
    search->end = isize_min(search->end, size_of(self));
    return true;
}

/* The place, or -1: not there. Ends the search. */
static isize search_run(Search *search, Ref self, isize (*find)(Chars, Chars)) {
    isize found = -1;
    if (search->end - search->start >= search->needle.length) {
        found = find(chars_slice(bytes_span(self), search->start, search->end), search->needle);
        if (found >= 0) found += search->start;
    }
    buffer_release(&search->buffer);
    return found;
}

static Own index_or_raise(isize found) {
    return found < 0 ? error_set(EXC(ValueError), "subsection not found") : int_from_isize(found);
}

Own bytes_method_find(Ref self, Ref const *args, isize nargs) {
    Search search;
    return search_init(&search, self, "find", args, nargs)
               ? int_from_isize(search_run(&search, self, chars_find))
               : NULL;
}
Own bytes_method_rfind(Ref self, Ref const *args, isize nargs) {
    Search search;
    return search_init(&search, self, "rfind", args, nargs)
               ? int_from_isize(search_run(&search, self, chars_rfind))
               : NULL;
}
Own bytes_method_index(Ref self, Ref const *args, isize nargs) {
    Search search;
    return search_init(&search, self, "index", args, nargs)
               ? index_or_raise(search_run(&search, self, chars_find))
               : NULL;
}
Own bytes_method_rindex(Ref self, Ref const *args, isize nargs) {
    Search search;
    return search_init(&search, self, "rindex", args, nargs)
               ? index_or_raise(search_run(&search, self, chars_rfind))
               : NULL;
}

Own bytes_method_count(Ref self, Ref const *args, isize nargs) {
    Search search;
    if (!search_init(&search, self, "count", args, nargs)) return NULL;
    isize count = 0, room = search.end - search.start;
    if (room >= 0 && search.needle.length == 0) {
        count = room + 1; /* between any two bytes, and at both ends */
    } else if (room >= search.needle.length) {
        count = chars_count(chars_slice(bytes_span(self), search.start, search.end), search.needle, ISIZE_MAX);
    }
    buffer_release(&search.buffer);
    return int_from_isize(count);
}

int bytes_contains(Ref self, Ref item) {
    isize value = number_is_index(item) ? int_index_as_isize(item, NULL) : -1;
    if (number_is_index(item) && !(value == -1 && error_occurred())) {
        if (value >= 0 && value <= 255) return chars_find_char(bytes_span(self), (u32)value) >= 0;
        error_set(EXC(ValueError), "byte must be in range(0, 256)");
        return -1;
    }
    error_clear();
    Buffer buffer;
    if (!buffer_get(item, &buffer, false)) return -1;
    bool found = chars_find(bytes_span(self), buffer_span(&buffer)) >= 0;
    buffer_release(&buffer);
    return found;
}

/* --- both ends ---------------------------------------------------------------------------------------- */

/* 1, 0, or -1 raised. */
static int matches_end(Ref self, Ref affix, isize start, isize end, bool at_end) {
    Buffer buffer;
    if (!buffer_get(affix, &buffer, false)) return -1;
    Chars needle = buffer_span(&buffer);
    end = isize_min(end, size_of(self));
    bool matches = end - start >= needle.length;
    if (matches) {
        isize at = at_end ? end - needle.length : start;
        matches = chars_equal(chars_slice(bytes_span(self), at, at + needle.length), needle);
    }
    buffer_release(&buffer);
    return matches;
}

static Own bool_or_null(int value) { return value < 0 ? NULL : own_bool(value != 0); }

static Own test_end(Ref self, const char *function, Ref const *args, isize nargs, bool at_end) {
    isize start, end;
    if (!arguments_tuple(function, nargs, 1, 3) || !argument_bounds(args, nargs, size_of(self), &start, &end))
        return NULL;
    if (is_tuple(args[0])) {
        int matches = 0;
        for (isize i = 0; i < tuple_length(args[0]) && matches == 0; i++) {
            matches = matches_end(self, tuple_get(args[0], i), start, end, at_end);
        }
        return bool_or_null(matches);
    }
    int matches = matches_end(self, args[0], start, end, at_end);
    if (matches < 0 && error_matches(EXC(TypeError))) {
        error_clear();
        error_set(EXC(TypeError), "%s first arg must be bytes or a tuple of bytes, not %T", function, args[0]);
    }
    return bool_or_null(matches);
}

Own bytes_method_startswith(Ref self, Ref const *args, isize nargs) {
    return test_end(self, "startswith", args, nargs, false);
}
Own bytes_method_endswith(Ref self, Ref const *args, isize nargs) {
    return test_end(self, "endswith", args, nargs, true);
}

Own bytes_method_removeprefix(Ref self, Ref prefix) {
    Buffer buffer;
    if (!buffer_get(prefix, &buffer, false)) return NULL;
    Chars all = bytes_span(self), affix = buffer_span(&buffer);
    bool there = affix.length <= all.length && chars_equal(chars_slice(all, 0, affix.length), affix);
    Own rest = bytes_like_slice(self, there ? affix.length : 0, all.length);
    buffer_release(&buffer);
    return rest;
}

Own bytes_method_removesuffix(Ref self, Ref suffix) {
    Buffer buffer;
    if (!buffer_get(suffix, &buffer, false)) return NULL;
    Chars all = bytes_span(self), affix = buffer_span(&buffer);
    isize cut = all.length - affix.length;
    bool there = cut >= 0 && chars_equal(chars_slice(all, cut, all.length), affix);
    Own rest = bytes_like_slice(self, 0, there ? cut : all.length);
    buffer_release(&buffer);
    return rest;
}
