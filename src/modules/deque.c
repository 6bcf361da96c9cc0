/* deque.c: what a deque is made of: blocks, both ends, rotation. */
#include "modules/deque.h"

/* --- blocks ---------------------------------------------------------------------------------------------- */

static DequeBlock *block_new(Deque *deque) {
    DequeBlock *block = deque->spare;
    deque->spare = NULL;
    if (!block) block = arena_alloc(sizeof *block, BLOCK_RAW);
    if (!block) return error_memory();
    block->left = block->right = NULL;
    return block;
}

static void block_free(Deque *deque, DequeBlock *block) {
    if (!deque->spare) {
        deque->spare = block;
    } else {
        arena_free(block);
    }
}

static void set_empty(Deque *deque) {
    deque->left_index = DEQUE_CENTER + 1;
    deque->right_index = DEQUE_CENTER;
}

Own deque_new_empty(Type *type, isize maxlen) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    Deque *deque = AS_DEQUE(self);
    DequeBlock *block = block_new(deque);
    if (!block) {
        object_free(self);
        return NULL;
    }
    deque->left = deque->right = block;
    deque->maxlen = maxlen;
    set_empty(deque);
    gc_track(self);
    return self;
}

/* --- both ends ------------------------------------------------------------------------------------------- */

/* Puts an item at an end, whatever maxlen says. Consumes it. */
static bool push_right(Deque *deque, Own item) {
    if (deque->right_index == DEQUE_BLOCK - 1) {
        DequeBlock *block = block_new(deque);
        if (!block) {
            release(item);
            return false;
        }
        block->left = deque->right;
        deque->right->right = block;
        deque->right = block;
        deque->right_index = -1;
    }
    deque->right->items[++deque->right_index] = item;
    deque->ob_base.ob_size++;
    deque->state++;
    return true;
}

static bool push_left(Deque *deque, Own item) {
    if (deque->left_index == 0) {
        DequeBlock *block = block_new(deque);
        if (!block) {
            release(item);
            return false;
        }
        block->right = deque->left;
        deque->left->left = block;
        deque->left = block;
        deque->left_index = DEQUE_BLOCK;
    }
    deque->left->items[--deque->left_index] = item;
    deque->ob_base.ob_size++;
    deque->state++;
    return true;
}

Own deque_pop_right(Ref self) {
    Deque *deque = AS_DEQUE(self);
    if (deque_length(self) == 0) return error_set(EXC(IndexError), "pop from an empty deque");
    Own item = deque->right->items[deque->right_index--];
    deque->state++;
    if (--deque->ob_base.ob_size == 0) {
        set_empty(deque);
    } else if (deque->right_index < 0) {
        DequeBlock *empty = deque->right;
        deque->right = empty->left;
        deque->right->right = NULL;
        deque->right_index = DEQUE_BLOCK - 1;
        block_free(deque, empty);
    }
    return item;
}

Own deque_pop_left(Ref self) {
    Deque *deque = AS_DEQUE(self);
    if (deque_length(self) == 0) return error_set(EXC(IndexError), "pop from an empty deque");
    Own item = deque->left->items[deque->left_index++];
    deque->state++;
    if (--deque->ob_base.ob_size == 0) {
        set_empty(deque);
    } else if (deque->left_index == DEQUE_BLOCK) {
        DequeBlock *empty = deque->left;
        deque->left = empty->right;
        deque->left->left = NULL;
        deque->left_index = 0;
        block_free(deque, empty);
    }
    return item;
}

static bool is_too_long(const Deque *deque) { return (usize)deque->maxlen < (usize)deque->ob_base.ob_size; }

bool deque_append(Ref self, Own item) {
    if (!push_right(AS_DEQUE(self), item)) return false;
    if (is_too_long(AS_DEQUE(self))) release(deque_pop_left(self));
    return true;
}
bool deque_append_left(Ref self, Own item) {
    if (!push_left(AS_DEQUE(self), item)) return false;
    if (is_too_long(AS_DEQUE(self))) release(deque_pop_right(self));
    return true;
}

/* --- in the middle --------------------------------------------------------------------------------------- */

