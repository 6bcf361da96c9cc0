/* weakref_proxy.c: weak proxies: every operation goes to the referent, which is held while it lasts; when it is
 * gone, ReferenceError. A proxy among the operands, on either side, is replaced by its referent. */
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/number.h"
#include "object/root.h"
#include "object/str.h"
#include "object/weakref_type.h"

static bool is_proxy(Ref object) {
    return is_exactly(object, TYPE(WEAK_PROXY)) || is_exactly(object, TYPE(WEAK_CALLABLE_PROXY));
}

/* The object itself, or a proxy's referent, owned. NULL raised when that is dead. */
static Own unwrap(Ref operand) {
    if (!is_proxy(operand)) return own(operand);
    Ref object = weakref_get(operand);
    if (object) return own(object);
    return error_set(EXC(ReferenceError), "weakly-referenced object no longer exists");
}

/* --- one operand ----------------------------------------------------------------------------------------- */

static Own apply(Ref self, UnaryFn operation) {
    Own object = unwrap(self);
    if (!object) return NULL;
    Own result = operation(object);
    release(object);
    return result;
}

#define PROXY_UNARY(name, operation)                                                                           \
    static Own proxy_##name(Ref self) { return apply(self, operation); }

PROXY_UNARY(negative, number_negative)
PROXY_UNARY(positive, number_positive)
PROXY_UNARY(absolute, number_absolute)
PROXY_UNARY(invert, number_invert)
PROXY_UNARY(to_int, int_from_object)
PROXY_UNARY(to_float, float_from_object)
PROXY_UNARY(index, int_index)
PROXY_UNARY(str, object_str)
PROXY_UNARY(iter, object_iter)
#undef PROXY_UNARY

static int proxy_is_true(Ref self) {
    Own object = unwrap(self);
    if (!object) return -1;
    int truth = object_is_true(object);
    release(object);
    return truth;
}

static Own next_of(Ref object) {
    if (object_is_iterator(object)) return object_next(object);
    return error_set(EXC(TypeError), "Weakref proxy referenced a non-iterator '%.200s' object",
                     type_of(object)->name);
}

static Own proxy_next(Ref self) { return apply(self, next_of); }

static isize proxy_length(Ref self) {
    Own object = unwrap(self);
    if (!object) return -1;
    isize length = object_length(object);
    release(object);
    return length;
}

/* The one thing that works on a dead proxy too. */
static Own proxy_repr(Ref self) {
    Ref object = weakref_get(self);
    if (!object) object = None;
    return str_format("<weakproxy at 0x%lx to %s at 0x%lx>", object_id(self), type_of(object)->name,
                      object_id(object));
}

/* --- two operands ---------------------------------------------------------------------------------------- */

static Own apply_binary(BinaryOperator op, Ref left, Ref right) {
    Own a = unwrap(left), b = a ? unwrap(right) : NULL;
    Own result = b ? number_binary(op, a, b) : NULL;
    release_maybe(a);
    release_maybe(b);
    return result;
}

/*  OPERATOR(slot, operator) */
#define OPERATORS(OPERATOR)                                                                                    \
    OPERATOR(add, BINARY_ADD)                                                                                  \
    OPERATOR(subtract, BINARY_SUBTRACT)                                                                        \
    OPERATOR(multiply, BINARY_MULTIPLY)                                                                        \
    OPERATOR(floor_divide, BINARY_FLOOR_DIVIDE)                                                                \
    OPERATOR(true_divide, BINARY_TRUE_DIVIDE)                                                                  \
    OPERATOR(remainder, BINARY_REMAINDER)                                                                      \
    OPERATOR(lshift, BINARY_LSHIFT)                                                                            \
    OPERATOR(rshift, BINARY_RSHIFT)                                                                            \
    OPERATOR(bit_and, BINARY_AND)                                                                              \
    OPERATOR(bit_xor, BINARY_XOR)                                                                              \
    OPERATOR(bit_or, BINARY_OR)                                                                                \
    OPERATOR(matrix_multiply, BINARY_MATRIX_MULTIPLY)                                                          \
    OPERATOR(inplace_add, BINARY_INPLACE_ADD)                                                                  \
    OPERATOR(inplace_subtract, BINARY_INPLACE_SUBTRACT)                                                        \
    OPERATOR(inplace_multiply, BINARY_INPLACE_MULTIPLY)                                                        \
    OPERATOR(inplace_floor_divide, BINARY_INPLACE_FLOOR_DIVIDE)                                                \
    OPERATOR(inplace_true_divide, BINARY_INPLACE_TRUE_DIVIDE)                                                  \
    OPERATOR(inplace_remainder, BINARY_INPLACE_REMAINDER)                                                      \
    OPERATOR(inplace_lshift, BINARY_INPLACE_LSHIFT)                                                            \
    OPERATOR(inplace_rshift, BINARY_INPLACE_RSHIFT)                                                            \
    OPERATOR(inplace_and, BINARY_INPLACE_AND)                                                                  \
    OPERATOR(inplace_xor, BINARY_INPLACE_XOR)                                                                  \
    OPERATOR(inplace_or, BINARY_INPLACE_OR)                                                                    \
    OPERATOR(inplace_matrix_multiply, BINARY_INPLACE_MATRIX_MULTIPLY)

