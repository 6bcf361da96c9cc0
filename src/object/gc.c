/* gc.c: the cyclic garbage collector.
 *
 * Every tracked container stands in one doubly linked list: of a generation, or, while a collection goes on,
 * one of the collection's own. A link is an offset into the arena in words, 32 bits; both share the word two
 * before the object. A list's head is linked like an object whose link word is the head itself. Not tracked:
 * next is 0.
 *
 * While reachability is being worked out the `prev` link of each object in question holds a number instead: its
 * references that are not yet accounted for. Three flags in the top byte of the serial's word:
 *
 *     FINALIZED    its finalizer has run: never run it again
 *     COLLECTING   in the set that is being examined; `prev` may be a number
 *     UNREACHABLE  moved to the tentatively unreachable list, where `prev` is a link
 *
 * The algorithm, order of lists included, is CPython 3.11's: the order in which garbage dies can be seen. What
 * CPython calls legacy finalizers (tp_del) no type has here, so nothing is uncollectable. */
#include "object/gc.h"

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

#define OLDEST (GC_GENERATIONS - 1)

static GcState *state(void) { return OBJECT_ROOT->gc; }

static GcList *generation_list(int generation) { return (GcList *)&state()->generations[generation]; }

/* --- tracking ------------------------------------------------------------------------------------------- */

bool gc_may_be_tracked(Ref object) {
    if (!is_container(object)) return false;
    if (is_type(object)) return type_has(AS_TYPE(object), TYPE_HEAP);
    return !is_exact_tuple(object) || gc_is_tracked(object);
}

bool gc_traverse_nothing(UNUSED Ref self, UNUSED VisitFn visit, UNUSED void *context) { return true; }

/* --- who is unreachable ---------------------------------------------------------------------------------- */

static bool traverse(Ref object, VisitFn visit, void *context) {
    return type_of(object)->slots.traverse(object, visit, context);
}

/* Every object of the list is in question, with all of its references. */
static void update_references(GcList *list) {
    for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) {
        gc_links(object)->prev = (u32)object->ob_refcnt;
        gc_flag_set(object, GC_COLLECTING);
        gc_flag_clear(object, GC_UNREACHABLE);
    }
}

/* Before a short object, which only an exact int is, stands no word of its own: its neighbour's serial is no flag. */
static bool is_in_question(Ref object) {
    return !is_exactly(object, TYPE(INT)) && gc_flag(object, GC_COLLECTING);
}

static bool visit_subtract(Ref object, UNUSED void *context) {
    if (is_in_question(object)) gc_links(object)->prev--;
    return true;
}

/* Takes away the references that come from inside. */
static void subtract_references(GcList *list) {
    for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) {
        traverse(object, visit_subtract, NULL);
    }
}

/* `context` is the list of reachable objects, whose end is still to be scanned. */
static bool visit_reachable(Ref object, void *context) {
    if (!is_in_question(object)) return true; /* or scanned already */
    GcLinks *links = gc_links(object);
    if (gc_flag(object, GC_UNREACHABLE)) { /* judged too early: back it goes, to be scanned in its turn */
        gc_list_unlink(object);
        gc_flag_clear(object, GC_UNREACHABLE);
        gc_list_append(context, object);
        links->prev = 1;
    } else if (links->prev == 0) { /* the scan has not come to it yet */
        links->prev = 1;
    }
    return true;
}

/* Scans the list from its start. What still has references is reachable from outside, and so is what it refers
 * to; what has none goes to `unreachable`, until it turns out otherwise. Makes `prev` links good on the way. */
static void move_unreachable(GcList *young, GcList *unreachable) {
    Object *previous = gc_list_end(young);
    for (Object *object = gc_next(previous); object != gc_list_end(young); object = gc_next(previous)) {
        if (gc_links(object)->prev) {
            traverse(object, visit_reachable, young);
            gc_links(object)->prev = gc_offset(previous);
            gc_flag_clear(object, GC_COLLECTING);
            previous = object;
        } else {
            gc_links(previous)->next = gc_links(object)->next;
            gc_list_append(unreachable, object);
            gc_flag_set(object, GC_UNREACHABLE);
        }
    }
    young->prev = gc_offset(previous);
}

