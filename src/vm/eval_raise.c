/* eval_raise.c: raising and handling.
 *
 * What handles an exception is not found on a stack of blocks but in a table beside the code (code/exctable.c):
 * for a range of instructions it says where to go on, and how many items of the value stack stay. */
#include "object/call.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/tuple.h"
#include "vm/eval_helpers.h"
#include "vm/traceback.h"

/* --- raise ------------------------------------------------------------------------------------------ */

static bool reraise(void) {
    Ref handled = thread_handled_exception();
    if (!handled) {
        error_set(EXC(RuntimeError), "No active exception to reraise");
        return false;
    }
    error_restore(own(handled));
    return true;
}

/* The class's instance. Consumes. */
static Own instantiate(Own class) {
    Own instance = object_call_none(class);
    if (instance && !is_exception(instance)) {
        error_set(EXC(TypeError), "calling %R should have returned an instance of BaseException, not %R",
                  (Ref) class, (Ref)type_of(instance));
        slot_clear(&instance);
    }
    release(class);
    return instance;
}

static Own exception_from(Own value, const char *complaint) {
    if (is_exception_class(value)) return instantiate(value);
    if (is_exception(value)) return value;
    release(value);
    return error_set(EXC(TypeError), "%s", complaint);
}

/* `from`: None forgets the context. Consumes. */
static bool set_cause(Ref exception, Own cause) {
    if (cause == None) {
        release(cause);
        cause = NULL;
    } else if (is_exception_class(cause)) {
        cause = object_call_none(cause);
        if (!cause) return false;
    } else if (!is_exception(cause)) {
        release(cause);
        error_set(EXC(TypeError), "exception causes must derive from BaseException");
        return false;
    }
    exception_set_cause(exception, cause);
    return true;
}

bool eval_raise(Own exception, Own cause) {
    if (!exception) return reraise();
    exception = exception_from(exception, "exceptions must derive from BaseException");
    if (!exception) {
        release_maybe(cause);
        return false;
    }
    if (cause && !set_cause(exception, cause)) {
        release(exception);
        return false;
    }
    error_raise(exception);
    return false;
}

/* --- except ----------------------------------------------------------------------------------------- */

/* What stands behind `except` or `except*`: classes of exceptions. */
static bool classes_are_valid(Ref classes, bool (*is_valid)(Ref class)) {
    if (!is_tuple(classes)) return is_valid(classes);
    for (isize i = 0; i < tuple_length(classes); i++) {
        if (!is_valid(tuple_get(classes, i))) return false;
    }
    return true;
}

static bool except_class_is_valid(Ref class) {
    if (is_exception_class(class)) return true;
    error_set(EXC(TypeError), "catching classes that do not inherit from BaseException is not allowed");
    return false;
}

static bool except_star_class_is_valid(Ref class) {
    int is_group = object_is_subclass(class, &EXC(BaseExceptionGroup)->ob_base.ob_base);
    if (is_group > 0) {
        error_set(EXC(TypeError), "catching ExceptionGroup with except* is not allowed. Use except instead.");
    }
    return is_group == 0;
}

int eval_exception_match(Ref exception, Ref classes) {
    if (!classes_are_valid(classes, except_class_is_valid)) return -1;
    return exception_matches(exception, classes);
}

bool eval_exception_group_match(Ref exception, Ref classes, Own *match, Own *rest) {
    if (!classes_are_valid(classes, except_class_is_valid) ||
        !classes_are_valid(classes, except_star_class_is_valid)) {
        return false;
    }
    return exception_group_match(exception, classes, match, rest);
}

/* --- with ------------------------------------------------------------------------------------------- */

Own eval_enter_special(Ref manager, Own *leave, bool is_async) {
    const char *kind = is_async ? "asynchronous context manager" : "context manager";
    Ref leave_name = is_async ? NAME(__aexit__) : NAME(__exit__);
    Own enter = object_special(manager, is_async ? NAME(__aenter__) : NAME(__enter__));
    if (!enter) {
        if (!error_occurred()) {
            error_set(EXC(TypeError), "'%.200s' object does not support the %s protocol",
                      type_of(manager)->name, kind);
        }
        return NULL;
    }
    *leave = object_special(manager, leave_name);
    if (*leave) return enter;
    if (!error_occurred()) {
        error_set(EXC(TypeError), "'%.200s' object does not support the %s protocol (missed %U method)",
                  type_of(manager)->name, kind, leave_name);
    }
    release(enter);
    return NULL;
}

Own eval_call_exit(Ref leave, Ref exception) {
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    Ref args[] = {&type_of(exception)->ob_base.ob_base, exception, traceback ? traceback : None};
    return object_call(leave, args, 3, NULL);
}

/* --- who handles it --------------------------------------------------------------------------------- */

/* Finalisers that run meanwhile see a stack without what has been given up. */
static void pop_to(Frame *frame, Object **level) {
    while (frame->stack_pointer > level) release_maybe(*--frame->stack_pointer);
}

CodeUnit *eval_find_handler(Frame *frame, const CodeUnit *unit) {
    Ref code = &frame->code->ob_base.ob_base;
    Object **base = frame_stack_base(frame);
    CodeHandler handler;
    if (!code_handler(code, unit - frame->code->units, &handler)) {
        pop_to(frame, base);
        return NULL;
    }
    pop_to(frame, base + handler.depth);
    if (handler.push_lasti) {
        Own place = int_from_isize(frame_unit(frame));
        if (!place) return eval_find_handler(frame, unit); /* MemoryError has taken the exception's place */
        *frame->stack_pointer++ = place;
    }
    *frame->stack_pointer++ = error_fetch();
    return frame->code->units + handler.target;
}