#define OPERATOR(slot, op)                                                                                     \
    static Own proxy_##slot(Ref left, Ref right) { return apply_binary(op, left, right); }
OPERATORS(OPERATOR)
#undef OPERATOR

static Own proxy_divmod(Ref left, Ref right) {
    Own a = unwrap(left), b = a ? unwrap(right) : NULL;
    Own result = b ? number_divmod(a, b) : NULL;
    release_maybe(a);
    release_maybe(b);
    return result;
}

static Own proxy_power(Ref base, Ref exponent, Ref modulus) {
    Own a = unwrap(base), b = a ? unwrap(exponent) : NULL, c = b ? unwrap(modulus ? modulus : None) : NULL;
    Own result = c ? number_power(a, b, c) : NULL;
    release_maybe(a);
    release_maybe(b);
    release_maybe(c);
    return result;
}

static Own proxy_inplace_power(Ref base, Ref exponent, UNUSED Ref modulus) {
    return apply_binary(BINARY_INPLACE_POWER, base, exponent);
}

static Own proxy_compare(Ref left, Ref right, CompareOp op) {
    Own a = unwrap(left), b = a ? unwrap(right) : NULL;
    Own result = b ? object_compare(a, b, op) : NULL;
    release_maybe(a);
    release_maybe(b);
    return result;
}

/* --- attributes and items -------------------------------------------------------------------------------- */

static Own proxy_getattro(Ref self, Ref name) {
    Own object = unwrap(self);
    Own result = object ? object_get_attribute(object, name) : NULL;
    release_maybe(object);
    return result;
}

static bool proxy_setattro(Ref self, Ref name, Ref value) {
    Own object = unwrap(self);
    bool done = object && object_set_attribute(object, name, value);
    release_maybe(object);
    return done;
}

static Own proxy_subscript(Ref self, Ref key) {
    Own object = unwrap(self), item = object ? unwrap(key) : NULL;
    Own result = item ? object_get_item(object, item) : NULL;
    release_maybe(object);
    release_maybe(item);
    return result;
}

static bool proxy_set_subscript(Ref self, Ref key, Ref value) {
    Own object = unwrap(self);
    bool done = object && (value ? object_set_item(object, key, value) : object_delete_item(object, key));
    release_maybe(object);
    return done;
}

static int proxy_contains(Ref self, Ref item) {
    Own object = unwrap(self);
    int found = object ? object_contains(object, item) : -1;
    release_maybe(object);
    return found;
}

static Own proxy_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Own object = unwrap(self);
    Own result = object ? object_call(object, args, nargs, kwnames) : NULL;
    release_maybe(object);
    return result;
}
static Own proxy_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(proxy_run, self, args, nargs, kwnames);
}

static Own method_bytes(Ref self) {
    Own object = unwrap(self);
    Own result = object ? object_call_method_none(object, NAME(__bytes__)) : NULL;
    release_maybe(object);
    return result;
}

static Own method_reversed(Ref self) {
    Own object = unwrap(self);
    Own result = object ? object_call_method_none(object, NAME(__reversed__)) : NULL;
    release_maybe(object);
    return result;
}

static const MethodDef proxy_methods[] = {{"__bytes__", METHOD_NONE, .none = method_bytes},
                                          {"__reversed__", METHOD_NONE, .none = method_reversed},
                                          {.name = NULL}};

/* --- the types ------------------------------------------------------------------------------------------- */

/* The slots of both; only one can be called. */
#define OPERATOR(slot, op) .slot = proxy_##slot,
#define PROXY_SLOTS                                                                                            \
    .dealloc = weakref_slot_dealloc, .traverse = weakref_slot_traverse, .clear = weakref_slot_clear,           \
    .repr = proxy_repr, .str = proxy_str, .getattro = proxy_getattro, .setattro = proxy_setattro,              \
    .richcompare = proxy_compare, .iter = proxy_iter, .iternext = proxy_next,                                  \
    OPERATORS(OPERATOR).divmod = proxy_divmod, .power = proxy_power, .inplace_power = proxy_inplace_power,     \
    .negative = proxy_negative, .positive = proxy_positive, .absolute = proxy_absolute,                        \
    .is_true = proxy_is_true, .invert = proxy_invert, .to_int = proxy_to_int, .to_float = proxy_to_float,      \
    .index = proxy_index, .length = proxy_length, .contains = proxy_contains, .subscript = proxy_subscript,    \
    .set_subscript = proxy_set_subscript

const TypeSpec weak_proxy_spec = {.name = "weakref.ProxyType",
                                  .module = "weakref",
                                  .basicsize = sizeof(WeakReference),
                                  .ghost_size = 64,
                                  .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                  .slots = {PROXY_SLOTS},
                                  .methods = proxy_methods};

const TypeSpec weak_callable_proxy_spec = {.name = "weakref.CallableProxyType",
                                           .module = "weakref",
                                           .basicsize = sizeof(WeakReference),
                                           .ghost_size = 64,
                                           .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                           .slots = {PROXY_SLOTS, .call = proxy_call}};
