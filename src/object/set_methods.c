/* set_methods.c: the types `set` and `frozenset`: their slots and the methods that Python sees. */
#include "object/call.h"
#include "object/callables.h"
#include "object/list.h"
#include "object/set_internal.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/weakref.h"

static Own none_if(bool done) { return done ? own_none() : NULL; }
static Own bool_if(int answer) { return answer < 0 ? NULL : own_bool(answer); }

/* --- birth and death -------------------------------------------------------------------------------------- */

static Own set_new_python(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return set_make(type, NULL);
}

static bool set_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("set", kwnames)) return false;
    if (!arguments_count(type_of(self)->name, nargs, 0, 1)) return false;
    if (AS_SET(self)->fill > 0) set_clear(self);
    AS_SET(self)->hash = -1;
    return nargs == 0 || set_update(self, args[0]);
}

static Own frozenset_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool strict = type->slots.init == TYPE(FROZENSET)->slots.init;
    if (strict && !arguments_no_keywords("frozenset", kwnames)) return NULL;
    if (!arguments_count(type->name, nargs, 0, 1)) return NULL;
    if (type == TYPE(FROZENSET) && nargs > 0 && is_exact_frozenset(args[0])) return own(args[0]);
    return set_make(type, nargs > 0 ? args[0] : NULL);
}

static void set_dealloc(Own self) {
    gc_untrack(self);
    Set *set = AS_SET(self);
    if (set->weaklist) weakref_clear_all(self);
    isize used = set->used;
    for (SetEntry *entry = set->table; used > 0; entry++) {
        if (!entry->key) continue;
        used--;
        release(entry->key);
    }
    if (set->table != set->small) arena_free(set->table);
    object_free(self);
}

static bool set_traverse(Ref self, VisitFn visit, void *context) {
    isize position = 0;
    for (Ref key; set_each(self, &position, &key, NULL);) {
        if (!visit(key, context)) return false;
    }
    return true;
}

/* --- looking at it ---------------------------------------------------------------------------------------- */

/* "{1, 2}", or "Sub({1, 2})": what stands between the brackets of the list of keys. */
static Own repr_keys(Ref self) {
    Own list = list_from_iterable(self), text = list ? object_repr(list) : NULL;
    release_maybe(list);
    Own keys = text ? str_substring(text, 1, str_length(text) - 1) : NULL;
    release_maybe(text);
    if (!keys) return NULL;
    Own repr =
        is_exact_set(self) ? str_format("{%U}", keys) : str_format("%s({%U})", type_of(self)->name, keys);
    release(keys);
    return repr;
}

static Own set_repr(Ref self) {
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_format("%s(...)", type_of(self)->name) : NULL;
    Own repr = set_length(self) == 0 ? str_format("%s()", type_of(self)->name) : repr_keys(self);
    object_repr_leave(self);
    return repr;
}

static u64 shuffle_bits(u64 hash) { return ((hash ^ 89869747u) ^ (hash << 16)) * 3644798167u; }

/* Does not depend on the order of the keys. All entries take part; those without a key are taken out again. */
static isize frozenset_hash(Ref self) {
    Set *set = AS_SET(self);
    if (set->hash != -1) return set->hash;
    u64 hash = 0;
    for (isize i = 0; i <= set->mask; i++) hash ^= shuffle_bits((u64)set->table[i].hash);
    if ((set->mask + 1 - set->fill) & 1) hash ^= shuffle_bits(0);
    if ((set->fill - set->used) & 1) hash ^= shuffle_bits((u64)SET_DELETED);
    hash ^= ((u64)set->used + 1) * 1927868237u;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    return set->hash = hash == (u64)-1 ? 590923713 : (isize)hash;
}

static int set_equal(Ref left, Ref right) {
    isize a = AS_SET(left)->hash, b = AS_SET(right)->hash;
    if (set_length(left) != set_length(right) || (a != -1 && b != -1 && a != b)) return 0;
    return set_is_subset(left, right);
}

static Own set_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_any_set(right)) return own_not_implemented();
    int equal;
    switch (op) {
    case COMPARE_EQ: return bool_if(set_equal(left, right));
    case COMPARE_NE: equal = set_equal(left, right); return equal < 0 ? NULL : own_bool(!equal);
    case COMPARE_LE: return bool_if(set_is_subset(left, right));
    case COMPARE_GE: return bool_if(set_is_superset(left, right));
    case COMPARE_LT:
        return set_length(left) < set_length(right) ? bool_if(set_is_subset(left, right)) : own(False);
    case COMPARE_GT:
        return set_length(left) > set_length(right) ? bool_if(set_is_superset(left, right)) : own(False);
    }
    return own_not_implemented();
}

