/* codegen_import.c: import statements. */
#include "compiler/codegen.h"
#include "object/str.h"
#include "object/tuple.h"

static isize find_dot(Ref name, isize from) { return str_find_char(name, '.', from, str_length(name)); }

static Ref piece(Compiler *compiler, Ref name, isize start, isize end) {
    Own string = str_substring(name, start, end);
    return string ? workspace_keep(&compiler->workspace, str_intern(string)) : NULL;
}

/* `import a.b.c as d`: IMPORT_NAME gives a; b and c are its attributes. */
static bool bind_import_as(Compiler *compiler, Ref name, Ref asname) {
    isize dot = find_dot(name, 0);
    if (dot < 0) return codegen_name(compiler, asname, OP_Store);
    for (;;) {
        isize start = dot + 1;
        dot = find_dot(name, start);
        Ref attribute = piece(compiler, name, start, dot >= 0 ? dot : str_length(name));
        if (!attribute || !emit_name_index(compiler, OP_IMPORT_FROM, attribute)) return false;
        if (dot < 0) break;
        if (!emit_arg(compiler, OP_SWAP, 2) || !emit_op(compiler, OP_POP_TOP)) return false;
    }
    return codegen_name(compiler, asname, OP_Store) && emit_op(compiler, OP_POP_TOP);
}

bool codegen_import(Compiler *compiler, const Stmt *stmt) {
    const Aliases *names = &stmt->as.Import.names;
    for (isize i = 0; i < names->count; i++) {
        const Alias *alias = names->items[i];
        if (!emit_small_int(compiler, 0) || !emit_const(compiler, None) ||
            !emit_attribute(compiler, OP_IMPORT_NAME, alias->name)) {
            return false;
        }
        if (alias->asname) {
            if (!bind_import_as(compiler, alias->name, alias->asname)) return false;
            continue;
        }
        isize dot = find_dot(alias->name, 0);
        Ref name = dot < 0 ? alias->name : piece(compiler, alias->name, 0, dot);
        if (!name || !codegen_name(compiler, name, OP_Store)) return false;
    }
    return true;
}

static Own tuple_of_names(const Aliases *names) {
    Own tuple = tuple_new(names->count);
    for (isize i = 0; tuple && i < names->count; i++) tuple_fill(tuple, i, own(names->items[i]->name));
    return tuple;
}

bool codegen_import_from(Compiler *compiler, const Stmt *stmt) {
    const struct ImportFromNode *import = &stmt->as.ImportFrom;
    if (!emit_small_int(compiler, import->level)) return false;
    if (stmt->at.lineno > compiler->future.last_line && import->module &&
        str_equal_ascii(import->module, "__future__")) {
        return codegen_error(compiler, "from __future__ imports must occur at the beginning of the file");
    }
    if (!emit_const_own(compiler, tuple_of_names(&import->names)) ||
        !emit_attribute(compiler, OP_IMPORT_NAME, import->module ? import->module : OBJECT_ROOT->empty_str)) {
        return false;
    }
    for (isize i = 0; i < import->names.count; i++) {
        const Alias *alias = import->names.items[i];
        if (i == 0 && str_equal_ascii(alias->name, "*")) return emit_op(compiler, OP_IMPORT_STAR);
        if (!emit_attribute(compiler, OP_IMPORT_FROM, alias->name) ||
            !codegen_name(compiler, alias->asname ? alias->asname : alias->name, OP_Store)) {
            return false;
        }
    }
    return emit_op(compiler, OP_POP_TOP);
}
