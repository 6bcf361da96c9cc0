/* ordered_dict_methods.c: the methods of OrderedDict. copy and setdefault ask an instance of a
 * subclass through its own methods, which may be others; pop does not. */
#include "modules/ordered_dict.h"

#include "object/dict_internal.h"
#include "object/object_reduce.h"

static Own ordered_method_fromkeys(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fromkeys", {"iterable", "value"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    return dict_from_keys(self, values[0], values[1] ? values[1] : None);
}

static Own ordered_method_sizeof(Ref self) {
    isize items = dict_length(self), size = dict_sizeof(self);
    size += AS_ORDERED(self)->by_entry_count * (isize)sizeof(OrderedNode *);
    return int_from_isize(size + (AS_ORDERED(self)->first ? items * (isize)sizeof(OrderedNode) : 0));
}

static Own ordered_method_reduce(Ref self) {
    Own state = object_method_getstate(self), items = state ? object_call_method_none(self, NAME(items)) : NULL;
    Own iterator = items ? object_iter(items) : NULL;
    release_maybe(items);
    if (!iterator) {
        release_maybe(state);
        return NULL;
    }
    return tuple_take(5, own((Ref)type_of(self)), tuple_new(0), state, own_none(), iterator);
}

static Own ordered_method_setdefault(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"setdefault", {"key", "default"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref key = values[0], otherwise = values[1] ? values[1] : None;
    if (is_exactly_ordered(self)) {
        Ref value = dict_get(self, key);
        if (value || error_occurred()) return own_maybe(value);
        return ordered_set_subscript(self, key, otherwise) ? own(otherwise) : NULL;
    }
    int there = object_contains(self, key);
    if (there < 0) return NULL;
    if (there) return object_get_item(self, key);
    return object_set_item(self, key, otherwise) ? own(otherwise) : NULL;
}

/* Takes a key out: its value, or `otherwise` (NULL: KeyError). */
static Own pop_key(Ref self, Ref key, isize hash, Ref otherwise) {
    if (!ordered_unlink(AS_ORDERED(self), key, hash)) return NULL;
    Own value = own_maybe(dict_get_hashed(self, key, hash));
    if (value && !dict_delete_hashed(self, key, hash)) slot_clear(&value);
    if (value || error_occurred()) return value;
    return otherwise ? own(otherwise) : error_set_object(EXC(KeyError), key);
}

static Own ordered_method_pop(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"pop", {"key", "default"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    isize hash = dict_hash_key(values[0]);
    return hash == -1 ? NULL : pop_key(self, values[0], hash, values[1]);
}

static bool last_argument(Ref value, bool *last) {
    int truth = value ? object_is_true(value) : 1;
    *last = truth > 0;
    return truth >= 0;
}

static Own ordered_method_popitem(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"popitem", {"last"}, .required = 0};
    Ref argument;
    bool last;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &argument) || !last_argument(argument, &last))
        return NULL;
    const OrderedNode *node = last ? AS_ORDERED(self)->last : AS_ORDERED(self)->first;
    if (!node) return error_set(EXC(KeyError), "dictionary is empty");
    Own key = own(node->key), value = pop_key(self, key, node->hash, NULL);
    Own pair = value ? tuple_pack(2, key, value) : NULL;
    release(key);
    release_maybe(value);
    return pair;
}

static Own ordered_method_update(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs > 1) {
        return error_set(EXC(TypeError), "update() takes at most 1 positional argument (%zd given)", nargs);
    }
    return ordered_update(self, args, nargs, kwnames) ? own_none() : NULL;
}

static Own ordered_method_clear(Ref self) {
    ordered_clear(self);
    return own_none();
}

