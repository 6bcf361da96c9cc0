/* pickle_names.c: what writing and reading share: the hooks for persistent objects, names with dots in them,
 * and the names that modules had in Python 2. */
#include "modules/pickle.h"

#include "object/call.h"
#include "vm/root.h"

/* --- persistent_id and persistent_load ------------------------------------------------------------------ */

bool persistent_hook_find(PersistentHook *hook, Ref self, Ref name) {
    Own found;
    if (!object_find_attribute(self, name, &found)) return false;
    hook->self = NULL;
    if (found && is_method(found) && AS_METHOD(found)->self == self) {
        Own function = own(AS_METHOD(found)->function);
        release(found);
        found = function;
        hook->self = self;
    }
    slot_set(&hook->function, found);
    return true;
}

Own persistent_hook_call(const PersistentHook *hook, Ref argument) {
    Own function = own(hook->function); /* what it runs may set another one */
    Own answer =
        hook->self ? object_call_args(function, 2, hook->self, argument) : object_call_one(function, argument);
    release(function);
    return answer;
}

Own persistent_hook_get(const PersistentHook *hook, Ref name) {
    if (!hook->function) return error_set_object(EXC(AttributeError), name);
    return hook->self ? method_new(hook->function, hook->self) : own(hook->function);
}

bool persistent_hook_set(PersistentHook *hook, Ref value, const char *name) {
    if (!value) return error_set(EXC(TypeError), "attribute deletion is not supported");
    if (!object_is_callable(value)) {
        return error_set(EXC(TypeError), "%s must be a callable taking one argument", name);
    }
    hook->self = NULL;
    slot_set(&hook->function, own(value));
    return true;
}

/* --- dotted names --------------------------------------------------------------------------------------- */

Own pickle_split_name(Ref object, Ref name) {
    Own dot = str_from_char('.');
    Own parts = dot ? str_split(name, dot, -1) : NULL;
    release_maybe(dot);
    for (isize i = 0; parts && i < list_length(parts); i++) {
        if (!str_equal_ascii(list_get(parts, i), "<locals>")) continue;
        slot_clear(&parts);
        if (object) {
            error_set(EXC(AttributeError), "Can't pickle local attribute %R on %R", name, object);
        } else {
            error_set(EXC(AttributeError), "Can't pickle local object %R", name);
        }
        return NULL;
    }
    return parts;
}

Own pickle_follow(Ref object, Ref parts, Own *parent) {
    Own owner = NULL, found = own(object);
    for (isize i = 0; found && i < list_length(parts); i++) {
        slot_set(&owner, found);
        if (!object_find_attribute(owner, list_get(parts, i), &found)) found = NULL;
    }
    if (found && parent) {
        *parent = owner;
    } else {
        release_maybe(owner);
    }
    return found;
}

/* As an import statement does it: by the __import__ of the running code. */
static bool run_import(Ref name) {
    Ref globals = OBJECT_ROOT->current_globals(), builtins = VM_ROOT->builtins;
    Own scope = globals ? own_maybe(dict_get(globals, NAME(__builtins__))) : NULL;
    if (scope && is_module(scope)) builtins = module_dict(scope);
    if (scope && is_dict(scope)) builtins = scope;
    Own import = own_maybe(dict_get(builtins, NAME(__import__)));
    Own names = import ? list_new(0) : NULL, level = names ? int_from_i64(0) : NULL;
    Ref around = globals ? globals : None;
    Own answer = level ? object_call_args(import, 5, name, around, around, (Ref)names, (Ref)level) : NULL;
    if (!import && !error_occurred()) error_set_key(NAME(__import__));
    release_maybe(scope);
    release_maybe(import);
    release_maybe(names);
    release_maybe(level);
    release_maybe(answer);
    return answer != NULL;
}

Own pickle_import(Ref name) {
    if (!run_import(name)) return NULL;
    Ref module = dict_get(VM_ROOT->modules, name);
    return module || error_occurred() ? own_maybe(module) : error_set_key(name);
}

/* --- the names of Python 2 ------------------------------------------------------------------------------ */

/* A name that moved on its own: with its new module. False: raised. */
static bool take_pair(Ref pair, const char *prefix, Own *module, Own *name) {
    if (!is_tuple(pair) || tuple_length(pair) != 2) {
        return error_set(EXC(RuntimeError),
                         "_compat_pickle.%sNAME_MAPPING values should be 2-tuples, not %.200s", prefix,
                         type_of(pair)->name);
    }
    Ref new_module = tuple_get(pair, 0), new_name = tuple_get(pair, 1);
    if (!is_str(new_module) || !is_str(new_name)) {
        return error_set(EXC(RuntimeError),
                         "_compat_pickle.%sNAME_MAPPING values should be pairs of str, not (%.200s, %.200s)",
                         prefix, type_of(new_module)->name, type_of(new_name)->name);
    }
    slot_set(module, own(new_module));
    slot_set(name, own(new_name));
    return true;
}

bool pickle_rename(const PickleRenames *renames, const char *prefix, Own *module, Own *name) {
    Own key = tuple_pack(2, (Ref)*module, (Ref)*name);
    if (!key) return false;
    Ref pair = dict_get(renames->names, key);
    release(key);
    if (pair) return take_pair(pair, prefix, module, name);
    if (error_occurred()) return false;
    Ref renamed = dict_get(renames->modules, *module);
    if (!renamed) return !error_occurred();
    if (!is_str(renamed)) {
        return error_set(EXC(RuntimeError),
                         "_compat_pickle.%sIMPORT_MAPPING values should be strings, not %.200s", prefix,
                         type_of(renamed)->name);
    }
    slot_set(module, own(renamed));
    return true;
}
