/* object_reduce.c: how an object says what it takes to make it again: for copy and pickle.
 *
 *     (copyreg.__newobj__, (class, *args), state, items of a list, items of a dict)
 *
 * The state is the instance's dict, or (dict, values of __slots__). The functions that go into the answer are
 * those of the Python module copyreg, which the machine imports for us. */
#include "object/object_reduce.h"
#include "object/argument_checks.h"

#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/root.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

static Own from_copyreg(Ref name) {
    if (!OBJECT_ROOT->import_module) return error_set(EXC(ImportError), "copyreg can't be imported here");
    Own module = OBJECT_ROOT->import_module(NAME(copyreg));
    if (!module) return NULL;
    Own function = object_get_attribute(module, name);
    release(module);
    return function;
}

/* Releases and gives NULL: for checks of what a method answered. */
static Own reject(Own value) {
    release(value);
    return NULL;
}

/* --- the state ------------------------------------------------------------------------------------------ */

static bool is_list_or_none(Ref value) { return value == None || is_list(value); }

/* The names of all fields that __slots__ along the MRO made: a list, or None. */
static Own slot_names(Type *type) {
    Ref known = dict_get_str(type->dict, NAME(__slotnames__));
    if (known) {
        if (is_list_or_none(known)) return own(known);
        return error_set(EXC(TypeError), "%.200s.__slotnames__ should be a list or None, not %.200s",
                         type->name, type_of(known)->name);
    }
    Own function = from_copyreg(NAME(_slotnames));
    if (!function) return NULL;
    Own names = object_call_one(function, type_object(type));
    release(function);
    if (!names || is_list_or_none(names)) return names;
    error_set(EXC(TypeError), "copyreg._slotnames didn't return a list or None");
    return reject(names);
}

static void *cannot_pickle(Ref object) {
    return error_set(EXC(TypeError), "cannot pickle '%.200s' object", type_of(object)->name);
}

/* Has the object fields that neither dict nor slots account for? Then its state can't be told. */
static bool has_hidden_fields(const Type *type, Ref names) {
    isize words = (type->weaklist_offset != 0) + (type->dict_offset != 0);
    if (names != None) words += list_length(names);
    return type->ghost_size > (isize)sizeof(Object) + words * (isize)sizeof(Object *);
}

/* dict[name] = self.name for those that are set. */
static Own slot_values(Ref self, Ref names) {
    Own values = dict_new();
    isize count = list_length(names);
    for (isize i = 0; values && i < count; i++) {
        Own value;
        if (!object_find_attribute(self, list_get(names, i), &value)) return reject(values);
        if (!value) continue;
        bool set = dict_set(values, list_get(names, i), value);
        release(value);
        if (!set) return reject(values);
        if (list_length(names) != count) {
            error_set(EXC(RuntimeError), "__slotsname__ changed size during iteration");
            return reject(values);
        }
    }
    return values;
}

static bool has_empty_dict(Ref self) {
    if (!type_has_dict(type_of(self))) return true;
    if (type_has(type_of(self), TYPE_MANAGED_DICT) && !*instance_values(self)) {
        Ref dict = *instance_dict(self);
        return !dict || dict_length(dict) == 0;
    }
    if (type_has(type_of(self), TYPE_MANAGED_DICT)) {
        Ref dict = object_dict(self);
        return dict && dict_length(dict) == 0;
    }
    Object **slot = object_dict_slot(self);
    return !slot || !*slot || dict_length(*slot) == 0;
}

/* (state, values of slots), where there are any. Consumes `state`. */
static Own with_slots(Own state, Ref self, Ref names) {
    if (names == None || list_length(names) == 0) return state;
    Own values = slot_values(self, names);
    if (!values) return reject(state);
    if (dict_length(values) > 0) {
        Own both = tuple_pack(2, state, values);
        release(state);
        state = both;
    }
    release(values);
    return state;
}

/* `required`: nothing but the state will tell what is in the object. */
static Own default_state(Ref self, bool required) {
    Type *type = type_of(self);
    if (required && type_varies(type))
        return error_set(EXC(TypeError), "cannot pickle %.200s objects", type->name);
    Own state = has_empty_dict(self) ? own_none() : own_maybe(object_dict(self));
    if (!state) return NULL;
    Own names = slot_names(type);
    if (!names) return reject(state);
    if (required && has_hidden_fields(type, names)) {
        release(names);
        cannot_pickle(self);
        return reject(state);
    }
    state = with_slots(state, self, names);
    release(names);
    return state;
}

Own object_method_getstate(Ref self) { return default_state(self, false); }

/* Is it `object.__getstate__`, bound to self? */
static bool is_default_getstate(Ref method, Ref self) {
    if (!is_exactly(method, TYPE(BUILTIN_FUNCTION))) return false;
    const BuiltinFunction *function = (const BuiltinFunction *)method;
    return function->self == self && function->def->kind == METHOD_NONE &&
           function->def->none == object_method_getstate;
}

static Own get_state(Ref self, bool required) {
    Own method = object_get_attribute(self, NAME(__getstate__));
    if (!method) return NULL;
    Own state = is_default_getstate(method, self) ? default_state(self, required) : object_call_none(method);
    release(method);
    return state;
}

