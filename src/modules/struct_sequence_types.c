/* struct_sequence_types.c: which struct sequences there are, and what their fields are called. A field's number is that
 * of the item behind it; numbers that are left out belong to items without a name. */
#include "modules/modules.h"
#include "object/tuple.h"

#define FIELD(field_name, index, description)                                                                  \
    {                                                                                                          \
        field_name, MEMBER_OBJECT, (isize)offsetof(Tuple, items) + (index) * (isize)sizeof(Object *), true,    \
            description                                                                                        \
    }
/* The table's end says how many fields are items of the tuple; the rest stands behind them. */
#define FIELDS_END(visible)                                                                                    \
    { .name = NULL, .offset = (visible) }
#define STRUCT_SEQUENCE(type_name, module_name, fields, more_flags, maker)                                     \
    .name = type_name, .module = module_name, .base = TYPE(TUPLE), .basicsize = sizeof(Tuple),                 \
    .itemsize = sizeof(Object *), .flags = TYPE_GC | TYPE_TUPLE_SUBCLASS | (more_flags),                       \
    .slots = {.new = maker,                                                                                    \
              .dealloc = struct_sequence_dealloc,                                                              \
              .traverse = struct_sequence_traverse,                                                            \
              .repr = struct_sequence_repr},                                                                   \
    .methods = struct_sequence_methods, .members = fields

/* --- sys --------------------------------------------------------------------------------------------------- */

static const MemberDef sys_flags_fields[] = {FIELD("debug", 0, "-d"),
                                             FIELD("inspect", 1, "-i"),
                                             FIELD("interactive", 2, "-i"),
                                             FIELD("optimize", 3, "-O or -OO"),
                                             FIELD("dont_write_bytecode", 4, "-B"),
                                             FIELD("no_user_site", 5, "-s"),
                                             FIELD("no_site", 6, "-S"),
                                             FIELD("ignore_environment", 7, "-E"),
                                             FIELD("verbose", 8, "-v"),
                                             FIELD("bytes_warning", 9, "-b"),
                                             FIELD("quiet", 10, "-q"),
                                             FIELD("hash_randomization", 11, "-R"),
                                             FIELD("isolated", 12, "-I"),
                                             FIELD("dev_mode", 13, "-X dev"),
                                             FIELD("utf8_mode", 14, "-X utf8"),
                                             FIELD("warn_default_encoding", 15, "-X warn_default_encoding"),
                                             FIELD("safe_path", 16, "-P"),
                                             FIELD("int_max_str_digits", 17, "-X int_max_str_digits"),
                                             FIELDS_END(18)};
const TypeSpec sys_flags_spec = {
    STRUCT_SEQUENCE("sys.flags", "sys", sys_flags_fields, TYPE_NO_INSTANTIATION, NULL),
    .doc = "sys.flags\n\nFlags provided through command line arguments or environment vars."};

static const MemberDef version_info_fields[] = {
    FIELD("major", 0, "Major release number"),
    FIELD("minor", 1, "Minor release number"),
    FIELD("micro", 2, "Patch release number"),
    FIELD("releaselevel", 3, "'alpha', 'beta', 'candidate', or 'final'"),
    FIELD("serial", 4, "Serial release number"),
    FIELDS_END(5)};
const TypeSpec version_info_spec = {
    STRUCT_SEQUENCE("sys.version_info", "sys", version_info_fields, TYPE_NO_INSTANTIATION, NULL),
    .doc = "sys.version_info\n\nVersion information as a named tuple."};

static const MemberDef float_info_fields[] = {
    FIELD("max", 0, "DBL_MAX -- maximum representable finite float"),
    FIELD("max_exp", 1, "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable"),
    FIELD("max_10_exp", 2, "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable"),
    FIELD("min", 3, "DBL_MIN -- Minimum positive normalized float"),
    FIELD("min_exp", 4, "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float"),
    FIELD("min_10_exp", 5, "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float"),
    FIELD("dig", 6,
          "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float"),
    FIELD("mant_dig", 7, "DBL_MANT_DIG -- mantissa digits"),
    FIELD("epsilon", 8, "DBL_EPSILON -- Difference between 1 and the next representable float"),
    FIELD("radix", 9, "FLT_RADIX -- radix of exponent"),
    FIELD("rounds", 10, "FLT_ROUNDS -- rounding mode used for arithmetic operations"),
    FIELDS_END(11)};
const TypeSpec float_info_spec = {
    STRUCT_SEQUENCE("sys.float_info", "sys", float_info_fields, 0, struct_sequence_new),
    .doc = "sys.float_info\n\nA named tuple holding information about the float type. It contains low "
           "level\ninformation about the precision and internal representation. Please study\nyour system's "
           ":file:`float.h` for more information."};

