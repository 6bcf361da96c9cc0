/* root.h: where the object room keeps what there is one of: at a constant address in the arena.
 *
 *     TYPE(LIST)      the type object `list`               (Type *, a constant address)
 *     None, True ...  the singletons                       (Ref, constant addresses)
 *     NAME(append)    the interned str 'append'            (Ref, one load)
 *     EXC(KeyError)   the exception type                   (Type *, a constant address) */
#ifndef OBJECT_ROOT_H
#define OBJECT_ROOT_H

#include "object/exceptions_table.h"
#include "object/int.h"
#include "object/names.h"
#include "object/type.h"

/*   TYPE(id, spec): the native types of this room. The order is the order in which they are made. */
#define OBJECT_TYPES(TYPE)                                                                                     \
    TYPE(OBJECT, object_spec)                                                                                  \
    TYPE(TYPE, type_spec)                                                                                      \
    TYPE(INT, int_spec)                                                                                        \
    TYPE(BOOL, bool_spec)                                                                                      \
    TYPE(FLOAT, float_spec)                                                                                    \
    TYPE(COMPLEX, complex_spec)                                                                                \
    TYPE(STR, str_spec)                                                                                        \
    TYPE(STR_ITERATOR, str_iterator_spec)                                                                      \
    TYPE(STR_ASCII_ITERATOR, str_ascii_iterator_spec)                                                          \
    TYPE(FORMATTER_ITERATOR, formatter_iterator_spec)                                                          \
    TYPE(FIELD_NAME_ITERATOR, field_name_iterator_spec)                                                        \
    TYPE(BYTES, bytes_spec)                                                                                    \
    TYPE(BYTES_ITERATOR, bytes_iterator_spec)                                                                  \
    TYPE(BYTEARRAY, bytearray_spec)                                                                            \
    TYPE(BYTEARRAY_ITERATOR, bytearray_iterator_spec)                                                          \
    TYPE(MEMORYVIEW, memoryview_spec)                                                                          \
    TYPE(MEMORY_ITERATOR, memory_iterator_spec)                                                                \
    TYPE(MANAGED_BUFFER, managed_buffer_spec)                                                                  \
    TYPE(TUPLE, tuple_spec)                                                                                    \
    TYPE(TUPLE_ITERATOR, tuple_iterator_spec)                                                                  \
    TYPE(LIST, list_spec)                                                                                      \
    TYPE(LIST_ITERATOR, list_iterator_spec)                                                                    \
    TYPE(LIST_REVERSE_ITERATOR, list_reverse_iterator_spec)                                                    \
    TYPE(DICT, dict_spec)                                                                                      \
    TYPE(DICT_KEYS, dict_keys_spec)                                                                            \
    TYPE(DICT_VALUES, dict_values_spec)                                                                        \
    TYPE(DICT_ITEMS, dict_items_spec)                                                                          \
    TYPE(DICT_KEY_ITERATOR, dict_key_iterator_spec)                                                            \
    TYPE(DICT_VALUE_ITERATOR, dict_value_iterator_spec)                                                        \
    TYPE(DICT_ITEM_ITERATOR, dict_item_iterator_spec)                                                          \
    TYPE(DICT_REVERSE_KEY_ITERATOR, dict_reverse_key_iterator_spec)                                            \
    TYPE(DICT_REVERSE_VALUE_ITERATOR, dict_reverse_value_iterator_spec)                                        \
    TYPE(DICT_REVERSE_ITEM_ITERATOR, dict_reverse_item_iterator_spec)                                          \
    TYPE(SET, set_spec)                                                                                        \
    TYPE(FROZENSET, frozenset_spec)                                                                            \
    TYPE(SET_ITERATOR, set_iterator_spec)                                                                      \
    TYPE(RANGE, range_spec)                                                                                    \
    TYPE(RANGE_ITERATOR, range_iterator_spec)                                                                  \
    TYPE(LONG_RANGE_ITERATOR, long_range_iterator_spec)                                                        \
    TYPE(SLICE, slice_spec)                                                                                    \
    TYPE(ELLIPSIS, ellipsis_spec)                                                                              \
    TYPE(NONE, none_spec)                                                                                      \
    TYPE(NOT_IMPLEMENTED, not_implemented_spec)                                                                \
    TYPE(SEQUENCE_ITERATOR, sequence_iterator_spec)                                                            \
    TYPE(CALLABLE_ITERATOR, callable_iterator_spec)                                                            \
    TYPE(ENUMERATE, enumerate_spec)                                                                            \
    TYPE(REVERSED, reversed_spec)                                                                              \
    TYPE(ZIP, zip_spec)                                                                                        \
    TYPE(MAP, map_spec)                                                                                        \
    TYPE(FILTER, filter_spec)                                                                                  \
    TYPE(BUILTIN_FUNCTION, builtin_function_spec)                                                              \
    TYPE(BUILTIN_METHOD, builtin_method_spec)                                                                  \
    TYPE(METHOD_DESCRIPTOR, method_descriptor_spec)                                                            \
    TYPE(CLASS_METHOD_DESCRIPTOR, class_method_descriptor_spec)                                                \
    TYPE(MEMBER_DESCRIPTOR, member_descriptor_spec)                                                            \
    TYPE(GETSET_DESCRIPTOR, getset_descriptor_spec)                                                            \
    TYPE(WRAPPER_DESCRIPTOR, wrapper_descriptor_spec)                                                          \
    TYPE(METHOD_WRAPPER, method_wrapper_spec)                                                                  \
    TYPE(MAPPING_PROXY, mapping_proxy_spec)                                                                    \
    TYPE(PROPERTY, property_spec)                                                                              \
    TYPE(CLASS_METHOD, class_method_spec)                                                                      \
    TYPE(STATIC_METHOD, static_method_spec)                                                                    \
    TYPE(SUPER, super_spec)                                                                                    \
    TYPE(CELL, cell_spec)                                                                                      \
    TYPE(METHOD, method_spec) /* a bound Python method */                                                      \
    TYPE(MODULE, module_spec)                                                                                  \
    TYPE(SIMPLE_NAMESPACE, simple_namespace_spec)                                                              \
    TYPE(WEAKREF, weakref_spec)                                                                                \
    TYPE(WEAK_PROXY, weak_proxy_spec)                                                                          \
    TYPE(WEAK_CALLABLE_PROXY, weak_callable_proxy_spec)                                                        \
    TYPE(GENERIC_ALIAS, generic_alias_spec)                                                                    \
    TYPE(GENERIC_ALIAS_ITERATOR, generic_alias_iterator_spec)                                                  \
    TYPE(UNION, union_spec)

