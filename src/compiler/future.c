/* future.c: future statements stand at the beginning of a module, after its docstring and before all else.
 *
 * One that comes later is found here only where it stands on the same line as what it should precede; elsewhere
 * the compiler finds it (codegen_import.c). */
#include "compiler/future.h"

#include "code/code.h"
#include "compiler/compile_error.h"
#include "compiler/fold.h"
#include "object/str.h"

/* CPython knows the place of the statement only, and no end. */
static bool future_error(const Stmt *stmt, i32 column, Ref filename, Own message) {
    Location at = {stmt->at.lineno, column, stmt->at.lineno, -1};
    return compile_error_located(filename, &at, message);
}

static bool check_feature(const Stmt *stmt, Ref name, Ref filename, Future *future) {
    static const struct {
        const char *name;
        int flag;
    } features[] = {{"nested_scopes", 0},    {"generators", 0},
                    {"division", 0},         {"absolute_import", 0},
                    {"with_statement", 0},   {"print_function", 0},
                    {"unicode_literals", 0}, {"barry_as_FLUFL", CODE_FUTURE_BARRY_AS_BDFL},
                    {"generator_stop", 0},   {"annotations", CODE_FUTURE_ANNOTATIONS}};
    for (isize i = 0; i < COUNT_OF(features); i++) {
        if (!str_equal_ascii(name, features[i].name)) continue;
        future->flags |= features[i].flag;
        return true;
    }
    Own message = str_equal_ascii(name, "braces") ? str_format("not a chance")
                                                  : str_format("future feature %.100U is not defined", name);
    return future_error(stmt, stmt->at.col_offset, filename, message);
}

static bool is_future_import(const Stmt *stmt) {
    return stmt->kind == Stmt_ImportFrom && stmt->as.ImportFrom.module &&
           str_equal_ascii(stmt->as.ImportFrom.module, "__future__");
}

bool future_parse(const Mod *root, Ref filename, Future *future) {
    *future = (Future){.flags = 0, .last_line = -1};
    if (root->kind == Mod_Expression) return true;
    const Stmts *body = root->kind == Mod_Module ? &root->as.Module.body : &root->as.Interactive.body;
    bool done = false;
    i32 previous_line = 0;
    for (isize i = docstring_of(body) ? 1 : 0; i < body->count; i++) {
        const Stmt *stmt = body->items[i];
        if (done && stmt->at.lineno > previous_line) return true;
        previous_line = stmt->at.lineno;
        if (!is_future_import(stmt)) {
            done = true;
            continue;
        }
        if (done) {
            return future_error(stmt, stmt->at.col_offset - 1, filename,
                                str_format("from __future__ imports must occur at the beginning of the file"));
        }
        const Aliases *names = &stmt->as.ImportFrom.names;
        for (isize k = 0; k < names->count; k++) {
            if (!check_feature(stmt, names->items[k]->name, filename, future)) return false;
        }
        future->last_line = stmt->at.lineno;
    }
    return true;
}
