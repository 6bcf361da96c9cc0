/* str_strip.c: what str's methods take away at the ends, and what they add there. */
#include "object/call.h"
#include "object/str_methods.h"

/* --- taking away -------------------------------------------------------------------------------------- */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static inline bool is_stripped(u32 c, Ref chars) {
    return chars ? chars_find_char(str_chars(chars), c) >= 0 : char_is_space(c);
}

static Own strip(Ref self, const char *function, Ref const *args, isize nargs, int ends) {
    if (!arguments_count(function, nargs, 0, 1)) return NULL;
    Ref chars = nargs && args[0] != None ? args[0] : NULL;
    if (chars && !is_str(chars)) {
        return error_set(EXC(TypeError), "%s arg must be None or str", function);
    }
    isize start = 0, end = str_length(self);
    if (ends & STRIP_LEFT) {
        while (start < end && is_stripped(str_char(self, start), chars)) start++;
    }
    if (ends & STRIP_RIGHT) {
        while (end > start && is_stripped(str_char(self, end - 1), chars)) end--;
    }
    return str_substring(self, start, end);
}

Own str_method_strip(Ref self, Ref const *args, isize nargs) {
    return strip(self, "strip", args, nargs, STRIP_LEFT | STRIP_RIGHT);
}
Own str_method_lstrip(Ref self, Ref const *args, isize nargs) {
    return strip(self, "lstrip", args, nargs, STRIP_LEFT);
}
Own str_method_rstrip(Ref self, Ref const *args, isize nargs) {
    return strip(self, "rstrip", args, nargs, STRIP_RIGHT);
}

/* --- adding ------------------------------------------------------------------------------------------- */

static Own pad(Ref self, isize left, isize right, u32 fill) {
    left = isize_max(left, 0);
    right = isize_max(right, 0);
    isize length = str_length(self), total;
    if (left == 0 && right == 0) return str_exact(self);
    if (__builtin_add_overflow(left, right, &total) || __builtin_add_overflow(total, length, &total)) {
        return error_set(EXC(OverflowError), "padded string is too long");
    }
    u32 max_char = str_max_char(self);
    Own made = str_new(total, max_char > fill ? max_char : fill);
    if (!made) return NULL;
    str_fill(made, 0, fill, left);
    str_copy(made, left, self, 0, length);
    str_fill(made, left + length, fill, right);
    return made;
}

/* width, fillchar=' ' */
static bool pad_arguments(const char *function, Ref const *args, isize nargs, isize *width, u32 *fill) {
    if (!arguments_count(function, nargs, 1, 2)) return false;
    *width = int_as_isize(args[0]);
    if (*width == -1 && error_occurred()) return false;
    *fill = ' ';
    if (nargs < 2) return true;
    if (!is_str(args[1])) {
        return error_set(EXC(TypeError), "The fill character must be a unicode character, not %.100T",
                         args[1]) != NULL;
    }
    if (str_length(args[1]) != 1) {
        return error_set(EXC(TypeError), "The fill character must be exactly one character long") != NULL;
    }
    *fill = str_char(args[1], 0);
    return true;
}

Own str_method_center(Ref self, Ref const *args, isize nargs) {
    isize width;
    u32 fill;
    if (!pad_arguments("center", args, nargs, &width, &fill)) return NULL;
    if (str_length(self) >= width) return str_exact(self);
    isize margin = width - str_length(self), left = margin / 2 + (margin & width & 1);
    return pad(self, left, margin - left, fill);
}

Own str_method_ljust(Ref self, Ref const *args, isize nargs) {
    isize width;
    u32 fill;
    if (!pad_arguments("ljust", args, nargs, &width, &fill)) return NULL;
    return pad(self, 0, width > 0 ? width - str_length(self) : 0, fill);
}

Own str_method_rjust(Ref self, Ref const *args, isize nargs) {
    isize width;
    u32 fill;
    if (!pad_arguments("rjust", args, nargs, &width, &fill)) return NULL;
    return pad(self, width > 0 ? width - str_length(self) : 0, 0, fill);
}

/* The zeros come behind a sign. */
Own str_method_zfill(Ref self, Ref arg) {
    isize width = int_as_isize(arg), length = str_length(self);
    if (width == -1 && error_occurred()) return NULL;
    if (length >= width) return str_exact(self);
    Own made = pad(self, width - length, 0, '0');
    if (!made || length == 0) return made;
    u32 first = str_char(self, 0);
    if (first == '+' || first == '-') {
        str_put(made, 0, first);
        str_put(made, width - length, '0');
    }
    return made;
}

Own str_method_expandtabs(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"expandtabs", {"tabsize"}, .required = 0};
    Ref given;
    int size = 8;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given)) return NULL;
    if (given && !argument_int(given, &size)) return NULL;
    isize length = str_length(self), column = 0;
    if (chars_find_char(str_chars(self), '\t') < 0) return str_exact(self);
    StrBuilder out;
    str_builder_init(&out);
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(self, i);
        if (c != '\t') {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            str_builder_char(&out, c);
        } else if (size > 0) {
            isize spaces = size - column % size;
            column += spaces;
            if (out.length > ISIZE_MAX - spaces) {
                str_builder_discard(&out);
                return error_set(EXC(OverflowError), "new string is too long");
            }
            str_builder_repeat(&out, ' ', spaces);
        }
    }
    return str_builder_finish(&out);
}
