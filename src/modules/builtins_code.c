/* builtins_code.c: builtins that compile and run code: compile, exec, eval, __import__, __build_class__. */
#include "code/code.h"
#include "compiler/compiler.h"
#include "modules/ast.h"
#include "modules/modules.h"
#include "modules/source_text.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/charge.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/import.h"

/* --- source text ---------------------------------------------------------------------------------------- */

#define COMPILED_CHARACTER_NS 2000 /* of source text */

/* The tree is the caller's to free, when it is done with the code. */
static Own compile_text(const SourceText *text, Ref filename, ParseMode mode, int flags, int optimize,
                        Tree *tree) {
    CompileOptions options = {.mode = mode, .flags = flags | text->flags, .optimize = optimize};
    ParseOptions parsing = {.mode = mode, .flags = options.flags};
    Own code = NULL;
    if (!source_audit(text, filename)) return NULL;
    charge(text->length, COMPILED_CHARACTER_NS);
    if (parse(text->start, text->length, filename, &parsing, tree)) code = compile_tree(tree, &options);
    pool_free(&tree->pool); /* of the tree only its names and constants are kept */
    return code;
}

/* --- compile -------------------------------------------------------------------------------------------- */

#define COMPILE_FLAGS                                                                                          \
    (CODE_FUTURES | CODE_NESTED | PARSE_DONT_IMPLY_DEDENT | PARSE_ALLOW_INCOMPLETE_INPUT | PARSE_ONLY_AST |    \
     PARSE_TYPE_COMMENTS | PARSE_ALLOW_TOP_LEVEL_AWAIT)

typedef struct CompileArguments {
    Object *filename; /* str, owned */
    ParseMode mode;
    int flags, optimize, feature_version;
} CompileArguments;

