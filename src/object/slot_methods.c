/* slot_methods.c: the table of special methods and slots.
 *
 * Its order is the order in which a native type's wrappers come into its __dict__. Entries for one slot must
 * stand together: which of a class's methods decides on the slot is found by walking them (type_slots.c). */
#include "object/slot_methods.h"

#define DOC(name, signature, text) #name signature "\n--\n\n" text

#define ENTRY(identifier, field, to_c, to_python, text)                                                        \
    {                                                                                                          \
        .name = NAME_##identifier, .slot = offsetof(TypeSlots, field), .function = (AnyFn)(to_c),              \
        .wrap = to_python, .doc = text                                                                         \
    }
#define METHOD(identifier, field, to_c, to_python, signature, text)                                            \
    ENTRY(identifier, field, slot_function_##to_c, slot_wrap_##to_python, DOC(identifier, signature, text))
#define COMPARE(identifier, operation, sign)                                                                   \
    {                                                                                                          \
        .name = NAME_##identifier, .slot = offsetof(TypeSlots, richcompare), .op = operation,                  \
        .function = (AnyFn)slot_function_compare, .wrap = slot_wrap_compare,                                   \
        .doc = DOC(identifier, "($self, value, /)", "Return self" sign "value.")                               \
    }

#define UNARY(identifier, field, text) METHOD(identifier, field, field, unary, "($self, /)", text)
#define INFIX(identifier, field, sign)                                                                         \
    METHOD(identifier, field, field, binary_left, "($self, value, /)", "Return self" sign "value.")
#define REFLECTED(identifier, field, sign)                                                                     \
    METHOD(identifier, field, field, binary_right, "($self, value, /)", "Return value" sign "self.")
#define INPLACE(identifier, field, sign)                                                                       \
    METHOD(identifier, field, field, binary, "($self, value, /)", "Return self" sign "value.")
/* A slot of sequences, beside the number slot of the same method: classes fill the latter. */
#define SEQUENCE(identifier, field, to_python, text)                                                           \
    ENTRY(identifier, field, NULL, slot_wrap_##to_python, DOC(identifier, "($self, value, /)", text))

const SlotMethod slot_methods[] = {
    UNARY(__repr__, repr, "Return repr(self)."),
    METHOD(__hash__, hash, hash, hash, "($self, /)", "Return hash(self)."),
    {.name = NAME___call__,
     .slot = offsetof(TypeSlots, call),
     .keywords = true,
     .function = (AnyFn)slot_function_call,
     .wrap = slot_wrap_call,
     .doc = DOC(__call__, "($self, /, *args, **kwargs)", "Call self as a function.")},
    UNARY(__str__, str, "Return str(self)."),
    METHOD(__getattribute__, getattro, getattr_hook, binary, "($self, name, /)", "Return getattr(self, name)."),
    ENTRY(__getattr__, getattro, slot_function_getattr_hook, NULL, ""),
    METHOD(__setattr__, setattro, setattr, set_attribute, "($self, name, value, /)",
           "Implement setattr(self, name, value)."),
    METHOD(__delattr__, setattro, setattr, delete_attribute, "($self, name, /)",
           "Implement delattr(self, name)."),
    COMPARE(__lt__, COMPARE_LT, "<"),
    COMPARE(__le__, COMPARE_LE, "<="),
    COMPARE(__eq__, COMPARE_EQ, "=="),
    COMPARE(__ne__, COMPARE_NE, "!="),
    COMPARE(__gt__, COMPARE_GT, ">"),
    COMPARE(__ge__, COMPARE_GE, ">="),
    UNARY(__iter__, iter, "Implement iter(self)."),
    METHOD(__next__, iternext, iternext, next, "($self, /)", "Implement next(self)."),
    METHOD(__get__, descr_get, descr_get, descr_get, "($self, instance, owner=None, /)",
           "Return an attribute of instance, which is of type owner."),
    METHOD(__set__, descr_set, descr_set, descr_set, "($self, instance, value, /)",
           "Set an attribute of instance to value."),
    METHOD(__delete__, descr_set, descr_set, descr_delete, "($self, instance, /)",
           "Delete an attribute of instance."),
    {.name = NAME___init__,
     .slot = offsetof(TypeSlots, init),
     .keywords = true,
     .function = (AnyFn)slot_function_init,
     .wrap = slot_wrap_init,
     .doc = DOC(__init__, "($self, /, *args, **kwargs)",
                "Initialize self.  See help(type(self)) for accurate signature.")},
    ENTRY(__new__, new, slot_function_new, NULL,
          "__new__(type, /, *args, **kwargs)\n--\n\nCreate and return new object.  See help(type) for accurate "
          "signature."),
    ENTRY(__del__, finalize, slot_function_finalize, slot_wrap_finalize, ""),

    METHOD(__await__, await, await, unary, "($self, /)", "Return an iterator to be used in await expression."),
    METHOD(__aiter__, aiter, aiter, unary, "($self, /)",
           "Return an awaitable, that resolves in asynchronous iterator."),
    METHOD(__anext__, anext, anext, unary, "($self, /)", "Return a value or raise StopAsyncIteration."),

    INFIX(__add__, add, "+"),
    REFLECTED(__radd__, add, "+"),
    INFIX(__sub__, subtract, "-"),
    REFLECTED(__rsub__, subtract, "-"),
    INFIX(__mul__, multiply, "*"),
    REFLECTED(__rmul__, multiply, "*"),
    INFIX(__mod__, remainder, "%"),
    REFLECTED(__rmod__, remainder, "%"),
    METHOD(__divmod__, divmod, divmod, binary_left, "($self, value, /)", "Return divmod(self, value)."),
    METHOD(__rdivmod__, divmod, divmod, binary_right, "($self, value, /)", "Return divmod(value, self)."),
    METHOD(__pow__, power, power, ternary, "($self, value, mod=None, /)", "Return pow(self, value, mod)."),
    METHOD(__rpow__, power, power, ternary_right, "($self, value, mod=None, /)",
           "Return pow(value, self, mod)."),
    UNARY(__neg__, negative, "-self"),
    UNARY(__pos__, positive, "+self"),
    UNARY(__abs__, absolute, "abs(self)"),
    METHOD(__bool__, is_true, is_true, is_true, "($self, /)", "True if self else False"),
    UNARY(__invert__, invert, "~self"),
    INFIX(__lshift__, lshift, "<<"),
    REFLECTED(__rlshift__, lshift, "<<"),
    INFIX(__rshift__, rshift, ">>"),
    REFLECTED(__rrshift__, rshift, ">>"),
    INFIX(__and__, bit_and, "&"),
    REFLECTED(__rand__, bit_and, "&"),
    INFIX(__xor__, bit_xor, "^"),
    REFLECTED(__rxor__, bit_xor, "^"),
    INFIX(__or__, bit_or, "|"),
    REFLECTED(__ror__, bit_or, "|"),
    UNARY(__int__, to_int, "int(self)"),
    UNARY(__float__, to_float, "float(self)"),
    INPLACE(__iadd__, inplace_add, "+="),
    INPLACE(__isub__, inplace_subtract, "-="),
    INPLACE(__imul__, inplace_multiply, "*="),
    INPLACE(__imod__, inplace_remainder, "%="),
    METHOD(__ipow__, inplace_power, inplace_power, ternary, "($self, value, /)", "Return self**=value."),
    INPLACE(__ilshift__, inplace_lshift, "<<="),
    INPLACE(__irshift__, inplace_rshift, ">>="),
    INPLACE(__iand__, inplace_and, "&="),
    INPLACE(__ixor__, inplace_xor, "^="),
    INPLACE(__ior__, inplace_or, "|="),
    INFIX(__floordiv__, floor_divide, "//"),
    REFLECTED(__rfloordiv__, floor_divide, "//"),
    INFIX(__truediv__, true_divide, "/"),
    REFLECTED(__rtruediv__, true_divide, "/"),
    INPLACE(__ifloordiv__, inplace_floor_divide, "//="),
    INPLACE(__itruediv__, inplace_true_divide, "/="),
    METHOD(__index__, index, index, unary, "($self, /)",
           "Return self converted to an integer, if self is suitable for use as an index into a list."),
    INFIX(__matmul__, matrix_multiply, "@"),
    REFLECTED(__rmatmul__, matrix_multiply, "@"),
    INPLACE(__imatmul__, inplace_matrix_multiply, "@="),

    METHOD(__len__, length, length, length, "($self, /)", "Return len(self)."),
    METHOD(__getitem__, subscript, subscript, binary, "($self, key, /)", "Return self[key]."),
    METHOD(__setitem__, set_subscript, set_subscript, set_item, "($self, key, value, /)",
           "Set self[key] to value."),
    METHOD(__delitem__, set_subscript, set_subscript, delete_item, "($self, key, /)", "Delete self[key]."),

    SEQUENCE(__add__, concat, binary, "Return self+value."),
    SEQUENCE(__mul__, repeat, repeat, "Return self*value."),
    SEQUENCE(__rmul__, repeat, repeat, "Return value*self."),
    METHOD(__getitem__, item, item, item, "($self, key, /)", "Return self[key]."),
    METHOD(__contains__, contains, contains, contains, "($self, key, /)", "Return key in self."),
    SEQUENCE(__iadd__, inplace_concat, binary, "Implement self+=value."),
    SEQUENCE(__imul__, inplace_repeat, repeat, "Implement self*=value."),
};
const isize slot_method_count = COUNT_OF(slot_methods);
