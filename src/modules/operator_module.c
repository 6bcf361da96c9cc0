/* operator_module.c: the module _operator: each operator as a function. Those that look something up
 * (itemgetter and its like) are in operator_getters.c. */
#include "modules/compare_digest.h"
#include "modules/modules.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- operators of one and two operands ------------------------------------------------------------------- */

/*  UNARY(name, function of one Ref, what it is the same as) */
#define UNARY_FUNCTIONS(UNARY)                                                                                 \
    UNARY(abs, number_absolute, "abs(a)")                                                                      \
    UNARY(inv, number_invert, "~a")                                                                            \
    UNARY(invert, number_invert, "~a")                                                                         \
    UNARY(neg, number_negative, "-a")                                                                          \
    UNARY(pos, number_positive, "+a")

/*  BINARY(name, operator, what it is the same as) */
#define BINARY_FUNCTIONS(BINARY)                                                                               \
    BINARY(add, BINARY_ADD, "a + b")                                                                           \
    BINARY(and_, BINARY_AND, "a & b")                                                                          \
    BINARY(floordiv, BINARY_FLOOR_DIVIDE, "a // b")                                                            \
    BINARY(lshift, BINARY_LSHIFT, "a << b")                                                                    \
    BINARY(matmul, BINARY_MATRIX_MULTIPLY, "a @ b")                                                            \
    BINARY(mod, BINARY_REMAINDER, "a % b")                                                                     \
    BINARY(mul, BINARY_MULTIPLY, "a * b")                                                                      \
    BINARY(or_, BINARY_OR, "a | b")                                                                            \
    BINARY(pow, BINARY_POWER, "a ** b")                                                                        \
    BINARY(rshift, BINARY_RSHIFT, "a >> b")                                                                    \
    BINARY(sub, BINARY_SUBTRACT, "a - b")                                                                      \
    BINARY(truediv, BINARY_TRUE_DIVIDE, "a / b")                                                               \
    BINARY(xor, BINARY_XOR, "a ^ b")                                                                           \
    BINARY(iadd, BINARY_INPLACE_ADD, "a += b")                                                                 \
    BINARY(iand, BINARY_INPLACE_AND, "a &= b")                                                                 \
    BINARY(ifloordiv, BINARY_INPLACE_FLOOR_DIVIDE, "a //= b")                                                  \
    BINARY(ilshift, BINARY_INPLACE_LSHIFT, "a <<= b")                                                          \
    BINARY(imatmul, BINARY_INPLACE_MATRIX_MULTIPLY, "a @= b")                                                  \
    BINARY(imod, BINARY_INPLACE_REMAINDER, "a %= b")                                                           \
    BINARY(imul, BINARY_INPLACE_MULTIPLY, "a *= b")                                                            \
    BINARY(ior, BINARY_INPLACE_OR, "a |= b")                                                                   \
    BINARY(ipow, BINARY_INPLACE_POWER, "a **= b")                                                              \
    BINARY(irshift, BINARY_INPLACE_RSHIFT, "a >>= b")                                                          \
    BINARY(isub, BINARY_INPLACE_SUBTRACT, "a -= b")                                                            \
    BINARY(itruediv, BINARY_INPLACE_TRUE_DIVIDE, "a /= b")                                                     \
    BINARY(ixor, BINARY_INPLACE_XOR, "a ^= b")

/*  COMPARISON(name, operator, what it is the same as) */
#define COMPARISON_FUNCTIONS(COMPARISON)                                                                       \
    COMPARISON(lt, COMPARE_LT, "a < b")                                                                        \
    COMPARISON(le, COMPARE_LE, "a <= b")                                                                       \
    COMPARISON(eq, COMPARE_EQ, "a == b")                                                                       \
    COMPARISON(ne, COMPARE_NE, "a != b")                                                                       \
    COMPARISON(ge, COMPARE_GE, "a >= b")                                                                       \
    COMPARISON(gt, COMPARE_GT, "a > b")

