/* functools_cache.c: the function that lru_cache makes: it remembers what another one answered.
 *
 * `cache` goes from the arguments to the answer. Where its size is bounded it goes to a link instead, and the
 * links stand in a ring in the order in which they were last used; the dict owns them:
 *
 *     root <-> oldest <-> ... <-> newest <-> root
 *
 * When the ring is full, the oldest link is used again for what is new. Everything that runs Python code
 * (hashing, comparing, the function itself, the death of a key) may come back here and change ring and dict, so
 * each step leaves both whole before the next. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef struct LruLink {
    Object ob_base;
    struct LruLink *previous, *next;
    isize hash;
    Object *key, *result; /* owned */
} LruLink;
#define AS_LRU_LINK(ref) ((LruLink *)(ref))

typedef struct LruCache {
    Object ob_base;
    LruLink root; /* no object: only its links are used */
    Object *function, *cache, *info_type;
    isize maxsize; /* -1: without bound */
    bool typed;
    isize hits, misses;
    Object *dict, *weaklist;
} LruCache;
#define AS_LRU_CACHE(ref) ((LruCache *)(ref))

/* --- links ----------------------------------------------------------------------------------------------- */

static void link_dealloc(Own self) {
    release_maybe(AS_LRU_LINK(self)->key);
    release_maybe(AS_LRU_LINK(self)->result);
    object_free(self);
}

const TypeSpec lru_link_spec = {.name = "functools._lru_list_elem",
                                .basicsize = sizeof(LruLink),
                                .flags = TYPE_HEAP_SPEC | TYPE_NO_INSTANTIATION,
                                .slots = {.dealloc = link_dealloc}};

static void ring_remove(LruLink *link) {
    link->previous->next = link->next;
    link->next->previous = link->previous;
}

/* As the newest. */
static void ring_append(LruCache *cache, LruLink *link) {
    LruLink *root = &cache->root, *last = root->previous;
    last->next = root->previous = link;
    link->previous = last;
    link->next = root;
}

/* --- keys ------------------------------------------------------------------------------------------------ */

/* The types of the values in the tuple from `at` on. */
static isize fill_types(Ref key, isize at, Ref const *values, isize count) {
    for (isize i = 0; i < count; i++) tuple_fill(key, at + i, own((Ref)type_of(values[i])));
    return at + count;
}

/* What stands for the arguments in the dict: the only argument itself where it is a plain int or str, else a
 * tuple: (arguments, a mark, names and values of keywords, types). The mark is the cache's own type. */
static Own key_of(const LruCache *cache, Ref const *args, isize nargs, Ref kwnames) {
    isize keywords = kwnames ? tuple_length(kwnames) : 0;
    if (!cache->typed && !keywords) {
        if (nargs == 1 && (is_exact_str(args[0]) || is_exact_int(args[0]))) return own(args[0]);
        return tuple_from_array(args, nargs);
    }
    isize length = nargs + (keywords ? 1 + 2 * keywords : 0) + (cache->typed ? nargs + keywords : 0), at = 0;
    Own key = tuple_new(length);
    if (!key) return NULL;
    for (; at < nargs; at++) tuple_fill(key, at, own(args[at]));
    if (keywords) tuple_fill(key, at++, own((Ref)MODULE_TYPE(LRU_CACHE)));
    for (isize i = 0; i < keywords; i++) {
        tuple_fill(key, at++, own(tuple_get(kwnames, i)));
        tuple_fill(key, at++, own(args[nargs + i]));
    }
    if (cache->typed) fill_types(key, at, args, nargs + keywords);
    return key;
}

/* --- three ways to answer -------------------------------------------------------------------------------- */

static Own call_function(LruCache *cache, Ref const *args, isize nargs, Ref kwnames) {
    cache->misses++;
    return object_call(cache->function, args, nargs, kwnames);
}

static Own answer_unbounded(LruCache *cache, Own key, isize hash, Ref const *args, isize nargs, Ref kwnames) {
    Ref known = dict_get_hashed(cache->cache, key, hash);
    if (known) {
        cache->hits++;
        return own(known);
    }
    Own result = error_occurred() ? NULL : call_function(cache, args, nargs, kwnames);
    if (result && !dict_set_hashed(cache->cache, key, hash, result)) slot_clear(&result);
    return result;
}

