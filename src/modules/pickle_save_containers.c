/* pickle_save_containers.c: how tuples, lists, dicts and sets are written.
 *
 * A list or dict is made empty, memoized, and filled in batches, so that it may contain itself. A tuple or
 * frozenset is made of its items: one that contains itself is in the memo when they have been written; they are
 * thrown away then, and it is fetched from there. Whatever is saved may run Python code, which may change the
 * container: nothing of it is held on to but owned items. */
#include "modules/pickle.h"

#include "object/call.h"
#include "object/set.h"

/* --- fast mode ------------------------------------------------------------------------------------------ */

enum { FAST_DEPTH = 50 }; /* from this depth on, cycles are looked for */

/* Without a memo nothing else would stop a cycle. False: raised. */
static bool fast_enter(Pickler *self, Ref object) {
    if (!self->fast || ++self->fast_nesting < FAST_DEPTH) return true;
    if (!self->fast_memo) self->fast_memo = dict_new();
    Own address = self->fast_memo ? int_from_u64(object_id(object)) : NULL;
    int met = address ? dict_contains(self->fast_memo, address) : -1;
    if (met > 0) {
        error_set(EXC(ValueError),
                  "fast mode: can't pickle cyclic objects including object type %.200s at 0x%lx",
                  type_of(object)->name, object_id(object));
    }
    bool entered = met == 0 && dict_set(self->fast_memo, address, None);
    release_maybe(address);
    if (!entered) self->fast_nesting = -1;
    return entered;
}

static bool fast_leave(Pickler *self, Ref object) {
    if (!self->fast || self->fast_nesting-- < FAST_DEPTH) return true;
    if (!self->fast_memo) return true; /* initialised anew meanwhile, and failed */
    Own address = int_from_u64(object_id(object));
    bool left = address && dict_delete(self->fast_memo, address);
    release_maybe(address);
    return left;
}

/* Ends what fast_enter began; an exception that is set already stays. */
static bool fast_end(Pickler *self, Ref object, bool saved) {
    Own exception = error_fetch();
    bool left = fast_leave(self, object);
    if (exception) error_restore(exception);
    return saved && left;
}

/* --- tuples --------------------------------------------------------------------------------------------- */

static bool save_each(Pickler *self, Ref tuple) {
    for (isize i = 0; i < tuple_length(tuple); i++) {
        if (!pickle_save(self, tuple_get(tuple, i))) return false;
    }
    return true;
}

static bool write_pops(Pickler *self, isize count) {
    while (count--) {
        if (!pickle_write_opcode(self, PICKLE_POP)) return false;
    }
    return true;
}

static bool save_short_tuple(Pickler *self, Ref tuple) {
    static const PickleOpcode opcodes[] = {PICKLE_TUPLE1, PICKLE_TUPLE2, PICKLE_TUPLE3};
    isize length = tuple_length(tuple);
    if (!save_each(self, tuple)) return false;
    if (pickle_is_memoized(self, tuple)) return write_pops(self, length) && pickle_save_memoized(self, tuple);
    return pickle_write_opcode(self, opcodes[length - 1]) && pickle_memoize(self, tuple);
}

bool pickle_save_tuple(Pickler *self, Ref tuple) {
    isize length = tuple_length(tuple);
    if (length == 0 && self->binary) return pickle_write_opcode(self, PICKLE_EMPTY_TUPLE);
    if (length > 0 && length <= 3 && self->proto >= 2) return save_short_tuple(self, tuple);
    if (!pickle_write_opcode(self, PICKLE_MARK) || !save_each(self, tuple)) return false;
    if (length > 0 && pickle_is_memoized(self, tuple)) {
        return (self->binary ? pickle_write_opcode(self, PICKLE_POP_MARK) : write_pops(self, length + 1)) &&
               pickle_save_memoized(self, tuple);
    }
    return pickle_write_opcode(self, PICKLE_TUPLE) && (length == 0 || pickle_memoize(self, tuple));
}

/* --- batches -------------------------------------------------------------------------------------------- */

/* Saves what an iterator has given, an item or a (key, value). Consumes it. */
typedef bool (*SaveItem)(Pickler *self, Own item);

