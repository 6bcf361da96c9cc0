/* slot_functions.c: Python -> C: what stands in the slots of a class that a class statement made.
 *
 * Each function looks its special method up on the type (never on the instance) and calls it. A plain function
 * is called with self in front, so no bound method is made; anything else is bound first. The number slots
 * decide between `__add__` and `__radd__`: type slots are asked with the operands in source order, by either
 * operand's type. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/int.h"
#include "object/number.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- calling a special method --------------------------------------------------------------------------- */

Own slot_lookup_method(Ref self, Ref name, bool *unbound) {
    Type *type = type_of(self);
    Ref found = type_lookup(type, name);
    *unbound = found && type_has(type_of(found), TYPE_METHOD_DESCRIPTOR);
    if (!found || *unbound) return own_maybe(found);
    DescrGetFn get = type_of(found)->slots.descr_get;
    return get ? get(found, self, &type->ob_base.ob_base) : own(found);
}

/* Calls a method that slot_lookup_method found, and releases it. args[0] is self. */
static Own call_found(Own method, bool unbound, Ref const *args, isize nargs) {
    Own result =
        unbound ? object_call(method, args, nargs, NULL) : object_call(method, args + 1, nargs - 1, NULL);
    release(method);
    return result;
}

static Own call_none(Own method, bool unbound, Ref self) { return call_found(method, unbound, &self, 1); }

static Own call_one(Own method, bool unbound, Ref self, Ref arg) {
    return call_found(method, unbound, (Ref[]){self, arg}, 2);
}

/* self.name(args...), args[0] being self; AttributeError where the type has lost the method. */
static Own call_special(Ref name, Ref const *args, isize nargs) {
    bool unbound;
    Own method = slot_lookup_method(args[0], name, &unbound);
    if (method) return call_found(method, unbound, args, nargs);
    return error_occurred() ? NULL : error_set_object(EXC(AttributeError), name);
}

/* The same, NotImplemented where there is no such method. */
static Own call_special_maybe(Ref name, Ref self, Ref other) {
    bool unbound;
    Own method = slot_lookup_method(self, name, &unbound);
    if (method) return call_one(method, unbound, self, other);
    return error_occurred() ? NULL : own_not_implemented();
}

static void *type_error(const char *message, Ref object) {
    return error_set(EXC(TypeError), message, type_of(object)->name);
}

/* A method whose result does not matter. */
static bool done(Own result) {
    if (!result) return false;
    release(result);
    return true;
}

/* --- numbers -------------------------------------------------------------------------------------------- */

#define UNARY(slot, name)                                                                                      \
    Own slot_function_##slot(Ref self) { return call_special(NAME(name), &self, 1); }
SLOT_UNARY_FUNCTIONS(UNARY)
#undef UNARY

/* Does type(right) have another `name` than type(left)? -1 raised. */
static int method_is_overloaded(Ref left, Ref right, Ref name) {
    Own theirs, ours;
    if (!object_find_attribute(&type_of(right)->ob_base.ob_base, name, &theirs)) return -1;
    if (!theirs) return 0;
    int answer = -1;
    if (object_find_attribute(&type_of(left)->ob_base.ob_base, name, &ours)) {
        answer = ours ? object_compare_bool(ours, theirs, COMPARE_NE) : 1;
        release_maybe(ours);
    }
    release(theirs);
    return answer;
}

/* `self_has`, `other_has`: the operand's type has this very slot function, that is, a special method. */
static Own binary_by_methods(Ref self, Ref other, bool self_has, bool other_has, Ref name, Ref reflected) {
    bool ask_other = other_has && type_of(self) != type_of(other);
    if (self_has) {
        if (ask_other && type_is_subtype(type_of(other), type_of(self))) {
            int overloaded = method_is_overloaded(self, other, reflected);
            if (overloaded < 0) return NULL;
            if (overloaded) {
                Own result = call_special_maybe(reflected, other, self);
                if (result != NotImplemented) return result;
                release(result);
                ask_other = false;
            }
        }
        Own result = call_special_maybe(name, self, other);
        if (result != NotImplemented || type_of(other) == type_of(self)) return result;
        release(result);
    }
    return ask_other ? call_special_maybe(reflected, other, self) : own_not_implemented();
}