#define UNARY(name, function, same)                                                                            \
    static Own operator_method_##name(UNUSED Ref self, Ref a) { return function(a); }
UNARY_FUNCTIONS(UNARY)
#undef UNARY

#define BINARY(name, op, same)                                                                                 \
    static Own operator_method_##name(UNUSED Ref self, Ref const *args, isize nargs) {                         \
        return arguments_count(#name, nargs, 2, 2) ? number_binary(op, args[0], args[1]) : NULL;               \
    }
BINARY_FUNCTIONS(BINARY)
#undef BINARY

#define COMPARISON(name, op, same)                                                                             \
    static Own operator_method_##name(UNUSED Ref self, Ref const *args, isize nargs) {                         \
        return arguments_count(#name, nargs, 2, 2) ? object_compare(args[0], args[1], op) : NULL;              \
    }
COMPARISON_FUNCTIONS(COMPARISON)
#undef COMPARISON

/* --- truth and identity ---------------------------------------------------------------------------------- */

static Own operator_method_truth(UNUSED Ref self, Ref a) {
    int truth = object_is_true(a);
    return truth < 0 ? NULL : own_bool(truth);
}
static Own operator_method_not(UNUSED Ref self, Ref a) {
    int truth = object_is_true(a);
    return truth < 0 ? NULL : own_bool(!truth);
}
static Own operator_method_is(UNUSED Ref self, Ref const *args, isize nargs) {
    return arguments_count("is_", nargs, 2, 2) ? own_bool(args[0] == args[1]) : NULL;
}
static Own operator_method_is_not(UNUSED Ref self, Ref const *args, isize nargs) {
    return arguments_count("is_not", nargs, 2, 2) ? own_bool(args[0] != args[1]) : NULL;
}
static Own operator_method_index(UNUSED Ref self, Ref a) { return int_index(a); }

/* --- sequences and mappings ------------------------------------------------------------------------------ */

static Own operator_method_concat(UNUSED Ref self, Ref const *args, isize nargs) {
    return arguments_count("concat", nargs, 2, 2) ? sequence_concat(args[0], args[1]) : NULL;
}
static Own operator_method_iconcat(UNUSED Ref self, Ref const *args, isize nargs) {
    return arguments_count("iconcat", nargs, 2, 2) ? sequence_inplace_concat(args[0], args[1]) : NULL;
}
static Own operator_method_contains(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("contains", nargs, 2, 2)) return NULL;
    int found = object_contains(args[0], args[1]);
    return found < 0 ? NULL : own_bool(found);
}
static Own operator_method_getitem(UNUSED Ref self, Ref const *args, isize nargs) {
    return arguments_count("getitem", nargs, 2, 2) ? object_get_item(args[0], args[1]) : NULL;
}
static Own operator_method_setitem(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("setitem", nargs, 3, 3)) return NULL;
    return object_set_item(args[0], args[1], args[2]) ? own_none() : NULL;
}
static Own operator_method_delitem(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("delitem", nargs, 2, 2)) return NULL;
    return object_delete_item(args[0], args[1]) ? own_none() : NULL;
}

/* An iterator, for those who want a sequence. */
static Own iterate(Ref sequence) {
    Own iterator = object_iter(sequence);
    if (!iterator && error_matches(EXC(TypeError))) {
        error_set(EXC(TypeError), "argument of type '%.200s' is not iterable", type_of(sequence)->name);
    }
    return iterator;
}

/* How many items are equal to `value`, or, `first_only`, the index of the first that is. -1: none; -2:
 * raised. */
static isize look_for(Ref sequence, Ref value, bool first_only) {
    Own iterator = iterate(sequence), item;
    if (!iterator) return -2;
    isize count = 0, index = 0, found = -1;
    for (; found == -1 && (item = object_next(iterator)) != NULL; index++) {
        int equal = object_compare_bool(item, value, COMPARE_EQ);
        release(item);
        if (equal < 0) break;
        count += equal;
        if (equal && first_only) found = index;
    }
    release(iterator);
    if (error_occurred()) return -2;
    return first_only ? found : count;
}

