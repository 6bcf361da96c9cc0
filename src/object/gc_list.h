/* gc_list.h: the collector's doubly linked lists; see gc.c for what the links and flags mean. */
#ifndef OBJECT_GC_LIST_H
#define OBJECT_GC_LIST_H

#include "object/object.h"

/* A list's head is linked like an object whose links stand at the structure's start. */
typedef struct GcList {
    u32 next, prev;
} GcList;

#define GC_FINALIZED ((u64)1 << 56)
#define GC_COLLECTING ((u64)1 << 57)
#define GC_UNREACHABLE ((u64)1 << 58)

typedef GcList GcLinks; /* the word two before an object */

static inline GcLinks *gc_links(Ref object) { return &((GcLinks *)object)[-2]; }

static inline bool gc_flag(Ref object, u64 flag) { return (((const u64 *)object)[-1] & flag) != 0; }
static inline void gc_flag_set(Ref object, u64 flag) { ((u64 *)object)[-1] |= flag; }
static inline void gc_flag_clear(Ref object, u64 flag) { ((u64 *)object)[-1] &= ~flag; }

static inline u32 gc_offset(Ref object) { return (u32)(((uintptr_t)object - ARENA_BASE) >> 3); }
static inline Object *gc_object(u32 offset) { return (Object *)(ARENA_BASE + ((uintptr_t)offset << 3)); }
static inline Object *gc_next(Ref object) { return gc_object(gc_links(object)->next); }
static inline Object *gc_prev(Ref object) { return gc_object(gc_links(object)->prev); }

/* The head, taken for an object: what stands before the first and behind the last. Only its links exist. */
static inline Object *gc_list_end(GcList *list) { return (Object *)&list[2]; }
static inline Object *gc_list_first(GcList *list) { return gc_next(gc_list_end(list)); }
static inline bool gc_list_is_empty(GcList *list) { return gc_list_first(list) == gc_list_end(list); }

static inline void gc_list_init(GcList *list) { list->next = list->prev = gc_offset(gc_list_end(list)); }

static inline void gc_list_append(GcList *list, Ref object) {
    Object *end = gc_list_end(list), *last = gc_object(list->prev);
    gc_links(last)->next = gc_offset(object);
    *gc_links(object) = (GcLinks){.next = gc_offset(end), .prev = gc_offset(last)};
    list->prev = gc_offset(object);
}

/* Takes it out of whatever list it is in; its own links stay. */
static inline void gc_list_unlink(Ref object) {
    gc_links(gc_prev(object))->next = gc_links(object)->next;
    gc_links(gc_next(object))->prev = gc_links(object)->prev;
}

/* The same, and it counts as not tracked. */
static inline void gc_list_remove(Ref object) {
    gc_list_unlink(object);
    *gc_links(object) = (GcLinks){0, 0};
}

static inline void gc_list_move(GcList *list, Ref object) {
    gc_list_unlink(object);
    gc_list_append(list, object);
}

/* Appends all of `from` to `to`, and empties it. */
static inline void gc_list_merge(GcList *from, GcList *to) {
    if (gc_list_is_empty(from)) return;
    Object *end = gc_list_end(to), *last = gc_object(to->prev);
    Object *from_first = gc_list_first(from), *from_last = gc_object(from->prev);
    gc_links(last)->next = gc_offset(from_first);
    gc_links(from_first)->prev = gc_offset(last);
    gc_links(from_last)->next = gc_offset(end);
    to->prev = gc_offset(from_last);
    gc_list_init(from);
}

static inline isize gc_list_length(GcList *list) {
    isize length = 0;
    for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) length++;
    return length;
}

#endif
