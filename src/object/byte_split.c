/* byte_split.c: cutting bytes and bytearrays into pieces, or in three. */
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/charge.h"
#include "object/list.h"
#include "object/tuple.h"

static bool put_piece(Ref list, Ref self, isize start, isize end) {
    Own piece = bytes_like_slice(self, start, end);
    return piece && list_append(list, piece);
}

static bool split_spaces(Ref list, Ref self, isize maximum) {
    Chars all = bytes_span(self);
    isize at = 0;
    while (maximum-- > 0) {
        while (at < all.length && byte_is_space(span_byte(all, at))) at++;
        if (at == all.length) return true;
        isize start = at++;
        while (at < all.length && !byte_is_space(span_byte(all, at))) at++;
        if (!put_piece(list, self, start, at)) return false;
    }
    while (at < all.length && byte_is_space(span_byte(all, at))) at++;
    return at == all.length || put_piece(list, self, at, all.length);
}

static bool rsplit_spaces(Ref list, Ref self, isize maximum) {
    Chars all = bytes_span(self);
    isize at = all.length;
    while (maximum-- > 0) {
        while (at > 0 && byte_is_space(span_byte(all, at - 1))) at--;
        if (at == 0) return true;
        isize end = at--;
        while (at > 0 && !byte_is_space(span_byte(all, at - 1))) at--;
        if (!put_piece(list, self, at, end)) return false;
    }
    while (at > 0 && byte_is_space(span_byte(all, at - 1))) at--;
    return at == 0 || put_piece(list, self, 0, at);
}

static bool split_separator(Ref list, Ref self, Chars separator, isize maximum) {
    Chars all = bytes_span(self);
    isize start = 0;
    while (maximum-- > 0) {
        isize found = chars_find(chars_slice(all, start, all.length), separator);
        if (found < 0) break;
        if (!put_piece(list, self, start, start + found)) return false;
        start += found + separator.length;
    }
    return put_piece(list, self, start, all.length);
}

static bool rsplit_separator(Ref list, Ref self, Chars separator, isize maximum) {
    Chars all = bytes_span(self);
    isize end = all.length;
    while (maximum-- > 0) {
        isize found = chars_rfind(chars_slice(all, 0, end), separator);
        if (found < 0) break;
        if (!put_piece(list, self, found + separator.length, end)) return false;
        end = found;
    }
    return put_piece(list, self, 0, end);
}

/* sep=None, maxsplit=-1; a separator that is None leaves the buffer empty, with no owner. */
static bool split_arguments(const char *function, Ref const *args, isize nargs, Ref kwnames, Buffer *separator,
                            isize *maximum) {
    const Parameters parameters = {function, {"sep", "maxsplit"}, .required = 0};
    Ref bound[2];
    *separator = (Buffer){0};
    *maximum = -1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return false;
    if (bound[1]) {
        *maximum = int_as_isize(bound[1]);
        if (*maximum == -1 && error_occurred()) return false;
    }
    if (*maximum < 0) *maximum = ISIZE_MAX;
    if (!bound[0] || bound[0] == None) return true;
    if (!buffer_get(bound[0], separator, false)) return false;
    if (separator->length > 0) return true;
    buffer_release(separator);
    return error_set(EXC(ValueError), "empty separator") != NULL;
}

Own bytes_method_split(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Buffer separator;
    isize maximum;
    if (!split_arguments("split", args, nargs, kwnames, &separator, &maximum)) return NULL;
    Own list = list_new_for_pieces(maximum);
    bool done = list && (separator.owner ? split_separator(list, self, buffer_span(&separator), maximum)
                                         : split_spaces(list, self, maximum));
    buffer_release(&separator);
    if (list) charge(list_length(list), CHARGE_BIRTH);
    if (done) return list;
    release_maybe(list);
    return NULL;
}

Own bytes_method_rsplit(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Buffer separator;
    isize maximum;
    if (!split_arguments("rsplit", args, nargs, kwnames, &separator, &maximum)) return NULL;
    Own list = list_new_for_pieces(maximum);
    bool done = list && (separator.owner ? rsplit_separator(list, self, buffer_span(&separator), maximum)
                                         : rsplit_spaces(list, self, maximum));
    buffer_release(&separator);
    if (done && list_reverse(list)) return list;
    release_maybe(list);
    return NULL;
}

Own bytes_method_splitlines(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"splitlines", {"keepends"}, .required = 0};
    Ref given;
    int keep = 0;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given)) return NULL;
    if (given && !argument_int(given, &keep)) return NULL;
    Own list = list_new(0);
    if (!list) return NULL;
    Chars all = bytes_span(self);
    isize at = 0;
    while (at < all.length) {
        isize start = at;
        while (at < all.length && span_byte(all, at) != '\n' && span_byte(all, at) != '\r') at++;
        isize end = at;
        if (at < all.length) {
            at += span_byte(all, at) == '\r' && at + 1 < all.length && span_byte(all, at + 1) == '\n' ? 2 : 1;
            if (keep) end = at;
        }
        if (!put_piece(list, self, start, end)) {
            release(list);
            return NULL;
        }
    }
    return list;
}

/* --- in three ----------------------------------------------------------------------------------------- */

static Own pack_three(Own a, Own b, Own c) {
    Own parts = a && b && c ? tuple_pack(3, a, b, c) : NULL;
    release_maybe(a);
    release_maybe(b);
    release_maybe(c);
    return parts;
}

/* In bytes the separator comes back as the object it was given as; a bytearray gives copies of all. */
static Own partition(Ref self, Ref separator, bool from_right) {
    Buffer buffer;
    if (!buffer_get(separator, &buffer, false)) return NULL;
    Chars all = bytes_span(self), needle = buffer_span(&buffer);
    Own parts = NULL, middle = NULL;
    if (needle.length == 0) {
        error_set(EXC(ValueError), "empty separator");
        goto done;
    }
    isize found = from_right ? chars_rfind(all, needle) : chars_find(all, needle);
    if (found >= 0) {
        middle = is_bytes(self) ? own(separator) : bytes_like(self, needle);
        parts = pack_three(bytes_like_slice(self, 0, found), middle,
                           bytes_like_slice(self, found + needle.length, all.length));
    } else {
        Own whole = is_bytes(self) ? own(self) : bytes_like(self, all);
        Own empty = bytes_like(self, byte_chars("", 0)), other = bytes_like(self, byte_chars("", 0));
        parts = from_right ? pack_three(empty, other, whole) : pack_three(whole, empty, other);
    }
done:
    buffer_release(&buffer);
    return parts;
}

Own bytes_method_partition(Ref self, Ref separator) { return partition(self, separator, false); }
Own bytes_method_rpartition(Ref self, Ref separator) { return partition(self, separator, true); }
