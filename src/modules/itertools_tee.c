/* itertools_tee.c: tee: several iterators over what one iterator gives.
 *
 * The items lie in blocks, each linked to the next. Each tee stands at a place in a block and owns the block; a
 * block dies when the last tee has left it behind:
 *
 *     tee 2 ----+                  tee 1 ----+
 *               v                            v
 *     [ 57 items ] -> [ 57 items ] -> [ 12 items ] <- read from the iterator when a tee comes to the end */
#include "modules/itertools.h"
#include "object/argument_checks.h"

enum { BLOCK_ITEMS = 57 };

typedef struct TeeBlock {
    Object ob_base;
    Object *iterator;
    int count; /* items read so far */
    int running;
    Object *next; /* block, or NULL */
    Object *items[BLOCK_ITEMS];
} TeeBlock;
#define AS_TEE_BLOCK(ref) ((TeeBlock *)(ref))

typedef struct Tee {
    Object ob_base;
    Object *block;
    int index; /* in the block, of the item that comes next */
    Object *weaklist;
} Tee;
#define AS_TEE(ref) ((Tee *)(ref))

/* --- blocks ---------------------------------------------------------------------------------------------- */

static Own block_new_over(Ref iterator) {
    Own self = object_new(MODULE_TYPE(TEE_DATAOBJECT), 0);
    if (!self) return NULL;
    AS_TEE_BLOCK(self)->iterator = own(iterator);
    gc_track(self);
    return self;
}

/* The item number `index`, which is in the block or the next to be read. */
static Own block_item(TeeBlock *block, int index) {
    if (index < block->count) return own(block->items[index]);
    if (block->running) return error_set(EXC(RuntimeError), "cannot re-enter the tee iterator");
    block->running = 1;
    Own item = object_next(block->iterator);
    block->running = 0;
    if (!item) return NULL;
    block->items[block->count++] = item;
    return own(item);
}

/* The block behind this one. */
static Own block_next(TeeBlock *block) {
    if (!block->next) block->next = block_new_over(block->iterator);
    return own_maybe(block->next);
}

static bool block_traverse(Ref self, VisitFn visit, void *context) {
    const TeeBlock *block = AS_TEE_BLOCK(self);
    if (block->iterator && !visit(block->iterator, context)) return false;
    for (int i = 0; i < block->count; i++) {
        if (!visit(block->items[i], context)) return false;
    }
    return !block->next || visit(block->next, context);
}

/* Drops a chain of blocks one by one, so that a long one does not recurse. Consumes it. */
static void block_chain_release(Own block) {
    while (block && block->ob_refcnt == 1) {
        Own next = AS_TEE_BLOCK(block)->next;
        AS_TEE_BLOCK(block)->next = NULL;
        release(block);
        block = next;
    }
    release_maybe(block);
}

static void block_clear(Ref self) {
    TeeBlock *block = AS_TEE_BLOCK(self);
    slot_clear(&block->iterator);
    int count = block->count;
    block->count = 0;
    for (int i = 0; i < count; i++) slot_clear(&block->items[i]);
    Own next = block->next;
    block->next = NULL;
    block_chain_release(next);
}
static void block_dealloc(Own self) {
    gc_untrack(self);
    block_clear(self);
    object_free(self);
}

static Own block_reduce(Ref self) {
    const TeeBlock *block = AS_TEE_BLOCK(self);
    Own items = list_from_array((Ref const *)block->items, block->count);
    Own args = tuple_take(3, own(block->iterator), items, own(block->next ? block->next : None));
    return tuple_take(2, own((Ref)type_of(self)), args);
}

/* Is the rest of a pickled block such that it can be one? */
static bool fits_block(Ref items, Ref next) {
    isize count = list_length(items);
    bool linked = next != None;
    if (linked && !is_exactly(next, MODULE_TYPE(TEE_DATAOBJECT))) return false;
    return count == BLOCK_ITEMS || (count < BLOCK_ITEMS && !linked);
}

static Own block_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type;
    if (!arguments_no_keywords("teedataobject", kwnames) || !arguments_count("teedataobject", nargs, 3, 3))
        return NULL;
    if (!is_list(args[1])) {
        return error_set(EXC(TypeError), "teedataobject() argument 2 must be list, not %.50s",
                         argument_type_name(args[1]));
    }
    if (!fits_block(args[1], args[2])) return error_set(EXC(ValueError), "Invalid arguments");
    Own self = block_new_over(args[0]);
    if (!self) return NULL;
    TeeBlock *block = AS_TEE_BLOCK(self);
    for (isize i = 0; i < list_length(args[1]); i++) block->items[block->count++] = own(list_get(args[1], i));
    if (args[2] != None) block->next = own(args[2]);
    return self;
}

