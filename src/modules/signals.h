/* signals.h: what the files of the module _signal share: how a signal comes to the program.
 *
 * A signal is sent to the process or to one of its threads. Where whoever it is for holds it back (pthread_sigmask) it
 * stays pending, until it is let through or somebody takes it (sigwait). Else it arrives: the default action is taken
 * at once, a Python handler runs where CPython runs it. */
#ifndef MODULES_SIGNALS_H
#define MODULES_SIGNALS_H

#include <signal.h>

#include "modules/modules.h"
#include "object/error.h"
#include "object/exception.h"

#define FIRST_REAL_TIME_SIGNAL 34 /* 32 and 33 are the C library's own */
static inline bool signal_is_hidden(i64 number) { return number > SIGSYS && number < FIRST_REAL_TIME_SIGNAL; }
static inline u64 signal_bit(int number) { return (u64)1 << (number - 1); }
#define SIGNALS (&MODULES_ROOT->signals)

/* Sends it, to a thread or (NULL) the process; what raise() and kill() do. `code`: si_code. False: a handler raised. */
bool signal_send(int number, int code, const Thread *thread);
/* The same without a caller who could be told of anything. */
void signal_send_silently(int number, int code);
void signals_came(u64 set); /* VM_ROOT->signals_came */
/* The host tells of it, if it comes from outside, where a handler was set. */
void signal_listen_as_handled(int number);

/* --- masks and waiting (signal_mask.c) ------------------------------------------------------------------ */
/* Somebody holds it back or waits for it: it is pending now. */
bool signal_is_held_back(int number, int code, const Thread *thread);
bool signal_mask_fill(Ref module);
Own signal_method_pthread_sigmask(Ref self, Ref const *args, isize nargs);
Own signal_method_sigpending(Ref self);
Own signal_method_sigwait(Ref self, Ref signals);
Own signal_method_sigwaitinfo(Ref self, Ref signals);
Own signal_method_sigtimedwait(Ref self, Ref const *args, isize nargs);

/* --- timers (signal_timer.c) ---------------------------------------------------------------------------- */
void signal_timer_boot(void); /* before any timer is set */
bool signal_timer_fill(Ref module);
Own signal_method_alarm(Ref self, Ref seconds);
Own signal_method_setitimer(Ref self, Ref const *args, isize nargs);
Own signal_method_getitimer(Ref self, Ref which);

/* --- the descriptor that is written to (signal_wakeup.c) ------------------------------------------------ */
void signal_wake_up(int number);
void signal_wakeup_report(void); /* says what went wrong with it */
Own signal_method_set_wakeup_fd(Ref self, Ref const *args, isize nargs, Ref kwnames);

#endif
