/* type.h: types, native ones and those that a class statement makes.
 *
 * A native type is described by a constant TypeSpec (which may live in the program's read-only data) and
 * made at start as a Type in its room's root: below `session` nothing mutable is static. A class that
 * the program makes is a Type in the heap.
 *
 *     static const MethodDef list_methods[] = {
 *         {"append", METHOD_ONE, .one = list_method_append, .doc = "..."},
 *         {NULL}};
 *     const TypeSpec list_spec = {
 *         .name = "list", .basicsize = sizeof(List),
 *         .flags = TYPE_BASETYPE | TYPE_GC | TYPE_LIST_SUBCLASS | TYPE_SEQUENCE | TYPE_MATCH_SELF,
 *         .slots = {.repr = list_repr, .dealloc = list_dealloc, ...},
 *         .methods = list_methods};
 *
 * Attribute lookup along the MRO goes through a cache keyed by the type's version; any change to a type
 * gives it and its subclasses new versions (0: none yet), on which specialised bytecode relies too. */
#ifndef OBJECT_TYPE_H
#define OBJECT_TYPE_H

#include "object/slots.h"

/* --- what native types are made of -------------------------------------------------------------------- */

typedef enum MethodKind {
    METHOD_NONE,    /* f(self)                      .none */
    METHOD_ONE,     /* f(self, arg)                 .one  */
    METHOD_ARRAY,   /* f(self, args, nargs)         .array: positional arguments only */
    METHOD_KEYWORDS /* f(self, args, nargs, kwnames) .keywords */
} MethodKind;

enum { /* MethodDef.flags */
       METHOD_CLASS = 1,
       METHOD_STATIC = 2,
       METHOD_COEXIST = 4,
       /* Of no matter to the C function, which is called as its kind says, but to the program that looks: */
       METHOD_VARARGS = 8, /* CPython's METH_VARARGS: a tuple of the arguments retains them while it runs */
       METHOD_DEFINING_CLASS = 16, /* CPython's METH_METHOD: bound, it is a builtin_method */
       METHOD_NOT_SPECIALIZED = METHOD_VARARGS | METHOD_DEFINING_CLASS /* calls of either never are */
};

typedef struct MethodDef {
    const char *name; /* NULL ends an array */
    MethodKind kind;
    union {
        UnaryFn none;
        BinaryFn one;
        Own (*array)(Ref self, Ref const *args, isize nargs);
        CallFn keywords;
    };
    const char *doc; /* with "name(signature)\n--\n\n" first, as CPython's; may be NULL */
    int flags;
} MethodDef;

typedef struct GetSetDef {
    const char *name;
    Own (*get)(Ref self, void *closure);
    bool (*set)(Ref self, Ref value, void *closure); /* NULL: read-only; value NULL: delete */
    const char *doc;
    void *closure;
} GetSetDef;

typedef enum MemberKind {
    MEMBER_OBJECT,    /* NULL reads as None */
    MEMBER_OBJECT_EX, /* NULL raises AttributeError */
    MEMBER_ISIZE,
    MEMBER_INT,
    MEMBER_BOOL,
    MEMBER_DOUBLE,   /* read-only */
    MEMBER_COMPUTED, /* a field in CPython, which we keep in another way: .get; read-only */
    MEMBER_AUDITED   /* the same, and reading it is an event for audit hooks */
} MemberKind;
typedef struct MemberDef {
    const char *name;
    MemberKind kind;
    i32 offset; /* bytes from the object's start */
    bool readonly;
    const char *doc;
    Own (*get)(Ref self);
} MemberDef;

/* --- flags --------------------------------------------------------------------------------------------- */
enum {
    TYPE_HEAP = 1u << 0,         /* made by the program (or looks so); its instances retain it */
    TYPE_BASETYPE = 1u << 1,     /* may be subclassed */
    TYPE_GC = 1u << 2,           /* instances are containers */
    TYPE_MANAGED_DICT = 1u << 3, /* __dict__ in the words before the object */
    TYPE_READY = 1u << 4,
    TYPE_IMMUTABLE = 1u << 5, /* attributes of the type can't be set; native types */
    TYPE_ABSTRACT = 1u << 6,
    TYPE_NO_INSTANTIATION = 1u << 7,  /* "cannot create 'x' instances" */
    TYPE_METHOD_DESCRIPTOR = 1u << 8, /* unbound method: LOAD_METHOD need not bind it */
    TYPE_SEQUENCE = 1u << 9,          /* for match */
    TYPE_MAPPING = 1u << 10,
    TYPE_MATCH_SELF = 1u << 11,
    TYPE_HAS_FINALIZER = 1u << 12, /* __del__ */
    TYPE_VALID_VERSION = 1u << 13,
    TYPE_VECTORCALL = 1u << 14, /* calling the type makes no tuple of arguments in CPython (int, list ...) */
    TYPE_TRASHCAN = 1u << 15,   /* its dealloc goes through the trashcan in CPython, see dealloc.c */
    TYPE_PYTHON_FUNCTION = 1u << 16, /* Python functions: `def __new__` in a class becomes a static method */
    TYPE_PLAIN = 1u << 17,           /* int, float: what dies is memory and nothing else */
    /* What CPython makes in the heap from a PyType_Spec: its dict has a __module__, its instances retain it. */
    TYPE_HEAP_SPEC = TYPE_HEAP | TYPE_IMMUTABLE,
    /* fast subclass checks */
    TYPE_INT_SUBCLASS = 1u << 24,
    TYPE_LIST_SUBCLASS = 1u << 25,
    TYPE_TUPLE_SUBCLASS = 1u << 26,
    TYPE_BYTES_SUBCLASS = 1u << 27,
    TYPE_STR_SUBCLASS = 1u << 28,
    TYPE_DICT_SUBCLASS = 1u << 29,
    TYPE_EXCEPTION_SUBCLASS = 1u << 30,
    TYPE_TYPE_SUBCLASS = 1u << 31
};

