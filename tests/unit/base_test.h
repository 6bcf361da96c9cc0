/* base_test.h: what every unit test of the base room includes. */
#ifndef TESTS_UNIT_BASE_TEST_H
#define TESTS_UNIT_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"

static inline int arena_setup(void **state) {
    (void)state;
    const char *why;
    return arena_open(NULL, &why) ? 0 : -1;
}

/* Nothing may be left of what a test allocated. */
static inline int arena_teardown(void **state) {
    (void)state;
    isize live = arena_use().live_blocks;
    arena_close();
    return live == 0 ? 0 : -1;
}

#define ARENA_TEST(function) cmocka_unit_test_setup_teardown(function, arena_setup, arena_teardown)

/* Repeatable random numbers (xorshift). */
static inline u64 random_next(u64 *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

#endif
