/* error.h: the thread's current exception, and raising one from C.
 *
 * There is one current exception at a time: an instance, with its __traceback__ grown frame by frame as
 * it passes. A function that fails sets it and returns NULL, false or -1. While it is set, no Python
 * code may run but what first fetches it away. */
#ifndef OBJECT_ERROR_H
#define OBJECT_ERROR_H

#include "object/object.h"

/* Raises type(message). The format language is str_format's (object/str.h): %s UTF-8, %d %zd %ld %u %x %c, %R
 * repr, %S str, %A ascii, %U a str object, %T the name of the object's type, %N a Type's name, with widths and
 * precisions. The exception being handled becomes its __context__. Always returns NULL, so: return
 * error_set(...). */
void *error_set(Type *type, const char *format, ...);
/* Raises type(value) (value NULL: type()); value may be an instance of type already. Lent. */
void *error_set_object(Type *type, Ref value);
/* KeyError(key), with a tuple key wrapped. */
void *error_set_key(Ref key);
/* AttributeError with name and obj set. */
void *error_set_attribute(Ref object, Ref name, const char *format, ...);
/* StopIteration(value). */
void *error_set_stop_iteration(Ref value);
void *error_memory(void); /* MemoryError, from an instance kept ready */
/* TypeError("bad argument ...") for misuse inside: SystemError. */
void *error_internal(const char *format, ...) PRINTF_LIKE(1, 2);
/* Raises an exception instance. Consumes it. With context chaining as `raise` does. */
void *error_raise(Own exception);

bool error_occurred(void);
Ref error_current(void);              /* lent, NULL: none */
bool error_matches(const Type *type); /* the current one is an instance of type */
void error_clear(void);
/* Takes the current exception away; NULL if there is none. */
Own error_fetch(void);
/* Puts it back as it was, no chaining. Consumes; NULL permitted. Replaces the current one. */
void error_restore(Own exception);
/* Wraps the current exception: raises type(message) with it as __cause__ and __context__. */
void *error_from_cause(Type *type, const char *format, ...);
/* Adds a note of where it could not be raised to standard error (sys.unraisablehook) and clears it. */
void error_unraisable(Ref where);
/* The same with other words than "Exception ignored in: where": "Exception ignored " + what + ": where". */
void error_unraisable_in(const char *what, Ref where);
/* True and cleared when the current exception is a StopIteration; *value gets its value, owned. */
bool error_take_stop_iteration(Own *value);

/* Warnings: implemented by `modules` through this hook; false: turned into an exception. */
bool warning_issue(Type *category, isize stack_level, const char *format, ...);
/* A ResourceWarning of an object that was destroyed unclosed: where tracemalloc is on it says where that was made. */
bool warning_issue_resource(Ref source, const char *format, ...);

#endif
