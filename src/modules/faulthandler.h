/* faulthandler.h: what the files of the module faulthandler share. */
#ifndef MODULES_FAULTHANDLER_H
#define MODULES_FAULTHANDLER_H

#include "base/text.h"
#include "modules/modules.h"

/* Where to write: a descriptor, or what has a fileno(); `file` NULL or None: sys.stderr. *keeps: who owns it, lent; NULL:
 * nobody. False: raised. */
bool fault_find_descriptor(Ref file, int *descriptor, Ref *keeps);
/* The stacks of all threads, the newest first; or of the running one. `is_asked`: that one has asked for it, and is
 * called the current one. */
void fault_append_threads(Text *text, bool is_asked);
void fault_append_current(Text *text);

/* --- dumps that come later (faulthandler_later.c) --- */
Own faulthandler_method_dump_traceback_later(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own faulthandler_method_cancel_dump_traceback_later(Ref self);
Own faulthandler_method_register(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own faulthandler_method_unregister(Ref self, Ref const *args, isize nargs, Ref kwnames);
void fault_watch_clear(void);

/* Used by _signal. The time that dump_traceback_later was given is over. */
void fault_time_is_over(void);
/* A signal arrives. True: it was for us, and nobody else hears of it. */
bool fault_signal_arrives(int number);

#endif
