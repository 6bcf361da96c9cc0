/* weakref_reference.c: the type weakref.ReferenceType. Calling a reference gives its referent, or None. It
 * hashes and compares as the referent does, and keeps its hash when that is dead; two dead ones are equal only
 * when they are the same. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/list.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "object/weakref_type.h"

static Own reference_new(Type *type, Ref const *args, isize nargs, UNUSED Ref kwnames) {
    if (!arguments_count("__new__", nargs, 1, 2)) return NULL;
    return weakref_new_of_type(type, args[0], nargs == 2 ? args[1] : NULL);
}

static bool reference_init(UNUSED Ref self, UNUSED Ref const *args, isize nargs, Ref kwnames) {
    return arguments_no_keywords("ref", kwnames) && arguments_count("__init__", nargs, 1, 2);
}

static Own reference_call(Ref self, UNUSED Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("weakref", kwnames) || !arguments_count("weakref", nargs, 0, 0)) return NULL;
    Ref object = weakref_get(self);
    return own(object ? object : None);
}

static isize reference_hash(Ref self) {
    WeakReference *reference = (WeakReference *)self;
    if (reference->hash != -1) return reference->hash;
    Own object = own_maybe(weakref_get(self));
    if (!object) {
        error_set(EXC(TypeError), "weak object has gone away");
        return -1;
    }
    reference->hash = object_hash(object);
    release(object);
    return reference->hash;
}

static Own living_repr(Ref self, Ref object) {
    Own name;
    if (!object_find_attribute(object, NAME(__name__), &name)) return NULL;
    const char *type_name = type_of(object)->name;
    unsigned long here = object_id(self), there = object_id(object);
    Own text = name && is_str(name)
                   ? str_format("<weakref at 0x%lx; to '%s' at 0x%lx (%U)>", here, type_name, there, name)
                   : str_format("<weakref at 0x%lx; to '%s' at 0x%lx>", here, type_name, there);
    release_maybe(name);
    return text;
}

static Own reference_repr(Ref self) {
    Own object = own_maybe(weakref_get(self));
    if (!object) return str_format("<weakref at 0x%lx; dead>", object_id(self));
    Own text = living_repr(self, object);
    release(object);
    return text;
}

static Own reference_compare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_weakref(left) || !is_weakref(right)) {
        return own_not_implemented();
    }
    Own a = own_maybe(weakref_get(left)), b = own_maybe(weakref_get(right));
    Own result = a && b ? object_compare(a, b, op) : own_bool((left == right) == (op == COMPARE_EQ));
    release_maybe(a);
    release_maybe(b);
    return result;
}

Own weakref_list(Ref object) {
    Own list = list_new(0);
    Object **slot = weakref_slot(object);
    for (const WeakReference *each = slot ? (WeakReference *)*slot : NULL; list && each; each = each->next) {
        if (!list_append_ref(list, &each->ob_base)) slot_clear(&list);
    }
    return list;
}

static const MemberDef reference_members[] = {
    {"__callback__", MEMBER_OBJECT, offsetof(WeakReference, callback), true, NULL}, {.name = NULL}};

static const MethodDef reference_methods[] = {
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec weakref_spec = {.name = "weakref.ReferenceType",
                               .module = "weakref",
                               .basicsize = sizeof(WeakReference),
                               .ghost_size = 64,
                               .flags = TYPE_BASETYPE | TYPE_GC,
                               .slots = {.new = reference_new,
                                         .init = reference_init,
                                         .dealloc = weakref_slot_dealloc,
                                         .traverse = weakref_slot_traverse,
                                         .clear = weakref_slot_clear,
                                         .call = reference_call,
                                         .repr = reference_repr,
                                         .hash = reference_hash,
                                         .richcompare = reference_compare},
                               .methods = reference_methods,
                               .members = reference_members};
