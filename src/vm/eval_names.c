/* eval_names.c: names that the bytecode looks up in dicts, and what is said when they are not there. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval_helpers.h"
#include "vm/import.h"

/* NameError with its name attribute, from which a suggestion is made later. */
static void raise_name_error(Ref name) {
    error_set(EXC(NameError), "name '%.200U' is not defined", name);
    Ref raised = error_current();
    if (is_exactly(raised, EXC(NameError))) slot_set(&((NameException *)raised)->name, own(name));
}

void eval_raise_unbound_local(Frame *frame, int slot) {
    error_set(EXC(UnboundLocalError),
              "cannot access local variable '%.200U' where it is not associated with a value",
              tuple_get(frame->code->localsplusnames, slot));
}

void eval_raise_unbound_free(Frame *frame, int slot) {
    const Code *code = frame->code;
    if (slot < code->nlocalsplus - code->nfreevars) {
        eval_raise_unbound_local(frame, slot);
        return;
    }
    Ref name = tuple_get(code->localsplusnames, slot);
    error_set(EXC(NameError),
              "cannot access free variable '%.200U' where it is not associated with a value in enclosing scope",
              name);
    Ref raised = error_current();
    if (is_exactly(raised, EXC(NameError))) slot_set(&((NameException *)raised)->name, own(name));
}

/* In a namespace of any type. NULL without exception: not there. */
static Own namespace_get(Ref names, Ref name) {
    if (is_exact_dict(names)) return own_maybe(dict_get(names, name));
    Own value = object_get_item(names, name);
    if (!value && error_matches(EXC(KeyError))) error_clear();
    return value;
}

Own eval_load_name(Frame *frame, Ref name) {
    if (!frame->locals) return error_set(EXC(SystemError), "no locals when loading %R", name);
    Own value = namespace_get(frame->locals, name);
    if (value || error_occurred()) return value;
    value = own_maybe(dict_get(frame->globals, name));
    if (value || error_occurred()) return value;
    value = namespace_get(frame->builtins, name);
    if (!value && !error_occurred()) raise_name_error(name);
    return value;
}

bool eval_store_name(Frame *frame, Ref name, Ref value) {
    if (!frame->locals) {
        error_set(EXC(SystemError), "no locals found when storing %R", name);
        return false;
    }
    if (is_exact_dict(frame->locals)) return dict_set(frame->locals, name, value);
    return object_set_item(frame->locals, name, value);
}

bool eval_delete_name(Frame *frame, Ref name) {
    if (!frame->locals) {
        error_set(EXC(SystemError), "no locals when deleting %R", name);
        return false;
    }
    if (object_delete_item(frame->locals, name)) return true;
    error_clear();
    raise_name_error(name);
    return false;
}

Own eval_load_global(Frame *frame, Ref name) {
    Own value = namespace_get(frame->globals, name);
    if (value || error_occurred()) return value;
    value = namespace_get(frame->builtins, name);
    if (!value && !error_occurred()) raise_name_error(name);
    return value;
}

bool eval_delete_global(Frame *frame, Ref name) {
    if (dict_delete(frame->globals, name)) return true;
    if (error_matches(EXC(KeyError))) {
        error_clear();
        raise_name_error(name);
    }
    return false;
}

Own eval_load_class_deref(Frame *frame, int slot) {
    Own value = namespace_get(frame->locals, tuple_get(frame->code->localsplusnames, slot));
    if (value || error_occurred()) return value;
    value = own_maybe(AS_CELL(frame->slots[slot])->value);
    if (!value) eval_raise_unbound_free(frame, slot);
    return value;
}

Own eval_load_build_class(Frame *frame) {
    Own value = namespace_get(frame->builtins, NAME(__build_class__));
    if (!value && !error_occurred()) error_set(EXC(NameError), "__build_class__ not found");
    return value;
}

bool eval_setup_annotations(Frame *frame) {
    if (!frame->locals) {
        error_set(EXC(SystemError), "no locals found when setting up annotations");
        return false;
    }
    Own there = namespace_get(frame->locals, NAME(__annotations__));
    if (there || error_occurred()) {
        release_maybe(there);
        return there != NULL;
    }
    Own made = dict_new();
    if (!made) return false;
    bool stored = object_set_item(frame->locals, NAME(__annotations__), made);
    release(made);
    return stored;
}

/* --- imports ---------------------------------------------------------------------------------------- */

Own eval_import_name(Frame *frame, Ref name, Ref fromlist, Ref level) {
    Ref import = dict_get(frame->builtins, NAME(__import__));
    if (!import) return error_occurred() ? NULL : error_set(EXC(ImportError), "__import__ not found");
    Ref locals = frame->locals ? (Ref)frame->locals : None;
    if (import == VM_ROOT->import_function) {
        int number = (int)int_as_i64(level);
        if (number == -1 && error_occurred()) return NULL;
        return import_module_level(name, frame->globals, locals, fromlist, number);
    }
    Own callable = own(import);
    Own module = object_call_args(callable, 5, name, (Ref)frame->globals, locals, fromlist, level);
    release(callable);
    return module;
}

bool eval_import_star(Frame *frame, Ref module) {
    if (!frame_fast_to_locals(frame)) return false;
    bool done = import_star(frame->locals, module);
    frame_locals_to_fast(frame, false);
    return done;
}
