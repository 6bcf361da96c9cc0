/* gc.h: the cyclic garbage collector: three generations, as CPython 3.11's.
 *
 * Reference counts free all but cycles. Containers stand in one of three doubly linked lists; the links
 * are 32-bit offsets in the word two before the object. A collection subtracts the references that come
 * from inside the young set; what keeps a count above zero is reachable from outside, and so is what it
 * reaches; the rest is garbage, finalised and cleared in list order. */
#ifndef OBJECT_GC_H
#define OBJECT_GC_H

#include "object/gc_list.h"
#include "object/root.h"

static inline bool is_container(Ref object) { return type_has(type_of(object), TYPE_GC); }

/* What may have to be tracked: a container that is no tuple, or a tuple that is tracked itself. Dicts and
 * tuples of none such need not be tracked. (Native types are containers by type only: nothing can make a cycle
 * of them.) */
bool gc_may_be_tracked(Ref object);

#define GC_GENERATIONS 3
typedef struct GcGeneration {
    u32 head_next, head_prev; /* list links */
    i32 threshold, count;
} GcGeneration;
typedef struct GcStats {
    isize collections, collected, uncollectable;
} GcStats;
enum { /* GcState.debug, as in the module gc */
       GC_DEBUG_STATS = 1,
       GC_DEBUG_COLLECTABLE = 2,
       GC_DEBUG_UNCOLLECTABLE = 4,
       GC_DEBUG_SAVE_ALL = 32
};
typedef struct GcState {
    GcGeneration generations[GC_GENERATIONS];
    GcStats stats[GC_GENERATIONS];
    bool enabled, collecting;
    u32 debug;
    isize long_lived_total, long_lived_pending;
    Object *garbage;   /* list */
    Object *callbacks; /* list */
    GcList permanent;  /* what gc.freeze() took out of the generations */
    GcList
        immortal; /* what the machine was made of: it belongs to the oldest generation, and is not looked through */
    isize immortal_count;
    /* lists of the collection that is going on */
    GcList unreachable, still_unreachable, callbacks_due, finalized;
    void (*write)(const char *line); /* set by modules: where the debug flags' reports go */
} GcState;

/* Makes the collector, empty and enabled; before the first object is born. False: out of memory. */
bool gc_room_open(void);
/* Makes gc.garbage and gc.callbacks, once there are lists. False: out of memory. */
bool gc_room_lists(void);
/* Declares what exists immortal: collections need not look through it (a third of the shortest run went into that).
 * Sets the counts to what they are when CPython 3.11.2 comes to the first
 * line of a program: its start-up makes some 5,600 containers, which is 8 collections of the youngest
 * generation. */
void gc_room_seal(void);
/* Collects generations 0..generation; the number of unreachable objects found, -1 is never returned (what
 * finalisers raise is unraisable). 0 where a collection is going on already. */
isize gc_collect(int generation);
/* The same, but gc.callbacks do not hear of it: while modules are taken down. */
isize gc_collect_untold(int generation);
/* Collects the oldest generation that is due; where none is, or must not be just now, nothing happens. */
void gc_collect_due(void);
/* Called by object_new for containers: counts, and collects where the thresholds say so (or as
 * OBJECT_ROOT->stress_collect says). Never before the machine is sealed, never while an exception is
 * set. */
static inline void gc_allocated(void) {
    GcGeneration *youngest = &OBJECT_ROOT->gc->generations[0];
    youngest->count++;
    if (UNLIKELY(youngest->count > youngest->threshold || OBJECT_ROOT->stress_collect)) gc_collect_due();
}

/* Of containers only: nothing else has links. */
static inline bool gc_is_tracked(Ref object) { return gc_links(object)->next != 0; }
static inline void gc_track(Ref object) {
    assert(!gc_is_tracked(object));
    gc_list_append((GcList *)&OBJECT_ROOT->gc->generations[0], object);
}
/* No effect where it is not tracked. */
static inline void gc_untrack(Ref object) {
    if (!gc_is_tracked(object)) return;
    gc_list_remove(object);
    gc_flag_clear(object, GC_COLLECTING);
}
static inline bool gc_is_finalized(Ref object) { return gc_flag(object, GC_FINALIZED); }
static inline void gc_set_finalized(Ref object) { gc_flag_set(object, GC_FINALIZED); }

/* The `traverse` of containers that refer to nothing. */
bool gc_traverse_nothing(Ref self, VisitFn visit, void *context);
/* Visits what is tracked, in list order; generation -1: all. False: `visit` stopped it. */
bool gc_each(int generation, bool (*visit)(Ref, void *), void *context);

/* Lists for the module gc. */
Own gc_objects(int generation); /* all that is tracked, but for the new list itself; -1: all generations */
Own gc_referrers(Ref const *objects, isize count);
Own gc_referents(Ref const *objects, isize count);
void gc_freeze(void);
void gc_unfreeze(void);
isize gc_freeze_count(void);

#endif
