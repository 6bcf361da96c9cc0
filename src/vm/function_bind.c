/* function_bind.c: how a call's arguments become a frame's first locals, and what is said when they do not fit.
 *
 *     slots:  [ positional-only | positional or keyword | keyword-only | *args | **kwargs | other locals ... ]
 *               0 ...             posonlyargcount ...      argcount ...
 *
 * Arguments are moved, not copied: the frame takes over the caller's references. The steps and their order are
 * CPython's, since an argument's `__eq__` or the death of one could be watched. */
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/function.h"

typedef struct Binding {
    Function *function;
    Code *code;
    Object **slots;
    Object *const *args;
    isize nargs;
    Ref kwnames;
} Binding;

static Ref parameter_name(const Binding *binding, isize i) {
    return tuple_get(binding->code->localsplusnames, i);
}

/* --- messages --------------------------------------------------------------------------------------- */

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" */
static Own names_in_words(Ref names) {
    isize count = list_length(names);
    StrBuilder text;
    str_builder_init(&text);
    for (isize i = 0; i < count; i++) {
        if (i > 0) str_builder_ascii(&text, count > 2 ? ", " : " ", -1);
        if (i > 0 && i == count - 1) str_builder_ascii(&text, "and ", -1);
        str_builder_str(&text, list_get(names, i));
    }
    return str_builder_finish(&text);
}

/* defcount -1: keyword-only ones are missing. */
static void raise_missing(const Binding *binding, isize missing, isize defcount) {
    const Code *code = binding->code;
    bool positional = defcount >= 0;
    isize start = positional ? 0 : code->argcount;
    isize end = positional ? code->argcount - defcount : start + code->kwonlyargcount;
    Own names = list_new(0);
    if (!names) return;
    for (isize i = start; i < end; i++) {
        if (binding->slots[i]) continue;
        Own name = object_repr(parameter_name(binding, i));
        if (!name || !list_append(names, name)) {
            release(names);
            return;
        }
    }
    Own words = names_in_words(names);
    release(names);
    if (!words) return;
    error_set(EXC(TypeError), "%U() missing %zd required %s argument%s: %U", binding->function->qualname,
              missing, positional ? "positional" : "keyword-only", missing == 1 ? "" : "s", words);
    release(words);
}

static void raise_too_many(const Binding *binding) {
    const Code *code = binding->code;
    isize given = binding->nargs, most = code->argcount, keyword_only = 0;
    for (isize i = most; i < most + code->kwonlyargcount; i++) keyword_only += binding->slots[i] != NULL;
    isize defcount = binding->function->defaults ? tuple_length(binding->function->defaults) : 0;
    bool plural = defcount || most != 1;
    Own takes = defcount ? str_format("from %zd to %zd", most - defcount, most) : str_format("%zd", most);
    Own also = keyword_only ? str_format(" positional argument%s (and %zd keyword-only argument%s)",
                                         given != 1 ? "s" : "", keyword_only, keyword_only != 1 ? "s" : "")
                            : own(OBJECT_ROOT->empty_str);
    if (takes && also) {
        error_set(EXC(TypeError), "%U() takes %U positional argument%s but %zd%U %s given",
                  binding->function->qualname, takes, plural ? "s" : "", given, also,
                  given == 1 && !keyword_only ? "was" : "were");
    }
    release_maybe(takes);
    release_maybe(also);
}

