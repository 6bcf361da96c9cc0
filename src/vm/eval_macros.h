/* eval_macros.h: the words in which the handlers are written. Only eval.c includes this.
 *
 * The loop's state is in four local variables:
 *
 *     frame      the running frame
 *     ip         the code unit after the instruction's own: its caches begin here
 *     sp         the first free slot of the value stack
 *     countdown  how many more instructions may run before somebody wants to know
 *
 * A handler calls code that may run Python (or look at the frame) only between SAVE and RELOAD, and does not
 * move ip before the last of these: so frame->last is the instruction's own unit, for tracebacks. A reference
 * given up is popped before it is released: a finaliser never sees a stack that holds what is dead. */

#define LOCAL(i) (frame->slots[i])
#define CONST(i) (consts[i])
#define NAME_AT(i) ((Ref)AS_TUPLE(frame->code->names)->items[i])

#define TOP() (sp[-1])
#define SECOND() (sp[-2])
#define PEEK(n) (sp[-(n)])
/* What PRECALL and CALL with n arguments will call. */
#define TOP_CALLABLE(n) (PEEK((n) + 2) ? PEEK((n) + 2) : PEEK((n) + 1))
#define PUSH(value)                                                                                            \
    do {                                                                                                       \
        Object *pushed_ = (value);                                                                             \
        *sp++ = pushed_;                                                                                       \
    } while (0)
#define POP() (*--sp)
#define DROP(n) (sp -= (n))

#define SAVE() (frame->last = ip - 1, frame->stack_pointer = sp, VM_ROOT->countdown = countdown)
#define RELOAD() (countdown = VM_ROOT->countdown)
/* The part of SAVE that tracemalloc wants, for what allocates and can run no Python code. */
#define SAVE_PLACE() (frame->last = ip - 1)
/* A statement that may run Python code. */
#define OUT(statement)                                                                                         \
    do {                                                                                                       \
        SAVE();                                                                                                \
        statement;                                                                                             \
        RELOAD();                                                                                              \
    } while (0)
#define RELEASE(object)                                                                                        \
    do {                                                                                                       \
        Object *released_ = (object);                                                                          \
        if (--released_->ob_refcnt == 0) OUT(object_dealloc(released_));                                       \
    } while (0)
#define RELEASE_MAYBE(object)                                                                                  \
    do {                                                                                                       \
        Object *maybe_ = (object);                                                                             \
        if (maybe_) RELEASE(maybe_);                                                                           \
    } while (0)
/* For singletons and what else is known to have other owners. */
#define RELEASE_SHARED(object) ((object)->ob_refcnt--)
/* What no Python code can run for when it dies: an exact int or float; an exact str. */
#define RELEASE_NUMBER(object) plain_release(object)
#define RELEASE_STR(object) release(object)

/* --- from one instruction to the next --------------------------------------------------------------- */

/* The thread that runs this: so seldom asked for that no register is spent on it. */
#define THREAD (VM_ROOT->running)
#define TARGET(name) target_##name:
#define FETCH() (opcode = ip->opcode, oparg = ip->oparg, ip++)
#define GOTO_OPCODE() goto *targets[opcode]
#define NEXT()                                                                                                 \
    do {                                                                                                       \
        if (UNLIKELY(--countdown < 0)) goto stop;                                                              \
        FETCH();                                                                                               \
        GOTO_OPCODE();                                                                                         \
    } while (0)
#define SKIP_CACHES(name) (ip += CACHES_##name)
/* The countdown is below zero because a watch is on, which does not want the instruction at `next`. */
#define PASSES(next) (countdown > VM_ROOT->watch_floor && host_watch_passes(frame, (next), countdown))
/* The second half of an instruction that swallows the next one begins: a stop is possible here too. `next` is
 * where the second instruction stands. */
#define COUNT_SECOND(next)                                                                                     \
    do {                                                                                                       \
        if (UNLIKELY(--countdown < 0) && !PASSES(next))                                                        \
            countdown = host_stop(frame, (next), sp, countdown, false);                                        \
    } while (0)

/* A stop between the halves of an instruction that hands a singleton from one to the other: it is put on the
 * stack while somebody looks. What lay in the free slot is put back, so that no stop leaves a trace. */
#define STOP_BETWEEN(singleton, next)                                                                          \
    do {                                                                                                       \
        Object *stale_ = *sp;                                                                                  \
        PUSH(singleton);                                                                                       \
        countdown = host_stop(frame, (next), sp, countdown, false);                                            \
        DROP(1);                                                                                               \
        RELEASE_SHARED(*sp);                                                                                   \
        *sp = stale_;                                                                                          \
    } while (0)

/* The places where the eval breaker is looked at. `unit`: the instruction's own. */
#define CHECK_EVAL_BREAKER(unit)                                                                               \
    do {                                                                                                       \
        if (UNLIKELY(VM_ROOT->eval_breaker)) {                                                                 \
            frame->last = (unit);                                                                              \
            goto eval_breaker;                                                                                 \
        }                                                                                                      \
    } while (0)

/* The frame gives a value away: sys.settrace is told, and may raise instead. */
#define TRACE_RETURN(value)                                                                                    \
    do {                                                                                                       \
        if (UNLIKELY(VM_ROOT->tracing)) {                                                                      \
            bool told;                                                                                         \
            OUT(told = trace_return(frame, (value)));                                                          \
            if (!told) {                                                                                       \
                release(value);                                                                                \
                goto leave_frame;                                                                              \
            }                                                                                                  \
        }                                                                                                      \
    } while (0)

/* --- specialised forms ------------------------------------------------------------------------------ */

#define CACHE(Type) ((Type *)(void *)ip)
/* The guess was wrong: one miss is counted, the instruction is run in its general form. */
#define DEOPT_IF(condition)                                                                                    \
    do {                                                                                                       \
        if (UNLIKELY(condition)) goto miss;                                                                    \
    } while (0)
/* What an _ADAPTIVE form does: count down, then try to specialise and run whatever it became. */
#define ADAPTIVE(name, specialize)                                                                             \
    TARGET(name##_ADAPTIVE) {                                                                                  \
        if (LIKELY(!adaptive_is_due(ip))) {                                                                    \
            adaptive_count(ip);                                                                                \
            goto target_##name;                                                                                \
        }                                                                                                      \
        ip--;                                                                                                  \
        VM_ROOT->countdown = countdown;                                                                        \
        specialize;                                                                                            \
        opcode = ip->opcode;                                                                                   \
        ip++;                                                                                                  \
        GOTO_OPCODE();                                                                                         \
    }
