/* program.c: running __main__: a file, a text, a module; and what happens when an exception comes out of it. */
#include <signal.h>

#include "base/text.h"
#include "code/code.h"
#include "code/pyc.h"
#include "compiler/compiler.h"
#include "object/audit.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/host.h"
#include "vm/import_parts.h"
#include "vm/machine_state.h"
#include "vm/memory_trace.h"
#include "vm/uncaught.h"
#include "world/world.h"

#define STATUS_INTERRUPTED 130 /* as a shell sees a program that SIGINT killed */

/* --- __main__ --------------------------------------------------------------------------------------- */

/* The names and their order are CPython's. Borrowed: sys.modules holds it. NULL raised. */
static Ref make_main(void) {
    Own module = module_new(NAME(__main__)), annotations = module ? dict_new() : NULL;
    Ref dict = module ? module_dict(module) : NULL;
    Ref builtins = dict_get_cstring(VM_ROOT->modules, "builtins");
    bool made = annotations && builtins &&
                dict_set(dict, NAME(__loader__), &VM_TYPE(BUILTIN_IMPORTER)->ob_base.ob_base) &&
                dict_set(dict, NAME(__annotations__), annotations) &&
                dict_set(dict, NAME(__builtins__), builtins) &&
                dict_set(VM_ROOT->modules, NAME(__main__), module);
    release_maybe(annotations);
    release_maybe(module);
    return made ? module : NULL;
}

/* What is read from standard input has a name, but nothing that loads it. */
static bool set_file(Ref main, Ref path, bool is_pyc) {
    Ref dict = module_dict(main);
    if (!dict_set(dict, NAME(__file__), path) || !dict_set(dict, NAME(__cached__), None)) return false;
    if (VM_ROOT->machine->kind == PROGRAM_STDIN) return true;
    Type *type = is_pyc ? VM_TYPE(SOURCELESS_LOADER) : VM_TYPE(SOURCE_FILE_LOADER);
    Own loader = import_loader_new(type, NAME(__main__), path);
    bool done = loader && dict_set(dict, NAME(__loader__), loader);
    release_maybe(loader);
    return done;
}

static bool program_has_file(void) {
    ProgramKind kind = VM_ROOT->machine->kind;
    return kind == PROGRAM_FILE || kind == PROGRAM_STDIN;
}

/* A program that came to its end, or whose exception was shown, has no file any more: threads that still run,
 * atexit's functions and finalizers see neither name. After sys.exit they see both. */
static void forget_file(Ref main) {
    if (!main || !program_has_file()) return;
    if (!dict_delete(module_dict(main), NAME(__file__))) error_clear();
    if (!dict_delete(module_dict(main), NAME(__cached__))) error_clear();
}

/* --- a module as the program -------------------------------------------------------------------------- */

/* runpy's way of ending: a line on standard error and the status 1. */
static void *exit_saying(Own message) {
    Ref executable = dict_get_cstring(VM_ROOT->sys_dict, "executable");
    Own line = message && executable ? str_format("%S: %U", executable, message) : NULL;
    release_maybe(message);
    if (line) error_set_object(EXC(SystemExit), line);
    release_maybe(line);
    return NULL;
}

/* sys.argv[0] is the module's file. */
static bool set_first_argument(Ref path) {
    Ref argv = dict_get_cstring(VM_ROOT->sys_dict, "argv");
    if (argv && is_list(argv) && list_length(argv)) slot_set(&AS_LIST(argv)->items[0], own(path));
    return true;
}

/* The folders in which a module's last part is sought: its package's, which is imported; NULL: there are none. */
static Own folders_of(Ref name, isize dot) {
    Own folders = NULL;
    if (dot < 0) return own_maybe(dict_get_str(VM_ROOT->sys_dict, NAME(path)));
    Own parent_name = str_substring(name, 0, dot), parent = parent_name ? import_module(parent_name) : NULL;
    if (parent && !object_find_attribute(parent, NAME(__path__), &folders)) folders = NULL;
    release_maybe(parent);
    release_maybe(parent_name);
    return folders;
}

