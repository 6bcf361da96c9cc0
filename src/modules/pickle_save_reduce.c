/* pickle_save_reduce.c: objects written as the call that makes them: what __reduce__ answers.
 *
 *     (callable, arguments [, state [, list items [, (key, value) items [, state setter]]]])
 *
 * Both kinds of items come as iterators. */
#include "modules/pickle.h"

#include "object/call.h"

typedef struct Reduction {
    Ref callable, arguments;                         /* a tuple */
    Ref state, list_items, dict_items, state_setter; /* lent; NULL: none */
} Reduction;

/* --- taking it apart ------------------------------------------------------------------------------------ */

static Ref optional(Ref reduced, isize index) {
    if (tuple_length(reduced) <= index || tuple_get(reduced, index) == None) return NULL;
    return tuple_get(reduced, index);
}

static bool check_iterator(Ref items, const char *which) {
    if (!items || object_is_iterator(items)) return true;
    return error_set(PICKLING_ERROR,
                     "%s element of the tuple returned by __reduce__ must be an iterator, not %s", which,
                     type_of(items)->name);
}

static bool reduction_take(Reduction *reduction, Ref reduced) {
    isize length = tuple_length(reduced);
    if (length < 2 || length > 6) {
        return error_set(PICKLING_ERROR, "tuple returned by __reduce__ must contain 2 through 6 elements");
    }
    *reduction = (Reduction){.callable = tuple_get(reduced, 0),
                             .arguments = tuple_get(reduced, 1),
                             .state = optional(reduced, 2),
                             .list_items = optional(reduced, 3),
                             .dict_items = optional(reduced, 4),
                             .state_setter = optional(reduced, 5)};
    if (!object_is_callable(reduction->callable)) {
        return error_set(PICKLING_ERROR, "first item of the tuple returned by __reduce__ must be callable");
    }
    if (!is_tuple(reduction->arguments)) {
        return error_set(PICKLING_ERROR, "second item of the tuple returned by __reduce__ must be a tuple");
    }
    if (!check_iterator(reduction->list_items, "fourth") || !check_iterator(reduction->dict_items, "fifth")) {
        return false;
    }
    if (reduction->state_setter && !object_is_callable(reduction->state_setter)) {
        return error_set(PICKLING_ERROR,
                         "sixth element of the tuple returned by __reduce__ must be a function, not %s",
                         type_of(reduction->state_setter)->name);
    }
    return true;
}

/* --- the call ------------------------------------------------------------------------------------------- */

/* copyreg.__newobj_ex__(class, args, kwargs) */
static bool check_new_object_ex(Ref arguments) {
    if (tuple_length(arguments) != 3) {
        return error_set(PICKLING_ERROR, "length of the NEWOBJ_EX argument tuple must be exactly 3, not %zd",
                         tuple_length(arguments));
    }
    Ref class = tuple_get(arguments, 0), args = tuple_get(arguments, 1), kwargs = tuple_get(arguments, 2);
    if (!is_type(class)) {
        return error_set(PICKLING_ERROR, "first item from NEWOBJ_EX argument tuple must be a class, not %.200s",
                         type_of(class)->name);
    }
    if (!is_tuple(args)) {
        return error_set(PICKLING_ERROR,
                         "second item from NEWOBJ_EX argument tuple must be a tuple, not %.200s",
                         type_of(args)->name);
    }
    if (!is_dict(kwargs)) {
        return error_set(PICKLING_ERROR, "third item from NEWOBJ_EX argument tuple must be a dict, not %.200s",
                         type_of(kwargs)->name);
    }
    return true;
}

/* functools.partial(class.__new__, class, *args, **kwargs), for protocols without NEWOBJ_EX. */
static Own partial_of_new(Ref class, Ref args, Ref kwargs) {
    Own new = object_get_attribute(class, NAME(__new__));
    Own head = new ? tuple_pack(2, new, class) : NULL;
    Own all = head ? tuple_concat(head, args) : NULL;
    Own partial = all ? object_call_tuple(PICKLE->partial, all, kwargs) : NULL;
    release_maybe(new);
    release_maybe(head);
    release_maybe(all);
    return partial;
}