/* A set is not hashable, but is looked for as the frozenset of the same keys: `answer` is what `look` said of
 * the key itself. */
static int look_again(int answer, Ref self, Ref key, int (*look)(Ref, Ref)) {
    if (answer >= 0 || !is_set(key) || !error_matches(EXC(TypeError))) return answer;
    error_clear();
    Own frozen = frozenset_new(key);
    if (!frozen) return -1;
    answer = look(self, frozen);
    release(frozen);
    return answer;
}

static int set_contains_slot(Ref self, Ref key) {
    return look_again(set_contains(self, key), self, key, set_contains);
}

static Own set_method_contains(Ref self, Ref key) { return bool_if(set_contains_slot(self, key)); }
static Own set_method_isdisjoint(Ref self, Ref other) { return bool_if(set_is_disjoint(self, other)); }
static Own set_method_issubset(Ref self, Ref other) { return bool_if(set_is_subset(self, other)); }
static Own set_method_issuperset(Ref self, Ref other) { return bool_if(set_is_superset(self, other)); }
static Own set_method_sizeof(Ref self) { return int_from_isize(set_sizeof(self)); }

static Own set_method_reduce(Ref self) {
    Own keys = list_from_iterable(self), args = keys ? tuple_from_array_own(&keys, 1) : NULL;
    Own state = args ? object_call_method_none(self, NAME(__getstate__)) : NULL;
    Own result = state ? tuple_pack(3, (Ref)type_of(self), (Ref)args, (Ref)state) : NULL;
    release_maybe(args);
    release_maybe(state);
    return result;
}

/* --- operators -------------------------------------------------------------------------------------------- */

static bool both_sets(Ref left, Ref right) { return is_any_set(left) && is_any_set(right); }

static Own set_or(Ref left, Ref right) {
    if (!both_sets(left, right)) return own_not_implemented();
    Own result = set_copy(left);
    if (result && left != right && !set_update(result, right)) slot_clear(&result);
    return result;
}
static Own set_and(Ref left, Ref right) {
    return both_sets(left, right) ? set_intersection(left, right) : own_not_implemented();
}
static Own set_subtract(Ref left, Ref right) {
    return both_sets(left, right) ? set_difference(left, right) : own_not_implemented();
}
static Own set_xor(Ref left, Ref right) {
    return both_sets(left, right) ? set_symmetric_difference(left, right) : own_not_implemented();
}

static Own in_place(Ref self, Ref other, bool (*operation)(Ref, Ref)) {
    if (!is_any_set(other)) return own_not_implemented();
    return operation(self, other) ? own(self) : NULL;
}
static Own set_inplace_or(Ref self, Ref other) { return in_place(self, other, set_update); }
static Own set_inplace_and(Ref self, Ref other) { return in_place(self, other, set_intersection_update); }
static Own set_inplace_subtract(Ref self, Ref other) { return in_place(self, other, set_difference_update); }
static Own set_inplace_xor(Ref self, Ref other) {
    return in_place(self, other, set_symmetric_difference_update);
}

/* --- the same by name, with any iterables, any number of them ------------------------------------------ */

/* Each of the arguments in turn. */
static bool each_in_place(Ref self, Ref const *args, isize nargs, bool (*operation)(Ref, Ref)) {
    for (isize i = 0; i < nargs; i++) {
        if (!operation(self, args[i])) return false;
    }
    return true;
}

static Own set_method_update(Ref self, Ref const *args, isize nargs) {
    return none_if(each_in_place(self, args, nargs, set_update));
}

static Own set_method_union(Ref self, Ref const *args, isize nargs) {
    Own result = set_copy(self);
    for (isize i = 0; result && i < nargs; i++) {
        if (args[i] != self && !set_update(result, args[i])) slot_clear(&result);
    }
    return result;
}

static Own set_method_intersection(Ref self, Ref const *args, isize nargs) {
    if (nargs == 0) return set_copy(self);
    Own result = own(self);
    for (isize i = 0; result && i < nargs; i++) {
        Own next = set_intersection(result, args[i]);
        release(result);
        result = next;
    }
    return result;
}

static Own set_method_intersection_update(Ref self, Ref const *args, isize nargs) {
    Own result = set_method_intersection(self, args, nargs);
    if (!result) return NULL;
    set_swap(self, result);
    release(result);
    return own_none();
}