static Own operator_method_countOf(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("countOf", nargs, 2, 2)) return NULL;
    isize count = look_for(args[0], args[1], false);
    return count < 0 ? NULL : int_from_isize(count);
}
static Own operator_method_indexOf(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("indexOf", nargs, 2, 2)) return NULL;
    isize index = look_for(args[0], args[1], true);
    if (index == -1) return error_set(EXC(ValueError), "sequence.index(x): x not in sequence");
    return index < 0 ? NULL : int_from_isize(index);
}

static Own operator_method_length_hint(UNUSED Ref self, Ref const *args, isize nargs) {
    isize otherwise = 0;
    if (!arguments_count("length_hint", nargs, 1, 2)) return NULL;
    if (nargs > 1) {
        otherwise = int_as_isize(args[1]);
        if (otherwise == -1 && error_occurred()) return NULL;
    }
    isize hint = object_length_hint(args[0], otherwise);
    return hint == -1 && error_occurred() ? NULL : int_from_isize(hint);
}

static Own operator_method_call(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_count("call", nargs, 1, ISIZE_MAX)) return NULL;
    return object_call(args[0], args + 1, nargs - 1, kwnames);
}

/* --- comparing secrets ----------------------------------------------------------------------------------- */

/* Takes the same time wherever the first difference is. */
static bool equal_bytes(const u8 *a, isize a_length, const u8 *b, isize b_length) {
    u8 difference = a_length != b_length;
    if (difference) b = a;
    for (isize i = 0; i < a_length; i++) difference |= a[i] ^ b[i];
    return difference == 0;
}

static bool flat_buffer(Ref object, Buffer *buffer) {
    if (!buffer_get(object, buffer, false)) return false;
    if (buffer->ndim <= 1) return true;
    buffer_release(buffer);
    return error_set(EXC(BufferError), "Buffer must be single dimension") != NULL;
}

static Own compare_buffers(Ref a, Ref b) {
    Buffer first, second;
    if (!type_of(a)->slots.buffer_get && !type_of(b)->slots.buffer_get) {
        return error_set(EXC(TypeError),
                         "unsupported operand types(s) or combination of types: '%.100s' and '%.100s'",
                         type_of(a)->name, type_of(b)->name);
    }
    if (!flat_buffer(a, &first)) return NULL;
    if (!flat_buffer(b, &second)) {
        buffer_release(&first);
        return NULL;
    }
    bool equal = equal_bytes((u8 *)first.data, first.length, (u8 *)second.data, second.length);
    buffer_release(&first);
    buffer_release(&second);
    return own_bool(equal);
}

Own compare_digest(const char *function, Ref const *args, isize nargs) {
    if (!arguments_count(function, nargs, 2, 2)) return NULL;
    if (!is_str(args[0]) || !is_str(args[1])) return compare_buffers(args[0], args[1]);
    if (!AS_STR(args[0])->ascii || !AS_STR(args[1])->ascii) {
        return error_set(EXC(TypeError), "comparing strings with non-ASCII characters is not supported");
    }
    return own_bool(
        equal_bytes(str_data(args[0]), str_length(args[0]), str_data(args[1]), str_length(args[1])));
}

static Own operator_method_compare_digest(UNUSED Ref self, Ref const *args, isize nargs) {
    return compare_digest("_compare_digest", args, nargs);
}

/* --- the module ------------------------------------------------------------------------------------------ */

