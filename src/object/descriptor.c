/* descriptor.c: what stands in a native type's dict: its methods, its computed attributes, its plain fields
 * (also those of __slots__). Reached through an instance a method binds itself, and an attribute is read or
 * written; reached through the class each gives itself.
 *
 * All begin alike (DescriptorHead). Each checks that it is used on an instance of its own type: the C code
 * behind it trusts the layout. */
#include "object/audit.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct DescriptorHead {
    Object ob_base;
    Type *type; /* owned */
    Object *name, *qualname;
} DescriptorHead;

#define AS_HEAD(ref) ((DescriptorHead *)(ref))
#define AS_METHOD_DESCRIPTOR(ref) ((MethodDescriptor *)(ref))
#define AS_MEMBER_DESCRIPTOR(ref) ((MemberDescriptor *)(ref))
#define AS_GETSET_DESCRIPTOR(ref) ((GetSetDescriptor *)(ref))

/* --- what all share -------------------------------------------------------------------------------------- */

static Own descriptor_new(Type *kind, Type *type, const char *name) {
    Own interned = str_intern_cstring(name);
    Own made = interned ? object_new(kind, 0) : NULL;
    if (!made) {
        release_maybe(interned);
        return NULL;
    }
    AS_HEAD(made)->type = AS_TYPE(own((Ref)type));
    AS_HEAD(made)->name = interned;
    gc_track(made);
    return made;
}

static void descriptor_dealloc(Own self) {
    gc_untrack(self);
    DescriptorHead *head = AS_HEAD(self);
    release((Own)head->type);
    release(head->name);
    release_maybe(head->qualname);
    object_free(self);
}

static bool descriptor_traverse(Ref self, VisitFn visit, void *context) {
    return visit((Ref)AS_HEAD(self)->type, context);
}

static bool check_instance(Ref self, Ref instance) {
    const DescriptorHead *head = AS_HEAD(self);
    if (is_a(instance, head->type)) return true;
    return error_set(EXC(TypeError), "descriptor '%U' for '%.100s' objects doesn't apply to a '%.100s' object",
                     head->name, head->type->name, type_of(instance)->name);
}

static Own show(Ref self, const char *kind) {
    return str_format("<%s '%U' of '%s' objects>", kind, AS_HEAD(self)->name, AS_HEAD(self)->type->name);
}

/* Kept by descriptors of heap types; those of native types are there for ever, and so would it be. */
static Own get_qualname(Ref self, UNUSED void *closure) {
    DescriptorHead *head = AS_HEAD(self);
    if (head->qualname) return own(head->qualname);
    Own owner = object_get_attribute((Ref)head->type, NAME(__qualname__)), qualname = NULL;
    if (!owner) return NULL;
    if (is_str(owner)) {
        qualname = str_format("%S.%S", owner, head->name);
    } else {
        error_set(EXC(TypeError), "<descriptor>.__objclass__.__qualname__ is not a unicode object");
    }
    if (type_has(head->type, TYPE_HEAP)) slot_set(&head->qualname, own_maybe(qualname));
    release(owner);
    return qualname;
}

/* getattr(type, name) */
static Own descriptor_reduce(Ref self) {
    Own getattr = builtin_get("getattr");
    Own args = getattr ? tuple_pack(2, (Ref)AS_HEAD(self)->type, (Ref)AS_HEAD(self)->name) : NULL;
    Own result = args ? tuple_pack(2, getattr, args) : NULL;
    release_maybe(args);
    release_maybe(getattr);
    return result;
}

static const MemberDef descriptor_members[] = {
    {"__objclass__", MEMBER_OBJECT, offsetof(DescriptorHead, type), true, NULL},
    {"__name__", MEMBER_OBJECT, offsetof(DescriptorHead, name), true, NULL},
    {.name = NULL}};
static const MethodDef descriptor_methods[] = {{"__reduce__", METHOD_NONE, .none = descriptor_reduce},
                                               {.name = NULL}};

/* --- methods --------------------------------------------------------------------------------------------- */

