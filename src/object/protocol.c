/* protocol.c: what any object can be asked: its text, its hash, how it compares, whether it is true.
 *
 * Each function dispatches to the type's slot; where the slot is empty or gives back something of the wrong
 * kind, the TypeError is worded as CPython words it. Containers are in protocol_container.c, isinstance and
 * issubclass in protocol_class.c. */
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/number.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

/* --- text ----------------------------------------------------------------------------------------------- */

/* A str is what was wanted: anything else is released and complained about. */
static Own check_is_str(Own result, const char *message) {
    if (!result || is_str(result)) return result;
    error_set(EXC(TypeError), message, type_of(result)->name);
    release(result);
    return NULL;
}

Own object_repr(Ref object) {
    UnaryFn repr = type_of(object)->slots.repr;
    if (!repr) return str_format("<%s object at 0x%lx>", type_of(object)->name, object_id(object));
    if (!recursion_enter(" while getting the repr of an object")) return NULL;
    Own result = repr(object);
    recursion_leave();
    return check_is_str(result, "__repr__ returned non-string (type %.200s)");
}

Own object_str(Ref object) {
    if (is_exact_str(object)) return own(object);
    UnaryFn str = type_of(object)->slots.str;
    if (!str) return object_repr(object);
    if (!recursion_enter(" while getting the str of an object")) return NULL;
    Own result = str(object);
    recursion_leave();
    return check_is_str(result, "__str__ returned non-string (type %.200s)");
}

Own object_ascii(Ref object) {
    Own repr = object_repr(object);
    if (!repr || AS_STR(repr)->ascii) return repr;
    Own bytes = str_encode(repr, "ascii", "backslashreplace");
    release(repr);
    if (!bytes) return NULL;
    Own ascii = str_from_ascii((const char *)bytes_data(bytes), size_of(bytes));
    release(bytes);
    return ascii;
}

Own object_bytes(Ref object) {
    if (is_exact_bytes(object)) return own(object);
    Own method = object_special(object, NAME(__bytes__));
    if (!method) return error_occurred() ? NULL : bytes_from_object(object);
    Own result = object_call_none(method);
    release(method);
    if (!result || is_bytes(result)) return result;
    error_set(EXC(TypeError), "__bytes__ returned non-bytes (type %.200s)", type_of(result)->name);
    release(result);
    return NULL;
}

static Own format_by_method(Ref object, Ref spec) {
    Own method = object_special(object, NAME(__format__));
    if (!method) {
        if (error_occurred()) return NULL;
        return error_set(EXC(TypeError), "Type %.100s doesn't define __format__", type_of(object)->name);
    }
    Own result = object_call_one(method, spec);
    release(method);
    return check_is_str(result, "__format__ must return a str, not %.200s");
}

Own object_format(Ref object, Ref spec) {
    if (spec && !is_str(spec)) {
        return error_set(EXC(SystemError), "Format specifier must be a string, not %.200s",
                         type_of(spec)->name);
    }
    if (!spec || str_length(spec) == 0) {
        if (is_exact_str(object)) return own(object);
        if (is_exact_int(object)) return object_str(object);
    }
    return format_by_method(object, spec ? spec : OBJECT_ROOT->empty_str);
}

Own object_type_name(Ref object) { return type_get_name(type_of(object)); }

/* --- hash, comparison, truth ---------------------------------------------------------------------------- */

isize object_hash_unhashable(Ref object) {
    error_set(EXC(TypeError), "unhashable type: '%.200s'", type_of(object)->name);
    return -1;
}

isize object_hash(Ref object) {
    HashFn hash = type_of(object)->slots.hash;
    return hash ? hash(object) : object_hash_unhashable(object);
}

static const char *const compare_symbols[] = {"<", "<=", "==", "!=", ">", ">="};
static const CompareOp compare_swapped[] = {COMPARE_GT, COMPARE_GE, COMPARE_EQ,
                                            COMPARE_NE, COMPARE_LT, COMPARE_LE};

static bool declined(Own result) {
    if (result != NotImplemented) return false;
    release(result);
    return true;
}

