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
#include "vm/traceback.h"
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

/* --- what nobody caught ----------------------------------------------------------------------------- */

static void write_error(const Text *text) { world_write(WORLD_STDERR, text_cstring(text), text->length); }

/* sys.stderr; NULL: the program has taken it away. */
static Ref program_stderr(void) {
    Ref stream = dict_get_str(VM_ROOT->sys_dict, NAME(stderr));
    return stream && stream != None ? stream : NULL;
}

/* To sys.stderr, through its write(). */
static void write_to_stderr(Ref text) {
    Ref stream = program_stderr();
    Own held = own_maybe(stream);
    Own answer = held ? object_call_method_one(held, NAME(write), text) : NULL;
    release_maybe(answer);
    release_maybe(held);
    error_clear();
}

/* The program's streams may be anything: an exception that waits to be reported is put aside meanwhile. */
static void flush(void) {
    Own pending = error_fetch();
    if (VM_ROOT->flush_streams) VM_ROOT->flush_streams(false);
    error_restore(pending);
}

/* sys.exit(code): None is 0, an int itself, anything else is printed and counts as 1. Consumes the
 * exception. */
static int handle_system_exit(Own exception) {
    flush();
    Own code = NULL, name = str_intern_cstring("code");
    if (name && !object_find_attribute(exception, name, &code)) error_clear();
    release_maybe(name);
    if (!code) code = own(exception);
    int status = 1, overflow;
    if (code == None) {
        status = 0;
    } else if (is_int(code)) {
        i64 value = int_as_i64_overflow(code, &overflow);
        status = overflow ? 255 : (int)(value & 255);
    } else {
        Own text = object_str(code), line = text ? str_format("%U\n", text) : NULL;
        error_clear();
        if (line) write_to_stderr(line);
        release_maybe(line);
        release_maybe(text);
        flush();
    }
    release(code);
    release(exception);
    return status;
}

static void set_last(Ref exception) {
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    bool set = dict_set(VM_ROOT->sys_dict, NAME(last_type), &type_of(exception)->ob_base.ob_base) &&
               dict_set(VM_ROOT->sys_dict, NAME(last_value), exception) &&
               dict_set(VM_ROOT->sys_dict, NAME(last_traceback), traceback ? traceback : None);
    if (!set) error_clear();
}

static void display(const char *before, Ref exception) {
    Text text = text_new(TEXT_IN_ARENA);
    text_append_cstring(&text, before);
    traceback_print_exception(exception, &text);
    flush();
    Own shown = str_decode((const u8 *)text_cstring(&text), text.length, "utf-8", "surrogatepass");
    if (!shown) error_clear();
    if (shown && program_stderr())
        write_to_stderr(shown);
    else
        write_error(&text);
    release_maybe(shown);
    text_free(&text);
}

/* The hook itself raised: both are shown. The exit status it asked for; -1: none. */
static int handle_hook_failure(Ref original) {
    Own second = error_fetch();
    if (is_a(second, EXC(SystemExit))) return handle_system_exit(second);
    display("Error in sys.excepthook:\n", second);
    display("\nOriginal exception was:\n", original);
    release(second);
    return -1;
}

/* Among the names of the library's modules are those of Windows and macOS, which are nowhere else. */
static bool is_of_another_system(Ref name) {
    static const char *const names[] = {"_msi",   "_overlapped", "_scproxy", "_winapi", "msilib",
                                        "msvcrt", "nt",          "winreg",   "winsound"};
    for (int i = 0; i < COUNT_OF(names); i++)
        if (is_str(name) && str_equal_ascii(name, names[i])) return true;
    return false;
}

/* A module of Python's own was not found: because there is no library, or because opscope has no such part. */
static void tell_of_library(Ref exception) {
    if (!is_a(exception, EXC(ModuleNotFoundError))) return;
    Ref name = ((const ImportException *)exception)->name;
    Ref known = dict_get_cstring(VM_ROOT->sys_dict, "stdlib_module_names");
    if (!name || !known || object_contains(known, name) <= 0 || is_of_another_system(name)) {
        error_clear();
        return;
    }
    static const char no_library[] =
        "opscope: that module is part of Python's own library: install Python 3.11 (Debian: "
        "libpython3.11-stdlib), or say where it is with --stdlib DIR\n";
    static const char not_here[] = "opscope: that module is a part of Python's library that neither opscope "
                                   "has nor the installed library\n";
    flush();
    const char *note = VM_ROOT->stdlib ? not_here : no_library;
    world_write(WORLD_STDERR, note, (isize)strlen(note));
}

/* An audit hook that raises RuntimeError silences the exception: false. Of another one that it raises people are told
 * first. */
static bool audit_excepthook(Ref hook, Ref exception) {
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    if (AUDIT("sys.excepthook", "OOOO", hook, type_of(exception), exception, traceback)) return true;
    if (!error_matches(EXC(RuntimeError))) {
        error_unraisable_in("in audit hook", NULL);
        return true;
    }
    error_clear();
    return false;
}

/* The current exception came out of the program: it is reported through sys.excepthook. The exit status. */
static int report_uncaught(Ref main) {
    if (error_matches(EXC(SystemExit))) return handle_system_exit(error_fetch());
    Own exception = error_fetch();
    bool interrupted = is_a(exception, EXC(KeyboardInterrupt));
    VM_ROOT->machine->end_signal = interrupted ? SIGINT : 0; /* CPython dies of the signal then */
    int status = interrupted ? STATUS_INTERRUPTED : 1, status_asked = -1;
    set_last(exception);
    Ref hook = dict_get_str(VM_ROOT->sys_dict, NAME(excepthook));
    if (!audit_excepthook(hook, exception)) {
        /* a hook has said that it is not to be shown */
    } else if (hook) {
        Own callable = own(hook);
        Ref traceback = AS_EXCEPTION(exception)->traceback;
        Own held = own(traceback ? traceback : None);
        Ref args[] = {&type_of(exception)->ob_base.ob_base, exception, held};
        Own answer = object_call(callable, args, 3, NULL);
        release(held);
        if (!answer) status_asked = handle_hook_failure(exception);
        release_maybe(answer);
        release(callable);
    } else {
        display("sys.excepthook is missing\n", exception);
    }
    tell_of_library(exception);
    release(exception);
    flush();
    if (status_asked < 0) forget_file(main);
    return status_asked < 0 ? status : status_asked;
}

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

int program_run(void) {
    int frames = VM_ROOT->machine->trace_memory;
    Ref main = frames && !memory_trace_start(frames) ? NULL : make_main();
    Tree tree = {0};
    Own held = own_maybe(program_has_file() ? main : NULL);
    if (main) take_filters();
    bool ready = main && (!VM_ROOT->encode_streams || VM_ROOT->encode_streams());
    Own result = ready ? run_program(main, &tree) : NULL;
    if (tree.objects) tree_free(&tree);
    flush();
    int status = result ? 0 : report_uncaught(main);
    if (result) forget_file(main);
    release_maybe(result);
    release_maybe(held);
    return status;
}
