/* thread_lock.c: the locks of _thread, on which all of threading.py stands.
 *
 * A lock is a flag and a queue of threads that wait for it. Releasing it wakes one of them, which tries again
 * when it has the GIL: until then anybody else may be quicker, as in CPython. A wait that a signal cuts short
 * runs the signal's handler and goes on waiting, unless the handler raised. */
#include "modules/modules.h"
#include "modules/thread_module.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/eval.h"

#define AS_LOCK(ref) ((Lock *)(ref))
#define AS_RLOCK(ref) ((ReentrantLock *)(ref))

/* --- waiting ------------------------------------------------------------------------------------------- */

/* 1: it is ours; 0: the time is over; -1: a signal's handler raised. timeout_ns -1: as long as it takes; 0: not
 * at all. */
static int latch_take(Latch *latch, i64 timeout_ns) {
    i64 deadline = thread_deadline(timeout_ns);
    while (latch->taken) {
        i64 left = thread_left(deadline);
        if (left == 0) return 0;
        thread_wait(&latch->waiters, left);
        if (!vm_handle_signals()) return -1;
    }
    latch->taken = true;
    return 1;
}

static void latch_release(Latch *latch) {
    latch->taken = false;
    thread_wake(&latch->waiters);
}

/* What acquire(blocking=True, timeout=-1) was given, as latch_take wants it. */
static bool take_arguments(Ref const *args, isize nargs, Ref kwnames, i64 *timeout_ns) {
    static const Parameters parameters = {"acquire", {"blocking", "timeout"}, .required = 0};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return false;
    int blocking = 1;
    if (values[0]) {
        i64 number = int_as_i64(values[0]);
        if (number == -1 && error_occurred()) return false;
        blocking = number != 0;
    }
    *timeout_ns = -1;
    if (values[1] && !clock_from_seconds(values[1], timeout_ns)) return false;
    bool unlimited = *timeout_ns == -1 || *timeout_ns == -1000000000;
    if (!blocking && !unlimited)
        return error_set(EXC(ValueError), "can't specify a timeout for a non-blocking call");
    if (*timeout_ns < 0 && !unlimited) return error_set(EXC(ValueError), "timeout value must be positive");
    if (*timeout_ns > THREAD_TIMEOUT_MAX_NS) return error_set(EXC(OverflowError), "timeout value is too large");
    if (unlimited) *timeout_ns = blocking ? -1 : 0;
    return true;
}

/* --- lock ---------------------------------------------------------------------------------------------- */

Own lock_new(void) { return type_generic_new(MODULE_TYPE(LOCK), NULL, 0, NULL); }

void lock_release_held(Ref lock) {
    if (AS_LOCK(lock)->latch.taken) latch_release(&AS_LOCK(lock)->latch);
}

static void lock_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    object_free(self);
}

static Own lock_repr(Ref self) {
    return str_format("<%s %s object at 0x%lx>", AS_LOCK(self)->latch.taken ? "locked" : "unlocked",
                      type_of(self)->name, object_id(self));
}

static Own lock_method_acquire(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    i64 timeout_ns;
    if (!take_arguments(args, nargs, kwnames, &timeout_ns)) return NULL;
    int taken = latch_take(&AS_LOCK(self)->latch, timeout_ns);
    return taken < 0 ? NULL : own_bool(taken);
}

static Own lock_method_release(Ref self) {
    if (!AS_LOCK(self)->latch.taken) return error_set(EXC(RuntimeError), "release unlocked lock");
    latch_release(&AS_LOCK(self)->latch);
    return own_none();
}

static Own lock_method_exit(Ref self, Ref const *args UNUSED, isize nargs UNUSED) {
    return lock_method_release(self);
}
static Own lock_method_locked(Ref self) { return own_bool(AS_LOCK(self)->latch.taken); }

static Own lock_method_at_fork_reinit(Ref self) {
    AS_LOCK(self)->latch.taken = false;
    return own_none();
}

/* Of functions that go by several names. */
#define LOCK_ACQUIRE_DOC                                                                                       \
    "acquire(blocking=True, timeout=-1) -> bool\n(acquire_lock() is an obsolete synonym)\n\nLock the "         \
    "lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), "          \
    "waiting for another thread to release\nthe lock, and return True once the lock is acquired.\nWith "       \
    "an argument, this will only block if the argument is true,\nand the return value reflects whether "       \
    "the lock is acquired.\nThe blocking operation is interruptible."
