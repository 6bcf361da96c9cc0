/* site_builtins.c: what site.py puts into builtins: exit, quit, help, copyright, credits, license.
 *
 * They are stand-ins, so that starting needs no library: whoever shows or calls one of the last four gets the
 * object that the library's _sitebuiltins makes, made at that moment. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/root.h"

typedef struct SiteBuiltin {
    Object ob_base;
    const char *name;
} SiteBuiltin;
#define AS_SITE_BUILTIN(ref) ((const SiteBuiltin *)(ref))

/* --- exit and quit ---------------------------------------------------------------------------------- */

static Own quitter_repr(Ref self) {
    return str_format("Use %s() or Ctrl-D (i.e. EOF) to exit", AS_SITE_BUILTIN(self)->name);
}

/* Whoever catches the SystemExit finds standard input closed: shells that go on after it see an end there. */
static void close_input(void) {
    Ref input = stream_of_sys("stdin");
    Own held = own_maybe(input), answer = held ? object_call_method_none(held, NAME(close)) : NULL;
    if (!answer) error_clear();
    release_maybe(answer);
    release_maybe(held);
}

/* The argument `code`, worded as for the Python function that CPython has here. */
static bool take_code(Ref const *args, isize nargs, Ref kwnames, Ref *code) {
    isize named = kwnames ? tuple_length(kwnames) : 0;
    *code = nargs > 0 ? args[0] : None;
    for (isize i = 0; i < named; i++) {
        Ref name = tuple_get(kwnames, i);
        if (!str_equal_ascii(name, "code"))
            return error_set(EXC(TypeError), "Quitter.__call__() got an unexpected keyword argument '%U'",
                             name) != NULL;
        if (nargs > 0)
            return error_set(EXC(TypeError), "Quitter.__call__() got multiple values for argument 'code'") !=
                   NULL;
        *code = args[nargs + i];
    }
    if (nargs <= 1) return true;
    return error_set(EXC(TypeError),
                     "Quitter.__call__() takes from 1 to 2 positional arguments but %zd were given",
                     nargs + 1) != NULL;
}

static Own quitter_call(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    Ref code;
    if (!take_code(args, nargs, kwnames, &code)) return NULL;
    close_input();
    Own exception = exception_new(EXC(SystemExit), &code, 1); /* a tuple is one argument, too */
    if (exception) error_set_object(EXC(SystemExit), exception);
    release_maybe(exception);
    return NULL;
}

static void site_builtin_dealloc(Own self) { object_free(self); }

static Own quitter_name(Ref self) { return str_from_ascii(AS_SITE_BUILTIN(self)->name, -1); }
static Own quitter_eof(Ref self UNUSED) { return str_from_ascii("Ctrl-D (i.e. EOF)", -1); }
static const MemberDef quitter_members[] = {{"name", MEMBER_COMPUTED, .readonly = true, .get = quitter_name},
                                            {"eof", MEMBER_COMPUTED, .readonly = true, .get = quitter_eof},
                                            {.name = NULL}};

const TypeSpec builtin_quitter_spec = {
    .name = "Quitter",
    .module = "_sitebuiltins",
    .basicsize = sizeof(SiteBuiltin),
    .slots = {.repr = quitter_repr, .call = quitter_call, .dealloc = site_builtin_dealloc},
    .members = quitter_members};

/* --- help and the texts ------------------------------------------------------------------------------- */

static const char credits[] =
    "    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands\n"
    "    for supporting Python development.  See www.python.org for more information.";

/* _Printer("license", text, files, folders), the files and folders being those of site.py. */
static Own make_license(Ref class) {
    Own files = list_new(0), folders = list_new(0), made = NULL;
    static const char *const file_names[] = {"LICENSE.txt", "LICENSE"};
    bool filled = files && folders;
    for (int i = 0; filled && i < COUNT_OF(file_names); i++) {
        Own file = str_from_utf8(file_names[i], -1);
        filled = file && list_append(files, file);
    }
    static const char *const endings[] = {"/..", ""};
    for (int i = 0; filled && i < COUNT_OF(endings); i++) {
        Own folder = str_format("%s%s", VM_ROOT->stdlib, endings[i]);
        filled = folder && list_append(folders, folder);
    }
    Own here = filled ? str_from_utf8(".", 1) : NULL;
    if (here && list_append(folders, here)) {
        Own name = str_from_utf8("license", -1);
        Own text = str_from_utf8("See https://www.python.org/psf/license/", -1);
        if (name && text) made = object_call_args(class, 4, name, text, files, folders);
        release_maybe(name);
        release_maybe(text);
    }
    release_maybe(files);
    release_maybe(folders);
    return made;
}