/* True: an exception is set, because a keyword names a positional-only parameter (or comparing raised). */
static bool raise_positional_only(const Binding *binding) {
    Own names = list_new(0);
    if (!names) return true;
    bool raised = true;
    for (isize i = 0; i < binding->code->posonlyargcount; i++) {
        Ref parameter = parameter_name(binding, i);
        for (isize k = 0; k < tuple_length(binding->kwnames); k++) {
            Ref keyword = tuple_get(binding->kwnames, k);
            int same = keyword == parameter ? 1 : object_compare_bool(parameter, keyword, COMPARE_EQ);
            if (same < 0 || (same && !list_append_ref(names, keyword))) goto done;
        }
    }
    raised = list_length(names) > 0;
    if (raised) {
        Own comma = str_from_ascii(", ", 2);
        Own joined = comma ? str_join(comma, names) : NULL;
        if (joined) {
            error_set(EXC(TypeError),
                      "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                      binding->function->qualname, joined);
        }
        release_maybe(comma);
        release_maybe(joined);
    }
done:
    release(names);
    return raised;
}

/* --- the steps -------------------------------------------------------------------------------------- */

static void release_each(Object *const *items, isize count) {
    for (isize i = 0; i < count; i++) release(items[i]);
}

/* The parameter that a keyword names: its index; -1: none; -2: raised. */
static isize find_parameter(const Binding *binding, Ref keyword) {
    const Code *code = binding->code;
    isize total = code->argcount + code->kwonlyargcount;
    for (isize i = code->posonlyargcount; i < total; i++) {
        if (parameter_name(binding, i) == keyword) return i;
    }
    for (isize i = code->posonlyargcount; i < total; i++) {
        int same = object_compare_bool(keyword, parameter_name(binding, i), COMPARE_EQ);
        if (same) return same > 0 ? i : -2;
    }
    return -1;
}

static bool bind_keyword(const Binding *binding, Ref keyword, Own value, Ref kwdict) {
    Ref qualname = binding->function->qualname;
    if (!is_str(keyword)) {
        error_set(EXC(TypeError), "%U() keywords must be strings", qualname);
    } else {
        isize i = find_parameter(binding, keyword);
        if (i >= 0 && !binding->slots[i]) {
            binding->slots[i] = value;
            return true;
        }
        if (i == -1 && kwdict) {
            bool stored = dict_set(kwdict, keyword, value);
            release(value);
            return stored;
        }
        if (i >= 0) {
            error_set(EXC(TypeError), "%U() got multiple values for argument '%S'", qualname, keyword);
        } else if (i == -1 && !(binding->code->posonlyargcount && raise_positional_only(binding))) {
            error_set(EXC(TypeError), "%U() got an unexpected keyword argument '%S'", qualname, keyword);
        }
    }
    release(value);
    return false;
}

static bool bind_keywords(const Binding *binding, Ref kwdict) {
    isize count = tuple_length(binding->kwnames);
    for (isize i = 0; i < count; i++) {
        if (!bind_keyword(binding, tuple_get(binding->kwnames, i), binding->args[binding->nargs + i], kwdict)) {
            release_each(binding->args + binding->nargs + i + 1, count - i - 1);
            return false;
        }
    }
    return true;
}

static bool fill_defaults(const Binding *binding) {
    const Code *code = binding->code;
    Ref defaults = binding->function->defaults;
    isize defcount = defaults ? tuple_length(defaults) : 0, required = code->argcount - defcount, missing = 0;
    for (isize i = binding->nargs; i < required; i++) missing += binding->slots[i] == NULL;
    if (missing) {
        raise_missing(binding, missing, defcount);
        return false;
    }
    for (isize i = isize_max(binding->nargs - required, 0); i < defcount; i++) {
        Object **slot = &binding->slots[required + i];
        if (!*slot) *slot = own(tuple_get(defaults, i));
    }
    return true;
}

static bool fill_keyword_defaults(const Binding *binding) {
    const Code *code = binding->code;
    isize total = code->argcount + code->kwonlyargcount, missing = 0;
    for (isize i = code->argcount; i < total; i++) {
        if (binding->slots[i]) continue;
        Ref defaults = binding->function->kwdefaults;
        Ref value = defaults ? dict_get(defaults, parameter_name(binding, i)) : NULL;
        if (!value && error_occurred()) return false;
        if (value)
            binding->slots[i] = own(value);
        else
            missing++;
    }
    if (missing) raise_missing(binding, missing, -1);
    return !missing;
}

bool function_bind(Function *function, Frame *frame, Object *const *args, isize nargs, Ref kwnames) {
    Code *code = function->code;
    Binding binding = {function, code, frame->slots, args, nargs, kwnames};
    isize total = code->argcount + code->kwonlyargcount;
    isize keyword_count = kwnames ? tuple_length(kwnames) : 0;
    Object *kwdict = NULL;
    if (code->flags & CODE_VARKEYWORDS) {
        if (!(kwdict = dict_new())) {
            release_each(args, nargs + keyword_count);
            return false;
        }
        frame->slots[total + !!(code->flags & CODE_VARARGS)] = kwdict;
    }
    isize positional = isize_min(nargs, code->argcount);
    for (isize i = 0; i < positional; i++) frame->slots[i] = args[i];
    if (code->flags & CODE_VARARGS) {
        Own rest = nargs == positional ? own(OBJECT_ROOT->empty_tuple)
                                       : tuple_from_array_own(args + positional, nargs - positional);
        if (!rest) {
            release_each(args + nargs, keyword_count);
            return false;
        }
        frame->slots[total] = rest;
    } else {
        release_each(args + positional, nargs - positional);
    }
    if (kwnames && !bind_keywords(&binding, kwdict)) return false;
    if (nargs > code->argcount && !(code->flags & CODE_VARARGS)) {
        raise_too_many(&binding);
        return false;
    }
    if (nargs < code->argcount && !fill_defaults(&binding)) return false;
    return !code->kwonlyargcount || fill_keyword_defaults(&binding);
}

Frame *function_frame(Thread *thread, Own callee, Own locals, Object *const *args, isize nargs, Ref kwnames) {
    Function *function = AS_FUNCTION(callee);
    Frame *frame = frame_push(thread, function, locals);
    if (UNLIKELY(!frame)) {
        release_each(args, nargs + (kwnames ? tuple_length(kwnames) : 0));
        return NULL;
    }
    if (LIKELY(function_bind(function, frame, args, nargs, kwnames))) return frame;
    frame_discard(thread, frame);
    return NULL;
}

Own function_call(Ref callable, Ref const *args, isize nargs, Ref kwnames) {
    Function *function = AS_FUNCTION(callable);
    Thread *thread = thread_current();
    isize count = nargs + (kwnames ? tuple_length(kwnames) : 0);
    for (isize i = 0; i < count; i++) own(args[i]);
    Own locals = function->code->flags & CODE_OPTIMIZED ? NULL : own(function->globals);
    Frame *frame = function_frame(thread, own(callable), locals, (Object *const *)args, nargs, kwnames);
    if (UNLIKELY(!frame)) return NULL;
    Own result = eval_frame(frame, false);
    frame_discard(thread, frame);
    return result;
}
