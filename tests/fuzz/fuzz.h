/* fuzz.h: what the two harnesses for libFuzzer share: a machine without Python programs, and what must hold after
 * each input: either a result or an exception, and no object left over. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "code/code.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/root.h"
#include "object/str.h"
#include "world/world.h"

int LLVMFuzzerTestOneInput(const u8 *data, usize size);

static inline bool fuzz_accept_warning(Type *category, Ref message, Ref filename, isize lineno) {
    (void)category, (void)message, (void)filename, (void)lineno;
    return true;
}

/* Opens the machine at the first call. */
static inline void fuzz_open(void) {
    static bool opened;
    static const WorldOptions world_options;
    const char *why;
    if (opened) return;
    opened = true;
    if (!arena_open(&(ArenaOptions){.size = (usize)1 << 30}, &why) || !object_room_open() || !code_room_open())
        abort();
    OBJECT_ROOT->recursion_limit = 1000;
    OBJECT_ROOT->warn_explicit = fuzz_accept_warning;
    world_attach(world_new(&world_options));
    object_room_seal();
}

enum { FUZZ_ANY_NUMBER = -1 };

/* Takes the result of an input; `live` objects there were before it (FUZZ_ANY_NUMBER: some may be left). */
static inline void fuzz_check(Own result, isize live) {
    if ((result == NULL) != error_occurred()) {
        fprintf(stderr, "a result and an exception, or neither\n");
        abort();
    }
    release_maybe(result);
    error_clear();
    if (live == FUZZ_ANY_NUMBER) return;
    if (object_room_live() != live) gc_collect(2);
    if (object_room_live() != live) {
        fprintf(stderr, "%zd objects leak\n", object_room_live() - live);
        abort();
    }
}

#endif
