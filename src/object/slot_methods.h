/* slot_methods.h: how special methods and slots stand for each other.
 *
 *     C -> Python   a native type with a function in a slot gets a wrapper descriptor for each special method
 * that the slot stands for: `int.__add__`, `int.__radd__` (slot_wrappers.c) Python -> C   a class with a
 * special method gets in the slot a function that looks the method up and calls it (slot_functions.c)
 *
 * The table in slot_methods.c pairs them, once. */
#ifndef OBJECT_SLOT_METHODS_H
#define OBJECT_SLOT_METHODS_H

#include "object/root.h"

typedef void (*AnyFn)(void); /* a function of any type, to be converted back before it is called */

typedef struct SlotMethod SlotMethod;
/* Calls the slot function `wrapped` with what `type.__method__(self, *args, **kwargs)` was called with. */
typedef Own (*WrapFn)(const SlotMethod *method, AnyFn wrapped, Ref self, Ref const *args, isize nargs,
                      Ref kwnames);

struct SlotMethod {
    u16 name;       /* NameId */
    u16 slot;       /* offset in TypeSlots */
    bool keywords;  /* the wrapper takes keyword arguments */
    u8 op;          /* CompareOp, for comparisons */
    AnyFn function; /* Python -> C; NULL: the class gets what another method of the slot says */
    WrapFn wrap;    /* C -> Python; NULL: no wrapper is made */
    const char *doc;
};
/* In the order of CPython's slotdefs; entries for one slot stand together. */
extern const SlotMethod slot_methods[];
extern const isize slot_method_count;

static inline Ref slot_method_name(const SlotMethod *method) { return OBJECT_ROOT->names[method->name]; }
static inline AnyFn *slot_address(Type *type, usize slot) {
    return (AnyFn *)(void *)((char *)&type->slots + slot);
}

/* Wrapper descriptors: `int.__add__`; bound, they are method wrappers: `(1).__add__`. */
typedef struct WrapperDescriptor {
    Object ob_base;
    Type *type; /* owned */
    Object *name, *qualname;
    const SlotMethod *method;
    AnyFn wrapped;
} WrapperDescriptor;
#define AS_WRAPPER_DESCRIPTOR(ref) ((WrapperDescriptor *)(ref))
Own wrapper_descriptor_new(Type *type, const SlotMethod *method, AnyFn wrapped);
/* Their `call` slots, and the forms for arguments out of a tuple (call_form_for_tuple). */
Own wrapper_descriptor_call(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own wrapper_descriptor_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own builtin_call(Ref self, Ref const *args, isize nargs, Ref kwnames); /* callables.c */
Own builtin_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own method_wrapper_call(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own method_wrapper_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames);

/* Wrappers, for the table (slot_wrappers.c). */
#define SLOT_WRAPPERS(WRAP)                                                                                    \
    WRAP(unary)                                                                                                \
    WRAP(binary)                                                                                               \
    WRAP(binary_left)                                                                                          \
    WRAP(binary_right)                                                                                         \
    WRAP(ternary)                                                                                              \
    WRAP(ternary_right)                                                                                        \
    WRAP(is_true)                                                                                              \
    WRAP(length)                                                                                               \
    WRAP(hash)                                                                                                 \
    WRAP(call)                                                                                                 \
    WRAP(set_attribute)                                                                                        \
    WRAP(delete_attribute)                                                                                     \
    WRAP(compare)                                                                                              \
    WRAP(next)                                                                                                 \
    WRAP(descr_get)                                                                                            \
    WRAP(descr_set)                                                                                            \
    WRAP(descr_delete)                                                                                         \
    WRAP(init)                                                                                                 \
    WRAP(finalize)                                                                                             \
    WRAP(set_item)                                                                                             \
    WRAP(delete_item)                                                                                          \
    WRAP(repeat)                                                                                               \
    WRAP(item)                                                                                                 \
    WRAP(contains)
#define WRAP(name)                                                                                             \
    Own slot_wrap_##name(const SlotMethod *method, AnyFn wrapped, Ref self, Ref const *args, isize nargs,      \
                         Ref kwnames);
SLOT_WRAPPERS(WRAP)
#undef WRAP