Own object_state(Ref self) { return get_state(self, false); }

/* --- arguments for __new__ ------------------------------------------------------------------------------ */

static bool check_answer(Ref answer) {
    if (!is_tuple(answer)) {
        return error_set(EXC(TypeError), "__getnewargs_ex__ should return a tuple, not '%.200s'",
                         type_of(answer)->name);
    }
    if (tuple_length(answer) != 2) {
        return error_set(EXC(ValueError), "__getnewargs_ex__ should return a tuple of length 2, not %zd",
                         tuple_length(answer));
    }
    Ref args = tuple_get(answer, 0), kwargs = tuple_get(answer, 1);
    if (!is_tuple(args)) {
        return error_set(EXC(TypeError),
                         "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%.200s'",
                         type_of(args)->name);
    }
    if (!is_dict(kwargs)) {
        return error_set(EXC(TypeError),
                         "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%.200s'",
                         type_of(kwargs)->name);
    }
    return true;
}

/* Asks __getnewargs_ex__, then __getnewargs__. Both NULL: the object has neither. */
static bool new_arguments(Ref self, Own *args, Own *kwargs) {
    *args = *kwargs = NULL;
    Own method = object_special(self, NAME(__getnewargs_ex__));
    bool extended = method != NULL;
    if (!method && !error_occurred()) method = object_special(self, NAME(__getnewargs__));
    if (!method) return !error_occurred();
    Own answer = object_call_none(method);
    release(method);
    if (!answer) return false;
    if (extended) {
        bool good = check_answer(answer);
        if (good) {
            *args = own(tuple_get(answer, 0));
            *kwargs = own(tuple_get(answer, 1));
        }
        release(answer);
        return good;
    }
    *args = answer;
    if (is_tuple(answer)) return true;
    error_set(EXC(TypeError), "__getnewargs__ should return a tuple, not '%.200s'", type_of(answer)->name);
    slot_clear(args);
    return false;
}

/* The function that makes the object anew and what it is called with. */
static bool constructor(Ref self, Ref args, Ref kwargs, Own *function, Own *call) {
    Ref class = type_object(type_of(self));
    if (kwargs && dict_length(kwargs)) {
        *function = from_copyreg(NAME(__newobj_ex__));
        *call = *function ? tuple_pack(3, class, args, kwargs) : NULL;
        return *call != NULL;
    }
    *function = from_copyreg(NAME(__newobj__));
    Own first = *function ? tuple_pack(1, class) : NULL;
    *call = first && args ? tuple_concat(first, args) : own_maybe(first);
    release_maybe(first);
    return *call != NULL;
}

/* --- the answer ----------------------------------------------------------------------------------------- */

static Own list_items(Ref self) { return is_list(self) ? object_iter(self) : own_none(); }

static Own dict_items(Ref self) {
    if (!is_dict(self)) return own_none();
    Own items = object_call_method_none(self, NAME(items));
    if (!items) return NULL;
    Own iterator = object_iter(items);
    release(items);
    return iterator;
}

static Own reduce_with_arguments(Ref self, Ref args, Ref kwargs) {
    Own function = NULL, call = NULL, state = NULL, list = NULL, dict = NULL, result = NULL;
    if (constructor(self, args, kwargs, &function, &call) &&
        (state = get_state(self, !(args || is_list(self) || is_dict(self)))) && (list = list_items(self)) &&
        (dict = dict_items(self))) {
        result = tuple_pack(5, function, call, state, list, dict);
    }
    Own parts[] = {function, call, state, list, dict};
    for (isize i = 0; i < COUNT_OF(parts); i++) release_maybe(parts[i]);
    return result;
}

static Own reduce_by_new(Ref self) {
    if (!type_of(self)->slots.new) return cannot_pickle(self);
    Own args, kwargs;
    if (!new_arguments(self, &args, &kwargs)) return NULL;
    Own result = reduce_with_arguments(self, args, kwargs);
    release_maybe(args);
    release_maybe(kwargs);
    return result;
}

static Own reduce(Ref self, isize protocol) {
    if (protocol >= 2) return reduce_by_new(self);
    Own function = from_copyreg(NAME(_reduce_ex)), number = int_from_isize(protocol);
    Own result = function && number ? object_call_args(function, 2, self, number) : NULL;
    release_maybe(function);
    release_maybe(number);
    return result;
}

Own object_method_reduce(Ref self) { return reduce(self, 0); }

/* A class with a __reduce__ of its own is asked that. */
Own object_method_reduce_ex(Ref self, Ref protocol) {
    int number;
    if (!argument_int(protocol, &number)) return NULL;
    Own method;
    if (!object_find_attribute(self, NAME(__reduce__), &method)) return NULL;
    if (!method) return reduce(self, number);
    Own of_class = object_get_attribute(type_object(type_of(self)), NAME(__reduce__)), result = NULL;
    bool overridden = of_class && of_class != dict_get_str(TYPE(OBJECT)->dict, NAME(__reduce__));
    if (of_class) result = overridden ? object_call_none(method) : reduce(self, number);
    release_maybe(of_class);
    release(method);
    return result;
}
