/* change.c: changing a stopped program: a variable, a slot of the value stack, an attribute or item, the line.
 *
 * As in evaluate.c the running thread does it where it stands. The step counter and the numbers of frames are put
 * back afterwards: the instructions that found the new value are no part of the run. */
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "recorder/internal.h"
#include "vm/eval.h"
#include "vm/frame_lineno.h"
#include "vm/machine.h"
#include "vm/root.h"
#include "world/world.h"

typedef struct Request {
    const RecorderChange *change;
    FrameRefusal refusal;
    Own reason; /* the exception, a str */
} Request;

static Own run(const char *function, const char *source, Ref names) {
    Own text = str_from_utf8(source, (isize)strlen(source));
    Own value =
        text ? object_call_args(dict_get_cstring(VM_ROOT->builtins_copy, function), 2, text, names) : NULL;
    release_maybe(text);
    return value;
}

static bool is_local(const Frame *frame, Ref name) {
    for (isize i = 0; i < frame->code->nlocalsplus; i++)
        if (str_equal(tuple_get(frame->code->localsplusnames, i), name)) return true;
    return false;
}

/* A variable of the frame; where it has none of that name (modules and classes keep theirs in a dict) a global one,
 * which may be new. */
static bool set_variable(Frame *frame, const char *target, Ref value) {
    Own name = str_intern_cstring(target);
    if (!name) return false;
    bool done, optimized = frame->code->flags & CODE_OPTIMIZED;
    if (optimized && !is_local(frame, name)) {
        done = dict_set(frame->globals, name, value);
    } else {
        Ref locals = frame_locals(frame);
        done = locals && object_set_item(locals, name, value);
        if (done && optimized) frame_locals_to_fast(frame, false);
    }
    release(name);
    return done;
}

/* What the target's own expression and the value's see is the same; the assignment is Python's. */
static bool set_place(const char *target, Ref value, Ref names) {
    static const char hidden[] = "__opscope_value__";
    Own key = str_intern_cstring(hidden);
    Text source = text_new(TEXT_IN_ARENA);
    text_append_format(&source, "%s = %s", target, hidden);
    Own done = key && dict_set(names, key, value) ? run("exec", text_cstring(&source), names) : NULL;
    text_free(&source);
    release_maybe(key);
    release_maybe(done);
    return done != NULL;
}

static FrameRefusal done_or_raised(bool done) { return done ? FRAME_CHANGED : FRAME_RAISED; }

static FrameRefusal carry_out(Frame *frame, const RecorderChange *change) {
    if (change->kind == CHANGE_INTERRUPT) {
        machine_interrupt();
        return FRAME_CHANGED;
    }
    if (change->kind == CHANGE_LINE) return frame_jump_to_line(frame, change->number);
    Own names = evaluate_names(frame);
    Own value = names ? run("eval", change->value, names) : NULL;
    FrameRefusal refusal = FRAME_RAISED;
    if (change->kind == CHANGE_SLOT) slot_clear(&names); /* which held what lies on the stack, too */
    if (value) {
        refusal = change->kind == CHANGE_VARIABLE ? done_or_raised(set_variable(frame, change->target, value))
                  : change->kind == CHANGE_SLOT   ? frame_set_stack_item(frame, change->number, value)
                                                  : done_or_raised(set_place(change->target, value, names));
    }
    release_maybe(names);
    release_maybe(value);
    return refusal;
}

static void perform(void *context) {
    Request *request = context;
    VmRoot *vm = VM_ROOT;
    u64 steps = vm_steps(), last_frame_number = vm->last_frame_number;
    Own kept = error_occurred() ? error_fetch() : NULL;
    request->refusal = carry_out(vm->running->frame, request->change);
    if (request->refusal == FRAME_RAISED) request->reason = evaluate_describe_exception();
    if (kept) error_restore(kept);
    vm->steps = steps;
    vm->armed = vm->countdown = 0;
    vm->last_frame_number = last_frame_number;
}

RecorderSeam *recorder_change(Recorder *recorder, RecorderChange *change, RecorderRefusal *refusal, Text *why,
                              bool (*interrupted)(void *), void *context) {
    *refusal = REFUSED_NO_FRAME;
    if (machine_exited() || !VM_ROOT->running->frame) return NULL;
    Request request = {.change = change};
    World *world = WORLD_ROOT->world;
    recorder_branch_begin(recorder);
    world_branch_begin(world);
    *refusal = evaluate_request(perform, &request, interrupted, context);
    bool answered = !*refusal, changed = answered && request.refusal == FRAME_CHANGED;
    if (answered && request.reason) str_append_utf8(request.reason, why);
    if (answered && request.refusal > FRAME_RAISED) {
        *refusal = REFUSED_BY_FRAME;
        change->refusal = request.refusal;
    }
    world_branch_end(world);
    if (!changed) {
        recorder_branch_end(recorder);
        return NULL;
    }
    RecorderSeam *seam = recorder_branch_keep(recorder);
    if (!seam) *refusal = REFUSED_MEMORY;
    return seam;
}
