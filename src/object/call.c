/* call.c: calling anything.
 *
 * Every callable's type has one slot, `call`, and it takes its arguments where the caller has them: an array of
 * lent references. What this file adds is gathering: from a tuple and a dict, from variable arguments, with
 * `self` put in front. A gathered array lies on the C stack while it is short, else in a raw block. */
#include "object/call.h"

#include "object/dict.h"
#include "object/error.h"
#include "object/root.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

#define SHORT_CALL 10

typedef struct Gathered {
    Ref space[SHORT_CALL];
    Ref *items; /* `space`, or a raw block */
} Gathered;

static bool gathered_init(Gathered *gathered, isize count) {
    gathered->items = gathered->space;
    if (count <= SHORT_CALL) return true;
    gathered->items = arena_alloc((usize)count * sizeof(Ref), BLOCK_RAW);
    if (!gathered->items) error_memory();
    return gathered->items != NULL;
}

static void gathered_free(Gathered *gathered) {
    if (gathered->items != gathered->space) arena_free(gathered->items);
}

static isize keyword_count(Ref kwnames) { return kwnames ? tuple_length(kwnames) : 0; }

static Own result_without_reason(Ref callable) {
    return error_set(EXC(SystemError), "%R returned NULL without setting an exception", callable);
}

static Own result_despite_exception(Ref callable, Own result) {
    release(result);
    return error_from_cause(EXC(SystemError), "%R returned a result with an exception set", callable);
}

Own call_check_result(Ref callable, Own result) {
    if (LIKELY(!result == error_occurred())) return result;
    return result ? result_despite_exception(callable, result) : result_without_reason(callable);
}

Own object_call(Ref callable, Ref const *args, isize nargs, Ref kwnames) {
    CallFn call = type_of(callable)->slots.call;
    if (UNLIKELY(!call)) {
        return error_set(EXC(TypeError), "'%.200s' object is not callable", type_of(callable)->name);
    }
    return call_check_result(callable, call(callable, args, nargs, kwnames));
}

void call_retain_array(Ref const *args, isize nargs, Ref kwnames) {
    isize count = nargs + keyword_count(kwnames);
    for (isize i = 0; i < count; i++) own(args[i]);
}

void call_release_array(Ref const *args, isize nargs, Ref kwnames) {
    for (isize i = nargs + keyword_count(kwnames); i-- > 0;) release((Own)args[i]);
}

void call_retain(Ref const *args, isize nargs, Ref kwnames) {
    if (UNLIKELY(arena_is_followed())) OBJECT_ROOT->arguments_packed(args, nargs, keyword_count(kwnames));
    call_retain_array(args, nargs, kwnames);
}

void call_release(Ref const *args, isize nargs, Ref kwnames) {
    call_release_array(args, nargs, kwnames);
    call_take_packed(args, nargs, kwnames);
}

void call_take_packed(Ref const *args, isize nargs, Ref kwnames) {
    if (UNLIKELY(arena_is_followed())) OBJECT_ROOT->arguments_unpacked(args, nargs, keyword_count(kwnames));
}

CallFn call_form_for_tuple(CallFn call) {
    static const CallFn forms[][2] = {{type_call, type_call_tuple},
                                      {slot_function_call, slot_function_call_tuple},
                                      {method_wrapper_call, method_wrapper_call_tuple},
                                      {wrapper_descriptor_call, wrapper_descriptor_call_tuple},
                                      {builtin_call, builtin_call_tuple}};
    for (isize i = 0; i < COUNT_OF(forms); i++) {
        if (forms[i][0] == call) return forms[i][1];
    }
    return call;
}

Own object_call_none(Ref callable) { return object_call(callable, NULL, 0, NULL); }

Own object_call_one(Ref callable, Ref arg) { return object_call(callable, &arg, 1, NULL); }

Own object_call_args(Ref callable, isize count, ...) {
    Gathered gathered;
    if (!gathered_init(&gathered, count)) return NULL;
    va_list arguments;
    va_start(arguments, count);
    for (isize i = 0; i < count; i++) gathered.items[i] = va_arg(arguments, Ref);
    va_end(arguments);
    Own result = object_call(callable, gathered.items, count, NULL);
    gathered_free(&gathered);
    return result;
}

