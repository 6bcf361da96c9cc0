/* thread.h: Python threads, which are coroutines of the machine, and the GIL between them.
 *
 * Each thread has a C stack of its own in the arena. Exactly one runs at a time. The model is what CPython
 * does:
 *
 *     take    if nobody holds the GIL, take it; else wait. A waiter who has waited for the interval (5 ms: 500,000
 *             instructions) while the GIL did not change hands asks the holder to drop it.
 *     drop    the holder sees the request at the next place where the eval breaker is looked at, lets go, and does not
 *             compete again before another thread has taken it (forced switching).
 *     around  blocking calls (sleep, locks, input) the GIL is given up and taken again.
 *
 * Which of several waiters gets it is left to the operating system by CPython, and to a policy here. */
#ifndef VM_THREAD_H
#define VM_THREAD_H

#include "base/stack_switch.h"
#include "object/object.h"
#include "world/world.h"

struct Frame;
struct FrameChunk;

/* One level of "the exception being handled": the thread has one, every generator has one of its own; they are
 * linked from the innermost outwards. */
typedef struct ExceptionState {
    Object *value; /* owned; NULL or None: none */
    struct ExceptionState *previous;
} ExceptionState;

typedef enum TraceEvent {
    TRACE_NONE,
    TRACE_CALL,
    TRACE_EXCEPTION,
    TRACE_LINE,
    TRACE_RETURN,
    TRACE_OPCODE,
    TRACE_C_CALL,
    TRACE_C_EXCEPTION,
    TRACE_C_RETURN
} TraceEvent;

/* Hears what the function of sys.setprofile hears, natively. */
typedef void (*ThreadProfileFn)(Ref profiler, const struct Frame *frame, TraceEvent event, Ref argument);

typedef enum ThreadState {
    THREAD_FRESH,   /* made, not begun: waits for the GIL for the first time */
    THREAD_RUNNING, /* holds the GIL */
    THREAD_WAITING, /* wants the GIL */
    THREAD_BLOCKED, /* waits for a lock, a point in time, or the outside */
    THREAD_ENDED
} ThreadState;

typedef struct WaitQueue { /* what a blocked thread waits for: a lock, a condition. FIFO as the policy sees it
                            */
    struct Thread *first, *last;
} WaitQueue;

typedef struct Thread {
    u64 number;          /* 1: main; in order of start */
    struct Thread *next; /* in VM_ROOT->threads */

    struct Frame *frame;      /* the innermost frame */
    struct FrameChunk *chunk; /* data stack */
    Object **data_top, **data_limit;
    ExceptionState base_handled; /* bottom of the stack of exceptions being handled */
    ExceptionState *handled;

    /* What OBJECT_ROOT holds for the running thread, while another one runs. */
    Object *current_exception;
    isize recursion_depth;
    uintptr_t stack_floor;
    Object *repr_running;
    isize trash_depth;
    Object *trash;

    Object *async_exception;                    /* PyThreadState_SetAsyncExc */
    Object *dict;                               /* thread-local storage of native modules: owned or NULL */
    Object *context;                            /* contextvars: owned or NULL */
    Object *running_loop;                       /* asyncio's event loop: owned or NULL */
    Object *async_first_iter, *async_finalizer; /* sys.set_asyncgen_hooks */
    int coroutine_origin_depth;
    Object *trace_function, *profile_function; /* owned or NULL */
    ThreadProfileFn
        native_profile;     /* of profile_function, which is no callable but this one's; NULL: it is one */
    int tracing;            /* nesting of trace functions being run */
    TraceEvent trace_event; /* what the innermost one is told */

    StackContext context_switch;
    void *stack; /* lowest address */
    usize stack_size;
    void (*entry)(struct Thread *thread, void *argument); /* what it runs */
    void *argument;

    ThreadState state;
    i64 gil_since;    /* when this waiter began to wait, or last asked for a drop: on the clock of turns */
    u64 gil_switches; /* number of switches when it began to wait */
    WaitQueue *queue; /* BLOCKED: on what, NULL: only on time */
    struct Thread *queue_next;
    i64 worked_ns;       /* thread_work_ns() that passed while it ran, up to when it last stopped */
    WorldAsk ask;        /* BLOCKED: on descriptors; items NULL: on none */
    i64 wake_time;       /* virtual ns; -1: never */
    u64 blocked_signals; /* bit number - 1: held back (signal.pthread_sigmask) */
    bool timed_out;
    void (*at_end)(Own data); /* the last thing that its end does; consumes at_end_data. NULL: nothing */
    Object *at_end_data;      /* owned or NULL */
} Thread;

