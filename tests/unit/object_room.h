/* object_room.h: for unit tests of the object room: a machine of its own for each test, a few things that a
 * program would make, and the audit: when a test is over, nothing that it made may be alive. */
#ifndef TESTS_UNIT_OBJECT_ROOM_H
#define TESTS_UNIT_OBJECT_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/root.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static inline int room_setup(void **state) {
    (void)state;
    const char *why;
    if (!arena_open(NULL, &why) || !object_room_open()) return -1;
    object_room_seal();
    return 0;
}

static inline int room_teardown(void **state) {
    (void)state;
    error_clear();
    gc_collect(2);
    isize live = object_room_live();
    if (live) print_error("%ld objects are left\n", (long)live);
    arena_close();
    return live ? -1 : 0;
}

#define ROOM_TEST(function) cmocka_unit_test_setup_teardown(function, room_setup, room_teardown)

static inline Own text(const char *string) { return str_from_utf8(string, -1); }

/* The str() of something, which is consumed, is `expected`. */
static inline void assert_text(Own shown, const char *expected) {
    assert_non_null(shown);
    assert_true(is_str(shown));
    Text utf8 = text_new(TEXT_IN_ARENA);
    str_append_utf8(shown, &utf8);
    assert_string_equal(text_cstring(&utf8), expected);
    text_free(&utf8);
    release(shown);
}

/* The current exception is of `type` and says `message`; it is cleared. */
static inline void assert_raised(const Type *type, const char *message) {
    Own exception = error_fetch();
    assert_non_null(exception);
    assert_ptr_equal(type_of(exception), type);
    assert_text(object_str(exception), message);
    release(exception);
}

/* class name(base): pass, with attributes from the NULL-terminated pairs of name and value (consumed). */
static inline Own class_new(const char *name, Type *base, ...) {
    Own dict = dict_new(), bases = tuple_pack(1, (Ref)base), name_text = text(name);
    va_list pairs;
    va_start(pairs, base);
    for (const char *key; (key = va_arg(pairs, const char *));) {
        Own value = va_arg(pairs, Object *);
        assert_true(dict_set_cstring(dict, key, value));
        release(value);
    }
    va_end(pairs);
    assert_true(dict_set_cstring(dict, "__module__", NAME(__main__)));
    Own class = object_call_args((Ref)TYPE(TYPE), 3, name_text, bases, dict);
    assert_non_null(class);
    release(name_text);
    release(bases);
    release(dict);
    return class;
}

/* A function that appends `word` to `log` whatever it is called with, and returns None. */
static inline Own log_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)args, (void)nargs, (void)kwnames;
    if (!list_append_ref(tuple_get(self, 0), tuple_get(self, 1))) return NULL;
    return own_none();
}
static inline Own logger_new(Ref log, const char *word) {
    static const MethodDef def = {.name = "log", .kind = METHOD_KEYWORDS, .keywords = log_call};
    Own word_text = text(word), self = tuple_pack(2, log, word_text);
    Own logger = builtin_function_new(&def, self, NULL);
    release(word_text);
    release(self);
    return logger;
}

/* Runs `function` once for each allocation that it makes, with that one failing, and once with a collection at
 * every birth of a container. It must clear what is raised; what it leaves behind, the audit finds. */
static inline void assert_survives_failures(void (*function)(void)) {
    function(); /* makes what is made once and kept */
    u64 before = arena_allocation_count();
    function();
    u64 count = arena_allocation_count() - before;
    for (u64 n = 1; n <= count; n++) {
        arena_fail_allocation(n, false);
        function();
        arena_fail_allocation(0, false);
        gc_collect(2);
        assert_int_equal(object_room_live(), 0);
    }
    OBJECT_ROOT->stress_collect = 1;
    function();
    OBJECT_ROOT->stress_collect = 0;
}

static inline void assert_log(Ref log, const char *expected) { assert_text(object_repr(log), expected); }

#endif