#define LOCK_RELEASE_DOC                                                                                       \
    "release()\n(release_lock() is an obsolete synonym)\n\nRelease the lock, allowing another thread "         \
    "that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked "              \
    "state,\nbut it needn't be locked by the same thread that unlocks it."
#define LOCK_LOCKED_DOC                                                                                        \
    "locked() -> bool\n(locked_lock() is an obsolete synonym)\n\nReturn whether the lock is in the "           \
    "locked state."

static const MethodDef lock_methods[] = {
    {"acquire_lock", METHOD_KEYWORDS, .keywords = lock_method_acquire, .doc = LOCK_ACQUIRE_DOC,
     .flags = METHOD_VARARGS},
    {"acquire", METHOD_KEYWORDS, .keywords = lock_method_acquire, .doc = LOCK_ACQUIRE_DOC,
     .flags = METHOD_VARARGS},
    {"release_lock", METHOD_NONE, .none = lock_method_release, .doc = LOCK_RELEASE_DOC},
    {"release", METHOD_NONE, .none = lock_method_release, .doc = LOCK_RELEASE_DOC},
    {"locked_lock", METHOD_NONE, .none = lock_method_locked, .doc = LOCK_LOCKED_DOC},
    {"locked", METHOD_NONE, .none = lock_method_locked, .doc = LOCK_LOCKED_DOC},
    {"__enter__", METHOD_KEYWORDS, .keywords = lock_method_acquire, .doc = LOCK_ACQUIRE_DOC,
     .flags = METHOD_VARARGS},
    {"__exit__", METHOD_ARRAY, .array = lock_method_exit, .doc = LOCK_RELEASE_DOC, .flags = METHOD_VARARGS},
    {"_at_fork_reinit", METHOD_NONE, .none = lock_method_at_fork_reinit},
    {.name = NULL}};

const TypeSpec lock_spec = {
    .name = "_thread.lock",
    .module = "_thread",
    .basicsize = sizeof(Lock),
    .beside = 32,
    .ghost_size = 40,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
    .weaklist_offset = offsetof(Lock, weaklist),
    .slots = {.dealloc = lock_dealloc, .traverse = gc_traverse_nothing, .repr = lock_repr},
    .methods = lock_methods,
    .doc = "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().  Methods "
           "are:\n\nacquire() -- lock the lock, possibly blocking until it can be obtained\nrelease() -- "
           "unlock of the lock\nlocked() -- test whether the lock is currently locked\n\nA lock is not owned "
           "by the thread that locked it; another thread may\nunlock it.  A thread attempting to lock a lock "
           "that it has already locked\nwill block until another thread unlocks it.  Deadlocks may ensue."};

/* --- RLock --------------------------------------------------------------------------------------------- */

static void rlock_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    object_free(self);
}

static bool is_mine(const ReentrantLock *lock) {
    return lock->count > 0 && lock->owner == thread_current()->number;
}

static Own rlock_repr(Ref self) {
    const ReentrantLock *lock = AS_RLOCK(self);
    return str_format("<%s %s object owner=%ld count=%lu at 0x%lx>", lock->count ? "locked" : "unlocked",
                      type_of(self)->name, (long)lock->owner, (unsigned long)lock->count, object_id(self));
}

static Own rlock_method_acquire(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    ReentrantLock *lock = AS_RLOCK(self);
    i64 timeout_ns;
    if (!take_arguments(args, nargs, kwnames, &timeout_ns)) return NULL;
    if (!is_mine(lock)) {
        int taken = latch_take(&lock->latch, timeout_ns);
        if (taken <= 0) return taken < 0 ? NULL : own(False);
        lock->owner = thread_current()->number;
    }
    lock->count++;
    return own(True);
}

static void rlock_let_go(ReentrantLock *lock) {
    lock->count = 0;
    lock->owner = 0;
    latch_release(&lock->latch);
}

static Own rlock_method_release(Ref self) {
    ReentrantLock *lock = AS_RLOCK(self);
    if (!is_mine(lock)) return error_set(EXC(RuntimeError), "cannot release un-acquired lock");
    if (lock->count == 1) {
        rlock_let_go(lock);
    } else {
        lock->count--;
    }
    return own_none();
}

static Own rlock_method_exit(Ref self, Ref const *args UNUSED, isize nargs UNUSED) {
    return rlock_method_release(self);
}
static Own rlock_method_is_owned(Ref self) { return own_bool(is_mine(AS_RLOCK(self))); }