/* A new one of the same class with what stands in the list. */
static Own ordered_method_copy(Ref self) {
    OrderedDict *ordered = AS_ORDERED(self);
    bool exact = is_exactly_ordered(self);
    Own copy = object_call_none((Ref)type_of(self));
    usize changes = ordered->changes;
    for (OrderedNode *node = NULL; copy && ordered_next(ordered, changes, &node);) {
        Own key = own(node->key), value;
        isize hash = node->hash;
        if (exact) {
            value = own_maybe(ordered_value(ordered, key));
            if (!value || !ordered_set(AS_ORDERED(copy), key, hash, value)) slot_clear(&copy);
        } else {
            value = object_get_item(self, key);
            if (!value || !object_set_item(copy, key, value)) slot_clear(&copy);
        }
        release(key);
        release_maybe(value);
    }
    if (error_occurred()) slot_clear(&copy);
    return copy;
}

static Own ordered_method_move_to_end(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"move_to_end", {"key", "last"}, .required = 1};
    Ref values[2];
    bool last;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) || !last_argument(values[1], &last))
        return NULL;
    Ref key = values[0];
    OrderedDict *ordered = AS_ORDERED(self);
    if (!ordered->first) return error_set_object(EXC(KeyError), key);
    if (key == (last ? ordered->last : ordered->first)->key) return own_none();
    isize hash = dict_hash_key(key);
    if (hash == -1) return NULL;
    OrderedNode *node = ordered_find(ordered, key, hash);
    if (!node) return error_occurred() ? NULL : error_set_object(EXC(KeyError), key);
    ordered_move(ordered, node, last);
    return own_none();
}

const MethodDef ordered_methods[] = {
    {"fromkeys", METHOD_KEYWORDS, .keywords = ordered_method_fromkeys,
     .doc = "fromkeys($type, /, iterable, value=None)\n--\n\nCreate a new ordered dictionary with keys from "
            "iterable and values set to value.",
     .flags = METHOD_CLASS},
    {"__sizeof__", METHOD_NONE, .none = ordered_method_sizeof},
    {"__reduce__", METHOD_NONE, .none = ordered_method_reduce, .doc = "Return state information for pickling"},
    {"setdefault", METHOD_KEYWORDS, .keywords = ordered_method_setdefault,
     .doc = "setdefault($self, /, key, default=None)\n--\n\nInsert key with a value of default if key is not "
            "in the "
            "dictionary.\n\nReturn the value for key if key is in the dictionary, else default."},
    {"pop", METHOD_KEYWORDS, .keywords = ordered_method_pop,
     .doc = "pop($self, /, key, default=<unrepresentable>)\n--\n\nod.pop(key[,default]) -> v, remove specified "
            "key "
            "and return the corresponding value.\n\nIf the key is not found, return the default if given; "
            "otherwise,\nraise a KeyError."},
    {"popitem", METHOD_KEYWORDS, .keywords = ordered_method_popitem,
     .doc = "popitem($self, /, last=True)\n--\n\nRemove and return a (key, value) pair from the dictionary.\n\n"
            "Pairs are returned in LIFO order if last is true or FIFO order if false."},
    {"keys", METHOD_NONE, .none = ordered_method_keys},
    {"values", METHOD_NONE, .none = ordered_method_values},
    {"items", METHOD_NONE, .none = ordered_method_items},
    {"update", METHOD_KEYWORDS, .keywords = ordered_method_update, .flags = METHOD_VARARGS},
    {"clear", METHOD_NONE, .none = ordered_method_clear,
     .doc = "od.clear() -> None.  Remove all items from od."},
    {"copy", METHOD_NONE, .none = ordered_method_copy, .doc = "od.copy() -> a shallow copy of od"},
    {"__reversed__", METHOD_NONE, .none = ordered_method_reversed,
     .doc = "od.__reversed__() <==> reversed(od)"},
    {"move_to_end", METHOD_KEYWORDS, .keywords = ordered_method_move_to_end,
     .doc = "move_to_end($self, /, key, last=True)\n--\n\nMove an existing element to the end (or beginning if "
            "last "
            "is false).\n\nRaise KeyError if the element does not exist."},
    {.name = NULL}};
