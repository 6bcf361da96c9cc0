/* object.h: what an object is, and who owns it.
 *
 * Everything a Python program handles is a block in the arena that begins with two words, as in CPython:
 *
 *     -- words before the object, by kind of block (base/arena.h) --------------------------
 *       values, dict   instances of classes with a managed dict: inline values, __dict__
 *       gc links       containers: next and previous in the collector's list
 *       serial         the object's number, counted up at each birth: its identity over time
 *     -- the object ------------------------------------------------------------------------
 *       ob_refcnt      how many owners
 *       ob_type        its type
 *       ...            what the type adds
 *
 * Ownership is told by the parameter's type:
 *
 *     Own   yours: give it on or release it, exactly once. A function that takes an Own consumes it,
 *           also when it fails. A function that returns an Own returns a new reference, or NULL with
 *           the thread's current exception set (object/error.h).
 *     Ref   lent: valid while somebody else owns it. own(ref) makes it yours.
 *
 * A Ref passed where an Own is taken does not compile. An exception to "NULL is an error" is said at the
 * function that makes it (lookups, iternext). */
#ifndef OBJECT_OBJECT_H
#define OBJECT_OBJECT_H

#include "base/arena.h"
#include "base/base.h"

typedef struct Type Type;

typedef struct Object {
    isize ob_refcnt;
    Type *ob_type;
} Object;

/* An object with a number of items of its own: int digits, tuple items, bytes. */
typedef struct VarObject {
    Object ob_base;
    isize ob_size;
} VarObject;

typedef Object *Own;
typedef const Object *Ref;

/* Runs the type's dealloc: called when the count has fallen to zero. */
void object_dealloc(Own object);

static inline Own own(Ref ref) {
    Object *object = (Object *)ref;
    object->ob_refcnt++;
    return object;
}
static inline Own own_maybe(Ref ref) { return ref ? own(ref) : NULL; }
static inline void release(Own object) {
    if (--object->ob_refcnt == 0) object_dealloc(object);
}
static inline void release_maybe(Own object) {
    if (object) release(object);
}
/* Empties a slot before the old value dies, so that what its death runs sees the slot empty. */
static inline void slot_clear(Object **slot) {
    Object *old = *slot;
    *slot = NULL;
    release_maybe(old);
}
/* Stores before the old value dies, for the same reason. Consumes `value`. */
static inline void slot_set(Object **slot, Own value) {
    Object *old = *slot;
    *slot = value;
    release_maybe(old);
}

static inline Type *type_of(Ref object) { return object->ob_type; }
static inline isize size_of(Ref object) { return ((const VarObject *)object)->ob_size; }

/* --- birth and death ---------------------------------------------------------------------------------- */

/* A new instance of `type` with room for `items` items (0 for fixed size): count 1, all of its fields zero,
 * a serial of its own; the type is retained where it is a heap type. Containers are NOT yet tracked: call
 * gc_track when the fields are such that traverse can run. NULL and MemoryError when memory is used up. */
Own object_new(Type *type, isize items);
/* Same, but the fields after the header are left as they are (for the hot types that fill them all). */
Own object_new_raw(Type *type, isize items);
/* The last step of every dealloc: untracks where needed, gives the block back, releases a heap type. */
void object_free(Own object);

/* Calls the type's finalizer (`__del__`), at most once in a container's life. */
void object_finalize(Ref object);
/* What the dealloc of a type with a finalizer does first: lends the dead object one reference, finalizes it,
 * takes it back. True: somebody kept the object, it lives on and must not be destroyed. */
bool object_finalize_in_dealloc(Own object);

/* The words before the object, or behind a short one. Serials start at 1; what was born while the machine was
 * made (types, singletons, native modules) has serials below OBJECT_ROOT->first_program_serial and is immortal
 * for the audit. The top byte of the word belongs to the collector. */
#define SERIAL_MASK ((u64)0x00FFFFFFFFFFFFFF)
/* id(object): its address, the same in every run, since the arena always lies in one place; also what "<x object at
 * 0x...>" shows. */
static inline u64 object_id(Ref object) { return (u64)(uintptr_t)object; }
/* The hash of an object that is only equal to itself. */
static inline isize object_identity_hash(Ref object) {
    u64 id = object_id(object);
    return (isize)(id >> 4 | id << 60);
}
#define SHORT_SERIAL 7 /* in 32-bit words from a short object's start */
static inline bool object_is_short(Ref object) {
    return (uintptr_t)object >= ARENA_HEAP && arena_block_kind(object) == BLOCK_OBJECT_SHORT;
}
static inline u64 object_serial(Ref object) {
    return object_is_short(object) ? ((const u32 *)object)[SHORT_SERIAL]
                                   : ((const u64 *)object)[-1] & SERIAL_MASK;
}
/* A word that changes when the object dies, and seldom else (dealloc.c). */
const u64 *object_life_word(Ref object);

