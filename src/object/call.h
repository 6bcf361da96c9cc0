/* call.h: calling anything, and taking apart what one was called with.
 *
 * All calls have CPython's vectorcall shape: an array of lent references, `nargs` positional ones first,
 * then one value for each name in the tuple `kwnames` (NULL: none). */
#ifndef OBJECT_CALL_H
#define OBJECT_CALL_H

#include "object/slots.h"

Own object_call(Ref callable, Ref const *args, isize nargs, Ref kwnames);
Own object_call_none(Ref callable);
Own object_call_one(Ref callable, Ref arg);
Own object_call_args(Ref callable, isize count, ...); /* of Refs */
/* callable(*args, **kwargs): args a tuple, kwargs a dict or NULL. */
Own object_call_tuple(Ref callable, Ref args, Ref kwargs);
/* What the class makes of such arguments before __init__. It must have a `new`. */
Own object_new_tuple(Ref class, Ref args, Ref kwargs);
Own object_call_method(Ref object, Ref name, Ref const *args, isize nargs, Ref kwnames); /* args without self */
Own object_call_method_none(Ref object, Ref name);
Own object_call_method_one(Ref object, Ref name, Ref arg);
Own object_call_method_cstring(Ref object, const char *name, Ref const *args, isize nargs);
/* CPython hands the arguments of such calls on in a tuple (and a dict), which retains each of them once while
 * the call lasts: visible in sys.getrefcount and in the order of destruction. */
void call_retain(Ref const *args, isize nargs, Ref kwnames);
void call_release(Ref const *args, isize nargs, Ref kwnames);
/* The callee makes that tuple and that dict itself, and keeps them: told before it does, while the arena is followed. */
void call_take_packed(Ref const *args, isize nargs, Ref kwnames);
/* The same where it hands them on in an array: that is no object. */
void call_retain_array(Ref const *args, isize nargs, Ref kwnames);
void call_release_array(Ref const *args, isize nargs, Ref kwnames);
/* Where the arguments come out of a tuple and a dict anyway, that one retaining is not there: the form of a
 * `call` slot for this case. */
CallFn call_form_for_tuple(CallFn call);
/* Sends a value into a generator, coroutine or iterator. In two steps where somebody must look in between: what
 * its __next__ or send() gave, and what that means: StopIteration is a return. *result is NULL on SEND_ERROR. */
SendResult object_send(Ref iterator, Ref value, Own *result);
Own object_send_stepwise(Ref iterator, Ref value);
SendResult object_send_outcome(Own answer, Own *result); /* consumes; NULL: what is raised, or plain end */
/* callable(self, *args, ...) */
Own call_prepended(Ref callable, Ref self, Ref const *args, isize nargs, Ref kwnames);
/* For the `call` slots of types that CPython calls by tp_call: the call is a level of C then, which it is not by
 * vectorcall. */
static inline Own call_as_level(CallFn call, Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own result = call(self, args, nargs, kwnames);
    recursion_leave();
    return result;
}
/* Checks what a callable gave back: NULL needs an exception, a value needs none (SystemError). */
Own call_check_result(Ref callable, Own result);

/* --- taking arguments apart ------------------------------------------------------------------------------ */

/* Parameters of a C function:
 *     static const Parameters sorted_parameters = {"sorted", {"iterable", "/", "*", "key", "reverse"}, .required = 1};
 * Names before "/" are positional-only, names after "*" keyword-only; the first `required` must be given. */
typedef struct Parameters {
    const char *function; /* name for messages; NULL: "function" */
    const char *names[16];
    int required;
    bool rest; /* it takes any number of arguments by position, which are not handed on to arguments_bind */
} Parameters;
/* Fills out[] (one slot a name, "/" and "*" not counted) with lent references, NULL where not given. TypeError
 * worded as CPython's Argument Clinic does. */
bool arguments_bind(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames, Ref *out);
/* Positional only: "pop expected at most 1 argument, got 2". */
bool arguments_count(const char *function, isize nargs, isize minimum, isize maximum);
/* As PyArg_ParseTuple words it: "ctime() takes at most 1 argument (2 given)"; function NULL: "function takes ...". */
bool arguments_tuple(const char *function, isize nargs, isize minimum, isize maximum);
/* "f() takes no keyword arguments" */
bool arguments_no_keywords(const char *function, Ref kwnames);

#endif
