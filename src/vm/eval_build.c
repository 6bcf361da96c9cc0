/* eval_build.c: containers, unpacking, and the arguments of calls with * and **. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval_helpers.h"
#include "vm/host.h"

Own eval_build_map(Object *const *pairs, isize count) {
    return dict_from_items((Ref const *)pairs, 2, (Ref const *)pairs + 1, 2, count);
}

Own eval_build_const_key_map(Ref keys, Object *const *values, isize count) {
    if (!is_exact_tuple(keys) || tuple_length(keys) != count) {
        return error_set(EXC(SystemError), "bad BUILD_CONST_KEY_MAP keys argument");
    }
    return dict_from_items((Ref const *)AS_TUPLE(keys)->items, 1, (Ref const *)values, 1, count);
}

Own eval_format_value(Ref value, Ref spec, int conversion) {
    Own converted = NULL;
    if (conversion) {
        converted = conversion == 1   ? object_str(value)
                    : conversion == 2 ? object_repr(value)
                                      : object_ascii(value);
        if (!converted) return NULL;
        value = converted;
    }
    Own text = is_exact_str(value) && !spec ? own(value) : object_format(value, spec);
    release_maybe(converted);
    return text;
}

static bool is_iterable(Ref object) { return type_of(object)->slots.iter || object_is_sequence(object); }

/* --- displays with * and ** ------------------------------------------------------------------------- */

bool eval_list_extend(Ref list, Ref items) {
    if (list_extend(list, items)) return true;
    if (error_matches(EXC(TypeError)) && !is_iterable(items)) {
        error_clear();
        error_set(EXC(TypeError), "Value after * must be an iterable, not %.200s", type_of(items)->name);
    }
    return false;
}

bool eval_dict_update(Ref dict, Ref items) {
    if (dict_merge(dict, items, 1)) return true;
    if (error_matches(EXC(AttributeError))) {
        error_clear();
        error_set(EXC(TypeError), "'%.200s' object is not a mapping", type_of(items)->name);
    }
    return false;
}

/* The KeyError that dict_merge itself raised for a key given twice; one of the mapping's own has been through a
 * frame. */
static Own duplicate_key(void) {
    if (!error_matches(EXC(KeyError))) return NULL;
    const Exception *raised = AS_EXCEPTION(error_current());
    if (raised->traceback || !is_exactly(&raised->ob_base, EXC(KeyError)) || tuple_length(raised->args) != 1)
        return NULL;
    return own(tuple_get(raised->args, 0));
}

bool eval_dict_merge(Ref dict, Ref items, Ref callable) {
    if (dict_merge(dict, items, 2)) return true;
    Own key = duplicate_key();
    if (!key && !error_matches(EXC(AttributeError))) return false;
    error_clear();
    Own words = callable_message_name(callable);
    if (words && key) {
        error_set(EXC(TypeError), "%U got multiple values for keyword argument '%S'", words, key);
    } else if (words) {
        error_set(EXC(TypeError), "%U argument after ** must be a mapping, not %.200s", words,
                  type_of(items)->name);
    }
    release_maybe(words);
    release_maybe(key);
    return false;
}

Own eval_call_arguments(Ref callable, Ref args) {
    if (is_iterable(args)) return tuple_from_iterable(args);
    Own words = callable_message_name(callable);
    if (!words) return NULL;
    error_set(EXC(TypeError), "%U argument after * must be an iterable, not %.200s", words,
              type_of(args)->name);
    release(words);
    return NULL;
}

/* --- unpacking -------------------------------------------------------------------------------------- */

static void raise_not_enough(int before, int after, isize got) {
    if (after < 0) {
        error_set(EXC(ValueError), "not enough values to unpack (expected %d, got %zd)", before, got);
    } else {
        error_set(EXC(ValueError), "not enough values to unpack (expected at least %d, got %zd)",
                  before + after, got);
    }
}

/* The rest of the iterator: the list in the middle, then `after` items behind it. Counts the slots filled. */
static bool unpack_rest(Ref iterator, int before, int after, Object **top, isize *filled) {
    Own rest = list_from_iterable(iterator);
    if (!rest) return false;
    *--top = rest;
    ++*filled;
    isize length = list_length(rest);
    if (length < after) {
        raise_not_enough(before, after, before + length);
        return false;
    }
    for (isize i = length - after; i < length; i++, ++*filled) *--top = (Object *)list_get(rest, i);
    AS_LIST(rest)->ob_base.ob_size = length - after;
    return true;
}