typedef enum GilPolicy { GIL_FAIR, GIL_RANDOM, GIL_BY_HAND } GilPolicy;
typedef struct GilState {
    Thread *holder; /* NULL: free */
    Thread *last_holder;
    u64 interval;      /* instructions; sys.setswitchinterval */
    u64 switches;      /* times that it changed hands */
    WaitQueue waiters; /* in order of arrival */
    GilPolicy policy;
    u64 random_state;
    u64 by_hand; /* number of the thread that the host chose to be next; 0: none */
} GilState;

/* Makes a thread that will run entry(thread, argument) once it gets the GIL. NULL: out of memory. */
Thread *thread_new(void (*entry)(Thread *, void *), void *argument);

Thread *thread_find(u64 number);
void thread_clear(Thread *thread); /* releases what the running thread holds, at its end */
isize thread_count(void);          /* not ended */
/* At the program's end: no other thread ever runs again (daemon threads are where they are and stay there). */
void thread_abandon_others(void);

/* Blocks the running thread: the GIL is given up. True: woken through the queue; false: `timeout_ns` of virtual
 * time
 * (-1: none) is over, or a signal came while the main thread waited. */
bool thread_wait(WaitQueue *queue, i64 timeout_ns);
/* Makes the first waiter (by policy) of the queue want the GIL. False: nobody waits. */
bool thread_wake(WaitQueue *queue);
void thread_sleep(i64 nanoseconds);
/* When a wait of so long that begins now is over, in virtual time; -1: never, as for a timeout below 0. */
i64 thread_deadline(i64 timeout_ns);
i64 thread_left(i64 deadline); /* until then; 0: it has come; -1: it never does */
/* Blocks it until one of these descriptors is ready for what it is asked for: the GIL is given up, also where one is
 * ready at once. True: one is, as the items say; false: none is: the time is over (0: it only looks), a signal came,
 * or it was woken through the queue (NULL: none). */
bool thread_wait_ready(WorldReady *items, isize count, WaitQueue *queue, i64 timeout_ns);
/* Around a call that leaves Python for a moment: whoever waits for the GIL gets it. */
void thread_release_gil(void);
void thread_take_gil(void);
/* At the eval breaker: obeys a request to drop the GIL. */
void thread_drop_gil(void);

/* Used by eval.c and machine.c. */
Thread *thread_new_main(void); /* with its stack; the caller prepares what runs on it. NULL: out of memory */
u64 thread_step_at(i64 now_ns,
                   i64 then_ns); /* vm_steps() at that time of a clock, if nobody waits until then */
u64 thread_next_timer(void);     /* vm_steps() at which the scheduler must look again; UINT64_MAX: never */
bool thread_clock_matters(void); /* somebody waits for the GIL or the clock, which loops in C move too */
void thread_timers_due(void);    /* sets drop requests, wakes sleepers */
i64 thread_clock_ns(
    void); /* virtual: 10 ns an instruction, and what waits and charged loops took; or real time */
i64 thread_work_ns(void); /* the same without the waits: what the process has worked */
i64 thread_own_work_ns(const Thread *thread);

/* The exception being handled, innermost level that has one: lent, NULL: none. */
Ref thread_handled_exception(void);
/* C code handles the current exception, until it says that it is done. The level lies with the caller. */
void thread_begin_handling(ExceptionState *level);
void thread_end_handling(ExceptionState *level);

#endif
