/* posix_module.c: putting the module posix together. */
#include "modules/posix.h"

/* Which functions take descriptors, folders and links, for os.supports_fd and its like. */
static const char *const have_functions[] = {
    "HAVE_EVENTFD",      "HAVE_FACCESSAT", "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",       "HAVE_FCHOWNAT",  "HAVE_FEXECVE",   "HAVE_FDOPENDIR", "HAVE_FPATHCONF",
    "HAVE_FSTATAT",      "HAVE_FSTATVFS",  "HAVE_FTRUNCATE", "HAVE_FUTIMENS",  "HAVE_FUTIMES",
    "HAVE_FUTIMESAT",    "HAVE_LINKAT",    "HAVE_LCHOWN",    "HAVE_LSTAT",     "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT",   "HAVE_MKFIFOAT",  "HAVE_MKNODAT",   "HAVE_OPENAT",
    "HAVE_READLINKAT",   "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT",  "HAVE_UTIMENSAT"};

static Own have_list(void) {
    Own list = list_new(0);
    for (isize i = 0; list && i < COUNT_OF(have_functions); i++) {
        Own name = str_intern_cstring(have_functions[i]);
        if (!name || !list_append(list, name)) slot_clear(&list);
    }
    return list;
}

static bool add_functions(Ref module) {
    return module_add_functions(module, posix_stat_functions) &&
           module_add_functions(module, posix_file_functions) &&
           module_add_functions(module, posix_folder_functions) &&
           module_add_functions(module, posix_identity_functions) &&
           module_add_functions(module, posix_limit_functions) &&
           module_add_functions(module, posix_special_functions) &&
           module_add_functions(module, posix_system_functions) &&
           module_add_functions(module, posix_vector_functions) &&
           module_add_functions(module, posix_process_functions) &&
           module_add_functions(module, posix_spawn_functions) &&
           module_add_functions(module, posix_wait_functions);
}

static bool add_classes(Ref module) {
    return module_add_struct_sequence(module, MODULE_TYPE_STAT_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_STATVFS_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_TERMINAL_SIZE) &&
           module_add_struct_sequence(module, MODULE_TYPE_UNAME_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_TIMES_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_SCHED_PARAM) &&
           module_add_struct_sequence(module, MODULE_TYPE_WAITID_RESULT) &&
           module_add_type(module, MODULE_TYPE_DIR_ENTRY) && module_ready_type(MODULE_TYPE_SCANDIR_ITERATOR);
}

static bool fill(Ref module) {
    return add_functions(module) && add_classes(module) && module_add_constants(module, posix_constants) &&
           posix_add_environment(module) && posix_add_limit_names(module) &&
           module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add(module, "_have_functions", have_list());
}

static void clear(void) {
    slot_clear(&MODULES_ROOT->environment);
    for (isize i = 0; i < COUNT_OF(MODULES_ROOT->fork_hooks); i++) slot_clear(&MODULES_ROOT->fork_hooks[i]);
}

const NativeModule posix_module = {.name = "posix",
                                   .doc =
                                       "This module provides access to operating system functionality that is\n"
                                       "standardized by the C Standard and the POSIX standard (a thinly\n"
                                       "disguised Unix interface).  Refer to the library manual and\n"
                                       "corresponding Unix manual entries for more information on calls.",
                                   .fill = fill,
                                   .clear = clear};