static bool mode_of(Ref name, int flags, ParseMode *mode) {
    static const char *const names[] = {[PARSE_FILE] = "exec",
                                        [PARSE_EVAL] = "eval",
                                        [PARSE_SINGLE] = "single",
                                        [PARSE_FUNC_TYPE] = "func_type"};
    for (int i = 0; i < COUNT_OF(names); i++) {
        if (!str_equal_ascii(name, names[i])) continue;
        *mode = (ParseMode)i;
        if (i != PARSE_FUNC_TYPE || (flags & PARSE_ONLY_AST)) return true;
        return error_set(EXC(ValueError), "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    }
    return error_set(EXC(ValueError), flags & PARSE_ONLY_AST
                                          ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                                          : "compile() mode must be 'exec', 'eval' or 'single'");
}

static bool int_option(Ref value, int *number) { return !value || argument_int(value, number); }

/* All but the filename, which is owned and made last. */
static bool read_compile_options(Ref const *given, CompileArguments *arguments) {
    int dont_inherit = 0;
    *arguments = (CompileArguments){.optimize = -1, .feature_version = -1};
    if (!argument_str(given[2], "compile", "'mode'") || !int_option(given[3], &arguments->flags)) return false;
    if (given[4] && (dont_inherit = object_is_true(given[4])) < 0) return false;
    if (!int_option(given[5], &arguments->optimize) || !int_option(given[6], &arguments->feature_version))
        return false;
    if (arguments->flags & ~COMPILE_FLAGS) return error_set(EXC(ValueError), "compile(): unrecognised flags");
    if (arguments->optimize < -1 || arguments->optimize > 2)
        return error_set(EXC(ValueError), "compile(): invalid optimize value");
    if (arguments->optimize < 0) arguments->optimize = MODULES_ROOT->optimize;
    if (!dont_inherit) arguments->flags |= vm_future_flags();
    return mode_of(given[2], arguments->flags, &arguments->mode);
}

static Own compile_node(Ref node, const CompileArguments *arguments) {
    if (arguments->flags & PARSE_ONLY_AST) return own(node);
    if (!AUDIT("compile", "OO", node, NULL)) return NULL;
    Tree tree;
    if (!ast_import(node, arguments->mode, arguments->filename, &tree)) return NULL;
    CompileOptions options = {
        .mode = arguments->mode, .flags = arguments->flags, .optimize = arguments->optimize};
    Own code = ast_validate(&tree) ? compile_tree(&tree, &options) : NULL;
    tree_free(&tree);
    return code;
}

/* The tree of a source text, as nodes. */
static Own parse_to_nodes(const SourceText *text, const CompileArguments *arguments) {
    ParseOptions options = {.mode = arguments->mode,
                            .flags = arguments->flags | text->flags,
                            .feature_version = isize_max(arguments->feature_version, 0)};
    Tree tree;
    if (!source_audit(text, arguments->filename)) return NULL;
    if (!parse(text->start, text->length, arguments->filename, &options, &tree)) return NULL;
    Own node = ast_export(&tree);
    tree_free(&tree);
    return node;
}

static Own compile_given(Ref source, const CompileArguments *arguments) {
    if (is_ast_node(source)) return compile_node(source, arguments);
    SourceText text;
    if (!source_open(source, "compile", "string, bytes or AST", &text)) return NULL;
    Tree tree = {0};
    Own result = arguments->flags & PARSE_ONLY_AST ? parse_to_nodes(&text, arguments)
                                                   : compile_text(&text, arguments->filename, arguments->mode,
                                                                  arguments->flags, arguments->optimize, &tree);
    if (tree.objects) tree_free(&tree);
    source_close(&text);
    return result;
}

static Own builtin_compile(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "compile",
        {"source", "filename", "mode", "flags", "dont_inherit", "optimize", "*", "_feature_version"},
        .required = 3};
    Ref given[7];
    CompileArguments arguments;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own filename = source_filename(given[1]);
    if (!filename) return NULL;
    bool read = read_compile_options(given, &arguments);
    arguments.filename = filename;
    Own result = read ? compile_given(given[0], &arguments) : NULL;
    release(filename);
    return result;
}

/* --- eval and exec -------------------------------------------------------------------------------------- */

typedef struct Namespaces {
    Object *globals, *locals; /* owned */
} Namespaces;

static bool is_given(Ref argument) { return argument && argument != None; }
static bool is_mapping(Ref object) { return type_of(object)->slots.subscript != NULL; }

static bool check_eval_namespaces(Ref globals, Ref locals) {
    if (is_given(locals) && !is_mapping(locals)) return error_set(EXC(TypeError), "locals must be a mapping");
    if (is_given(globals) && !is_dict(globals))
        return error_set(EXC(TypeError), is_mapping(globals)
                                             ? "globals must be a real dict; try eval(expr, {}, mapping)"
                                             : "globals must be a dict");
    return true;
}

static bool check_exec_namespaces(Ref globals, Ref locals) {
    if (is_given(globals) && !is_dict(globals))
        return error_set(EXC(TypeError), "exec() globals must be a dict, not %T", globals);
    if (is_given(locals) && !is_mapping(locals))
        return error_set(EXC(TypeError), "locals must be a mapping or None, not %T", locals);
    return true;
}

/* The namespaces that exec and eval run in: given, or the caller's. Owned. */
static bool namespaces_open(Ref globals, Ref locals, Namespaces *spaces) {
    if (is_given(globals)) {
        if (!is_given(locals)) locals = globals;
    } else {
        globals = vm_globals();
        if (!globals) return error_set(EXC(SystemError), "globals and locals cannot be NULL");
        if (!is_given(locals)) locals = vm_locals();
        if (!locals) return false;
    }
    *spaces = (Namespaces){own(globals), own(locals)};
    int there = dict_contains(globals, NAME(__builtins__));
    if (there > 0 || (there == 0 && dict_set(globals, NAME(__builtins__), vm_builtins()))) return true;
    release(spaces->globals);
    release(spaces->locals);
    return false;
}

static void namespaces_close(Namespaces *spaces) {
    release(spaces->globals);
    release(spaces->locals);
}

/* The closure that exec() is given: as many cells as the code has free variables. */
static bool check_closure(Ref code, Ref closure) {
    isize count = AS_CODE(code)->nfreevars;
    if (count == 0) return !closure || error_set(EXC(TypeError), "cannot use a closure with this code object");
    bool fits = closure && is_exact_tuple(closure) && tuple_length(closure) == count;
    for (isize i = 0; fits && i < count; i++) fits = is_cell(tuple_get(closure, i));
    return fits || error_set(EXC(TypeError), "code object requires a closure of exactly length %zd", count);
}

static Own run_text(const char *function, Ref source, bool evaluates, const Namespaces *spaces) {
    SourceText text;
    if (!source_open(source, function, "string, bytes or code", &text)) return NULL;
    while (evaluates && text.length > 0 && (*text.start == ' ' || *text.start == '\t'))
        text.start++, text.length--;
    Tree tree = {0}; /* kept while the code runs, as CPython does: its constants have one owner more */
    Own filename = str_intern_cstring("<string>");
    Own code = filename ? compile_text(&text, filename, evaluates ? PARSE_EVAL : PARSE_FILE, vm_future_flags(),
                                       MODULES_ROOT->optimize, &tree)
                        : NULL;
    release_maybe(filename);
    source_close(&text);
    Own result = NULL;
    if (code && AUDIT("exec", "O", code)) result = vm_run_code(code, spaces->globals, spaces->locals);
    release_maybe(code);
    if (tree.objects) tree_free(&tree);
    return result;
}

static Own builtin_eval(Ref self, Ref const *args, isize nargs) {
    (void)self;
    Namespaces spaces;
    if (!arguments_count("eval", nargs, 1, 3)) return NULL;
    Ref globals = nargs > 1 ? args[1] : NULL, locals = nargs > 2 ? args[2] : NULL;
    if (!check_eval_namespaces(globals, locals) || !namespaces_open(globals, locals, &spaces)) return NULL;
    Own result = NULL;
    if (!is_code(args[0]))
        result = run_text("eval", args[0], true, &spaces);
    else if (!AUDIT("exec", "O", args[0])) {
    } else if (AS_CODE(args[0])->nfreevars > 0)
        result = error_set(EXC(TypeError), "code object passed to eval() may not contain free variables");
    else
        result = vm_run_code(args[0], spaces.globals, spaces.locals);
    namespaces_close(&spaces);
    return result;
}

static Own builtin_exec(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "exec", {"source", "globals", "locals", "/", "*", "closure"}, .required = 1};
    Ref out[4];
    Namespaces spaces;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!check_exec_namespaces(out[1], out[2]) || !namespaces_open(out[1], out[2], &spaces)) return NULL;
    Ref closure = is_given(out[3]) ? out[3] : NULL;
    Own result = NULL;
    if (is_code(out[0])) {
        if (check_closure(out[0], closure) && AUDIT("exec", "O", out[0]))
            result = vm_run_code_closure(out[0], spaces.globals, spaces.locals, closure);
    } else if (closure) {
        error_set(EXC(TypeError), "closure can only be used when source is a code object");
    } else {
        result = run_text("exec", out[0], false, &spaces);
    }
    namespaces_close(&spaces);
    if (!result) return NULL;
    release(result);
    return own_none();
}