/* Moves from `base` to `unreachable` what nothing outside refers to. */
static void deduce_unreachable(GcList *base, GcList *unreachable) {
    update_references(base);
    subtract_references(base);
    gc_list_init(unreachable);
    move_unreachable(base, unreachable);
}

static void clear_flag(GcList *list, u64 flag) {
    for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) {
        gc_flag_clear(object, flag);
    }
}

/* --- what need not be tracked ---------------------------------------------------------------------------- */

static void untrack_tuple(Object *tuple) {
    for (isize i = 0; i < tuple_length(tuple); i++) {
        Ref item = tuple_get(tuple, i);
        if (!item || gc_may_be_tracked(item)) return; /* NULL: it is still being made */
    }
    gc_untrack(tuple);
}

static void untrack_dict(Object *dict) {
    isize position = 0;
    for (Ref key, value; dict_each(dict, &position, &key, &value, NULL);) {
        if (gc_may_be_tracked(value) || gc_may_be_tracked(key)) return;
    }
    gc_untrack(dict);
}

static void untrack_all(GcList *list, const Type *type, void (*untrack)(Object *)) {
    for (Object *object = gc_list_first(list); object != gc_list_end(list);) {
        Object *next = gc_next(object);
        if (is_exactly(object, type)) untrack(object);
        object = next;
    }
}

/* --- weak references to garbage -------------------------------------------------------------------------- */

/* Clears the references to `object`, before any code can run that might revive it through one. Callbacks of
 * references that are no garbage themselves are put down to be called. */
static void clear_weak_references(Object *object) {
    Object **head = weakref_slot(object);
    if (!head) return;
    while (*head) {
        WeakReference *reference = (WeakReference *)*head;
        weakref_detach(reference);
        if (!reference->callback || gc_flag(&reference->ob_base, GC_COLLECTING)) continue;
        own(&reference->ob_base);
        gc_list_move(&state()->callbacks_due, &reference->ob_base);
    }
}

static isize call_callbacks(GcList *old) {
    GcList *due = &state()->callbacks_due;
    isize freed = 0;
    while (!gc_list_is_empty(due)) {
        Object *reference = gc_list_first(due);
        Ref callback = ((WeakReference *)reference)->callback;
        Own result = object_call_one(callback, reference);
        if (!result) error_unraisable(callback);
        release_maybe(result);
        release(reference);
        if (gc_list_first(due) == reference) {
            gc_list_move(old, reference);
        } else {
            freed++;
        }
    }
    return freed;
}

/* The number of references that died of their callbacks. */
static isize handle_weak_references(GcList *unreachable, GcList *old) {
    gc_list_init(&state()->callbacks_due);
    for (Object *object = gc_list_first(unreachable); object != gc_list_end(unreachable);) {
        Object *next = gc_next(object);
        if (is_weakref(object)) weakref_detach((WeakReference *)object);
        clear_weak_references(object);
        object = next;
    }
    return call_callbacks(old);
}

/* --- finalizing and clearing ----------------------------------------------------------------------------- */

/* A finalizer can kill any object of the list, so always the first one is taken, and put aside. */
static void finalize_garbage(GcList *garbage) {
    GcList *seen = &state()->finalized;
    gc_list_init(seen);
    while (!gc_list_is_empty(garbage)) {
        Object *object = gc_list_first(garbage);
        gc_list_move(seen, object);
        FinalizeFn finalize = type_of(object)->slots.finalize;
        if (!finalize || gc_is_finalized(object)) continue;
        gc_set_finalized(object);
        own(object);
        finalize(object);
        release(object);
    }
    gc_list_merge(seen, garbage);
}

/* What finalizers have made reachable again goes to the old generation, with all it refers to. */
static void handle_resurrected(GcList *unreachable, GcList *still_unreachable, GcList *old) {
    clear_flag(unreachable, GC_COLLECTING);
    deduce_unreachable(unreachable, still_unreachable);
    clear_flag(still_unreachable, GC_UNREACHABLE);
    gc_list_merge(unreachable, old);
}