Own method_descriptor_new(Type *type, const MethodDef *def) {
    Own made = descriptor_new(TYPE(METHOD_DESCRIPTOR), type, def->name);
    if (made) AS_METHOD_DESCRIPTOR(made)->def = def;
    return made;
}

Own class_method_descriptor_new(Type *type, const MethodDef *def) {
    Own made = descriptor_new(TYPE(CLASS_METHOD_DESCRIPTOR), type, def->name);
    if (made) AS_METHOD_DESCRIPTOR(made)->def = def;
    return made;
}

static Own method_get(Ref self, Ref instance, UNUSED Ref owner) {
    if (!instance) return own(self);
    if (!check_instance(self, instance)) return NULL;
    return builtin_method_new(AS_HEAD(self)->type, AS_METHOD_DESCRIPTOR(self)->def, instance);
}

static Own method_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 1) {
        Own name = callable_message_name(self);
        if (name) error_set(EXC(TypeError), "unbound method %U needs an argument", name);
        release_maybe(name);
        return NULL;
    }
    if (!check_instance(self, args[0])) return NULL;
    const MethodDef *def = AS_METHOD_DESCRIPTOR(self)->def;
    bool retains = def->flags & METHOD_VARARGS;
    if (retains) call_retain(args + 1, nargs - 1, kwnames);
    Own result = method_def_call(def, self, args[0], args + 1, nargs - 1, kwnames);
    if (retains) call_release(args + 1, nargs - 1, kwnames);
    return result;
}

static Own method_repr(Ref self) { return show(self, "method"); }

static Own get_method_doc(Ref self, UNUSED void *closure) {
    const MethodDef *def = AS_METHOD_DESCRIPTOR(self)->def;
    return doc_text(def->name, def->doc);
}

static Own get_method_signature(Ref self, UNUSED void *closure) {
    const MethodDef *def = AS_METHOD_DESCRIPTOR(self)->def;
    return doc_signature(def->name, def->doc);
}

static const GetSetDef method_getset[] = {{"__doc__", .get = get_method_doc},
                                          {"__qualname__", .get = get_qualname},
                                          {"__text_signature__", .get = get_method_signature},
                                          {.name = NULL}};

const TypeSpec method_descriptor_spec = {.name = "method_descriptor",
                                         .basicsize = sizeof(MethodDescriptor),
                                         .ghost_size = 56,
                                         .flags = TYPE_GC | TYPE_METHOD_DESCRIPTOR | TYPE_NO_INSTANTIATION,
                                         .slots = {.dealloc = descriptor_dealloc,
                                                   .traverse = descriptor_traverse,
                                                   .call = method_call,
                                                   .repr = method_repr,
                                                   .getattro = object_generic_get_attribute,
                                                   .descr_get = method_get},
                                         .methods = descriptor_methods,
                                         .getset = method_getset,
                                         .members = descriptor_members};

/* --- class methods --------------------------------------------------------------------------------------- */

static Own class_method_get(Ref self, Ref instance, Ref owner) {
    const DescriptorHead *head = AS_HEAD(self);
    const char *type_name = head->type->name;
    if (!owner && instance) owner = (Ref)type_of(instance);
    if (!owner) {
        return error_set(EXC(TypeError), "descriptor '%U' for type '%.100s' needs either an object or a type",
                         head->name, type_name);
    }
    if (!is_type(owner)) {
        return error_set(EXC(TypeError),
                         "descriptor '%U' for type '%.100s' needs a type, not a '%.100s' as arg 2", head->name,
                         type_name, type_of(owner)->name);
    }
    if (!type_is_subtype(AS_TYPE(owner), head->type)) {
        return error_set(EXC(TypeError), "descriptor '%U' requires a subtype of '%.100s' but received '%.100s'",
                         head->name, type_name, AS_TYPE(owner)->name);
    }
    return builtin_method_new(AS_HEAD(self)->type, AS_METHOD_DESCRIPTOR(self)->def, owner);
}

