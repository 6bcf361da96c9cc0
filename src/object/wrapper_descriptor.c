/* wrapper_descriptor.c: `int.__add__` and `(1).__add__`: a slot of a native type, as Python calls it.
 *
 * The descriptor knows the slot's entry in the table and the C function; bound to an object it becomes a method
 * wrapper. What is done with the arguments is the entry's business (slot_wrappers.c). */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct MethodWrapper {
    Object ob_base;
    Object *descriptor, *self; /* owned */
} MethodWrapper;
#define AS_METHOD_WRAPPER(ref) ((MethodWrapper *)(ref))

/* Calls what the descriptor wraps, for a `self` of the right type. */
static Own call_wrapped(const WrapperDescriptor *descriptor, Ref self, Ref const *args, isize nargs,
                        Ref kwnames) {
    const SlotMethod *method = descriptor->method;
    if (!method->keywords && kwnames && tuple_length(kwnames)) {
        return error_set(EXC(TypeError), "wrapper %U() takes no keyword arguments", descriptor->name);
    }
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own result = method->wrap(method, descriptor->wrapped, self, args, nargs, kwnames);
    recursion_leave();
    return result;
}

/* --- the descriptor ------------------------------------------------------------------------------------- */

Own wrapper_descriptor_new(Type *type, const SlotMethod *method, AnyFn wrapped) {
    Own self = object_new(TYPE(WRAPPER_DESCRIPTOR), 0);
    if (!self) return NULL;
    WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    descriptor->type = AS_TYPE(own(&type->ob_base.ob_base));
    descriptor->name = own(slot_method_name(method));
    descriptor->method = method;
    descriptor->wrapped = wrapped;
    gc_track(self);
    return self;
}

static void descriptor_dealloc(Own self) {
    WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    gc_untrack(self);
    release(&descriptor->type->ob_base.ob_base);
    release(descriptor->name);
    release_maybe(descriptor->qualname);
    object_free(self);
}

static bool descriptor_traverse(Ref self, VisitFn visit, void *context) {
    return visit(&AS_WRAPPER_DESCRIPTOR(self)->type->ob_base.ob_base, context);
}

static Own descriptor_repr(Ref self) {
    const WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    return str_format("<slot wrapper '%U' of '%s' objects>", descriptor->name, descriptor->type->name);
}

/* CPython copies what follows self to a tuple of its own. */
Own wrapper_descriptor_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    if (nargs < 1) {
        return error_set(EXC(TypeError), "descriptor '%U' of '%.100s' object needs an argument",
                         descriptor->name, descriptor->type->name);
    }
    int fits = object_is_real_subclass(&type_of(args[0])->ob_base.ob_base, &descriptor->type->ob_base.ob_base);
    if (fits < 0) return NULL;
    if (!fits) {
        return error_set(EXC(TypeError), "descriptor '%U' requires a '%.100s' object but received a '%.100s'",
                         descriptor->name, descriptor->type->name, type_of(args[0])->name);
    }
    call_retain(args + 1, nargs - 1, NULL);
    Own result = call_wrapped(descriptor, args[0], args + 1, nargs - 1, kwnames);
    call_release(args + 1, nargs - 1, NULL);
    return result;
}

Own wrapper_descriptor_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    call_retain(args, nargs, kwnames);
    Own result = wrapper_descriptor_call_tuple(self, args, nargs, kwnames);
    call_release(args, nargs, kwnames);
    return result;
}

static Own descriptor_get(Ref self, Ref instance, Ref owner UNUSED) {
    const WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    if (!instance) return own(self);
    if (!is_a(instance, descriptor->type)) {
        return error_set(EXC(TypeError),
                         "descriptor '%U' for '%.100s' objects doesn't apply to a '%.100s' object",
                         descriptor->name, descriptor->type->name, type_of(instance)->name);
    }
    Own bound = object_new(TYPE(METHOD_WRAPPER), 0);
    if (!bound) return NULL;
    AS_METHOD_WRAPPER(bound)->descriptor = own(self);
    AS_METHOD_WRAPPER(bound)->self = own(instance);
    gc_track(bound);
    return bound;
}

/* The entry's text as a doc string's C string: "__add__($self, value, /)\n--\n\n...". */
static const char *entry_name(const WrapperDescriptor *descriptor) {
    return (const char *)str_data(descriptor->name);
}

static Own descriptor_doc(Ref self, void *closure UNUSED) {
    const WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    return doc_text(entry_name(descriptor), descriptor->method->doc);
}

static Own descriptor_signature(Ref self, void *closure UNUSED) {
    const WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    return doc_signature(entry_name(descriptor), descriptor->method->doc);
}

static Own descriptor_qualname(Ref self, void *closure UNUSED) {
    WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    if (!descriptor->qualname) {
        Own owner = type_get_qualname(descriptor->type);
        if (!owner) return NULL;
        descriptor->qualname = str_format("%U.%U", owner, descriptor->name);
        release(owner);
    }
    return own_maybe(descriptor->qualname);
}

/* getattr(owner, name): for pickling. */
static Own reduce_to_getattr(Ref owner, Ref name) {
    Own getattr = builtin_get("getattr");
    Own args = getattr ? tuple_pack(2, owner, name) : NULL;
    Own result = args ? tuple_pack(2, getattr, args) : NULL;
    release_maybe(args);
    release_maybe(getattr);
    return result;
}

static Own descriptor_reduce(Ref self) {
    const WrapperDescriptor *descriptor = AS_WRAPPER_DESCRIPTOR(self);
    return reduce_to_getattr(&descriptor->type->ob_base.ob_base, descriptor->name);
}

