/* modules.h: the native modules: how one is written, and what they share.
 *
 * A native module is a constant NativeModule (vm/import.h) in a file of its own, named in the table below; its
 * types stand in module_types.h. A larger module has several files, all with its name first: io_file.c,
 * io_text.c.
 *
 *     static const MethodDef functions[] = {{"reduce", METHOD_KEYWORDS, .keywords = functools_reduce},
 *                                           {.name = NULL}};
 *     static bool fill(Ref module) { return module_add_type(module, MODULE_TYPE_PARTIAL); }
 *     const NativeModule functools_module = {.name = "_functools", .functions = functions, .fill = fill};
 *
 * What a module has one of lies in the arena: types in this room's root at constant addresses,
 * MODULE_TYPE(PARTIAL); anything else in an arena block to which a field of ModulesRoot points, given back in
 * the module's `clear`. */
#ifndef MODULES_MODULES_H
#define MODULES_MODULES_H

#include "modules/module_types.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/root.h"
#include "vm/import.h"
#include "vm/machine.h"
#include "vm/thread.h"

#ifdef WITHOUT_SQLITE /* its archive was not found: see the Makefile */
#define SQLITE_MODULE(MODULE)
#else
#define SQLITE_MODULE(MODULE) MODULE(sqlite_module)
#endif
/* One line a native module: the name of its NativeModule. */
#define NATIVE_MODULES(MODULE)                                                                                 \
    MODULE(builtins_module)                                                                                    \
    MODULE(sys_module)                                                                                         \
    MODULE(abc_module)                                                                                         \
    MODULE(array_module)                                                                                       \
    MODULE(ast_module)                                                                                         \
    MODULE(asyncio_module)                                                                                     \
    MODULE(atexit_module)                                                                                      \
    MODULE(audioop_module)                                                                                     \
    MODULE(binascii_module)                                                                                    \
    MODULE(bisect_module)                                                                                      \
    MODULE(blake2_module)                                                                                      \
    MODULE(bz2_module)                                                                                         \
    MODULE(cmath_module)                                                                                       \
    MODULE(codecs_cn_module)                                                                                   \
    MODULE(codecs_hk_module)                                                                                   \
    MODULE(codecs_iso2022_module)                                                                              \
    MODULE(codecs_jp_module)                                                                                   \
    MODULE(codecs_kr_module)                                                                                   \
    MODULE(codecs_module)                                                                                      \
    MODULE(codecs_tw_module)                                                                                   \
    MODULE(collections_module)                                                                                 \
    MODULE(contextvars_module)                                                                                 \
    MODULE(crypt_module)                                                                                       \
    MODULE(csv_module)                                                                                         \
    MODULE(curses_module)                                                                                      \
    MODULE(curses_panel_module)                                                                                \
    MODULE(ctypes_module)                                                                                      \
    MODULE(ctypes_test_module)                                                                                 \
    MODULE(datetime_module)                                                                                    \
    MODULE(decimal_module)                                                                                     \
    MODULE(errno_module)                                                                                       \
    MODULE(etree_module)                                                                                       \
    MODULE(expat_module)                                                                                       \
    MODULE(faulthandler_module)                                                                                \
    MODULE(fcntl_module)                                                                                       \
    MODULE(functools_module)                                                                                   \
    MODULE(gc_module)                                                                                          \
    MODULE(grp_module)                                                                                         \
    MODULE(hashlib_module)                                                                                     \
    MODULE(heapq_module)                                                                                       \
    MODULE(imp_module)                                                                                         \
    MODULE(io_module)                                                                                          \
    MODULE(itertools_module)                                                                                   \
    MODULE(json_module)                                                                                        \
    MODULE(lsprof_module)                                                                                      \
    MODULE(lzma_module)                                                                                        \
    MODULE(locale_module)                                                                                      \
    MODULE(marshal_module)                                                                                     \
    MODULE(math_module)                                                                                        \
    MODULE(md5_module)                                                                                         \
    MODULE(mmap_module)                                                                                        \
    MODULE(multibyte_module)                                                                                   \
    MODULE(multiprocessing_module)                                                                             \
    MODULE(opcode_module)                                                                                      \
    MODULE(operator_module)                                                                                    \
    MODULE(pickle_module)                                                                                      \
    MODULE(posix_module)                                                                                       \
    MODULE(posixshmem_module)                                                                                  \
    MODULE(posixsubprocess_module)                                                                             \
    MODULE(pwd_module)                                                                                         \
    MODULE(queue_module)                                                                                       \
    MODULE(random_module)                                                                                      \
    MODULE(readline_module)                                                                                    \
    MODULE(resource_module)                                                                                    \
    MODULE(select_module)                                                                                      \
    MODULE(sha1_module)                                                                                        \
    MODULE(sha256_module)                                                                                      \
    MODULE(sha3_module)                                                                                        \
    MODULE(sha512_module)                                                                                      \
    MODULE(signal_module)                                                                                      \
    MODULE(socket_module)                                                                                      \
    MODULE(spwd_module)                                                                                        \
    SQLITE_MODULE(MODULE)                                                                                      \
    MODULE(sre_module)                                                                                         \
    MODULE(ssl_module)                                                                                         \
    MODULE(stat_module)                                                                                        \
    MODULE(statistics_module)                                                                                  \
    MODULE(string_module)                                                                                      \
    MODULE(struct_module)                                                                                      \
    MODULE(symtable_module)                                                                                    \
    MODULE(syslog_module)                                                                                      \
    MODULE(termios_module)                                                                                     \
    MODULE(testcapi_module)                                                                                    \
    MODULE(testinternalcapi_module)                                                                            \
    MODULE(thread_module)                                                                                      \
    MODULE(time_module)                                                                                        \
    MODULE(tokenize_module)                                                                                    \
    MODULE(tracemalloc_module)                                                                                 \
    MODULE(typing_module)                                                                                      \
    MODULE(unicodedata_module)                                                                                 \
    MODULE(uuid_module)                                                                                        \
    MODULE(warnings_module)                                                                                    \
    MODULE(weakref_module)                                                                                     \
    MODULE(xxsubtype_module)                                                                                   \
    MODULE(zlib_module)                                                                                        \
    MODULE(zoneinfo_module)                                                                                    \
    /* a line each */