static Own class_method_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 1) {
        return error_set(EXC(TypeError), "descriptor '%U' of '%.100s' object needs an argument",
                         AS_HEAD(self)->name, AS_HEAD(self)->type->name);
    }
    Own bound = class_method_get(self, NULL, args[0]);
    Own result = bound ? object_call(bound, args + 1, nargs - 1, kwnames) : NULL;
    release_maybe(bound);
    return result;
}

const TypeSpec class_method_descriptor_spec = {.name = "classmethod_descriptor",
                                               .basicsize = sizeof(MethodDescriptor),
                                               .ghost_size = 56,
                                               .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                               .slots = {.dealloc = descriptor_dealloc,
                                                         .traverse = descriptor_traverse,
                                                         .call = class_method_call,
                                                         .repr = method_repr,
                                                         .getattro = object_generic_get_attribute,
                                                         .descr_get = class_method_get},
                                               .getset = method_getset,
                                               .members = descriptor_members};

/* --- fields ---------------------------------------------------------------------------------------------- */

Own member_get(Ref object, const MemberDef *def) {
    const char *address = object_field(object, def->offset);
    switch (def->kind) {
    case MEMBER_OBJECT: {
        Ref value = *(Object *const *)address;
        return own(value ? value : None);
    }
    case MEMBER_OBJECT_EX: {
        Ref value = *(Object *const *)address;
        if (value) return own(value);
        return error_set(EXC(AttributeError), "'%.200s' object has no attribute '%s'", type_of(object)->name,
                         def->name);
    }
    case MEMBER_ISIZE: return int_from_isize(*(const isize *)address);
    case MEMBER_INT: return int_from_i64(*(const int *)address);
    case MEMBER_BOOL: return own_bool(*(const bool *)address);
    case MEMBER_DOUBLE: return float_from_double(*(const double *)address);
    case MEMBER_COMPUTED: return def->get(object);
    case MEMBER_AUDITED: return AUDIT("object.__getattr__", "Os", object, def->name) ? def->get(object) : NULL;
    }
    return NULL;
}

static bool delete_member(Object **slot, const MemberDef *def) {
    if (def->kind != MEMBER_OBJECT && def->kind != MEMBER_OBJECT_EX) {
        return error_set(EXC(TypeError), "can't delete numeric/char attribute");
    }
    if (def->kind == MEMBER_OBJECT_EX && !*slot) return error_set(EXC(AttributeError), "%s", def->name);
    slot_clear(slot);
    return true;
}

static bool set_number(char *address, const MemberDef *def, Ref value) {
    isize number = int_as_isize(value);
    if (number == -1 && error_occurred()) return false;
    if (def->kind == MEMBER_ISIZE) {
        *(isize *)address = number;
    } else {
        *(int *)address = (int)number;
    }
    return true;
}

bool member_set(Ref object, const MemberDef *def, Ref value) {
    char *address = object_field(object, def->offset);
    if (def->readonly) return error_set(EXC(AttributeError), "readonly attribute");
    if (!value) return delete_member((Object **)address, def);
    switch (def->kind) {
    case MEMBER_OBJECT:
    case MEMBER_OBJECT_EX: slot_set((Object **)address, own(value)); return true;
    case MEMBER_BOOL:
        if (!is_bool(value)) return error_set(EXC(TypeError), "attribute value type must be bool");
        *(bool *)address = value == True;
        return true;
    case MEMBER_ISIZE:
    case MEMBER_INT: return set_number(address, def, value);
    case MEMBER_DOUBLE:
    case MEMBER_COMPUTED:
    case MEMBER_AUDITED: break; /* always read-only */
    }
    return false;
}

/* The definition of a heap type's member is copied, with the interned name for its name where that is ASCII: it
 * then lives as long as the descriptor. */
Own member_descriptor_new(Type *type, const MemberDef *def) {
    Own made = descriptor_new(TYPE(MEMBER_DESCRIPTOR), type, def->name);
    if (!made) return NULL;
    MemberDescriptor *self = AS_MEMBER_DESCRIPTOR(made);
    self->def = def;
    if (type_has(type, TYPE_HEAP)) {
        self->own_def = *def;
        if (AS_STR(self->name)->ascii) self->own_def.name = str_data(self->name);
        self->def = &self->own_def;
    }
    return made;
}

