/* lsprof.h: what the files of the module _lsprof share: calls as they are counted. */
#ifndef MODULES_LSPROF_H
#define MODULES_LSPROF_H

#include "modules/modules.h"
#include "vm/eval.h"
#include "vm/root.h"

/* What is known of a function, or (in the list of another one) of its calls by that one. */
typedef struct CallCount {
    const void *key;        /* the code object, or the MethodDef of a native function */
    struct CallCount *next; /* in its bucket or list */
    Object
        *function; /* the code object, or a native function's name: what statistics show; owned by those of the
                               table, lent in lists */
    i64 total, own_time; /* by the profiler's clock: with and without what it called */
    i64 calls, recursive_calls;
    i64 depth;                 /* how often it is running now */
    struct CallCount *callees; /* one a function called; raw blocks */
} CallCount;

enum { CALL_BUCKETS = 64 };
typedef struct CallTable {
    CallCount *buckets[CALL_BUCKETS];
} CallTable;

typedef struct RunningCall { /* the innermost one first; raw blocks */
    struct RunningCall *caller;
    CallCount *count;
    i64 started, in_callees;
} RunningCall;

CallCount *call_table_find(const CallTable *table, const void *key); /* NULL: not there */
/* Consumes the function's name or code; NULL: raised, or there is no memory. */
CallCount *call_table_add(CallTable *table, const void *key, Own function);
void call_table_clear(CallTable *table);
/* The count of its calls of another one. NULL: there is none (`make` false), or no memory. */
CallCount *call_count_callee(CallCount *count, const CallCount *callee, bool make);
/* A list of profiler_entry. `factor`: seconds a tick. */
Own call_table_statistics(const CallTable *table, double factor);

#endif