static Own set_method_difference(Ref self, Ref const *args, isize nargs) {
    if (nargs == 0) return set_copy(self);
    Own result = set_difference(self, args[0]);
    if (result && !each_in_place(result, args + 1, nargs - 1, set_difference_update)) slot_clear(&result);
    return result;
}

static Own set_method_difference_update(Ref self, Ref const *args, isize nargs) {
    return none_if(each_in_place(self, args, nargs, set_difference_update));
}

static Own set_method_symmetric_difference_update(Ref self, Ref other) {
    return none_if(set_symmetric_difference_update(self, other));
}

/* --- single keys ------------------------------------------------------------------------------------------ */

static Own set_method_add(Ref self, Ref key) { return none_if(set_add(self, key)); }

static int discard_key(Ref self, Ref key) { return look_again(set_discard(self, key), self, key, set_discard); }

static Own set_method_discard(Ref self, Ref key) { return none_if(discard_key(self, key) >= 0); }

static Own set_method_remove(Ref self, Ref key) {
    int found = discard_key(self, key);
    return found == 0 ? error_set_key(key) : none_if(found > 0);
}

static Own set_method_clear(Ref self) {
    set_clear(self);
    return own_none();
}

static Own frozenset_method_copy(Ref self) { return is_exact_frozenset(self) ? own(self) : set_copy(self); }

/* --- the types -------------------------------------------------------------------------------------------- */

/* What both types say of a method. */
#define COPY_DOC "Return a shallow copy of a set."
#define CONTAINS_DOC "x.__contains__(y) <==> y in x."
#define DIFFERENCE_DOC                                                                                         \
    "Return the difference of two or more sets as a new set.\n\n"                                              \
    "(i.e. all elements that are in this set but not the others.)"
#define INTERSECTION_DOC                                                                                       \
    "Return the intersection of two sets as a new set.\n\n"                                                    \
    "(i.e. all elements that are in both sets.)"
#define ISDISJOINT_DOC "Return True if two sets have a null intersection."
#define ISSUBSET_DOC "Report whether another set contains this set."
#define ISSUPERSET_DOC "Report whether this set contains another set."
#define REDUCE_DOC "Return state information for pickling."
#define SIZEOF_DOC "S.__sizeof__() -> size of S in memory, in bytes"
#define SYMMETRIC_DIFFERENCE_DOC                                                                               \
    "Return the symmetric difference of two sets as a new set.\n\n"                                            \
    "(i.e. all elements that are in exactly one of the sets.)"
#define UNION_DOC "Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)"
#define CLASS_GETITEM_DOC "See PEP 585"

static const MethodDef set_methods[] = {
    {"__contains__", METHOD_ONE, .one = set_method_contains, .flags = METHOD_COEXIST, .doc = CONTAINS_DOC},
    {"add", METHOD_ONE, .one = set_method_add,
     .doc = "Add an element to a set.\n\nThis has no effect if the element is already present."},
    {"clear", METHOD_NONE, .none = set_method_clear, .doc = "Remove all elements from this set."},
    {"copy", METHOD_NONE, .none = set_copy, .doc = COPY_DOC},
    {"discard", METHOD_ONE, .one = set_method_discard,
     .doc = "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does "
            "not raise\nan exception when an element is missing from the set."},
    {"difference", METHOD_ARRAY, .array = set_method_difference, .flags = METHOD_VARARGS,
     .doc = DIFFERENCE_DOC},
    {"difference_update", METHOD_ARRAY, .array = set_method_difference_update,
     .doc = "Remove all elements of another set from this set.", .flags = METHOD_VARARGS},
    {"intersection", METHOD_ARRAY, .array = set_method_intersection, .flags = METHOD_VARARGS,
     .doc = INTERSECTION_DOC},
    {"intersection_update", METHOD_ARRAY, .array = set_method_intersection_update,
     .doc = "Update a set with the intersection of itself and another.", .flags = METHOD_VARARGS},
    {"isdisjoint", METHOD_ONE, .one = set_method_isdisjoint, .doc = ISDISJOINT_DOC},
    {"issubset", METHOD_ONE, .one = set_method_issubset, .doc = ISSUBSET_DOC},
    {"issuperset", METHOD_ONE, .one = set_method_issuperset, .doc = ISSUPERSET_DOC},
    {"pop", METHOD_NONE, .none = set_pop,
     .doc = "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."},
    {"__reduce__", METHOD_NONE, .none = set_method_reduce, .doc = REDUCE_DOC},
    {"remove", METHOD_ONE, .one = set_method_remove,
     .doc = "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a "
            "KeyError."},
    {"__sizeof__", METHOD_NONE, .none = set_method_sizeof, .doc = SIZEOF_DOC},
    {"symmetric_difference", METHOD_ONE, .one = set_symmetric_difference, .doc = SYMMETRIC_DIFFERENCE_DOC},
    {"symmetric_difference_update", METHOD_ONE, .one = set_method_symmetric_difference_update,
     .doc = "Update a set with the symmetric difference of itself and another."},
    {"union", METHOD_ARRAY, .array = set_method_union, .flags = METHOD_VARARGS, .doc = UNION_DOC},
    {"update", METHOD_ARRAY, .array = set_method_update,
     .doc = "Update a set with the union of itself and others.", .flags = METHOD_VARARGS},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = CLASS_GETITEM_DOC,
     .flags = METHOD_CLASS},
    {NULL}};