#define TYPE(id, spec) extern const TypeSpec spec;
OBJECT_TYPES(TYPE)
#undef TYPE

enum ObjectTypeId {
#define TYPE(id, spec) OBJECT_TYPE_##id,
    OBJECT_TYPES(TYPE)
#undef TYPE
        OBJECT_TYPE_COUNT
};
enum ExceptionId {
#define EXCEPTION(name, base, layout, doc) EXCEPTION_##name,
    EXCEPTIONS(EXCEPTION)
#undef EXCEPTION
        EXCEPTION_COUNT
};
enum NameId {
#define NAME(identifier) NAME_##identifier,
    NAMES(NAME)
#undef NAME
        NAME_COUNT
};

#define SMALL_INT_MIN (-5)
#define SMALL_INT_MAX 256

/* A native type's slot: two words stand before each Type, since every object has a serial and every
 * container has collector links before it. */
typedef struct RootType {
    u64 gc_links, serial;
    Type type;
} RootType;
typedef struct RootInt {
    u64 serial;
    Int value;
} RootInt;
typedef struct RootSingleton {
    u64 serial;
    Object value;
} RootSingleton;

struct GcState;
/* Hears of an event with the tuple of its arguments. False: raised. */
typedef bool (*AuditHears)(const char *event, Ref arguments);

