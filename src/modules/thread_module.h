/* thread_module.h: what the files of the module _thread share. */
#ifndef MODULES_THREAD_MODULE_H
#define MODULES_THREAD_MODULE_H

#include "object/object.h"
#include "vm/root.h"

/* _thread.TIMEOUT_MAX, as where CPython waits on semaphores. */
#define THREAD_TIMEOUT_MAX_NS ((i64)9223372036000000000)

typedef struct Latch { /* what all locks are made of */
    bool taken;
    WaitQueue waiters;
} Latch;

typedef struct Lock { /* _thread.lock */
    Object ob_base;
    Latch latch;
    Object *weaklist;
} Lock;

typedef struct ReentrantLock { /* _thread.RLock */
    Object ob_base;
    Latch latch;
    u64 owner, count; /* the thread's number; 0: nobody's */
    Object *weaklist;
} ReentrantLock;

Own lock_new(void);
void lock_release_held(Ref lock); /* no effect where it is free */

/* The running thread is about to end: what it keeps in _thread._local objects goes. */
void thread_local_forget(void);

#endif