/* Without a library there is no runpy: the module's file runs as __main__, with the module's own __spec__. */
static Own find_module_code(Ref main, Ref name) {
    isize dot = str_length(name) - 1;
    while (dot >= 0 && str_char(name, dot) != '.') dot--;
    Own tail = str_substring(name, dot + 1, str_length(name)), whole = own(name), code = NULL;
    Own folders = tail ? folders_of(name, dot) : NULL;
    Found found = {.kind = FOUND_NOTHING};
    if (folders && import_find(name, tail, folders, &found) && found.locations) {
        Own package = import_module(name), inner = own(found.locations);
        found_release(&found);
        slot_set(&whole, str_format("%U.__main__", name));
        if (package && whole) import_find(whole, NAME(__main__), inner, &found);
        release_maybe(package);
        release(inner);
    }
    bool is_file = found.kind == FOUND_FILE && !found.locations && whole;
    if (is_file && set_first_argument(found.path) && import_fill_module(main, whole, &found))
        code = import_load_code(whole, &found);
    else if (!error_occurred())
        exit_saying(str_format("No module named %U", name));
    found_release(&found);
    release_maybe(whole);
    release_maybe(tail);
    release_maybe(folders);
    return code;
}

/* runpy._run_module_as_main(name, alter_argv). */
static Own run_by_runpy(Ref runpy, const char *module, bool alter_argv) {
    Own name = str_from_utf8_surrogateescape(module, (isize)strlen(module));
    Own attribute = str_intern_cstring("_run_module_as_main");
    Own function = name && attribute ? object_get_attribute(runpy, attribute) : NULL;
    VM_ROOT->machine->count_from_main = true;
    Own result = function ? object_call_args(function, 2, name, alter_argv ? True : False) : NULL;
    VM_ROOT->machine->count_from_main = false;
    release_maybe(function);
    release_maybe(attribute);
    release_maybe(name);
    return result;
}

/* runpy, where the library is there; NULL without exception: it is not. */
static Own import_runpy(void) {
    const MachineState *state = VM_ROOT->machine;
    bool needed = state->kind == PROGRAM_MODULE || state->kind == PROGRAM_FOLDER;
    if (!needed || !VM_ROOT->stdlib) return NULL;
    Own runpy = import_module_cstring("runpy");
    if (!runpy && state->kind == PROGRAM_MODULE) error_clear();
    return runpy;
}

/* The program's path as CPython shows it: made absolute, but not tidied up. */
static Own program_path(const char *program) {
    if (*program == '/') return str_from_utf8_surrogateescape(program, (isize)strlen(program));
    Text path = text_new(TEXT_IN_ARENA);
    text_append_cstring(&path, world_working_directory());
    if (path.length == 0 || path.data[path.length - 1] != '/') text_append_char(&path, '/');
    text_append_cstring(&path, program);
    Own made = path.failed ? error_memory() : str_from_utf8_surrogateescape(path.data, path.length);
    text_free(&path);
    return made;
}

/* The tree is the caller's to free: CPython keeps it while the program runs, so the constants in it have one
 * owner more. */
static Own compile_program(Ref main, Tree *tree) {
    const MachineState *state = VM_ROOT->machine;
    Own filename = NULL, code = NULL;
    if (state->kind == PROGRAM_MODULE) {
        Own name = str_from_utf8_surrogateescape(state->program, (isize)strlen(state->program));
        code = name ? find_module_code(main, name) : NULL;
        release_maybe(name);
        return code;
    }
    bool is_pyc =
        state->kind == PROGRAM_FILE && pyc_is_named(state->program, state->source, state->source_length);
    filename = state->kind == PROGRAM_FILE    ? program_path(state->program)
               : state->kind == PROGRAM_STDIN ? str_from_utf8("<stdin>", -1)
                                              : str_from_utf8("<string>", -1);
    if (filename && program_has_file() && !set_file(main, filename, is_pyc)) slot_clear(&filename);
    if (filename && is_pyc) {
        release(filename);
        return pyc_read(state->source, state->source_length);
    }
    CompileOptions options = {.mode = PARSE_FILE, .optimize = VM_ROOT->optimize};
    options.flags |= state->kind == PROGRAM_COMMAND ? PARSE_IGNORE_COOKIE : PARSE_FROM_FILE;
    ParseOptions parsing = {.mode = options.mode, .flags = options.flags};
    if (filename && parse(state->source, state->source_length, filename, &parsing, tree))
        code = compile_tree(tree, &options);
    pool_free(&tree->pool); /* of the tree only its names and constants are kept */
    release_maybe(filename);
    return code;
}

