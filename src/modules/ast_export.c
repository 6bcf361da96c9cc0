/* ast_export.c: a tree as objects of the module _ast, fields first, then where the node stands. */
#include "code/stack_room.h"
#include "compiler/symtable.h"
#include "modules/ast.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/root.h"

typedef struct Export {
    const AstClasses *classes;
    i32 depth, depth_limit; /* of nodes, as the compiler counts them */
} Export;

static Own export_node(Export *export, AstType type, const void *node);

/* One thing of a type: `place` is where the pointer or number lies. */
static Own export_item(Export *export, AstType type, const void *place) {
    if (type == AST_INT) return int_from_i64(*(const int *)place);
    if (ast_types[type].shape == AST_NAMES) return own(export->classes->names[type][*(const int *)place]);
    const void *node = *(void *const *)place;
    if (!node) return own_none();
    return ast_types[type].shape == AST_VALUE ? own(node) : export_node(export, type, node);
}

static Own export_list(Export *export, AstType type, const AstList *list) {
    usize step = ast_types[type].shape == AST_NAMES ? sizeof(int) : sizeof(void *);
    Own made = list_new(list->count);
    for (isize i = 0; made && i < list->count; i++) {
        Own item = export_item(export, type, (const char *)list->items + (usize)i * step);
        if (!item) {
            release(made);
            return NULL;
        }
        list_fill(made, i, item);
    }
    return made;
}

static Own export_field(Export *export, const void *node, const AstField *field) {
    const void *place = ast_field_address(node, field);
    return field->quantity == AST_MANY ? export_list(export, field->type, place)
                                       : export_item(export, field->type, place);
}

static bool set_place(Ref object, const Location *at) {
    return ast_node_set(object, "lineno", int_from_i64(at->lineno)) &&
           ast_node_set(object, "col_offset", int_from_i64(at->col_offset)) &&
           ast_node_set(object, "end_lineno", int_from_i64(at->end_lineno)) &&
           ast_node_set(object, "end_col_offset", int_from_i64(at->end_col_offset));
}

static Own export_fields(Export *export, AstType type, const void *node) {
    int kind = ast_node_kind(type, node);
    Own object = ast_node_new(AS_TYPE(export->classes->kinds[type][kind]));
    bool set = object != NULL;
    for (const AstField *field = ast_kind(type, kind).fields; set && field->name; field++)
        set = ast_node_set(object, field->name, export_field(export, node, field));
    isize place = ast_types[type].place;
    if (set && place >= 0) set = set_place(object, (const void *)((const char *)node + place));
    if (set) return object;
    release_maybe(object);
    return NULL;
}

static Own export_node(Export *export, AstType type, const void *node) {
    if (++export->depth > export->depth_limit || !stack_has_room())
        return error_set(EXC(RecursionError), "maximum recursion depth exceeded during ast construction");
    Own object = export_fields(export, type, node);
    export->depth--;
    return object;
}

Own ast_export(const Tree *tree) {
    Export export = {.classes = ast_classes()};
    compiler_recursion_limits(&export.depth, &export.depth_limit);
    return export.classes ? export_node(&export, AST_MOD, tree->root) : NULL;
}