/* The dict's keys as a tuple, its values behind the positional arguments. False: a key is no str, or no
 * memory. */
static bool gather_keywords(Ref kwargs, Ref *values, Own *kwnames) {
    *kwnames = tuple_new(dict_length(kwargs));
    if (!*kwnames) return false;
    isize position = 0, i = 0;
    bool all_str = true;
    for (Ref key, value; dict_each(kwargs, &position, &key, &value, NULL); i++) {
        all_str = all_str && is_str(key);
        tuple_fill(*kwnames, i, own(key));
        values[i] = value;
    }
    if (!all_str) {
        release(*kwnames);
        error_set(EXC(TypeError), "keywords must be strings");
    }
    return all_str;
}

/* The callee could change the dict: each argument is held while the call lasts; but for what takes the dict
 * itself. */
static Own call_from_tuple(Ref callable, Ref const *args, isize nargs, Ref kwnames) {
    CallFn call = type_of(callable)->slots.call, form = call ? call_form_for_tuple(call) : NULL;
    if (form != call) return call_check_result(callable, form(callable, args, nargs, kwnames));
    if (kwnames) call_retain_array(args, nargs, kwnames);
    Own result = object_call(callable, args, nargs, kwnames);
    if (kwnames) call_release_array(args, nargs, kwnames);
    return result;
}

static Own call_with_dict(CallFn call, Ref callable, Ref args, Ref kwargs) {
    isize nargs = tuple_length(args), count = nargs + dict_length(kwargs);
    Gathered gathered;
    if (!gathered_init(&gathered, count)) return NULL;
    for (isize i = 0; i < nargs; i++) gathered.items[i] = tuple_get(args, i);
    Own kwnames, result = NULL;
    if (gather_keywords(kwargs, gathered.items + nargs, &kwnames)) {
        result = call(callable, gathered.items, nargs, kwnames);
        release(kwnames);
    }
    gathered_free(&gathered);
    return result;
}

static Own call_unpacked(CallFn call, Ref callable, Ref args, Ref kwargs) {
    if (kwargs && dict_length(kwargs)) return call_with_dict(call, callable, args, kwargs);
    return call(callable, (Ref const *)AS_TUPLE(args)->items, tuple_length(args), NULL);
}

Own object_call_tuple(Ref callable, Ref args, Ref kwargs) {
    return call_unpacked(call_from_tuple, callable, args, kwargs);
}

Own object_new_tuple(Ref class, Ref args, Ref kwargs) {
    return call_unpacked(type_make_object, class, args, kwargs);
}

Own call_prepended(Ref callable, Ref self, Ref const *args, isize nargs, Ref kwnames) {
    isize count = 1 + nargs + keyword_count(kwnames);
    Gathered gathered;
    if (!gathered_init(&gathered, count)) return NULL;
    gathered.items[0] = self;
    for (isize i = 1; i < count; i++) gathered.items[i] = args[i - 1];
    Own result = object_call(callable, gathered.items, nargs + 1, kwnames);
    gathered_free(&gathered);
    return result;
}

Own object_call_method(Ref object, Ref name, Ref const *args, isize nargs, Ref kwnames) {
    bool is_method = false;
    Own method = object_get_method(object, name, &is_method);
    if (!method) return NULL;
    Own result = is_method ? call_prepended(method, object, args, nargs, kwnames)
                           : object_call(method, args, nargs, kwnames);
    release(method);
    return result;
}

Own object_call_method_none(Ref object, Ref name) { return object_call_method(object, name, NULL, 0, NULL); }

Own object_call_method_one(Ref object, Ref name, Ref arg) {
    return object_call_method(object, name, &arg, 1, NULL);
}

Own object_call_method_cstring(Ref object, const char *name, Ref const *args, isize nargs) {
    Own interned = str_intern_cstring(name);
    Own result = interned ? object_call_method(object, interned, args, nargs, NULL) : NULL;
    release_maybe(interned);
    return result;
}
