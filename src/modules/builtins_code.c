/* builtins_code.c: builtins that compile and run code: compile, exec, eval, __import__, __build_class__. */
#include "code/code.h"
#include "compiler/compiler.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/import.h"

/* Source text of a str or bytes-like object: bytes, owned by *owner. A str is UTF-8 already, whatever its
 * coding line says. */
static bool source_of(Ref source, const char *function, const char *what, Own *owner, int *flags) {
    if (is_str(source)) {
        *owner = str_encode_utf8(source, NULL);
        *flags |= PARSE_IGNORE_COOKIE;
    } else if (is_bytes(source)) {
        *owner = own(source);
    } else {
        Buffer buffer;
        if (!buffer_get(source, &buffer, false)) {
            error_clear();
            error_set(EXC(TypeError), "%s() arg 1 must be a %s object", function, what);
            return false;
        }
        *owner = bytes_from(buffer.data, buffer.length);
        buffer_release(&buffer);
    }
    return *owner != NULL;
}

/* The tree is the caller's to free, when it is done with the code. */
static Own compile_object(Ref source, const char *function, const char *what, Ref filename, ParseMode mode,
                          int flags, int optimize, bool skip_blanks, Tree *tree) {
    Own bytes = NULL;
    *tree = (Tree){0};
    if (!source_of(source, function, what, &bytes, &flags)) return NULL;
    const char *text = (const char *)bytes_data(bytes);
    isize length = size_of(bytes);
    while (skip_blanks && length > 0 && (*text == ' ' || *text == '\t')) text++, length--;
    CompileOptions options = {.mode = mode, .flags = flags, .optimize = optimize};
    Own code = NULL;
    if (memchr(text, 0, (usize)length))
        error_set(EXC(ValueError), "source code string cannot contain null bytes");
    else if (parse(text, length, filename, &(ParseOptions){.mode = mode, .flags = flags}, tree))
        code = compile_tree(tree, &options);
    pool_free(&tree->pool); /* of the tree only its names and constants are kept */
    release(bytes);
    return code;
}

#define FUTURE_FLAGS                                                                                           \
    (CODE_FUTURE_DIVISION | CODE_FUTURE_ABSOLUTE_IMPORT | CODE_FUTURE_WITH_STATEMENT |                         \
     CODE_FUTURE_PRINT_FUNCTION | CODE_FUTURE_UNICODE_LITERALS | CODE_FUTURE_BARRY_AS_BDFL |                   \
     CODE_FUTURE_GENERATOR_STOP | CODE_FUTURE_ANNOTATIONS)
#define COMPILE_FLAGS                                                                                          \
    (FUTURE_FLAGS | PARSE_DONT_IMPLY_DEDENT | PARSE_ALLOW_INCOMPLETE_INPUT | 0x0400 | 0x1000 | 0x2000)

static Own builtin_compile(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "compile",
        {"source", "filename", "mode", "flags", "dont_inherit", "optimize", "*", "_feature_version"},
        .required = 3};
    Ref out[7];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    isize flags = out[3] ? int_as_isize(out[3]) : 0;
    int dont_inherit = out[4] ? object_is_true(out[4]) : 0;
    isize optimize = out[5] ? int_as_isize(out[5]) : -1;
    if (error_occurred()) return NULL;
    if (!argument_str(out[2], "compile", "'mode'")) return NULL;
    if (flags & ~(isize)COMPILE_FLAGS) return error_set(EXC(ValueError), "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return error_set(EXC(ValueError), "compile(): invalid optimize value");
    if (!dont_inherit) flags |= vm_future_flags();
    ParseMode mode;
    if (str_equal_ascii(out[2], "exec"))
        mode = PARSE_FILE;
    else if (str_equal_ascii(out[2], "eval"))
        mode = PARSE_EVAL;
    else if (str_equal_ascii(out[2], "single"))
        mode = PARSE_SINGLE;
    else
        return error_set(EXC(ValueError), "compile() mode must be 'exec', 'eval' or 'single'");
    Own filename = is_bytes(out[1])
                       ? str_from_utf8_surrogateescape((const char *)bytes_data(out[1]), size_of(out[1]))
                   : is_str(out[1])
                       ? own(out[1])
                       : error_set(EXC(TypeError), "expected str, bytes or os.PathLike object, not %T", out[1]);
    if (!filename) return NULL;
    Tree tree;
    Own code = compile_object(out[0], "compile", "string, bytes or AST", filename, mode, (int)flags,
                              optimize < 0 ? MODULES_ROOT->optimize : (int)optimize, false, &tree);
    if (tree.objects) tree_free(&tree);
    release(filename);
    return code;
}

