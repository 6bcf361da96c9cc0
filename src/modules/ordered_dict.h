/* ordered_dict.h: collections.OrderedDict: a dict whose keys also stand in a doubly linked list, which is their
 * order.
 *
 *     first -> [ 'a' ] <-> [ 'b' ] <-> [ 'c' ] <- last        nodes
 *                 ^           ^           ^
 *     by_entry  [ 0           1     -     3 ... ]             as the dict's table of keys numbers its entries
 *
 * The dict finds a key's entry, `by_entry` its node: so moving a key to an end takes no time that grows. When the
 * dict has made itself another table, the numbers are others and `by_entry` is made anew. Whoever changes the dict
 * behind the list's back (dict.__delitem__(ordered, key)) gets a KeyError later on, nothing worse. */
#ifndef MODULES_ORDERED_DICT_H
#define MODULES_ORDERED_DICT_H

#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef struct OrderedNode {
    Object *key; /* owned, beside the dict's own reference */
    isize hash;
    struct OrderedNode *next, *previous;
} OrderedNode;

typedef struct OrderedDict {
    Dict dict;
    OrderedNode **by_entry; /* raw block */
    isize by_entry_count;
    const DictKeys *mapped; /* the table that by_entry goes by; not followed */
    usize changes;          /* counted up at each change of the list: iterators compare it */
    OrderedNode *first, *last;
    Object *attributes; /* __dict__: owned, or NULL */
    Object *weaklist;
} OrderedDict;
#define AS_ORDERED(ref) ((OrderedDict *)(ref))
static inline bool is_ordered(Ref object) { return is_a(object, MODULE_TYPE(ORDERED_DICT)); }
static inline bool is_exactly_ordered(Ref object) { return is_exactly(object, MODULE_TYPE(ORDERED_DICT)); }

/* --- ordered_dict.c: the list and the dict together ------------------------------------------------------ */

/* NULL: not there, or (error_occurred) raised. */
OrderedNode *ordered_find(OrderedDict *self, Ref key, isize hash);
bool ordered_set(OrderedDict *self, Ref key, isize hash, Ref value);
bool ordered_set_subscript(Ref self, Ref key, Ref value); /* value NULL: delete */
/* Takes the key out of the list alone; one that is not there is none of its business. False: raised. */
bool ordered_unlink(OrderedDict *self, Ref key, isize hash);
void ordered_move(OrderedDict *self, OrderedNode *node, bool last);
void ordered_clear(Ref self);
/* The value of a key of the list, which is hashed anew; lent; KeyError. */
Ref ordered_value(OrderedDict *self, Ref key);
/* Walks the list: *node begins NULL; false at the end, and with an exception when the list has changed since
 * `changes` was read. */
bool ordered_next(const OrderedDict *self, usize changes, OrderedNode **node);

/* --- ordered_dict_update.c -------------------------------------------------------------------------------- */

/* What update() takes: a mapping, something with items(), or pairs. False: raised. */
bool ordered_update_from(Ref self, Ref other);
/* One such at most, and keyword arguments. */
bool ordered_update(Ref self, Ref const *args, isize nargs, Ref kwnames);

/* --- ordered_dict_methods.c ------------------------------------------------------------------------------- */

extern const MethodDef ordered_methods[];

/* --- ordered_dict_views.c --------------------------------------------------------------------------------- */

Own ordered_iter(Ref self);
Own ordered_method_reversed(Ref self);
Own ordered_method_keys(Ref self);
Own ordered_method_values(Ref self);
Own ordered_method_items(Ref self);

#endif