/* Enters a new link. False: raised. */
static bool remember_in_new(LruCache *cache, Ref key, isize hash, Ref result) {
    Own object = object_new(MODULE_TYPE(LRU_LINK), 0);
    if (!object) return false;
    LruLink *link = AS_LRU_LINK(object);
    link->hash = hash;
    link->key = own(key);
    link->result = own(result);
    bool entered = dict_set_hashed(cache->cache, key, hash, object);
    if (entered) ring_append(cache, link);
    release(object);
    return entered;
}

/* Uses the oldest link again. False: raised. */
static bool remember_in_oldest(LruCache *cache, Ref key, isize hash, Ref result) {
    LruLink *link = cache->root.next;
    ring_remove(link);
    Own object = own((Ref)link);
    Ref known = dict_get_hashed(cache->cache, link->key, link->hash);
    if (error_occurred()) {
        ring_append(cache, link);
        release(object);
        return false;
    }
    if (known != object) {
        /* while the keys were compared, it has been taken out of the dict: the result is not remembered */
        release(object);
        return true;
    }
    Own old_key = link->key, old_result = link->result;
    bool moved = dict_delete_hashed(cache->cache, old_key, link->hash);
    if (moved) {
        link->hash = hash;
        link->key = own(key);
        link->result = own(result);
        moved = dict_set_hashed(cache->cache, key, hash, object);
        if (moved) ring_append(cache, link);
        release(old_key);
        release(old_result);
    }
    release(object);
    return moved;
}

static Own answer_bounded(LruCache *cache, Own key, isize hash, Ref const *args, isize nargs, Ref kwnames) {
    Ref known = dict_get_hashed(cache->cache, key, hash);
    if (known) {
        LruLink *link = AS_LRU_LINK(known);
        ring_remove(link);
        ring_append(cache, link);
        cache->hits++;
        return own(link->result);
    }
    Own result = error_occurred() ? NULL : call_function(cache, args, nargs, kwnames);
    if (!result) return NULL;
    /* the function may have called itself with the same arguments */
    known = dict_get_hashed(cache->cache, key, hash);
    if (known) return result;
    bool done = !error_occurred();
    if (done) {
        bool has_room = dict_length(cache->cache) < cache->maxsize || cache->root.next == &cache->root;
        done =
            has_room ? remember_in_new(cache, key, hash, result) : remember_in_oldest(cache, key, hash, result);
    }
    if (!done) slot_clear(&result);
    return result;
}

static Own lru_cache_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    LruCache *cache = AS_LRU_CACHE(self);
    if (cache->maxsize == 0) return call_function(cache, args, nargs, kwnames);
    Own key = key_of(cache, args, nargs, kwnames);
    isize hash = key ? object_hash(key) : -1;
    Own result = NULL;
    if (hash != -1) {
        result = cache->maxsize < 0 ? answer_unbounded(cache, key, hash, args, nargs, kwnames)
                                    : answer_bounded(cache, key, hash, args, nargs, kwnames);
    }
    release_maybe(key);
    return result;
}
static Own lru_cache_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(lru_cache_run, self, args, nargs, kwnames);
}

/* --- life ------------------------------------------------------------------------------------------------ */

/* None: without bound. Negative: 0. */
static bool take_maxsize(Ref value, isize *maxsize) {
    *maxsize = -1;
    if (value == None) return true;
    if (!number_is_index(value)) return error_set(EXC(TypeError), "maxsize should be integer or None");
    *maxsize = int_index_as_isize(value, EXC(OverflowError));
    if (*maxsize == -1 && error_occurred()) return false;
    if (*maxsize < 0) *maxsize = 0;
    return true;
}

static Own lru_cache_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "lru_cache", {"user_function", "maxsize", "typed", "cache_info_type"}, .required = 4};
    Ref given[4];
    isize maxsize;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    int typed = object_is_true(given[2]);
    if (typed < 0) return NULL;
    if (!object_is_callable(given[0])) return error_set(EXC(TypeError), "the first argument must be callable");
    if (!take_maxsize(given[1], &maxsize)) return NULL;
    Own dict = dict_new(), self = dict ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(dict);
        return NULL;
    }
    LruCache *cache = AS_LRU_CACHE(self);
    cache->root.previous = cache->root.next = &cache->root;
    cache->function = own(given[0]);
    cache->cache = dict;
    cache->info_type = own(given[3]);
    cache->maxsize = maxsize;
    cache->typed = typed;
    gc_track(self);
    return self;
}

/* Empties ring and dict. */
static void forget_all(LruCache *cache) {
    cache->root.previous = cache->root.next = &cache->root;
    dict_clear(cache->cache);
}

