/* deque_type.c: the type collections.deque: its slots and the methods that Python sees. */
#include "modules/deque.h"
#include "object/object_reduce.h"
#include "object/sequence.h"

/* --- birth and death ------------------------------------------------------------------------------------- */

static Own deque_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    return deque_new_empty(type, -1);
}

static bool deque_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"deque", {"iterable", "maxlen"}, .required = 0};
    Ref given[2];
    isize maxlen = -1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    if (given[1] && given[1] != None) {
        if (!is_int(given[1])) return error_set(EXC(TypeError), "an integer is required");
        maxlen = int_as_isize(given[1]);
        if (maxlen == -1 && error_occurred()) return false;
        if (maxlen < 0) return error_set(EXC(ValueError), "maxlen must be non-negative");
    }
    AS_DEQUE(self)->maxlen = maxlen;
    if (!deque_clear(self)) return false;
    return !given[0] || deque_extend(self, given[0]);
}

static void deque_dealloc(Own self) {
    gc_untrack(self);
    if (AS_DEQUE(self)->weaklist) weakref_clear_all(self);
    deque_destroy_items(self);
    object_free(self);
}
static bool deque_traverse(Ref self, VisitFn visit, void *context) {
    DequeCursor cursor = deque_cursor(self);
    for (Ref item; (item = deque_cursor_next(&cursor)) != NULL;) {
        if (!visit(item, context)) return false;
    }
    return true;
}
static void deque_slot_clear(Ref self) {
    if (!deque_clear(self)) error_clear(); /* without memory for a block it stays as it is */
}

/* --- looking at it --------------------------------------------------------------------------------------- */

static Own deque_repr(Ref self) {
    isize maxlen = AS_DEQUE(self)->maxlen;
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("[...]", 5) : NULL;
    Own list = list_from_iterable(self), text = NULL;
    const char *name = type_short_name(type_of(self));
    if (list && maxlen >= 0) text = str_format("%s(%R, maxlen=%zd)", name, (Ref)list, maxlen);
    if (list && maxlen < 0) text = str_format("%s(%R)", name, (Ref)list);
    release_maybe(list);
    object_repr_leave(self);
    return text;
}

/* The first pair of items that differ decides; 1, 0, -1 raised. Consumes both iterators. */
static int compare_items(Own left, Own right, CompareOp op) {
    int answer = -1;
    for (bool decided = false; !decided;) {
        Own a = object_next(left), b = error_occurred() ? NULL : object_next(right);
        decided = true;
        if (error_occurred()) {
            answer = -1;
        } else if (!a || !b) {
            answer = sequence_compare_lengths(a != NULL, b != NULL, op);
        } else {
            int equal = object_compare_bool(a, b, COMPARE_EQ);
            decided = equal <= 0;
            answer = equal < 0 ? -1 : equal > 0 ? 1 : object_compare_bool(a, b, op);
        }
        release_maybe(a);
        release_maybe(b);
    }
    release(left);
    release(right);
    return answer;
}

static Own deque_compare(Ref left, Ref right, CompareOp op) {
    if (!is_deque(left) || !is_deque(right)) return own_not_implemented();
    if (op == COMPARE_EQ || op == COMPARE_NE) {
        if (left == right) return own_bool(op == COMPARE_EQ);
        if (deque_length(left) != deque_length(right)) return own_bool(op == COMPARE_NE);
    }
    Own a = object_iter(left), b = a ? object_iter(right) : NULL;
    if (!b) {
        release_maybe(a);
        return NULL;
    }
    int answer = compare_items(a, b, op);
    return answer < 0 ? NULL : own_bool(answer);
}

static void *index_error(void) { return error_set(EXC(IndexError), "deque index out of range"); }

static Own deque_item(Ref self, isize index) {
    if ((usize)index >= (usize)deque_length(self)) return index_error();
    return own(*deque_place(self, index));
}

static bool deque_set_subscript(Ref self, Ref key, Ref value) {
    if (!number_is_index(key)) {
        return error_set(EXC(TypeError), "sequence index must be integer, not '%.200s'", type_of(key)->name);
    }
    isize index = int_index_as_isize(key, EXC(IndexError));
    if (index == -1 && error_occurred()) return false;
    if (index < 0) index += deque_length(self);
    if ((usize)index >= (usize)deque_length(self)) return index_error();
    if (!value) return deque_delete(self, index);
    slot_set(deque_place(self, index), own(value));
    return true;
}