/* Slot functions of classes, for the table and for those who must recognise them (slot_functions.c). */
#define SLOT_BINARY_FUNCTIONS(BINARY)                                                                          \
    BINARY(add, __add__, __radd__)                                                                             \
    BINARY(subtract, __sub__, __rsub__)                                                                        \
    BINARY(multiply, __mul__, __rmul__)                                                                        \
    BINARY(remainder, __mod__, __rmod__)                                                                       \
    BINARY(divmod, __divmod__, __rdivmod__)                                                                    \
    BINARY(lshift, __lshift__, __rlshift__)                                                                    \
    BINARY(rshift, __rshift__, __rrshift__)                                                                    \
    BINARY(bit_and, __and__, __rand__)                                                                         \
    BINARY(bit_xor, __xor__, __rxor__)                                                                         \
    BINARY(bit_or, __or__, __ror__)                                                                            \
    BINARY(floor_divide, __floordiv__, __rfloordiv__)                                                          \
    BINARY(true_divide, __truediv__, __rtruediv__)                                                             \
    BINARY(matrix_multiply, __matmul__, __rmatmul__)
#define SLOT_INPLACE_FUNCTIONS(INPLACE)                                                                        \
    INPLACE(inplace_add, __iadd__)                                                                             \
    INPLACE(inplace_subtract, __isub__)                                                                        \
    INPLACE(inplace_multiply, __imul__)                                                                        \
    INPLACE(inplace_remainder, __imod__)                                                                       \
    INPLACE(inplace_lshift, __ilshift__)                                                                       \
    INPLACE(inplace_rshift, __irshift__)                                                                       \
    INPLACE(inplace_and, __iand__)                                                                             \
    INPLACE(inplace_xor, __ixor__)                                                                             \
    INPLACE(inplace_or, __ior__)                                                                               \
    INPLACE(inplace_floor_divide, __ifloordiv__)                                                               \
    INPLACE(inplace_true_divide, __itruediv__)                                                                 \
    INPLACE(inplace_matrix_multiply, __imatmul__)
#define SLOT_UNARY_FUNCTIONS(UNARY)                                                                            \
    UNARY(str, __str__)                                                                                        \
    UNARY(iternext, __next__)                                                                                  \
    UNARY(negative, __neg__)                                                                                   \
    UNARY(positive, __pos__)                                                                                   \
    UNARY(absolute, __abs__)                                                                                   \
    UNARY(invert, __invert__)                                                                                  \
    UNARY(to_int, __int__)                                                                                     \
    UNARY(to_float, __float__)                                                                                 \
    UNARY(index, __index__)

#define BINARY(slot, name, reflected) Own slot_function_##slot(Ref self, Ref other);
SLOT_BINARY_FUNCTIONS(BINARY)
#undef BINARY
#define INPLACE(slot, name) Own slot_function_##slot(Ref self, Ref other);
SLOT_INPLACE_FUNCTIONS(INPLACE)
#undef INPLACE
#define UNARY(slot, name) Own slot_function_##slot(Ref self);
SLOT_UNARY_FUNCTIONS(UNARY)
#undef UNARY

Own slot_function_repr(Ref self);
isize slot_function_hash(Ref self);
Own slot_function_call(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own slot_function_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames); /* call_form_for_tuple */
Own slot_function_getattribute(Ref self, Ref name);
Own slot_function_getattr_hook(Ref self, Ref name);
bool slot_function_setattr(Ref self, Ref name, Ref value);
Own slot_function_compare(Ref self, Ref other, CompareOp op);
Own slot_function_iter(Ref self);
Own slot_function_descr_get(Ref self, Ref instance, Ref owner);
bool slot_function_descr_set(Ref self, Ref instance, Ref value);
bool slot_function_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own slot_function_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
void slot_function_finalize(Ref self);
Own slot_function_await(Ref self);
Own slot_function_aiter(Ref self);
Own slot_function_anext(Ref self);
Own slot_function_power(Ref self, Ref other, Ref modulus);
Own slot_function_inplace_power(Ref self, Ref other, Ref modulus);
int slot_function_is_true(Ref self);
isize slot_function_length(Ref self);
Own slot_function_item(Ref self, isize index);
Own slot_function_subscript(Ref self, Ref key);
bool slot_function_set_subscript(Ref self, Ref key, Ref value);
int slot_function_contains(Ref self, Ref item);

/* The special method as the type has it: a function that wants self first (*unbound), or bound; owned. NULL
 * without exception: there is none. */
Own slot_lookup_method(Ref self, Ref name, bool *unbound);

#endif
