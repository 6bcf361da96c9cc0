/* signal_mask.c: holding signals back, and waiting for them.
 *
 * Each thread has a mask of signals that it holds back; a signal for the process waits where all threads hold it back.
 * One set of pending signals serves for the process and its threads. */
#include <errno.h>

#include "modules/outside.h"
#include "modules/signals.h"
#include "object/argument_checks.h"
#include "object/int.h"
#include "object/set.h"
#include "vm/eval.h"
#include "vm/root.h"

/* --- sets ----------------------------------------------------------------------------------------------- */

/* One signal of an iterable; a hidden one counts as none. False: raised. */
static bool add_signal(Ref item, u64 *mask) {
    int overflow;
    Own index = int_index(item);
    if (!index) return false;
    i64 number = int_as_i64_overflow(index, &overflow);
    release(index);
    if (overflow) number = -1;
    if (number < 1 || number >= SIGNAL_COUNT) {
        error_set(EXC(ValueError), "signal number %ld out of range [1; %d]", (long)number, SIGNAL_COUNT - 1);
        return false;
    }
    if (!signal_is_hidden(number)) {
        *mask |= signal_bit((int)number);
        return true;
    }
    return warning_issue(EXC(RuntimeWarning), 1, "invalid signal number %ld, please use valid_signals()",
                         (long)number);
}

bool signal_set_argument(Ref iterable, u64 *mask) {
    *mask = 0;
    Own iterator = object_iter(iterable), item;
    if (!iterator) return false;
    bool good = true;
    while (good && (item = object_next(iterator))) {
        good = add_signal(item, mask);
        release(item);
    }
    release(iterator);
    return good && !error_occurred();
}

static Own set_of(u64 mask) {
    Own set = set_new(NULL);
    for (int number = 1; set && number < SIGNAL_COUNT; number++) {
        if (!(mask & signal_bit(number))) continue;
        Own value = int_from_i64(number);
        if (!value || !set_add(set, value)) slot_clear(&set);
        release_maybe(value);
    }
    return set;
}

/* --- holding back --------------------------------------------------------------------------------------- */

bool signal_is_held_back(int number, int code, const Thread *thread) {
    u64 bit = signal_bit(number), held = ~(u64)0;
    for (const Thread *t = VM_ROOT->threads; t; t = t->next) {
        if (t->state != THREAD_ENDED && (!thread || t == thread)) held &= t->blocked_signals;
    }
    if (!((held | SIGNALS->awaited) & bit)) return false;
    SIGNALS->pending |= bit;
    SIGNALS->codes[number] = code;
    while (thread_wake(&SIGNALS->waiters)) continue;
    return true;
}

/* Takes the first pending signal of these; 0: there is none. */
static int take_pending(u64 mask) {
    for (int number = 1; number < SIGNAL_COUNT; number++) {
        if (!(SIGNALS->pending & mask & signal_bit(number))) continue;
        SIGNALS->pending &= ~signal_bit(number);
        return number;
    }
    return 0;
}

Own signal_method_pthread_sigmask(Ref self UNUSED, Ref const *args, isize nargs) {
    u64 *held = &thread_current()->blocked_signals, before = *held, mask;
    int how;
    if (!arguments_count("pthread_sigmask", nargs, 2, 2) || !argument_int(args[0], &how) ||
        !signal_set_argument(args[1], &mask))
        return NULL;
    if (how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK) return error_set_errno(EINVAL, NULL);
    *held = how == SIG_BLOCK ? before | mask : how == SIG_UNBLOCK ? before & ~mask : mask;
    *held &= ~(signal_bit(SIGKILL) | signal_bit(SIGSTOP));
    for (int number; (number = take_pending(~*held)) != 0;) {
        if (!signal_send(number, SIGNALS->codes[number], thread_current())) return NULL;
    }
    return set_of(before);
}

Own signal_method_sigpending(Ref self UNUSED) { return set_of(SIGNALS->pending); }

/* --- waiting -------------------------------------------------------------------------------------------- */

/* The number of the one that came; 0: none in that time (-1: for ever); -1 raised. */
static int wait_for(u64 mask, i64 timeout_ns) {
    i64 deadline = thread_deadline(timeout_ns);
    for (;;) {
        int number = take_pending(mask);
        i64 left = thread_left(deadline);
        if (number || left == 0) return number;
        SIGNALS->awaited |= mask;
        thread_wait(&SIGNALS->waiters, left);
        SIGNALS->awaited &= ~mask;
        if (!vm_handle_signals()) return -1;
    }
}

Own signal_method_sigwait(Ref self UNUSED, Ref signals) {
    u64 mask;
    int number = signal_set_argument(signals, &mask) ? wait_for(mask, -1) : -1;
    return number < 0 ? NULL : int_from_i64(number);
}

/* What the kernel tells of a signal; the last field shares its memory with process and user. */
static Own info_of(int number) {
    i64 process = 0, user = 0;
    int code = SIGNALS->codes[number];
    if (code <= 0 && !(outside_identity(ID_PROCESS, &process) && outside_identity(ID_USER, &user))) return NULL;
    Object *values[] = {int_from_i64(number),
                        int_from_i64(code),
                        int_from_i64(0),
                        int_from_i64(process),
                        int_from_i64(user),
                        int_from_i64(0),
                        int_from_i64(process | user << 32)};
    return struct_sequence_make(MODULE_TYPE_STRUCT_SIGINFO, values);
}

Own signal_method_sigwaitinfo(Ref self UNUSED, Ref signals) {
    u64 mask;
    int number = signal_set_argument(signals, &mask) ? wait_for(mask, -1) : -1;
    return number < 0 ? NULL : info_of(number);
}

Own signal_method_sigtimedwait(Ref self UNUSED, Ref const *args, isize nargs) {
    u64 mask;
    i64 timeout;
    if (!arguments_count("sigtimedwait", nargs, 2, 2) || !signal_set_argument(args[0], &mask) ||
        !clock_from_seconds(args[1], &timeout))
        return NULL;
    if (timeout < 0) return error_set(EXC(ValueError), "timeout must be non-negative");
    int number = wait_for(mask, timeout);
    return number < 0 ? NULL : number ? info_of(number) : own_none();
}

bool signal_mask_fill(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_SIGINFO); }