static bool save_item(Pickler *self, Own item) {
    bool saved = pickle_save(self, item);
    release(item);
    return saved;
}

static bool save_pair(Pickler *self, Own item) {
    bool saved = false;
    if (is_tuple(item) && tuple_length(item) == 2) {
        saved = pickle_save(self, tuple_get(item, 0)) && pickle_save(self, tuple_get(item, 1));
    } else {
        error_set(EXC(TypeError), "dict items iterator must return 2-tuples");
    }
    release(item);
    return saved;
}

/* A batch whose first two items have come already; *count: items saved. Consumes the items. */
static bool save_batch(Pickler *self, Ref iterator, Own first, Own item, SaveItem save, isize *count) {
    bool saved = pickle_write_opcode(self, PICKLE_MARK);
    if (saved) {
        saved = save(self, first);
    } else {
        release(first);
    }
    *count = 1;
    while (saved && item) {
        saved = save(self, item);
        item = NULL;
        if (!saved || ++*count == PICKLE_BATCH) break;
        item = object_next(iterator);
        if (!item) saved = !error_occurred();
    }
    release_maybe(item);
    return saved;
}

/* All that an iterator gives; `one` puts a single item where it belongs, `many` all down to the mark. */
static bool save_batches(Pickler *self, Ref iterator, SaveItem save, PickleOpcode one, PickleOpcode many) {
    isize count = PICKLE_BATCH;
    while (self->proto == 0) { /* knows no batches */
        Own item = object_next(iterator);
        if (!item) return !error_occurred();
        if (!save(self, item) || !pickle_write_opcode(self, one)) return false;
    }
    while (count == PICKLE_BATCH) {
        Own first = object_next(iterator);
        if (!first) return !error_occurred();
        Own second = object_next(iterator);
        if (!second) {
            if (!error_occurred()) return save(self, first) && pickle_write_opcode(self, one);
            release(first);
            return false;
        }
        if (!save_batch(self, iterator, first, second, save, &count) || !pickle_write_opcode(self, many)) {
            return false;
        }
    }
    return true;
}

bool pickle_save_list_items(Pickler *self, Ref iterator) {
    return save_batches(self, iterator, save_item, PICKLE_APPEND, PICKLE_APPENDS);
}

bool pickle_save_dict_items(Pickler *self, Ref iterator) {
    return save_batches(self, iterator, save_pair, PICKLE_SETITEM, PICKLE_SETITEMS);
}

/* Consumes an iterator, or what it is made of went wrong: NULL. */
static bool save_iterated(Pickler *self, Own iterator, bool (*save)(Pickler *self, Ref iterator)) {
    bool saved = iterator && save(self, iterator);
    release_maybe(iterator);
    return saved;
}

/* --- lists ---------------------------------------------------------------------------------------------- */

static bool save_list_batches(Pickler *self, Ref list) {
    if (list_length(list) == 1) {
        return save_item(self, own(list_get(list, 0))) && pickle_write_opcode(self, PICKLE_APPEND);
    }
    for (isize i = 0; i < list_length(list);) {
        if (!pickle_write_opcode(self, PICKLE_MARK)) return false;
        for (isize end = i + PICKLE_BATCH; i < end && i < list_length(list); i++) {
            if (!save_item(self, own(list_get(list, i)))) return false;
        }
        if (!pickle_write_opcode(self, PICKLE_APPENDS)) return false;
    }
    return true;
}

/* An empty container, or, in protocol 0, what makes one. */
static bool save_empty(Pickler *self, Ref container, PickleOpcode empty, PickleOpcode from_mark) {
    bool made = self->binary ? pickle_write_opcode(self, empty)
                             : pickle_write_opcode(self, PICKLE_MARK) && pickle_write_opcode(self, from_mark);
    return made && pickle_memoize(self, container);
}

static bool save_list(Pickler *self, Ref list) {
    if (!save_empty(self, list, PICKLE_EMPTY_LIST, PICKLE_LIST)) return false;
    if (list_length(list) == 0) return true;
    if (self->proto > 0) return save_list_batches(self, list);
    return save_iterated(self, object_iter(list), pickle_save_list_items);
}

bool pickle_save_list(Pickler *self, Ref list) {
    return fast_end(self, list, fast_enter(self, list) && save_list(self, list));
}

