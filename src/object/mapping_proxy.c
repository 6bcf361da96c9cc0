/* mapping_proxy.c: a mapping that can be read but not written: what a class's __dict__ is seen through. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/number.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

typedef struct MappingProxy {
    Object ob_base;
    Object *mapping; /* owned */
} MappingProxy;

static Ref mapping_of(Ref self) { return ((const MappingProxy *)self)->mapping; }

static Own proxy_new(Type *type, Ref mapping) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    ((MappingProxy *)self)->mapping = own(mapping);
    gc_track(self);
    return self;
}

Own mapping_proxy_new(Ref mapping) {
    if (type_of(mapping)->slots.subscript && !is_list(mapping) && !is_tuple(mapping)) {
        return proxy_new(TYPE(MAPPING_PROXY), mapping);
    }
    return error_set(EXC(TypeError), "mappingproxy() argument must be a mapping, not %s",
                     type_of(mapping)->name);
}

static Own proxy_slot_new(Type *type UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"mappingproxy", {"mapping"}, .required = 1};
    Ref mapping;
    return arguments_bind(&parameters, args, nargs, kwnames, &mapping) ? mapping_proxy_new(mapping) : NULL;
}

static void proxy_dealloc(Own self) {
    gc_untrack(self);
    release((Own)mapping_of(self));
    object_free(self);
}

static bool proxy_traverse(Ref self, VisitFn visit, void *context) { return visit(mapping_of(self), context); }

/* --- reading -------------------------------------------------------------------------------------------- */

static Own proxy_repr(Ref self) { return str_format("mappingproxy(%R)", mapping_of(self)); }
static Own proxy_str(Ref self) { return object_str(mapping_of(self)); }
static Own proxy_iter(Ref self) { return object_iter(mapping_of(self)); }
static isize proxy_length(Ref self) { return object_length(mapping_of(self)); }
static Own proxy_subscript(Ref self, Ref key) { return object_get_item(mapping_of(self), key); }
static int proxy_contains(Ref self, Ref key) { return object_contains(mapping_of(self), key); }
static Own proxy_compare(Ref self, Ref other, CompareOp op) {
    return object_compare(mapping_of(self), other, op);
}

static Ref unwrap(Ref object) { return is_a(object, TYPE(MAPPING_PROXY)) ? mapping_of(object) : object; }
static Own proxy_or(Ref left, Ref right) { return number_binary(BINARY_OR, unwrap(left), unwrap(right)); }
static Own proxy_inplace_or(Ref self, Ref other UNUSED) {
    return error_set(EXC(TypeError), "'|=' is not supported by %s; use '|' instead", type_of(self)->name);
}

/* --- methods: the mapping's own ------------------------------------------------------------------------- */

static Own call_mapping(Ref self, const char *name, Ref const *args, isize nargs) {
    return object_call_method_cstring(mapping_of(self), name, args, nargs);
}

static Own method_get(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("get", nargs, 1, 2)) return NULL;
    Ref both[] = {args[0], nargs > 1 ? args[1] : None};
    return call_mapping(self, "get", both, 2);
}
static Own method_keys(Ref self) { return call_mapping(self, "keys", NULL, 0); }
static Own method_values(Ref self) { return call_mapping(self, "values", NULL, 0); }
static Own method_items(Ref self) { return call_mapping(self, "items", NULL, 0); }
static Own method_copy(Ref self) { return call_mapping(self, "copy", NULL, 0); }
static Own method_reversed(Ref self) { return call_mapping(self, "__reversed__", NULL, 0); }

static const MethodDef proxy_methods[] = {
    {"get", METHOD_ARRAY, .array = method_get,
     .doc = "D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None."},
    {"keys", METHOD_NONE, .none = method_keys,
     .doc = "D.keys() -> a set-like object providing a view on D's keys"},
    {"values", METHOD_NONE, .none = method_values,
     .doc = "D.values() -> an object providing a view on D's values"},
    {"items", METHOD_NONE, .none = method_items,
     .doc = "D.items() -> a set-like object providing a view on D's items"},
    {"copy", METHOD_NONE, .none = method_copy, .doc = "D.copy() -> a shallow copy of D"},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {"__reversed__", METHOD_NONE, .none = method_reversed, .doc = "D.__reversed__() -> reverse iterator"},
    {.name = NULL}};

const TypeSpec mapping_proxy_spec = {
    .name = "mappingproxy",
    .basicsize = sizeof(MappingProxy),
    .flags = TYPE_GC | TYPE_MAPPING,
    .slots = {.dealloc = proxy_dealloc,
              .traverse = proxy_traverse,
              .repr = proxy_repr,
              .str = proxy_str,
              .getattro = object_generic_get_attribute,
              .richcompare = proxy_compare,
              .iter = proxy_iter,
              .bit_or = proxy_or,
              .inplace_or = proxy_inplace_or,
              .length = proxy_length,
              .subscript = proxy_subscript,
              .contains = proxy_contains,
              .new = proxy_slot_new},
    .methods = proxy_methods,
};
