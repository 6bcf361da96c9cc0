/* uncaught.h: what becomes of an exception that nobody caught. */
#ifndef VM_UNCAUGHT_H
#define VM_UNCAUGHT_H

#include "base/base.h"

enum { UNCAUGHT_SHOWN = -1 };
/* Shows the current exception through sys.excepthook, and keeps it as sys.last_value. SystemExit, where it may end the
 * program, is not shown: the exit status that it asks for, or that a SystemExit of the hook does; else UNCAUGHT_SHOWN. */
int uncaught_show(bool may_exit);

/* Flushes sys.stdout and sys.stderr, which may be anything: an exception that waits to be shown is put aside meanwhile. */
void uncaught_flush(void);

#endif
