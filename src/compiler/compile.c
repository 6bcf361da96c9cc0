/* compile.c: the stages of a compilation, one after the other.
 *
 * Everything that is made on the way lies in the workspace and dies with it; only the module's code object is
 * taken out. */
#include "compiler/codegen.h"
#include "compiler/compiler.h"
#include "compiler/fold.h"
#include "compiler/stages.h"
#include "object/error.h"

static bool codegen_module(Compiler *compiler, const Mod *root) {
    switch (root->kind) {
    case Mod_Module: return codegen_body(compiler, &root->as.Module.body);
    case Mod_Interactive:
        compiler->interactive = true;
        return codegen_interactive(compiler, &root->as.Interactive.body);
    case Mod_Expression: return codegen_expr(compiler, root->as.Expression.body);
    case Mod_FunctionType: break; /* a type comment: there is nothing to run */
    }
    return false;
}

static Ref compile_module(Compiler *compiler, const Mod *root) {
    Ref name = CODE_ROOT->anonymous[ANONYMOUS_MODULE];
    if (!unit_enter(compiler, name, UNIT_MODULE, root, 1) || !codegen_module(compiler, root)) return NULL;
    return unit_finish(compiler, root->kind != Mod_Expression);
}

static Ref run_stages(Compiler *compiler, Tree *tree) {
    if (!future_parse(tree->root, tree->filename, &compiler->future)) return NULL;
    compiler->flags |= compiler->future.flags;
    if (!fold_tree(tree, compiler->optimize, compiler->flags) ||
        !symtable_build(&compiler->symtable, &compiler->workspace, tree->root, tree->filename,
                        compiler->flags)) {
        return NULL;
    }
    stages_describe_symbols(compiler);
    return compile_module(compiler, tree->root);
}

Own compile_tree_described(Tree *tree, const CompileOptions *options, u32 shown, Text *stages) {
    Compiler compiler = {.filename = tree->filename,
                         .flags = options->flags,
                         .optimize = options->optimize,
                         .stages = stages,
                         .shown_stages = shown};
    compiler.consts.workspace = &compiler.workspace;
    if (!workspace_open(&compiler.workspace)) return NULL;
    Own code = own_maybe(run_stages(&compiler, tree));
    workspace_close(&compiler.workspace);
    return code;
}

Own compile_tree(Tree *tree, const CompileOptions *options) {
    return compile_tree_described(tree, options, 0, NULL);
}

Own compile_source(const char *source, isize length, Ref filename, const CompileOptions *options) {
    ParseOptions parse_options = {.mode = options->mode, .flags = options->flags};
    Tree tree;
    if (!parse(source, length, filename, &parse_options, &tree)) return NULL;
    Own code = compile_tree(&tree, options);
    tree_free(&tree);
    return code;
}
