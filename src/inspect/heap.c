/* heap.c: the objects of the program: which there are, who refers to whom, and what changed.
 *
 * All of it is a walk over the arena's live blocks. Who refers to an object is found by asking each container's
 * traverse what it holds, and each frame's slots; nothing is kept between two stops. */
#include "inspect/inspector.h"

#include <stdlib.h>

#include "object/callables.h"
#include "object/dict.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/root.h"

/* --- the index ------------------------------------------------------------------------------------------ */

static bool index_add(void *object, void *context) {
    Inspector *look = context;
    u64 serial = look_serial(object);
    if (is_immortal_serial(serial) || look_is_dying(object)) return true;
    if (look->heap_count == look->heap_capacity) {
        isize capacity = look->heap_capacity ? 2 * look->heap_capacity : 1024;
        HeapEntry *heap = realloc(look->heap, (usize)capacity * sizeof *heap);
        if (!heap) return false;
        look->heap = heap;
        look->heap_capacity = capacity;
    }
    look->heap[look->heap_count++] = (HeapEntry){.serial = serial, .object = object};
    return true;
}

/* --- sorting by serial ---------------------------------------------------------------------------------- */

#define RADIX_BITS 11
#define RADIX (1 << RADIX_BITS)

static int compare_serials(const void *a, const void *b) {
    u64 left = *(const u64 *)a, right = *(const u64 *)b;
    return (left > right) - (left < right);
}

/* By one digit, the order of what is equal in it kept. */
static void sort_by_digit(const char *from, char *to, isize count, usize size, int shift) {
    isize starts[RADIX + 1] = {0};
    for (isize i = 0; i < count; i++)
        starts[(*(const u64 *)(const void *)(from + (usize)i * size) >> shift & (RADIX - 1)) + 1]++;
    for (int digit = 1; digit < RADIX; digit++) starts[digit] += starts[digit - 1];
    for (isize i = 0; i < count; i++) {
        const char *entry = from + (usize)i * size;
        isize place = starts[*(const u64 *)(const void *)entry >> shift & (RADIX - 1)]++;
        memcpy(to + (usize)place * size, entry, size);
    }
}

/* Entries that begin with a serial. Serials are given out one after the other: two or three digits tell them apart,
 * and at each stop a large heap is sorted. */
static void sort_by_serial(void *entries, isize count, usize size) {
    char *room = count > 1 ? malloc((usize)count * size) : NULL, *from = entries, *to = room;
    if (!room) {
        if (count > 1) qsort(entries, (usize)count, size, compare_serials);
        return;
    }
    u64 differing = 0, first = *(const u64 *)entries;
    for (isize i = 0; i < count; i++) differing |= first ^ *(const u64 *)(const void *)(from + (usize)i * size);
    for (int shift = 0; shift < 64; shift += RADIX_BITS) {
        if (!(differing >> shift & (RADIX - 1))) continue;
        sort_by_digit(from, to, count, size, shift);
        char *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != entries) memcpy(entries, from, (usize)count * size);
    free(room);
}

void look_index_heap(Inspector *look) {
    if (look->heap_known) return;
    look->heap_count = 0;
    arena_each_object(index_add, look);
    sort_by_serial(look->heap, look->heap_count, sizeof *look->heap);
    look->heap_known = true;
}

/* Index of the first entry whose serial is greater than `serial`. */
isize look_first_after(const Inspector *look, u64 serial) {
    isize low = 0, high = look->heap_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        if (look->heap[middle].serial <= serial)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Object *look_find(Inspector *look, u64 serial) {
    look_index_heap(look);
    isize after = look_first_after(look, serial);
    return after > 0 && look->heap[after - 1].serial == serial ? look->heap[after - 1].object : NULL;
}

/* --- objects -------------------------------------------------------------------------------------------- */

InspectObject look_object(Inspector *look, Ref object) {
    return (InspectObject){.value = look_value(look, object),
                           .size = (i64)arena_block_size(object),
                           .tracked = is_container(object) && gc_is_tracked(object)};
}

int inspect_objects(Inspector *look, uint64_t after_serial, InspectObject *out, int capacity, int *total) {
    look_index_heap(look);
    u64 after = after_serial >= look->program_serial ? after_serial : look->program_serial - 1;
    int count = 0;
    for (isize i = look_first_after(look, after); i < look->heap_count; i++, count++)
        if (count < capacity) out[count] = look_object(look, look->heap[i].object);
    *total = count;
    return count < capacity ? count : capacity;
}

/* --- references ----------------------------------------------------------------------------------------- */

typedef struct Search { /* the references from one holder to `target` (NULL: to anything) */
    Inspector *look;
    Ref target;
    Ref holder;
    InspectReference *out;
    int capacity, count;
    int found; /* in this holder, by traverse */
} Search;

static void found_in_holder(Search *search, InspectHold hold, const char *how, const char *name) {
    int at = search->count++;
    if (at >= search->capacity) return;
    search->out[at] = (InspectReference){
        .from = look_value(search->look, search->holder), .hold = hold, .how = how, .name = name};
}

static void found_in_frame(Search *search, const Frame *frame, InspectHold hold, const char *how) {
    int at = search->count++;
    if (at >= search->capacity) return;
    search->out[at] = (InspectReference){
        .from = look_value(search->look, NULL), .hold = hold, .how = how, .name = "", .frame = frame->number};
}

/* "['key']", ".name" */
static const char *keep_around(Inspector *look, const char *before, const char *text, const char *after) {
    text_clear(&look->work);
    text_append_format(&look->work, "%s%s%s", before, text, after);
    return look_keep_text(look, &look->work);
}

static const char *keep_index(Inspector *look, const char *before, isize index, const char *after) {
    text_clear(&look->work);
    text_append_format(&look->work, "%s%zd%s", before, index, after);
    return look_keep_text(look, &look->work);
}

/* As repr() shows it, cut. */
static const char *keep_value(Inspector *look, Ref value) {
    text_clear(&look->work);
    value_append(&look->work, value, 24);
    return look_keep_text(look, &look->work);
}

static void search_array(Search *search, Object *const *items, isize count) {
    for (isize i = 0; i < count; i++)
        if (items[i] == search->target)
            found_in_holder(search, HOLDS_PART, keep_index(search->look, "[", i, "]"), "");
}

static void found_entry(Search *search, Ref key, bool is_global) {
    Inspector *look = search->look;
    if (!is_global) {
        found_in_holder(search, HOLDS_PART, keep_around(look, "[", keep_value(look, key), "]"), "");
        return;
    }
    const char *name = is_str(key) ? look_str(look, key) : keep_value(look, key);
    found_in_holder(search, HOLDS_GLOBAL, keep_around(look, look_text(look, "global ", "전역 "), name, ""),
                    name);
}

static void search_dict(Search *search, Ref dict, bool is_global) {
    Inspector *look = search->look;
    isize position = 0;
    Ref key, value;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        if (value == search->target) found_entry(search, key, is_global);
        if (key == search->target)
            found_in_holder(search, HOLDS_OTHERWISE,
                            keep_around(look, look_text(look, "key ", "키 "), keep_value(look, key), ""), "");
    }
}

