/* union.c: types.UnionType: int | str (PEP 604). Invariant: at least two members, no union and no None (its
 * type instead) among them, none twice. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/generic_alias.h"
#include "object/list.h"
#include "object/number.h"
#include "object/set.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct UnionType {
    Object ob_base;
    Object *args;       /* tuple, owned */
    Object *parameters; /* tuple, made when it is first needed */
} UnionType;
#define AS_UNION(ref) ((UnionType *)(ref))

static bool is_union(Ref object) { return is_exactly(object, TYPE(UNION)); }

Ref union_args(Ref union_type) { return AS_UNION(union_type)->args; }

/* --- making one ------------------------------------------------------------------------------------------ */

static bool is_unionable(Ref object) {
    return object == None || is_type(object) || is_generic_alias(object) || is_union(object);
}

/* 1, 0, -1 raised. Generic aliases are made anew each time they are written: those are compared. */
static int has_member(Ref list, Ref member) {
    for (isize i = 0; i < list_length(list); i++) {
        Ref other = list_get(list, i);
        bool compare = is_generic_alias(member) && is_generic_alias(other);
        int equal = compare ? object_compare_bool(member, other, COMPARE_EQ) : member == other;
        if (equal) return equal;
    }
    return 0;
}

static bool add_member(Ref list, Ref member) {
    if (is_union(member)) {
        Ref args = union_args(member);
        for (isize i = 0; i < tuple_length(args); i++) {
            if (!add_member(list, tuple_get(args, i))) return false;
        }
        return true;
    }
    if (member == None) member = (Ref)TYPE(NONE);
    int found = has_member(list, member);
    return found > 0 || (found == 0 && list_append_ref(list, member));
}

static Own union_of_list(Ref list) {
    if (list_length(list) == 1) return own(list_get(list, 0));
    Own args = list_as_tuple(list), self = args ? object_new(TYPE(UNION), 0) : NULL;
    if (!self) {
        release_maybe(args);
        return NULL;
    }
    AS_UNION(self)->args = args;
    gc_track(self);
    return self;
}

Own union_new(Ref a, Ref b) {
    if (!is_unionable(a) || !is_unionable(b)) return own_not_implemented();
    Own list = list_new(0);
    Own result = list && add_member(list, a) && add_member(list, b) ? union_of_list(list) : NULL;
    release_maybe(list);
    return result;
}

static void union_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_UNION(self)->args);
    release_maybe(AS_UNION(self)->parameters);
    object_free(self);
}

static bool union_traverse(Ref self, VisitFn visit, void *context) {
    const UnionType *type = AS_UNION(self);
    return (!type->args || visit(type->args, context)) &&
           (!type->parameters || visit(type->parameters, context));
}

/* --- what it answers ------------------------------------------------------------------------------------- */

static isize union_hash(Ref self) {
    Own members = frozenset_new(AS_UNION(self)->args);
    if (!members) return -1;
    isize hash = object_hash(members);
    release(members);
    return hash;
}

static Own union_compare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_union(left) || !is_union(right))
        return own_not_implemented();
    Own a = set_new(AS_UNION(left)->args), b = a ? set_new(AS_UNION(right)->args) : NULL;
    Own result = b ? object_compare(a, b, op) : NULL;
    release_maybe(a);
    release_maybe(b);
    return result;
}

static Own union_repr(Ref self) {
    Ref args = AS_UNION(self)->args;
    StrBuilder builder;
    str_builder_init(&builder);
    bool done = true;
    for (isize i = 0; done && i < tuple_length(args); i++) {
        if (i) str_builder_ascii(&builder, " | ", 3);
        if (tuple_get(args, i) == (Ref)TYPE(NONE)) {
            str_builder_ascii(&builder, "None", 4);
        } else {
            done = generic_append_repr(&builder, tuple_get(args, i));
        }
    }
    if (done) return str_builder_finish(&builder);
    str_builder_discard(&builder);
    return NULL;
}

static Own union_getattro(Ref self, Ref name) {
    if (is_str(name) && str_equal_ascii(name, "__module__"))
        return object_get_attribute((Ref)type_of(self), name);
    return object_generic_get_attribute(self, name);
}

static Ref parameters_of(Ref self) {
    UnionType *type = AS_UNION(self);
    if (!type->parameters) {
        Own parameters = generic_parameters(type->args);
        if (parameters) slot_set(&type->parameters, parameters);
    }
    return type->parameters;
}

static Own get_parameters(Ref self, UNUSED void *closure) { return own_maybe(parameters_of(self)); }

/* The members with type variables replaced, put together again by |. */
static Own union_subscript(Ref self, Ref item) {
    Ref parameters = parameters_of(self);
    Own args = parameters ? generic_substitute(self, AS_UNION(self)->args, parameters, item) : NULL;
    if (!args) return NULL;
    Own result = own(tuple_get(args, 0));
    for (isize i = 1; result && i < tuple_length(args); i++) {
        Own wider = number_binary(BINARY_OR, result, tuple_get(args, i));
        release(result);
        result = wider;
    }
    release(args);
    return result;
}

static const MemberDef union_members[] = {{"__args__", MEMBER_OBJECT, offsetof(UnionType, args), true, NULL},
                                          {.name = NULL}};
static const GetSetDef union_getset[] = {
    {"__parameters__", .get = get_parameters, .doc = "Type variables in the types.UnionType."}, {.name = NULL}};

const TypeSpec union_spec = {.name = "types.UnionType",
                             .module = "types",
                             .basicsize = sizeof(UnionType),
                             .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                             .slots = {.dealloc = union_dealloc,
                                       .traverse = union_traverse,
                                       .repr = union_repr,
                                       .hash = union_hash,
                                       .getattro = union_getattro,
                                       .richcompare = union_compare,
                                       .bit_or = union_new,
                                       .subscript = union_subscript},
                             .members = union_members,
                             .getset = union_getset,
                             .doc = "Represent a PEP 604 union type\n\nE.g. for int | str"};