static const MemberDef int_info_fields[] = {
    FIELD("bits_per_digit", 0, "size of a digit in bits"),
    FIELD("sizeof_digit", 1, "size in bytes of the C type used to represent a digit"),
    FIELD("default_max_str_digits", 2, "maximum string conversion digits limitation"),
    FIELD("str_digits_check_threshold", 3, "minimum positive value for int_max_str_digits"), FIELDS_END(4)};
const TypeSpec int_info_spec = {
    STRUCT_SEQUENCE("sys.int_info", "sys", int_info_fields, 0, struct_sequence_new),
    .doc = "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of "
           "integers.  The attributes are read only."};

static const MemberDef hash_info_fields[] = {
    FIELD("width", 0, "width of the type used for hashing, in bits"),
    FIELD("modulus", 1, "prime number giving the modulus on which the hash function is based"),
    FIELD("inf", 2, "value to be used for hash of a positive infinity"),
    FIELD("nan", 3, "value to be used for hash of a nan"),
    FIELD("imag", 4, "multiplier used for the imaginary part of a complex number"),
    FIELD("algorithm", 5, "name of the algorithm for hashing of str, bytes and memoryviews"),
    FIELD("hash_bits", 6, "internal output size of hash algorithm"),
    FIELD("seed_bits", 7, "seed size of hash algorithm"),
    FIELD("cutoff", 8, "small string optimization cutoff"),
    FIELDS_END(9)};
const TypeSpec hash_info_spec = {
    STRUCT_SEQUENCE("sys.hash_info", "sys", hash_info_fields, 0, struct_sequence_new),
    .doc = "hash_info\n\nA named tuple providing parameters used for computing\nhashes. The attributes are "
           "read only."};

static const MemberDef thread_info_fields[] = {
    FIELD("name", 0, "name of the thread implementation"), FIELD("lock", 1, "name of the lock implementation"),
    FIELD("version", 2, "name and version of the thread library"), FIELDS_END(3)};
const TypeSpec thread_info_spec = {
    STRUCT_SEQUENCE("sys.thread_info", "sys", thread_info_fields, 0, struct_sequence_new),
    .doc = "sys.thread_info\n\nA named tuple holding information about the thread implementation."};

static const MemberDef async_generator_hooks_fields[] = {
    FIELD("firstiter", 0, "Hook to intercept first iteration"),
    FIELD("finalizer", 1, "Hook to intercept finalization"), FIELDS_END(2)};
const TypeSpec async_generator_hooks_spec = {
    STRUCT_SEQUENCE("asyncgen_hooks", "builtins", async_generator_hooks_fields, 0, struct_sequence_new),
    .doc = "asyncgen_hooks\n\nA named tuple providing information about asynchronous\ngenerators hooks.  The "
           "attributes are read only."};

static const MemberDef unraisable_hook_args_fields[] = {FIELD("exc_type", 0, "Exception type"),
                                                        FIELD("exc_value", 1, "Exception value"),
                                                        FIELD("exc_traceback", 2, "Exception traceback"),
                                                        FIELD("err_msg", 3, "Error message"),
                                                        FIELD("object", 4, "Object causing the exception"),
                                                        FIELDS_END(5)};
const TypeSpec unraisable_hook_args_spec = {
    STRUCT_SEQUENCE("UnraisableHookArgs", "builtins", unraisable_hook_args_fields, 0, struct_sequence_new),
    .doc = "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook."};

/* --- _thread --------------------------------------------------------------------------------------------- */

static const MemberDef except_hook_args_fields[] = {
    FIELD("exc_type", 0, "Exception type"), FIELD("exc_value", 1, "Exception value"),
    FIELD("exc_traceback", 2, "Exception traceback"), FIELD("thread", 3, "Thread"), FIELDS_END(4)};
const TypeSpec except_hook_args_spec = {
    STRUCT_SEQUENCE("_thread._ExceptHookArgs", "_thread", except_hook_args_fields, TYPE_HEAP,
                    struct_sequence_new),
    .doc = "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook."};

/* --- curses ---------------------------------------------------------------------------------------------- */

static const MemberDef curses_version_fields[] = {FIELD("major", 0, "Major release number"),
                                                  FIELD("minor", 1, "Minor release number"),
                                                  FIELD("patch", 2, "Patch release number"), FIELDS_END(3)};
const TypeSpec curses_version_spec = {
    STRUCT_SEQUENCE("curses.ncurses_version", "curses", curses_version_fields,
                    TYPE_HEAP | TYPE_NO_INSTANTIATION, NULL),
    .doc = "curses.ncurses_version\n\nNcurses version information as a named tuple."};