/* Compares items from `start` to `stop` with `value`, until enough: how many are equal, or, `first_only`, the index
 * of the first, which is -1 where there is none. -2: raised; `mutated` is what it raises when the deque changes. */
static isize look_for(Ref self, Ref value, isize start, isize stop, bool first_only, Type *mutated) {
    DequeCursor cursor = deque_cursor(self);
    usize state = AS_DEQUE(self)->state;
    isize count = 0;
    for (isize i = 0; i < stop; i++) {
        Ref next = deque_cursor_next(&cursor);
        if (!next) break;
        if (i < start) continue;
        Own item = own(next);
        int equal = object_compare_bool(item, value, COMPARE_EQ);
        release(item);
        if (equal < 0) return -2;
        if (equal && first_only && mutated != EXC(IndexError)) return i;
        if (AS_DEQUE(self)->state != state) {
            error_set(mutated, "deque mutated during iteration");
            return -2;
        }
        if (equal && first_only) return i;
        count += equal;
    }
    return first_only ? -1 : count;
}

static int deque_contains(Ref self, Ref value) {
    isize found = look_for(self, value, 0, ISIZE_MAX, true, EXC(RuntimeError));
    return found == -2 ? -1 : found >= 0;
}

static Own deque_method_count(Ref self, Ref value) {
    isize count = look_for(self, value, 0, ISIZE_MAX, false, EXC(RuntimeError));
    return count < 0 ? NULL : int_from_isize(count);
}

static Own deque_method_index(Ref self, Ref const *args, isize nargs) {
    isize start = 0, stop = deque_length(self), length = stop;
    if (!arguments_tuple("index", nargs, 1, 3)) return NULL;
    if (nargs > 1 && !sequence_bound(args[1], &start)) return NULL;
    if (nargs > 2 && !sequence_bound(args[2], &stop)) return NULL;
    if (start < 0) start = isize_max(start + length, 0);
    if (stop < 0) stop = isize_max(stop + length, 0);
    isize found = look_for(self, args[0], start, isize_min(stop, length), true, EXC(RuntimeError));
    if (found == -1) return error_set(EXC(ValueError), "%R is not in deque", args[0]);
    return found < 0 ? NULL : int_from_isize(found);
}

static Own deque_method_remove(Ref self, Ref value) {
    isize found = look_for(self, value, 0, ISIZE_MAX, true, EXC(IndexError));
    if (found == -1) return error_set(EXC(ValueError), "%R is not in deque", value);
    return found >= 0 && deque_delete(self, found) ? own_none() : NULL;
}

/* --- both ends, and the middle --------------------------------------------------------------------------- */

static Own deque_method_append(Ref self, Ref item) { return deque_append(self, own(item)) ? own_none() : NULL; }
static Own deque_method_appendleft(Ref self, Ref item) {
    return deque_append_left(self, own(item)) ? own_none() : NULL;
}
static Own deque_method_extend(Ref self, Ref iterable) {
    return deque_extend(self, iterable) ? own_none() : NULL;
}
static Own deque_method_extendleft(Ref self, Ref iterable) {
    return deque_extend_left(self, iterable) ? own_none() : NULL;
}
static Own deque_method_clear(Ref self) { return deque_clear(self) ? own_none() : NULL; }

static Own deque_method_insert(Ref self, Ref const *args, isize nargs) {
    if (!arguments_tuple("insert", nargs, 2, 2)) return NULL;
    isize index = int_as_isize(args[0]), length = deque_length(self);
    if (index == -1 && error_occurred()) return NULL;
    if (AS_DEQUE(self)->maxlen == length)
        return error_set(EXC(IndexError), "deque already at its maximum size");
    Own item = own(args[1]);
    if (index >= length) return deque_append(self, item) ? own_none() : NULL;
    if (index <= -length || index == 0) return deque_append_left(self, item) ? own_none() : NULL;
    if (!deque_rotate(self, -index)) {
        release(item);
        return NULL;
    }
    bool put = index < 0 ? deque_append(self, item) : deque_append_left(self, item);
    return put && deque_rotate(self, index) ? own_none() : NULL;
}