static Own member_descr_get(Ref self, Ref instance, UNUSED Ref owner) {
    if (!instance) return own(self);
    return check_instance(self, instance) ? member_get(instance, AS_MEMBER_DESCRIPTOR(self)->def) : NULL;
}

static bool member_descr_set(Ref self, Ref instance, Ref value) {
    return check_instance(self, instance) && member_set(instance, AS_MEMBER_DESCRIPTOR(self)->def, value);
}

static Own member_repr(Ref self) { return show(self, "member"); }

static Own get_member_doc(Ref self, UNUSED void *closure) {
    const char *doc = AS_MEMBER_DESCRIPTOR(self)->def->doc;
    return doc ? str_from_utf8(doc, -1) : own_none();
}

static const GetSetDef member_getset[] = {
    {"__doc__", .get = get_member_doc}, {"__qualname__", .get = get_qualname}, {.name = NULL}};

const TypeSpec member_descriptor_spec = {.name = "member_descriptor",
                                         .basicsize = sizeof(MemberDescriptor),
                                         .ghost_size = 48,
                                         .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                         .slots = {.dealloc = descriptor_dealloc,
                                                   .traverse = descriptor_traverse,
                                                   .repr = member_repr,
                                                   .getattro = object_generic_get_attribute,
                                                   .descr_get = member_descr_get,
                                                   .descr_set = member_descr_set},
                                         .methods = descriptor_methods,
                                         .getset = member_getset,
                                         .members = descriptor_members};

/* --- computed attributes --------------------------------------------------------------------------------- */

Own getset_descriptor_new(Type *type, const GetSetDef *def) {
    Own made = descriptor_new(TYPE(GETSET_DESCRIPTOR), type, def->name);
    if (made) AS_GETSET_DESCRIPTOR(made)->def = def;
    return made;
}

static bool refuse_access(Ref self, const char *what) {
    return error_set(EXC(AttributeError), "attribute '%U' of '%.100s' objects is not %s", AS_HEAD(self)->name,
                     AS_HEAD(self)->type->name, what);
}

static Own getset_descr_get(Ref self, Ref instance, UNUSED Ref owner) {
    if (!instance) return own(self);
    if (!check_instance(self, instance)) return NULL;
    const GetSetDef *def = AS_GETSET_DESCRIPTOR(self)->def;
    if (def->get) return def->get(instance, def->closure);
    refuse_access(self, "readable");
    return NULL;
}

static bool getset_descr_set(Ref self, Ref instance, Ref value) {
    if (!check_instance(self, instance)) return false;
    const GetSetDef *def = AS_GETSET_DESCRIPTOR(self)->def;
    return def->set ? def->set(instance, value, def->closure) : refuse_access(self, "writable");
}

static Own getset_repr(Ref self) { return show(self, "attribute"); }

static Own get_getset_doc(Ref self, UNUSED void *closure) {
    const char *doc = AS_GETSET_DESCRIPTOR(self)->def->doc;
    return doc ? str_from_utf8(doc, -1) : own_none();
}

static const GetSetDef getset_getset[] = {
    {"__doc__", .get = get_getset_doc}, {"__qualname__", .get = get_qualname}, {.name = NULL}};

const TypeSpec getset_descriptor_spec = {.name = "getset_descriptor",
                                         .basicsize = sizeof(GetSetDescriptor),
                                         .ghost_size = 48,
                                         .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                         .slots = {.dealloc = descriptor_dealloc,
                                                   .traverse = descriptor_traverse,
                                                   .repr = getset_repr,
                                                   .getattro = object_generic_get_attribute,
                                                   .descr_get = getset_descr_get,
                                                   .descr_set = getset_descr_set},
                                         .getset = getset_getset,
                                         .members = descriptor_members};