static Own printer_text(const SiteBuiltin *self) {
    return strcmp(self->name, "credits") == 0 ? str_from_utf8(credits, -1)
                                              : own_maybe(dict_get_cstring(VM_ROOT->sys_dict, "copyright"));
}

/* What _sitebuiltins makes of it. */
static Own twin_of(const SiteBuiltin *self) {
    bool is_help = strcmp(self->name, "help") == 0;
    Own twin = NULL, class = import_attribute("_sitebuiltins", is_help ? "_Helper" : "_Printer");
    if (class && is_help) {
        twin = object_call_none(class);
    } else if (class && strcmp(self->name, "license") == 0 && VM_ROOT->stdlib) {
        twin = make_license(class);
    } else if (class) {
        Own name = str_from_utf8(self->name, -1);
        Own text = printer_text(self);
        if (name && text) twin = object_call_args(class, 2, name, text);
        release_maybe(name);
        release_maybe(text);
    }
    release_maybe(class);
    return twin;
}

static Own printer_repr(Ref self) {
    if (strcmp(AS_SITE_BUILTIN(self)->name, "help") == 0) {
        return str_from_utf8("Type help() for interactive help, or help(object) for help about object.", -1);
    }
    if (strcmp(AS_SITE_BUILTIN(self)->name, "license") != 0) return printer_text(AS_SITE_BUILTIN(self));
    Own twin = twin_of(AS_SITE_BUILTIN(self)), shown = twin ? object_repr(twin) : NULL;
    release_maybe(twin);
    return shown;
}

static Own printer_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Own twin = twin_of(AS_SITE_BUILTIN(self)), answer = twin ? object_call(twin, args, nargs, kwnames) : NULL;
    release_maybe(twin);
    return answer;
}

const TypeSpec builtin_printer_spec = {
    .name = "_Printer",
    .module = "_sitebuiltins",
    .basicsize = sizeof(SiteBuiltin),
    .slots = {.repr = printer_repr, .call = printer_call, .dealloc = site_builtin_dealloc},
    .doc = "interactive prompt objects for printing the license text, a list of\n"
           "    contributors and the copyright notice."};

const TypeSpec builtin_helper_spec = {
    .name = "_Helper",
    .module = "_sitebuiltins",
    .basicsize = sizeof(SiteBuiltin),
    .slots = {.repr = printer_repr, .call = printer_call, .dealloc = site_builtin_dealloc},
    .doc =
        "Define the builtin 'help'.\n\n    This is a wrapper around pydoc.help that provides a helpful "
        "message\n"
        "    when 'help' is typed at the Python interactive prompt.\n\n    Calling help() at the Python prompt "
        "starts an interactive help session.\n    Calling help(thing) prints help for the python object "
        "'thing'.\n    "};

static Own site_builtin_new(Type *type, const char *name) {
    Own made = object_new(type, 0);
    if (made) ((SiteBuiltin *)made)->name = name;
    return made;
}

bool site_builtins_add(Ref module) {
    Type *quitter = MODULE_TYPE(BUILTIN_QUITTER), *printer = MODULE_TYPE(BUILTIN_PRINTER);
    return module_add(module, "quit", site_builtin_new(quitter, "quit")) &&
           module_add(module, "exit", site_builtin_new(quitter, "exit")) &&
           module_add(module, "copyright", site_builtin_new(printer, "copyright")) &&
           module_add(module, "credits", site_builtin_new(printer, "credits")) &&
           module_add(module, "license", site_builtin_new(printer, "license")) &&
           module_add(module, "help", site_builtin_new(MODULE_TYPE(BUILTIN_HELPER), "help"));
}