#define UNARY(name, function, same)                                                                            \
    {#name, METHOD_ONE, .one = operator_method_##name, .doc = #name "($module, a, /)\n--\n\nSame as " same "."},
#define BINARY(name, op, same)                                                                                 \
    {#name, METHOD_ARRAY, .array = operator_method_##name,                                                     \
     .doc = #name "($module, a, b, /)\n--\n\nSame as " same "."},
static const MethodDef operator_functions[] = {
    UNARY_FUNCTIONS(UNARY) BINARY_FUNCTIONS(BINARY)
        COMPARISON_FUNCTIONS(BINARY){"truth", METHOD_ONE, .one = operator_method_truth,
                                     .doc = "truth($module, a, /)\n"
                                            "--\n"
                                            "\n"
                                            "Return True if a is true, False otherwise."},
    {"not_", METHOD_ONE, .one = operator_method_not,
     .doc = "not_($module, a, /)\n"
            "--\n"
            "\n"
            "Same as not a."},
    {"is_", METHOD_ARRAY, .array = operator_method_is,
     .doc = "is_($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as a is b."},
    {"is_not", METHOD_ARRAY, .array = operator_method_is_not,
     .doc = "is_not($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as a is not b."},
    {"index", METHOD_ONE, .one = operator_method_index,
     .doc = "index($module, a, /)\n"
            "--\n"
            "\n"
            "Same as a.__index__()"},
    {"concat", METHOD_ARRAY, .array = operator_method_concat,
     .doc = "concat($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as a + b, for a and b sequences."},
    {"iconcat", METHOD_ARRAY, .array = operator_method_iconcat,
     .doc = "iconcat($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as a += b, for a and b sequences."},
    {"contains", METHOD_ARRAY, .array = operator_method_contains,
     .doc = "contains($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as b in a (note reversed operands)."},
    {"getitem", METHOD_ARRAY, .array = operator_method_getitem,
     .doc = "getitem($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as a[b]."},
    {"setitem", METHOD_ARRAY, .array = operator_method_setitem,
     .doc = "setitem($module, a, b, c, /)\n"
            "--\n"
            "\n"
            "Same as a[b] = c."},
    {"delitem", METHOD_ARRAY, .array = operator_method_delitem,
     .doc = "delitem($module, a, b, /)\n"
            "--\n"
            "\n"
            "Same as del a[b]."},
    {"countOf", METHOD_ARRAY, .array = operator_method_countOf,
     .doc = "countOf($module, a, b, /)\n"
            "--\n"
            "\n"
            "Return the number of items in a which are, or which equal, b."},
    {"indexOf", METHOD_ARRAY, .array = operator_method_indexOf,
     .doc = "indexOf($module, a, b, /)\n"
            "--\n"
            "\n"
            "Return the first index of b in a."},
    {"length_hint", METHOD_ARRAY, .array = operator_method_length_hint,
     .doc = "length_hint($module, obj, default=0, /)\n"
            "--\n"
            "\n"
            "Return an estimate of the number of items in obj.\n"
            "\n"
            "This is useful for presizing containers when building from an iterable.\n"
            "\n"
            "If the object supports len(), the result will be exact.\n"
            "Otherwise, it may over- or under-estimate by an arbitrary amount.\n"
            "The result will be an integer >= 0."},
    {"call", METHOD_KEYWORDS, .keywords = operator_method_call,
     .doc = "call($module, obj, /, *args, **kwargs)\n"
            "--\n"
            "\n"
            "Same as obj(*args, **kwargs)."},
    {"_compare_digest", METHOD_ARRAY, .array = operator_method_compare_digest,
     .doc = "_compare_digest" COMPARE_DIGEST_DOC},
    {.name = NULL}};
#undef UNARY
#undef BINARY

static bool fill(Ref module) {
    return module_add_type(module, MODULE_TYPE_ITEMGETTER) && module_add_type(module, MODULE_TYPE_ATTRGETTER) &&
           module_add_type(module, MODULE_TYPE_METHODCALLER);
}

const NativeModule operator_module = {
    .name = "_operator",
    .doc = "Operator interface.\n"
           "\n"
           "This module exports a set of functions implemented in C corresponding\n"
           "to the intrinsic operators of Python.  For example, operator.add(x, y)\n"
           "is equivalent to the expression x+y.  The function names are those\n"
           "used for special methods; variants without leading and trailing\n"
           "'__' are also provided for convenience.",
    .functions = operator_functions,
    .fill = fill};
