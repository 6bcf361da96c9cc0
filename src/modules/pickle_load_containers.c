/* pickle_load_containers.c: the opcodes that make and fill tuples, lists, dicts and sets.
 *
 * What is filled lies on the stack below its items. It need not be a list, dict or set: anything with extend or
 * append, with __setitem__, with add, will do. */
#include "modules/pickle.h"

#include "object/call.h"
#include "object/set.h"

bool pickle_load_empty(Unpickler *self, PickleOpcode opcode) {
    return pickle_stack_push(&self->stack, opcode == PICKLE_EMPTY_LIST   ? list_new(0)
                                           : opcode == PICKLE_EMPTY_DICT ? dict_new()
                                           : opcode == PICKLE_EMPTY_SET  ? set_new(NULL)
                                                                         : tuple_new(0));
}

bool pickle_load_small_tuple(Unpickler *self, PickleOpcode opcode) {
    isize length = (isize)opcode - PICKLE_TUPLE1 + 1;
    return pickle_stack_push(&self->stack, pickle_stack_pop_tuple(&self->stack, self->stack.count - length));
}

/* A tuple, list or frozenset of what stands down to the mark. */
bool pickle_load_marked(Unpickler *self, PickleOpcode opcode) {
    isize mark = pickle_stack_take_mark(&self->stack);
    if (mark < 0) return false;
    if (opcode == PICKLE_LIST)
        return pickle_stack_push(&self->stack, pickle_stack_pop_list(&self->stack, mark));
    Own items = pickle_stack_pop_tuple(&self->stack, mark);
    if (opcode == PICKLE_TUPLE || !items) return pickle_stack_push(&self->stack, items);
    Own set = frozenset_new(items);
    release(items);
    return pickle_stack_push(&self->stack, set);
}

bool pickle_load_dict(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize mark = pickle_stack_take_mark(&self->stack);
    if (mark < 0) return false;
    if ((self->stack.count - mark) % 2) return error_set(UNPICKLING_ERROR, "odd number of items for DICT");
    Own items = pickle_stack_pop_list(&self->stack, mark), dict = items ? dict_new() : NULL;
    for (isize i = 0; dict && i < list_length(items); i += 2) {
        if (!dict_set(dict, list_get(items, i), list_get(items, i + 1))) slot_clear(&dict);
    }
    release_maybe(items);
    return pickle_stack_push(&self->stack, dict);
}

/* --- filling -------------------------------------------------------------------------------------------- */

/* Takes the items from `first` on off the stack; *container, which lies below them, stays there. No items: NULL
 * without exception. */
static Own take_items(Unpickler *self, isize first, Ref *container) {
    PickleStack *stack = &self->stack;
    if (first > stack->count || first <= stack->fence) return pickle_stack_underflow(stack);
    *container = stack->items[first - 1];
    return first == stack->count ? NULL : pickle_stack_pop_list(stack, first);
}

/* Calls the method with each item. */
static bool call_with_each(Ref method, Ref items) {
    for (isize i = 0; i < list_length(items); i++) {
        Own answer = object_call_one(method, list_get(items, i));
        if (!answer) return false;
        release(answer);
    }
    return true;
}

static bool call_method_with_each(Ref object, Ref name, Ref items) {
    Own method = object_get_attribute(object, name);
    bool called = method && call_with_each(method, items);
    release_maybe(method);
    return called;
}

static bool extend_list(Ref list, Ref items) {
    Own extend;
    if (is_exact_list(list)) return list_set_slice(list, list_length(list), list_length(list), items);
    if (!object_find_attribute(list, NAME(extend), &extend)) return false;
    if (!extend) return call_method_with_each(list, NAME(append), items);
    Own answer = object_call_one(extend, items);
    release_maybe(answer);
    release(extend);
    return answer != NULL;
}

bool pickle_load_append(Unpickler *self, PickleOpcode opcode) {
    Ref list;
    isize first = self->stack.count - 1;
    if (opcode == PICKLE_APPENDS) {
        first = pickle_stack_take_mark(&self->stack);
        if (first < 0) return false;
    }
    Own items = take_items(self, first, &list);
    if (!items) return !error_occurred();
    bool extended = extend_list(list, items);
    release(items);
    return extended;
}

bool pickle_load_set_items(Unpickler *self, PickleOpcode opcode) {
    Ref mapping;
    isize first = self->stack.count - 2;
    if (opcode == PICKLE_SETITEMS) {
        first = pickle_stack_take_mark(&self->stack);
        if (first < 0) return false;
    }
    if (first <= self->stack.count && first > self->stack.fence && (self->stack.count - first) % 2) {
        return error_set(UNPICKLING_ERROR, "odd number of items for SETITEMS");
    }
    Own items = take_items(self, first, &mapping);
    if (!items) return !error_occurred();
    bool set = true;
    for (isize i = 0; set && i < list_length(items); i += 2) {
        Ref key = list_get(items, i), value = list_get(items, i + 1);
        set = is_exact_dict(mapping) ? dict_set(mapping, key, value) : object_set_item(mapping, key, value);
    }
    release(items);
    return set;
}

bool pickle_load_add_items(Unpickler *self, UNUSED PickleOpcode opcode) {
    Ref set;
    isize first = pickle_stack_take_mark(&self->stack);
    if (first < 0) return false;
    Own items = take_items(self, first, &set);
    if (!items) return !error_occurred();
    bool added = is_any_set(set) ? set_update(set, items) : call_method_with_each(set, NAME(add), items);
    release(items);
    return added;
}
