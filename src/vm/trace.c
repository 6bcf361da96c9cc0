/* trace.c: sys.settrace and sys.setprofile.
 *
 * While a thread has such a function, the machine's countdown is kept at zero, so that every instruction takes
 * the slow way, and comes by here in its general form. The trace function hears of calls, of each new line, of
 * returns and exceptions; the profile function of calls and returns, those of native code too. While one of
 * them runs nothing is traced. */
#include "object/audit.h"
#include "object/call.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/host.h"
#include "vm/traceback.h"

static const char *const event_names[] = {[TRACE_CALL] = "call",
                                          [TRACE_EXCEPTION] = "exception",
                                          [TRACE_LINE] = "line",
                                          [TRACE_RETURN] = "return",
                                          [TRACE_OPCODE] = "opcode",
                                          [TRACE_C_CALL] = "c_call",
                                          [TRACE_C_EXCEPTION] = "c_exception",
                                          [TRACE_C_RETURN] = "c_return"};

/* --- switching it on and off ------------------------------------------------------------------------ */

static void tracing_changed(void) {
    const Thread *thread = thread_current();
    VM_ROOT->tracing = thread->trace_function || thread->profile_function;
    host_arm();
}

/* What the old function's death runs may not install another one: `*installing` tells. */
static bool install(Object **slot, bool *installing, Ref function, const char *kind, const char *event) {
    if (!AUDIT(event, "")) return false;
    if (*installing) {
        *installing = false;
        return error_set(EXC(RuntimeError),
                         "Cannot install a %s function while another %s function is being installed", kind,
                         kind) != NULL;
    }
    *installing = true;
    slot_clear(slot);
    slot_set(slot, function == None ? NULL : own(function));
    *installing = false;
    tracing_changed();
    return true;
}

bool vm_set_trace(Ref function) {
    return install(&thread_current()->trace_function, &VM_ROOT->installing_trace, function, "trace",
                   "sys.settrace");
}

bool vm_set_native_profile(ThreadProfileFn function, Ref profiler) {
    Thread *thread = thread_current();
    if (!install(&thread->profile_function, &VM_ROOT->installing_profile, profiler, "profile",
                 "sys.setprofile"))
        return false;
    thread->native_profile = function;
    return true;
}

bool vm_set_profile(Ref function) { return vm_set_native_profile(NULL, function); }

/* --- calling the functions -------------------------------------------------------------------------- */

/* callback(frame, event, argument), with the frame's variables as a dict that it may change. NULL raised. */
static Own call_back(Ref callback, FrameObject *object, TraceEvent event, Ref argument) {
    if (!frame_fast_to_locals(object->frame)) return NULL;
    Own name = str_intern_cstring(event_names[event]);
    if (!name) return NULL;
    Ref args[] = {&object->ob_base, name, argument ? argument : None};
    Own result = object_call(callback, args, 3, NULL);
    frame_locals_to_fast(object->frame, true);
    release(name);
    if (!result) traceback_here(object->frame);
    return result;
}

/* The trace function hears of calls; what it answers is the frame's own trace function, which hears the
 * rest. */
static bool tell_tracer(Thread *thread, FrameObject *object, TraceEvent event, Ref argument) {
    Ref callback = event == TRACE_CALL ? thread->trace_function : object->trace;
    if (!callback) return true;
    Own held = own(callback), result = call_back(held, object, event, argument);
    release(held);
    if (!result) {
        Own pending = error_fetch();
        vm_set_trace(None);
        slot_clear(&object->trace);
        error_restore(pending);
        return false;
    }
    if (result == None)
        release(result);
    else
        slot_set(&object->trace, result);
    return true;
}

static bool tell_profiler(Thread *thread, FrameObject *object, TraceEvent event, Ref argument) {
    Own held = own(thread->profile_function), result = call_back(held, object, event, argument);
    release(held);
    if (!result) {
        Own pending = error_fetch();
        vm_set_profile(None);
        error_restore(pending);
        return false;
    }
    release(result);
    return true;
}

typedef bool (*TellFn)(Thread *thread, FrameObject *object, TraceEvent event, Ref argument);

