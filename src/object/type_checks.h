/* type_checks.h: the quick questions. `is_X` holds for subclasses too, `is_exact_X` does not. */
#ifndef OBJECT_TYPE_CHECKS_H
#define OBJECT_TYPE_CHECKS_H

#include "object/root.h"

#define QUICK_CHECK(name, ID, FLAG)                                                                            \
    static inline bool is_##name(Ref object) { return type_has(type_of(object), FLAG); }                       \
    static inline bool is_exact_##name(Ref object) { return type_of(object) == TYPE(ID); }
QUICK_CHECK(int, INT, TYPE_INT_SUBCLASS)
QUICK_CHECK(str, STR, TYPE_STR_SUBCLASS)
QUICK_CHECK(bytes, BYTES, TYPE_BYTES_SUBCLASS)
QUICK_CHECK(list, LIST, TYPE_LIST_SUBCLASS)
QUICK_CHECK(tuple, TUPLE, TYPE_TUPLE_SUBCLASS)
QUICK_CHECK(dict, DICT, TYPE_DICT_SUBCLASS)
#undef QUICK_CHECK

#define MRO_CHECK(name, ID)                                                                                    \
    static inline bool is_##name(Ref object) { return is_a(object, TYPE(ID)); }                                \
    static inline bool is_exact_##name(Ref object) { return type_of(object) == TYPE(ID); }
MRO_CHECK(float, FLOAT)
MRO_CHECK(complex, COMPLEX)
MRO_CHECK(set, SET)
MRO_CHECK(frozenset, FROZENSET)
MRO_CHECK(bytearray, BYTEARRAY)
#undef MRO_CHECK

static inline bool is_any_set(Ref object) { return is_set(object) || is_frozenset(object); }
static inline bool is_bool(Ref object) { return type_of(object) == TYPE(BOOL); }
static inline bool is_slice(Ref object) { return type_of(object) == TYPE(SLICE); }
static inline bool is_range(Ref object) { return type_of(object) == TYPE(RANGE); }
static inline bool is_cell(Ref object) { return type_of(object) == TYPE(CELL); }
static inline bool is_method(Ref object) { return type_of(object) == TYPE(METHOD); }
static inline bool is_builtin_function(Ref object) {
    return type_of(object) == TYPE(BUILTIN_FUNCTION) || type_of(object) == TYPE(BUILTIN_METHOD);
}
/* Has CPython's type a tp_vectorcall? That of `type` itself makes a tuple nonetheless. */
static inline bool type_has_vectorcall(Ref type) {
    return type == &TYPE(TYPE)->ob_base.ob_base || type_has((const Type *)type, TYPE_VECTORCALL);
}
static inline bool is_module(Ref object) { return is_a(object, TYPE(MODULE)); }

#endif