#define BINARY(slot, name, reflected)                                                                          \
    Own slot_function_##slot(Ref self, Ref other) {                                                            \
        return binary_by_methods(self, other, type_of(self)->slots.slot == slot_function_##slot,               \
                                 type_of(other)->slots.slot == slot_function_##slot, NAME(name),               \
                                 NAME(reflected));                                                             \
    }
SLOT_BINARY_FUNCTIONS(BINARY)
#undef BINARY

#define INPLACE(slot, name)                                                                                    \
    Own slot_function_##slot(Ref self, Ref other) { return call_special(NAME(name), (Ref[]){self, other}, 2); }
SLOT_INPLACE_FUNCTIONS(INPLACE)
#undef INPLACE

/* pow() with a modulus has no reflected form; the slot may be asked because of the second operand. */
Own slot_function_power(Ref self, Ref other, Ref modulus) {
    bool self_has = type_of(self)->slots.power == slot_function_power;
    if (modulus == None) {
        bool other_has = type_of(other)->slots.power == slot_function_power;
        return binary_by_methods(self, other, self_has, other_has, NAME(__pow__), NAME(__rpow__));
    }
    if (!self_has) return own_not_implemented();
    return call_special(NAME(__pow__), (Ref[]){self, other, modulus}, 3);
}

Own slot_function_inplace_power(Ref self, Ref other, Ref modulus UNUSED) {
    return call_special(NAME(__ipow__), (Ref[]){self, other}, 2);
}

/* What __bool__ or __len__ answered; consumes it. */
static int truth_of(Own answer, bool by_length) {
    int truth = -1;
    if (by_length || is_bool(answer)) {
        truth = object_is_true(answer);
    } else {
        type_error("__bool__ should return bool, returned %s", answer);
    }
    release(answer);
    return truth;
}

int slot_function_is_true(Ref self) {
    bool unbound, by_length = false;
    Own method = slot_lookup_method(self, NAME(__bool__), &unbound);
    if (!method) {
        if (error_occurred()) return -1;
        by_length = true;
        method = slot_lookup_method(self, NAME(__len__), &unbound);
        if (!method) return error_occurred() ? -1 : 1;
    }
    Own answer = call_none(method, unbound, self);
    return answer ? truth_of(answer, by_length) : -1;
}

/* --- containers ----------------------------------------------------------------------------------------- */

isize slot_function_length(Ref self) {
    Own answer = call_special(NAME(__len__), &self, 1);
    if (!answer) return -1;
    Own number = int_index(answer);
    release(answer);
    if (!number) return -1;
    isize length = -1;
    if (int_sign(number) < 0) {
        error_set(EXC(ValueError), "__len__() should return >= 0");
    } else {
        length = int_index_as_isize(number, EXC(OverflowError));
    }
    release(number);
    return length;
}

Own slot_function_item(Ref self, isize index) {
    Own number = int_from_isize(index);
    if (!number) return NULL;
    Own result = call_special(NAME(__getitem__), (Ref[]){self, number}, 2);
    release(number);
    return result;
}

Own slot_function_subscript(Ref self, Ref key) {
    return call_special(NAME(__getitem__), (Ref[]){self, key}, 2);
}

bool slot_function_set_subscript(Ref self, Ref key, Ref value) {
    if (!value) return done(call_special(NAME(__delitem__), (Ref[]){self, key}, 2));
    return done(call_special(NAME(__setitem__), (Ref[]){self, key, value}, 3));
}

int slot_function_contains(Ref self, Ref item) {
    bool unbound;
    Own method = slot_lookup_method(self, NAME(__contains__), &unbound);
    if (!method) return error_occurred() ? -1 : object_contains_by_iteration(self, item);
    if (method == None) {
        release(method);
        type_error("'%.200s' object is not a container", self);
        return -1;
    }
    Own answer = call_one(method, unbound, self, item);
    if (!answer) return -1;
    int truth = object_is_true(answer);
    release(answer);
    return truth;
}