/* --- the others ----------------------------------------------------------------------------------------- */

static Own builtin_import(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "__import__", {"name", "globals", "locals", "fromlist", "level"}, .required = 1};
    Ref out[5];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int level = 0;
    if (out[4] && !argument_int(out[4], &level)) return NULL;
    return import_module_level(out[0], out[1], out[2], out[3], level);
}

/* breakpoint(): sys.breakpointhook(*args, **kws). */
static Own builtin_breakpoint(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self;
    Ref hook = dict_get_cstring(module_dict(MODULES_ROOT->sys), "breakpointhook");
    if (!hook) return error_set(EXC(RuntimeError), "lost sys.breakpointhook");
    if (!AUDIT("builtins.breakpoint", "O", hook)) return NULL;
    return object_call(hook, args, nargs, kwnames);
}

const MethodDef builtin_code_functions[] = {
    {"compile", METHOD_KEYWORDS, .keywords = builtin_compile,
     .doc = "compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, "
            "_feature_version=-1)\n--\n\nCompile source into a code object that can be executed by exec() or "
            "eval().\n\nThe source code may represent a Python module, statement or expression.\nThe filename "
            "will be used for run-time error messages.\nThe mode must be 'exec' to compile a module, 'single' "
            "to compile a\nsingle (interactive) statement, or 'eval' to compile an expression.\nThe flags "
            "argument, if present, controls which future statements influence\nthe compilation of the "
            "code.\nThe dont_inherit argument, if true, stops the compilation inheriting\nthe effects of any "
            "future statements in effect in the code calling\ncompile; if absent or false these statements do "
            "influence the compilation,\nin addition to any features explicitly specified."},
    {"eval", METHOD_ARRAY, .array = builtin_eval,
     .doc = "eval($module, source, globals=None, locals=None, /)\n--\n\nEvaluate the given source in the "
            "context of globals and locals.\n\nThe source may be a string representing a Python expression\nor "
            "a code object as returned by compile().\nThe globals must be a dictionary and locals can be any "
            "mapping,\ndefaulting to the current globals and locals.\nIf only globals is given, locals "
            "defaults to it."},
    {"exec", METHOD_KEYWORDS, .keywords = builtin_exec,
     .doc = "exec($module, source, globals=None, locals=None, /, *, closure=None)\n--\n\nExecute the given "
            "source in the context of globals and locals.\n\nThe source may be a string representing one or "
            "more Python statements\nor a code object as returned by compile().\nThe globals must be a "
            "dictionary and locals can be any mapping,\ndefaulting to the current globals and locals.\nIf only "
            "globals is given, locals defaults to it.\nThe closure must be a tuple of cellvars, and can only "
            "be used\nwhen source is a code object requiring exactly that many cellvars."},
    {"__import__", METHOD_KEYWORDS, .keywords = builtin_import,
     .doc = "__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           "
            "level=0)\n--\n\nImport a module.\n\nBecause this function is meant for use by the "
            "Python\ninterpreter and not for general use, it is better to use\nimportlib.import_module() to "
            "programmatically import a module.\n\nThe globals argument is only used to determine the "
            "context;\nthey are not modified.  The locals argument is unused.  The fromlist\nshould be a list "
            "of names to emulate ``from name import ...``, or an\nempty list to emulate ``import name``.\nWhen "
            "importing a module from a package, note that __import__('A.B', ...)\nreturns package A when "
            "fromlist is empty, but its submodule B when\nfromlist is not empty.  The level argument is used "
            "to determine whether to\nperform absolute or relative imports: 0 is absolute, while a positive "
            "number\nis the number of parent directories to search relative to the current module."},
    {"__build_class__", METHOD_KEYWORDS, .keywords = vm_build_class,
     .doc = "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function "
            "used by the class statement."},
    {"breakpoint", METHOD_KEYWORDS, .keywords = builtin_breakpoint,
     .doc = "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws).  sys.breakpointhook() must "
            "accept\nwhatever arguments are passed.\n\nBy default, this drops you into the pdb debugger."},
    {.name = NULL}};
