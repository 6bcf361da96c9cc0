/* slot_wrappers.c: C -> Python: what `int.__add__` does when it is called.
 *
 * A wrapper checks how many arguments there are, converts them as its slot wants them, calls the slot's
 * function and converts the result. */
#include "object/call.h"
#include "object/error.h"
#include "object/int.h"
#include "object/number.h"
#include "object/slot_methods.h"
#include "object/tuple.h"

#define WRAPPER(name)                                                                                          \
    Own slot_wrap_##name(const SlotMethod *method UNUSED, AnyFn wrapped UNUSED, Ref self UNUSED,               \
                         Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED)

static bool expect(isize nargs, isize expected) {
    if (LIKELY(nargs == expected)) return true;
    return error_set(EXC(TypeError), "expected %zd argument%s, got %zd", expected, expected == 1 ? "" : "s",
                     nargs);
}

/* These wrappers' messages have an empty name, and so a space, in front. */
static bool expect_between(isize nargs, isize minimum, isize maximum) {
    return arguments_count("", nargs, minimum, maximum);
}

static Own none_unless_error(bool done) { return done ? own_none() : NULL; }

/* --- numbers -------------------------------------------------------------------------------------------- */

WRAPPER(unary) { return expect(nargs, 0) ? ((UnaryFn)wrapped)(self) : NULL; }

WRAPPER(binary) { return expect(nargs, 1) ? ((BinaryFn)wrapped)(self, args[0]) : NULL; }

/* Does the same, but is another one: a class derived from a type whose `__add__` is a sequence's (slot
 * `concat`) must not take that function for its number slot `add` (type_slots.c compares wrappers). */
WRAPPER(binary_left) { return expect(nargs, 1) ? ((BinaryFn)wrapped)(self, args[0]) : NULL; }

WRAPPER(binary_right) { return expect(nargs, 1) ? ((BinaryFn)wrapped)(args[0], self) : NULL; }

WRAPPER(ternary) {
    if (!expect_between(nargs, 1, 2)) return NULL;
    return ((TernaryFn)wrapped)(self, args[0], nargs > 1 ? args[1] : None);
}

WRAPPER(ternary_right) {
    if (!expect_between(nargs, 1, 2)) return NULL;
    return ((TernaryFn)wrapped)(args[0], self, nargs > 1 ? args[1] : None);
}

WRAPPER(is_true) {
    if (!expect(nargs, 0)) return NULL;
    int truth = ((InquiryFn)wrapped)(self);
    return truth < 0 ? NULL : own_bool(truth);
}

/* --- any object ----------------------------------------------------------------------------------------- */

WRAPPER(hash) {
    if (!expect(nargs, 0)) return NULL;
    isize hash = ((HashFn)wrapped)(self);
    return hash == -1 && error_occurred() ? NULL : int_from_isize(hash);
}

WRAPPER(call) { return call_form_for_tuple((CallFn)wrapped)(self, args, nargs, kwnames); }

WRAPPER(init) { return none_unless_error(((InitFn)wrapped)(self, args, nargs, kwnames)); }

WRAPPER(finalize) {
    if (!expect(nargs, 0)) return NULL;
    ((FinalizeFn)wrapped)(self);
    return own_none();
}

WRAPPER(compare) {
    return expect(nargs, 1) ? ((CompareFn)wrapped)(self, args[0], (CompareOp)method->op) : NULL;
}

/* The type whose C function for setting attributes `type` uses: the last in its MRO that has the same. */
static const Type *setattr_definer(Type *type) {
    Ref mro = type->mro;
    for (isize i = mro ? size_of(mro) : 0; i-- > 0;) {
        const Type *base = AS_TYPE(AS_TUPLE(mro)->items[i]);
        if (base->slots.setattro == slot_function_setattr) continue; /* a Python class defines none in C */
        if (base->slots.setattro == type->slots.setattro) return base;
    }
    return type;
}

/* object.__setattr__(int, "x", 1) would get around type's own check: a C function may not be skipped. */
static bool check_not_skipping(Ref self, SetAttrFn function, const char *what) {
    for (const Type *base = setattr_definer(type_of(self)); base; base = base->base) {
        if (base->slots.setattro == function) return true;
        if (base->slots.setattro == slot_function_setattr) continue;
        return error_set(EXC(TypeError), "can't apply this %s to %s object", what, type_of(self)->name);
    }
    return true;
}

WRAPPER(set_attribute) {
    SetAttrFn set = (SetAttrFn)wrapped;
    if (!expect_between(nargs, 2, 2) || !check_not_skipping(self, set, "__setattr__")) return NULL;
    return none_unless_error(set(self, args[0], args[1]));
}

WRAPPER(delete_attribute) {
    SetAttrFn set = (SetAttrFn)wrapped;
    if (!expect(nargs, 1) || !check_not_skipping(self, set, "__delattr__")) return NULL;
    return none_unless_error(set(self, args[0], NULL));
}

/* --- descriptors ---------------------------------------------------------------------------------------- */

WRAPPER(descr_get) {
    if (!expect_between(nargs, 1, 2)) return NULL;
    Ref instance = args[0] == None ? NULL : args[0];
    Ref owner = nargs < 2 || args[1] == None ? NULL : args[1];
    if (!instance && !owner) return error_set(EXC(TypeError), "__get__(None, None) is invalid");
    return ((DescrGetFn)wrapped)(self, instance, owner);
}

WRAPPER(descr_set) {
    if (!expect_between(nargs, 2, 2)) return NULL;
    return none_unless_error(((DescrSetFn)wrapped)(self, args[0], args[1]));
}

WRAPPER(descr_delete) {
    if (!expect(nargs, 1)) return NULL;
    return none_unless_error(((DescrSetFn)wrapped)(self, args[0], NULL));
}

/* --- containers ----------------------------------------------------------------------------------------- */

WRAPPER(next) {
    if (!expect(nargs, 0)) return NULL;
    Own item = ((UnaryFn)wrapped)(self);
    return item || error_occurred() ? item : error_set_object(EXC(StopIteration), NULL);
}

WRAPPER(length) {
    if (!expect(nargs, 0)) return NULL;
    isize length = ((LengthFn)wrapped)(self);
    return length == -1 && error_occurred() ? NULL : int_from_isize(length);
}

WRAPPER(repeat) {
    if (!expect_between(nargs, 1, 1)) return NULL;
    isize count = int_index_as_isize(args[0], EXC(OverflowError));
    return count == -1 && error_occurred() ? NULL : ((IndexFn)wrapped)(self, count);
}

WRAPPER(item) {
    if (!expect(nargs, 1)) return NULL;
    isize index = int_index_as_isize(args[0], EXC(OverflowError));
    if (index == -1 && error_occurred()) return NULL;
    LengthFn length = type_of(self)->slots.length;
    if (index < 0 && length) {
        isize n = length(self);
        if (n < 0) return NULL;
        index += n;
    }
    return ((IndexFn)wrapped)(self, index);
}

WRAPPER(contains) {
    if (!expect(nargs, 1)) return NULL;
    int answer = ((ContainsFn)wrapped)(self, args[0]);
    return answer < 0 ? NULL : own_bool(answer);
}

WRAPPER(set_item) {
    if (!expect_between(nargs, 2, 2)) return NULL;
    return none_unless_error(((SetItemFn)wrapped)(self, args[0], args[1]));
}

WRAPPER(delete_item) {
    if (!expect(nargs, 1)) return NULL;
    return none_unless_error(((SetItemFn)wrapped)(self, args[0], NULL));
}
