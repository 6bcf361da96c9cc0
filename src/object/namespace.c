/* namespace.c: types.SimpleNamespace: attributes and nothing else. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct SimpleNamespace {
    Object ob_base;
    Object *dict; /* owned */
} SimpleNamespace;
#define AS_NAMESPACE(ref) ((SimpleNamespace *)(ref))

static Own namespace_type_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_NAMESPACE(self)->dict = dict_new();
    gc_track(self);
    if (AS_NAMESPACE(self)->dict) return self;
    release(self);
    return NULL;
}

Own simple_namespace_new(Ref dict) {
    Own self = namespace_type_new(TYPE(SIMPLE_NAMESPACE), NULL, 0, NULL);
    if (!self || !dict || dict_merge(AS_NAMESPACE(self)->dict, dict, 1)) return self;
    release(self);
    return NULL;
}

static bool namespace_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs) return error_set(EXC(TypeError), "no positional arguments expected");
    for (isize i = 0; kwnames && i < tuple_length(kwnames); i++) {
        if (!dict_set(AS_NAMESPACE(self)->dict, tuple_get(kwnames, i), args[i])) return false;
    }
    return true;
}

static void namespace_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_NAMESPACE(self)->dict);
    object_free(self);
}

static bool namespace_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_NAMESPACE(self)->dict || visit(AS_NAMESPACE(self)->dict, context);
}

static void namespace_clear(Ref self) { slot_clear(&AS_NAMESPACE(self)->dict); }

/* --- repr ------------------------------------------------------------------------------------------------ */

static const char *shown_name(Ref self) {
    return is_exactly(self, TYPE(SIMPLE_NAMESPACE)) ? "namespace" : type_of(self)->name;
}

/* "name=value" of each attribute with an ordinary name, as a list. */
static Own shown_pairs(Ref dict) {
    Own keys = dict_keys_list(dict), pairs = keys ? list_new(0) : NULL;
    for (isize i = 0; pairs && i < list_length(keys); i++) {
        Ref key = list_get(keys, i);
        Ref value = is_str(key) && str_length(key) ? dict_get(dict, key) : NULL;
        if (!value) continue;
        Own held = own(value), pair = str_format("%S=%R", key, held);
        release(held);
        if (!pair || !list_append(pairs, pair)) slot_clear(&pairs);
    }
    release_maybe(keys);
    return pairs;
}

static Own repr_of_dict(Ref self, Ref dict) {
    Own pairs = shown_pairs(dict), comma = pairs ? str_from_ascii(", ", 2) : NULL;
    Own joined = comma ? str_join(comma, pairs) : NULL;
    Own text = joined ? str_format("%s(%S)", shown_name(self), joined) : NULL;
    release_maybe(joined);
    release_maybe(comma);
    release_maybe(pairs);
    return text;
}

static Own namespace_repr(Ref self) {
    int running = object_repr_enter(self);
    if (running) return running > 0 ? str_format("%s(...)", shown_name(self)) : NULL;
    Own dict = own_maybe(object_dict(self)), text = dict ? repr_of_dict(self, dict) : NULL;
    release_maybe(dict);
    object_repr_leave(self);
    return text;
}

/* --- the rest -------------------------------------------------------------------------------------------- */

static Own namespace_compare(Ref left, Ref right, CompareOp op) {
    if (!is_a(left, TYPE(SIMPLE_NAMESPACE)) || !is_a(right, TYPE(SIMPLE_NAMESPACE)))
        return own_not_implemented();
    Ref a = object_dict(left), b = a ? object_dict(right) : NULL;
    return b ? object_compare(a, b, op) : NULL;
}

static Own method_reduce(Ref self) {
    Ref dict = object_dict(self);
    return dict ? tuple_pack(3, (Ref)type_of(self), (Ref)OBJECT_ROOT->empty_tuple, dict) : NULL;
}

static const MethodDef namespace_methods[] = {
    {"__reduce__", METHOD_NONE, .none = method_reduce, .doc = "Return state information for pickling"},
    {.name = NULL}};
static const MemberDef namespace_members[] = {
    {"__dict__", MEMBER_OBJECT, offsetof(SimpleNamespace, dict), true, NULL}, {.name = NULL}};

const TypeSpec simple_namespace_spec = {.name = "types.SimpleNamespace",
                                        .module = "types",
                                        .basicsize = sizeof(SimpleNamespace),
                                        .flags = TYPE_GC | TYPE_BASETYPE,
                                        .dict_offset = offsetof(SimpleNamespace, dict),
                                        .slots = {.new = namespace_type_new,
                                                  .init = namespace_init,
                                                  .dealloc = namespace_dealloc,
                                                  .traverse = namespace_traverse,
                                                  .clear = namespace_clear,
                                                  .repr = namespace_repr,
                                                  .richcompare = namespace_compare,
                                                  .getattro = object_generic_get_attribute,
                                                  .setattro = object_generic_set_attribute},
                                        .methods = namespace_methods,
                                        .members = namespace_members,
                                        .doc =
                                            "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)"};