static const MethodDef frozenset_methods[] = {
    {"__contains__", METHOD_ONE, .one = set_method_contains, .flags = METHOD_COEXIST, .doc = CONTAINS_DOC},
    {"copy", METHOD_NONE, .none = frozenset_method_copy, .doc = COPY_DOC},
    {"difference", METHOD_ARRAY, .array = set_method_difference, .flags = METHOD_VARARGS,
     .doc = DIFFERENCE_DOC},
    {"intersection", METHOD_ARRAY, .array = set_method_intersection, .flags = METHOD_VARARGS,
     .doc = INTERSECTION_DOC},
    {"isdisjoint", METHOD_ONE, .one = set_method_isdisjoint, .doc = ISDISJOINT_DOC},
    {"issubset", METHOD_ONE, .one = set_method_issubset, .doc = ISSUBSET_DOC},
    {"issuperset", METHOD_ONE, .one = set_method_issuperset, .doc = ISSUPERSET_DOC},
    {"__reduce__", METHOD_NONE, .none = set_method_reduce, .doc = REDUCE_DOC},
    {"__sizeof__", METHOD_NONE, .none = set_method_sizeof, .doc = SIZEOF_DOC},
    {"symmetric_difference", METHOD_ONE, .one = set_symmetric_difference, .doc = SYMMETRIC_DIFFERENCE_DOC},
    {"union", METHOD_ARRAY, .array = set_method_union, .flags = METHOD_VARARGS, .doc = UNION_DOC},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = CLASS_GETITEM_DOC,
     .flags = METHOD_CLASS},
    {NULL}};

#define SHARED_SLOTS                                                                                           \
    .dealloc = set_dealloc, .traverse = set_traverse, .clear = set_clear, .repr = set_repr,                    \
    .richcompare = set_richcompare, .iter = set_iter, .length = set_length, .contains = set_contains_slot,     \
    .getattro = object_generic_get_attribute, .bit_or = set_or, .bit_and = set_and, .subtract = set_subtract,  \
    .bit_xor = set_xor
#define SHARED_FLAGS TYPE_GC | TYPE_BASETYPE | TYPE_MATCH_SELF | TYPE_VECTORCALL | TYPE_TRASHCAN

const TypeSpec set_spec = {.name = "set",
                           .basicsize = sizeof(Set),
                           .flags = SHARED_FLAGS,
                           .weaklist_offset = offsetof(Set, weaklist),
                           .slots = {SHARED_SLOTS, .hash = object_hash_unhashable, .init = set_init,
                                     .new = set_new_python, .inplace_or = set_inplace_or,
                                     .inplace_and = set_inplace_and, .inplace_subtract = set_inplace_subtract,
                                     .inplace_xor = set_inplace_xor},
                           .methods = set_methods,
                           .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\n"
                                  "Build an unordered collection of unique elements."};

const TypeSpec frozenset_spec = {.name = "frozenset",
                                 .basicsize = sizeof(Set),
                                 .flags = SHARED_FLAGS,
                                 .weaklist_offset = offsetof(Set, weaklist),
                                 .slots = {SHARED_SLOTS, .hash = frozenset_hash, .new = frozenset_new_python},
                                 .methods = frozenset_methods,
                                 .doc = "frozenset() -> empty frozenset object\n"
                                        "frozenset(iterable) -> frozenset object\n\n"
                                        "Build an immutable unordered collection of unique elements."};
