/* pickle_memo_proxy.c: the attribute `memo` of picklers and unpicklers, as Python sees it.
 *
 * It is no dict but an object that stands for the memo itself: it can empty it, copy it into a dict, and be
 * given to another pickler or unpickler, which begins with a copy then. */
#include "modules/pickle.h"

/* Both types, which differ in whose memo it is. */
typedef struct MemoProxy {
    Object ob_base;
    Object *owner; /* pickler or unpickler; owned; NULL: cleared by the collector */
} MemoProxy;
#define AS_MEMO_PROXY(ref) ((MemoProxy *)(ref))

static Own proxy_new(Type *type, Ref owner) {
    Own proxy = object_new(type, 0);
    if (!proxy) return NULL;
    AS_MEMO_PROXY(proxy)->owner = own(owner);
    gc_track(proxy);
    return proxy;
}

static bool proxy_traverse(Ref self, VisitFn visit, void *context) {
    Ref owner = AS_MEMO_PROXY(self)->owner;
    return !owner || visit(owner, context);
}
static void proxy_drop(Ref self) { slot_clear(&AS_MEMO_PROXY(self)->owner); }
static void proxy_dealloc(Own self) {
    gc_untrack(self);
    proxy_drop(self);
    object_free(self);
}

/* dict(copy); consumes the copy, NULL too. */
static Own reduce_to_dict(Own copy) { return tuple_take(2, own((Ref)TYPE(DICT)), tuple_take(1, copy)); }

static bool refuse_deletion(void) { return error_set(EXC(TypeError), "attribute deletion is not supported"); }

#define PROXY_SLOTS                                                                                            \
    {                                                                                                          \
        .dealloc = proxy_dealloc, .traverse = proxy_traverse, .clear = proxy_drop,                             \
        .hash = object_hash_unhashable, .getattro = object_generic_get_attribute,                              \
        .setattro = object_generic_set_attribute                                                               \
    }

/* --- of a pickler: {id(object): (index, object)} -------------------------------------------------------- */

static PickleMemo *pickler_memo(Ref proxy) { return &AS_PICKLER(AS_MEMO_PROXY(proxy)->owner)->memo; }

static Own pickler_proxy_clear(Ref self) {
    return !pickler_memo(self)->entries || pickle_memo_clear(pickler_memo(self)) ? own_none() : NULL;
}

static Own pickler_proxy_copy(Ref self) {
    Own dict = dict_new();
    for (isize i = 0; dict && i < pickler_memo(self)->allocated; i++) {
        PickleMemoEntry entry = pickler_memo(self)->entries[i];
        if (!entry.key) continue;
        Own id = int_from_u64(object_id(entry.key));
        Own pair = id ? tuple_take(2, int_from_isize(entry.index), own(entry.key)) : NULL;
        if (!dict_set_own(dict, id, pair)) slot_clear(&dict);
        release_maybe(id);
    }
    return dict;
}

static Own pickler_proxy_reduce(Ref self) { return reduce_to_dict(pickler_proxy_copy(self)); }

static const MethodDef pickler_proxy_methods[] = {
    {"clear", METHOD_NONE, .none = pickler_proxy_clear,
     .doc = "clear($self, /)\n--\n\nRemove all items from memo."},
    {"copy", METHOD_NONE, .none = pickler_proxy_copy,
     .doc = "copy($self, /)\n--\n\nCopy the memo to a new object."},
    {"__reduce__", METHOD_NONE, .none = pickler_proxy_reduce,
     .doc = "__reduce__($self, /)\n--\n\nImplement pickle support."},
    {.name = NULL}};

const TypeSpec pickler_memo_proxy_spec = {.name = "_pickle.PicklerMemoProxy",
                                          .module = "_pickle",
                                          .basicsize = sizeof(MemoProxy),
                                          .flags = TYPE_GC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                                          .slots = PROXY_SLOTS,
                                          .methods = pickler_proxy_methods};

Own pickler_get_memo(Ref self, UNUSED void *closure) {
    return proxy_new(MODULE_TYPE(PICKLER_MEMO_PROXY), self);
}

/* Enters one item of a dict {id: (index, object)}. */
static bool take_memo_item(PickleMemo *memo, Ref value) {
    if (!is_tuple(value) || tuple_length(value) != 2) {
        return error_set(EXC(TypeError), "'memo' values must be 2-item tuples");
    }
    if (!is_int(tuple_get(value, 0))) return error_set(EXC(TypeError), "an integer is required");
    isize index = int_as_isize(tuple_get(value, 0));
    if (index == -1 && error_occurred()) return false;
    return pickle_memo_set(memo, tuple_get(value, 1), index);
}

/* Both make a memo, which is to be freed also where they fail. */
static bool pickler_memo_from_dict(PickleMemo *memo, Ref dict) {
    isize position = 0;
    Ref key, value;
    if (!pickle_memo_init(memo)) return false;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        if (!take_memo_item(memo, value)) return false;
    }
    return true;
}
static bool pickler_memo_from_proxy(PickleMemo *memo, Ref proxy) {
    const PickleMemo *source = pickler_memo(proxy);
    return source->entries ? pickle_memo_copy(memo, source) : pickle_memo_init(memo);
}

