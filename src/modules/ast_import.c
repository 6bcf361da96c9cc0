/* ast_import.c: objects of the module _ast as a tree that can be compiled.
 *
 * Nothing is known of the objects: any attribute may be missing, of the wrong type, or change while it is read.
 * Names are interned, as the parser's are, and the tree owns all names and constants. What a single node can't
 * tell (empty bodies, contexts) is ast_validate's to find. */
#include "modules/ast.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"

typedef struct Import {
    const AstClasses *classes;
    Tree *tree;
} Import;

/* Each value that is read of a node is a level deeper; `owner` says of what it is one. */
static bool enter(const char *owner) {
    if (recursion_enter("")) return true;
    error_clear();
    return error_set(EXC(RecursionError), "maximum recursion depth exceeded while traversing '%s' node", owner);
}

/* *node is NULL for None. */
static bool import_node(Import *import, AstType type, Ref object, void **node);

static void *keep_memory(Import *import, usize size) {
    void *memory = pool_alloc(&import->tree->pool, size ? size : 1);
    return memory ? memory : error_memory();
}

/* The attribute, owned; *value NULL where there is none. */
static bool find(Ref object, const char *name, Own *value) {
    Own key = str_intern_cstring(name);
    bool found = key && object_find_attribute(object, key, value);
    release_maybe(key);
    return found;
}

/* --- plain values --------------------------------------------------------------------------------------- */

static bool import_int(Ref value, int *number) {
    if (is_int(value)) return argument_int(value, number);
    return error_set(EXC(ValueError), "invalid integer value: %R", value);
}

static bool keep_object(Import *import, Own object, void **place) {
    if (!object || !list_append(import->tree->objects, object)) return false;
    *place = object;
    return true;
}

/* identifier, string and constant; a str or None but for the last. */
static bool import_object(Import *import, AstType type, Ref value, void **place) {
    if (type == AST_CONSTANT) return keep_object(import, own(value), place);
    *place = NULL;
    if (value == None) return true;
    if (!is_exact_str(value) && !(type == AST_STRING && is_exact_bytes(value)))
        return error_set(EXC(TypeError), "AST %s must be of type str", ast_types[type].name);
    return keep_object(import, type == AST_IDENTIFIER ? str_intern(own(value)) : own(value), place);
}

/* Which kind of a sum or set of names the object is: -1 raised. */
static int kind_of(const Import *import, AstType type, Ref object) {
    for (int kind = 0; kind < ast_types[type].kinds; kind++) {
        int is = object_is_instance(object, import->classes->kinds[type][kind]);
        if (is) return is < 0 ? -1 : kind;
    }
    error_set(EXC(TypeError), "expected some sort of %s, but got %R", ast_types[type].name, object);
    return -1;
}

/* --- fields --------------------------------------------------------------------------------------------- */

static usize item_size(AstType type) {
    return type == AST_INT || ast_types[type].shape == AST_NAMES ? sizeof(int) : sizeof(void *);
}

static bool import_plain(Import *import, AstType type, Ref value, void *place) {
    if (type == AST_INT) return import_int(value, place);
    if (ast_types[type].shape == AST_NAMES) {
        int kind = kind_of(import, type, value);
        *(int *)place = kind;
        return kind >= 0;
    }
    if (ast_types[type].shape == AST_VALUE) return import_object(import, type, value, place);
    return import_node(import, type, value, place);
}

/* One thing of a type, to where the pointer or number is to lie. */
static bool import_item(Import *import, const char *kind, AstType type, Ref value, void *place) {
    if (!enter(kind)) return false;
    bool done = import_plain(import, type, value, place);
    recursion_leave();
    return done;
}

static bool import_items(Import *import, const char *kind, const AstField *field, Ref list, AstList *out) {
    isize count = list_length(list);
    usize step = item_size(field->type);
    *out = (AstList){count, keep_memory(import, (usize)count * step)};
    if (!out->items) return false;
    for (isize i = 0; i < count; i++) {
        Own item = own(list_get(list, i));
        bool done = import_item(import, kind, field->type, item, (char *)out->items + (usize)i * step);
        release(item);
        if (!done) return false;
        if (field->type == AST_IDENTIFIER && !((void **)out->items)[i])
            return error_set(EXC(TypeError), "AST identifier must be of type str");
        if (list_length(list) != count)
            return error_set(EXC(RuntimeError), "%s field \"%s\" changed size during iteration", kind,
                             field->name);
    }
    return true;
}

static bool import_many(Import *import, const char *kind, const AstField *field, Ref value, AstList *out) {
    if (is_list(value)) return import_items(import, kind, field, value, out);
    return error_set(EXC(TypeError), "%s field \"%s\" must be a list, not a %T", kind, field->name, value);
}