static const MethodDef descriptor_methods[] = {{"__reduce__", METHOD_NONE, .none = descriptor_reduce},
                                               {.name = NULL}};
static const MemberDef descriptor_members[] = {
    {"__objclass__", MEMBER_OBJECT, offsetof(WrapperDescriptor, type), true, NULL},
    {"__name__", MEMBER_OBJECT, offsetof(WrapperDescriptor, name), true, NULL},
    {.name = NULL}};
static const GetSetDef descriptor_getset[] = {{"__doc__", .get = descriptor_doc},
                                              {"__qualname__", .get = descriptor_qualname},
                                              {"__text_signature__", .get = descriptor_signature},
                                              {.name = NULL}};

const TypeSpec wrapper_descriptor_spec = {
    .name = "wrapper_descriptor",
    .basicsize = sizeof(WrapperDescriptor),
    .flags = TYPE_GC | TYPE_METHOD_DESCRIPTOR | TYPE_NO_INSTANTIATION,
    .ghost_size = 56,
    .slots = {.dealloc = descriptor_dealloc,
              .traverse = descriptor_traverse,
              .repr = descriptor_repr,
              .call = wrapper_descriptor_call,
              .getattro = object_generic_get_attribute,
              .descr_get = descriptor_get},
    .methods = descriptor_methods,
    .members = descriptor_members,
    .getset = descriptor_getset,
};

/* --- the bound wrapper ---------------------------------------------------------------------------------- */

static const WrapperDescriptor *wrapper_descriptor(Ref self) {
    return AS_WRAPPER_DESCRIPTOR(AS_METHOD_WRAPPER(self)->descriptor);
}

static void wrapper_dealloc(Own self) {
    gc_untrack(self);
    release(AS_METHOD_WRAPPER(self)->descriptor);
    release(AS_METHOD_WRAPPER(self)->self);
    object_free(self);
}

static bool wrapper_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_METHOD_WRAPPER(self)->descriptor, context) && visit(AS_METHOD_WRAPPER(self)->self, context);
}

static Own wrapper_repr(Ref self) {
    Ref bound_to = AS_METHOD_WRAPPER(self)->self;
    return str_format("<method-wrapper '%U' of %s object at 0x%lx>", wrapper_descriptor(self)->name,
                      type_of(bound_to)->name, object_id(bound_to));
}

Own method_wrapper_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_wrapped(wrapper_descriptor(self), AS_METHOD_WRAPPER(self)->self, args, nargs, kwnames);
}

Own method_wrapper_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    call_retain(args, nargs, kwnames);
    Own result = method_wrapper_call_tuple(self, args, nargs, kwnames);
    call_release(args, nargs, kwnames);
    return result;
}

static isize wrapper_hash(Ref self) {
    const MethodWrapper *wrapper = AS_METHOD_WRAPPER(self);
    isize hash = object_identity_hash(wrapper->self) ^ object_identity_hash(wrapper->descriptor);
    return hash == -1 ? -2 : hash;
}

static Own wrapper_compare(Ref self, Ref other, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || type_of(other) != TYPE(METHOD_WRAPPER))
        return own_not_implemented();
    const MethodWrapper *a = AS_METHOD_WRAPPER(self), *b = AS_METHOD_WRAPPER(other);
    bool equal = a->descriptor == b->descriptor && a->self == b->self;
    return own_bool(equal == (op == COMPARE_EQ));
}

static Own wrapper_objclass(Ref self, void *closure UNUSED) {
    return own(&wrapper_descriptor(self)->type->ob_base.ob_base);
}
static Own wrapper_name(Ref self, void *closure UNUSED) { return own(wrapper_descriptor(self)->name); }
static Own wrapper_qualname(Ref self, void *closure) {
    return descriptor_qualname(AS_METHOD_WRAPPER(self)->descriptor, closure);
}
static Own wrapper_doc(Ref self, void *closure) {
    return descriptor_doc(AS_METHOD_WRAPPER(self)->descriptor, closure);
}
static Own wrapper_signature(Ref self, void *closure) {
    return descriptor_signature(AS_METHOD_WRAPPER(self)->descriptor, closure);
}

static Own wrapper_reduce(Ref self) {
    return reduce_to_getattr(AS_METHOD_WRAPPER(self)->self, wrapper_descriptor(self)->name);
}

static const MethodDef wrapper_methods[] = {{"__reduce__", METHOD_NONE, .none = wrapper_reduce},
                                            {.name = NULL}};
static const MemberDef wrapper_members[] = {
    {"__self__", MEMBER_OBJECT, offsetof(MethodWrapper, self), true, NULL}, {.name = NULL}};
static const GetSetDef wrapper_getset[] = {
    {"__objclass__", .get = wrapper_objclass},        {"__name__", .get = wrapper_name},
    {"__qualname__", .get = wrapper_qualname},        {"__doc__", .get = wrapper_doc},
    {"__text_signature__", .get = wrapper_signature}, {.name = NULL}};

const TypeSpec method_wrapper_spec = {
    .name = "method-wrapper",
    .basicsize = sizeof(MethodWrapper),
    .flags = TYPE_GC | TYPE_TRASHCAN | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = wrapper_dealloc,
              .traverse = wrapper_traverse,
              .repr = wrapper_repr,
              .hash = wrapper_hash,
              .call = method_wrapper_call,
              .getattro = object_generic_get_attribute,
              .richcompare = wrapper_compare},
    .methods = wrapper_methods,
    .members = wrapper_members,
    .getset = wrapper_getset,
};
