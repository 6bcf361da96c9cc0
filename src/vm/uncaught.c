/* uncaught.c: what becomes of an exception that nobody caught. */
#include "vm/uncaught.h"

#include <string.h>

#include "object/audit.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/import_parts.h"
#include "vm/root.h"
#include "world/world.h"

static void write_error(const Text *text) { world_write(WORLD_STDERR, text_cstring(text), text->length); }

/* To sys.stderr, through its write(). False: there is none, or it has raised. */
static bool write_to_stderr(Ref text) {
    Own held = own_maybe(dict_get_str(VM_ROOT->sys_dict, NAME(stderr)));
    Own answer = held ? object_call_method_one(held, NAME(write), text) : NULL;
    bool written = answer != NULL;
    release_maybe(answer);
    release_maybe(held);
    error_clear();
    return written;
}

/* To sys.stderr, or else past it. */
static void write_line(const char *line) {
    Own text = str_from_utf8(line, -1);
    if (!text) error_clear();
    if (!text || !write_to_stderr(text)) world_write(WORLD_STDERR, line, (isize)strlen(line));
    release_maybe(text);
}

void uncaught_flush(void) {
    Own pending = error_fetch();
    if (VM_ROOT->flush_streams) VM_ROOT->flush_streams(false);
    error_restore(pending);
}

static void show_exit_text(Ref code) {
    Ref stream = dict_get_str(VM_ROOT->sys_dict, NAME(stderr));
    Own text = object_str(code);
    if (!text) {
        error_clear();
    } else if (stream && stream != None) {
        write_to_stderr(text);
    } else {
        Text bytes = text_new(TEXT_IN_ARENA);
        str_append_utf8(text, &bytes);
        write_error(&bytes);
        text_free(&bytes);
    }
    release_maybe(text);
    write_line("\n");
}

/* sys.exit(code): None is 0, an int itself, anything else is printed and counts as 1. Consumes the
 * exception. */
static int handle_system_exit(Own exception) {
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
        show_exit_text(code);
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
    write_line(before);
    VM_ROOT->print_exception(exception);
}

/* The hook itself raised: both are shown. The exit status it asked for, or UNCAUGHT_SHOWN. */
static int handle_hook_failure(Ref original) {
    Own second = error_fetch();
    if (is_a(second, EXC(SystemExit))) return handle_system_exit(second);
    display("Error in sys.excepthook:\n", second);
    display("\nOriginal exception was:\n", original);
    release(second);
    return UNCAUGHT_SHOWN;
}

/* Among the names of the library's modules are those of Windows and macOS, which are nowhere else. */
static bool is_of_another_system(Ref name) {
    static const char *const names[] = {"_msi",   "_overlapped", "_scproxy", "_winapi", "msilib",
                                        "msvcrt", "nt",          "winreg",   "winsound"};
    for (int i = 0; i < COUNT_OF(names); i++)
        if (is_str(name) && str_equal_ascii(name, names[i])) return true;
    return false;
}

/* Whether it would be found in the library as it is installed, or comes with opscope. */
static bool library_has(Ref name) {
    Found found = {.kind = FOUND_NOTHING};
    Own folder = str_from_utf8(VM_ROOT->stdlib, -1), folders = folder ? list_new(0) : NULL;
    bool has =
        import_find_native(name) || (folders && list_append_ref(folders, folder) &&
                                     import_find(name, name, folders, &found) && found.kind != FOUND_NOTHING);
    found_release(&found);
    error_clear();
    release_maybe(folders);
    release_maybe(folder);
    return has;
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
    if (VM_ROOT->stdlib && library_has(name)) return; /* the program has changed sys.path or sys.modules */
    static const char no_library[] =
        "opscope: that module is part of Python's own library: install Python 3.11 (Debian: "
        "libpython3.11-stdlib), or say where it is with --stdlib DIR\n";
    static const char not_here[] = "opscope: that module is a part of Python's library that neither opscope "
                                   "has nor the installed library\n";
    uncaught_flush();
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

int uncaught_show(bool may_exit) {
    if (may_exit && error_matches(EXC(SystemExit))) return handle_system_exit(error_fetch());
    Own exception = error_fetch();
    int status = UNCAUGHT_SHOWN;
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
        if (!answer) status = handle_hook_failure(exception);
        release_maybe(answer);
        release(callable);
    } else {
        display("sys.excepthook is missing\n", exception);
    }
    tell_of_library(exception);
    release(exception);
    return status;
}
