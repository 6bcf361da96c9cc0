/* memory_model.c: sizes of objects and lengths of free lists, as CPython 3.11 has them (memory_model.h).
 *
 * The block's kind and the object's own header tell all: they are whole from right after the birth until the block is
 * given back. A dict's table has no header; but the smallest one is recognised by what stands in it. */
#include "vm/memory_model.h"

#include "code/code.h"
#include "object/dict_internal.h"
#include "object/type_checks.h"
#include "vm/generator.h"
#include "vm/root.h"

/* --- sizes ---------------------------------------------------------------------------------------------- */

#define COLLECTOR_HEAD 16 /* words before a container, and before an instance with a managed dict */
#define MANAGED_HEAD 16
#define ASCII_HEAD 48
#define WIDE_HEAD 72
#define CLASS_ITEM 40 /* a class has room for one more of its __slots__ than there are */

static usize head_size(const Type *type) {
    return (type_has(type, TYPE_GC) ? COLLECTOR_HEAD : 0) +
           (type_has(type, TYPE_MANAGED_DICT) ? MANAGED_HEAD : 0);
}

static usize str_size(const Str *str) {
    return (str->ascii ? ASCII_HEAD : WIDE_HEAD) + (usize)(str->length + 1) * str->kind;
}

static bool is_frame_holder(const Type *type) {
    return type == TYPE_GENERATOR || type == TYPE_COROUTINE || type == TYPE_ASYNC_GENERATOR;
}

/* Instances of a program's classes whose items vary have room for one more, and end at a word's end; a struct sequence
 * has all of its fields, however many it shows. */
static usize plain_size(Ref object, usize asked) {
    const Type *type = type_of(object);
    usize size = (usize)type->ghost_size;
    if (!type->itemsize || type_has(type, TYPE_STR_SUBCLASS)) return size;
    isize items = size_of(object);
    if (items < 0) items = -items;
    if (!type_has(type, TYPE_HEAP)) return size + (usize)items * (usize)type->itemsize;
    if (type->spec) return size + asked - (usize)type->basicsize;
    size += (usize)(items + 1) * (usize)type->itemsize;
    return (size + 7) & ~(usize)7;
}

/* The pointer that an object ends with in CPython, if it is there at all. */
static usize missing_end(Ref object) {
    const TypeSpec *spec = type_of(object)->spec;
    if (!spec || !spec->last_offset) return 0;
    return *(Object *const *)((const char *)object + spec->last_offset) ? 0 : sizeof(Object *);
}

usize memory_model_size(Ref object, usize asked) {
    const Type *type = type_of(object);
    if (type == TYPE(STR)) return str_size(AS_STR(object));
    if (type == TYPE(INT)) return asked;
    usize size = plain_size(object, asked) - missing_end(object);
    if (type_has(type, TYPE_TYPE_SUBCLASS)) size += CLASS_ITEM;
    const Code *code = is_frame_holder(type) ? AS_GENERATOR(object)->code
                       : type == TYPE_FRAME  ? AS_FRAME_OBJECT(object)->frame->code
                                             : NULL;
    if (code) size = (usize)type->ghost_size + (usize)(code->nlocalsplus + code->stacksize) * sizeof(Object *);
    return size + head_size(type);
}

usize memory_model_beside(Ref object) {
    const Type *type = type_of(object), *native = type;
    while (!native->spec) native = native->base;
    if (native->spec->beside) return (usize)native->spec->beside;
    if (type == TYPE(STR) || !type_has(type, TYPE_STR_SUBCLASS)) return 0;
    return (usize)(AS_STR(object)->length + 1) * AS_STR(object)->kind;
}

/* --- free lists ----------------------------------------------------------------------------------------- */

/* A table for five str keys: what makes one fills its head at once, and what frees one leaves it as it was. No list of
 * references looks like that, for their addresses are multiples of eight. */
static bool is_small_table(const void *block) {
    const DictKeys *keys = block;
    return keys->log2_size == KEYS_LOG2_MIN && keys->log2_index_bytes == KEYS_LOG2_MIN &&
           keys->kind == DICT_KEYS_STR && keys->refcnt >= 0 && keys->refcnt <= 1 && keys->usable >= 0 &&
           keys->entry_count >= 0 && keys->usable + keys->entry_count <= keys_room(KEYS_LOG2_MIN);
}

int memory_model_list(const void *block, BlockKind kind) {
    if (kind == BLOCK_RAW)
        return arena_block_size(block) >= sizeof(DictKeys) && is_small_table(block) ? FREE_TABLES : -1;
    Ref object = block;
    const Type *type = type_of(object);
    if (type == TYPE(FLOAT)) return FREE_FLOATS;
    if (type == TYPE(LIST)) return FREE_LISTS;
    if (type == TYPE(DICT)) return FREE_DICTS;
    if (type == TYPE(SLICE)) return FREE_SLICES;
    bool kept = type == TYPE(TUPLE) && size_of(object) >= 1 && size_of(object) <= FREE_KINDS - FREE_TUPLES;
    return kept ? FREE_TUPLES + (int)size_of(object) - 1 : -1;
}

u32 memory_model_capacity(int list) {
    switch (list) {
    case FREE_FLOATS: return 100;
    case FREE_LISTS:
    case FREE_DICTS:
    case FREE_TABLES: return 80;
    case FREE_SLICES: return 1;
    default: return 2000;
    }
}

/* What sys._debugmallocstats() tells of CPython 3.11.2 before a program's first line, and for tables its first dicts.
 * What the program imports before it starts tracing changes this by a few; a collection of everything leaves none. */
u32 memory_model_at_start(int list) {
    static const u8 counts[] = {4, 11, 4, 14, 1, 4, 16, 4, 5, 1, 1, 0, 4, 2, 3, 3, 3, 4, 2, 1, 0, 1, 1, 0, 1};
    static_assert(COUNT_OF(counts) == FREE_KINDS, "one for each list");
    return counts[list];
}