typedef struct ObjectRoot {
    RootType types[OBJECT_TYPE_COUNT];
    RootType exceptions[EXCEPTION_COUNT];
    RootSingleton none, not_implemented, ellipsis;
    RootInt true_, false_;
    RootInt small_ints[SMALL_INT_MAX - SMALL_INT_MIN + 1];
    Object *names[NAME_COUNT]; /* interned strings; owned */
    Object *latin1[256];       /* one-character strings, made at start; owned */
    Object *empty_str, *empty_bytes, *empty_tuple, *empty_frozenset;
    Object *byte_strings[256];
    Object *interned;         /* dict: all interned strings, not counted as owner */
    u64 next_serial;          /* serial of the next object born */
    u64 first_program_serial; /* what is older is immortal; 0: the machine is still being made */
    u64 next_machine_serial;  /* of what the machine makes for itself after its start */
    u32 next_type_version;
    u32 next_dict_keys_version;
    u32 next_function_version;
    u64 next_dict_version;
    struct TypeCacheEntry *type_cache; /* array, an arena block */
    struct GcState *gc;
    /* of the running thread; the scheduler swaps these when another one runs */
    Object *current_exception; /* being raised; owned; NULL: none */
    isize recursion_depth, recursion_limit;
    uintptr_t stack_floor; /* C stack addresses below it: no room for another re-entry */
    Object *repr_running;  /* list of objects being shown, or NULL */
    isize trash_depth;     /* nesting of dealloc, see trashcan in dealloc.c */
    Object *trash;
    Own (*handled_exception)(
        void); /* set by vm: the exception being handled (for __context__), owned or NULL */
    bool (*super_arguments)(
        Ref *class, Ref *self); /* set by vm: for super(): the caller's __class__ and first argument, lent */
    bool (*warn_explicit)(Type *category, Ref message, Ref filename,
                          isize lineno); /* set by modules; NULL: dropped; for the compiler's warnings */
    Ref (*current_globals)(void);        /* set by vm: the running frame's globals, lent; NULL: no frame */
    Own (*import_module)(Ref name);      /* set by vm: imports by absolute name; NULL raised */
    bool (*warn)(Type *category, isize stack_level, Ref message,
                 Ref source); /* set by modules; NULL: warnings are dropped */
    /* set by modules: sys.unraisablehook with the current exception, which it clears; see
     * error_unraisable_in */
    void (*unraisable)(Ref where, const char *what);
    bool (*collect_hook)(void); /* set by vm: a collection begins */
    void (*all_collected)(
        void); /* set by vm: the oldest generation was collected; asked only while the arena is followed */
    /* set by vm: call_retain and call_release, where CPython makes a tuple of so many arguments, and a dict of the
     * keywords: asked only while the arena is followed */
    void (*arguments_packed)(Ref const *args, isize nargs, isize keywords);
    void (*arguments_unpacked)(Ref const *args, isize nargs, isize keywords);
    u32 stress_collect; /* hostile tests: about each so many-th birth of a container collects; 0: none does so */
    bool bytes_warning;               /* -b: bytes that are taken for text are warned of */
    isize int_max_str_digits_offset;  /* int_max_str_digits() less the default (int_text.c) */
    Own (*builtin)(const char *name); /* set by modules: what the module builtins calls so; for __reduce__ */
    /* set by modules: codecs registered by Python code (codec.h); NULL: none. What they give is not checked.
     * hidden: their instructions are not the program's. */
    Own (*codec_encode)(Ref string, const char *encoding, const char *errors);
    Own (*codec_decode)(Ref bytes, const char *encoding, const char *errors, bool hidden);
    Own (*codec_error_handler)(const char *name); /* a callable, or NULL and LookupError */
    AuditHears audit;                             /* set by modules; NULL: nobody listens; see audit.h */
    Object *ready_memory_errors; /* MemoryErrors kept ready, linked through their dict fields; owned */
} ObjectRoot;

#define OBJECT_ROOT ((ObjectRoot *)ARENA_ROOM(ROOM_OBJECT))

#define TYPE(id) (&OBJECT_ROOT->types[OBJECT_TYPE_##id].type)
#define EXC(name) (&OBJECT_ROOT->exceptions[EXCEPTION_##name].type)
#define NAME(identifier) ((Ref)OBJECT_ROOT->names[NAME_##identifier])

#define None ((Ref)&OBJECT_ROOT->none.value)
#define NotImplemented ((Ref)&OBJECT_ROOT->not_implemented.value)
#define Ellipsis ((Ref)&OBJECT_ROOT->ellipsis.value)
#define True ((Ref)&OBJECT_ROOT->true_.value)
#define False ((Ref)&OBJECT_ROOT->false_.value)

static inline Own own_none(void) { return own(None); }
static inline Own own_bool(bool value) { return own(value ? True : False); }
static inline Own own_not_implemented(void) { return own(NotImplemented); }

/* Makes the room in an open arena: types, singletons, names. False: out of memory. After the rooms above
 * are made too, object_room_seal() declares all that exists immortal. */
bool object_room_open(void);
void object_room_seal(void);
/* What the machine makes for itself later (the types of a native module, when it is imported) is born between
 * these two, and is immortal as well. The first answers what the second wants to know. */
u64 object_machine_births_begin(void);
void object_machine_births_end(u64 resume);
static inline bool object_machine_births(void) {
    return OBJECT_ROOT->next_serial < OBJECT_ROOT->first_program_serial;
}
/* Objects born after the seal that are still alive: the audit at the end of every test. */
isize object_room_live(void);
/* Visits each of them; the visitor neither allocates nor frees. */
void object_room_each_live(ArenaVisit visit, void *context);

#endif
