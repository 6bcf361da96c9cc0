/* weakref_type.h: what weakref.c, weakref_reference.c and weakref_proxy.c share; nobody else includes it. */
#ifndef OBJECT_WEAKREF_TYPE_H
#define OBJECT_WEAKREF_TYPE_H

#include "object/type.h"
#include "object/weakref.h"

/* A reference of class `type`: the existing one where it is plain and has no callback. */
Own weakref_new_of_type(Type *type, Ref object, Ref callback);
void weakref_slot_dealloc(Own self);
bool weakref_slot_traverse(Ref self, VisitFn visit, void *context);
void weakref_slot_clear(Ref self);

#endif
