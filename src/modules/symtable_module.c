/* symtable_module.c: the module _symtable, on which the library's symtable.py stands: the compiler's symbol
 * table, copied into objects, one for each block. */
#include "compiler/future.h"
#include "compiler/symtable.h"
#include "modules/modules.h"
#include "modules/source_text.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "syntax/parser.h"

typedef struct SymtableEntry { /* a block */
    Object ob_base;
    Object *id, *name, *symbols, *varnames, *children; /* owned */
    i32 type, lineno, nested;
} SymtableEntry;
#define AS_ENTRY(ref) ((SymtableEntry *)(ref))

/* --- the type ------------------------------------------------------------------------------------------- */

static void entry_clear(Ref self) {
    slot_clear(&AS_ENTRY(self)->id);
    slot_clear(&AS_ENTRY(self)->name);
    slot_clear(&AS_ENTRY(self)->symbols);
    slot_clear(&AS_ENTRY(self)->varnames);
    slot_clear(&AS_ENTRY(self)->children);
}

static void entry_dealloc(Own self) {
    entry_clear(self);
    object_free(self);
}

static Own entry_repr(Ref self) {
    return str_format("<symtable entry %U(%S), line %d>", AS_ENTRY(self)->name, AS_ENTRY(self)->id,
                      AS_ENTRY(self)->lineno);
}

static const MemberDef entry_members[] = {
    {"id", MEMBER_OBJECT, offsetof(SymtableEntry, id), true, NULL},
    {"name", MEMBER_OBJECT, offsetof(SymtableEntry, name), true, NULL},
    {"symbols", MEMBER_OBJECT, offsetof(SymtableEntry, symbols), true, NULL},
    {"varnames", MEMBER_OBJECT, offsetof(SymtableEntry, varnames), true, NULL},
    {"children", MEMBER_OBJECT, offsetof(SymtableEntry, children), true, NULL},
    {"nested", MEMBER_INT, offsetof(SymtableEntry, nested), true, NULL},
    {"type", MEMBER_INT, offsetof(SymtableEntry, type), true, NULL},
    {"lineno", MEMBER_INT, offsetof(SymtableEntry, lineno), true, NULL},
    {.name = NULL}};

const TypeSpec symtable_entry_spec = {
    .name = "symtable entry",
    .basicsize = sizeof(SymtableEntry),
    .flags = TYPE_NO_INSTANTIATION,
    .ghost_size = 120,
    .slots = {.getattro = object_generic_get_attribute, .dealloc = entry_dealloc, .repr = entry_repr},
    .members = entry_members};

/* --- from blocks to entries ----------------------------------------------------------------------------- */

static Own symbols_of(const Scope *scope) {
    Own dict = dict_new();
    for (isize i = 0; dict && i < scope->symbols.count; i++) {
        const NameEntry *symbol = &scope->symbols.items[i];
        if (symbol->name && !dict_set_own(dict, symbol->name, int_from_i64(symbol->value))) slot_clear(&dict);
    }
    return dict;
}

static Own varnames_of(const Scope *scope) {
    Own names = name_map_tuple(&scope->varnames), list = names ? list_from_iterable(names) : NULL;
    release_maybe(names);
    return list;
}

static Own entry_from_scope(const Scope *scope);

static Own children_of(const Scope *scope) {
    Own list = list_new(0);
    for (isize i = 0; list && i < scope->children.count; i++) {
        Own child = entry_from_scope(scope->children.items[i]);
        bool added = child && list_append_ref(list, child);
        release_maybe(child);
        if (!added) slot_clear(&list);
    }
    return list;
}

static bool fill_entry(SymtableEntry *entry, const Scope *scope) {
    entry->name = own(scope->name);
    entry->type = (i32)scope->kind;
    entry->lineno = scope->at.lineno;
    entry->nested = scope->nested;
    return (entry->id = int_from_i64((i64)((uintptr_t)scope->node - ARENA_BASE))) &&
           (entry->symbols = symbols_of(scope)) && (entry->varnames = varnames_of(scope)) &&
           (entry->children = children_of(scope));
}