/* --- pwd, spwd, grp ----------------------------------------------------------------------------------------- */

static const MemberDef struct_passwd_fields[] = {
    FIELD("pw_name", 0, "user name"),      FIELD("pw_passwd", 1, "password"),
    FIELD("pw_uid", 2, "user id"),         FIELD("pw_gid", 3, "group id"),
    FIELD("pw_gecos", 4, "real name"),     FIELD("pw_dir", 5, "home directory"),
    FIELD("pw_shell", 6, "shell program"), FIELDS_END(7)};
const TypeSpec struct_passwd_spec = {
    STRUCT_SEQUENCE("pwd.struct_passwd", "pwd", struct_passwd_fields, TYPE_HEAP, struct_sequence_new),
    .doc = "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a "
           "tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object "
           "attributes as named in the above tuple."};

static const MemberDef struct_spwd_fields[] = {
    FIELD("sp_namp", 0, "login name"),
    FIELD("sp_pwdp", 1, "encrypted password"),
    FIELD("sp_lstchg", 2, "date of last change"),
    FIELD("sp_min", 3, "min #days between changes"),
    FIELD("sp_max", 4, "max #days between changes"),
    FIELD("sp_warn", 5, "#days before pw expires to warn user about it"),
    FIELD("sp_inact", 6, "#days after pw expires until account is disabled"),
    FIELD("sp_expire", 7, "#days since 1970-01-01 when account expires"),
    FIELD("sp_flag", 8, "reserved"),
    FIELD("sp_nam", 9, "login name; deprecated"),
    FIELD("sp_pwd", 10, "encrypted password; deprecated"),
    FIELDS_END(9)};
const TypeSpec struct_spwd_spec = {
    STRUCT_SEQUENCE("spwd.struct_spwd", "spwd", struct_spwd_fields, TYPE_HEAP, struct_sequence_new),
    .doc =
        "spwd.struct_spwd: Results from getsp*() routines.\n\nThis object may be accessed either as a 9-tuple "
        "of\n  (sp_namp,sp_pwdp,sp_lstchg,sp_min,sp_max,sp_warn,sp_inact,sp_expire,sp_flag)\nor via the object "
        "attributes as named in the above tuple."};

static const MemberDef struct_group_fields[] = {
    FIELD("gr_name", 0, "group name"), FIELD("gr_passwd", 1, "password"), FIELD("gr_gid", 2, "group id"),
    FIELD("gr_mem", 3, "group members"), FIELDS_END(4)};
const TypeSpec struct_group_spec = {
    STRUCT_SEQUENCE("grp.struct_group", "grp", struct_group_fields, TYPE_HEAP, struct_sequence_new),
    .doc =
        "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple "
        "of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.\n"};

static const MemberDef profiler_entry_fields[] = {
    FIELD("code", 0, "code object or built-in function name"),
    FIELD("callcount", 1, "how many times this was called"),
    FIELD("reccallcount", 2, "how many times called recursively"),
    FIELD("totaltime", 3, "total time in this entry"),
    FIELD("inlinetime", 4, "inline time in this entry (not in subcalls)"),
    FIELD("calls", 5, "details of the calls"),
    FIELDS_END(6)};
const TypeSpec profiler_entry_spec = {STRUCT_SEQUENCE(
    "_lsprof.profiler_entry", "_lsprof", profiler_entry_fields, TYPE_HEAP_SPEC, struct_sequence_new)};

static const MemberDef profiler_subentry_fields[] = {
    FIELD("code", 0, "called code object or built-in function name"),
    FIELD("callcount", 1, "how many times this is called"),
    FIELD("reccallcount", 2, "how many times this is called recursively"),
    FIELD("totaltime", 3, "total time spent in this call"),
    FIELD("inlinetime", 4, "inline time (not in further subcalls)"),
    FIELDS_END(5)};
const TypeSpec profiler_subentry_spec = {STRUCT_SEQUENCE(
    "_lsprof.profiler_subentry", "_lsprof", profiler_subentry_fields, TYPE_HEAP_SPEC, struct_sequence_new)};

static const MemberDef struct_siginfo_fields[] = {FIELD("si_signo", 0, "signal number"),
                                                  FIELD("si_code", 1, "signal code"),
                                                  FIELD("si_errno", 2, "errno associated with this signal"),
                                                  FIELD("si_pid", 3, "sending process ID"),
                                                  FIELD("si_uid", 4, "real user ID of sending process"),
                                                  FIELD("si_status", 5, "exit value or signal"),
                                                  FIELD("si_band", 6, "band event for SIGPOLL"),
                                                  FIELDS_END(7)};
