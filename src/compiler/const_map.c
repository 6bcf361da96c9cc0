/* const_map.c: merging constants.
 *
 * When a tuple comes in for the first time its items are replaced by those that are known already; a frozenset
 * is made anew of such items, in the order in which the first one was gone through: that order shows in how it
 * prints. */
#include "compiler/const_map.h"

#include "code/constant.h"
#include "object/error.h"
#include "object/set.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static bool build_slots(ConstMap *map) {
    map->slot_count = map->slot_count ? map->slot_count * 4 : 32;
    map->slots = workspace_alloc(map->workspace, (usize)map->slot_count * sizeof *map->slots);
    if (!map->slots) return false;
    usize mask = (usize)map->slot_count - 1;
    for (isize i = 0; i < map->count; i++) {
        usize at = map->items[i].hash & mask;
        while (map->slots[at]) at = (at + 1) & mask;
        map->slots[at] = (i32)i + 1;
    }
    return true;
}

isize const_map_index(ConstMap *map, Ref constant) {
    if (map->count * 2 >= map->slot_count && !build_slots(map)) return -1;
    u64 hash = constant_hash(constant);
    usize mask = (usize)map->slot_count - 1, at = hash & mask;
    for (; map->slots[at]; at = (at + 1) & mask) {
        const ConstEntry *entry = &map->items[map->slots[at] - 1];
        if (entry->hash != hash) continue;
        int equal = constant_equal(entry->constant, constant);
        if (equal < 0) return -1;
        if (equal) return map->slots[at] - 1;
    }
    if (!WORKSPACE_ROOM(map->workspace, map)) return -1;
    map->items[map->count++] = (ConstEntry){constant, hash};
    map->slots[at] = (i32)map->count;
    return map->count - 1;
}

static bool merge_tuple_items(ConstMap *map, Ref tuple) {
    for (isize i = 0; i < tuple_length(tuple); i++) {
        Ref merged = const_map_merge(map, tuple_get(tuple, i));
        if (!merged) return false;
        if (merged != tuple_get(tuple, i)) slot_set(&AS_TUPLE(tuple)->items[i], own(merged));
    }
    return true;
}

/* The frozenset of the merged items. */
static Ref merge_set_items(ConstMap *map, Ref set) {
    Own items = tuple_new(set_length(set)), result = NULL;
    isize position = 0, count = 0;
    Ref item;
    while (items && set_each(set, &position, &item, NULL)) {
        Ref merged = const_map_merge(map, item);
        if (!merged) goto done;
        tuple_fill(items, count++, own(merged));
    }
    if (items) result = frozenset_new(items);
done:
    release_maybe(items);
    return workspace_keep(map->workspace, result);
}

Ref const_map_merge_shallow(ConstMap *map, Ref constant) {
    isize index = const_map_index(map, constant);
    return index < 0 ? NULL : map->items[index].constant;
}

Ref const_map_merge(ConstMap *map, Ref constant) {
    if (constant == None || constant == Ellipsis) return constant;
    isize known = map->count, index = const_map_index(map, constant);
    if (index < 0) return NULL;
    if (index < known) return map->items[index].constant;
    if (is_exact_tuple(constant)) return merge_tuple_items(map, constant) ? constant : NULL;
    if (is_exact_frozenset(constant) && set_length(constant) > 0) {
        Ref merged = merge_set_items(map, constant);
        if (merged) map->items[index].constant = merged;
        return merged;
    }
    return constant;
}
