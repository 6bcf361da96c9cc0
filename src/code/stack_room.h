/* stack_room.h: for recursions that have a limit of their own and are no Python calls: is there C stack
 * left? */
#ifndef CODE_STACK_ROOM_H
#define CODE_STACK_ROOM_H

#include "object/root.h"

static inline bool stack_has_room(void) {
    return (uintptr_t)__builtin_frame_address(0) >= OBJECT_ROOT->stack_floor;
}

#endif