/* The namespaces that exec and eval run in: given, or the caller's. Owned. */
static bool namespaces(const char *function, Ref globals, Ref locals, Own *run_globals, Own *run_locals) {
    if (globals == NULL || globals == None) {
        globals = vm_globals();
        if (!globals) {
            error_set(EXC(SystemError), "globals and locals cannot be NULL");
            return false;
        }
        if (locals == NULL || locals == None) locals = vm_locals();
        if (!locals) return false;
    } else if (locals == NULL || locals == None) {
        locals = globals;
    }
    if (!is_dict(globals)) {
        if (strcmp(function, "eval") == 0)
            error_set(EXC(TypeError), !is_dict(globals) && type_of(globals)->slots.subscript
                                          ? "globals must be a real dict; try eval(code, {}, mapping)"
                                          : "globals must be a dict");
        else
            error_set(EXC(TypeError), "exec() globals must be a dict, not %T", globals);
        return false;
    }
    if (!type_of(locals)->slots.subscript) {
        if (strcmp(function, "eval") == 0)
            error_set(EXC(TypeError), "locals must be a mapping");
        else
            error_set(EXC(TypeError), "locals must be a mapping or None, not %T", locals);
        return false;
    }
    *run_globals = own(globals);
    *run_locals = own(locals);
    return true;
}

static Own run_source(const char *function, Ref source, Ref globals, Ref locals, Ref closure) {
    if (is_code(source)) {
        if (AS_CODE(source)->nfreevars > 0 && !closure)
            return error_set(EXC(TypeError), "code object passed to %s() may not contain free variables",
                             function);
        return closure ? vm_run_code_closure(source, globals, locals, closure)
                       : vm_run_code(source, globals, locals);
    }
    if (closure) return error_set(EXC(TypeError), "closure can only be used when source is a code object");
    bool evaluates = strcmp(function, "eval") == 0;
    Tree tree = {0}; /* kept while the code runs, as CPython does: its constants have one owner more */
    Own filename = str_intern_cstring("<string>");
    Own code = filename ? compile_object(source, function, "string, bytes or code", filename,
                                         evaluates ? PARSE_EVAL : PARSE_FILE, vm_future_flags(),
                                         MODULES_ROOT->optimize, evaluates, &tree)
                        : NULL;
    release_maybe(filename);
    Own result = code ? vm_run_code(code, globals, locals) : NULL;
    release_maybe(code);
    if (tree.objects) tree_free(&tree);
    return result;
}

static Own builtin_eval(Ref self, Ref const *args, isize nargs) {
    (void)self;
    Own globals, locals;
    if (!arguments_count("eval", nargs, 1, 3)) return NULL;
    if (!namespaces("eval", nargs > 1 ? args[1] : NULL, nargs > 2 ? args[2] : NULL, &globals, &locals))
        return NULL;
    Own result = run_source("eval", args[0], globals, locals, NULL);
    release(globals);
    release(locals);
    return result;
}

static Own builtin_exec(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "exec", {"source", "globals", "locals", "/", "*", "closure"}, .required = 1};
    Ref out[4];
    Own globals, locals;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!namespaces("exec", out[1], out[2], &globals, &locals)) return NULL;
    Ref closure = out[3] == None ? NULL : out[3];
    Own result = run_source("exec", out[0], globals, locals, closure);
    release(globals);
    release(locals);
    if (!result) return NULL;
    release(result);
    return own_none();
}

static Own builtin_import(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "__import__", {"name", "globals", "locals", "fromlist", "level"}, .required = 1};
    Ref out[5];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    isize level = out[4] ? int_as_isize(out[4]) : 0;
    if (level == -1 && error_occurred()) return NULL;
    return import_module_level(out[0], out[1], out[2], out[3], (int)level);
}

/* breakpoint(): sys.breakpointhook(*args, **kws). */
static Own builtin_breakpoint(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self;
    Ref hook = dict_get_cstring(module_dict(MODULES_ROOT->sys), "breakpointhook");
    if (!hook) return error_set(EXC(RuntimeError), "lost sys.breakpointhook");
    return object_call(hook, args, nargs, kwnames);
}

const MethodDef builtin_code_functions[] = {
    {"compile", METHOD_KEYWORDS, .keywords = builtin_compile,
     .doc = "compile($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
            "_feature_version=-1)\n--\n\nCompile source into a code object that can be executed by exec() or "
            "eval()."},
    {"eval", METHOD_ARRAY, .array = builtin_eval,
     .doc = "eval($module, source, globals=None, locals=None, /)\n--\n\nEvaluate the given source."},
    {"exec", METHOD_KEYWORDS, .keywords = builtin_exec,
     .doc = "exec($module, source, globals=None, locals=None, /, *, closure=None)\n--\n\nExecute the given "
            "source."},
    {"__import__", METHOD_KEYWORDS, .keywords = builtin_import,
     .doc = "__import__($module, /, name, globals=None, locals=None, fromlist=(), level=0)\n--\n\nImport a "
            "module."},
    {"__build_class__", METHOD_KEYWORDS, .keywords = vm_build_class,
     .doc = "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class"},
    {"breakpoint", METHOD_KEYWORDS, .keywords = builtin_breakpoint, .doc = "breakpoint(*args, **kws)"},
    {.name = NULL}};
