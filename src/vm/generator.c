/* generator.c: going on where a frame went to sleep.
 *
 * A generator, a coroutine and an asynchronous generator are the same thing: an object that holds a frame.
 * send() pushes a value on the sleeping frame's stack and evaluates it until it yields, returns or raises;
 * throw() raises at the place where it sleeps, or hands the exception to what it delegates to; close() throws
 * GeneratorExit. The types differ in messages and in how their end is told.
 *
 * Invariant: below GENERATOR_COMPLETED the frame is whole; it is cleared exactly once, when the generator ends
 * or dies, and `state` says CLEARED before that. */
#include "vm/generator.h"

#include "object/call.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/generator_type.h"
#include "vm/traceback.h"

/* --- birth ------------------------------------------------------------------------------------------ */

static Type *generator_kind(u32 flags) {
    if (flags & CODE_ASYNC_GENERATOR) return TYPE_ASYNC_GENERATOR;
    return flags & CODE_COROUTINE ? TYPE_COROUTINE : TYPE_GENERATOR;
}

Own generator_new(Function *function) {
    const Code *code = function->code;
    Type *type = generator_kind(code->flags);
    Generator *made = (Generator *)object_new_raw(type, code->nlocalsplus + code->stacksize);
    if (!made) return NULL;
    memset((char *)made + sizeof(Object), 0, offsetof(Generator, frame) - sizeof(Object));
    made->state = GENERATOR_CLEARED;
    made->code = (Code *)own(&code->ob_base.ob_base);
    made->name = own(function->name);
    made->qualname = own(function->qualname);
    gc_track(&made->ob_base);
    if (type == TYPE_COROUTINE && !coroutine_set_origin(made)) {
        release(&made->ob_base);
        return NULL;
    }
    return &made->ob_base;
}

void generator_take_frame(Generator *generator, const Frame *frame) {
    usize used = (usize)((const char *)frame->stack_pointer - (const char *)frame);
    memcpy(&generator->frame, frame, used);
    generator->frame.stack_pointer = (Object **)(void *)((char *)&generator->frame + used);
    generator->frame.previous = NULL;
    generator->frame.owner = FRAME_OF_GENERATOR;
    generator->state = GENERATOR_CREATED;
}

/* --- the protocol ----------------------------------------------------------------------------------- */

/* The word that messages begin with. */
static const char *kind_name(const Generator *generator) {
    const Type *type = type_of(&generator->ob_base);
    return type == TYPE_COROUTINE         ? "coroutine"
           : type == TYPE_ASYNC_GENERATOR ? "async generator"
                                          : "generator";
}

/* It can't go on: says why. `value` NULL: called by next(). */
static SendResult refuse(const Generator *generator, Ref value, bool throwing, bool closing, Own *result) {
    if (generator->state == GENERATOR_EXECUTING) {
        error_set(EXC(ValueError), "%s already executing", kind_name(generator));
    } else if (is_coroutine(&generator->ob_base) && !closing) {
        error_set(EXC(RuntimeError), "cannot reuse already awaited coroutine");
    } else if (value && !throwing) {
        *result = own_none();
        return SEND_RETURN;
    }
    return SEND_ERROR;
}

/* Its code raised: StopIteration must not leave it, it would look like its end. */
static void check_raised(const Generator *generator) {
    const char *escaped = NULL;
    if (error_matches(EXC(StopIteration)))
        escaped = "StopIteration";
    else if (is_async_generator(&generator->ob_base) && error_matches(EXC(StopAsyncIteration))) {
        escaped = "StopAsyncIteration";
    }
    if (escaped) error_from_cause(EXC(RuntimeError), "%s raised %s", kind_name(generator), escaped);
}

static void generator_end(Generator *generator) {
    slot_clear(&generator->handled.value);
    generator->state = GENERATOR_CLEARED;
    frame_clear(&generator->frame);
}

/* Evaluates the frame to its next stop, with the generator's own level of handled exceptions on top. */
static Own generator_run(Generator *generator, bool throwing) {
    Thread *thread = thread_current();
    generator->handled.previous = thread->handled;
    thread->handled = &generator->handled;
    if (throwing && generator->handled.value && generator->handled.value != None) error_raise(error_fetch());
    generator->state = GENERATOR_EXECUTING;
    Own result = eval_frame(&generator->frame, throwing);
    if (generator->state == GENERATOR_EXECUTING) generator->state = GENERATOR_COMPLETED;
    thread->handled = generator->handled.previous;
    generator->handled.previous = NULL;
    generator->frame.previous = NULL;
    return result;
}

/* value NULL: called by next(): then a return of None is not told apart from the end (*result is NULL).
 * throwing: the current exception is to be raised in it. */