static Own deque_method_rotate(Ref self, Ref const *args, isize nargs) {
    isize steps = 1;
    if (!arguments_count("deque.rotate", nargs, 0, 1)) return NULL;
    if (nargs > 0) steps = int_as_isize(args[0]);
    if (steps == -1 && error_occurred()) return NULL;
    return deque_rotate(self, steps) ? own_none() : NULL;
}

static Own deque_method_reverse(Ref self) {
    Deque *deque = AS_DEQUE(self);
    DequeBlock *left = deque->left, *right = deque->right;
    isize left_index = deque->left_index, right_index = deque->right_index;
    for (isize pairs = deque_length(self) / 2; pairs > 0; pairs--) {
        Object *swapped = left->items[left_index];
        left->items[left_index] = right->items[right_index];
        right->items[right_index] = swapped;
        if (++left_index == DEQUE_BLOCK) {
            left = left->right;
            left_index = 0;
        }
        if (--right_index < 0) {
            right = right->left;
            right_index = DEQUE_BLOCK - 1;
        }
    }
    return own_none();
}

/* --- copies ---------------------------------------------------------------------------------------------- */

/* type(self)(self[, maxlen]), which a subclass may make as it likes. */
static Own copy_by_class(Ref self) {
    Ref type = (Ref)type_of(self);
    isize maxlen = AS_DEQUE(self)->maxlen;
    Own bound = maxlen < 0 ? NULL : int_from_isize(maxlen);
    Own copy = bound        ? object_call_args(type, 2, self, (Ref)bound)
               : maxlen < 0 ? object_call_one(type, self)
                            : NULL;
    release_maybe(bound);
    if (!copy || is_deque(copy)) return copy;
    error_set(EXC(TypeError), "%.200s() must return a deque, not %.200s", AS_TYPE(type)->name,
              type_of(copy)->name);
    release(copy);
    return NULL;
}

static Own deque_copy(Ref self) {
    if (!is_exactly(self, MODULE_TYPE(DEQUE))) return copy_by_class(self);
    Own copy = deque_new_empty(MODULE_TYPE(DEQUE), AS_DEQUE(self)->maxlen);
    if (copy && !deque_extend(copy, self)) slot_clear(&copy);
    return copy;
}

static Own deque_concat(Ref self, Ref other) {
    int sequence = object_is_instance(other, (Ref)MODULE_TYPE(DEQUE));
    if (sequence <= 0) {
        if (sequence < 0) return NULL;
        return error_set(EXC(TypeError), "can only concatenate deque (not \"%.200s\") to deque",
                         type_of(other)->name);
    }
    Own sum = deque_copy(self);
    if (sum && !deque_extend(sum, other)) slot_clear(&sum);
    return sum;
}
static Own deque_inplace_concat(Ref self, Ref other) { return deque_extend(self, other) ? own(self) : NULL; }

static Own deque_inplace_repeat(Ref self, isize count) {
    isize length = deque_length(self), maxlen = AS_DEQUE(self)->maxlen;
    if (length == 0 || count == 1) return own(self);
    if (count <= 0) return deque_clear(self) ? own(self) : NULL;
    if (maxlen < 0 && length > ISIZE_MAX / count) return error_memory();
    /* what would only fall out again need not be put in */
    if (maxlen >= 0) count = isize_min(count, maxlen / length + 2);
    Own items = list_from_iterable(self);
    bool done = items != NULL;
    for (isize i = 1; done && i < count; i++) done = deque_extend(self, items);
    release_maybe(items);
    return done ? own(self) : NULL;
}
static Own deque_repeat(Ref self, isize count) {
    Own copy = deque_copy(self);
    if (!copy) return NULL;
    Own result = deque_inplace_repeat(copy, count);
    release(copy);
    return result;
}

static Own deque_reduce(Ref self) {
    isize maxlen = AS_DEQUE(self)->maxlen;
    Own args = maxlen < 0 ? tuple_new(0) : tuple_take(2, tuple_new(0), int_from_isize(maxlen));
    Own state = object_call_method_none(self, NAME(__getstate__));
    return tuple_take(4, own((Ref)type_of(self)), args, state, object_iter(self));
}

static Own deque_sizeof(Ref self) {
    isize blocks = (AS_DEQUE(self)->left_index + deque_length(self) + DEQUE_BLOCK - 1) / DEQUE_BLOCK;
    return int_from_isize(type_of(self)->ghost_size + blocks * (isize)sizeof(DequeBlock));
}

