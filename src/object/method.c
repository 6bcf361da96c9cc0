/* method.c: a function bound to the object it was reached through. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

Own method_new(Ref function, Ref self) {
    Own made = object_new(TYPE(METHOD), 0);
    if (!made) return NULL;
    AS_METHOD(made)->function = own(function);
    AS_METHOD(made)->self = own(self);
    gc_track(made);
    return made;
}

static Own method_type_new(UNUSED Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("method", kwnames) || !arguments_count("method", nargs, 2, 2)) return NULL;
    if (!object_is_callable(args[0])) return error_set(EXC(TypeError), "first argument must be callable");
    if (args[1] == None) return error_set(EXC(TypeError), "instance must not be None");
    return method_new(args[0], args[1]);
}

static void method_dealloc(Own self) {
    gc_untrack(self);
    if (AS_METHOD(self)->weaklist) weakref_clear_all(self);
    release(AS_METHOD(self)->function);
    release(AS_METHOD(self)->self);
    object_free(self);
}

static bool method_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_METHOD(self)->function, context) && visit(AS_METHOD(self)->self, context);
}

static Own method_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_prepended(AS_METHOD(self)->function, AS_METHOD(self)->self, args, nargs, kwnames);
}

/* --- how it looks ---------------------------------------------------------------------------------------- */

/* __qualname__, else __name__; *name is NULL where there is no such str. */
static bool find_function_name(Ref function, Own *name) {
    if (!object_find_attribute(function, NAME(__qualname__), name)) return false;
    if (!*name && !object_find_attribute(function, NAME(__name__), name)) return false;
    if (*name && !is_str(*name)) slot_clear(name);
    return true;
}

static Own method_repr(Ref self) {
    Own name;
    if (!find_function_name(AS_METHOD(self)->function, &name)) return NULL;
    Ref bound = AS_METHOD(self)->self;
    Own text =
        name ? str_format("<bound method %U of %R>", name, bound) : str_format("<bound method ? of %R>", bound);
    release_maybe(name);
    return text;
}

static isize method_hash(Ref self) {
    isize function = object_hash(AS_METHOD(self)->function);
    if (function == -1) return -1;
    isize hash = object_identity_hash(AS_METHOD(self)->self) ^ function;
    return hash == -1 ? -2 : hash;
}

/* The same function, and the very same object. */
static Own method_compare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_method(left) || !is_method(right)) {
        return own_not_implemented();
    }
    int equal = object_compare_bool(AS_METHOD(left)->function, AS_METHOD(right)->function, COMPARE_EQ);
    if (equal < 0) return NULL;
    if (equal) equal = AS_METHOD(left)->self == AS_METHOD(right)->self;
    return own_bool(equal == (op == COMPARE_EQ));
}

/* What the type has not, the function may have. */
static Own method_getattro(Ref self, Ref name) {
    Ref descriptor = type_lookup(type_of(self), name);
    if (!descriptor) return object_get_attribute(AS_METHOD(self)->function, name);
    DescrGetFn get = type_of(descriptor)->slots.descr_get;
    return get ? get(descriptor, self, (Ref)type_of(self)) : own(descriptor);
}

static Own get_doc(Ref self, UNUSED void *closure) {
    return object_get_attribute(AS_METHOD(self)->function, NAME(__doc__));
}

/* getattr(self, function's name) */
static Own method_reduce(Ref self) {
    Own name = object_get_attribute(AS_METHOD(self)->function, NAME(__name__));
    Own getattr = name ? builtin_get("getattr") : NULL;
    Own args = getattr ? tuple_pack(2, (Ref)AS_METHOD(self)->self, (Ref)name) : NULL;
    Own result = args ? tuple_pack(2, getattr, args) : NULL;
    release_maybe(args);
    release_maybe(getattr);
    release_maybe(name);
    return result;
}

static const MethodDef method_methods[] = {
    {"__reduce__", METHOD_NONE, .none = method_reduce, .doc = "__reduce__($self, /)\n--\n\n"}, {.name = NULL}};
static const MemberDef method_members[] = {
    {"__func__", MEMBER_OBJECT, offsetof(Method, function), true,
     "the function (or other callable) implementing a method"},
    {"__self__", MEMBER_OBJECT, offsetof(Method, self), true, "the instance to which a method is bound"},
    {.name = NULL}};
static const GetSetDef method_getset[] = {{"__doc__", .get = get_doc}, {.name = NULL}};

const TypeSpec method_spec = {
    .name = "method",
    .basicsize = sizeof(Method),
    .ghost_size = 48,
    .flags = TYPE_GC,
    .weaklist_offset = offsetof(Method, weaklist),
    .slots = {.new = method_type_new,
              .dealloc = method_dealloc,
              .traverse = method_traverse,
              .call = method_call,
              .repr = method_repr,
              .hash = method_hash,
              .richcompare = method_compare,
              .getattro = method_getattro,
              .setattro = object_generic_set_attribute},
    .methods = method_methods,
    .members = method_members,
    .getset = method_getset,
    .doc = "method(function, instance, /)\n--\n\nCreate a bound instance method object."};
