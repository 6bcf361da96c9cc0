/* error.c: raising, taking and putting back the thread's current exception.
 *
 * The invariant: OBJECT_ROOT->current_exception is NULL or an instance of BaseException, never a class
 * with a value still to be put together. (CPython 3.11 normalises lazily; making the instance at once is
 * simpler, and differs only where nobody can see it.)
 *
 * Raising from C is implicit chaining as `raise` does it: the exception being handled, which the machine
 * tells through a hook, becomes the new one's __context__. A chain must stay a chain: where the new
 * exception is already part of what is being handled, that link is cut first. */
#include "object/error.h"

#include "object/call.h"
#include "object/exception.h"
#include "object/exception_slots.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- the current exception ----------------------------------------------------------------------------- */

bool error_occurred(void) { return OBJECT_ROOT->current_exception != NULL; }

Ref error_current(void) { return OBJECT_ROOT->current_exception; }

bool error_matches(const Type *type) {
    Ref current = OBJECT_ROOT->current_exception;
    return current && type_is_subtype(type_of(current), type);
}

void error_clear(void) { slot_clear(&OBJECT_ROOT->current_exception); }

Own error_fetch(void) {
    Own current = OBJECT_ROOT->current_exception;
    OBJECT_ROOT->current_exception = NULL;
    return current;
}

void error_restore(Own exception) { slot_set(&OBJECT_ROOT->current_exception, exception); }

/* --- chaining ------------------------------------------------------------------------------------------ */

/* Cuts the link that leads from `handled` back to `raised`. Chains that already run in a circle which does
 * not contain `raised` are met by Floyd's two runners, the slow one at every other step. */
static void context_cut_cycle(Object *handled, const Object *raised) {
    Object *fast = handled, *slow = handled;
    bool slow_moves = false;
    for (;;) {
        Object *context = AS_EXCEPTION(fast)->context;
        if (!context) return;
        if (context == raised) {
            slot_clear(&AS_EXCEPTION(fast)->context);
            return;
        }
        fast = context;
        if (fast == slow) return;
        if (slow_moves) slow = AS_EXCEPTION(slow)->context;
        slow_moves = !slow_moves;
    }
}

/* Makes the exception being handled the context of `raised`. */
static void context_chain(Object *raised) {
    Own handled = OBJECT_ROOT->handled_exception ? OBJECT_ROOT->handled_exception() : NULL;
    if (!handled) return;
    if (handled == raised || !is_exception(handled)) {
        release(handled);
        return;
    }
    context_cut_cycle(handled, raised);
    slot_set(&AS_EXCEPTION(raised)->context, handled);
}

void *error_raise(Own exception) {
    assert(is_exception(exception));
    context_chain(exception);
    error_restore(exception);
    return NULL;
}

/* --- making exceptions --------------------------------------------------------------------------------- */

/* type(*value) for a tuple, type() for none, else type(value). */
Own exception_from_value(Type *type, Ref value) {
    if (value && is_exception(value) && type_is_subtype(type_of(value), type)) return own(value);
    Own made;
    if (!value || value == None) {
        made = exception_new(type, NULL, 0);
    } else if (is_tuple(value)) {
        made = exception_new(type, (Ref const *)AS_TUPLE(value)->items, tuple_length(value));
    } else {
        made = exception_new(type, &value, 1);
    }
    if (!made || is_exception(made)) return made;
    error_set(EXC(TypeError), "calling %R should have returned an instance of BaseException, not %s", (Ref)type,
              type_of(made)->name);
    release(made);
    return NULL;
}

void *error_set_object(Type *type, Ref value) {
    /* No Python code may run while an exception is set, and the old one may be what keeps `value`. */
    Own pending = error_fetch();
    Own made = exception_from_value(type, value);
    if (made) error_raise(made);
    release_maybe(pending);
    return NULL;
}

/* Raises type(message). Where the message could not be made for want of memory, that is the error; where
 * somebody's __repr__ raised, the exception comes without a message, as in CPython 3.11. */
static void set_formatted(Type *type, const char *format, va_list arguments) {
    Own pending = error_fetch();
    Own message = str_vformat(format, arguments);
    if (message || !error_matches(EXC(MemoryError))) error_set_object(type, message);
    release_maybe(message);
    release_maybe(pending);
}

void *error_set(Type *type, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    set_formatted(type, format, arguments);
    va_end(arguments);
    return NULL;
}

void *error_internal(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    set_formatted(EXC(SystemError), format, arguments);
    va_end(arguments);
    return NULL;
}

void *error_set_attribute(Ref object, Ref name, const char *format, ...) {
    Own kept_object = own(object), kept_name = own(name);
    va_list arguments;
    va_start(arguments, format);
    set_formatted(EXC(AttributeError), format, arguments);
    va_end(arguments);
    Ref current = error_current();
    if (current && is_exactly(current, EXC(AttributeError))) {
        AttributeException *exception = (AttributeException *)current;
        slot_set(&exception->object, own(object));
        slot_set(&exception->name, own(name));
    }
    release(kept_object);
    release(kept_name);
    return NULL;
}

void *error_set_key(Ref key) {
    Own arguments = tuple_pack(1, key);
    if (!arguments) return NULL;
    error_set_object(EXC(KeyError), arguments);
    release(arguments);
    return NULL;
}

void *error_set_stop_iteration(Ref value) {
    isize count = value && value != None;
    Own made = exception_new(EXC(StopIteration), &value, count);
    return made ? error_raise(made) : NULL;
}

bool error_take_stop_iteration(Own *value) {
    if (!error_matches(EXC(StopIteration))) return false;
    Own exception = error_fetch();
    Ref carried = ((StopIterationException *)exception)->value;
    *value = own(carried ? carried : None);
    release(exception);
    return true;
}

void *error_memory(void) {
    Own exception = exception_memory_take();
    if (!exception) return NULL; /* the machine is not made yet */
    if (error_current() != exception) return error_raise(exception);
    release(exception);
    return NULL;
}

void *error_from_cause(Type *type, const char *format, ...) {
    Own cause = error_fetch();
    assert(cause);
    va_list arguments;
    va_start(arguments, format);
    set_formatted(type, format, arguments);
    va_end(arguments);
    Own raised = error_fetch();
    if (raised == cause) {
        release(cause);
    } else {
        exception_set_cause(raised, own(cause));
        exception_set_context(raised, cause);
    }
    error_restore(raised);
    return NULL;
}

/* --- what can't be raised ------------------------------------------------------------------------------ */

void error_unraisable_in(const char *what, Ref where) {
    if (!error_occurred()) return;
    if (OBJECT_ROOT->unraisable) OBJECT_ROOT->unraisable(where, what);
    error_clear();
}

void error_unraisable(Ref where) { error_unraisable_in(NULL, where); }

static bool issue(Type *category, isize stack_level, Ref source, const char *format, va_list arguments) {
    if (!OBJECT_ROOT->warn) return true;
    Own message = str_vformat(format, arguments);
    if (!message) return false;
    bool passed = OBJECT_ROOT->warn(category, stack_level, message, source);
    release(message);
    return passed;
}

bool warning_issue(Type *category, isize stack_level, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    bool passed = issue(category, stack_level, NULL, format, arguments);
    va_end(arguments);
    return passed;
}

bool warning_issue_resource(Ref source, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    bool passed = issue(EXC(ResourceWarning), 1, source, format, arguments);
    va_end(arguments);
    return passed;
}