static bool save_new_object_ex(Pickler *self, Ref arguments) {
    if (!check_new_object_ex(arguments)) return false;
    Ref class = tuple_get(arguments, 0), args = tuple_get(arguments, 1), kwargs = tuple_get(arguments, 2);
    if (self->proto >= 4) {
        return pickle_save(self, class) && pickle_save(self, args) && pickle_save(self, kwargs) &&
               pickle_write_opcode(self, PICKLE_NEWOBJ_EX);
    }
    Own partial = partial_of_new(class, args, kwargs), empty = partial ? tuple_new(0) : NULL;
    bool saved = empty && pickle_save(self, partial) && pickle_save(self, empty) &&
                 pickle_write_opcode(self, PICKLE_REDUCE);
    release_maybe(partial);
    release_maybe(empty);
    return saved;
}

/* Is the class that of the object? */
static bool check_class(Ref class, Ref object) {
    Own real;
    if (!object) return true;
    if (!object_find_attribute(object, NAME(__class__), &real)) return false;
    bool same = (real ? real : (Ref)type_of(object)) == class;
    release_maybe(real);
    if (same) return true;
    return error_set(PICKLING_ERROR, "args[0] from __newobj__ args has the wrong class");
}

/* copyreg.__newobj__(class, *args) */
static bool save_new_object(Pickler *self, Ref arguments, Ref object) {
    if (tuple_length(arguments) < 1) return error_set(PICKLING_ERROR, "__newobj__ arglist is empty");
    Ref class = tuple_get(arguments, 0);
    if (!is_type(class)) return error_set(PICKLING_ERROR, "args[0] from __newobj__ args is not a type");
    if (!check_class(class, object) || !pickle_save(self, class)) return false;
    Own args = tuple_slice(arguments, 1, tuple_length(arguments));
    bool saved = args && pickle_save(self, args);
    release_maybe(args);
    return saved && pickle_write_opcode(self, PICKLE_NEWOBJ);
}

static bool save_call(Pickler *self, const Reduction *reduction, Ref object) {
    Own name = NULL;
    if (self->proto >= 2 && !object_find_attribute(reduction->callable, NAME(__name__), &name)) return false;
    bool has_name = name && is_str(name), makes_new = has_name && str_equal_ascii(name, "__newobj__");
    bool makes_new_ex = has_name && str_equal_ascii(name, "__newobj_ex__");
    release_maybe(name);
    if (makes_new_ex) return save_new_object_ex(self, reduction->arguments);
    if (makes_new) return save_new_object(self, reduction->arguments, object);
    return pickle_save(self, reduction->callable) && pickle_save(self, reduction->arguments) &&
           pickle_write_opcode(self, PICKLE_REDUCE);
}

/* --- what follows it ------------------------------------------------------------------------------------ */

static bool save_state(Pickler *self, const Reduction *reduction, Ref object) {
    if (!reduction->state_setter) {
        return pickle_save(self, reduction->state) && pickle_write_opcode(self, PICKLE_BUILD);
    }
    /* state_setter(object, state), whose answer is dropped */
    return pickle_save(self, reduction->state_setter) && pickle_save(self, object) &&
           pickle_save(self, reduction->state) && pickle_write_opcode(self, PICKLE_TUPLE2) &&
           pickle_write_opcode(self, PICKLE_REDUCE) && pickle_write_opcode(self, PICKLE_POP);
}

/* An object that its own arguments contain is in the memo by now: the new one is dropped for that one. */
static bool memoize_or_replace(Pickler *self, Ref object) {
    if (!pickle_is_memoized(self, object)) return pickle_memoize(self, object);
    return pickle_write_opcode(self, PICKLE_POP) && pickle_save_memoized(self, object);
}

bool pickle_save_reduced(Pickler *self, Ref reduced, Ref object) {
    Reduction reduction = {0};
    if (!reduction_take(&reduction, reduced) || !save_call(self, &reduction, object)) return false;
    if (object && !memoize_or_replace(self, object)) return false;
    if (reduction.list_items && !pickle_save_list_items(self, reduction.list_items)) return false;
    if (reduction.dict_items && !pickle_save_dict_items(self, reduction.dict_items)) return false;
    return !reduction.state || save_state(self, &reduction, object);
}

bool pickle_save_call(Pickler *self, Ref callable, Own arguments, Ref object) {
    Own reduced = tuple_take(2, own(callable), arguments);
    bool saved = reduced && pickle_save_reduced(self, reduced, object);
    release_maybe(reduced);
    return saved;
}
