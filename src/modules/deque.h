/* deque.h: a double-ended queue: a chain of blocks of 64 places, filled from the middle to both ends.
 *
 *      left_index                                right_index
 *      v                                         v
 *     [ . . a b c ] <-> [ d e f g ] <-> [ h i j . . ]
 *     left                              right
 *
 * A deque always has a block. An empty one has its indices in the middle, the right one before the left one. No
 * item ever moves when others come or go at the ends. */
#ifndef MODULES_DEQUE_H
#define MODULES_DEQUE_H

#include "modules/modules.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

enum { DEQUE_BLOCK = 64, DEQUE_CENTER = (DEQUE_BLOCK - 1) / 2 };

typedef struct DequeBlock {
    struct DequeBlock *left;
    Object *items[DEQUE_BLOCK];
    struct DequeBlock *right;
} DequeBlock;

typedef struct Deque {
    VarObject ob_base; /* ob_size: items */
    DequeBlock *left, *right;
    isize left_index, right_index;
    usize state;       /* counted up at each change: iterators compare it */
    isize maxlen;      /* -1: no bound */
    DequeBlock *spare; /* a block kept ready, or NULL: a queue that wanders makes no new ones */
    Object *weaklist;
} Deque;
#define AS_DEQUE(ref) ((Deque *)(ref))

static inline isize deque_length(Ref self) { return size_of(self); }
static inline bool is_deque(Ref object) { return is_a(object, MODULE_TYPE(DEQUE)); }

Own deque_new_empty(Type *type, isize maxlen);
/* At an end. Consumes the item. What maxlen leaves no room for goes at the other end. */
bool deque_append(Ref self, Own item);
bool deque_append_left(Ref self, Own item);
Own deque_pop_right(Ref self); /* IndexError */
Own deque_pop_left(Ref self);
/* The place of item `index`, which is in range. */
Object **deque_place(Ref self, isize index);
bool deque_rotate(Ref self, isize steps); /* to the right */
bool deque_clear(Ref self);               /* false: no memory, nothing has changed */
bool deque_extend(Ref self, Ref iterable);
bool deque_extend_left(Ref self, Ref iterable);
bool deque_delete(Ref self, isize index);
void deque_destroy_items(Ref self); /* for its dealloc: leaves it without any block */

/* Goes through items in order, as long as the deque does not change. */
typedef struct DequeCursor {
    const DequeBlock *block;
    isize index, left;
} DequeCursor;
static inline DequeCursor deque_cursor(Ref self) {
    const Deque *deque = AS_DEQUE(self);
    return (DequeCursor){deque->left, deque->left_index, deque_length(self)};
}
static inline Ref deque_cursor_next(DequeCursor *cursor) { /* NULL: at the end */
    if (cursor->left == 0) return NULL;
    Ref item = cursor->block->items[cursor->index++];
    if (--cursor->left > 0 && cursor->index == DEQUE_BLOCK) {
        cursor->block = cursor->block->right;
        cursor->index = 0;
    }
    return item;
}

Own deque_iter(Ref self); /* deque_iterator.c */
Own deque_method_reversed(Ref self);

#endif