typedef struct TypeSpec {
    const char *name;   /* "list", "collections.OrderedDict": what tp_name says */
    const char *module; /* NULL: "builtins" */
    Type *base;         /* NULL: object */
    isize basicsize, itemsize;
    u32 flags;
    isize weaklist_offset; /* bytes from the object's start; 0: no weak references */
    isize dict_offset;     /* bytes; 0: none (or managed, by flag) */
    isize ghost_size;      /* what sys.getsizeof reports for an empty instance, without GC head, where our
                              layout differs from CPython's; 0: basicsize */
    isize beside;          /* bytes of a block that each instance has beside itself in CPython: a lock */
    isize last_offset;     /* of a pointer that CPython makes no room for where it is NULL; 0: there is none */
    TypeSlots slots;
    const MethodDef *methods;
    const GetSetDef *getset;
    const MemberDef *members;
    const char *doc;
} TypeSpec;

struct Type {
    VarObject ob_base;
    const char *name; /* native: constant; heap: UTF-8 of __name__, lives with `heap_name` */
    isize basicsize, itemsize;
    u32 flags;
    u32 version; /* valid with TYPE_VALID_VERSION; 0: none */
    isize weaklist_offset, dict_offset;
    isize ghost_size;
    TypeSlots slots;
    const TypeSpec *spec; /* NULL for heap types */
    Type *base;           /* owned */
    Object *bases;        /* tuple */
    Object *mro;          /* tuple; NULL until ready */
    Object *dict;         /* dict */
    Object *subclasses;   /* dict from address to weak reference, or NULL */
    Object *weaklist;
    /* heap types only */
    Object *heap_name, *heap_qualname, *heap_slots, *heap_module;
    char *heap_name_utf8;         /* what `name` points to; NULL where heap_name is ASCII and serves itself */
    struct DictKeys *cached_keys; /* shared keys of instances; owned */
    struct {
        Object *getitem; /* __getitem__ function, borrowed, for BINARY_SUBSCR_GETITEM */
        u32 getitem_version;
    } specialization;
    isize slot_count;   /* __slots__ members, for traverse and clear of subtypes */
    isize slots_offset; /* where they begin */
};

#define AS_TYPE(ref) ((Type *)(ref))

/* --- making types --------------------------------------------------------------------------------------- */

/* Fills `type` (zeroed memory in a room's root) from its spec: base, MRO, dict with methods, slots
 * inherited. Only while the machine is being made. False: out of memory. */
bool type_ready(Type *type, const TypeSpec *spec);
/* The part of it that needs no other object: name, sizes, flags and slots, so that instances can be allocated
 * while the first types are made. */
void type_prepare(Type *type, const TypeSpec *spec);
/* type(name, bases, dict, **kwargs): what type.__new__ does, with __slots__, __set_name__, __init_subclass__,
 * __classcell__. Where a base's metaclass is more derived than `metatype`, that one makes the class. */
Own type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames);
/* The most derived metaclass of `bases` starting from `metatype`; NULL raised. Borrowed. */
Type *type_calculate_metaclass(Type *metatype, Ref bases);

/* --- questions ------------------------------------------------------------------------------------------ */

static inline bool type_has(const Type *type, u32 flag) { return (type->flags & flag) != 0; }
/* By MRO; no __subclasscheck__. */
bool type_is_subtype(const Type *type, const Type *base);
static inline bool is_exactly(Ref object, const Type *type) { return object->ob_type == type; }
static inline bool is_a(Ref object, const Type *type) {
    return object->ob_type == type || type_is_subtype(object->ob_type, type);
}
static inline bool is_type(Ref object) { return type_has(type_of(object), TYPE_TYPE_SUBCLASS); }

/* Looks `name` up along the MRO: borrowed, NULL without exception. Cached. */
Ref type_lookup(Type *type, Ref name);
/* Gives the type a version where it has none; false when versions have run out. */
bool type_assign_version(Type *type);
/* Must be called after any change to type->dict that does not go through type attributes. */
void type_modified(Type *type);
Own type_get_name(const Type *type);     /* str: __name__ */
Own type_get_qualname(const Type *type); /* str */
Own type_get_module(const Type *type);   /* str */
/* Would the type have CPython's group of sequence slots (tp_as_sequence)? Two messages depend on it. */
static inline bool type_has_sequence_slots(const Type *type) {
    const TypeSlots *slots = &type->slots;
    return type_has(type, TYPE_HEAP) || slots->item || slots->contains || slots->concat || slots->repeat;
}
/* The last part of tp_name: for messages. */
const char *type_short_name(const Type *type);

/* A place in the cache of lookups, see type_cache.c. */
#define TYPE_CACHE_SIZE 4096
typedef struct TypeCacheEntry {
    u32 version;  /* of a type; 0: empty */
    Object *name; /* owned */
    Ref value;    /* borrowed from the type's dict; NULL: there is no such name */
} TypeCacheEntry;
/* Forgets all cached lookups (the cache keeps names alive). */
void type_cache_clear(void);
/* Enters `subclass` among base.__subclasses__(). False: out of memory. */
bool type_add_subclass(Type *base, Type *subclass);
/* Walks the type and its subclasses (borrowed) depth first. */
void type_each_subclass(Type *type, void (*visit)(Type *subclass, void *context), void *context);

/* object.__new__ and its like, for other rooms' types. */
Own type_generic_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
/* The slot inherited by all heap types: runs __del__, clears weak references, dict and slots, then the
 * base's. */
void type_subtype_dealloc(Own self);

#endif
