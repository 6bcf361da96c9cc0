/* ctypes_c_python.h: what the functions of Python's C API share: objects as words.
 *
 * An object is the word that is its address. Where the API lends a reference the answer here is lent as well,
 * and where it takes one it is taken: a program that gets its counts wrong gets them as wrong as in CPython. */
#ifndef MODULES_CTYPES_C_PYTHON_H
#define MODULES_CTYPES_C_PYTHON_H

#include "modules/ctypes.h"

/* The next argument: an object that lives; lent. False: OSError. */
static inline bool take_object(CCall *call, Ref *object) {
    *object = call_pointer(call);
    return memory_is_object(*object);
}
static inline bool take_two(CCall *call, Ref *first, Ref *second) {
    return take_object(call, first) && take_object(call, second);
}
/* One that may be NULL. */
static inline bool take_maybe(CCall *call, Ref *object) {
    *object = call_pointer(call);
    return !*object || memory_is_object(*object);
}
/* An attribute's name, or a key, as C text. */
static inline Own take_name(CCall *call) {
    const char *text;
    return call_text(call, &text) ? str_from_utf8(text, -1) : NULL;
}

/* 0, or -1 with an exception. */
static inline bool answer_done(CCall *call, bool done) { return call_answer_int(call, done ? 0 : -1) && done; }
/* 1, 0, or -1 with an exception. */
static inline bool answer_truth(CCall *call, int truth) { return call_answer_int(call, truth) && truth >= 0; }

#define WITH_OBJECT(name, expression)                                                                          \
    static bool py_##name(CCall *call) {                                                                       \
        Ref a;                                                                                                 \
        return take_object(call, &a) && expression;                                                            \
    }
#define WITH_TWO(name, expression)                                                                             \
    static bool py_##name(CCall *call) {                                                                       \
        Ref a, b;                                                                                              \
        return take_two(call, &a, &b) && expression;                                                           \
    }
static inline bool bad_call(void) {
    return error_set(EXC(SystemError), "bad argument to internal function") != NULL;
}

/* A row of a table of symbols. */
#define PY(name)                                                                                               \
    { #name, py_##name }

#endif
