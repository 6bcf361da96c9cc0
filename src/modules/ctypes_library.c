/* ctypes_library.c: the libraries that there are: C's own, that of mathematics, and Python itself.
 *
 * Their functions are the machine's (ctypes_c_*.c), one table a topic. A function's address is made up: it
 * says where in the tables it stands, lies outside of all memory that may be touched, and is the same in
 * every run. The system's libraries have more of them. Whether they do the system is asked, so a program finds
 * what it would find in CPython, at an address behind the tables; but to run such code would be to leave the
 * machine: a call of it says so, and so does dlopen() of another library. */
#include "modules/ctypes.h"
#include "modules/outside.h"
#include "vm/import.h"
#include "vm/root.h"

#define CODE_BASE ((uintptr_t)0x100000000000)
#define CODE_STEP ((uintptr_t)16)
#define TABLE_STEP ((uintptr_t)0x10000)
#define LIBRARY_FOLDER "/lib/" MULTIARCH "/"

/* --- libraries ------------------------------------------------------------------------------------------ */

/* Which tables a library's functions stand in. A library has those of the ones that it needs too. */
enum {
    OF_CTYPES = 1,
    OF_C = 2,
    OF_MATH = 4,
    OF_PYTHON = 8,
    OF_TEST = 16,
    OF_PROGRAM = OF_C | OF_MATH | OF_PYTHON
};
static const struct {
    const CSymbol *symbols;
    int of;
} tables[] = {
    {c_internal_symbols, OF_CTYPES},  {c_memory_symbols, OF_C},           {c_text_symbols, OF_C},
    {c_character_symbols, OF_C},      {c_number_symbols, OF_C},           {c_print_symbols, OF_C},
    {c_system_symbols, OF_C},         {c_math_symbols, OF_MATH},          {c_object_symbols, OF_PYTHON},
    {c_container_symbols, OF_PYTHON}, {c_interpreter_symbols, OF_PYTHON}, {c_code_symbols, OF_PYTHON},
    {c_test_symbols, OF_TEST}};

static const struct {
    const char *name; /* NULL: the program itself */
    int has;
} libraries[] = {{NULL, OF_PROGRAM},
                 {"libc.so.6", OF_C},
                 {"libm.so.6", OF_C | OF_MATH},
                 {"libpthread.so.0", OF_C},
                 {"libdl.so.2", OF_C},
                 {"librt.so.1", OF_C},
                 {"libutil.so.1", OF_C},
                 {"_ctypes_test" EXTENSION_SUFFIX, OF_C | OF_TEST}};

/* A handle is where the library would begin. */
static u64 handle_of(isize library) { return CODE_BASE - (u64)(COUNT_OF(libraries) - library) * TABLE_STEP; }
static isize library_of(u64 handle) {
    for (isize i = 0; i < COUNT_OF(libraries); i++) {
        if (handle == handle_of(i)) return i;
    }
    return -1;
}

/* What messages call it. */
static void append_path(Text *text, u64 handle) {
    isize library = library_of(handle);
    if (library > 0) {
        if (libraries[library].has & OF_TEST)
            text_append_format(text, "%s/lib-dynload/", VM_ROOT->stdlib);
        else
            text_append_cstring(text, LIBRARY_FOLDER);
        text_append_cstring(text, libraries[library].name);
        return;
    }
    Ref executable = dict_get_cstring(module_dict(MODULES_ROOT->sys), "executable");
    if (executable && is_str(executable)) str_append_utf8(executable, text);
}

static void *no_symbol(Type *type, u64 handle, const char *name) {
    Text path = text_new(TEXT_IN_ARENA);
    append_path(&path, handle);
    error_set(type, "%s: undefined symbol: %s", text_cstring(&path), name);
    text_free(&path);
    return NULL;
}

/* --- functions ------------------------------------------------------------------------------------------ */

static const void *find_in(const char *name, int of) {
    for (isize table = 0; table < COUNT_OF(tables); table++) {
        const CSymbol *symbols = tables[table].symbols;
        for (isize i = 0; tables[table].of & of && symbols[i].name; i++) {
            if (strcmp(symbols[i].name, name) == 0)
                return (const void *)(CODE_BASE + (uintptr_t)table * TABLE_STEP + (uintptr_t)i * CODE_STEP);
        }
    }
    return NULL;
}

const void *library_find(const char *symbol) { return find_in(symbol, OF_CTYPES | OF_PROGRAM); }

