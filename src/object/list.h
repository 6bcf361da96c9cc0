/* list.h: a growing array of references, which over-allocates by CPython's rule. */
#ifndef OBJECT_LIST_H
#define OBJECT_LIST_H

#include "object/object.h"

typedef struct List {
    VarObject ob_base;
    Object **items; /* raw block, NULL: none yet (a list that shrank to nothing may keep one); each owned */
    isize capacity;
} List;
#define AS_LIST(ref) ((List *)(ref))

Own list_new(isize length); /* slots NULL, to be filled with list_fill before anybody sees them; tracked */
Own list_new_for_pieces(
    isize cuts); /* empty, with room for what split() with `maxsplit` cuts is likely to give */
static inline isize list_length(Ref list) { return AS_LIST(list)->ob_base.ob_size; }
static inline Ref list_get(Ref list, isize i) { return AS_LIST(list)->items[i]; }
/* Fills a fresh slot. Consumes. */
static inline void list_fill(Ref list, isize i, Own item) { AS_LIST(list)->items[i] = item; }
bool list_append(Ref list, Own item);
bool list_append_ref(Ref list, Ref item); /* retains it */
bool list_insert(Ref list, isize index, Ref item);
bool list_extend(Ref list, Ref iterable);
bool list_set_slice(Ref list, isize low, isize high, Ref values); /* values NULL: delete */
Own list_slice(Ref list, isize low, isize high);
Own list_from_iterable(Ref iterable);
Own list_from_array(Ref const *items, isize count);
bool list_sort(Ref list, Ref key, bool reverse); /* key NULL: none */
bool list_reverse(Ref list);
Own list_as_tuple(Ref list);
Own list_pop(Ref list, isize index);
void list_clear(Ref list);

/* Iterators over lists and tuples, in both directions. */
typedef struct ListIterator {
    Object ob_base;
    isize index;      /* of the item that comes next */
    Object *sequence; /* owned; NULL: exhausted */
} ListIterator;
#define AS_LIST_ITERATOR(ref) ((ListIterator *)(ref))
Own list_iter(Ref list);
Own list_iter_reversed(Ref list);

#endif
