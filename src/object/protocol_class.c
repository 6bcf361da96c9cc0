/* protocol_class.c: isinstance and issubclass.
 *
 * A class's metaclass may answer (`__instancecheck__`, `__subclasscheck__`); `type`'s own answer is the plain
 * one: the MRO, and `__class__` where it lies. What only looks like a class (it has a tuple `__bases__`) is
 * followed through its bases. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/root.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- what looks like a class ---------------------------------------------------------------------------- */

/* __bases__ when it is a tuple; NULL without exception where there is none. */
static Own class_bases(Ref class) {
    Own bases;
    if (!object_find_attribute(class, NAME(__bases__), &bases)) return NULL;
    if (bases && !is_tuple(bases)) slot_clear(&bases);
    return bases;
}

static bool check_class(Ref class, const char *message) {
    Own bases = class_bases(class);
    if (!bases) return error_occurred() ? false : error_set(EXC(TypeError), "%s", message);
    release(bases);
    return true;
}

/* Walks __bases__: a single base without recursing. */
static int abstract_is_subclass(Ref derived, Ref class) {
    Own bases = NULL;
    for (;;) {
        if (derived == class) {
            release_maybe(bases);
            return 1;
        }
        Own next = class_bases(derived);
        release_maybe(bases); /* only now: it kept `derived` alive */
        bases = next;
        if (!bases) return error_occurred() ? -1 : 0;
        if (tuple_length(bases) != 1) break;
        derived = tuple_get(bases, 0);
    }
    int answer = 0;
    for (isize i = 0; i < tuple_length(bases) && answer == 0; i++) {
        if (!recursion_enter(" in __issubclass__")) {
            answer = -1;
            break;
        }
        answer = abstract_is_subclass(tuple_get(bases, i), class);
        recursion_leave();
    }
    release(bases);
    return answer;
}

/* --- isinstance ----------------------------------------------------------------------------------------- */

int object_is_real_instance(Ref object, Ref class) {
    bool real_class = is_type(class);
    if (real_class && is_a(object, AS_TYPE(class))) return 1;
    if (!real_class && !check_class(class, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
        return -1;
    Own claimed;
    if (!object_find_attribute(object, NAME(__class__), &claimed)) return -1;
    if (!claimed) return 0;
    int answer = 0;
    if (!real_class) {
        answer = abstract_is_subclass(claimed, class);
    } else if (claimed != &type_of(object)->ob_base.ob_base && is_type(claimed)) {
        answer = type_is_subtype(AS_TYPE(claimed), AS_TYPE(class));
    }
    release(claimed);
    return answer;
}

typedef int (*Check)(Ref object, Ref class);

/* Any of a tuple's classes. */
static int check_any(Ref object, Ref classes, const char *where, Check check) {
    if (!recursion_enter(where)) return -1;
    int answer = 0;
    for (isize i = 0; i < tuple_length(classes) && answer == 0; i++) {
        answer = check(object, tuple_get(classes, i));
    }
    recursion_leave();
    return answer;
}

/* Asks the metaclass's method; consumes it. */
static int check_by_method(Own method, Ref object, const char *where) {
    Own result = NULL;
    if (recursion_enter(where)) {
        result = object_call_one(method, object);
        recursion_leave();
    }
    release(method);
    if (!result) return -1;
    int answer = object_is_true(result);
    release(result);
    return answer;
}

int object_is_instance(Ref object, Ref class) {
    if (&type_of(object)->ob_base.ob_base == class) return 1;
    if (is_exactly(class, TYPE(TYPE))) return object_is_real_instance(object, class);
    if (is_exactly(class, TYPE(UNION))) class = union_args(class);
    if (is_tuple(class)) return check_any(object, class, " in __instancecheck__", object_is_instance);
    Own method = object_special(class, NAME(__instancecheck__));
    if (method) return check_by_method(method, object, " in __instancecheck__");
    return error_occurred() ? -1 : object_is_real_instance(object, class);
}

/* --- issubclass ----------------------------------------------------------------------------------------- */

int object_is_real_subclass(Ref derived, Ref class) {
    if (is_type(class) && is_type(derived)) return type_is_subtype(AS_TYPE(derived), AS_TYPE(class));
    if (!check_class(derived, "issubclass() arg 1 must be a class")) return -1;
    if (!check_class(class, "issubclass() arg 2 must be a class, a tuple of classes, or a union")) return -1;
    return abstract_is_subclass(derived, class);
}

int object_is_subclass(Ref derived, Ref class) {
    if (is_exactly(class, TYPE(TYPE))) {
        return derived == class ? 1 : object_is_real_subclass(derived, class);
    }
    if (is_exactly(class, TYPE(UNION))) class = union_args(class);
    if (is_tuple(class)) return check_any(derived, class, " in __subclasscheck__", object_is_subclass);
    Own method = object_special(class, NAME(__subclasscheck__));
    if (method) return check_by_method(method, derived, " in __subclasscheck__");
    return error_occurred() ? -1 : object_is_real_subclass(derived, class);
}