/* From here on instructions count. */
static void begin_counting(void) {
    VM_ROOT->counting = true;
    VM_ROOT->steps = 0;
    VM_ROOT->armed = VM_ROOT->countdown = 0;
    if (VM_ROOT->budget_end != UINT64_MAX) VM_ROOT->budget_end -= VM_ROOT->budget_start;
    host_arm();
}

void program_begins_with(Ref globals) {
    Ref main = dict_get(VM_ROOT->modules, NAME(__main__));
    if (!main || !is_module(main) || module_dict(main) != globals) return;
    VM_ROOT->machine->count_from_main = false;
    begin_counting();
}

/* --- the run ---------------------------------------------------------------------------------------- */

/* Where filters are given (-W and what means the same) the library's warnings takes them up before anything is
 * compiled. */
static void take_filters(void) {
    Ref filters = dict_get_cstring(VM_ROOT->sys_dict, "warnoptions");
    if (!VM_ROOT->stdlib || !filters || !is_list(filters) || list_length(filters) == 0) return;
    Own module = import_module_cstring("warnings");
    if (!module) error_clear();
    release_maybe(module);
}

static Own run_program(Ref main, Tree *tree) {
    const MachineState *state = VM_ROOT->machine;
    Own runpy = import_runpy(), result = NULL;
    if (runpy) {
        bool is_module = state->kind == PROGRAM_MODULE;
        result = run_by_runpy(runpy, is_module ? state->program : "__main__", is_module);
        release(runpy);
    } else if (!error_occurred()) {
        Own code = compile_program(main, tree);
        VM_ROOT->last_frame_number = 0;
        begin_counting();
        if (state->keep_code) VM_ROOT->machine->main_code = own_maybe(code);
        if (code) result = vm_run_code(code, module_dict(main), module_dict(main));
        release_maybe(code);
    }
    if (!VM_ROOT->counting) begin_counting();
    return result;
}

/* The current exception came out of the program. The exit status. */
static int report_uncaught(Ref main) {
    bool interrupted = error_matches(EXC(KeyboardInterrupt));
    int status = uncaught_show(!VM_ROOT->machine->inspect);
    if (status != UNCAUGHT_SHOWN) return status;
    VM_ROOT->machine->end_signal = interrupted ? SIGINT : 0; /* CPython dies of the signal then */
    forget_file(main);
    return interrupted ? STATUS_INTERRUPTED : 1;
}

/* Statements, until there are no more. */
static int run_typed(Ref main) {
    VM_ROOT->last_frame_number = 0;
    begin_counting();
    return VM_ROOT->typed_run(main);
}

/* CPython flushes the streams behind a program that it has read from a file or from standard input, before it tells of an
 * exception: behind -c, -m and what runpy runs otherwise, what was printed comes after the traceback. */
static bool flushes_before_report(void) {
    return VM_ROOT->machine->kind == PROGRAM_FILE || VM_ROOT->machine->kind == PROGRAM_STDIN;
}

int program_run(void) {
    int frames = VM_ROOT->machine->trace_memory;
    Ref main = frames && !memory_trace_start(frames) ? NULL : make_main();
    Tree tree = {0};
    Own held = own_maybe(program_has_file() ? main : NULL);
    if (main) take_filters();
    bool ready = main && (!VM_ROOT->encode_streams || VM_ROOT->encode_streams());
    if (ready && VM_ROOT->machine->kind == PROGRAM_TYPED) return run_typed(main);
    Own result = ready ? run_program(main, &tree) : NULL;
    if (tree.objects) tree_free(&tree);
    if (flushes_before_report()) uncaught_flush();
    int status = result ? 0 : report_uncaught(main);
    if (result) forget_file(main);
    release_maybe(result);
    if (main && VM_ROOT->typed_is_wanted()) {
        VM_ROOT->machine->end_signal = 0;
        status = VM_ROOT->typed_run(main);
    }
    release_maybe(held);
    return status;
}