static bool missing(const char *kind, const char *field) {
    return error_set(EXC(TypeError), "required field \"%s\" missing from %s", field, kind);
}

static bool import_field(Import *import, const char *kind, const AstField *field, Ref object, void *node) {
    Own value;
    if (!find(object, field->name, &value)) return false;
    if (!value && field->quantity != AST_OPTIONAL) return missing(kind, field->name);
    if (!value || (value == None && field->quantity == AST_OPTIONAL)) { /* the memory is zero */
        release_maybe(value);
        return true;
    }
    bool done;
    if (field->quantity == AST_MANY)
        done = import_many(import, kind, field, value, ast_field_address(node, field));
    else
        done = import_item(import, kind, field->type, value, ast_field_address(node, field));
    release(value);
    return done;
}

/* The parser never leaves out what must be there. */
static bool check_required(AstKind kind, const void *node) {
    for (const AstField *field = kind.fields; field->name; field++) {
        bool pointer = field->type != AST_INT && ast_types[field->type].shape != AST_NAMES;
        if (field->quantity != AST_ONE || !pointer) continue;
        if (!*(void *const *)ast_field_address(node, field))
            return error_set(EXC(ValueError), "field '%s' is required for %s", field->name, kind.name);
    }
    return true;
}

/* --- nodes ---------------------------------------------------------------------------------------------- */

static bool import_number(Ref object, const char *type, const char *name, bool required, i32 otherwise,
                          i32 *number) {
    Own value;
    if (!find(object, name, &value)) return false;
    *number = otherwise;
    if (!value && required) return missing(type, name);
    bool absent = !value || (value == None && !required), done = absent || enter(type);
    if (done && !absent) {
        done = import_int(value, number);
        recursion_leave();
    }
    release_maybe(value);
    return done;
}

static bool import_place(const AstTypeInfo *type, Ref object, Location *at) {
    bool end_required = !type->end_may_be_missing;
    return import_number(object, type->name, "lineno", true, 0, &at->lineno) &&
           import_number(object, type->name, "col_offset", true, 0, &at->col_offset) &&
           import_number(object, type->name, "end_lineno", end_required, at->lineno, &at->end_lineno) &&
           import_number(object, type->name, "end_col_offset", end_required, at->col_offset,
                         &at->end_col_offset);
}

static bool import_fields(Import *import, AstType type, Ref object, void *node) {
    const AstTypeInfo *info = &ast_types[type];
    Location *place = (void *)((char *)node + info->place);
    bool products_last = info->shape == AST_PRODUCT; /* of a product, fields are read before its place */
    if (info->place >= 0 && !products_last && !import_place(info, object, place)) return false;
    int number = info->shape == AST_SUM ? kind_of(import, type, object) : 0;
    if (number < 0) return false;
    if (info->shape == AST_SUM && info->kinds > 1) *(int *)node = number;
    AstKind kind = ast_kind(type, number);
    for (const AstField *field = kind.fields; field->name; field++)
        if (!import_field(import, kind.name, field, object, node)) return false;
    if (info->place >= 0 && products_last && !import_place(info, object, place)) return false;
    return check_required(kind, node);
}

static bool import_node(Import *import, AstType type, Ref object, void **node) {
    *node = NULL;
    if (object == None && ast_types[type].shape == AST_SUM) return true;
    void *made = keep_memory(import, (usize)ast_types[type].size);
    if (!made) return false;
    bool done = import_fields(import, type, object, made);
    if (done) *node = made;
    return done;
}

/* --- the root ------------------------------------------------------------------------------------------- */

static bool is_wanted_root(const AstClasses *classes, Ref object, ParseMode mode) {
    static const ModKind roots[] = {[PARSE_FILE] = Mod_Module,
                                    [PARSE_EVAL] = Mod_Expression,
                                    [PARSE_SINGLE] = Mod_Interactive,
                                    [PARSE_FUNC_TYPE] = Mod_FunctionType};
    int kind = roots[mode];
    int is = object_is_instance(object, classes->kinds[AST_MOD][kind]);
    if (is == 0) error_set(EXC(TypeError), "expected %s node, got %T", ast_kind(AST_MOD, kind).name, object);
    return is > 0;
}

bool ast_import(Ref node, ParseMode mode, Ref filename, Tree *tree) {
    Import import = {ast_classes(), tree};
    *tree = (Tree){.filename = own(filename)};
    pool_init(&tree->pool);
    tree->objects = list_new(0);
    void *root = NULL;
    if (import.classes && tree->objects && is_wanted_root(import.classes, node, mode) &&
        import_node(&import, AST_MOD, node, &root)) {
        tree->root = root;
        return true;
    }
    tree_free(tree);
    return false;
}
