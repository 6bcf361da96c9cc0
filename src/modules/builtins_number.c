/* builtins_number.c: builtins about numbers and characters. */
#include "modules/modules.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/number.h"
#include "object/str.h"
#include "object/type_checks.h"

static Own builtin_abs(Ref self, Ref x) {
    (void)self;
    return number_absolute(x);
}

/* bin, oct, hex: through __index__. */
static Own in_base(Ref x, int base) {
    Own index = int_index(x);
    if (!index) return NULL;
    Own text = int_to_str(index, base, true);
    release(index);
    return text;
}
static Own builtin_bin(Ref self, Ref x) {
    (void)self;
    return in_base(x, 2);
}
static Own builtin_oct(Ref self, Ref x) {
    (void)self;
    return in_base(x, 8);
}
static Own builtin_hex(Ref self, Ref x) {
    (void)self;
    return in_base(x, 16);
}

static Own builtin_chr(Ref self, Ref x) {
    (void)self;
    int overflow = 0;
    Own index = int_index(x);
    if (!index) return NULL;
    i64 c = int_as_i64_overflow(index, &overflow);
    release(index);
    if (overflow || c > INT32_MAX || c < INT32_MIN)
        return error_set(EXC(OverflowError), overflow < 0 || c < 0
                                                 ? "Python int too large to convert to C int"
                                                 : "Python int too large to convert to C int");
    if (c < 0 || c > 0x10ffff) return error_set(EXC(ValueError), "chr() arg not in range(0x110000)");
    return str_from_char((u32)c);
}

static Own builtin_ord(Ref self, Ref c) {
    (void)self;
    isize length;
    if (is_bytes(c)) {
        length = size_of(c);
        if (length == 1) return int_from_i64(bytes_data(c)[0]);
    } else if (is_str(c)) {
        length = str_length(c);
        if (length == 1) return int_from_i64(str_char(c, 0));
    } else if (is_bytearray(c)) {
        length = size_of(c);
        if (length == 1) return int_from_i64(AS_BYTEARRAY(c)->start[0]);
    } else {
        return error_set(EXC(TypeError), "ord() expected string of length 1, but %T found", c);
    }
    return error_set(EXC(TypeError), "ord() expected a character, but string of length %zd found", length);
}

static Own builtin_divmod(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("divmod", nargs, 2, 2)) return NULL;
    return number_divmod(args[0], args[1]);
}

static Own builtin_pow(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"pow", {"base", "exp", "mod"}, .required = 2};
    Ref out[3];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    return number_power(out[0], out[1], out[2] ? out[2] : None);
}

static Own builtin_round(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"round", {"number", "ndigits"}, .required = 1};
    Ref out[2];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    Own round = object_special(out[0], NAME(__round__));
    if (!round) {
        if (error_occurred()) return NULL;
        return error_set(EXC(TypeError), "type %T doesn't define __round__ method", out[0]);
    }
    Own result = out[1] && out[1] != None ? object_call_one(round, out[1]) : object_call_none(round);
    release(round);
    return result;
}

const MethodDef builtin_number_functions[] = {
    {"abs", METHOD_ONE, .one = builtin_abs,
     .doc = "abs($module, x, /)\n--\n\nReturn the absolute value of the argument."},
    {"bin", METHOD_ONE, .one = builtin_bin,
     .doc = "bin($module, number, /)\n--\n\nReturn the binary representation of an integer.\n\n   >>> "
            "bin(2796202)\n   '0b1010101010101010101010'"},
    {"oct", METHOD_ONE, .one = builtin_oct,
     .doc = "oct($module, number, /)\n--\n\nReturn the octal representation of an integer.\n\n   >>> "
            "oct(342391)\n   '0o1234567'"},
    {"hex", METHOD_ONE, .one = builtin_hex,
     .doc = "hex($module, number, /)\n--\n\nReturn the hexadecimal representation of an integer.\n\n   >>> "
            "hex(12648430)\n   '0xc0ffee'"},
    {"chr", METHOD_ONE, .one = builtin_chr,
     .doc = "chr($module, i, /)\n--\n\nReturn a Unicode string of one character with ordinal i; 0 <= i <= "
            "0x10ffff."},
    {"ord", METHOD_ONE, .one = builtin_ord,
     .doc = "ord($module, c, /)\n--\n\nReturn the Unicode code point for a one-character string."},
    {"divmod", METHOD_ARRAY, .array = builtin_divmod,
     .doc = "divmod($module, x, y, /)\n--\n\nReturn the tuple (x//y, x%y).  Invariant: div*y + mod == x."},
    {"pow", METHOD_KEYWORDS, .keywords = builtin_pow,
     .doc = "pow($module, /, base, exp, mod=None)\n--\n\nEquivalent to base**exp with 2 arguments or base**exp "
            "% mod with 3 arguments\n\nSome types, such as ints, are able to use a more efficient algorithm "
            "when\ninvoked using the three argument form."},
    {"round", METHOD_KEYWORDS, .keywords = builtin_round,
     .doc = "round($module, /, number, ndigits=None)\n--\n\nRound a number to a given precision in decimal "
            "digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return "
            "value has the same type as the number.  ndigits may be negative."},
    {.name = NULL}};
