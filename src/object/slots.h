/* slots.h: the table of what a type can do.
 *
 * A slot is a function pointer in the type. One X-macro names them all: the structure below is made of
 * it, so are inheritance (type.c copies each slot that a type leaves empty from its base) and the checks.
 * The special methods (`__add__` ...) that stand for slots, and the wrappers between the two, are the
 * table in object/slot_methods.c.
 *
 * Conventions: a function that returns Own returns NULL with an exception set; one that returns bool,
 * false; one that returns int or isize, -1. Binary slots get the operands in source order and answer
 * NotImplemented (owned) where they do not know them. */
#ifndef OBJECT_SLOTS_H
#define OBJECT_SLOTS_H

#include "object/object.h"

typedef bool (*VisitFn)(Ref object, void *context); /* false stops the traversal */

typedef Own (*UnaryFn)(Ref self);
typedef Own (*BinaryFn)(Ref left, Ref right);
typedef Own (*TernaryFn)(Ref base, Ref exponent, Ref modulus);
typedef int (*InquiryFn)(Ref self);
typedef isize (*LengthFn)(Ref self);
typedef Own (*IndexFn)(Ref self, isize index);
typedef int (*ContainsFn)(Ref self, Ref item);
typedef bool (*SetItemFn)(Ref self, Ref key, Ref value); /* value NULL: delete */
typedef isize (*HashFn)(Ref self);
typedef Own (*CompareFn)(Ref left, Ref right, CompareOp op);
/* `nargs` positional arguments, then one value for each name in the tuple `kwnames` (NULL: none). All lent. */
typedef Own (*CallFn)(Ref self, Ref const *args, isize nargs, Ref kwnames);
typedef Own (*NewFn)(Type *type, Ref const *args, isize nargs, Ref kwnames);
typedef bool (*InitFn)(Ref self, Ref const *args, isize nargs, Ref kwnames);
typedef Own (*DescrGetFn)(Ref self, Ref instance, Ref owner);  /* instance NULL: through the class */
typedef bool (*DescrSetFn)(Ref self, Ref instance, Ref value); /* value NULL: delete */
typedef bool (*SetAttrFn)(Ref self, Ref name, Ref value);
typedef void (*DeallocFn)(Own self);
typedef bool (*TraverseFn)(Ref self, VisitFn visit, void *context);
typedef void (*ClearFn)(Ref self);
typedef void (*FinalizeFn)(Ref self);
/* am_send: what a generator, coroutine or iterator does with a value sent to it. */
typedef enum SendResult { SEND_RETURN, SEND_NEXT, SEND_ERROR } SendResult;
typedef SendResult (*SendFn)(Ref self, Ref value, Own *result);
typedef struct Buffer {
    Object *owner; /* owned by the buffer; NULL: released */
    char *data;
    isize length; /* bytes */
    isize item_size, ndim;
    const char *format; /* struct module's; NULL is "B" */
    const isize *shape, *strides;
    bool readonly;
    void *internal;
} Buffer;
typedef bool (*BufferGetFn)(Ref self, Buffer *buffer, bool writable);
typedef void (*BufferReleaseFn)(Ref self, Buffer *buffer);

