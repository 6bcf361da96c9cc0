/* ast_classes.c: the classes of the module _ast: one for each type of the grammar, derived from AST, and one
 * for each kind of a sum, derived from its type. Everything about them follows from the lists in
 * syntax/ast_fields.h, their docstrings too, which are the grammar itself:
 *
 *     stmt = FunctionDef(identifier name, arguments args, ...)
 *          | ... */
#include "modules/ast.h"
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- docstrings ----------------------------------------------------------------------------------------- */

static void append_kind(Text *out, AstKind kind) {
    static const char *const marks[] = {[AST_ONE] = "", [AST_OPTIONAL] = "?", [AST_MANY] = "*"};
    text_append_cstring(out, kind.name);
    for (const AstField *field = kind.fields; field->name; field++)
        text_append_format(out, "%s%s%s %s", field == kind.fields ? "(" : ", ", ast_types[field->type].name,
                           marks[field->quantity], field->name);
    if (kind.fields->name) text_append_char(out, ')');
}

/* The kinds of a sum stand on lines of their own, the bars below the equals sign. */
static void append_type(Text *out, AstType type) {
    const AstTypeInfo *info = &ast_types[type];
    if (info->shape != AST_PRODUCT) text_append_format(out, "%s = ", info->name);
    for (int kind = 0; kind < info->kinds; kind++) {
        if (kind && info->shape == AST_NAMES) text_append_cstring(out, " | ");
        if (kind && info->shape == AST_SUM) text_append_format(out, "\n%*s | ", (int)strlen(info->name), "");
        append_kind(out, ast_kind(type, kind));
    }
}

static Own doc_of(AstType type, const AstKind *kind) {
    Text text = text_new(TEXT_IN_ARENA);
    if (kind) {
        append_kind(&text, *kind);
    } else {
        append_type(&text, type);
    }
    Own doc = text.failed ? error_memory() : str_from_utf8(text_cstring(&text), text.length);
    text_free(&text);
    return doc;
}

/* --- classes -------------------------------------------------------------------------------------------- */

static bool set(Ref dict, const char *name, Own value) {
    bool done = value && dict_set_cstring(dict, name, value);
    release_maybe(value);
    return done;
}

static Own field_names(const AstField *fields) {
    isize count = 0;
    while (fields[count].name) count++;
    Own names = tuple_new(count);
    for (isize i = 0; names && i < count; i++) {
        Own name = str_intern_cstring(fields[i].name);
        if (!name) {
            release(names);
            return NULL;
        }
        tuple_fill(names, i, name);
    }
    return names;
}

static const AstField places[] = {{.name = "lineno"},
                                  {.name = "col_offset"},
                                  {.name = "end_lineno"},
                                  {.name = "end_col_offset"},
                                  {.name = NULL}};

/* What is None unless it is given. */
static bool add_defaults(Ref dict, const AstField *fields) {
    for (; fields->name; fields++)
        if (fields->quantity == AST_OPTIONAL && !set(dict, fields->name, own_none())) return false;
    return true;
}

static bool add_places(Ref dict, const AstTypeInfo *info, const AstField *fields) {
    if (!set(dict, "_attributes", field_names(info->place >= 0 ? places : &places[4]))) return false;
    if (!add_defaults(dict, fields)) return false;
    return !info->end_may_be_missing ||
           (set(dict, "end_lineno", own_none()) && set(dict, "end_col_offset", own_none()));
}

/* type(name, (base,), dict). Consumes dict, which may be NULL. */
static Own class_new(const char *name, Ref base, Own dict) {
    Own title = dict ? str_intern_cstring(name) : NULL, bases = title ? tuple_pack(1, base) : NULL;
    Own class = bases ? object_call_args((Ref)TYPE(TYPE), 3, title, bases, dict) : NULL;
    release_maybe(bases);
    release_maybe(title);
    release_maybe(dict);
    return class;
}