static SendResult generator_resume(Generator *generator, Ref value, bool throwing, bool closing, Own *result) {
    *result = NULL;
    if (generator->state == GENERATOR_CREATED && value && value != None) {
        error_set(EXC(TypeError), "can't send non-None value to a just-started %s", kind_name(generator));
        return SEND_ERROR;
    }
    if (generator->state >= GENERATOR_EXECUTING) return refuse(generator, value, throwing, closing, result);
    *generator->frame.stack_pointer++ = own(value ? value : None);
    Own given = generator_run(generator, throwing);
    if (given && generator->state == GENERATOR_SUSPENDED) {
        *result = given;
        return SEND_NEXT;
    }
    if (!given)
        check_raised(generator);
    else if (given == None && !value && !is_async_generator(&generator->ob_base))
        slot_clear(&given);
    bool raised = !given && error_occurred();
    generator_end(generator);
    *result = given;
    return raised || !given ? SEND_ERROR : SEND_RETURN;
}

/* For Python's send() and throw(): the end is told by an exception. */
static Own generator_resume_method(Generator *generator, Ref value, bool throwing, bool closing) {
    Own result;
    if (generator_resume(generator, value, throwing, closing, &result) != SEND_RETURN) return result;
    if (is_async_generator(&generator->ob_base))
        error_set_object(EXC(StopAsyncIteration), NULL);
    else
        error_set_stop_iteration(result);
    release(result);
    return NULL;
}

SendResult generator_send(Ref self, Ref value, Own *result) {
    return generator_resume(AS_GENERATOR(self), value, false, false, result);
}

Own generator_next(Ref self) {
    Own result;
    if (generator_resume(AS_GENERATOR(self), NULL, false, false, &result) != SEND_RETURN) return result;
    if (result != None) error_set_stop_iteration(result);
    release(result);
    return NULL;
}

Own generator_method_send(Ref self, Ref value) {
    return generator_resume_method(AS_GENERATOR(self), value, false, false);
}

/* --- delegation ------------------------------------------------------------------------------------- */

/* `yield from` and `await` sleep before a RESUME that says so; what they delegate to is on top of the stack. */
Own generator_yield_from(const Generator *generator) {
    if (generator->state >= GENERATOR_CLEARED || generator->state == GENERATOR_CREATED) return NULL;
    const CodeUnit *next = generator->frame.last + 1;
    if (opcode_info[next->opcode].base != OP_RESUME || next->oparg < 2) return NULL;
    return own(generator->frame.stack_pointer[-1]);
}

/* False: raised. */
static bool close_delegate(Ref delegate) {
    Own answer = NULL;
    if (is_generator(delegate) || is_coroutine(delegate)) {
        answer = generator_close(delegate);
    } else {
        Own method;
        if (!object_find_attribute(delegate, NAME(close), &method)) error_unraisable(delegate);
        if (!method) return true;
        answer = object_call_none(method);
        release(method);
    }
    release_maybe(answer);
    return answer != NULL;
}

/* While its delegate is closed or thrown into, the generator counts as running. */
static bool close_delegate_of(Generator *generator, Own delegate) {
    i8 state = generator->state;
    generator->state = GENERATOR_EXECUTING;
    bool closed = close_delegate(delegate);
    generator->state = state;
    release(delegate);
    return closed;
}

Own generator_close(Ref self) {
    Generator *generator = AS_GENERATOR(self);
    Own delegate = generator_yield_from(generator);
    if (!delegate || close_delegate_of(generator, delegate)) error_set_object(EXC(GeneratorExit), NULL);
    Own yielded = generator_resume_method(generator, None, true, true);
    if (yielded) {
        release(yielded);
        return error_set(EXC(RuntimeError), "%s ignored GeneratorExit", kind_name(generator));
    }
    if (!error_matches(EXC(StopIteration)) && !error_matches(EXC(GeneratorExit))) return NULL;
    error_clear();
    return own_none();
}

/* --- throw ------------------------------------------------------------------------------------------ */

/* The arguments of throw(type, value, traceback) as one exception; NULL raised. */
static Own thrown_exception(const Thrown *thrown) {
    Ref type = thrown->type, value = thrown->value, traceback = thrown->traceback;
    if (traceback == None) traceback = NULL;
    if (traceback && type_of(traceback) != TYPE_TRACEBACK) {
        return error_set(EXC(TypeError), "throw() third argument must be a traceback object");
    }
    Own exception;
    if (is_exception_class(type)) {
        exception = exception_from_value(AS_TYPE(type), value);
        if (!exception) exception = error_fetch();
    } else if (is_exception(type)) {
        if (value && value != None) {
            return error_set(EXC(TypeError), "instance exception may not have a separate value");
        }
        exception = own(type);
    } else {
        return error_set(EXC(TypeError),
                         "exceptions must be classes or instances deriving from BaseException, not %s",
                         type_of(type)->name);
    }
    if (traceback) slot_set(&AS_EXCEPTION(exception)->traceback, own(traceback));
    return exception;
}

