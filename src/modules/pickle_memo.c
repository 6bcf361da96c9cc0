/* pickle_memo.c: the memos: which objects a pickler has written, and under which number, and which number an
 * unpickler has read which object under.
 *
 * The pickler's is an open hash table over addresses, never more than two thirds full, the unpickler's an
 * array. Both grow as CPython's do: their size shows in sys.getsizeof. Nothing is ever taken out but all at
 * once. */
#include "modules/pickle.h"

/* --- from object to number ------------------------------------------------------------------------------ */

enum { SMALLEST = 8 };

/* The entry of this object, or the free one where it would go. */
static PickleMemoEntry *find(const PickleMemo *memo, Ref object) {
    usize mask = (usize)memo->allocated - 1, hash = (usize)object >> 3, place = hash & mask;
    for (usize perturb = hash;; perturb >>= 5) {
        PickleMemoEntry *entry = &memo->entries[place & mask];
        if (!entry->key || entry->key == object) return entry;
        place = (place << 2) + place + perturb + 1;
    }
}

static PickleMemoEntry *make_entries(isize count) {
    PickleMemoEntry *entries = arena_alloc((usize)count * sizeof(PickleMemoEntry), BLOCK_RAW);
    if (!entries) return error_memory();
    memset(entries, 0, (usize)count * sizeof(PickleMemoEntry));
    return entries;
}

/* An empty memo with room for so many; one without any where there is no memory. */
static bool memo_open(PickleMemo *memo, isize room) {
    *memo = (PickleMemo){.entries = make_entries(room)};
    if (memo->entries) memo->allocated = room;
    return memo->entries != NULL;
}

bool pickle_memo_init(PickleMemo *memo) { return memo_open(memo, SMALLEST); }

isize pickle_memo_get(const PickleMemo *memo, Ref object) {
    const PickleMemoEntry *entry = memo->entries ? find(memo, object) : NULL;
    return entry && entry->key ? entry->index : -1;
}

static bool grow(PickleMemo *memo) {
    isize wanted = memo->used * (memo->used > 50000 ? 2 : 4), size = SMALLEST;
    while (size < wanted) size <<= 1;
    PickleMemo larger;
    if (!memo_open(&larger, size)) return false;
    larger.used = memo->used;
    for (isize i = 0; i < memo->allocated; i++) {
        if (memo->entries[i].key) *find(&larger, memo->entries[i].key) = memo->entries[i];
    }
    arena_free(memo->entries);
    *memo = larger;
    return true;
}

bool pickle_memo_set(PickleMemo *memo, Ref object, isize index) {
    if (!memo->entries && !pickle_memo_init(memo)) return false;
    PickleMemoEntry *entry = find(memo, object);
    if (entry->key) {
        entry->index = index;
        return true;
    }
    *entry = (PickleMemoEntry){own(object), index};
    memo->used++;
    return memo->used * 3 < memo->allocated * 2 || grow(memo);
}

bool pickle_memo_copy(PickleMemo *memo, const PickleMemo *source) {
    if (!memo_open(memo, source->allocated)) return false;
    for (isize i = 0; i < source->allocated; i++) {
        memo->entries[i] = source->entries[i];
        own_maybe(source->entries[i].key);
    }
    memo->used = source->used;
    return true;
}

void pickle_memo_free(PickleMemo *memo) {
    PickleMemo old = *memo;
    *memo = (PickleMemo){0};
    for (isize i = 0; i < old.allocated; i++) release_maybe(old.entries[i].key);
    arena_free(old.entries);
}

bool pickle_memo_clear(PickleMemo *memo) {
    PickleMemo old = *memo, empty;
    if (!memo_open(&empty, old.allocated)) return false;
    *memo = empty; /* before the first of the keys dies */
    pickle_memo_free(&old);
    return true;
}

/* --- from number to object ------------------------------------------------------------------------------ */

static bool set_room(UnpicklerMemo *memo, isize room) {
    usize size = (usize)room * sizeof(Object *);
    bool fits = (usize)room <= ISIZE_MAX / sizeof(Object *);
    Object **items = fits ? arena_realloc(memo->items, size, BLOCK_RAW) : NULL;
    if (!items) return error_memory();
    memset(items + memo->room, 0, (usize)(room - memo->room) * sizeof(Object *));
    memo->items = items;
    memo->room = room;
    return true;
}

bool unpickler_memo_init(UnpicklerMemo *memo, isize room) {
    *memo = (UnpicklerMemo){0};
    return set_room(memo, room);
}

bool unpickler_memo_put(UnpicklerMemo *memo, isize index, Ref value) {
    if (index > ISIZE_MAX / 2) return error_memory();
    if (index >= memo->room && !set_room(memo, isize_max(index * 2, 1))) return false;
    if (!memo->items[index]) memo->count++;
    slot_set(&memo->items[index], own(value));
    return true;
}

void unpickler_memo_free(UnpicklerMemo *memo) {
    UnpicklerMemo old = *memo;
    *memo = (UnpicklerMemo){.count = old.count};
    for (isize i = 0; i < old.room; i++) release_maybe(old.items[i]);
    arena_free(old.items);
}