/* For threading.Condition: lets go however often it is held, and tells how to take it again. */
static Own rlock_method_release_save(Ref self) {
    ReentrantLock *lock = AS_RLOCK(self);
    if (lock->count == 0) return error_set(EXC(RuntimeError), "cannot release un-acquired lock");
    Own state[] = {int_from_u64(lock->count), int_from_u64(lock->owner)};
    rlock_let_go(lock);
    return tuple_from_array_own(state, COUNT_OF(state));
}

static Own rlock_method_acquire_restore(Ref self, Ref state) {
    if (!is_tuple(state) || tuple_length(state) != 2) {
        return error_set(EXC(TypeError), "_acquire_restore() argument 1 must be a tuple of 2 items");
    }
    u64 count = int_as_u64(tuple_get(state, 0)), owner = int_as_u64(tuple_get(state, 1));
    if (error_occurred()) return NULL;
    ReentrantLock *lock = AS_RLOCK(self);
    if (latch_take(&lock->latch, -1) < 0) return NULL;
    lock->count = count;
    lock->owner = owner;
    return own_none();
}

static Own rlock_method_at_fork_reinit(Ref self) {
    AS_RLOCK(self)->latch.taken = false;
    AS_RLOCK(self)->count = AS_RLOCK(self)->owner = 0;
    return own_none();
}

/* Of functions that go by several names. */
#define RLOCK_ACQUIRE_DOC                                                                                      \
    "acquire(blocking=True) -> bool\n\nLock the lock.  `blocking` indicates whether we should "                \
    "wait\nfor the lock to be available or not.  If `blocking` is False\nand another thread holds the "        \
    "lock, the method will return False\nimmediately.  If `blocking` is True and another thread "              \
    "holds\nthe lock, the method will wait for the lock to be released,\ntake it and then return "             \
    "True.\n(note: the blocking operation is interruptible.)\n\nIn all other cases, the method will "          \
    "return True immediately.\nPrecisely, if the current thread already holds the lock, its\ninternal "        \
    "counter is simply incremented. If nobody holds the lock,\nthe lock is taken and its internal "            \
    "counter initialized to 1."
#define RLOCK_RELEASE_DOC                                                                                      \
    "release()\n\nRelease the lock, allowing another thread that is blocked waiting for\nthe lock to "         \
    "acquire the lock.  The lock must be in the locked state,\nand must be locked by the same thread "         \
    "that unlocks it; otherwise a\n`RuntimeError` is raised.\n\nDo note that if the lock was "                 \
    "acquire()d several times in a row by the\ncurrent thread, release() needs to be called as many "          \
    "times for the lock\nto be available for other threads."

static const MethodDef rlock_methods[] = {
    {"acquire", METHOD_KEYWORDS, .keywords = rlock_method_acquire, .doc = RLOCK_ACQUIRE_DOC,
     .flags = METHOD_VARARGS},
    {"release", METHOD_NONE, .none = rlock_method_release, .doc = RLOCK_RELEASE_DOC},
    {"_is_owned", METHOD_NONE, .none = rlock_method_is_owned,
     .doc = "_is_owned() -> bool\n\nFor internal use by `threading.Condition`."},
    {"_acquire_restore", METHOD_ONE, .one = rlock_method_acquire_restore,
     .doc = "_acquire_restore(state) -> None\n\nFor internal use by `threading.Condition`.",
     .flags = METHOD_VARARGS},
    {"_release_save", METHOD_NONE, .none = rlock_method_release_save,
     .doc = "_release_save() -> tuple\n\nFor internal use by `threading.Condition`."},
    {"__enter__", METHOD_KEYWORDS, .keywords = rlock_method_acquire, .doc = RLOCK_ACQUIRE_DOC,
     .flags = METHOD_VARARGS},
    {"__exit__", METHOD_ARRAY, .array = rlock_method_exit, .doc = RLOCK_RELEASE_DOC, .flags = METHOD_VARARGS},
    {"_at_fork_reinit", METHOD_NONE, .none = rlock_method_at_fork_reinit},
    {.name = NULL}};

const TypeSpec rlock_spec = {.name = "_thread.RLock",
                             .module = "_thread",
                             .basicsize = sizeof(ReentrantLock),
                             .beside = 32,
                             .ghost_size = 48,
                             .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                             .weaklist_offset = offsetof(ReentrantLock, weaklist),
                             .slots = {.new = type_generic_new,
                                       .dealloc = rlock_dealloc,
                                       .traverse = gc_traverse_nothing,
                                       .repr = rlock_repr},
                             .methods = rlock_methods};