const TypeSpec struct_siginfo_spec = {STRUCT_SEQUENCE("signal.struct_siginfo", "signal", struct_siginfo_fields,
                                                      TYPE_HEAP_SPEC, struct_sequence_new),
                                      .doc = "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\nThis "
                                             "object may be accessed either as a tuple "
                                             "of\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, "
                                             "si_band),\nor via the attributes si_signo, "
                                             "si_code, and so on."};

/* --- posix ----------------------------------------------------------------------------------------------- */

static const MemberDef stat_result_fields[] = {
    FIELD("st_mode", 0, "protection bits"),
    FIELD("st_ino", 1, "inode"),
    FIELD("st_dev", 2, "device"),
    FIELD("st_nlink", 3, "number of hard links"),
    FIELD("st_uid", 4, "user ID of owner"),
    FIELD("st_gid", 5, "group ID of owner"),
    FIELD("st_size", 6, "total size, in bytes"),
    FIELD("st_atime", 10, "time of last access"),
    FIELD("st_mtime", 11, "time of last modification"),
    FIELD("st_ctime", 12, "time of last change"),
    FIELD("st_atime_ns", 13, "time of last access in nanoseconds"),
    FIELD("st_mtime_ns", 14, "time of last modification in nanoseconds"),
    FIELD("st_ctime_ns", 15, "time of last change in nanoseconds"),
    FIELD("st_blksize", 16, "blocksize for filesystem I/O"),
    FIELD("st_blocks", 17, "number of blocks allocated"),
    FIELD("st_rdev", 18, "device type (if inode device)"),
    FIELDS_END(10)};
const TypeSpec stat_result_spec = {
    STRUCT_SEQUENCE("os.stat_result", "os", stat_result_fields, TYPE_HEAP, stat_result_new),
    .doc = "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple "
           "of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, "
           "st_ino, st_dev, st_nlink, st_uid, and so on.\n\nPosix/windows: If your platform supports "
           "st_blksize, st_blocks, st_rdev,\nor st_flags, they are available as attributes only.\n\nSee "
           "os.stat for more information."};

static const MemberDef statvfs_result_fields[] = {
    FIELD("f_bsize", 0, NULL),   FIELD("f_frsize", 1, NULL), FIELD("f_blocks", 2, NULL),
    FIELD("f_bfree", 3, NULL),   FIELD("f_bavail", 4, NULL), FIELD("f_files", 5, NULL),
    FIELD("f_ffree", 6, NULL),   FIELD("f_favail", 7, NULL), FIELD("f_flag", 8, NULL),
    FIELD("f_namemax", 9, NULL), FIELD("f_fsid", 10, NULL),  FIELDS_END(10)};
const TypeSpec statvfs_result_spec = {
    STRUCT_SEQUENCE("os.statvfs_result", "os", statvfs_result_fields, TYPE_HEAP, struct_sequence_new),
    .doc =
        "statvfs_result: Result from statvfs or fstatvfs.\n\nThis object may be accessed either as a tuple "
        "of\n  (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\nor via the "
        "attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\nSee os.statvfs for more information."};

static const MemberDef terminal_size_fields[] = {
    FIELD("columns", 0, "width of the terminal window in characters"),
    FIELD("lines", 1, "height of the terminal window in characters"), FIELDS_END(2)};
const TypeSpec terminal_size_spec = {
    STRUCT_SEQUENCE("os.terminal_size", "os", terminal_size_fields, TYPE_HEAP, struct_sequence_new),
    .doc = "A tuple of (columns, lines) for holding terminal window size"};

static const MemberDef uname_result_fields[] = {
    FIELD("sysname", 0, "operating system name"),
    FIELD("nodename", 1, "name of machine on network (implementation-defined)"),
    FIELD("release", 2, "operating system release"),
    FIELD("version", 3, "operating system version"),
    FIELD("machine", 4, "hardware identifier"),
    FIELDS_END(5)};
const TypeSpec uname_result_spec = {
    STRUCT_SEQUENCE("posix.uname_result", "posix", uname_result_fields, TYPE_HEAP, struct_sequence_new),
    .doc = "uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  "
           "(sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, "
           "version, and machine.\n\nSee os.uname for more information."};

static const MemberDef times_result_fields[] = {
    FIELD("user", 0, "user time"),
    FIELD("system", 1, "system time"),
    FIELD("children_user", 2, "user time of children"),
    FIELD("children_system", 3, "system time of children"),
    FIELD("elapsed", 4, "elapsed time since an arbitrary point in the past"),
    FIELDS_END(5)};
