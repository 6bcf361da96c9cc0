/* type_slots.c: inheriting slots, and keeping them in step with special methods.
 *
 * A native type takes each slot that it leaves empty from the first type in its MRO that defines it. A class
 * gets, for each slot, what the special methods along its MRO say:
 *
 *     no such method                      empty
 *     a native type's own wrapper         that type's C function, directly (class A(int) adds as int does)
 *     anything else                       the slot function that calls the method (slot_functions.c)
 *
 * A slot with two methods (`__add__` and `__radd__`, the six comparisons) takes the direct way only when both
 * say the same function. Setting a special method later does all this again, for the class and its
 * subclasses. */
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"
#include "object/weakref.h"

/* --- inheriting ----------------------------------------------------------------------------------------- */

#define SLOT_COUNT (sizeof(TypeSlots) / sizeof(AnyFn))
#define SLOT_NUMBER(field) (offsetof(TypeSlots, field) / sizeof(AnyFn))

/* These have rules of their own. */
static bool inherited_apart(usize number) {
    return number == SLOT_NUMBER(traverse) || number == SLOT_NUMBER(clear) || number == SLOT_NUMBER(hash) ||
           number == SLOT_NUMBER(richcompare) || number == SLOT_NUMBER(new) || number == SLOT_NUMBER(getattro);
}

/* From one type of the MRO; what it merely inherited itself comes from where it is defined. */
static void inherit_slots(Type *type, Type *base) {
    AnyFn *mine = slot_address(type, 0), *theirs = slot_address(base, 0);
    AnyFn *above = base->base ? slot_address(base->base, 0) : NULL;
    for (usize i = 0; i < SLOT_COUNT; i++) {
        if (mine[i] || !theirs[i] || inherited_apart(i)) continue;
        if (!above || theirs[i] != above[i]) mine[i] = theirs[i];
    }
    if (!type->slots.getattro) type->slots.getattro = base->slots.getattro;
    /* Comparison and hash belong together: who says what is equal says what hashes alike. */
    if (!type->slots.richcompare && !type->slots.hash && !dict_get_str(type->dict, NAME(__eq__)) &&
        !dict_get_str(type->dict, NAME(__hash__))) {
        type->slots.richcompare = base->slots.richcompare;
        type->slots.hash = base->slots.hash;
    }
}

#define INHERITED_FLAGS                                                                                        \
    (TYPE_MATCH_SELF | TYPE_INT_SUBCLASS | TYPE_LIST_SUBCLASS | TYPE_TUPLE_SUBCLASS | TYPE_BYTES_SUBCLASS |    \
     TYPE_STR_SUBCLASS | TYPE_DICT_SUBCLASS | TYPE_EXCEPTION_SUBCLASS | TYPE_TYPE_SUBCLASS)
#define PATTERN_FLAGS ((u32)TYPE_SEQUENCE | TYPE_MAPPING)

/* From the base that decides on the layout. */
static void inherit_layout(Type *type, const Type *base) {
    type->flags |= base->flags & ((u32)INHERITED_FLAGS | TYPE_MANAGED_DICT);
    if (type_has(base, TYPE_GC) && !type->slots.traverse && !type->slots.clear) {
        type->flags |= TYPE_GC | (base->flags & TYPE_TRASHCAN);
        type->slots.traverse = base->slots.traverse;
        type->slots.clear = base->slots.clear;
    }
    if (type->basicsize == 0) {
        type->basicsize = base->basicsize;
        type->ghost_size = base->ghost_size;
    }
    if (type->itemsize == 0) type->itemsize = base->itemsize;
    if (type->weaklist_offset == 0) type->weaklist_offset = base->weaklist_offset;
    if (type->dict_offset == 0) type->dict_offset = base->dict_offset;
    bool native = !type_has(type, TYPE_HEAP), same_get = type->slots.descr_get == base->slots.descr_get;
    if (native && same_get && base->slots.descr_get) type->flags |= base->flags & TYPE_METHOD_DESCRIPTOR;
}

bool type_inherit(Type *type) {
    if (type->base) inherit_layout(type, type->base);
    for (isize i = 1; i < type_mro_length(type); i++) {
        Type *base = AS_TYPE(tuple_get(type->mro, i));
        inherit_slots(type, base);
        if (!(type->flags & PATTERN_FLAGS)) type->flags |= base->flags & PATTERN_FLAGS;
    }
    if (type->slots.hash) return true;
    if (!dict_get_str(type->dict, NAME(__hash__)) && !dict_set(type->dict, NAME(__hash__), None)) return false;
    type->slots.hash = object_hash_unhashable;
    return true;
}

