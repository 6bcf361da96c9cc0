/* list_internal.h: what the files about lists say to each other. */
#ifndef OBJECT_LIST_INTERNAL_H
#define OBJECT_LIST_INTERNAL_H

#include "object/list.h"

#define LIST_LENGTH_MAX (ISIZE_MAX / (isize)sizeof(Object *))

/* Gives the list another length, moving its block where the rule says so; new slots hold nothing yet, dropped
 * ones are forgotten, not released. False: MemoryError, and the list is as it was. */
bool list_resize(List *list, isize length);
Own list_concat(Ref a, Ref b);
Own list_repeat(Ref list, isize count);
Own list_inplace_repeat(Ref list, isize count);

/* list_subscript.c */
Own list_subscript(Ref list, Ref key);
bool list_set_subscript(Ref list, Ref key, Ref value);

#endif
