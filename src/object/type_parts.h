/* type_parts.h: what the files that make up the type machinery share.
 *
 *     type.c            the type `type`: calling, attributes, questions
 *     type_attributes.c its __name__, __bases__, __doc__ ...; type_methods.c its methods
 *     type_ready.c      native types from their specs; type_new.c classes from class statements
 *     type_layout.c     which base decides on the layout, and which layouts are alike
 *     type_mro.c        the method resolution order; type_cache.c lookups along it
 *     type_slots.c      inheriting slots, and keeping them in step with special methods
 *     type_subclasses.c the weak list of subclasses
 *     type_instances.c  life and death of instances of classes, and of classes */
#ifndef OBJECT_TYPE_PARTS_H
#define OBJECT_TYPE_PARTS_H

#include "object/root.h"

static inline Own type_object(const Type *type) { return (Own)&type->ob_base.ob_base; }
/* Made by the program: not from a spec. */
static inline bool type_is_class(const Type *type) { return !type->spec; }

/* --- MRO --- */
/* Computes the MRO anew (asking a metaclass's mro()). The old one goes to *old, or is released where `old` is
 * NULL. False: raised. */
bool type_mro_update(Type *type, Own *old);
/* What type.mro() answers: a list, by C3. */
Own type_mro_compute(Type *type);
static inline isize type_mro_length(const Type *type) { return type->mro ? size_of(type->mro) : 0; }

/* --- lookups --- */
/* Along the MRO, without the cache; borrowed, NULL without exception. */
Ref type_find(const Type *type, Ref name);

/* --- calling --- */
Own type_call(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own type_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames); /* call_form_for_tuple */

/* --- slots --- */
/* Copies what the type leaves empty from the types in its MRO. False: no memory. */
bool type_inherit(Type *type);
/* Fills all slots from the special methods that the MRO has. */
void type_update_all_slots(Type *type);
/* Fills the slots that `name` stands for, of the type and of its subclasses that do not override it. */
void type_update_slot(Type *type, Ref name);

/* --- subclasses --- */
bool type_add_to_bases(Type *type, Ref bases);
void type_remove_from_bases(Type *type, Ref bases);
Own type_subclasses_list(const Type *type); /* a list */

/* --- layout --- */
/* The base whose layout the others can join; NULL raised. Borrowed. */
Type *type_best_base(Ref bases);
/* The nearest type in the chain of bases that has fields of its own. */
const Type *type_solid_base(const Type *type);
bool type_compatible(const Type *old, const Type *new, const char *attribute); /* TypeError */
static inline bool type_has_dict(const Type *type) {
    return type_has(type, TYPE_MANAGED_DICT) || type->dict_offset != 0;
}
/* Do instances vary in size, as far as Python can tell? (A str's text stands apart in CPython.) */
static inline bool type_varies(const Type *type) {
    return type->itemsize != 0 && !type_has(type, TYPE_STR_SUBCLASS);
}

/* --- making --- */
/* Adds to type->dict what a type has by its tables, where the dict has no such name yet. */
bool type_add_members(Type *type, const MemberDef *members, isize count);
bool type_add_getset(Type *type, const GetSetDef *getset);
/* classmethod or staticmethod of a callable, by `kind`. */
Own type_wrap_method(Type *kind, Ref callable);
/* The common end of making native types and classes: first __new__ and the tables, then __doc__ and
 * inheritance. */
bool type_fill_dict(Type *type);
bool type_complete(Type *type);
/* The fields that __slots__ names, described behind the type, which is as long as its metatype says. */
static inline MemberDef *type_slot_members(const Type *type) {
    return (MemberDef *)(void *)((char *)type + type_of(&type->ob_base.ob_base)->basicsize);
}
/* Sets name and heap_name from a str; false: raised. Consumes it. */
bool type_set_class_name(Type *type, Own name);
extern const GetSetDef type_dict_getset[], type_weakref_getset[];

/* --- slots that others compare with --- */
bool type_traverse_instance(Ref self, VisitFn visit, void *context);
void type_clear_instance(Ref self);
Own object_slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
bool object_slot_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
/* The C function of every native type's `__new__`. */
Own type_make_object(Ref self, Ref const *args, isize nargs, Ref kwnames); /* by the slot `new`, without init */
Own type_call_new(Ref self, Ref const *args, isize nargs, Ref kwnames);
void type_dealloc(Own self);
bool type_traverse(Ref self, VisitFn visit, void *context);
void type_clear(Ref self);
extern const MethodDef type_methods[];
extern const GetSetDef type_getset[];
extern const MemberDef type_members[];
/* Names in the class's and its bases' dicts, into a dict; for __dir__. */
bool type_merge_names(Ref names, Ref class);

#endif
