/* name_map.c: an array of entries in order, and beyond eight of them a hash table of their numbers. */
#include "compiler/name_map.h"

#include "object/str.h"
#include "object/tuple.h"

enum { SMALL_MAP = 8 };

static usize slot_of(const NameMap *map, Ref name) {
    return (usize)(((uintptr_t)name >> 4) * 0x9E3779B97F4A7C15u >> 20) & ((usize)map->slot_count - 1);
}

/* The entry's number, or -1. */
static isize find(const NameMap *map, Ref name) {
    if (!map->slots) {
        for (isize i = 0; i < map->count; i++) {
            if (map->items[i].name == name) return i;
        }
        return -1;
    }
    for (usize i = slot_of(map, name); map->slots[i]; i = (i + 1) & ((usize)map->slot_count - 1)) {
        if (map->items[map->slots[i] - 1].name == name) return map->slots[i] - 1;
    }
    return -1;
}

static void put_slot(NameMap *map, isize number) {
    usize i = slot_of(map, map->items[number].name);
    while (map->slots[i]) i = (i + 1) & ((usize)map->slot_count - 1);
    map->slots[i] = (i32)number + 1;
}

static bool build_slots(NameMap *map, Workspace *workspace) {
    isize slot_count = map->slot_count ? map->slot_count * 4 : 32;
    i32 *slots = workspace_alloc(workspace, (usize)slot_count * sizeof *slots);
    if (!slots) return false;
    map->slots = slots;
    map->slot_count = slot_count;
    for (isize i = 0; i < map->count; i++) {
        if (map->items[i].name) put_slot(map, i);
    }
    return true;
}

static bool add(NameMap *map, Workspace *workspace, Ref name, i32 value) {
    if (!WORKSPACE_ROOM(workspace, map)) return false;
    if (map->count >= SMALL_MAP && map->count * 2 >= map->slot_count && !build_slots(map, workspace))
        return false;
    map->items[map->count] = (NameEntry){name, value};
    if (map->slots) put_slot(map, map->count);
    map->count++;
    return true;
}

i32 name_map_get(const NameMap *map, Ref name, i32 otherwise) {
    isize at = find(map, name);
    return at < 0 ? otherwise : map->items[at].value;
}

bool name_map_set(NameMap *map, Workspace *workspace, Ref name, i32 value) {
    isize at = find(map, name);
    if (at < 0) return add(map, workspace, name, value);
    map->items[at].value = value;
    return true;
}

i32 name_map_index(NameMap *map, Workspace *workspace, Ref name) {
    isize at = find(map, name);
    if (at >= 0) return map->items[at].value;
    return add(map, workspace, name, (i32)map->count) ? (i32)map->count - 1 : -1;
}

/* The slot goes on pointing to the emptied entry, so that what stands behind it is still found. */
void name_map_delete(NameMap *map, Ref name) {
    isize at = find(map, name);
    if (at >= 0) map->items[at].name = NULL;
}

bool name_map_merge(NameMap *map, Workspace *workspace, const NameMap *other) {
    for (isize i = 0; i < other->count; i++) {
        const NameEntry *entry = &other->items[i];
        if (entry->name && find(map, entry->name) < 0 && !add(map, workspace, entry->name, entry->value)) {
            return false;
        }
    }
    return true;
}

/* A merge sort of names[from..to) with `spare` as room. */
static void sort_names(Ref *names, Ref *spare, isize from, isize to) {
    if (to - from < 2) return;
    isize middle = from + (to - from) / 2, left = from, right = middle;
    sort_names(names, spare, from, middle);
    sort_names(names, spare, middle, to);
    for (isize i = from; i < to; i++) {
        bool take_left = right >= to || (left < middle && str_compare(names[left], names[right]) <= 0);
        spare[i] = names[take_left ? left++ : right++];
    }
    memcpy(names + from, spare + from, (usize)(to - from) * sizeof *names);
}

Ref *name_map_sorted(const NameMap *map, Workspace *workspace, isize *count) {
    Ref *names = workspace_alloc(workspace, (usize)(map->count * 2 + 1) * sizeof *names);
    if (!names) return NULL;
    *count = 0;
    for (isize i = 0; i < map->count; i++) {
        if (map->items[i].name) names[(*count)++] = map->items[i].name;
    }
    sort_names(names, names + map->count, 0, *count);
    return names;
}

Own name_map_tuple(const NameMap *map) {
    Own tuple = tuple_new(map->count);
    for (isize i = 0; tuple && i < map->count; i++) tuple_fill(tuple, i, own(map->items[i].name));
    return tuple;
}