static Own throw_here(Generator *generator, const Thrown *thrown) {
    Own exception = thrown_exception(thrown);
    if (!exception) return NULL;
    error_restore(exception);
    return generator_resume_method(generator, None, true, false);
}

static bool thrown_is_exit(const Thrown *thrown) {
    Ref type = thrown->type;
    if (is_exception(type)) type = &type_of(type)->ob_base.ob_base;
    return is_type(type) && type_is_subtype(AS_TYPE(type), EXC(GeneratorExit));
}

/* Hands the exception on. *found false: the delegate has no throw(). */
static Own throw_into_delegate(Generator *generator, Ref delegate, bool close_on_exit, const Thrown *thrown,
                               bool *found) {
    *found = true;
    Own method = NULL;
    bool is_ours = is_generator(delegate) || is_coroutine(delegate);
    if (!is_ours) {
        if (!object_find_attribute(delegate, NAME(throw), &method)) return NULL;
        if (!method) {
            *found = false;
            return NULL;
        }
    }
    i8 state = generator->state;
    generator->state = GENERATOR_EXECUTING;
    Own answer;
    if (is_ours) {
        /* The generator's frame is not evaluated, but must be there for who looks at the stack of frames. */
        Thread *thread = thread_current();
        Frame *previous = thread->frame;
        generator->frame.previous = previous;
        thread->frame = &generator->frame;
        answer = generator_throw_arguments(AS_GENERATOR(delegate), close_on_exit, thrown);
        thread->frame = previous;
        generator->frame.previous = NULL;
    } else {
        Ref args[] = {thrown->type, thrown->value, thrown->traceback};
        answer = object_call(method, args, thrown->traceback ? 3 : thrown->value ? 2 : 1, NULL);
        release(method);
    }
    generator->state = state;
    return answer;
}

/* The delegate has ended: its SEND loop is left, with its result, or with what it raised. */
static Own leave_delegation(Generator *generator) {
    Frame *frame = &generator->frame;
    release(*--frame->stack_pointer);
    assert(frame->last[-1].opcode == OP_SEND);
    frame->last += frame->last[-1].oparg - 1;
    Own value = NULL; /* stays so where nothing was raised */
    if (error_occurred() && !error_take_stop_iteration(&value)) {
        return generator_resume_method(generator, None, true, false);
    }
    Own result = generator_resume_method(generator, value ? value : None, false, false);
    release_maybe(value);
    return result;
}

Own generator_throw_arguments(Generator *generator, bool close_on_exit, const Thrown *thrown) {
    Own delegate = generator_yield_from(generator);
    if (!delegate) return throw_here(generator, thrown);
    if (close_on_exit && thrown_is_exit(thrown)) {
        if (close_delegate_of(generator, delegate)) return throw_here(generator, thrown);
        return generator_resume_method(generator, None, true, false);
    }
    bool found;
    Own answer = throw_into_delegate(generator, delegate, close_on_exit, thrown, &found);
    release(delegate);
    if (!found) return throw_here(generator, thrown);
    return answer ? answer : leave_delegation(generator);
}

bool thrown_from_arguments(Ref const *args, isize nargs, Thrown *thrown) {
    if (!arguments_count("throw", nargs, 1, 3)) return false;
    *thrown = (Thrown){args[0], nargs > 1 ? args[1] : NULL, nargs > 2 ? args[2] : NULL};
    return true;
}

Own generator_method_throw(Ref self, Ref const *args, isize nargs) {
    Thrown thrown;
    if (!thrown_from_arguments(args, nargs, &thrown)) return NULL;
    return generator_throw_arguments(AS_GENERATOR(self), true, &thrown);
}

/* --- death ------------------------------------------------------------------------------------------ */

/* A sleeping asynchronous generator that its event loop looks after: the loop closes it. */
static bool finalize_by_hook(Generator *generator) {
    Ref hook = generator->origin_or_finalizer;
    if (!is_async_generator(&generator->ob_base) || !hook || generator->closed) return false;
    Own answer = object_call_one(hook, &generator->ob_base);
    if (!answer) error_unraisable(&generator->ob_base);
    release_maybe(answer);
    return true;
}

void generator_finalize(Ref self) {
    Generator *generator = AS_GENERATOR(self);
    if (generator->state >= GENERATOR_COMPLETED) return;
    Own pending = error_fetch();
    if (!finalize_by_hook(generator)) {
        if ((generator->code->flags & CODE_COROUTINE) && generator->state == GENERATOR_CREATED) {
            if (VM_ROOT->unawaited_coroutine) VM_ROOT->unawaited_coroutine(self);
        } else {
            release_maybe(generator_close(self));
        }
        if (error_occurred()) error_unraisable(self);
    }
    error_restore(pending);
}
