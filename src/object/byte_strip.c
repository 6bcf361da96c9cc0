/* byte_strip.c: what the methods of bytes and bytearray take away at the ends, and what they add there. */
#include "object/argument_checks.h"
#include "object/byte_methods.h"
#include "object/call.h"

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static bool is_stripped(u8 byte, const Buffer *set) {
    return set->owner ? chars_find_char(buffer_span(set), byte) >= 0 : byte_is_space(byte);
}

static Own strip(Ref self, const char *function, Ref const *args, isize nargs, int ends) {
    Buffer set = {0};
    if (!arguments_count(function, nargs, 0, 1)) return NULL;
    if (nargs && args[0] != None && !buffer_get(args[0], &set, false)) return NULL;
    Chars all = bytes_span(self);
    isize start = 0, end = all.length;
    if (ends & STRIP_LEFT) {
        while (start < end && is_stripped(span_byte(all, start), &set)) start++;
    }
    if (ends & STRIP_RIGHT) {
        while (end > start && is_stripped(span_byte(all, end - 1), &set)) end--;
    }
    Own rest = bytes_like_slice(self, start, end);
    buffer_release(&set);
    return rest;
}

Own bytes_method_strip(Ref self, Ref const *args, isize nargs) {
    return strip(self, "strip", args, nargs, STRIP_LEFT | STRIP_RIGHT);
}
Own bytes_method_lstrip(Ref self, Ref const *args, isize nargs) {
    return strip(self, "lstrip", args, nargs, STRIP_LEFT);
}
Own bytes_method_rstrip(Ref self, Ref const *args, isize nargs) {
    return strip(self, "rstrip", args, nargs, STRIP_RIGHT);
}

/* --- adding ------------------------------------------------------------------------------------------- */

static Own pad(Ref self, isize left, isize right, u8 fill) {
    Chars all = bytes_span(self);
    if (left <= 0 && right <= 0) return bytes_like_slice(self, 0, all.length);
    ByteBuilder out;
    byte_builder_init(&out);
    byte_builder_repeat(&out, fill, left);
    byte_builder_append(&out, all.data, all.length);
    byte_builder_repeat(&out, fill, right);
    return bytes_like_finish(self, &out);
}

/* width, fillbyte=b' ' */
static bool pad_arguments(const char *function, Ref const *args, isize nargs, isize *width, u8 *fill) {
    if (!arguments_count(function, nargs, 1, 2)) return false;
    *width = int_as_isize(args[0]);
    if (*width == -1 && error_occurred()) return false;
    *fill = ' ';
    if (nargs < 2) return true;
    if ((is_bytes(args[1]) || is_bytearray(args[1])) && size_of(args[1]) == 1) {
        *fill = span_byte(bytes_span(args[1]), 0);
        return true;
    }
    return error_set(EXC(TypeError), "%s() argument 2 must be a byte string of length 1, not %.50s", function,
                     argument_type_name(args[1])) != NULL;
}

Own bytes_method_center(Ref self, Ref const *args, isize nargs) {
    isize width;
    u8 fill;
    if (!pad_arguments("center", args, nargs, &width, &fill)) return NULL;
    if (size_of(self) >= width) return bytes_like_slice(self, 0, size_of(self));
    isize margin = width - size_of(self), left = margin / 2 + (margin & width & 1);
    return pad(self, left, margin - left, fill);
}
Own bytes_method_ljust(Ref self, Ref const *args, isize nargs) {
    isize width;
    u8 fill;
    if (!pad_arguments("ljust", args, nargs, &width, &fill)) return NULL;
    return pad(self, 0, width > 0 ? width - size_of(self) : 0, fill);
}
Own bytes_method_rjust(Ref self, Ref const *args, isize nargs) {
    isize width;
    u8 fill;
    if (!pad_arguments("rjust", args, nargs, &width, &fill)) return NULL;
    return pad(self, width > 0 ? width - size_of(self) : 0, 0, fill);
}

Own bytes_method_zfill(Ref self, Ref arg) {
    isize width = int_as_isize(arg);
    if (width == -1 && error_occurred()) return NULL;
    Chars all = bytes_span(self);
    if (all.length >= width) return bytes_like_slice(self, 0, all.length);
    bool sign = all.length > 0 && (span_byte(all, 0) == '+' || span_byte(all, 0) == '-');
    ByteBuilder out;
    byte_builder_init(&out);
    byte_builder_append(&out, all.data, sign);
    byte_builder_repeat(&out, '0', width - all.length);
    byte_builder_append(&out, (const u8 *)all.data + sign, all.length - sign);
    return bytes_like_finish(self, &out);
}

Own bytes_method_expandtabs(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"expandtabs", {"tabsize"}, .required = 0};
    Ref given;
    int size = 8;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given)) return NULL;
    if (given && !argument_int(given, &size)) return NULL;
    Chars all = bytes_span(self);
    isize column = 0;
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = 0; i < all.length; i++) {
        u8 byte = span_byte(all, i);
        if (byte != '\t') {
            column = byte == '\n' || byte == '\r' ? 0 : column + 1;
            byte_builder_byte(&out, byte);
        } else if (size > 0) {
            isize spaces = size - column % size;
            column += spaces;
            byte_builder_repeat(&out, ' ', spaces);
        }
    }
    return bytes_like_finish(self, &out);
}
