/* ast_export.c: a tree as objects of the module _ast, fields first, then where the node stands. */
#include "modules/ast.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/root.h"

static Own export_node(const AstClasses *classes, AstType type, const void *node);

/* One thing of a type: `place` is where the pointer or number lies. */
static Own export_item(const AstClasses *classes, AstType type, const void *place) {
    if (type == AST_INT) return int_from_i64(*(const int *)place);
    if (ast_types[type].shape == AST_NAMES) return own(classes->names[type][*(const int *)place]);
    const void *node = *(void *const *)place;
    if (!node) return own_none();
    return ast_types[type].shape == AST_VALUE ? own(node) : export_node(classes, type, node);
}

static Own export_list(const AstClasses *classes, AstType type, const AstList *list) {
    usize step = ast_types[type].shape == AST_NAMES ? sizeof(int) : sizeof(void *);
    Own made = list_new(list->count);
    for (isize i = 0; made && i < list->count; i++) {
        Own item = export_item(classes, type, (const char *)list->items + (usize)i * step);
        if (!item) {
            release(made);
            return NULL;
        }
        list_fill(made, i, item);
    }
    return made;
}

static Own export_field(const AstClasses *classes, const void *node, const AstField *field) {
    const void *place = ast_field_address(node, field);
    return field->quantity == AST_MANY ? export_list(classes, field->type, place)
                                       : export_item(classes, field->type, place);
}

static bool set_place(Ref object, const Location *at) {
    return ast_node_set(object, "lineno", int_from_i64(at->lineno)) &&
           ast_node_set(object, "col_offset", int_from_i64(at->col_offset)) &&
           ast_node_set(object, "end_lineno", int_from_i64(at->end_lineno)) &&
           ast_node_set(object, "end_col_offset", int_from_i64(at->end_col_offset));
}

static Own export_fields(const AstClasses *classes, AstType type, const void *node) {
    int kind = ast_node_kind(type, node);
    Own object = ast_node_new(AS_TYPE(classes->kinds[type][kind]));
    bool set = object != NULL;
    for (const AstField *field = ast_kind(type, kind).fields; set && field->name; field++)
        set = ast_node_set(object, field->name, export_field(classes, node, field));
    isize place = ast_types[type].place;
    if (set && place >= 0) set = set_place(object, (const void *)((const char *)node + place));
    if (set) return object;
    release_maybe(object);
    return NULL;
}

static Own export_node(const AstClasses *classes, AstType type, const void *node) {
    if (!recursion_enter(" during  ast construction")) return NULL;
    Own object = export_fields(classes, type, node);
    recursion_leave();
    return object;
}

Own ast_export(const Tree *tree) {
    const AstClasses *classes = ast_classes();
    return classes ? export_node(classes, AST_MOD, tree->root) : NULL;
}
