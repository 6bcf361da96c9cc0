/* protocol_container.c: length, items, membership, iteration, of any object. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/int.h"
#include "object/number.h"
#include "object/range.h"
#include "object/root.h"
#include "object/type_checks.h"

static void *type_error(const char *message, Ref object) {
    return error_set(EXC(TypeError), message, type_of(object)->name);
}

bool object_is_sequence(Ref object) { return !is_dict(object) && type_of(object)->slots.item != NULL; }

/* --- length --------------------------------------------------------------------------------------------- */

isize object_length(Ref object) {
    LengthFn length = type_of(object)->slots.length;
    if (length) return length(object);
    type_error("object of type '%.200s' has no len()", object);
    return -1;
}

/* What __length_hint__ answered, as a number; `otherwise` for NotImplemented. Consumes it. */
static isize hint_as_isize(Own hint, isize otherwise) {
    isize value = -1;
    if (hint == NotImplemented) {
        value = otherwise;
    } else if (!is_int(hint)) {
        type_error("__length_hint__ must be an integer, not %.100s", hint);
    } else {
        value = int_as_isize(hint);
        if (value < 0 && !error_occurred()) {
            error_set(EXC(ValueError), "__length_hint__() should return >= 0");
            value = -1;
        }
    }
    release(hint);
    return value;
}

/* A TypeError on the way means "no hint". */
static isize unless_type_error(isize otherwise) {
    if (!error_matches(EXC(TypeError))) return -1;
    error_clear();
    return otherwise;
}

isize object_length_hint(Ref object, isize otherwise) {
    if (type_of(object)->slots.length) {
        isize length = object_length(object);
        if (length >= 0) return length;
        if (unless_type_error(0) < 0) return -1;
    }
    Own method = object_special(object, NAME(__length_hint__));
    if (!method) return error_occurred() ? -1 : otherwise;
    Own hint = object_call_none(method);
    release(method);
    return hint ? hint_as_isize(hint, otherwise) : unless_type_error(otherwise);
}

/* --- items ---------------------------------------------------------------------------------------------- */

/* The item at a Python index, by the slot that takes a C index counted from the start. */
static Own item_by_index(Ref object, IndexFn item, Ref key) {
    if (!number_is_index(key)) return type_error("sequence index must be integer, not '%.200s'", key);
    isize index = int_index_as_isize(key, EXC(IndexError));
    if (index == -1 && error_occurred()) return NULL;
    if (index < 0 && type_of(object)->slots.length) {
        isize length = object_length(object);
        if (length < 0) return NULL;
        index += length;
    }
    return item(object, index);
}

/* C[key] for a class: its __class_getitem__. */
static Own class_get_item(Ref class, Ref key) {
    if (class == &TYPE(TYPE)->ob_base.ob_base) {
        return generic_alias_new(class, key);
    }
    Own method;
    if (!object_find_attribute(class, NAME(__class_getitem__), &method)) return NULL;
    if (!method || method == None) {
        release_maybe(method);
        return error_set(EXC(TypeError), "type '%.200s' is not subscriptable", AS_TYPE(class)->name);
    }
    Own result = object_call_one(method, key);
    release(method);
    return result;
}

Own object_get_item(Ref object, Ref key) {
    const TypeSlots *slots = &type_of(object)->slots;
    if (slots->subscript) return slots->subscript(object, key);
    if (slots->item) return item_by_index(object, slots->item, key);
    if (is_type(object)) return class_get_item(object, key);
    return type_error("'%.200s' object is not subscriptable", object);
}

/* CPython reads an index into a sequence before it finds out that no item can be set. */
static bool check_sequence_index(Ref object, Ref key) {
    if (!type_has_sequence_slots(type_of(object)) || !number_is_index(key)) return true;
    return int_index_as_isize(key, EXC(IndexError)) != -1 || !error_occurred();
}

bool object_set_item(Ref object, Ref key, Ref value) {
    SetItemFn set = type_of(object)->slots.set_subscript;
    if (set) return set(object, key, value);
    if (!check_sequence_index(object, key)) return false;
    return type_error("'%.200s' object does not support item assignment", object);
}

bool object_delete_item(Ref object, Ref key) {
    SetItemFn set = type_of(object)->slots.set_subscript;
    if (set) return set(object, key, NULL);
    if (!check_sequence_index(object, key)) return false;
    if (type_has_sequence_slots(type_of(object)) && number_is_index(key)) {
        return type_error("'%.200s' object doesn't support item deletion", object);
    }
    return type_error("'%.200s' object does not support item deletion", object);
}

/* --- membership ----------------------------------------------------------------------------------------- */

int object_contains_by_iteration(Ref container, Ref item) {
    Own iterator = object_iter(container);
    if (!iterator) {
        if (error_matches(EXC(TypeError))) {
            error_clear();
            type_error("argument of type '%.200s' is not iterable", container);
        }
        return -1;
    }
    int answer = 0;
    for (Own next; answer == 0 && (next = object_next(iterator));) {
        answer = object_compare_bool(next, item, COMPARE_EQ);
        release(next);
    }
    if (answer == 0 && error_occurred()) answer = -1;
    release(iterator);
    return answer;
}

int object_contains(Ref container, Ref item) {
    ContainsFn contains = type_of(container)->slots.contains;
    return contains ? contains(container, item) : object_contains_by_iteration(container, item);
}

/* --- iteration ------------------------------------------------------------------------------------------ */

Own object_next_not_implemented(Ref self) { return type_error("'%.200s' object is not iterable", self); }

bool object_is_iterator(Ref object) {
    UnaryFn next = type_of(object)->slots.iternext;
    return next && next != object_next_not_implemented;
}

Own object_iter(Ref object) {
    UnaryFn iter = type_of(object)->slots.iter;
    if (!iter) {
        if (object_is_sequence(object)) return sequence_iterator_new(object);
        return type_error("'%.200s' object is not iterable", object);
    }
    Own iterator = iter(object);
    if (!iterator || object_is_iterator(iterator)) return iterator;
    type_error("iter() returned non-iterator of type '%.100s'", iterator);
    release(iterator);
    return NULL;
}

Own object_next(Ref iterator) {
    UnaryFn next = type_of(iterator)->slots.iternext;
    if (UNLIKELY(!next)) return type_error("'%.200s' object is not an iterator", iterator);
    Own item = next(iterator);
    if (!item && error_occurred() && error_matches(EXC(StopIteration))) error_clear();
    return item;
}

Own object_send_stepwise(Ref iterator, Ref value) {
    if (value == None && object_is_iterator(iterator)) return type_of(iterator)->slots.iternext(iterator);
    return object_call_method_one(iterator, NAME(send), value);
}

SendResult object_send_outcome(Own answer, Own *result) {
    *result = answer;
    if (answer) return SEND_NEXT;
    if (error_occurred()) return error_take_stop_iteration(result) ? SEND_RETURN : SEND_ERROR;
    *result = own_none();
    return SEND_RETURN;
}

SendResult object_send(Ref iterator, Ref value, Own *result) {
    SendFn send = type_of(iterator)->slots.send;
    return send ? send(iterator, value, result)
                : object_send_outcome(object_send_stepwise(iterator, value), result);
}