static const MethodDef block_methods[] = {
    {"__reduce__", METHOD_NONE, .none = block_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec tee_dataobject_spec = {.name = "itertools._tee_dataobject",
                                      .basicsize = sizeof(TeeBlock),
                                      .flags = TYPE_GC,
                                      .slots = {.new = block_new,
                                                .dealloc = block_dealloc,
                                                .traverse = block_traverse,
                                                .clear = block_clear,
                                                .getattro = object_generic_get_attribute},
                                      .methods = block_methods,
                                      .doc = "teedataobject(iterable, values, next, /)\n"
                                             "--\n"
                                             "\n"
                                             "Data container common to multiple tee objects."};

/* --- tees ------------------------------------------------------------------------------------------------ */

/* Consumes the block. */
static Own tee_at(Own block, int index) {
    Own self = block ? object_new(MODULE_TYPE(TEE), 0) : NULL;
    if (!self) {
        release_maybe(block);
        return NULL;
    }
    AS_TEE(self)->block = block;
    AS_TEE(self)->index = index;
    gc_track(self);
    return self;
}

static Own tee_copy(Ref self) { return tee_at(own(AS_TEE(self)->block), AS_TEE(self)->index); }

static Own tee_over(Ref iterable) {
    Own iterator = object_iter(iterable), self;
    if (!iterator) return NULL;
    if (is_a(iterator, MODULE_TYPE(TEE))) {
        self = tee_copy(iterator);
    } else {
        self = tee_at(block_new_over(iterator), 0);
    }
    release(iterator);
    return self;
}

static Own tee_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type;
    if (!arguments_no_keywords("_tee", kwnames) || !arguments_count("_tee", nargs, 1, 1)) return NULL;
    return tee_over(args[0]);
}

static void tee_clear(Ref self) {
    if (AS_TEE(self)->weaklist) weakref_clear_all(self);
    slot_clear(&AS_TEE(self)->block);
}
static void tee_dealloc(Own self) {
    gc_untrack(self);
    tee_clear(self);
    object_free(self);
}
static bool tee_traverse(Ref self, VisitFn visit, void *context) {
    Ref block = AS_TEE(self)->block;
    return !block || visit(block, context);
}

static Own tee_next(Ref self) {
    Tee *tee = AS_TEE(self);
    if (tee->index >= BLOCK_ITEMS) {
        Own next = block_next(AS_TEE_BLOCK(tee->block));
        if (!next) return NULL;
        slot_set(&tee->block, next);
        tee->index = 0;
    }
    Own item = block_item(AS_TEE_BLOCK(tee->block), tee->index);
    if (item) tee->index++;
    return item;
}

static Own tee_reduce(Ref self) {
    Own nothing = tuple_take(1, tuple_new(0));
    return tuple_take(3, own((Ref)type_of(self)), nothing,
                      tuple_take(2, own(AS_TEE(self)->block), int_from_i64(AS_TEE(self)->index)));
}
static Own tee_setstate(Ref self, Ref state) {
    if (!iterator_check_state(state, 2, 2)) return NULL;
    Ref block = tuple_get(state, 0);
    if (!is_exactly(block, MODULE_TYPE(TEE_DATAOBJECT))) {
        return error_set(EXC(TypeError), "argument 1 must be itertools._tee_dataobject, not %.50s",
                         argument_type_name(block));
    }
    isize index = int_index_as_isize(tuple_get(state, 1), EXC(OverflowError));
    if (index == -1 && error_occurred()) return NULL;
    if (index < 0 || index > BLOCK_ITEMS) return error_set(EXC(ValueError), "Index out of range");
    slot_set(&AS_TEE(self)->block, own(block));
    AS_TEE(self)->index = (int)index;
    return own_none();
}

static const MethodDef tee_methods[] = {
    {"__copy__", METHOD_NONE, .none = tee_copy, .doc = "Returns an independent iterator."},
    {"__reduce__", METHOD_NONE, .none = tee_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = tee_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec tee_spec = {.name = "itertools._tee",
                           .basicsize = sizeof(Tee),
                           .flags = TYPE_GC,
                           .weaklist_offset = offsetof(Tee, weaklist),
                           .slots = {.new = tee_new,
                                     .dealloc = tee_dealloc,
                                     .traverse = tee_traverse,
                                     .clear = tee_clear,
                                     .iter = iterator_self,
                                     .iternext = tee_next},
                           .methods = tee_methods,
                           .doc = "_tee(iterable, /)\n"
                                  "--\n"
                                  "\n"
                                  "Iterator wrapped to make it copyable."};

/* --- tee(iterable, n) ------------------------------------------------------------------------------------ */

/* `count` iterators in a tuple: `first` (consumed) and copies of it by its __copy__. */
static Own with_copies(Own first, isize count) {
    Own copy = NULL, tees = NULL, name = str_intern_cstring("__copy__");
    bool good = name && object_find_attribute(first, name, &copy);
    if (good && !copy) {
        Own iterator = first;
        first = tee_over(iterator);
        release(iterator);
        good = first && object_find_attribute(first, name, &copy);
    }
    if (good) tees = tuple_new(count);
    if (tees) {
        tuple_fill(tees, 0, own(first));
        for (isize i = 1; tees && i < count; i++) {
            Own another = object_call_none(copy);
            if (another) {
                tuple_fill(tees, i, another);
            } else {
                slot_clear(&tees);
            }
        }
    }
    release_maybe(first);
    release_maybe(copy);
    release_maybe(name);
    return tees;
}

Own itertools_method_tee(Ref self, Ref const *args, isize nargs) {
    isize count = 2;
    (void)self;
    if (!arguments_count("tee", nargs, 1, 2)) return NULL;
    if (nargs == 2) {
        count = int_as_isize(args[1]);
        if (count == -1 && error_occurred()) return NULL;
    }
    if (count < 0) return error_set(EXC(ValueError), "n must be >= 0");
    if (count == 0) return tuple_new(0);
    Own iterator = object_iter(args[0]);
    return iterator ? with_copies(iterator, count) : NULL;
}