#define MODULE(name) extern const NativeModule name;
NATIVE_MODULES(MODULE)
#undef MODULE

#define SIGNAL_COUNT 65
typedef struct SignalState {
    Object *handlers[SIGNAL_COUNT]; /* by number; owned; all NULL until _signal is imported */
    u64 ignored_at_start;           /* bit number - 1 */
    u64 tripped;                    /* the same: came, and its handler has not run */
    u64 pending;                    /* held back */
    u64 awaited;                    /* threads wait for them (sigwait): they go to those */
    int codes[SIGNAL_COUNT];        /* si_code of the pending ones */
    WaitQueue waiters;              /* in sigwait */
    int wakeup;                     /* the descriptor to write to, plus 1; 0: none */
    int wakeup_error;               /* errno of a write, not reported yet */
    bool wakeup_warns;              /* a full pipe is an error too */
    Object *timer_error;            /* the class signal.ItimerError; owned */
} SignalState;

typedef struct WarningState {
    Object *filters, *once_registry, *default_action; /* list, dict, str; owned; NULL: nobody has warned yet */
    i64 filters_version; /* of warnings.filters: registries of other ones are void */
} WarningState;

typedef struct CodecRegistry {
    Object *search_path;    /* list of functions; owned; NULL: nobody has asked for a codec yet */
    Object *cache;          /* dict from normalized name to codec; owned */
    Object *error_handlers; /* dict from name to callable; owned */
    bool library_asked;     /* the package encodings has been imported, or is not there */
} CodecRegistry;

typedef struct SyslogState {
    Object *ident; /* bytes: who speaks; owned; NULL: openlog() has not been called */
    int option, facility, mask;
} SyslogState;