static Own entry_from_scope(const Scope *scope) {
    if (!recursion_enter(" during compilation")) return NULL;
    Own entry = object_new(MODULE_TYPE(SYMTABLE_ENTRY), 0);
    if (entry && !fill_entry(AS_ENTRY(entry), scope)) slot_clear(&entry);
    recursion_leave();
    return entry;
}

static Own entries_of_tree(const Tree *tree) {
    Workspace workspace;
    Symtable symtable;
    Future future;
    if (!future_parse(tree->root, tree->filename, &future) || !workspace_open(&workspace)) return NULL;
    Own top = symtable_build(&symtable, &workspace, tree->root, tree->filename, future.flags)
                  ? entry_from_scope(symtable.top)
                  : NULL;
    workspace_close(&workspace);
    return top;
}

/* --- the module ----------------------------------------------------------------------------------------- */

static bool mode_of(Ref name, ParseMode *mode) {
    if (str_equal_ascii(name, "exec"))
        *mode = PARSE_FILE;
    else if (str_equal_ascii(name, "eval"))
        *mode = PARSE_EVAL;
    else if (str_equal_ascii(name, "single"))
        *mode = PARSE_SINGLE;
    else
        return error_set(EXC(ValueError), "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
    return true;
}

static Own symtable_of_text(const SourceText *text, Ref filename, ParseMode mode) {
    ParseOptions options = {.mode = mode, .flags = text->flags};
    Tree tree;
    if (!parse(text->start, text->length, filename, &options, &tree)) return NULL;
    Own top = entries_of_tree(&tree);
    tree_free(&tree);
    return top;
}

static Own symtable_function(UNUSED Ref self, Ref const *args, isize nargs) {
    ParseMode mode = PARSE_FILE;
    SourceText text;
    if (!arguments_count("symtable", nargs, 3, 3)) return NULL;
    Own filename = source_filename(args[1]), top = NULL;
    if (!filename) return NULL;
    if (argument_str(args[2], "symtable", "3") && source_open(args[0], "symtable", "string or bytes", &text)) {
        if (mode_of(args[2], &mode) && source_audit(&text, filename))
            top = symtable_of_text(&text, filename, mode);
        source_close(&text);
    }
    release(filename);
    return top;
}

static const MethodDef functions[] = {{"symtable", METHOD_ARRAY, .array = symtable_function,
                                       .doc =
                                           "symtable($module, source, filename, startstr, /)\n--\n\n"
                                           "Return symbol and scope dictionaries used internally by compiler."},
                                      {.name = NULL}};

enum { DEFINED_FREE = 32, BINDING_MASK = 15 }; /* of CPython's numbers; ours never sets the first */
static const ModuleConstant constants[] = {{"USE", SYMBOL_USED},
                                           {"DEF_GLOBAL", SYMBOL_GLOBAL},
                                           {"DEF_NONLOCAL", SYMBOL_NONLOCAL},
                                           {"DEF_LOCAL", SYMBOL_LOCAL},
                                           {"DEF_PARAM", SYMBOL_PARAM},
                                           {"DEF_FREE", DEFINED_FREE},
                                           {"DEF_FREE_CLASS", SYMBOL_FREE_CLASS},
                                           {"DEF_IMPORT", SYMBOL_IMPORTED},
                                           {"DEF_BOUND", SYMBOL_BOUND},
                                           {"DEF_ANNOT", SYMBOL_ANNOTATED},
                                           {"TYPE_FUNCTION", SCOPE_FUNCTION},
                                           {"TYPE_CLASS", SCOPE_CLASS},
                                           {"TYPE_MODULE", SCOPE_MODULE},
                                           {"LOCAL", BINDING_LOCAL},
                                           {"GLOBAL_EXPLICIT", BINDING_GLOBAL_EXPLICIT},
                                           {"GLOBAL_IMPLICIT", BINDING_GLOBAL_IMPLICIT},
                                           {"FREE", BINDING_FREE},
                                           {"CELL", BINDING_CELL},
                                           {"SCOPE_OFF", SYMBOL_BINDING_SHIFT},
                                           {"SCOPE_MASK", BINDING_MASK},
                                           {.name = NULL}};

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_SYMTABLE_ENTRY) && module_add_constants(module, constants);
}

const NativeModule symtable_module = {.name = "_symtable", .functions = functions, .fill = fill};
