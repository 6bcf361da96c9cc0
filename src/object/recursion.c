/* recursion.c: how deep calls may nest.
 *
 * One counter for Python frames and for C functions that can come back to themselves through Python, as
 * in 3.11; and, since a thread's C stack is only so large, its lowest usable address. */
#include "object/error.h"
#include "object/root.h"

bool recursion_enter(const char *where) {
    ObjectRoot *root = OBJECT_ROOT;
    bool stack_left = (uintptr_t)__builtin_frame_address(0) >= root->stack_floor;
    if (LIKELY(++root->recursion_depth <= root->recursion_limit && stack_left)) return true;
    root->recursion_depth--;
    error_set(EXC(RecursionError), "maximum recursion depth exceeded%s", where);
    return false;
}

void recursion_leave(void) { OBJECT_ROOT->recursion_depth--; }
