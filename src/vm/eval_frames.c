/* eval_frames.c: what builtins ask about the frame that called them, and running code for exec and eval. */
#include "object/bytes.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/machine_state.h"

/* --- the stack of frames ---------------------------------------------------------------------------- */

Frame *vm_current_frame(void) { return frame_complete(thread_current()->frame); }

Ref vm_globals(void) {
    const Frame *frame = vm_current_frame();
    return frame ? frame->globals : NULL;
}

Ref vm_locals(void) {
    Frame *frame = vm_current_frame();
    if (!frame) return error_set(EXC(SystemError), "frame does not exist");
    return frame_locals(frame);
}

Ref vm_builtins(void) {
    const Frame *frame = vm_current_frame();
    return frame ? frame->builtins : VM_ROOT->builtins;
}

Own vm_current_frame_object(isize depth) {
    Frame *frame = vm_current_frame();
    while (frame && depth-- > 0) frame = frame_complete(frame->previous);
    if (!frame) return error_set(EXC(ValueError), "call stack is not deep enough");
    FrameObject *object = frame_object(frame);
    return object ? own(&object->ob_base) : NULL;
}

int vm_future_flags(void) {
    const Frame *frame = vm_current_frame();
    return frame ? (int)(frame->code->flags & CODE_FUTURES) : 0;
}

/* --- the exception being handled -------------------------------------------------------------------- */

Ref thread_handled_exception(void) {
    const ExceptionState *state = thread_current()->handled;
    while ((!state->value || state->value == None) && state->previous) state = state->previous;
    return state->value && state->value != None ? state->value : NULL;
}

void thread_begin_handling(ExceptionState *level) {
    Thread *thread = thread_current();
    *level = (ExceptionState){.value = error_fetch(), .previous = thread->handled};
    thread->handled = level;
}

void thread_end_handling(ExceptionState *level) {
    Own pending = error_fetch(); /* what is released may run Python code */
    thread_current()->handled = level->previous;
    release_maybe(level->value);
    error_restore(pending);
}

Ref vm_handled_exception(void) { return thread_handled_exception(); }

/* --- recursion -------------------------------------------------------------------------------------- */

bool vm_set_recursion_limit(isize limit) {
    isize depth = OBJECT_ROOT->recursion_depth;
    if (depth >= limit) {
        error_set(EXC(RecursionError),
                  "cannot set the recursion limit to %zd at the recursion depth %zd: the limit is too low",
                  limit, depth);
        return false;
    }
    OBJECT_ROOT->recursion_limit = limit;
    return true;
}

/* --- super() ---------------------------------------------------------------------------------------- */

/* super() without arguments: the cell __class__ and the first argument of the calling method. */
bool frame_super_arguments(Ref *class, Ref *self) {
    const Frame *frame = thread_current()->frame;
    if (!frame) {
        error_set(EXC(RuntimeError), "super(): no current frame");
        return false;
    }
    const Code *code = frame->code;
    if (code->argcount == 0) {
        error_set(EXC(RuntimeError), "super(): no arguments");
        return false;
    }
    Ref first = frame->slots[0];
    /* A first argument that an inner function uses is in a cell, once the prologue has run. */
    bool in_cell = bytes_data(code->localspluskinds)[0] & LOCAL_CELL;
    if (first && in_cell && frame_unit(frame) >= 0) first = AS_CELL(first)->value;
    if (!first) {
        error_set(EXC(RuntimeError), "super(): arg[0] deleted");
        return false;
    }
    for (isize i = code->nlocalsplus - code->nfreevars; i < code->nlocalsplus; i++) {
        if (!str_equal(tuple_get(code->localsplusnames, i), NAME(__class__))) continue;
        const Object *cell = frame->slots[i];
        if (!cell || !is_cell(cell)) {
            error_set(EXC(RuntimeError), "super(): bad __class__ cell");
            return false;
        }
        Ref found = AS_CELL(cell)->value;
        if (!found) {
            error_set(EXC(RuntimeError), "super(): empty __class__ cell");
            return false;
        }
        if (!is_type(found)) {
            error_set(EXC(RuntimeError), "super(): __class__ is not a type (%s)", type_of(found)->name);
            return false;
        }
        *class = found;
        *self = first;
        return true;
    }
    error_set(EXC(RuntimeError), "super(): __class__ cell not found");
    return false;
}

/* --- running code ----------------------------------------------------------------------------------- */

/* A function that lives as long as the call: a frame needs one. It has no text and no module, as in CPython, or it
 * would count among those who hold the code's first constant and the module's name. */
static Own function_for(Ref code, Ref globals, Ref closure) {
    if (!dict_get(globals, NAME(__builtins__))) {
        if (error_occurred() || !dict_set(globals, NAME(__builtins__), vm_builtins())) return NULL;
    }
    Ref builtins = vm_builtins_of(globals);
    Own made = builtins ? function_new(code, globals, NULL) : NULL;
    if (!made) return NULL;
    Function *function = AS_FUNCTION(made);
    slot_set(&function->doc, own(None));
    slot_set(&function->module, own(None));
    if (closure) function->closure = own(closure);
    return made;
}

Own vm_run_code_closure(Ref code, Ref globals, Ref locals, Ref closure) {
    Own function = function_for(code, globals, closure);
    if (!function) return NULL;
    if (UNLIKELY(VM_ROOT->machine->count_from_main)) program_begins_with(globals);
    Thread *thread = thread_current();
    Frame *frame = function_frame(thread, function, own(locals), NULL, 0, NULL);
    if (!frame) return NULL;
    Own result = eval_frame(frame, false);
    frame_discard(thread, frame);
    return result;
}

Own vm_run_code(Ref code, Ref globals, Ref locals) { return vm_run_code_closure(code, globals, locals, NULL); }