const TypeSpec times_result_spec = {
    STRUCT_SEQUENCE("posix.times_result", "posix", times_result_fields, TYPE_HEAP, struct_sequence_new),
    .doc = "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  "
           "(user, system, children_user, children_system, elapsed),\nor via the attributes user, system, "
           "children_user, children_system,\nand elapsed.\n\nSee os.times for more information."};

static const MemberDef sched_param_fields[] = {FIELD("sched_priority", 0, "the scheduling priority"),
                                               FIELDS_END(1)};
const TypeSpec sched_param_spec = {
    STRUCT_SEQUENCE("posix.sched_param", "posix", sched_param_fields, TYPE_HEAP, sched_param_new),
    .doc = "sched_param(sched_priority)\n--\n\nCurrently has only one field: sched_priority\n\n  "
           "sched_priority\n    A scheduling parameter."};

static const MemberDef waitid_result_fields[] = {FIELD("si_pid", 0, NULL),   FIELD("si_uid", 1, NULL),
                                                 FIELD("si_signo", 2, NULL), FIELD("si_status", 3, NULL),
                                                 FIELD("si_code", 4, NULL),  FIELDS_END(5)};
const TypeSpec waitid_result_spec = {
    STRUCT_SEQUENCE("posix.waitid_result", "posix", waitid_result_fields, TYPE_HEAP, struct_sequence_new),
    .doc =
        "waitid_result: Result from waitid.\n\nThis object may be accessed either as a tuple of\n  "
        "(si_pid, si_uid, si_signo, si_status, si_code),\nor via the attributes si_pid, si_uid, and so on.\n\n"
        "See os.waitid for more information."};

/* --- resource --- */

static const MemberDef struct_rusage_fields[] = {FIELD("ru_utime", 0, "user time used"),
                                                 FIELD("ru_stime", 1, "system time used"),
                                                 FIELD("ru_maxrss", 2, "max. resident set size"),
                                                 FIELD("ru_ixrss", 3, "shared memory size"),
                                                 FIELD("ru_idrss", 4, "unshared data size"),
                                                 FIELD("ru_isrss", 5, "unshared stack size"),
                                                 FIELD("ru_minflt", 6, "page faults not requiring I/O"),
                                                 FIELD("ru_majflt", 7, "page faults requiring I/O"),
                                                 FIELD("ru_nswap", 8, "number of swap outs"),
                                                 FIELD("ru_inblock", 9, "block input operations"),
                                                 FIELD("ru_oublock", 10, "block output operations"),
                                                 FIELD("ru_msgsnd", 11, "IPC messages sent"),
                                                 FIELD("ru_msgrcv", 12, "IPC messages received"),
                                                 FIELD("ru_nsignals", 13, "signals received"),
                                                 FIELD("ru_nvcsw", 14, "voluntary context switches"),
                                                 FIELD("ru_nivcsw", 15, "involuntary context switches"),
                                                 FIELDS_END(16)};
const TypeSpec struct_rusage_spec = {
    STRUCT_SEQUENCE("resource.struct_rusage", "resource", struct_rusage_fields, TYPE_HEAP, struct_sequence_new),
    .doc = "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n"
           "    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n"
           "    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\n"
           "or via the attributes ru_utime, ru_stime, ru_maxrss, and so on."};

/* --- time ------------------------------------------------------------------------------------------------ */

static const MemberDef struct_time_fields[] = {
    FIELD("tm_year", 0, "year, for example, 1993"),
    FIELD("tm_mon", 1, "month of year, range [1, 12]"),
    FIELD("tm_mday", 2, "day of month, range [1, 31]"),
    FIELD("tm_hour", 3, "hours, range [0, 23]"),
    FIELD("tm_min", 4, "minutes, range [0, 59]"),
    FIELD("tm_sec", 5, "seconds, range [0, 61])"),
    FIELD("tm_wday", 6, "day of week, range [0, 6], Monday is 0"),
    FIELD("tm_yday", 7, "day of year, range [1, 366]"),
    FIELD("tm_isdst", 8, "1 if summer time is in effect, 0 if not, and -1 if unknown"),
    FIELD("tm_zone", 9, "abbreviation of timezone name"),
    FIELD("tm_gmtoff", 10, "offset from UTC in seconds"),
    FIELDS_END(9)};
const TypeSpec struct_time_spec = {
    STRUCT_SEQUENCE("time.struct_time", "time", struct_time_fields, TYPE_HEAP, struct_sequence_new),
    .doc = "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), "
           "mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several "
           "fields' values are not the same as those defined by\n the C language standard for struct tm.  For "
           "example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n "
           "fields' descriptions for details."};