Object **deque_place(Ref self, isize index) {
    const Deque *deque = AS_DEQUE(self);
    isize offset = deque->left_index + index, block = offset / DEQUE_BLOCK;
    DequeBlock *found;
    if (index < deque_length(self) / 2) {
        found = deque->left;
        while (block-- > 0) found = found->right;
    } else {
        isize last = (deque->left_index + deque_length(self) - 1) / DEQUE_BLOCK;
        found = deque->right;
        for (; last > block; last--) found = found->left;
    }
    return &found->items[offset % DEQUE_BLOCK];
}

/* The shorter way round. */
bool deque_rotate(Ref self, isize steps) {
    Deque *deque = AS_DEQUE(self);
    isize length = deque_length(self), half = length / 2;
    if (length <= 1) return true;
    if (steps > half || steps < -half) {
        steps %= length;
        if (steps > half) steps -= length;
        if (steps < -half) steps += length;
    }
    bool done = true;
    for (; done && steps > 0; steps--) done = push_left(deque, deque_pop_right(self));
    for (; done && steps < 0; steps++) done = push_right(deque, deque_pop_left(self));
    return done;
}

bool deque_delete(Ref self, isize index) {
    if (!deque_rotate(self, -index)) return false;
    Own item = deque_pop_left(self);
    bool done = deque_rotate(self, index);
    release(item);
    return done;
}

/* Releases what lies in a chain that nobody else knows any more, and the chain. */
static void destroy_chain(DequeBlock *block, isize index, isize count) {
    while (count > 0) {
        if (index == DEQUE_BLOCK) {
            DequeBlock *next = block->right;
            arena_free(block);
            block = next;
            index = 0;
        }
        release(block->items[index++]);
        count--;
    }
    arena_free(block);
}

bool deque_clear(Ref self) {
    Deque *deque = AS_DEQUE(self);
    if (deque_length(self) == 0) return true;
    DequeBlock *fresh = block_new(deque), *chain = deque->left;
    if (!fresh) return false;
    isize index = deque->left_index, count = deque_length(self);
    deque->ob_base.ob_size = 0;
    deque->left = deque->right = fresh;
    set_empty(deque);
    deque->state++;
    destroy_chain(chain, index, count);
    return true;
}

void deque_destroy_items(Ref self) {
    Deque *deque = AS_DEQUE(self);
    DequeBlock *chain = deque->left;
    isize count = deque_length(self);
    deque->ob_base.ob_size = 0;
    deque->left = deque->right = NULL;
    if (chain) destroy_chain(chain, deque->left_index, count);
    arena_free(deque->spare);
    deque->spare = NULL;
}

/* --- many at once ---------------------------------------------------------------------------------------- */

/* Consumes the iterator, each item at the end where `append` puts it. */
static bool append_all(Ref self, Own iterator, bool (*append)(Ref, Own)) {
    bool drop = AS_DEQUE(self)->maxlen == 0, done = true;
    Own item;
    while (done && (item = object_next(iterator)) != NULL) {
        if (drop) {
            release(item);
        } else {
            done = append(self, item);
        }
    }
    release(iterator);
    return done && !error_occurred();
}

/* An iterator over what is to be appended: a deque to itself by a copy. */
static Own iterator_for(Ref self, Ref iterable) {
    if (iterable != self) return object_iter(iterable);
    Own copy = list_from_iterable(self), iterator = copy ? object_iter(copy) : NULL;
    release_maybe(copy);
    return iterator;
}

bool deque_extend(Ref self, Ref iterable) {
    Own iterator = iterator_for(self, iterable);
    if (!iterator) return false;
    if (deque_length(self) == 0) { /* it will grow to the right only */
        AS_DEQUE(self)->left_index = 1;
        AS_DEQUE(self)->right_index = 0;
    }
    return append_all(self, iterator, deque_append);
}
bool deque_extend_left(Ref self, Ref iterable) {
    Own iterator = iterator_for(self, iterable);
    if (!iterator) return false;
    if (deque_length(self) == 0) {
        AS_DEQUE(self)->left_index = DEQUE_BLOCK - 1;
        AS_DEQUE(self)->right_index = DEQUE_BLOCK - 2;
    }
    return append_all(self, iterator, deque_append_left);
}
