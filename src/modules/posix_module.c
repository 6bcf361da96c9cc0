/* posix_module.c: the module posix: its constants, and putting it together. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "modules/posix.h"

static const ModuleConstant constants[] = {{"EX_CANTCREAT", EX_CANTCREAT},
                                           {"EX_CONFIG", EX_CONFIG},
                                           {"EX_DATAERR", EX_DATAERR},
                                           {"EX_IOERR", EX_IOERR},
                                           {"EX_NOHOST", EX_NOHOST},
                                           {"EX_NOINPUT", EX_NOINPUT},
                                           {"EX_NOPERM", EX_NOPERM},
                                           {"EX_NOUSER", EX_NOUSER},
                                           {"EX_OK", EX_OK},
                                           {"EX_OSERR", EX_OSERR},
                                           {"EX_OSFILE", EX_OSFILE},
                                           {"EX_PROTOCOL", EX_PROTOCOL},
                                           {"EX_SOFTWARE", EX_SOFTWARE},
                                           {"EX_TEMPFAIL", EX_TEMPFAIL},
                                           {"EX_UNAVAILABLE", EX_UNAVAILABLE},
                                           {"EX_USAGE", EX_USAGE},
                                           {"F_LOCK", F_LOCK},
                                           {"F_OK", F_OK},
                                           {"F_TEST", F_TEST},
                                           {"F_TLOCK", F_TLOCK},
                                           {"F_ULOCK", F_ULOCK},
                                           {"GRND_NONBLOCK", GRND_NONBLOCK},
                                           {"GRND_RANDOM", GRND_RANDOM},
                                           {"O_ACCMODE", O_ACCMODE},
                                           {"O_APPEND", O_APPEND},
                                           {"O_ASYNC", O_ASYNC},
                                           {"O_CLOEXEC", O_CLOEXEC},
                                           {"O_CREAT", O_CREAT},
                                           {"O_DIRECT", O_DIRECT},
                                           {"O_DIRECTORY", O_DIRECTORY},
                                           {"O_DSYNC", O_DSYNC},
                                           {"O_EXCL", O_EXCL},
                                           {"O_FSYNC", O_FSYNC},
                                           {"O_LARGEFILE", 0},
                                           {"O_NDELAY", O_NDELAY},
                                           {"O_NOATIME", O_NOATIME},
                                           {"O_NOCTTY", O_NOCTTY},
                                           {"O_NOFOLLOW", O_NOFOLLOW},
                                           {"O_NONBLOCK", O_NONBLOCK},
                                           {"O_PATH", O_PATH},
                                           {"O_RDONLY", O_RDONLY},
                                           {"O_RDWR", O_RDWR},
                                           {"O_RSYNC", O_RSYNC},
                                           {"O_SYNC", O_SYNC},
                                           {"O_TMPFILE", O_TMPFILE},
                                           {"O_TRUNC", O_TRUNC},
                                           {"O_WRONLY", O_WRONLY},
                                           {"POSIX_FADV_DONTNEED", POSIX_FADV_DONTNEED},
                                           {"POSIX_FADV_NOREUSE", POSIX_FADV_NOREUSE},
                                           {"POSIX_FADV_NORMAL", POSIX_FADV_NORMAL},
                                           {"POSIX_FADV_RANDOM", POSIX_FADV_RANDOM},
                                           {"POSIX_FADV_SEQUENTIAL", POSIX_FADV_SEQUENTIAL},
                                           {"POSIX_FADV_WILLNEED", POSIX_FADV_WILLNEED},
                                           {"P_ALL", P_ALL},
                                           {"P_PGID", P_PGID},
                                           {"P_PID", P_PID},
                                           {"R_OK", R_OK},
                                           {"SEEK_DATA", SEEK_DATA},
                                           {"SEEK_HOLE", SEEK_HOLE},
                                           {"ST_APPEND", ST_APPEND},
                                           {"ST_MANDLOCK", ST_MANDLOCK},
                                           {"ST_NOATIME", ST_NOATIME},
                                           {"ST_NODEV", ST_NODEV},
                                           {"ST_NODIRATIME", ST_NODIRATIME},
                                           {"ST_NOEXEC", ST_NOEXEC},
                                           {"ST_NOSUID", ST_NOSUID},
                                           {"ST_RDONLY", ST_RDONLY},
                                           {"ST_RELATIME", ST_RELATIME},
                                           {"ST_SYNCHRONOUS", ST_SYNCHRONOUS},
                                           {"ST_WRITE", ST_WRITE},
                                           {"TMP_MAX", TMP_MAX},
                                           {"WCONTINUED", WCONTINUED},
                                           {"WEXITED", WEXITED},
                                           {"WNOHANG", WNOHANG},
                                           {"WNOWAIT", WNOWAIT},
                                           {"WSTOPPED", WSTOPPED},
                                           {"WUNTRACED", WUNTRACED},
                                           {"W_OK", W_OK},
                                           {"X_OK", X_OK},
                                           {.name = NULL}};

/* Which functions take descriptors, folders and links, for os.supports_fd and its like. */
static const char *const have_functions[] = {
    "HAVE_FACCESSAT",  "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT", "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",   "HAVE_FDOPENDIR", "HAVE_FSTATAT",   "HAVE_FSTATVFS", "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",   "HAVE_FUTIMES",   "HAVE_FUTIMESAT", "HAVE_LINKAT",   "HAVE_LCHOWN",
    "HAVE_LSTAT",      "HAVE_LUTIMES",   "HAVE_MKDIRAT",   "HAVE_MKFIFOAT", "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"};

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
           module_add_functions(module, posix_system_functions) &&
           module_add_functions(module, posix_process_functions);
}

static bool add_classes(Ref module) {
    return module_add_struct_sequence(module, MODULE_TYPE_STAT_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_STATVFS_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_TERMINAL_SIZE) &&
           module_add_struct_sequence(module, MODULE_TYPE_UNAME_RESULT) &&
           module_add_struct_sequence(module, MODULE_TYPE_TIMES_RESULT) &&
           module_add_type(module, MODULE_TYPE_DIR_ENTRY) && module_ready_type(MODULE_TYPE_SCANDIR_ITERATOR);
}

static bool fill(Ref module) {
    return add_functions(module) && add_classes(module) && module_add_constants(module, constants) &&
           posix_add_environment(module) && module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add(module, "_have_functions", have_list());
}

static void clear(void) { slot_clear(&MODULES_ROOT->environment); }

const NativeModule posix_module = {.name = "posix",
                                   .doc =
                                       "This module provides access to operating system functionality that is\n"
                                       "standardized by the C Standard and the POSIX standard (a thinly\n"
                                       "disguised Unix interface).  Refer to the library manual and\n"
                                       "corresponding Unix manual entries for more information on calls.",
                                   .fill = fill,
                                   .clear = clear};