/*  SLOT(field, function type) in groups as CPython's tp_, nb_, sq_, mp_, am_, bf_ */
#define TYPE_SLOTS(SLOT)                                                                                       \
    SLOT(dealloc, DeallocFn)                                                                                   \
    SLOT(traverse, TraverseFn)                                                                                 \
    SLOT(clear, ClearFn)                                                                                       \
    SLOT(finalize, FinalizeFn)                                                                                 \
    SLOT(repr, UnaryFn)                                                                                        \
    SLOT(str, UnaryFn)                                                                                         \
    SLOT(hash, HashFn)                                                                                         \
    SLOT(call, CallFn)                                                                                         \
    SLOT(getattro, BinaryFn)                                                                                   \
    SLOT(setattro, SetAttrFn)                                                                                  \
    SLOT(richcompare, CompareFn)                                                                               \
    SLOT(iter, UnaryFn)                                                                                        \
    SLOT(iternext, UnaryFn)                                                                                    \
    SLOT(descr_get, DescrGetFn)                                                                                \
    SLOT(descr_set, DescrSetFn)                                                                                \
    SLOT(init, InitFn)                                                                                         \
    SLOT(new, NewFn)                                                                                           \
    /* number */                                                                                               \
    SLOT(add, BinaryFn)                                                                                        \
    SLOT(subtract, BinaryFn)                                                                                   \
    SLOT(multiply, BinaryFn)                                                                                   \
    SLOT(remainder, BinaryFn)                                                                                  \
    SLOT(divmod, BinaryFn)                                                                                     \
    SLOT(power, TernaryFn)                                                                                     \
    SLOT(negative, UnaryFn)                                                                                    \
    SLOT(positive, UnaryFn)                                                                                    \
    SLOT(absolute, UnaryFn)                                                                                    \
    SLOT(is_true, InquiryFn)                                                                                   \
    SLOT(invert, UnaryFn)                                                                                      \
    SLOT(lshift, BinaryFn)                                                                                     \
    SLOT(rshift, BinaryFn)                                                                                     \
    SLOT(bit_and, BinaryFn)                                                                                    \
    SLOT(bit_xor, BinaryFn)                                                                                    \
    SLOT(bit_or, BinaryFn)                                                                                     \
    SLOT(to_int, UnaryFn)                                                                                      \
    SLOT(to_float, UnaryFn)                                                                                    \
    SLOT(floor_divide, BinaryFn)                                                                               \
    SLOT(true_divide, BinaryFn)                                                                                \
    SLOT(matrix_multiply, BinaryFn)                                                                            \
    SLOT(index, UnaryFn)                                                                                       \
    SLOT(inplace_add, BinaryFn)                                                                                \
    SLOT(inplace_subtract, BinaryFn)                                                                           \
    SLOT(inplace_multiply, BinaryFn)                                                                           \
    SLOT(inplace_remainder, BinaryFn)                                                                          \
    SLOT(inplace_power, TernaryFn)                                                                             \
    SLOT(inplace_lshift, BinaryFn)                                                                             \
    SLOT(inplace_rshift, BinaryFn)                                                                             \
    SLOT(inplace_and, BinaryFn)                                                                                \
    SLOT(inplace_xor, BinaryFn)                                                                                \
    SLOT(inplace_or, BinaryFn)                                                                                 \
    SLOT(inplace_floor_divide, BinaryFn)                                                                       \
    SLOT(inplace_true_divide, BinaryFn)                                                                        \
    SLOT(inplace_matrix_multiply, BinaryFn)                                                                    \
    /* sequence and mapping */                                                                                 \
    SLOT(length, LengthFn)                                                                                     \
    SLOT(concat, BinaryFn)                                                                                     \
    SLOT(repeat, IndexFn)                                                                                      \
    SLOT(inplace_concat, BinaryFn)                                                                             \
    SLOT(inplace_repeat, IndexFn)                                                                              \
    SLOT(contains, ContainsFn)                                                                                 \
    SLOT(item, IndexFn) /* by a C index that is already counted from the start; optional, for speed */         \
    SLOT(subscript, BinaryFn)                                                                                  \
    SLOT(set_subscript, SetItemFn)                                                                             \
    /* async */                                                                                                \
    SLOT(await, UnaryFn)                                                                                       \
    SLOT(aiter, UnaryFn)                                                                                       \
    SLOT(anext, UnaryFn)                                                                                       \
    SLOT(send, SendFn)                                                                                         \
    /* buffer */                                                                                               \
    SLOT(buffer_get, BufferGetFn)                                                                              \
    SLOT(buffer_release, BufferReleaseFn)

typedef struct TypeSlots {
#define SLOT(field, FunctionType) FunctionType field;
    TYPE_SLOTS(SLOT)
#undef SLOT
} TypeSlots;

#endif