const CSymbol *library_symbol_at(const void *address) {
    uintptr_t offset = (uintptr_t)address - CODE_BASE;
    if (offset / TABLE_STEP >= COUNT_OF(tables) || offset % CODE_STEP) return NULL;
    const CSymbol *symbols = tables[offset / TABLE_STEP].symbols;
    uintptr_t index = offset % TABLE_STEP / CODE_STEP, count = 0;
    while (count <= index && symbols[count].name) count++;
    return count > index ? &symbols[index] : NULL;
}

/* --- functions that are not the machine's --------------------------------------------------------------- */

#define ABSENT_BASE (CODE_BASE + COUNT_OF(tables) * TABLE_STEP)

static const char *absent_name(isize i) { return (const char *)bytes_data(list_get(CTYPES->absent, i)); }

const char *library_absent_at(const void *address) {
    uintptr_t offset = (uintptr_t)address - ABSENT_BASE;
    bool known = offset % CODE_STEP == 0 && offset / CODE_STEP < (uintptr_t)list_length(CTYPES->absent);
    return known ? absent_name((isize)(offset / CODE_STEP)) : NULL;
}

/* In the order in which they are asked for. NULL raised. */
static const void *absent_address(const char *name) {
    isize i = 0, count = list_length(CTYPES->absent);
    while (i < count && strcmp(absent_name(i), name) != 0) i++;
    if (i == count) {
        Own text = bytes_from(name, (isize)strlen(name));
        if (!text || !list_append(CTYPES->absent, text)) return NULL;
    }
    return (const void *)(ABSENT_BASE + (uintptr_t)i * CODE_STEP);
}

/* Has the system's library such a symbol? False too where that raised. libm needs libc, and so has its symbols. */
static bool system_has(int of, const char *name) {
    WorldRequest request = {
        .call = WORLD_CALL_LIBRARY_HAS, .path = of & OF_MATH ? "libm.so.6" : "libc.so.6", .path2 = name};
    WorldAnswer answer;
    return outside_ask(&request, &answer) && answer.value == 1;
}

/* Of any function of a library. NULL: it has none of that name, or raised. */
static const void *address_in(isize library, const char *name) {
    if (library < 0) return NULL;
    const void *address = find_in(name, libraries[library].has);
    if (address || !system_has(libraries[library].has, name)) return address;
    return absent_address(name);
}

/* --- what a library object says ------------------------------------------------------------------------- */

bool library_handle(Ref library, u64 *handle) {
    Own value = ctype_need_attribute(library, "_handle");
    if (!value) return false;
    bool taken = is_int(value);
    if (taken)
        *handle = int_as_u64_mask(value);
    else
        error_set(EXC(TypeError), "the _handle attribute of the second argument must be an integer");
    release(value);
    return taken;
}

const void *library_function(u64 handle, const char *name) {
    const void *address = address_in(library_of(handle), name);
    return address || error_occurred() ? address : no_symbol(EXC(AttributeError), handle, name);
}

/* --- variables ------------------------------------------------------------------------------------------ */

/* Python's flags, as C ints. */
static const struct {
    const char *symbol, *flag;
} flag_symbols[] = {{"Py_OptimizeFlag", "optimize"},
                    {"Py_DebugFlag", "debug"},
                    {"Py_VerboseFlag", "verbose"},
                    {"Py_QuietFlag", "quiet"},
                    {"Py_InteractiveFlag", "interactive"},
                    {"Py_InspectFlag", "inspect"},
                    {"Py_NoSiteFlag", "no_site"},
                    {"Py_BytesWarningFlag", "bytes_warning"},
                    {"Py_IgnoreEnvironmentFlag", "ignore_environment"},
                    {"Py_DontWriteBytecodeFlag", "dont_write_bytecode"},
                    {"Py_NoUserSiteDirectory", "no_user_site"},
                    {"Py_IsolatedFlag", "isolated"}};

static bool flag_value(const char *symbol, int *value) {
    Ref flags = dict_get_cstring(module_dict(MODULES_ROOT->sys), "flags");
    for (isize i = 0; flags && i < COUNT_OF(flag_symbols); i++) {
        if (strcmp(flag_symbols[i].symbol, symbol) != 0) continue;
        Own flag = ctype_need_attribute(flags, flag_symbols[i].flag);
        *value = flag && is_int(flag) ? (int)int_as_u64_mask(flag) : 0;
        release_maybe(flag);
        return flag != NULL;
    }
    return false;
}

/* A copy of the flag: nobody looks at what is written there. */
static Own flag_data(Ref type, int value) {
    Own made = cdata_make(AS_TYPE(type));
    if (made && AS_CDATA(made)->size >= (isize)sizeof value)
        memcpy(AS_CDATA(made)->memory, &value, sizeof value);
    return made;
}