static bool unpack_iterator(Ref iterator, int before, int after, Object **top, isize *filled) {
    for (; *filled < before; ++*filled) {
        Own item = object_next(iterator);
        if (!item) {
            if (!error_occurred()) raise_not_enough(before, after, *filled);
            return false;
        }
        top[-1 - *filled] = item;
    }
    if (after >= 0) return unpack_rest(iterator, before, after, top - before, filled);
    Own surplus = object_next(iterator);
    if (!surplus) return !error_occurred();
    release(surplus);
    error_set(EXC(ValueError), "too many values to unpack (expected %d)", before);
    return false;
}

bool eval_unpack(Ref sequence, int before, int after, Object **top) {
    Own iterator = object_iter(sequence);
    if (!iterator) {
        if (error_matches(EXC(TypeError)) && !is_iterable(sequence)) {
            error_clear();
            error_set(EXC(TypeError), "cannot unpack non-iterable %.200s object", type_of(sequence)->name);
        }
        return false;
    }
    isize filled = 0;
    bool unpacked = unpack_iterator(iterator, before, after, top, &filled);
    if (!unpacked) {
        while (filled > 0) release(top[-filled--]);
    }
    release(iterator);
    return unpacked;
}

/* --- small things ----------------------------------------------------------------------------------- */

Own eval_length(Ref object) {
    isize length = object_length(object);
    return length < 0 ? NULL : int_from_isize(length);
}

bool eval_print_expression(Ref value) {
    Ref hook = dict_get(VM_ROOT->sys_dict, NAME(displayhook));
    if (!hook) {
        error_set(EXC(RuntimeError), "lost sys.displayhook");
        return false;
    }
    Own callable = own(hook), answer = object_call_one(callable, value);
    release(callable);
    release_maybe(answer);
    return answer != NULL;
}

Own eval_call_one(BinaryFn function, Ref self, Ref argument) {
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own result = function(self, argument);
    recursion_leave();
    return result;
}

Own eval_call_none(UnaryFn function, Ref self) {
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own result = function(self);
    recursion_leave();
    return result;
}

/* The profile function is told that a native function is called; *shown is what it sees, NULL where the callable is not
 * native. In place of a method that is not bound to `self` yet it sees one made for the purpose. False: raised. */
static bool native_call_begins(Frame *frame, Ref callable, Ref self, Own *shown) {
    *shown = NULL;
    if (is_builtin_function(callable)) {
        *shown = own(callable);
    } else if (self && type_of(callable) == TYPE(METHOD_DESCRIPTOR)) {
        *shown = type_of(callable)->slots.descr_get(callable, self, (Ref)type_of(self));
        if (!*shown) return false;
    }
    if (!*shown || trace_native_call(frame, *shown, TRACE_C_CALL)) return true;
    release(*shown);
    return false;
}

/* And that it gave this. Consumes both. */
static Own native_call_ends(Frame *frame, Own shown, Own result) {
    if (!shown) return result;
    if (!result) {
        Own pending = error_fetch();
        if (trace_native_call(frame, shown, TRACE_C_EXCEPTION))
            error_restore(pending);
        else
            release(pending);
    } else if (!trace_native_call(frame, shown, TRACE_C_RETURN)) {
        slot_clear(&result);
    }
    release(shown);
    return result;
}

Own eval_call_traced(Frame *frame, Ref callable, Ref const *args, isize nargs, Ref kwnames) {
    Own shown;
    if (!native_call_begins(frame, callable, nargs > 0 ? args[0] : NULL, &shown)) return NULL;
    return native_call_ends(frame, shown, object_call(callable, args, nargs, kwnames));
}

Own eval_call_tuple_traced(Frame *frame, Ref callable, Ref args, Ref kwargs) {
    Own shown;
    if (!native_call_begins(frame, callable, tuple_length(args) > 0 ? tuple_get(args, 0) : NULL, &shown))
        return NULL;
    return native_call_ends(frame, shown, object_call_tuple(callable, args, kwargs));
}