static void clear_or_save(Object *object) {
    if (state()->debug & GC_DEBUG_SAVE_ALL) {
        if (!state()->garbage || !list_append_ref(state()->garbage, object)) error_clear();
        return;
    }
    ClearFn clear = type_of(object)->slots.clear;
    if (!clear) return;
    own(object);
    clear(object);
    if (error_occurred()) error_unraisable((Ref)type_of(object));
    release(object);
}

static void delete_garbage(GcList *garbage, GcList *old) {
    while (!gc_list_is_empty(garbage)) {
        Object *object = gc_list_first(garbage);
        clear_or_save(object);
        if (gc_list_first(garbage) == object) { /* alive still; it may die later */
            gc_flag_clear(object, GC_COLLECTING);
            gc_list_move(old, object);
        }
    }
}

/* --- reports of the debug flags -------------------------------------------------------------------------- */

static void report(const Text *line) {
    if (state()->write) state()->write(text_cstring(line));
}

static void report_start(int generation) {
    Text line = text_new(TEXT_IN_ARENA);
    text_append_format(&line, "gc: collecting generation %d...\ngc: objects in each generation:", generation);
    for (int i = 0; i < GC_GENERATIONS; i++) {
        text_append_format(&line, " %zd", gc_list_length(generation_list(i)));
    }
    text_append_format(&line, "\ngc: objects in permanent generation: %zd\n", gc_freeze_count());
    report(&line);
    text_free(&line);
}

static void report_objects(const char *what, GcList *list) {
    for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) {
        Text line = text_new(TEXT_IN_ARENA);
        text_append_format(&line, "gc: %s <%s 0x%lx>\n", what, type_of(object)->name, object_id(object));
        report(&line);
        text_free(&line);
    }
}

/* No virtual time passes while the collector works. */
static void report_end(isize found) {
    Text line = text_new(TEXT_IN_ARENA);
    text_append_format(&line, "gc: done, %zd unreachable, 0 uncollectable, 0.0000s elapsed\n", found);
    report(&line);
    text_free(&line);
}

/* --- a collection ---------------------------------------------------------------------------------------- */

static void reset_counts(int generation) {
    if (generation < OLDEST) state()->generations[generation + 1].count++;
    for (int i = 0; i <= generation; i++) state()->generations[i].count = 0;
}

/* The survivors grow older. */
static void promote(GcList *young, GcList *old, int generation) {
    if (young != old) {
        if (generation == OLDEST - 1) state()->long_lived_pending += gc_list_length(young);
        gc_list_merge(young, old);
    } else {
        /* Only now, or building a dict up in many steps would take quadratic time. */
        untrack_all(young, TYPE(DICT), untrack_dict);
        state()->long_lived_pending = 0;
        state()->long_lived_total = state()->immortal_count + gc_list_length(young);
    }
}

static isize collect(int generation) {
    GcState *gc = state();
    if (gc->debug & GC_DEBUG_STATS) report_start(generation);
    reset_counts(generation);
    GcList *young = generation_list(generation);
    GcList *old = generation_list(generation < OLDEST ? generation + 1 : generation);
    for (int i = 0; i < generation; i++) gc_list_merge(generation_list(i), young);

    deduce_unreachable(young, &gc->unreachable);
    untrack_all(young, TYPE(TUPLE), untrack_tuple);
    promote(young, old, generation);
    clear_flag(&gc->unreachable, GC_UNREACHABLE);
    if (gc->debug & GC_DEBUG_COLLECTABLE) report_objects("collectable", &gc->unreachable);

    isize found = handle_weak_references(&gc->unreachable, old);
    finalize_garbage(&gc->unreachable);
    handle_resurrected(&gc->unreachable, &gc->still_unreachable, old);
    found += gc_list_length(&gc->still_unreachable);
    delete_garbage(&gc->still_unreachable, old);

    if (gc->debug & GC_DEBUG_STATS) report_end(found);
    gc->stats[generation].collections++;
    gc->stats[generation].collected += found;
    if (generation == OLDEST && arena_is_followed() && !OBJECT_ROOT->stress_collect)
        OBJECT_ROOT->all_collected();
    return found;
}

