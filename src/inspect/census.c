/* census.c: what changed between two stops: which objects were born, which died, whose reference count is another.
 *
 * The census knows the number and the count of each live object, unit by unit of the heap, in order of address. At a
 * stop only the units are counted anew in which something may have been written since the one before, and compared
 * with what they were. What has died can't be asked any more: at each stop the looks are kept of what may die soon. */
#include <stdlib.h>

#include "base/dirty_pages.h"
#include "inspect/inspector.h"
#include "object/gc.h"
#include "object/type_checks.h"
#include "vm/eval.h"

typedef struct Counted {
    Object *object;
    u64 serial; /* the machine's own */
    i64 refcount;
} Counted;

typedef struct CountedList { /* by address */
    Counted *items;
    isize count, capacity;
} CountedList;

typedef struct Looks { /* how what may die soon looks; an open table by address */
    struct {
        Ref object;
        u64 serial;
        isize text; /* where in `texts` its type stands and, behind a NUL, its value; -1: nobody asked */
    } * entries;    /* in the order in which they were found */
    isize count;
    u16 *index; /* of an entry, +1; 0: free */
    Text texts;
} Looks;

struct InspectCensus {
    CountedList *units; /* of the heap; what lies in a run of several stands at its first */
    u32 unit_count;
    u8 *written;       /* one for each unit */
    CountedList roots; /* singletons and small ints, which lie in the object root, outside the heap */
    CountedList fresh; /* the unit that is being counted */
    Looks looks;
    bool taken, failed;
};

#define MOST_LOOKS 1024
#define LOOKS_INDEX 4096  /* a power of two */
#define SMALL_HEAP 100000 /* objects: of so few the looks are kept wherever they lie */
#define FEW_OWNERS 2      /* who is held by no more may die at the next instruction */
#define CENSUS_WIDTH 32

InspectCensus *inspect_census_new(void) {
    InspectCensus *census = calloc(1, sizeof *census);
    if (!census) return NULL;
    census->looks.entries = malloc(MOST_LOOKS * sizeof *census->looks.entries);
    census->looks.index = calloc(LOOKS_INDEX, sizeof *census->looks.index);
    census->looks.texts = text_new(TEXT_ON_HOST);
    if (census->looks.entries && census->looks.index) return census;
    inspect_census_free(census);
    return NULL;
}

void inspect_census_free(InspectCensus *census) {
    if (!census) return;
    for (u32 unit = 0; unit < census->unit_count; unit++) free(census->units[unit].items);
    free(census->units);
    free(census->written);
    free(census->roots.items);
    free(census->fresh.items);
    free(census->looks.entries);
    free(census->looks.index);
    text_free(&census->looks.texts);
    free(census);
}

/* --- looks ----------------------------------------------------------------------------------------------- */

/* Where the index has the object, or would have it. */
static u16 *looks_place(const Looks *looks, Ref object) {
    usize at = ((uintptr_t)object >> 3) * 0x9E3779B97F4A7C15u >> 32;
    for (at &= LOOKS_INDEX - 1; looks->index[at] && looks->entries[looks->index[at] - 1].object != object;)
        at = (at + 1) & (LOOKS_INDEX - 1);
    return &looks->index[at];
}

static void looks_clear(Looks *looks) {
    memset(looks->index, 0, LOOKS_INDEX * sizeof *looks->index);
    looks->count = 0;
    text_clear(&looks->texts);
}

static bool may_die_soon(u64 serial, i64 refcount) {
    return refcount <= FEW_OWNERS && !is_immortal_serial(inspect_number_of(serial));
}

/* False: there is no more room. */
static bool looks_add(Ref object, void *context) {
    Looks *looks = context;
    u16 *place = looks_place(looks, object);
    if (*place) return true;
    if (looks->count == MOST_LOOKS) return false;
    u64 serial = object_serial(object);
    isize text = -1;
    if (may_die_soon(serial, object->ob_refcnt)) {
        text = looks->texts.length;
        text_append_cstring(&looks->texts, type_short_name(type_of(object)));
        text_append_char(&looks->texts, 0);
        value_append(&looks->texts, object, CENSUS_WIDTH);
        text_append_char(&looks->texts, 0);
    }
    looks->entries[looks->count].object = object;
    looks->entries[looks->count].serial = serial;
    looks->entries[looks->count].text = text;
    *place = (u16)++looks->count;
    return true;
}

static void add_maybe(Looks *looks, Ref object) {
    if (object) looks_add(object, looks);
}