static void lru_cache_slot_clear(Ref self) {
    LruCache *cache = AS_LRU_CACHE(self);
    cache->root.previous = cache->root.next = &cache->root;
    slot_clear(&cache->cache);
    slot_clear(&cache->function);
    slot_clear(&cache->info_type);
    slot_clear(&cache->dict);
}
static void lru_cache_dealloc(Own self) {
    gc_untrack(self);
    if (AS_LRU_CACHE(self)->weaklist) weakref_clear_all(self);
    lru_cache_slot_clear(self);
    object_free(self);
}
static bool lru_cache_traverse(Ref self, VisitFn visit, void *context) {
    const LruCache *cache = AS_LRU_CACHE(self);
    for (const LruLink *link = cache->root.next; link != &cache->root; link = link->next) {
        if (!visit(link->key, context) || !visit(link->result, context)) return false;
    }
    return (!cache->cache || visit(cache->cache, context)) &&
           (!cache->function || visit(cache->function, context)) &&
           (!cache->info_type || visit(cache->info_type, context)) &&
           (!cache->dict || visit(cache->dict, context));
}

/* --- methods --------------------------------------------------------------------------------------------- */

static Own lru_cache_descr_get(Ref self, Ref instance, UNUSED Ref owner) {
    return !instance || instance == None ? own(self) : method_new(self, instance);
}

static Own lru_cache_method_info(Ref self) {
    const LruCache *cache = AS_LRU_CACHE(self);
    Own maxsize = cache->maxsize == -1 ? own_none() : int_from_isize(cache->maxsize);
    Own facts = tuple_take(4, int_from_isize(cache->hits), int_from_isize(cache->misses), maxsize,
                           int_from_isize(dict_length(cache->cache)));
    Own info = facts ? object_call_tuple(cache->info_type, facts, NULL) : NULL;
    release_maybe(facts);
    return info;
}
static Own lru_cache_method_clear(Ref self) {
    LruCache *cache = AS_LRU_CACHE(self);
    cache->hits = cache->misses = 0;
    forget_all(cache);
    return own_none();
}
static Own lru_cache_reduce(Ref self) { return object_get_attribute(self, NAME(__qualname__)); }
/* Of whatever it is given: itself. */
static Own lru_cache_copy(Ref self, Ref const *args UNUSED, isize nargs UNUSED) { return own(self); }

static const MethodDef lru_cache_methods[] = {
    {"cache_info", METHOD_NONE, .none = lru_cache_method_info},
    {"cache_clear", METHOD_NONE, .none = lru_cache_method_clear},
    {"__reduce__", METHOD_NONE, .none = lru_cache_reduce},
    {"__copy__", METHOD_ARRAY, .array = lru_cache_copy, .flags = METHOD_VARARGS},
    {"__deepcopy__", METHOD_ARRAY, .array = lru_cache_copy, .flags = METHOD_VARARGS},
    {.name = NULL}};
static const GetSetDef lru_cache_getset[] = {{"__dict__", .get = object_get_dict, .set = object_set_dict},
                                             {.name = NULL}};

const TypeSpec lru_cache_spec = {.name = "functools._lru_cache_wrapper",
                                 .basicsize = sizeof(LruCache),
                                 .ghost_size = 152,
                                 .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_METHOD_DESCRIPTOR,
                                 .weaklist_offset = offsetof(LruCache, weaklist),
                                 .dict_offset = offsetof(LruCache, dict),
                                 .slots = {.new = lru_cache_new,
                                           .dealloc = lru_cache_dealloc,
                                           .traverse = lru_cache_traverse,
                                           .clear = lru_cache_slot_clear,
                                           .call = lru_cache_call,
                                           .descr_get = lru_cache_descr_get},
                                 .methods = lru_cache_methods,
                                 .getset = lru_cache_getset,
                                 .doc = "Create a cached callable that wraps another function.\n"
                                        "\n"
                                        "user_function:      the function being cached\n"
                                        "\n"
                                        "maxsize:  0         for no caching\n"
                                        "          None      for unlimited cache size\n"
                                        "          n         for a bounded cache\n"
                                        "\n"
                                        "typed:    False     cache f(3) and f(3.0) as identical calls\n"
                                        "          True      cache f(3) and f(3.0) as distinct calls\n"
                                        "\n"
                                        "cache_info_type:    namedtuple class with the fields:\n"
                                        "                        hits misses currsize maxsize\n"};