Own slot_function_iter(Ref self) {
    bool unbound;
    Own method = slot_lookup_method(self, NAME(__iter__), &unbound);
    if (method && method != None) return call_none(method, unbound, self);
    if (!method && error_occurred()) return NULL;
    if (!method) {
        method = slot_lookup_method(self, NAME(__getitem__), &unbound);
        if (method) {
            release(method);
            return sequence_iterator_new(self);
        }
        if (error_occurred()) return NULL;
    }
    release_maybe(method);
    return type_error("'%.200s' object is not iterable", self);
}

/* --- text, hash, comparison ----------------------------------------------------------------------------- */

Own slot_function_repr(Ref self) {
    bool unbound;
    Own method = slot_lookup_method(self, NAME(__repr__), &unbound);
    if (method) return call_none(method, unbound, self);
    if (error_occurred()) return NULL;
    return str_format("<%s object at 0x%lx>", type_of(self)->name, object_id(self));
}

/* A hash that is no machine word is hashed as the int that it is; -1 means failure and becomes -2. */
static isize hash_from_answer(Own answer) {
    isize hash = -1;
    if (!is_int(answer)) {
        error_set(EXC(TypeError), "__hash__ method should return an integer");
    } else {
        int overflow;
        hash = (isize)int_as_i64_overflow(answer, &overflow);
        if (overflow) hash = int_hash(answer);
        if (hash == -1) hash = -2;
    }
    release(answer);
    return hash;
}

isize slot_function_hash(Ref self) {
    bool unbound;
    Own method = slot_lookup_method(self, NAME(__hash__), &unbound);
    if (!method || method == None) {
        release_maybe(method);
        error_clear(); /* a descriptor that fails counts as no method, as in CPython; so below */
        return object_hash_unhashable(self);
    }
    Own answer = call_none(method, unbound, self);
    return answer ? hash_from_answer(answer) : -1;
}

Own slot_function_compare(Ref self, Ref other, CompareOp op) {
    static const u16 names[] = {
        [COMPARE_LT] = NAME___lt__, [COMPARE_LE] = NAME___le__, [COMPARE_EQ] = NAME___eq__,
        [COMPARE_NE] = NAME___ne__, [COMPARE_GT] = NAME___gt__, [COMPARE_GE] = NAME___ge__};
    bool unbound;
    Own method = slot_lookup_method(self, OBJECT_ROOT->names[names[op]], &unbound);
    if (method) return call_one(method, unbound, self, other);
    error_clear();
    return own_not_implemented();
}

/* --- attributes and descriptors ------------------------------------------------------------------------- */

/* Binds what was found on the type, also a plain function, and calls it with `name`. Consumes `method`. */
static Own call_attribute_method(Own method, Ref self, Ref name) {
    DescrGetFn get = type_of(method)->slots.descr_get;
    if (get) {
        Own bound = get(method, self, &type_of(self)->ob_base.ob_base);
        release(method);
        if (!bound) return NULL;
        method = bound;
    }
    return call_one(method, false, self, name);
}

Own slot_function_getattribute(Ref self, Ref name) {
    return call_special(NAME(__getattribute__), (Ref[]){self, name}, 2);
}

static bool is_generic_getattribute(Ref method) {
    return is_exactly(method, TYPE(WRAPPER_DESCRIPTOR)) &&
           AS_WRAPPER_DESCRIPTOR(method)->wrapped == (AnyFn)object_generic_get_attribute;
}

/* Stands in the slot where a class has __getattr__ or __getattribute__; without the former it gives its place
 * to the simpler function, until the class changes. */
Own slot_function_getattr_hook(Ref self, Ref name) {
    Type *type = type_of(self);
    Own fallback = own_maybe(type_lookup(type, NAME(__getattr__)));
    if (!fallback) {
        type->slots.getattro = slot_function_getattribute;
        return slot_function_getattribute(self, name);
    }
    Ref getattribute = type_lookup(type, NAME(__getattribute__));
    Own result = !getattribute || is_generic_getattribute(getattribute)
                     ? object_generic_get_attribute(self, name)
                     : call_attribute_method(own(getattribute), self, name);
    if (result || !error_matches(EXC(AttributeError))) {
        release(fallback);
        return result;
    }
    error_clear();
    return call_attribute_method(fallback, self, name);
}

bool slot_function_setattr(Ref self, Ref name, Ref value) {
    if (!value) return done(call_special(NAME(__delattr__), (Ref[]){self, name}, 2));
    return done(call_special(NAME(__setattr__), (Ref[]){self, name, value}, 3));
}