Own library_data(Ref type, Ref library, const char *name) {
    u64 handle;
    int value = 0;
    if (!ctype_concrete(type) || !library_handle(library, &handle)) return NULL;
    isize which = library_of(handle);
    void *variable = which >= 0 && libraries[which].has & OF_TEST ? ctypes_test_variable(name) : NULL;
    if (variable) return cdata_at(type, variable);
    if (which == 0 && flag_value(name, &value)) return flag_data(type, value);
    if (address_in(which, name)) {
        return error_set(EXC(NotImplementedError),
                         "opscope can't reach %s: what libraries keep lies outside of the machine", name);
    }
    return error_occurred() ? NULL : no_symbol(EXC(ValueError), handle, name);
}

/* --- dlopen() ------------------------------------------------------------------------------------------- */

/* One of the libraries that there are, by its name or a path that ends in it. -1: none. */
static isize known_library(const char *name) {
    const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name;
    if (slash && world_stat(name).error) return -1;
    for (isize i = 1; i < COUNT_OF(libraries); i++) {
        bool found = slash || !(libraries[i].has & OF_TEST); /* that one lies where the loader does not look */
        if (found && strcmp(libraries[i].name, file) == 0) return i;
    }
    return -1;
}

/* Where the system's loader would find it. False: nowhere. */
static bool find_file(const char *name, Text *path) {
    static const char *const folders[] = {LIBRARY_FOLDER, "/usr" LIBRARY_FOLDER, "/lib/", "/usr/lib/",
                                          "/usr/local/lib/"};
    if (strchr(name, '/')) {
        text_append_cstring(path, name);
        return !world_stat(text_cstring(path)).error;
    }
    for (isize i = 0; i < COUNT_OF(folders); i++) {
        text_clear(path);
        text_append_format(path, "%s%s", folders[i], name);
        if (!world_stat(text_cstring(path)).error) return true;
    }
    return false;
}

static void *cannot_open(const char *name) {
    Text path = text_new(TEXT_IN_ARENA);
    const char *data;
    isize length;
    if (!find_file(name, &path)) {
        error_set(EXC(OSError), "%s: cannot open shared object file: No such file or directory", name);
    } else if (world_read_file(text_cstring(&path), &data, &length) != 0) {
        error_set(EXC(OSError), "%s: cannot read file data: Is a directory", name);
    } else if (length < 4 || memcmp(data, "\177ELF", 4) != 0) {
        error_set(EXC(OSError), "%s: %s", text_cstring(&path),
                  length < 64 ? "file too short" : "invalid ELF header");
    } else {
        error_set(EXC(OSError),
                  "%s: opscope can't run machine code of others: it would work outside of the machine",
                  text_cstring(&path));
    }
    text_free(&path);
    return NULL;
}

Own library_dlopen(Ref module UNUSED, Ref const *args, isize nargs) {
    int mode;
    if (!arguments_tuple("dlopen", nargs, 1, 2) || (nargs > 1 && !argument_parsed_int(args[1], &mode)))
        return NULL;
    if (!AUDIT("ctypes.dlopen", "O", args[0])) return NULL;
    if (args[0] == None) return int_from_u64(handle_of(0));
    Own path = path_of_object(args[0]), name = path ? path_encode(path) : NULL;
    release_maybe(path);
    if (!name) return NULL;
    const char *text = (const char *)bytes_data(name);
    isize library = known_library(text);
    Own handle = *text == '\0'  ? int_from_u64(handle_of(0))
                 : library >= 0 ? int_from_u64(handle_of(library))
                                : cannot_open(text);
    release(name);
    return handle;
}

Own library_dlclose(Ref module UNUSED, Ref const *args, isize nargs) {
    if (!arguments_tuple("dlclose", nargs, 1, 1)) return NULL;
    if (!is_int(args[0])) return error_set(EXC(TypeError), "an integer is required");
    return own_none();
}

Own library_dlsym(Ref module UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    if (!arguments_tuple("dlsym", nargs, 2, 2)) return NULL;
    if (!is_int(args[0])) return error_set(EXC(TypeError), "an integer is required");
    if (!argument_text(args[1], "dlsym", "2", &name)) return NULL;
    u64 handle = int_as_u64_mask(args[0]);
    isize library = AUDIT("ctypes.dlsym/handle", "OO", args[0], args[1]) ? library_of(handle) : -1;
    const void *address = address_in(library, name.text);
    Own made = address ? address_to_int(address) : NULL;
    if (!address && !error_occurred()) no_symbol(EXC(OSError), handle, name.text);
    text_argument_release(&name);
    return made;
}
