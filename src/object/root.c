/* root.c: how the object room comes to life.
 *
 * Types are described by dicts of strs, and dicts and strs are described by types. So the types are first
 * prepared only: sizes and slots, enough to allocate instances. With that, strs, tuples and dicts can be made;
 * with those, the types are made ready, in the order of the table, a base before what derives from it.
 * Exceptions come last: until then nothing can fail but for want of memory. */
#include "object/root.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static const TypeSpec *const specs[OBJECT_TYPE_COUNT] = {
#define TYPE_ROW(id, spec) &spec,
    OBJECT_TYPES(TYPE_ROW)
#undef TYPE_ROW
};

static const char *const names[NAME_COUNT] = {
#define NAME_ROW(identifier) #identifier,
    NAMES(NAME_ROW)
#undef NAME_ROW
};

#define RECURSION_LIMIT 1000

static void init_counters(ObjectRoot *root) {
    memset(root, 0, sizeof *root);
    root->next_serial = 1;
    root->next_type_version = 1;
    root->next_dict_keys_version = 2; /* as in CPython: 1 is never given out */
    root->next_function_version = 1;
    root->next_dict_version = 1;
    root->recursion_limit = RECURSION_LIMIT;
}

static void prepare_types(ObjectRoot *root) {
    for (int id = 0; id < OBJECT_TYPE_COUNT; id++) type_prepare(&root->types[id].type, specs[id]);
}

/* --- objects that lie in the root ----------------------------------------------------------------------- */

static void init_immortal(u64 *serial, Object *object, Type *type) {
    *serial = OBJECT_ROOT->next_serial++;
    object->ob_refcnt = 1;
    object->ob_type = type;
}

static void init_int(RootInt *slot, Type *type, int value) {
    init_immortal(&slot->serial, &slot->value.ob_base.ob_base, type);
    slot->value.ob_base.ob_size = value > 0 ? 1 : value < 0 ? -1 : 0;
    slot->value.digits[0] = (u32)(value < 0 ? -value : value);
}

static void make_singletons(ObjectRoot *root) {
    init_immortal(&root->none.serial, &root->none.value, TYPE(NONE));
    init_immortal(&root->not_implemented.serial, &root->not_implemented.value, TYPE(NOT_IMPLEMENTED));
    init_immortal(&root->ellipsis.serial, &root->ellipsis.value, TYPE(ELLIPSIS));
    init_int(&root->true_, TYPE(BOOL), 1);
    init_int(&root->false_, TYPE(BOOL), 0);
    for (int value = SMALL_INT_MIN; value <= SMALL_INT_MAX; value++) {
        init_int(&root->small_ints[value - SMALL_INT_MIN], TYPE(INT), value);
    }
}

/* --- objects in the heap that all share ----------------------------------------------------------------- */

static bool make_type_cache(ObjectRoot *root) {
    usize size = TYPE_CACHE_SIZE * sizeof(TypeCacheEntry);
    root->type_cache = arena_alloc(size, BLOCK_RAW);
    if (root->type_cache) memset(root->type_cache, 0, size);
    return root->type_cache != NULL;
}

static bool make_empties(ObjectRoot *root) {
    static const u8 nothing[1];
    if (!root->empty_str && !(root->empty_str = str_from_latin1(nothing, 0))) return false;
    if (!root->empty_bytes && !(root->empty_bytes = bytes_from(nothing, 0))) return false;
    return root->empty_tuple || (root->empty_tuple = tuple_new(0));
}

static bool make_characters(ObjectRoot *root) {
    for (int c = 0; c < 256; c++) {
        u8 byte = (u8)c;
        if (!root->latin1[c] && !(root->latin1[c] = str_from_latin1(&byte, 1))) return false;
        if (!root->byte_strings[c] && !(root->byte_strings[c] = bytes_from(&byte, 1))) return false;
    }
    return true;
}

static bool make_names(ObjectRoot *root) {
    for (int id = 0; id < NAME_COUNT; id++) {
        if (!(root->names[id] = str_intern_cstring(names[id]))) return false;
    }
    return true;
}

static bool ready_types(ObjectRoot *root) {
    for (int id = 0; id < OBJECT_TYPE_COUNT; id++) {
        if (!type_ready(&root->types[id].type, specs[id])) return false;
    }
    return exception_types_ready();
}

bool object_room_open(void) {
    ObjectRoot *root = OBJECT_ROOT;
    init_counters(root);
    prepare_types(root);
    make_singletons(root);
    bool made = gc_room_open() && make_type_cache(root) && make_empties(root) && make_characters(root) &&
                make_names(root) && ready_types(root) && gc_room_lists();
    if (made && !root->empty_frozenset) made = (root->empty_frozenset = frozenset_new(NULL)) != NULL;
    return made;
}

/* --- immortals ------------------------------------------------------------------------------------------ */

#define MACHINE_SERIALS ((u64)1 << 24) /* below it are those of what the machine makes for itself */

void object_room_seal(void) {
    OBJECT_ROOT->next_machine_serial = OBJECT_ROOT->next_serial;
    OBJECT_ROOT->first_program_serial = OBJECT_ROOT->next_serial = MACHINE_SERIALS;
    gc_room_seal();
}

u64 object_machine_births_begin(void) {
    u64 resume = OBJECT_ROOT->next_serial;
    OBJECT_ROOT->next_serial = OBJECT_ROOT->next_machine_serial;
    return resume;
}

void object_machine_births_end(u64 resume) {
    OBJECT_ROOT->next_machine_serial = OBJECT_ROOT->next_serial;
    OBJECT_ROOT->next_serial = resume;
}

typedef struct LiveVisit {
    ArenaVisit visit;
    void *context;
} LiveVisit;

static bool visit_program_object(void *object, void *context) {
    const LiveVisit *live = context;
    if (object_serial(object) < OBJECT_ROOT->first_program_serial) return true;
    if (is_exact_str(object) && AS_STR(object)->machine_held) return true;
    return live->visit(object, live->context);
}

void object_room_each_live(ArenaVisit visit, void *context) {
    LiveVisit live = {visit, context};
    type_cache_clear(); /* it may keep names alive, and nothing else */
    arena_each_object(visit_program_object, &live);
}

static bool count_object(void *object, void *context) {
    (void)object;
    isize *count = context;
    ++*count;
    return true;
}

isize object_room_live(void) {
    isize count = 0;
    object_room_each_live(count_object, &count);
    return count;
}