typedef struct ModulesRoot {
    RootType types[MODULE_TYPE_COUNT];
    Object *standard_output, *standard_error, *standard_input; /* the streams made at start; owned */
    Object *open, *unsupported_operation;                      /* of _io; owned; the second made when needed */
    Object *builtins;                                          /* module; owned */
    Object *sys;                                               /* module; owned */
    isize threads_running;                                     /* that _thread started and that have begun */
    isize thread_stack_size;                                   /* what _thread.stack_size was told */
    int dlopen_flags;                                          /* what sys.setdlopenflags was told */
    Object *audit_hooks;                                       /* list; owned or NULL */
    SignalState signals;
    u64 abc_token;          /* moves on with each registration with an abstract base class */
    Ref timezone_utc;       /* datetime.timezone.utc, lent by that type's dict; NULL: not made yet */
    struct Zone *time_zone; /* time_zone.c: an arena block; NULL: not read yet */
    i64 start_date_ns;      /* of the real clock; 0: nobody has asked yet */
    struct AstClasses *ast; /* classes of the module _ast (ast.h), an arena block; NULL: nobody has asked yet */
    struct AsyncioState
        *asyncio;      /* of the module _asyncio (asyncio_internal.h), an arena block; NULL: not imported */
    u64 task_switches; /* times that a task of asyncio was entered or left */
    CodecRegistry codecs;
    Object *exit_callbacks; /* list: what atexit has to call; owned; NULL: nothing was ever registered */
    Object *locale_error;   /* the class _locale.Error; owned */
    Object *environment;    /* dict of what os.putenv set, bytes to bytes, None: unset; owned; NULL: nothing */
    Object *fork_hooks[3];  /* lists: what os.register_at_fork was given; owned; NULL: nothing */
    Object *zlib_error;     /* the class zlib.error; owned */
    Object *struct_error;   /* the class struct.error; owned */
    Object *lzma_error;     /* the class _lzma.LZMAError; owned */
    Object *digest_error;   /* the class _hashlib.UnsupportedDigestmodError; owned */
    Object *audioop_error;  /* the class audioop.error; owned */
    Object *queue_empty;    /* the class _queue.Empty; owned */
    Object *termios_error;  /* the class termios.error; owned */
    Object *expat_error;    /* the class xml.parsers.expat.ExpatError; owned */
    bool utf8_mode;         /* PEP 540 */
    bool warn_default_encoding; /* PEP 597 */
    u32 utf8_categories;        /* of the locale, see locale_module.c */
    int fault_descriptor;       /* faulthandler.enable(): where faults are told, plus 1; 0: nowhere */
    struct FaultWatch
        *fault_watch; /* what faulthandler is to show later (faulthandler_later.c); NULL: nothing yet */
    Object *host_error, *lookup_error; /* the classes socket.herror and gaierror; owned */
    i64 socket_timeout_ns;             /* what socket.setdefaulttimeout was told; -1: None */
    WarningState warnings;
    SyslogState syslog;
    struct PickleState *pickle; /* of the module _pickle (pickle.h), an arena block; NULL: not imported yet */
    struct ReadlineState *readline; /* of the module readline, an arena block; NULL: not imported yet */
    struct CsvState *csv;           /* of the module _csv (csv.h), an arena block; NULL: not imported yet */
    struct CursesState *curses;     /* the same of _curses (curses.h) */
    struct EtreeState *etree;       /* the same of _elementtree (etree.h) */
    struct DecimalState *decimal;   /* the same of _decimal (decimal.h) */
    struct ZoneInfoState *zoneinfo; /* the same of _zoneinfo (zoneinfo.h) */
    struct SqliteState *sqlite;     /* the same of _sqlite3 (sqlite.h) */
    struct CtypesState *ctypes;     /* the same of _ctypes (ctypes.h) */
    struct SslState *ssl;           /* the same of _ssl (ssl.h) */
    int optimize;
    bool environment_ignored; /* -E, -I: variables that mean something to Python mean nothing */
    bool unbuffered;          /* -u: of the standard streams, C's stdout too */
} ModulesRoot;
#define MODULES_ROOT ((ModulesRoot *)ARENA_ROOM(ROOM_MODULES))
#define MODULE_TYPE(id) (&MODULES_ROOT->types[MODULE_TYPE_##id].type)

/* A native type is made when its module is first imported: the machine starts no later for modules that nobody
 * asks for. module_ready_type makes it; module_add_type binds it in the module under its short name as well.
 * Bases that are types of modules too must be made first. Types are immortal. False: raised. */
bool module_ready_type(enum ModuleTypeId id);
bool module_add_type(Ref module, enum ModuleTypeId id);
/* A capsule (capsule.c), which keeps `held` (consumed; NULL: nothing) as long as it lives; `name` is constant. As an
 * attribute: for CPython's modules that export C functions so. */
Own capsule_new(const char *name, Own held);
bool module_add_capsule(Ref module, const char *attribute, const char *name);
/* Named ints, for `fill`: a table ended by a NULL name. */
typedef struct ModuleConstant {
    const char *name;
    i64 value;
} ModuleConstant;
bool module_add_constants(Ref module, const ModuleConstant *constants);
/* Memory for the system's libraries that work here: in the arena, so that a snapshot holds what they keep. Zeroed,
 * because a snapshot is compared with another by what its live blocks hold. NULL: none is left; arena_free. */
void *module_library_alloc(usize bytes);
/* A class of exceptions made by a module: "module.Name". */
Own module_exception_new(const char *name, Type *base);
Own module_exception_new_with_doc(const char *name, Type *base, const char *doc);

Own builtins_module_make(const MachineOptions *options);
bool site_builtins_add(Ref module); /* exit, quit, help and their like */
Own sys_module_make(const MachineOptions *options);

/* --- builtins, by topic: tables ended by a NULL name --------------------------------------------------- */
extern const MethodDef builtin_object_functions[], builtin_number_functions[], builtin_iteration_functions[],
    builtin_stream_functions[], builtin_code_functions[];

/* --- standard streams (io_streams.c) ------------------------------------------------------------------- */
enum { STREAM_ERROR = 2 };
bool streams_boot(void); /* makes open() */
/* Before the program begins: sets the standard streams to the encoding and error handler that PYTHONIOENCODING names.
 * False: LookupError, there is no such encoding. */