/* --- special methods to slots --------------------------------------------------------------------------- */

/* What the methods of one slot have said so far. */
typedef struct Verdict {
    AnyFn direct;     /* a native type's function */
    AnyFn general;    /* the function that calls the method */
    bool use_general; /* the direct way is not open */
} Verdict;

/* `__add__` stands for two slots (add, concat): the one that the type fills, when it fills one of them only. */
static AnyFn *sole_filled_slot(Type *type, int name) {
    AnyFn *filled = NULL;
    for (isize i = 0; i < slot_method_count; i++) {
        AnyFn *address = slot_address(type, slot_methods[i].slot);
        if (slot_methods[i].name != name || !*address || address == filled) continue;
        if (filled) return NULL;
        filled = address;
    }
    return filled;
}

static bool wraps_same_method(const WrapperDescriptor *wrapper, const SlotMethod *method) {
    return wrapper->method->name == method->name;
}

static void judge_wrapper(Type *type, const SlotMethod *method, const WrapperDescriptor *found,
                          Verdict *verdict) {
    AnyFn *filled = sole_filled_slot(type, method->name);
    if (!filled || filled == slot_address(type, method->slot)) verdict->general = method->function;
    bool fits = !verdict->direct || verdict->direct == found->wrapped;
    if (fits && found->method->wrap == method->wrap && type_is_subtype(type, found->type)) {
        verdict->direct = found->wrapped;
    } else {
        verdict->use_general = true; /* two methods disagree, or it is the wrapper of something else */
    }
}

/* A native type's own __new__, as opposed to one that a program wrote. */
static bool is_native_new(Ref found) {
    return is_exactly(found, TYPE(BUILTIN_FUNCTION)) &&
           ((const BuiltinFunction *)found)->def->keywords == type_call_new;
}

static void judge(Type *type, const SlotMethod *method, Ref found, Verdict *verdict) {
    if (!found) {
        if (method->slot == offsetof(TypeSlots, iternext)) verdict->direct = (AnyFn)object_next_not_implemented;
    } else if (is_exactly(found, TYPE(WRAPPER_DESCRIPTOR)) &&
               wraps_same_method(AS_WRAPPER_DESCRIPTOR(found), method)) {
        judge_wrapper(type, method, AS_WRAPPER_DESCRIPTOR(found), verdict);
    } else if (method->slot == offsetof(TypeSlots, new) && is_native_new(found)) {
        verdict->direct = (AnyFn)type->slots.new;
    } else if (method->slot == offsetof(TypeSlots, hash) && found == None) {
        verdict->direct = (AnyFn)object_hash_unhashable;
    } else {
        verdict->use_general = true;
        verdict->general = method->function;
    }
}

/* Fills the slot of the entries that begin with `first`; gives the first entry of the next slot. */
static const SlotMethod *update_one_slot(Type *type, const SlotMethod *first) {
    Verdict verdict = {0};
    const SlotMethod *end = slot_methods + slot_method_count, *method = first;
    for (; method < end && method->slot == first->slot; method++) {
        judge(type, method, type_find(type, slot_method_name(method)), &verdict);
    }
    *slot_address(type, first->slot) =
        verdict.direct && !verdict.use_general ? verdict.direct : verdict.general;
    return method;
}

void type_update_all_slots(Type *type) {
    const SlotMethod *end = slot_methods + slot_method_count;
    for (const SlotMethod *method = slot_methods; method < end;) method = update_one_slot(type, method);
}

/* --- after a change ------------------------------------------------------------------------------------- */

static const SlotMethod *first_of_slot(const SlotMethod *method) {
    while (method > slot_methods && method[-1].slot == method->slot) method--;
    return method;
}

void type_update_slot(Type *type, Ref name) {
    for (isize i = 0; i < slot_method_count; i++) {
        if (slot_method_name(&slot_methods[i]) == name) update_one_slot(type, first_of_slot(&slot_methods[i]));
    }
    isize position = 0;
    Ref key, reference;
    while (type->subclasses && dict_each(type->subclasses, &position, &key, &reference, NULL)) {
        Ref subclass = weakref_get(reference);
        if (!subclass) continue;
        Ref dict = AS_TYPE(subclass)->dict;
        if (dict && dict_get_str(dict, name)) continue; /* it has its own */
        type_update_slot(AS_TYPE(subclass), name);
    }
}