bool pickler_set_memo(Ref self, Ref value, UNUSED void *closure) {
    PickleMemo memo = {0};
    bool made = false;
    if (!value) return refuse_deletion();
    if (is_exactly(value, MODULE_TYPE(PICKLER_MEMO_PROXY))) {
        made = pickler_memo_from_proxy(&memo, value);
    } else if (is_dict(value)) {
        made = pickler_memo_from_dict(&memo, value);
    } else {
        error_set(EXC(TypeError), "'memo' attribute must be a PicklerMemoProxy object or dict, not %.200s",
                  type_of(value)->name);
    }
    if (made) {
        PickleMemo old = AS_PICKLER(self)->memo;
        AS_PICKLER(self)->memo = memo;
        memo = old;
    }
    pickle_memo_free(&memo);
    return made;
}

/* --- of an unpickler: {index: object} ------------------------------------------------------------------- */

static UnpicklerMemo *unpickler_memo(Ref proxy) { return &AS_UNPICKLER(AS_MEMO_PROXY(proxy)->owner)->memo; }

/* Room and objects of another memo; the count goes on, as in CPython. The old objects die after they have
 * gone. */
static void replace_memo(UnpicklerMemo *memo, UnpicklerMemo fresh) {
    UnpicklerMemo old = *memo;
    fresh.count = old.count;
    *memo = fresh;
    unpickler_memo_free(&old);
}

static Own unpickler_proxy_clear(Ref self) {
    UnpicklerMemo fresh;
    if (!unpickler_memo_init(&fresh, unpickler_memo(self)->room)) return NULL;
    replace_memo(unpickler_memo(self), fresh);
    return own_none();
}

static Own unpickler_proxy_copy(Ref self) {
    const UnpicklerMemo *memo = unpickler_memo(self);
    Own dict = dict_new();
    for (isize i = 0; dict && i < memo->room; i++) {
        if (!memo->items[i]) continue;
        Own index = int_from_isize(i);
        bool set = index && dict_set(dict, index, memo->items[i]);
        release_maybe(index);
        if (!set) slot_clear(&dict);
    }
    return dict;
}

static Own unpickler_proxy_reduce(Ref self) { return reduce_to_dict(unpickler_proxy_copy(self)); }

static const MethodDef unpickler_proxy_methods[] = {
    {"clear", METHOD_NONE, .none = unpickler_proxy_clear,
     .doc = "clear($self, /)\n--\n\nRemove all items from memo."},
    {"copy", METHOD_NONE, .none = unpickler_proxy_copy,
     .doc = "copy($self, /)\n--\n\nCopy the memo to a new object."},
    {"__reduce__", METHOD_NONE, .none = unpickler_proxy_reduce,
     .doc = "__reduce__($self, /)\n--\n\nImplement pickling support."},
    {.name = NULL}};

const TypeSpec unpickler_memo_proxy_spec = {.name = "_pickle.UnpicklerMemoProxy",
                                            .module = "_pickle",
                                            .basicsize = sizeof(MemoProxy),
                                            .flags = TYPE_GC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                                            .slots = PROXY_SLOTS,
                                            .methods = unpickler_proxy_methods};

Own unpickler_get_memo(Ref self, UNUSED void *closure) {
    return proxy_new(MODULE_TYPE(UNPICKLER_MEMO_PROXY), self);
}

static bool unpickler_memo_copy(UnpicklerMemo *memo, const UnpicklerMemo *source) {
    if (!unpickler_memo_init(memo, source->room)) return false;
    for (isize i = 0; i < source->room; i++) memo->items[i] = own_maybe(source->items[i]);
    return true;
}

/* CPython 3.11 enters the items into the memo that is then replaced: they are counted, and the new one is
 * empty. */
static bool unpickler_memo_from_dict(UnpicklerMemo *memo, UnpicklerMemo *old, Ref dict) {
    isize position = 0;
    Ref key, value;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        if (!is_int(key)) return error_set(EXC(TypeError), "memo key must be integers");
        isize index = int_as_isize(key);
        if (index == -1 && error_occurred()) return false;
        if (index < 0) return error_set(EXC(ValueError), "memo key must be positive integers.");
        if (!unpickler_memo_put(old, index, value)) return false;
    }
    return unpickler_memo_init(memo, dict_length(dict));
}

bool unpickler_set_memo(Ref self, Ref value, UNUSED void *closure) {
    UnpicklerMemo *memo = &AS_UNPICKLER(self)->memo, fresh;
    if (!value) return refuse_deletion();
    bool made = false;
    if (is_exactly(value, MODULE_TYPE(UNPICKLER_MEMO_PROXY))) {
        made = unpickler_memo_copy(&fresh, unpickler_memo(value));
    } else if (is_dict(value)) {
        made = unpickler_memo_from_dict(&fresh, memo, value);
    } else {
        error_set(EXC(TypeError), "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %.200s",
                  type_of(value)->name);
    }
    if (made) replace_memo(memo, fresh);
    return made;
}