/* What the running frame can reach: its variables and stack, what these hold, and what dies with what may die. */
static void looks_near_frame(Looks *looks) {
    const Frame *frame = look_frame(0);
    if (!frame) return;
    for (isize i = 0; i < frame->code->nlocalsplus; i++) add_maybe(looks, frame->slots[i]);
    for (isize i = 0; i < look_stack_depth(frame); i++) add_maybe(looks, frame_stack_base(frame)[i]);
    add_maybe(looks, frame->locals);
    add_maybe(looks, frame->globals);
    add_maybe(looks, vm_handled_exception());
    isize near = looks->count;
    for (isize i = 0; i < looks->count; i++) {
        Ref object = looks->entries[i].object;
        bool holds = i < near ? !is_type(object) && !is_module(object) : looks->entries[i].text >= 0;
        if (holds && is_container(object)) type_of(object)->slots.traverse(object, looks_add, looks);
    }
}

static void looks_of_list(Looks *looks, const CountedList *list) {
    for (isize i = 0; i < list->count && looks->count < MOST_LOOKS; i++)
        if (may_die_soon(list->items[i].serial, list->items[i].refcount))
            looks_add(list->items[i].object, looks);
}

static void keep_looks(InspectCensus *census) {
    looks_clear(&census->looks);
    looks_near_frame(&census->looks);
    if (arena_use().live_objects > SMALL_HEAP) return;
    for (u32 unit = 0; unit < census->unit_count; unit++) looks_of_list(&census->looks, &census->units[unit]);
}

/* --- comparing ------------------------------------------------------------------------------------------- */

typedef struct Change {
    InspectChange told;
    Object *object;
    u64 serial; /* the machine's own */
} Change;

typedef struct Changes { /* those with the smallest numbers: a heap, the greatest on top */
    Change *heap;
    int count, capacity, total;
} Changes;

/* By number; what was moved in memory died and was born under one. */
static bool is_after(const Change *a, const Change *b) {
    if (a->told.serial != b->told.serial) return a->told.serial > b->told.serial;
    return a->told.kind > b->told.kind;
}

static void sift_down(Changes *changes, int at) {
    Change *heap = changes->heap;
    for (int child; (child = 2 * at + 1) < changes->count; at = child) {
        if (child + 1 < changes->count && is_after(&heap[child + 1], &heap[child])) child++;
        if (!is_after(&heap[child], &heap[at])) return;
        Change moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
    }
}

static void changes_add(Changes *changes, InspectChangeKind kind, const Counted *counted, i64 before,
                        i64 after) {
    Change change = {
        .told = {.kind = kind, .serial = inspect_number_of(counted->serial), .before = before, .after = after},
        .object = counted->object,
        .serial = counted->serial};
    changes->total++;
    if (changes->count < changes->capacity) {
        int at = changes->count++;
        for (; at > 0 && is_after(&change, &changes->heap[(at - 1) / 2]); at = (at - 1) / 2)
            changes->heap[at] = changes->heap[(at - 1) / 2];
        changes->heap[at] = change;
    } else if (changes->count && is_after(&changes->heap[0], &change)) {
        changes->heap[0] = change;
        sift_down(changes, 0);
    }
}

static void compare_lists(const CountedList *before, const CountedList *after, Changes *changes) {
    const Counted *old = before->items, *old_end = old + before->count;
    const Counted *new = after->items, *new_end = new + after->count;
    while (old < old_end || new < new_end) {
        bool at_one_place = old < old_end && new < new_end && old->object == new->object;
        if (at_one_place && old->serial == new->serial) {
            if (old->refcount != new->refcount)
                changes_add(changes, CHANGE_COUNT, new, old->refcount, new->refcount);
            old++, new ++;
        } else if (at_one_place || new == new_end || (old < old_end && old->object < new->object)) {
            changes_add(changes, CHANGE_DIED, old, old->refcount, 0);
            old++;
        } else {
            changes_add(changes, CHANGE_BORN, new, 0, new->refcount);
            new ++;
        }
    }
}

/* --- counting -------------------------------------------------------------------------------------------- */

static bool has_room(CountedList *list, isize count) {
    if (count <= list->capacity) return true;
    isize capacity = list->capacity ? 2 * list->capacity : count;
    if (capacity < count) capacity = count;
    Counted *items = realloc(list->items, (usize)capacity * sizeof *items);
    if (!items) return false;
    list->items = items;
    list->capacity = capacity;
    return true;
}

static bool count_object(void *object, void *context) {
    InspectCensus *census = context;
    CountedList *fresh = &census->fresh;
    if (!has_room(fresh, fresh->count + 1)) {
        census->failed = true;
        return false;
    }
    fresh->items[fresh->count++] = (Counted){object, object_serial(object), ((Ref)object)->ob_refcnt};
    return true;
}

/* What was counted takes the place of what was known. */
static void settle(InspectCensus *census, CountedList *known, Changes *changes) {
    const CountedList *fresh = &census->fresh;
    if (census->taken) compare_lists(known, fresh, changes);
    if (!has_room(known, fresh->count)) {
        census->failed = true;
        return;
    }
    if (fresh->count) memcpy(known->items, fresh->items, (usize)fresh->count * sizeof *fresh->items);
    known->count = fresh->count;
}