static Own get_maxlen(Ref self, UNUSED void *closure) {
    isize maxlen = AS_DEQUE(self)->maxlen;
    return maxlen < 0 ? own_none() : int_from_isize(maxlen);
}

/* --- the type -------------------------------------------------------------------------------------------- */

static const MethodDef deque_methods[] = {
    {"append", METHOD_ONE, .one = deque_method_append, .doc = "Add an element to the right side of the deque."},
    {"appendleft", METHOD_ONE, .one = deque_method_appendleft,
     .doc = "Add an element to the left side of the deque."},
    {"clear", METHOD_NONE, .none = deque_method_clear, .doc = "Remove all elements from the deque."},
    {"__copy__", METHOD_NONE, .none = deque_copy, .doc = "Return a shallow copy of a deque."},
    {"copy", METHOD_NONE, .none = deque_copy, .doc = "Return a shallow copy of a deque."},
    {"count", METHOD_ONE, .one = deque_method_count,
     .doc = "D.count(value) -> integer -- return number of occurrences of value"},
    {"extend", METHOD_ONE, .one = deque_method_extend,
     .doc = "Extend the right side of the deque with elements from the iterable"},
    {"extendleft", METHOD_ONE, .one = deque_method_extendleft,
     .doc = "Extend the left side of the deque with elements from the iterable"},
    {"index", METHOD_ARRAY, .array = deque_method_index,
     .doc = "D.index(value, [start, [stop]]) -> integer -- return first index of value.\n"
            "Raises ValueError if the value is not present."},
    {"insert", METHOD_ARRAY, .array = deque_method_insert,
     .doc = "D.insert(index, object) -- insert object before index"},
    {"pop", METHOD_NONE, .none = deque_pop_right, .doc = "Remove and return the rightmost element."},
    {"popleft", METHOD_NONE, .none = deque_pop_left, .doc = "Remove and return the leftmost element."},
    {"__reduce__", METHOD_NONE, .none = deque_reduce, .doc = "Return state information for pickling."},
    {"remove", METHOD_ONE, .one = deque_method_remove,
     .doc = "D.remove(value) -- remove first occurrence of value."},
    {"__reversed__", METHOD_NONE, .none = deque_method_reversed,
     .doc = "D.__reversed__() -- return a reverse iterator over the deque"},
    {"reverse", METHOD_NONE, .none = deque_method_reverse, .doc = "D.reverse() -- reverse *IN PLACE*"},
    {"rotate", METHOD_ARRAY, .array = deque_method_rotate,
     .doc = "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
    {"__sizeof__", METHOD_NONE, .none = deque_sizeof, .doc = "D.__sizeof__() -- size of D in memory, in bytes"},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};
static const GetSetDef deque_getset[] = {
    {"maxlen", .get = get_maxlen, .doc = "maximum size of a deque or None if unbounded"}, {.name = NULL}};

const TypeSpec deque_spec = {.name = "collections.deque",
                             .basicsize = sizeof(Deque),
                             .ghost_size = 216,
                             .flags = TYPE_GC | TYPE_BASETYPE | TYPE_SEQUENCE,
                             .weaklist_offset = offsetof(Deque, weaklist),
                             .slots = {.new = deque_new,
                                       .init = deque_init,
                                       .dealloc = deque_dealloc,
                                       .traverse = deque_traverse,
                                       .clear = deque_slot_clear,
                                       .repr = deque_repr,
                                       .hash = object_hash_unhashable,
                                       .getattro = object_generic_get_attribute,
                                       .richcompare = deque_compare,
                                       .iter = deque_iter,
                                       .length = deque_length,
                                       .concat = deque_concat,
                                       .repeat = deque_repeat,
                                       .inplace_concat = deque_inplace_concat,
                                       .inplace_repeat = deque_inplace_repeat,
                                       .contains = deque_contains,
                                       .item = deque_item,
                                       .set_subscript = deque_set_subscript},
                             .methods = deque_methods,
                             .getset = deque_getset,
                             .doc = "deque([iterable[, maxlen]]) --> deque object\n"
                                    "\n"
                                    "A list-like sequence optimized for data accesses near its endpoints."};