Own slot_function_descr_get(Ref self, Ref instance, Ref owner) {
    Type *type = type_of(self);
    Own get = own_maybe(type_lookup(type, NAME(__get__)));
    if (!get) { /* the class has lost its __get__: not a descriptor any more */
        if (type->slots.descr_get == slot_function_descr_get) type->slots.descr_get = NULL;
        return own(self);
    }
    Own result = object_call_args(get, 3, self, instance ? instance : None, owner ? owner : None);
    release(get);
    return result;
}

bool slot_function_descr_set(Ref self, Ref instance, Ref value) {
    if (!value) return done(call_special(NAME(__delete__), (Ref[]){self, instance}, 2));
    return done(call_special(NAME(__set__), (Ref[]){self, instance, value}, 3));
}

/* --- calling, birth, death ------------------------------------------------------------------------------ */

/* Where there are keywords CPython makes an array of the tuple and the dict again, and retains each once more,
 * self in front too. */
static Own call_unbound_or_bound(Ref method, bool unbound, Ref self, Ref const *args, isize nargs,
                                 Ref kwnames) {
    bool keywords = kwnames && tuple_length(kwnames);
    if (keywords) call_retain_array(args, nargs, kwnames);
    if (keywords && unbound) own(self);
    Own result = unbound ? call_prepended(method, self, args, nargs, kwnames)
                         : object_call(method, args, nargs, kwnames);
    if (keywords) call_release_array(args, nargs, kwnames);
    if (keywords && unbound) release((Own)self);
    return result;
}

Own slot_function_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool unbound;
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own result = NULL;
    Own method = slot_lookup_method(self, NAME(__call__), &unbound);
    if (method) {
        result = call_unbound_or_bound(method, unbound, self, args, nargs, kwnames);
        release(method);
    } else if (!error_occurred()) {
        error_set_object(EXC(AttributeError), NAME(__call__));
    }
    recursion_leave();
    return result;
}

Own slot_function_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    call_retain(args, nargs, kwnames);
    Own result = slot_function_call_tuple(self, args, nargs, kwnames);
    call_release(args, nargs, kwnames);
    return result;
}

bool slot_function_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool unbound;
    Own method = slot_lookup_method(self, NAME(__init__), &unbound);
    if (!method) return error_occurred() ? false : error_set_object(EXC(AttributeError), NAME(__init__));
    Own result = call_unbound_or_bound(method, unbound, self, args, nargs, kwnames);
    release(method);
    if (!result) return false;
    if (result != None) type_error("__init__() should return None, not '%.200s'", result);
    bool is_none = result == None;
    release(result);
    return is_none;
}

Own slot_function_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    Ref self = &type->ob_base.ob_base;
    Own method = object_get_attribute(self, NAME(__new__));
    if (!method) return NULL;
    Own result = call_unbound_or_bound(method, true, self, args, nargs, kwnames);
    release(method);
    return result;
}

/* __del__ neither sees nor changes the exception that is under way; its own is unraisable. */
void slot_function_finalize(Ref self) {
    Own pending = error_fetch();
    bool unbound;
    Own method = slot_lookup_method(self, NAME(__del__), &unbound);
    if (method) {
        Own result = object_call(method, unbound ? &self : NULL, unbound, NULL);
        if (result) {
            release(result);
        } else {
            error_unraisable(method);
        }
        release(method);
    } else if (error_occurred()) {
        error_clear();
    }
    if (pending) error_restore(pending);
}

/* --- asynchronous --------------------------------------------------------------------------------------- */

static Own call_async(Ref self, Ref name) {
    bool unbound;
    Own method = slot_lookup_method(self, name, &unbound);
    if (method) return call_none(method, unbound, self);
    if (error_occurred()) return NULL;
    return error_set(EXC(AttributeError), "object %.50s does not have %U method", type_of(self)->name, name);
}

Own slot_function_await(Ref self) { return call_async(self, NAME(__await__)); }
Own slot_function_aiter(Ref self) { return call_async(self, NAME(__aiter__)); }
Own slot_function_anext(Ref self) { return call_async(self, NAME(__anext__)); }