static bool tell(TellFn function, Frame *frame, TraceEvent event, Ref argument) {
    Thread *thread = thread_current();
    if (thread->tracing) return true;
    FrameObject *object = frame_object(frame);
    if (!object) return false;
    Own held = own(&object->ob_base);
    TraceEvent outer = thread->trace_event;
    thread->trace_event = event;
    thread->tracing++;
    object->lineno = frame_line(frame);
    bool fine = function(thread, object, event, argument);
    object->lineno = 0;
    thread->tracing--;
    thread->trace_event = outer;
    release(held);
    return fine;
}

static bool tell_profiler_of(Frame *frame, TraceEvent event, Ref argument) {
    Thread *thread = thread_current();
    if (!thread->native_profile) return tell(tell_profiler, frame, event, argument);
    if (thread->tracing) return true;
    thread->tracing++;
    thread->native_profile(thread->profile_function, frame, event, argument);
    thread->tracing--;
    return true;
}

/* With the current exception put aside; where the function raises, its exception takes the place. */
static bool tell_protected(Frame *frame, TraceEvent event, bool to_tracer) {
    Own pending = error_fetch();
    bool fine = to_tracer ? tell(tell_tracer, frame, event, NULL) : tell_profiler_of(frame, event, NULL);
    if (fine)
        error_restore(pending);
    else
        release_maybe(pending);
    return fine;
}

/* --- events ----------------------------------------------------------------------------------------- */

static bool tell_both(Frame *frame, TraceEvent event, Ref argument) {
    const Thread *thread = thread_current();
    if (thread->trace_function && !tell(tell_tracer, frame, event, argument)) return false;
    return !thread->profile_function || tell_profiler_of(frame, event, argument);
}

/* A line begins where the line changes, and where a loop comes round. */
static bool line_begins(const Frame *frame, isize before, isize now, i32 line) {
    Ref code = &frame->code->ob_base.ob_base;
    i32 last = before <= frame->code->first_traceable ? -1 : code_line(code, before);
    return line != last || (now < before && opcode_info[frame->last->opcode].base != OP_SEND);
}

static bool trace_line(Frame *frame, isize before) {
    isize now = frame_unit(frame);
    code_keep_lines(&frame->code->ob_base.ob_base);
    i32 line = code_line(&frame->code->ob_base.ob_base, now);
    FrameObject *object = frame_object(frame);
    if (!object) return false;
    if (line >= 0 && object->trace_lines && line_begins(frame, before, now, line) &&
        !tell(tell_tracer, frame, TRACE_LINE, NULL)) {
        return false;
    }
    return !object->trace_opcodes || tell(tell_tracer, frame, TRACE_OPCODE, NULL);
}

bool trace_instruction(Frame *frame, CodeUnit **ip) {
    const Thread *thread = thread_current();
    isize before = frame_unit(frame);
    frame->last = *ip;
    if (thread->tracing || frame_is_incomplete(frame)) return true;
    if (opcode_info[(*ip)->opcode].base == OP_RESUME) return tell_both(frame, TRACE_CALL, NULL);
    if (thread->trace_function && !trace_line(frame, before)) return false;
    *ip = frame->last;
    return true;
}

bool trace_return(Frame *frame, Ref value) { return tell_both(frame, TRACE_RETURN, value); }

void trace_unwind(Frame *frame) {
    const Thread *thread = thread_current();
    if (thread->trace_function && !tell_protected(frame, TRACE_RETURN, true)) return;
    if (thread->profile_function) tell_protected(frame, TRACE_RETURN, false);
}

void trace_exception(Frame *frame) {
    const Thread *thread = thread_current();
    if (!thread->trace_function || thread->tracing) return;
    Own pending = error_fetch();
    Object *traceback = AS_EXCEPTION(pending)->traceback;
    Own argument = tuple_pack(3, (Ref)type_of(pending), (Ref)pending, traceback ? (Ref)traceback : None);
    bool fine = argument && tell(tell_tracer, frame, TRACE_EXCEPTION, argument);
    release_maybe(argument);
    if (fine)
        error_restore(pending);
    else
        release(pending);
}

bool trace_throw(Frame *frame) {
    const Thread *thread = thread_current();
    if (thread->trace_function && !tell_protected(frame, TRACE_CALL, true)) return false;
    return !thread->profile_function || tell_protected(frame, TRACE_CALL, false);
}

bool trace_native_call(Frame *frame, Ref callable, TraceEvent event) {
    return !thread_current()->profile_function || tell_profiler_of(frame, event, callable);
}