/* The right operand is asked first where its type is a subclass of the left one's; at last == and != are
 * identity. */
static Own compare_objects(Ref a, Ref b, CompareOp op) {
    CompareFn left = type_of(a)->slots.richcompare, right = type_of(b)->slots.richcompare;
    bool right_first = type_of(a) != type_of(b) && right && type_is_subtype(type_of(b), type_of(a));
    if (right_first) {
        Own result = right(b, a, compare_swapped[op]);
        if (!declined(result)) return result;
    }
    if (left) {
        Own result = left(a, b, op);
        if (!declined(result)) return result;
    }
    if (!right_first && right) {
        Own result = right(b, a, compare_swapped[op]);
        if (!declined(result)) return result;
    }
    if (op == COMPARE_EQ) return own_bool(a == b);
    if (op == COMPARE_NE) return own_bool(a != b);
    return error_set(EXC(TypeError), "'%s' not supported between instances of '%.100s' and '%.100s'",
                     compare_symbols[op], type_of(a)->name, type_of(b)->name);
}

Own object_compare(Ref a, Ref b, CompareOp op) {
    if (!recursion_enter(" in comparison")) return NULL;
    Own result = compare_objects(a, b, op);
    recursion_leave();
    return result;
}

/* The most frequent case, without a bool object in between. */
static int compare_ints(Ref a, Ref b, CompareOp op) {
    if (!recursion_enter(" in comparison")) return -1;
    int order = int_compare(a, b);
    recursion_leave();
    switch (op) {
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_EQ: return order == 0;
    case COMPARE_NE: return order != 0;
    case COMPARE_GT: return order > 0;
    default: return order >= 0;
    }
}

int object_compare_bool(Ref a, Ref b, CompareOp op) {
    if (a == b && (op == COMPARE_EQ || op == COMPARE_NE)) return op == COMPARE_EQ;
    if (is_exact_int(a) && is_exact_int(b)) return compare_ints(a, b, op);
    Own result = object_compare(a, b, op);
    if (!result) return -1;
    int answer = object_is_true(result);
    release(result);
    return answer;
}

int object_is_true(Ref object) {
    if (object == True) return 1;
    if (object == False || object == None) return 0;
    const TypeSlots *slots = &type_of(object)->slots;
    if (slots->is_true) return slots->is_true(object);
    if (!slots->length) return 1;
    isize length = slots->length(object);
    return length < 0 ? -1 : length > 0;
}

int object_not(Ref object) {
    int truth = object_is_true(object);
    return truth < 0 ? -1 : !truth;
}

/* --- repr of what contains itself ----------------------------------------------------------------------- */

int object_repr_enter(Ref object) {
    Object **running = &OBJECT_ROOT->repr_running;
    if (!*running && !(*running = list_new(0))) return -1;
    for (isize i = list_length(*running); i-- > 0;) {
        if (list_get(*running, i) == object) return 1;
    }
    if (list_append_ref(*running, object)) return 0;
    if (list_length(*running) == 0) slot_clear(running);
    return -1;
}

/* An empty list is given back: between two reprs the machine holds nothing. */
void object_repr_leave(Ref object) {
    Object **running = &OBJECT_ROOT->repr_running;
    Own pending = error_fetch();
    for (isize i = *running ? list_length(*running) : 0; i-- > 0;) {
        if (list_get(*running, i) != object) continue;
        if (!list_set_slice(*running, i, i + 1, NULL)) error_clear();
        break;
    }
    if (*running && list_length(*running) == 0) slot_clear(running);
    if (pending) error_restore(pending);
}

/* --- the rest ------------------------------------------------------------------------------------------- */

Own object_dir(Ref object) {
    Own method = object_special(object, NAME(__dir__));
    if (!method) {
        return error_occurred() ? NULL : error_set(EXC(TypeError), "object does not provide __dir__");
    }
    Own result = object_call_none(method);
    release(method);
    if (!result) return NULL;
    Own names = list_from_iterable(result);
    release(result);
    if (names && !list_sort(names, NULL, false)) slot_clear(&names);
    return names;
}

bool object_is_callable(Ref object) { return type_of(object)->slots.call != NULL; }
