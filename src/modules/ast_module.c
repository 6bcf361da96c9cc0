/* ast_module.c: the module _ast: the classes by name, and the flags of compile() that ask for them. */
#include "modules/ast.h"
#include "modules/modules.h"

static const ModuleConstant constants[] = {{"PyCF_ALLOW_TOP_LEVEL_AWAIT", PARSE_ALLOW_TOP_LEVEL_AWAIT},
                                           {"PyCF_ONLY_AST", PARSE_ONLY_AST},
                                           {"PyCF_TYPE_COMMENTS", PARSE_TYPE_COMMENTS},
                                           {.name = NULL}};

static bool add_type(Ref module, const AstClasses *classes, AstType type) {
    if (!module_add(module, ast_types[type].name, own(classes->types[type]))) return false;
    if (ast_types[type].shape == AST_PRODUCT) return true;
    for (int kind = 0; kind < ast_types[type].kinds; kind++)
        if (!module_add(module, ast_kind(type, kind).name, own(classes->kinds[type][kind]))) return false;
    return true;
}

static bool fill(Ref module) {
    const AstClasses *classes = ast_classes();
    if (!classes || !module_add_type(module, MODULE_TYPE_AST) || !module_add_constants(module, constants))
        return false;
    for (AstType type = AST_MOD; type < AST_TYPE_COUNT; type++)
        if (!add_type(module, classes, type)) return false;
    return true;
}

const NativeModule ast_module = {.name = "_ast", .fill = fill, .clear = ast_classes_clear};
