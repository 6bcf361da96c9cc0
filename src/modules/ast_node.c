/* ast_node.c: ast.AST: an object with attributes, some of which its class names in _fields: these can be given
 * to the constructor by position. */
#include "modules/ast.h"
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

bool is_ast_node(Ref object) {
    return type_has(MODULE_TYPE(AST), TYPE_READY) && is_a(object, MODULE_TYPE(AST));
}

Own ast_node_new(Type *class) {
    Own node = object_new(class, 0);
    if (!node) return NULL;
    AS_AST_NODE(node)->dict = dict_new();
    gc_track(node);
    if (AS_AST_NODE(node)->dict) return node;
    release(node);
    return NULL;
}

bool ast_node_set(Ref node, const char *name, Own value) {
    Own key = value ? str_intern_cstring(name) : NULL;
    bool set = key && dict_set(AS_AST_NODE(node)->dict, key, value);
    release_maybe(key);
    release_maybe(value);
    return set;
}

static Own ast_node_type_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    return ast_node_new(type);
}

/* The names of the fields, as a list or tuple; None where the class has none. */
static Own fields_of(Ref self) {
    Own name = str_intern_cstring("_fields"), fields = NULL;
    bool found = name && object_find_attribute((Ref)type_of(self), name, &fields);
    release_maybe(name);
    if (!found) return NULL;
    if (!fields) return own_none();
    Own fast = sequence_fast(fields, "AST._fields is not a sequence");
    release(fields);
    return fast;
}

static isize field_count(Ref fields) { return fields == None ? 0 : sequence_fast_length(fields); }

static bool set_positional(Ref self, Ref fields, Ref const *args, isize nargs) {
    isize count = field_count(fields);
    if (nargs > count)
        return error_set(EXC(TypeError), "%s constructor takes at most %zd positional argument%s",
                         type_short_name(type_of(self)), count, count == 1 ? "" : "s");
    for (isize i = 0; i < nargs; i++)
        if (!object_set_attribute(self, sequence_fast_items(fields)[i], args[i])) return false;
    return true;
}

/* Was the field given by position already? 1, 0, -1 raised. */
static int given_already(Ref fields, isize nargs, Ref name) {
    for (isize i = 0; i < nargs; i++) {
        int equal = object_compare_bool(sequence_fast_items(fields)[i], name, COMPARE_EQ);
        if (equal) return equal;
    }
    return 0;
}

static bool set_by_name(Ref self, Ref fields, Ref const *args, isize nargs, Ref kwnames) {
    for (isize i = 0; kwnames && i < tuple_length(kwnames); i++) {
        Ref name = tuple_get(kwnames, i);
        int given = given_already(fields, nargs, name);
        if (given > 0)
            error_set(EXC(TypeError), "%s got multiple values for argument %R", type_of(self)->name, name);
        if (given || !object_set_attribute(self, name, args[nargs + i])) return false;
    }
    return true;
}

static bool ast_node_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Own fields = fields_of(self);
    if (!fields) return false;
    bool set = set_positional(self, fields, args, nargs) && set_by_name(self, fields, args, nargs, kwnames);
    release(fields);
    return set;
}

static void ast_node_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_AST_NODE(self)->dict);
    object_free(self);
}
static bool ast_node_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_AST_NODE(self)->dict || visit(AS_AST_NODE(self)->dict, context);
}
static void ast_node_clear(Ref self) { slot_clear(&AS_AST_NODE(self)->dict); }

static Own ast_node_reduce(Ref self) {
    Ref dict = object_dict(self);
    if (!dict) return NULL;
    return tuple_pack(3, (Ref)type_of(self), (Ref)OBJECT_ROOT->empty_tuple, dict);
}

static Own get_dict(Ref self, UNUSED void *closure) { return own_maybe(object_dict(self)); }
static bool set_dict(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "cannot delete __dict__");
    if (!is_dict(value))
        return error_set(EXC(TypeError), "__dict__ must be set to a dictionary, not a '%s'",
                         type_of(value)->name);
    slot_set(&AS_AST_NODE(self)->dict, own(value));
    return true;
}

static const GetSetDef getset[] = {{"__dict__", .get = get_dict, .set = set_dict}, {.name = NULL}};
static const MethodDef methods[] = {{"__reduce__", METHOD_NONE, .none = ast_node_reduce}, {.name = NULL}};

const TypeSpec ast_node_spec = {.name = "ast.AST",
                                .module = "ast",
                                .basicsize = sizeof(AstNode),
                                .flags = TYPE_HEAP | TYPE_GC | TYPE_BASETYPE,
                                .dict_offset = offsetof(AstNode, dict),
                                .slots = {.new = ast_node_type_new,
                                          .init = ast_node_init,
                                          .dealloc = ast_node_dealloc,
                                          .traverse = ast_node_traverse,
                                          .clear = ast_node_clear,
                                          .getattro = object_generic_get_attribute,
                                          .setattro = object_generic_set_attribute},
                                .methods = methods,
                                .getset = getset};