bool streams_encode(void);
/* sys.stdin, sys.stdout, sys.stderr by their descriptor; None where it is closed. Unbuffered (-u): what is printed is
 * written at once. */
Own stream_new(int descriptor, bool unbuffered);
bool stream_is_closed(Ref file);
/* Writes a str to any file-like object: natively to a text stream, else through its write(). */
bool stream_write(Ref file, Ref text);
bool stream_write_utf8(Ref file, const char *text, isize length);
/* What was printed in pieces (vm/traceback.h), each by a write() of its own where the stream is the program's. False: one
 * has raised, those behind it were not written. */
struct Text;
bool stream_write_pieces(Ref file, struct Text *text);
/* A line with its end as a str; "" at the end of file; NULL raised. */
Own stream_read_line(Ref file);
bool stream_flush(Ref file);
/* sys.stdout, sys.stderr as they stand in sys: lent; NULL without exception: gone or None. */
Ref stream_of_sys(const char *name);

/* --- struct sequences (struct_sequence.c, the kinds: struct_sequence_types.c) --------------------------- */
/* A tuple whose items have names, as sys.version_info. Makes the type where it isn't there yet. */
bool struct_sequence_ready(enum ModuleTypeId id);
/* And binds it in the module. */
bool module_add_struct_sequence(Ref module, enum ModuleTypeId id);
/* Consumes the values, one for each field, those that are no items too. NULL where one is NULL. */
Own struct_sequence_make(enum ModuleTypeId id, Object *const *values);
/* For the types' descriptions. */
Own struct_sequence_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
Own stat_result_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
Own sched_param_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
void struct_sequence_dealloc(Own self);
bool struct_sequence_traverse(Ref self, VisitFn visit, void *context);
Own struct_sequence_repr(Ref self);
extern const MethodDef struct_sequence_methods[];

/* --- time (time_module.c) ------------------------------------------------------------------------------ */
/* A number of seconds in nanoseconds, rounded up. False: raised. */
bool clock_from_seconds(Ref seconds, i64 *nanoseconds);

/* --- contexts and their variables (contextvars_module.c) ------------------------------------------------ */
/* contextvars.copy_context(). */
Own context_copy_current(void);
Own context_variable_new(const char *name); /* no default */
/* Its value in the running thread's context: borrowed; NULL without exception: none. */
Ref context_variable_get(Ref variable);
bool context_variable_set(Ref variable, Ref value); /* keeps no token */

/* --- codecs (codecs_registry.c) ------------------------------------------------------------------------ */
/* From now on str.encode and bytes.decode find the library's codecs too. */
void codecs_hooks_set(void);

/* --- the prompt (typed.c) ------------------------------------------------------------------------------ */
/* Reads statements and runs them in this module, to the end of the input. The exit status. */
int typed_run(Ref main);
/* Is the program's end not the end: are statements to be typed behind it? */
bool typed_is_wanted(void);

/* --- signals (signal_module.c) ------------------------------------------------------------------------- */
/* `ignored` is MachineOptions.ignored_signals. */
void signals_boot(u64 ignored);
static inline bool signal_is_number(int number) { return number >= 1 && number < SIGNAL_COUNT; }
/* The signal arrives: its Python handler, where it has one, runs at the main thread's next look at the eval
 * breaker. */
void signal_trip(int number);
/* What signal.raise_signal does, and os.kill on this process: the handler has run when this returns, where nobody holds
 * the signal back. Does not return where the signal ends the process; where it would stop it, RuntimeError. */
Own signal_raise(int number);
Own signal_kill(int number);
/* Numbers of signals out of anything that can be iterated over, as a set (bit number - 1). False: raised. */
bool signal_set_argument(Ref iterable, u64 *mask);
/* What another process inherits: sets (bit number - 1) of the signals that are ignored, and of those that have their
 * default action though the host has another one. */
void signal_dispositions(u64 *ignored, u64 *defaults);

/* --- hooks (hooks.c): what the rooms below report here ------------------------------------------------- */
bool hooks_set(void);
Own hook_display(Ref self, Ref value);                   /* sys.displayhook */
Own hook_except(Ref self, Ref const *args, isize nargs); /* sys.excepthook */
/* The text that an exception was printed to, to the stream, which is flushed; if it refuses a piece, what CPython tells
 * then of the exception. Never raises. */
void hook_show(Ref stream, Ref exception, struct Text *text);
Own hook_unraisable(Ref self, Ref info); /* sys.unraisablehook */

/* --- audit hooks (audit_hooks.c) ------------------------------------------------------------------------ */
Own sys_method_addaudithook(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own sys_method_audit(Ref self, Ref const *args, isize nargs);
void audit_hooks_clear(void); /* at the machine's end; they hear of it */

#endif
