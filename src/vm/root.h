/* root.h: where the vm room keeps what there is one of: its types, the running thread, the count of
 * instructions, the modules.
 *
 * Everything here lies in the arena, so a snapshot holds it and going back restores it. What belongs to the
 * host alone (its budget, the events it asked for) is kept here only while the machine runs: at a stop these
 * fields are as if nobody had asked. */
#ifndef VM_ROOT_H
#define VM_ROOT_H

#include "base/probe.h"
#include "base/stack_switch.h"
#include "object/root.h"
#include "vm/children.h"
#include "vm/interval_timer.h"
#include "vm/thread.h"

/*   NATIVE(id, spec): the native types of this room. */
#define VM_TYPES(NATIVE)                                                                                       \
    NATIVE(FUNCTION, function_spec)                                                                            \
    NATIVE(FRAME, frame_spec)                                                                                  \
    NATIVE(TRACEBACK, traceback_spec)                                                                          \
    NATIVE(GENERATOR, generator_spec)                                                                          \
    NATIVE(COROUTINE, coroutine_spec)                                                                          \
    NATIVE(COROUTINE_WRAPPER, coroutine_wrapper_spec)                                                          \
    NATIVE(ASYNC_GENERATOR, async_generator_spec)                                                              \
    NATIVE(ASYNC_GENERATOR_SEND, async_generator_send_spec)                                                    \
    NATIVE(ASYNC_GENERATOR_THROW, async_generator_throw_spec)                                                  \
    NATIVE(ASYNC_GENERATOR_ITEM, async_generator_item_spec)                                                    \
    NATIVE(ANEXT_AWAITABLE, anext_awaitable_spec)                                                              \
    NATIVE(MODULE_SPEC, module_spec_spec)                                                                      \
    NATIVE(SOURCE_FILE_LOADER, source_file_loader_spec)                                                        \
    NATIVE(NAMESPACE_PATH, namespace_path_spec)                                                                \
    NATIVE(NAMESPACE_LOADER, namespace_loader_spec)                                                            \
    NATIVE(SOURCELESS_LOADER, sourceless_loader_spec)                                                          \
    NATIVE(FROZEN_IMPORTER, frozen_importer_spec)                                                              \
    NATIVE(PATH_FINDER, path_finder_spec)                                                                      \
    NATIVE(EXTENSION_LOADER, extension_loader_spec)                                                            \
    NATIVE(BUILTIN_IMPORTER, builtin_importer_spec)

#define NATIVE(id, spec) extern const TypeSpec spec;
VM_TYPES(NATIVE)
#undef NATIVE

enum VmTypeId {
#define NATIVE(id, spec) VM_TYPE_##id,
    VM_TYPES(NATIVE)
#undef NATIVE
        VM_TYPE_COUNT
};

struct NativeModule;
struct MachineState;

/* The import machinery as Python code sees it, see import_machinery.c. */
typedef struct ImportState {
    Object *bootstrap, *external; /* modules _frozen_importlib and _frozen_importlib_external, owned; NULL:
                                     nobody has asked for them yet */
    bool without_frozen;          /* _imp._override_frozen_modules_for_tests(-1) */
    bool loading;                 /* they are being loaded: nobody can read an archive yet */
    Object *finders[3];           /* what stands in sys.meta_path for the native ways; owned */
    Object *hooks[2];             /* the same in sys.path_hooks */
    Object *folder_dates;         /* dict: see import_audit.c; owned; NULL: no folder was looked into yet */
    struct ImportLock *locks;     /* of the modules that are being loaded, see import_lock.c */
    Thread *lock_owner;           /* _imp.acquire_lock() */
    isize lock_count;
    WaitQueue lock_waiters;
    struct { /* -X importtime */
        bool wanted, header_told;
        int depth;     /* of imports within imports */
        i64 within_ns; /* what the imports have taken that the one going on has made so far */
    } times;
} ImportState;

struct CodeUnit;

