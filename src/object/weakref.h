/* weakref.h: references that do not own. */
#ifndef OBJECT_WEAKREF_H
#define OBJECT_WEAKREF_H

#include "object/object.h"

typedef struct WeakReference {
    Object ob_base;
    Object *object; /* not owned; NULL: dead */
    Object *callback;
    isize hash;
    struct WeakReference *previous, *next; /* the referent's list */
} WeakReference;
/* callback NULL or None: none. TypeError "cannot create weak reference to 'x' object". */
Own weakref_new(Ref object, Ref callback);
Own weakref_proxy_new(Ref object, Ref callback);
Ref weakref_get(Ref reference); /* borrowed; NULL: dead */
isize weakref_count(Ref object);
/* What a dealloc calls first, when its type has a weaklist: clears all references, then calls callbacks. */
void weakref_clear_all(Ref object);
/* Detaches one reference from its referent; it is dead then, its callback stays uncalled. */
void weakref_detach(WeakReference *reference);
bool is_weakref(Ref object); /* a reference or a proxy */
/* All references to an object, in list order. A list. */
Own weakref_list(Ref object);
Object **weakref_slot(Ref object); /* address of the list's head, NULL: none */

#endif
