/* generic_parameters.c: type variables in generic types: finding them, and putting types in their place (PEP
 * 585, 604, 646). The variables themselves are made by the module typing; what this file knows of them is what
 * they answer:
 *
 *     __typing_subst__(argument)          a variable: checks what is put in its place
 *     __typing_prepare_subst__(self, args) a variable that takes many arguments at once arranges them
 *     __parameters__                       a generic type: its own variables
 *     __typing_is_unpacked_typevartuple__  *Ts: its substitute is a tuple that is spread out
 *     __typing_unpacked_tuple_args__       *tuple[...]: the arguments to be spread out */
#include "object/call.h"
#include "object/error.h"
#include "object/generic_alias.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- finding --------------------------------------------------------------------------------------------- */

static isize index_of(Ref sequence, isize length, Ref item) {
    bool in_list = is_list(sequence);
    for (isize i = 0; i < length; i++) {
        if ((in_list ? list_get(sequence, i) : tuple_get(sequence, i)) == item) return i;
    }
    return -1;
}

static bool append_once(Ref list, Ref item) {
    return index_of(list, list_length(list), item) >= 0 || list_append_ref(list, item);
}

/* The parameters of one argument: itself, or those of the generic type it is. */
static bool append_parameters(Ref list, Ref argument) {
    if (is_type(argument)) return true; /* a class's __parameters__ is a descriptor of its instances */
    Own substitute, inner;
    if (!object_find_attribute(argument, NAME(__typing_subst__), &substitute)) return false;
    if (substitute) {
        release(substitute);
        return append_once(list, argument);
    }
    if (!object_find_attribute(argument, NAME(__parameters__), &inner)) return false;
    bool done = true;
    for (isize i = 0; done && inner && is_tuple(inner) && i < tuple_length(inner); i++) {
        done = append_once(list, tuple_get(inner, i));
    }
    release_maybe(inner);
    return done;
}

Own generic_parameters(Ref args) {
    Own list = list_new(0);
    bool done = list != NULL;
    for (isize i = 0; done && i < tuple_length(args); i++) done = append_parameters(list, tuple_get(args, i));
    Own parameters = done ? list_as_tuple(list) : NULL;
    release_maybe(list);
    return parameters;
}

/* --- what is put in their place --------------------------------------------------------------------------- */

/* The arguments of *tuple[a, b], owned; NULL where `item` is no such thing, or raised. */
static Own unpacked_args(Ref item) {
    Own args = NULL;
    if (is_type(item) || !object_find_attribute(item, NAME(__typing_unpacked_tuple_args__), &args)) return NULL;
    isize length = args && is_tuple(args) ? tuple_length(args) : -1;
    bool open_ended = length > 0 && tuple_get(args, length - 1) == Ellipsis;
    if (length < 0 || open_ended) slot_clear(&args);
    return args;
}

static bool append_item(Ref list, Ref item) {
    Own args = unpacked_args(item);
    if (!args) return !error_occurred() && list_append_ref(list, item);
    bool done = list_extend(list, args);
    release(args);
    return done;
}

/* The items given between brackets as a tuple, *tuple[...] spread out. */
static Own unpack_items(Ref item) {
    Own list = list_new(0);
    bool done = list != NULL;
    if (done && !is_tuple(item)) {
        done = append_item(list, item);
    } else {
        for (isize i = 0; done && i < tuple_length(item); i++) done = append_item(list, tuple_get(item, i));
    }
    Own items = done ? list_as_tuple(list) : NULL;
    release_maybe(list);
    return items;
}

/* Lets each parameter arrange the items; consumes them. */
static Own prepare_items(Ref self, Ref parameters, Own items) {
    for (isize i = 0; items && i < tuple_length(parameters); i++) {
        Own prepare;
        if (!object_find_attribute(tuple_get(parameters, i), NAME(__typing_prepare_subst__), &prepare)) {
            slot_clear(&items);
        } else if (prepare && prepare != None) {
            Own packed = is_tuple(items) ? own(items) : tuple_pack(1, items);
            slot_set(&items, packed ? object_call_args(prepare, 2, self, packed) : NULL);
            release_maybe(packed);
        }
        release_maybe(prepare);
    }
    return items;
}

/* --- substituting ----------------------------------------------------------------------------------------- */

typedef struct Substitution {
    Ref parameters;   /* tuple */
    Ref const *items; /* one for each parameter */
} Substitution;

static isize parameter_index(const Substitution *substitution, Ref parameter) {
    return index_of(substitution->parameters, tuple_length(substitution->parameters), parameter);
}

/* Appends what takes the place of a generic argument's own parameter. */
static bool append_substitute(Ref list, const Substitution *substitution, Ref parameter) {
    isize index = parameter_index(substitution, parameter);
    if (index < 0) return list_append_ref(list, parameter);
    Ref item = substitution->items[index];
    bool spread = type_of(parameter)->slots.iter && is_tuple(item);
    return spread ? list_extend(list, item) : list_append_ref(list, item);
}

