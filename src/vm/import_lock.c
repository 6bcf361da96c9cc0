/* import_lock.c: one thread at a time loads a module, the others wait until it is done.
 *
 * Each module that is being loaded has a lock, in a list that is empty most of the time. Where two threads load
 * modules that import each other, waiting would never end: then the one who sees it goes on with the module half
 * made, as importlib does. */
#include "object/str.h"
#include "vm/import_parts.h"

typedef struct ImportLock { /* an arena block */
    struct ImportLock *next;
    Object *name; /* owned */
    Thread *owner;
    isize depth;   /* how often the owner has taken it */
    isize waiting; /* threads that want it */
    WaitQueue queue;
} ImportLock;

static ImportLock *find_lock(Ref name) {
    ImportLock *lock = VM_ROOT->import.locks;
    while (lock && !str_equal(lock->name, name)) lock = lock->next;
    return lock;
}

static ImportLock *lock_awaited_by(const Thread *thread) {
    for (ImportLock *lock = VM_ROOT->import.locks; lock; lock = lock->next) {
        for (const Thread *t = lock->queue.first; t; t = t->queue_next) {
            if (t == thread) return lock;
        }
    }
    return NULL;
}

/* Does the lock's owner, or whom it waits for in turn, wait for this thread? */
static bool would_deadlock(const ImportLock *lock, const Thread *thread) {
    while (lock && lock->owner != thread) lock = lock_awaited_by(lock->owner);
    return lock != NULL;
}

static void drop_if_unused(ImportLock *lock) {
    if (lock->owner || lock->waiting) return;
    ImportLock **link = &VM_ROOT->import.locks;
    while (*link != lock) link = &(*link)->next;
    *link = lock->next;
    release(lock->name);
    arena_free(lock);
}

static ImportLock *make_lock(Ref name) {
    ImportLock *lock = arena_alloc(sizeof *lock, BLOCK_RAW);
    if (!lock) return NULL;
    *lock = (ImportLock){.next = VM_ROOT->import.locks, .name = own(name)};
    VM_ROOT->import.locks = lock;
    return lock;
}

bool import_lock_take(Ref name) {
    Thread *thread = thread_current();
    ImportLock *lock = find_lock(name);
    if (!lock) lock = make_lock(name);
    if (!lock) return false;
    lock->waiting++;
    while (lock->owner && lock->owner != thread && !would_deadlock(lock, thread)) thread_wait(&lock->queue, -1);
    lock->waiting--;
    if (lock->owner && lock->owner != thread) return false;
    lock->owner = thread;
    lock->depth++;
    return true;
}

void import_lock_give(Ref name) {
    ImportLock *lock = find_lock(name);
    if (--lock->depth) return;
    lock->owner = NULL;
    thread_wake(&lock->queue);
    drop_if_unused(lock);
}

void import_lock_await(Ref name) {
    ImportLock *lock = VM_ROOT->import.locks ? find_lock(name) : NULL;
    if (lock && lock->owner != thread_current() && import_lock_take(name)) import_lock_give(name);
}

/* --- the lock around all ----------------------------------------------------------------------------------- */

void import_lock_all(void) {
    ImportState *state = &VM_ROOT->import;
    while (state->lock_owner && state->lock_owner != thread_current()) thread_wait(&state->lock_waiters, -1);
    state->lock_owner = thread_current();
    state->lock_count++;
}

bool import_unlock_all(void) {
    ImportState *state = &VM_ROOT->import;
    if (state->lock_owner != thread_current()) return false;
    if (--state->lock_count > 0) return true;
    state->lock_owner = NULL;
    thread_wake(&state->lock_waiters);
    return true;
}