static void count_roots(InspectCensus *census, Changes *changes) {
    census->fresh.count = 0;
    count_object(&OBJECT_ROOT->none.value, census);
    count_object(&OBJECT_ROOT->true_.value, census);
    count_object(&OBJECT_ROOT->false_.value, census);
    for (int i = 0; i < COUNT_OF(OBJECT_ROOT->small_ints); i++)
        count_object(&OBJECT_ROOT->small_ints[i].value, census);
    settle(census, &census->roots, changes);
}

/* The heap may have grown since. */
static bool know_units(InspectCensus *census, u32 count) {
    if (count <= census->unit_count) return true;
    CountedList *units = realloc(census->units, count * sizeof *units);
    if (units) census->units = units;
    u8 *written = units ? realloc(census->written, count) : NULL;
    if (!written) return false;
    census->written = written;
    memset(units + census->unit_count, 0, (count - census->unit_count) * sizeof *units);
    census->unit_count = count;
    return true;
}

static void note_written(InspectCensus *census, const u32 *pages, isize page_count) {
    memset(census->written, !census->taken, census->unit_count);
    for (isize i = 0; i < page_count; i++) {
        uintptr_t address = ARENA_BASE + (uintptr_t)pages[i] * PAGE_SIZE_BYTES;
        if (address < ARENA_HEAP) continue;
        usize unit = (address - ARENA_HEAP) / ARENA_UNIT;
        if (unit < census->unit_count) census->written[unit] = true;
    }
}

static void count_units(InspectCensus *census, Changes *changes) {
    u32 used = arena_units_used(), next_run = 0;
    for (u32 unit = 0; unit < census->unit_count; unit++) {
        bool begins_run = unit == next_run && unit < used;
        if (begins_run) next_run = arena_next_run(unit);
        if (!census->written[unit]) continue;
        census->fresh.count = 0;
        if (begins_run) arena_each_object_of(unit, count_object, census);
        settle(census, &census->units[unit], changes);
    }
}

/* --- telling --------------------------------------------------------------------------------------------- */

static void describe(Inspector *look, const Looks *looks, Change *change) {
    InspectChange *told = &change->told;
    told->immortal = is_immortal_serial(told->serial);
    told->type = told->text = "";
    if (told->kind != CHANGE_DIED) {
        bool is_of_machine = told->immortal && (uintptr_t)change->object >= ARENA_HEAP;
        if (is_of_machine) return; /* shown by its number alone */
        InspectValue value = look_value_width(look, change->object, CENSUS_WIDTH);
        told->type = value.type;
        told->text = value.text;
        return;
    }
    u16 place = *looks_place(looks, change->object);
    if (!place || looks->entries[place - 1].serial != change->serial || looks->entries[place - 1].text < 0)
        return;
    const char *type = looks->texts.data + looks->entries[place - 1].text, *text = type + strlen(type) + 1;
    told->type = look_keep(look, type, (isize)strlen(type));
    told->text = look_keep(look, text, (isize)strlen(text));
}

/* A realloc moves an object: under one number it died and was born. True: that was all. */
static bool is_moved(const Change *born, const Change *died, Change *as_count) {
    if (born->told.serial != died->told.serial) return false;
    *as_count = *born;
    as_count->told.kind = CHANGE_COUNT;
    as_count->told.before = died->told.before;
    return true;
}

static int compare_changes(const void *a, const void *b) {
    return is_after(a, b) ? 1 : is_after(b, a) ? -1 : 0;
}

static int tell(Inspector *look, const Looks *looks, Changes *changes, InspectChange *out, int *total) {
    int told = 0;
    qsort(changes->heap, (usize)changes->count, sizeof *changes->heap, compare_changes);
    for (int i = 0; i < changes->count; i++) {
        Change change = changes->heap[i];
        if (i + 1 < changes->count && is_moved(&changes->heap[i], &changes->heap[i + 1], &change)) {
            i++;
            changes->total--;
            if (change.told.before == change.told.after) {
                changes->total--;
                continue;
            }
        }
        describe(look, looks, &change);
        out[told++] = change.told;
    }
    *total = changes->total;
    return told;
}

int inspect_changes(Inspector *look, InspectCensus *census, const u32 *pages, i64 page_count,
                    InspectChange *out, int capacity, int *total) {
    Changes changes = {.heap = malloc((usize)capacity * sizeof *changes.heap), .capacity = capacity};
    int told = 0;
    *total = 0;
    if (changes.heap && know_units(census, arena_units_used())) {
        note_written(census, pages, page_count);
        count_roots(census, &changes);
        count_units(census, &changes);
        told = tell(look, &census->looks, &changes, out, total);
        keep_looks(census);
        census->taken = !census->failed;
        census->failed = false;
    } else {
        census->taken = false; /* out of memory: what has changed until the next time nobody knows */
    }
    free(changes.heap);
    return told;
}