/* --- dicts ---------------------------------------------------------------------------------------------- */

/* The next item, key first, value second; false at the end. */
static bool save_next_item(Pickler *self, Ref dict, isize *position, bool *there) {
    Ref key, value;
    *there = dict_each(dict, position, &key, &value, NULL);
    if (!*there) return true;
    Own kept_value = own(value);
    bool saved = save_item(self, own(key)) && pickle_save(self, kept_value);
    release(kept_value);
    return saved;
}

static bool save_dict_batches(Pickler *self, Ref dict) {
    isize position = 0, length = dict_length(dict), count = PICKLE_BATCH;
    bool there;
    if (length == 1) {
        return save_next_item(self, dict, &position, &there) && pickle_write_opcode(self, PICKLE_SETITEM);
    }
    while (count == PICKLE_BATCH) { /* a last batch may be empty: CPython's is */
        if (!pickle_write_opcode(self, PICKLE_MARK)) return false;
        for (count = 0; count < PICKLE_BATCH; count++) {
            if (!save_next_item(self, dict, &position, &there)) return false;
            if (!there) break;
        }
        if (!pickle_write_opcode(self, PICKLE_SETITEMS)) return false;
        if (dict_length(dict) != length) {
            return error_set(EXC(RuntimeError), "dictionary changed size during iteration");
        }
    }
    return true;
}

static bool save_dict(Pickler *self, Ref dict) {
    if (!save_empty(self, dict, PICKLE_EMPTY_DICT, PICKLE_DICT)) return false;
    if (dict_length(dict) == 0) return true;
    if (self->proto > 0) return save_dict_batches(self, dict);
    Own items = object_call_method_none(dict, NAME(items));
    Own iterator = items ? object_iter(items) : NULL;
    release_maybe(items);
    return save_iterated(self, iterator, pickle_save_dict_items);
}

bool pickle_save_dict(Pickler *self, Ref dict) {
    return fast_end(self, dict, fast_enter(self, dict) && save_dict(self, dict));
}

/* --- sets ----------------------------------------------------------------------------------------------- */

/* Before protocol 4: set([...]). */
static bool save_set_as_call(Pickler *self, Ref set) {
    Own items = list_from_iterable(set);
    return pickle_save_call(self, (Ref)type_of(set), tuple_take(1, items), set);
}

static bool save_set_batches(Pickler *self, Ref set) {
    isize position = 0, length = set_length(set), count = PICKLE_BATCH;
    Ref key;
    while (count == PICKLE_BATCH) {
        if (!pickle_write_opcode(self, PICKLE_MARK)) return false;
        for (count = 0; count < PICKLE_BATCH && set_each(set, &position, &key, NULL); count++) {
            if (!save_item(self, own(key))) return false;
        }
        if (!pickle_write_opcode(self, PICKLE_ADDITEMS)) return false;
        if (set_length(set) != length) {
            return error_set(EXC(RuntimeError), "set changed size during iteration");
        }
    }
    return true;
}

bool pickle_save_set(Pickler *self, Ref set) {
    if (self->proto < 4) return save_set_as_call(self, set);
    if (!pickle_write_opcode(self, PICKLE_EMPTY_SET) || !pickle_memoize(self, set)) return false;
    return set_length(set) == 0 || save_set_batches(self, set);
}

static bool save_frozenset_items(Pickler *self, Ref iterator) {
    Own item;
    while ((item = object_next(iterator))) {
        if (!save_item(self, item)) return false;
    }
    return !error_occurred();
}

bool pickle_save_frozenset(Pickler *self, Ref set) {
    if (!fast_enter(self, set)) return false; /* never left: CPython's counter goes up with each frozenset */
    if (self->proto < 4) return save_set_as_call(self, set);
    if (!pickle_write_opcode(self, PICKLE_MARK) ||
        !save_iterated(self, object_iter(set), save_frozenset_items)) {
        return false;
    }
    if (pickle_is_memoized(self, set)) {
        return pickle_write_opcode(self, PICKLE_POP_MARK) && pickle_save_memoized(self, set);
    }
    return pickle_write_opcode(self, PICKLE_FROZENSET) && pickle_memoize(self, set);
}