/* Within list[T], where the argument is a generic type itself: argument[the substitutes of its parameters]. */
static Own substitute_within(const Substitution *substitution, Ref argument) {
    Own inner;
    if (!object_find_attribute(argument, NAME(__parameters__), &inner)) return NULL;
    Own result = NULL;
    if (inner && is_tuple(inner) && tuple_length(inner)) {
        Own list = list_new(0);
        bool done = list != NULL;
        for (isize i = 0; done && i < tuple_length(inner); i++) {
            done = append_substitute(list, substitution, tuple_get(inner, i));
        }
        Own items = done ? list_as_tuple(list) : NULL;
        if (items) result = object_get_item(argument, items);
        release_maybe(items);
        release_maybe(list);
    } else {
        result = own(argument);
    }
    release_maybe(inner);
    return result;
}

static Own substitute_argument(const Substitution *substitution, Ref argument) {
    Own substitute;
    if (!object_find_attribute(argument, NAME(__typing_subst__), &substitute)) return NULL;
    if (!substitute) return substitute_within(substitution, argument);
    isize index = parameter_index(substitution, argument);
    Own result = index < 0 ? error_internal("type variable that is no parameter")
                           : object_call_one(substitute, substitution->items[index]);
    release(substitute);
    return result;
}

/* 1, 0, -1 raised. */
static int is_unpacked_variable(Ref argument) {
    Own mark;
    if (!object_find_attribute(argument, NAME(__typing_is_unpacked_typevartuple__), &mark)) return -1;
    if (!mark) return 0;
    int truth = object_is_true(mark);
    release(mark);
    return truth;
}

static bool append_argument(Ref list, const Substitution *substitution, Ref argument) {
    if (is_type(argument)) return list_append_ref(list, argument);
    int spread = is_unpacked_variable(argument);
    Own result = spread < 0 ? NULL : substitute_argument(substitution, argument);
    if (!result) return false;
    bool done = spread && is_tuple(result) ? list_extend(list, result) : list_append_ref(list, result);
    release(result);
    return done;
}

static Own substitute_all(const Substitution *substitution, Ref args) {
    Own list = list_new(0);
    bool done = list != NULL;
    for (isize i = 0; done && i < tuple_length(args); i++) {
        done = append_argument(list, substitution, tuple_get(args, i));
    }
    Own result = done ? list_as_tuple(list) : NULL;
    release_maybe(list);
    return result;
}

Own generic_substitute(Ref self, Ref args, Ref parameters, Ref item) {
    isize expected = tuple_length(parameters);
    if (expected == 0) return error_set(EXC(TypeError), "%R is not a generic class", self);
    Own items = prepare_items(self, parameters, unpack_items(item));
    if (!items) return NULL;
    isize count = is_tuple(items) ? tuple_length(items) : 1;
    Own result = NULL;
    if (count == expected) {
        Ref only = items;
        Ref const *first = is_tuple(items) ? (Ref const *)AS_TUPLE(items)->items : &only;
        result = substitute_all(&(Substitution){parameters, first}, args);
    } else {
        error_set(EXC(TypeError), "Too %s arguments for %R; actual %zd, expected %zd",
                  count > expected ? "many" : "few", self, count, expected);
    }
    release(items);
    return result;
}

/* --- how arguments show ----------------------------------------------------------------------------------- */

/* Has it both __origin__ and __args__? 1, 0, -1 raised. */
static int looks_generic(Ref argument) {
    Own origin, args;
    if (!object_find_attribute(argument, NAME(__origin__), &origin)) return -1;
    if (!origin) return 0;
    release(origin);
    if (!object_find_attribute(argument, NAME(__args__), &args)) return -1;
    release_maybe(args);
    return args != NULL;
}

/* A class by its name, with its module unless that is builtins; all else by its repr. */
static Own class_repr(Ref argument) {
    Own qualname, module;
    if (!object_find_attribute(argument, NAME(__qualname__), &qualname)) return NULL;
    if (!qualname) return object_repr(argument);
    if (!object_find_attribute(argument, NAME(__module__), &module)) {
        release(qualname);
        return NULL;
    }
    Own text;
    if (!module || module == None) {
        text = object_repr(argument);
    } else if (is_str(module) && str_equal_ascii(module, "builtins")) {
        text = object_str(qualname);
    } else {
        text = str_format("%S.%S", module, qualname);
    }
    release_maybe(module);
    release(qualname);
    return text;
}

bool generic_append_repr(StrBuilder *builder, Ref argument) {
    if (argument == Ellipsis) {
        str_builder_ascii(builder, "...", 3);
        return true;
    }
    int generic = looks_generic(argument);
    Own text = generic < 0 ? NULL : generic ? object_repr(argument) : class_repr(argument);
    if (text) str_builder_str(builder, text);
    release_maybe(text);
    return text != NULL;
}