static bool add_fields(Ref dict, const AstField *fields) {
    Own names = field_names(fields);
    bool added = names && dict_set_cstring(dict, "_fields", names) &&
                 dict_set_cstring(dict, "__match_args__", names) &&
                 set(dict, "__module__", str_intern_cstring("ast"));
    release_maybe(names);
    return added;
}

static Own type_class(AstType type) {
    const AstTypeInfo *info = &ast_types[type];
    static const AstField none = {.name = NULL};
    const AstField *fields = info->shape == AST_PRODUCT ? ast_kind(type, 0).fields : &none;
    Own dict = dict_new();
    if (dict && !(add_fields(dict, fields) && set(dict, "__doc__", doc_of(type, NULL)))) slot_clear(&dict);
    Own class = class_new(info->name, (Ref)MODULE_TYPE(AST), dict);
    if (class && !add_places(AS_TYPE(class)->dict, info, fields)) slot_clear(&class);
    if (class) type_modified(AS_TYPE(class));
    return class;
}

static Own kind_class(AstType type, int number, Ref base) {
    AstKind kind = ast_kind(type, number);
    Own dict = dict_new();
    bool filled = dict && add_fields(dict, kind.fields) && set(dict, "__doc__", doc_of(type, &kind)) &&
                  add_defaults(dict, kind.fields);
    if (!filled) {
        release_maybe(dict);
        return NULL;
    }
    return class_new(kind.name, base, dict);
}

/* --- all of them ---------------------------------------------------------------------------------------- */

static bool make_kinds(AstClasses *classes, AstType type) {
    const AstTypeInfo *info = &ast_types[type];
    bool names = info->shape == AST_NAMES;
    usize size = (usize)info->kinds * sizeof(Object *);
    Object **kinds = classes->kinds[type] = arena_alloc(size, BLOCK_RAW);
    if (!kinds) return error_memory();
    memset(kinds, 0, size);
    Object **instances = classes->names[type] = names ? arena_alloc(size, BLOCK_RAW) : NULL;
    if (instances) memset(instances, 0, size);
    if (names && !instances) return error_memory();
    for (int i = 0; i < info->kinds; i++) {
        kinds[i] =
            info->shape == AST_PRODUCT ? own(classes->types[type]) : kind_class(type, i, classes->types[type]);
        if (!kinds[i] || (names && !(instances[i] = ast_node_new(AS_TYPE(kinds[i]))))) return false;
    }
    return true;
}

static bool make_all(AstClasses *classes) {
    Type *base = MODULE_TYPE(AST);
    if (!module_ready_type(MODULE_TYPE_AST) || !add_fields(base->dict, &places[4]) ||
        !set(base->dict, "_attributes", tuple_new(0)))
        return false;
    type_modified(base);
    for (AstType type = AST_MOD; type < AST_TYPE_COUNT; type++)
        if (!(classes->types[type] = type_class(type)) || !make_kinds(classes, type)) return false;
    return true;
}

const AstClasses *ast_classes(void) {
    if (MODULES_ROOT->ast) return MODULES_ROOT->ast;
    AstClasses *classes = arena_alloc(sizeof *classes, BLOCK_RAW);
    if (!classes) return error_memory();
    *classes = (AstClasses){0};
    MODULES_ROOT->ast = classes;
    u64 resume = object_machine_births_begin();
    bool made = make_all(classes);
    object_machine_births_end(resume);
    if (!made) ast_classes_clear();
    return MODULES_ROOT->ast;
}

static void clear_row(Object **row, int count) {
    for (int i = 0; row && i < count; i++) slot_clear(&row[i]);
    arena_free(row);
}

void ast_classes_clear(void) {
    AstClasses *classes = MODULES_ROOT->ast;
    if (!classes) return;
    MODULES_ROOT->ast = NULL;
    for (AstType type = AST_MOD; type < AST_TYPE_COUNT; type++) {
        clear_row(classes->names[type], ast_types[type].kinds);
        clear_row(classes->kinds[type], ast_types[type].kinds);
        slot_clear(&classes->types[type]);
    }
    arena_free(classes);
}