/* --- the generic protocol (dispatches to the type's slots, raises TypeError as CPython words it) --------- */

typedef enum CompareOp { COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE } CompareOp;

Own object_repr(Ref object);              /* a str */
Own object_str(Ref object);               /* a str */
Own object_ascii(Ref object);             /* a str */
Own object_bytes(Ref object);             /* bytes(object) */
Own object_format(Ref object, Ref spec);  /* format(object, spec); spec NULL: the empty str */
isize object_hash(Ref object);            /* -1: raised */
isize object_hash_unhashable(Ref object); /* the hash slot of types like list: TypeError */
Own object_compare(Ref a, Ref b, CompareOp op);
/* 1, 0, or -1 raised. Identity implies equality for EQ and NE (what containers use). */
int object_compare_bool(Ref a, Ref b, CompareOp op);
int object_is_true(Ref object);                        /* 1, 0, -1 raised */
int object_not(Ref object);                            /* 1, 0, -1 raised */
isize object_length(Ref object);                       /* -1 raised */
isize object_length_hint(Ref object, isize otherwise); /* -1 raised */
Own object_dir(Ref object);
Own object_type_name(Ref object); /* str: type's __name__ */

Own object_get_attribute(Ref object, Ref name);
/* *result is NULL and true returned when there is no such attribute (AttributeError is swallowed and where
 * the type's getattro is the generic one never made); false: another exception was raised. */
bool object_find_attribute(Ref object, Ref name, Own *result);
bool object_set_attribute(Ref object, Ref name, Ref value); /* value NULL deletes */
Own object_generic_get_attribute(Ref object, Ref name);
bool object_generic_set_attribute(Ref object, Ref name, Ref value);
/* Looks a special method up on the type and binds it; NULL without exception when there is none. */
Own object_special(Ref object, Ref name);
/* For LOAD_METHOD: finds `name`; when it is an unbound method to be called with self first, *is_method is
 * true and the result is the function itself. */
Own object_get_method(Ref object, Ref name, bool *is_method);
/* The instance's __dict__, made where it must be; NULL and AttributeError where it has none. Borrowed. */
Ref object_dict(Ref object);
/* Address of the slot that holds the dict, or NULL when the type has none (materialises managed dicts). */
Object **object_dict_slot(Ref object);
/* The attribute __dict__ of native types that have one: for their GetSetDef. */
Own object_get_dict(Ref self, void *closure);
bool object_set_dict(Ref self, Ref value, void *closure);

Own object_get_item(Ref object, Ref key);
bool object_set_item(Ref object, Ref key, Ref value);
bool object_delete_item(Ref object, Ref key);
int object_contains(Ref container, Ref item); /* 1, 0, -1 raised; falls back to iteration */

int object_contains_by_iteration(Ref container, Ref item);
/* Has it items by number (CPython's PySequence_Check)? Classes with __getitem__, but no dicts. */
bool object_is_sequence(Ref object);

Own object_iter(Ref object);
/* The next item; NULL without exception at the end, NULL with one on error. StopIteration is swallowed. */
Own object_next(Ref iterator);
bool object_is_iterator(Ref object);
/* The iternext slot of a class that has lost its __next__. */
Own object_next_not_implemented(Ref self);

bool object_is_callable(Ref object);
/* isinstance and issubclass with __instancecheck__ and __subclasscheck__: 1, 0, -1 raised. */
int object_is_instance(Ref object, Ref class_or_tuple);
int object_is_subclass(Ref class, Ref class_or_tuple);
/* The same without the hooks: what type.__instancecheck__ and type.__subclasscheck__ answer. */
int object_is_real_instance(Ref object, Ref class);
int object_is_real_subclass(Ref derived, Ref class);

/* sys.getsizeof(object): __sizeof__() and what CPython has before the object, to be read as unsigned. -1
 * raised. */
isize object_sizeof(Ref object);
/* The address of a field that a class adds to its instances: `offset` bytes from the object's start, or, where
 * it is negative, from the end of its block: where the base type's own items vary in number (int, tuple, str
 * ...), what a class adds to them stands last. Type.dict_offset, Type.weaklist_offset and MemberDef.offset are
 * such offsets. */
static inline void *object_field(Ref object, isize offset) {
    char *start = (char *)object;
    return offset >= 0 ? start + offset : start + (isize)arena_block_size(object) + offset;
}

/* repr() that meets itself: enter answers 1 when `object` is already being shown by this thread, 0 when not
 * (then leave must follow), -1 raised. */
int object_repr_enter(Ref object);
void object_repr_leave(Ref object);

/* Deep C recursion: false and RecursionError ("maximum recursion depth exceeded" + where, which begins with
 * a space, e.g. " in comparison") when the C stack has no room or the recursion limit is reached. Each
 * true is paired with recursion_leave. */
bool recursion_enter(const char *where);
void recursion_leave(void);

#endif
