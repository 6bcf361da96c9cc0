/* tracemalloc.h: for the modules that show tracebacks of allocations: _tracemalloc and _testcapi. */
#ifndef MODULES_TRACEMALLOC_H
#define MODULES_TRACEMALLOC_H

#include "object/object.h"

/* A traceback of vm/memory_trace.h, by number: a tuple of (filename, line), the innermost first. NULL raised. */
Own tracemalloc_traceback(u32 number);

#endif