static bool is_global_namespace(Ref dict) {
    for (const Frame *frame = look_frame(0); frame; frame = frame->previous)
        if (frame->globals == dict) return true;
    return false;
}

static bool count_visit(Ref object, void *context) {
    Search *search = context;
    if (object == search->target) search->found++;
    return true;
}

/* How an instance's attribute is called that holds the target, by its dict or its inline values. */
static void search_attributes(Search *search) {
    Type *type = type_of(search->holder);
    if (!type_has(type, TYPE_MANAGED_DICT)) return;
    DictValues *values = *instance_values(search->holder);
    if (!values || !type->cached_keys) return;
    const DictStrEntry *entries = dict_keys_entries(type->cached_keys);
    for (isize i = 0; i < type->cached_keys->entry_count; i++)
        if (values->values[i] == search->target)
            found_in_holder(search, HOLDS_PART,
                            keep_around(search->look, ".", look_str(search->look, entries[i].key), ""), "");
}

static const char *general_how(const Inspector *look, Ref holder, Ref target) {
    if (target == (Ref)type_of(holder)) return look_text(look, "its type", "그 타입");
    if (is_cell(holder)) return look_text(look, "in the cell", "셀 안");
    if (is_function(holder)) return look_text(look, "of the function", "함수에 딸림");
    if (is_method(holder) && target == AS_METHOD(holder)->self) return "self";
    return is_method(holder) ? look_text(look, "function", "함수") : look_text(look, "inside", "그 안");
}

static void search_object(Search *search, Ref holder) {
    if (!type_of(holder)->slots.traverse) return;
    search->holder = holder;
    search->found = 0;
    type_of(holder)->slots.traverse(holder, count_visit, search);
    if (!search->found) return;
    int before = search->count;
    if (is_list(holder))
        search_array(search, AS_LIST(holder)->items, list_length(holder));
    else if (is_tuple(holder))
        search_array(search, AS_TUPLE(holder)->items, tuple_length(holder));
    else if (is_dict(holder) && is_global_namespace(holder))
        search_dict(search, holder, true);
    else if (is_dict(holder))
        search_dict(search, holder, false);
    else
        search_attributes(search);
    for (int i = search->count - before; i < search->found; i++)
        found_in_holder(search, HOLDS_OTHERWISE, general_how(search->look, holder, search->target), "");
}

static void search_frame(Search *search, const Frame *frame) {
    Inspector *look = search->look;
    Ref names = frame->code->localsplusnames;
    for (isize i = 0; i < frame->code->nlocalsplus; i++)
        if (frame->slots[i] == search->target)
            found_in_frame(search, frame, HOLDS_VARIABLE, look_str(look, tuple_get(names, i)));
    for (isize i = 0; i < look_stack_depth(frame); i++)
        if (frame_stack_base(frame)[i] == search->target)
            found_in_frame(search, frame, HOLDS_OTHERWISE,
                           keep_index(look, look_text(look, "stack ", "스택 "), i, ""));
    const struct {
        Ref object;
        const char *how;
    } others[] = {
        {(Ref)frame->function, look_text(look, "the running function", "실행 중인 함수")},
        {(Ref)frame->code, look_text(look, "the running code", "실행 중인 코드")},
        {frame->locals, look_text(look, "its namespace", "그 이름 공간")},
    };
    for (int i = 0; i < COUNT_OF(others); i++)
        if (others[i].object == search->target) found_in_frame(search, frame, HOLDS_OTHERWISE, others[i].how);
}

static bool search_visit(void *object, void *context) {
    if (!look_is_dying(object)) search_object(context, object);
    return true;
}

int inspect_referrers(Inspector *look, uint64_t serial, InspectReference *out, int capacity, int *total) {
    Search search = {.look = look, .target = look_find(look, serial), .out = out, .capacity = capacity};
    if (search.target) {
        for (Thread *thread = VM_ROOT->threads; thread; thread = thread->next)
            for (const Frame *frame = thread->frame; frame; frame = frame->previous)
                if (frame->owner != FRAME_OF_GENERATOR) search_frame(&search, frame);
        arena_each_object(search_visit, &search);
    }
    *total = search.count;
    return search.count < capacity ? search.count : capacity;
}

uint64_t inspect_births(Inspector *look) {
    (void)look;
    return OBJECT_ROOT->next_serial - OBJECT_ROOT->first_program_serial;
}