typedef struct VmRoot {
    RootType types[VM_TYPE_COUNT];

    /* The count of instructions. The evaluation loop keeps `countdown` in a register and stores it here around
     * everything that may look at it. Instructions executed = steps + (armed - countdown). */
    i64 countdown;
    i64 watch_floor; /* below zero while a watch is on: the countdown may go down to here, see eval.c */
    i64 armed;       /* what the countdown was set to when it was last set */
    u64 steps;       /* instructions executed until then */
    bool counting;   /* from the first instruction of __main__ on */
    bool tracing;    /* sys.settrace or sys.setprofile: every instruction takes the slow path */
    bool installing_trace, installing_profile; /* sys.settrace, sys.setprofile let go of the old function */

    /* Of the host, zero at every stop. */
    u64 budget_end;   /* the value of vm_steps() at which to stop */
    u64 budget_start; /* and when it was given */
    struct CodeUnit
        *jumped_to;          /* the host has moved the frame that stands in host_stop here; NULL: it has not */
    bool may_jump;           /* while the host looks: it may */
    bool inside;             /* ... it does so from within an instruction that waits: machine_is_inside */
    void (*request)(void *); /* to be called before the machine goes on; see machine_call */
    void *request_argument;
    bool answering;      /* a request is being carried out: no other thread runs */
    Watch *watch;        /* instructions to report; NULL: none */
    InstructionLog *log; /* all that run are noted there, and the watch wants nothing else; NULL: not so */
    u32 events;          /* PROBE_BITs that stop the machine */
    u32 event;           /* PROBE_BITs that have happened and are to be reported at the next boundary */

    /* The eval breaker: not zero when there is something to do at the places where CPython looks. */
    u32 eval_breaker; /* BREAKER_ bits */

    i64 running_since_ns; /* thread_work_ns() when it began to */
    Thread *running;      /* the thread that runs now: it holds the GIL, or is in native code without it */
    Thread *threads;      /* all, newest first, as CPython's list */
    Thread *main_thread;
    Thread *dead_thread; /* has left its stack, which can now be given back; NULL: none */
    u64 next_look;       /* vm_steps() at which to see whether what threads wait for outside is ready */
    u64 last_thread_number;
    bool deep_stacks; /* SQLite goes deep: threads get as much C stack as the main one while there is any */
    u64 last_frame_number;
    GilState gil;
    IntervalTimer timers[TIMER_COUNT];
    ChildrenState children;
    StackContext host;

    Object *builtins;        /* dict of the module builtins */
    Object *builtins_copy;   /* as they were at the start: owned */
    Object *sys_dict;        /* dict of the module sys */
    Object *modules;         /* sys.modules: dict */
    Object *import_function; /* builtins.__import__ as made at start: IMPORT_NAME takes the short way when it is
                                that */
    Object *isinstance_function, *len_function; /* builtins that calls are specialised for; lent by builtins */
    Object *list_append;                        /* descriptor list.append; lent by its type */
    const struct NativeModule *const *native_modules; /* registered ones, ended by NULL */
    ImportState import;

    /* Hooks that `modules` sets. */
    void (*at_exit)(void);            /* atexit's callbacks */
    void (*threading_shutdown)(void); /* threading._shutdown() */
    bool (*encode_streams)(void); /* the standard ones, as PYTHONIOENCODING says; false: an exception is set */
    /* sys.stdout and sys.stderr; false: one of them raised, which is forgotten or, of stdout, told if `tells` */
    bool (*flush_streams)(bool tells);
    void (*print_exception)(Ref exception); /* what sys.excepthook does by default */
    int (*typed_run)(Ref main);             /* reads statements and runs them in __main__; the exit status */
    bool (*typed_is_wanted)(void);          /* also behind the program */
    void (*unawaited_coroutine)(Ref coroutine); /* RuntimeWarning: coroutine '...' was never awaited */
    void (*teardown)(void);       /* the last thing before the end: `modules` lets go of what it keeps */
    bool (*handle_signals)(void); /* runs the Python handlers of signals that came; false: one raised */
    void (*timer_rings)(IntervalTimerKind kind); /* sends its signal */
    void (*signals_end)(void); /* lets go of the handlers, before the last collection; NULL: there are none */
    void (*signals_came)(u64 set); /* from outside: bit number - 1; sends them; NULL: nobody would hear them */

    struct MemoryTracer *memory_tracer; /* tracemalloc's; NULL: never started */
    struct MachineState *machine;       /* what the program is, and how it ended: an arena block */
    bool finalizing;
    bool modules_leaving;  /* finalizing has come to sys.modules */
    bool breakpoint_stops; /* MachineOptions */
    int optimize;          /* -O count, for code that is imported */
    const char *stdlib;    /* folder of Python's library, in the arena; or NULL */
} VmRoot;

#define VM_ROOT ((VmRoot *)ARENA_ROOM(ROOM_VM))

enum {
    BREAKER_GIL_DROP = 1, /* another thread has waited for 5 ms */
    BREAKER_SIGNAL = 2,   /* a signal came */
    BREAKER_ASYNC_EXCEPTION = 4,
    BREAKER_PENDING = 8 /* calls that native code put off */
};

#define VM_TYPE(id) (&VM_ROOT->types[VM_TYPE_##id].type)
#define TYPE_FUNCTION VM_TYPE(FUNCTION)
#define TYPE_FRAME VM_TYPE(FRAME)
#define TYPE_TRACEBACK VM_TYPE(TRACEBACK)
#define TYPE_GENERATOR VM_TYPE(GENERATOR)
#define TYPE_COROUTINE VM_TYPE(COROUTINE)
#define TYPE_COROUTINE_WRAPPER VM_TYPE(COROUTINE_WRAPPER)
#define TYPE_ASYNC_GENERATOR VM_TYPE(ASYNC_GENERATOR)
#define TYPE_ASYNC_GENERATOR_SEND VM_TYPE(ASYNC_GENERATOR_SEND)
#define TYPE_ASYNC_GENERATOR_THROW VM_TYPE(ASYNC_GENERATOR_THROW)
#define TYPE_ASYNC_GENERATOR_ITEM VM_TYPE(ASYNC_GENERATOR_ITEM)
#define TYPE_ANEXT_AWAITABLE VM_TYPE(ANEXT_AWAITABLE)

/* OBJECT_ROOT->super_arguments. */
bool frame_super_arguments(Ref *class, Ref *self);

/* Makes the room: types, the main thread. After object and code, before modules. False: out of memory. */
bool vm_room_open(void);

static inline Thread *thread_current(void) { return VM_ROOT->running; }

/* Instructions executed so far. Exact inside native code that the loop called. */
static inline u64 vm_steps(void) { return VM_ROOT->steps + (u64)(VM_ROOT->armed - VM_ROOT->countdown); }

#endif
