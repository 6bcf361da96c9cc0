/* weakref.c: weak references, and how they learn that their referent dies.
 *
 * An object whose type has weak references keeps the head of a doubly linked list of them. Invariant: the one
 * plain reference without a callback, if there is one, is first, the one plain proxy without a callback next;
 * both exist at most once and are handed out again. All others follow, the newest right behind those two. A
 * dead reference is in no list and its `object` is NULL. */
#include "object/weakref.h"

#include "object/call.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/root.h"
#include "object/weakref_type.h"

#define AS_WEAKREF(ref) ((WeakReference *)(ref))

static bool is_proxy(Ref object) {
    return is_exactly(object, TYPE(WEAK_PROXY)) || is_exactly(object, TYPE(WEAK_CALLABLE_PROXY));
}

bool is_weakref(Ref object) { return is_a(object, TYPE(WEAKREF)) || is_proxy(object); }

Object **weakref_slot(Ref object) {
    isize offset = type_of(object)->weaklist_offset;
    return offset ? object_field(object, offset) : NULL;
}

/* An object on its way out, its count at zero, is gone already for all who ask. */
Ref weakref_get(Ref reference) {
    Ref object = AS_WEAKREF(reference)->object;
    return object && object->ob_refcnt > 0 ? object : NULL;
}

isize weakref_count(Ref object) {
    Object **slot = weakref_slot(object);
    isize count = 0;
    for (WeakReference *each = slot ? AS_WEAKREF(*slot) : NULL; each; each = each->next) count++;
    return count;
}

/* --- the list -------------------------------------------------------------------------------------------- */

typedef struct Canonical {
    WeakReference *reference, *proxy; /* NULL: there is none */
} Canonical;

static Canonical canonical_of(Object **slot) {
    Canonical canonical = {NULL, NULL};
    WeakReference *each = AS_WEAKREF(*slot);
    if (each && !each->callback && is_exactly(&each->ob_base, TYPE(WEAKREF))) {
        canonical.reference = each;
        each = each->next;
    }
    if (each && !each->callback && is_proxy(&each->ob_base)) canonical.proxy = each;
    return canonical;
}

/* `previous` NULL: as the first. */
static void insert(WeakReference *reference, WeakReference *previous, Object **slot) {
    WeakReference *next = previous ? previous->next : AS_WEAKREF(*slot);
    reference->previous = previous;
    reference->next = next;
    if (next) next->previous = reference;
    if (previous) {
        previous->next = reference;
    } else {
        *slot = &reference->ob_base;
    }
}

void weakref_detach(WeakReference *reference) {
    if (!reference->object) return;
    Object **slot = weakref_slot(reference->object);
    if (*slot == &reference->ob_base) *slot = (Object *)reference->next;
    reference->object = NULL;
    if (reference->previous) reference->previous->next = reference->next;
    if (reference->next) reference->next->previous = reference->previous;
    reference->previous = reference->next = NULL;
}

/* --- making them ----------------------------------------------------------------------------------------- */

static Object **slot_or_error(Ref object) {
    Object **slot = weakref_slot(object);
    if (slot) return slot;
    return error_set(EXC(TypeError), "cannot create weak reference to '%s' object", type_of(object)->name);
}

static WeakReference *reference_new(Type *type, Ref object, Ref callback) {
    Own made = object_new(type, 0);
    if (!made) return NULL;
    WeakReference *reference = AS_WEAKREF(made);
    reference->object = (Object *)object;
    reference->callback = own_maybe(callback);
    reference->hash = -1;
    gc_track(made);
    return reference;
}

/* Drops what was made in vain: while it was being made, a collection's finalizer made the canonical one. */
static Own use_other(WeakReference *made, WeakReference *other) {
    made->object = NULL;
    release(&made->ob_base);
    return own(&other->ob_base);
}

Own weakref_new_of_type(Type *type, Ref object, Ref callback) {
    Object **slot = slot_or_error(object);
    if (!slot) return NULL;
    if (callback == None) callback = NULL;
    bool is_canonical = !callback && type == TYPE(WEAKREF);
    Canonical canonical = canonical_of(slot);
    if (is_canonical && canonical.reference) return own(&canonical.reference->ob_base);
    WeakReference *made = reference_new(type, object, callback);
    if (!made) return NULL;
    canonical = canonical_of(slot); /* making it can have run a collection */
    if (is_canonical && canonical.reference) return use_other(made, canonical.reference);
    WeakReference *previous = canonical.proxy ? canonical.proxy : canonical.reference;
    insert(made, is_canonical ? NULL : previous, slot);
    return &made->ob_base;
}

Own weakref_new(Ref object, Ref callback) { return weakref_new_of_type(TYPE(WEAKREF), object, callback); }

Own weakref_proxy_new(Ref object, Ref callback) {
    Object **slot = slot_or_error(object);
    if (!slot) return NULL;
    if (callback == None) callback = NULL;
    Canonical canonical = canonical_of(slot);
    if (!callback && canonical.proxy) return own(&canonical.proxy->ob_base);
    Type *type = object_is_callable(object) ? TYPE(WEAK_CALLABLE_PROXY) : TYPE(WEAK_PROXY);
    WeakReference *made = reference_new(type, object, callback);
    if (!made) return NULL;
    canonical = canonical_of(slot);
    if (!callback && canonical.proxy) return use_other(made, canonical.proxy);
    insert(made, callback && canonical.proxy ? canonical.proxy : canonical.reference, slot);
    return &made->ob_base;
}

/* --- a referent dies ------------------------------------------------------------------------------------- */

static void call_callback(WeakReference *reference, Ref callback) {
    Own result = object_call_one(callback, &reference->ob_base);
    if (!result) error_unraisable(callback);
    release_maybe(result);
}

/* Takes all references out of the list before the first callback runs. Those alive with a callback are held,
 * and chained through the very links that are now free: no memory is needed. Returns the last one. */
static WeakReference *detach_all(Object **slot) {
    WeakReference *last = NULL;
    while (*slot) {
        WeakReference *reference = AS_WEAKREF(*slot);
        weakref_detach(reference);
        if (!reference->callback) continue;
        if (reference->ob_base.ob_refcnt <= 0) { /* it is dying itself */
            slot_clear(&reference->callback);
            continue;
        }
        own(&reference->ob_base);
        reference->previous = last;
        if (last) last->next = reference;
        last = reference;
    }
    return last;
}

void weakref_clear_all(Ref object) {
    Object **slot = weakref_slot(object);
    if (!slot || !*slot) return;
    Own pending = error_fetch();
    WeakReference *last = detach_all(slot), *first = last;
    while (first && first->previous) first = first->previous;
    for (WeakReference *each = first; each; each = each->next) call_callback(each, each->callback);
    while (last) { /* let go in reverse order, as a tuple of them would */
        WeakReference *reference = last;
        last = reference->previous;
        reference->previous = reference->next = NULL;
        slot_clear(&reference->callback);
        release(&reference->ob_base);
    }
    error_restore(pending);
}

/* --- what all their types share -------------------------------------------------------------------------- */

void weakref_slot_dealloc(Own self) {
    gc_untrack(self);
    weakref_slot_clear(self);
    object_free(self);
}

bool weakref_slot_traverse(Ref self, VisitFn visit, void *context) {
    Ref callback = AS_WEAKREF(self)->callback;
    return !callback || visit(callback, context);
}

void weakref_slot_clear(Ref self) {
    weakref_detach(AS_WEAKREF(self));
    slot_clear(&AS_WEAKREF(self)->callback);
}