/* {"generation": ..., "collected": ..., "uncollectable": ...} */
static Own callback_info(int generation, isize collected) {
    static const char *const keys[] = {"generation", "collected", "uncollectable"};
    const isize values[] = {generation, collected, 0};
    Own info = dict_new();
    for (int i = 0; info && i < COUNT_OF(keys); i++) {
        Own value = int_from_isize(values[i]);
        if (!value || !dict_set_cstring(info, keys[i], value)) slot_clear(&info);
        release_maybe(value);
    }
    return info;
}

static void call_collection_callbacks(const char *phase_name, int generation, isize collected) {
    Ref callbacks = state()->callbacks;
    if (!callbacks || list_length(callbacks) == 0) return;
    Own info = callback_info(generation, collected);
    Own phase = info ? str_from_utf8(phase_name, -1) : NULL;
    for (isize i = 0; phase && i < list_length(callbacks); i++) {
        Own callback = own(list_get(callbacks, i));
        Own result = object_call_args(callback, 2, phase, info);
        if (!result) error_unraisable(callback);
        release_maybe(result);
        release(callback);
    }
    if (!phase) error_unraisable(NULL);
    release_maybe(phase);
    release_maybe(info);
}

static isize collect_once(int generation, bool tells) {
    if (state()->collecting) return 0;
    state()->collecting = true;
    if (OBJECT_ROOT->collect_hook) OBJECT_ROOT->collect_hook();
    if (tells) call_collection_callbacks("start", generation, 0);
    isize found = collect(generation);
    if (tells) call_collection_callbacks("stop", generation, found);
    state()->collecting = false;
    return found;
}

isize gc_collect(int generation) { return collect_once(generation, true); }
isize gc_collect_untold(int generation) { return collect_once(generation, false); }

/* --- when ------------------------------------------------------------------------------------------------ */

/* The oldest generation that is due. A full collection waits until what is new in the oldest one is a quarter
 * of what there was, or building up many objects would take quadratic time. */
static int generation_due(void) {
    const GcState *gc = state();
    for (int i = OLDEST; i >= 0; i--) {
        if (gc->generations[i].count <= gc->generations[i].threshold) continue;
        if (i == OLDEST && gc->long_lived_pending < gc->long_lived_total / 4) continue;
        return i;
    }
    return -1;
}

void gc_collect_due(void) {
    const GcState *gc = state();
    if (gc->collecting || !OBJECT_ROOT->first_program_serial || error_occurred()) return;
    if (OBJECT_ROOT->stress_collect) {
        if (OBJECT_ROOT->next_serial % OBJECT_ROOT->stress_collect == 0) gc_collect(OLDEST);
    } else if (gc->enabled && gc->generations[0].threshold) {
        int due = generation_due();
        if (due >= 0) gc_collect(due);
    }
}

bool gc_room_open(void) {
    static const i32 thresholds[GC_GENERATIONS] = {700, 10, 10};
    GcState *gc = arena_alloc(sizeof *gc, BLOCK_RAW);
    if (!gc) return false;
    memset(gc, 0, sizeof *gc);
    OBJECT_ROOT->gc = gc;
    gc->enabled = true;
    gc_list_init(&gc->permanent);
    gc_list_init(&gc->immortal);
    for (int i = 0; i < GC_GENERATIONS; i++) {
        gc_list_init(generation_list(i));
        gc->generations[i].threshold = thresholds[i];
    }
    return true;
}

void gc_room_seal(void) {
    GcState *gc = state();
    gc_list_merge(generation_list(0), &gc->immortal);
    gc->immortal_count = gc_list_length(&gc->immortal);
    gc->generations[0].count = 36;
    gc->generations[1].count = 8;
    gc->stats[0] = (GcStats){.collections = 8, .collected = 24};
}

bool gc_room_lists(void) {
    state()->garbage = list_new(0);
    state()->callbacks = state()->garbage ? list_new(0) : NULL;
    return state()->callbacks != NULL;
}
