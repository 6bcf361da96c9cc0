/* pickle_stack.c: the stack of the machine that reads pickles: objects, and marks between them.
 *
 * No opcode reaches below the newest mark: what a broken pickle asks for there is an underflow. */
#include "modules/pickle.h"

static void set_fence(PickleStack *stack) {
    stack->fence = stack->mark_count ? stack->marks[stack->mark_count - 1] : 0;
}

void *pickle_stack_underflow(const PickleStack *stack) {
    return error_set(UNPICKLING_ERROR,
                     stack->mark_count ? "unexpected MARK found" : "unpickling stack underflow");
}

bool pickle_stack_push(PickleStack *stack, Own item) {
    if (!item) return false;
    if (stack->count == stack->capacity) {
        isize capacity = stack->capacity + (stack->capacity >> 3) + 8;
        Object **items = arena_realloc(stack->items, (usize)capacity * sizeof(Object *), BLOCK_RAW);
        if (!items) {
            release(item);
            return error_memory();
        }
        stack->items = items;
        stack->capacity = capacity;
    }
    stack->items[stack->count++] = item;
    return true;
}

bool pickle_stack_mark(PickleStack *stack) {
    if (stack->mark_count == stack->mark_room) {
        isize room = stack->mark_count * 2 + 20;
        isize *marks = arena_realloc(stack->marks, (usize)room * sizeof(isize), BLOCK_RAW);
        if (!marks) return error_memory();
        stack->marks = marks;
        stack->mark_room = room;
    }
    stack->marks[stack->mark_count++] = stack->fence = stack->count;
    return true;
}

isize pickle_stack_take_mark(PickleStack *stack) {
    if (!stack->mark_count) {
        error_set(UNPICKLING_ERROR, "could not find MARK");
        return -1;
    }
    isize mark = stack->marks[--stack->mark_count];
    set_fence(stack);
    return mark;
}

Own pickle_stack_pop(PickleStack *stack) {
    return stack->count > stack->fence ? stack->items[--stack->count] : pickle_stack_underflow(stack);
}

Ref pickle_stack_top(PickleStack *stack) {
    return stack->count > stack->fence ? stack->items[stack->count - 1] : pickle_stack_underflow(stack);
}

bool pickle_stack_discard(PickleStack *stack) {
    if (stack->mark_count && stack->marks[stack->mark_count - 1] == stack->count) {
        stack->mark_count--;
        set_fence(stack);
        return true;
    }
    Own item = pickle_stack_pop(stack);
    release_maybe(item);
    return item != NULL;
}

/* --- many at once --------------------------------------------------------------------------------------- */

/* The sequence takes the references over. */
static void move_items(PickleStack *stack, isize from, Object **out) {
    memcpy(out, stack->items + from, (usize)(stack->count - from) * sizeof(Object *));
    stack->count = from;
}

Own pickle_stack_pop_tuple(PickleStack *stack, isize from) {
    if (from < stack->fence) return pickle_stack_underflow(stack);
    Own tuple = tuple_new(stack->count - from);
    if (tuple && stack->count > from) move_items(stack, from, AS_TUPLE(tuple)->items);
    return tuple;
}

Own pickle_stack_pop_list(PickleStack *stack, isize from) {
    if (from < stack->fence) return pickle_stack_underflow(stack);
    Own list = list_new(stack->count - from);
    if (list && stack->count > from) move_items(stack, from, AS_LIST(list)->items);
    return list;
}

void pickle_stack_cut(PickleStack *stack, isize count) {
    while (stack->count > count) release(stack->items[--stack->count]);
}

void pickle_stack_free(PickleStack *stack) {
    PickleStack old = *stack;
    *stack = (PickleStack){0};
    pickle_stack_cut(&old, 0);
    arena_free(old.items);
    arena_free(old.marks);
}
