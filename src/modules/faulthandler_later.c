/* faulthandler_later.c: stacks that are shown when something happens: a time is over, a signal comes.
 *
 * In CPython a thread of the system watches the clock, and a handler of the system writes; neither needs the
 * interpreter. Here a timer of the machine rings (vm/interval_timer.h), and a signal arrives where it is sent: between
 * two instructions, or in the midst of a wait. So what is shown is always a stack as it stands. */
#include <errno.h>
#include <signal.h>

#include "modules/faulthandler.h"
#include "modules/signals.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "vm/children.h"
#include "vm/eval.h"

#define MICROSECOND_NS ((i64)1000)

typedef struct FaultSignal { /* what register() was told */
    bool is_on, all_threads, chain;
    int descriptor;
    Object *file; /* owned, or NULL */
} FaultSignal;

typedef struct FaultWatch { /* an arena block */
    i64 timeout_us;         /* 0: nothing is to come */
    bool exits;
    int descriptor;
    Object *file; /* owned, or NULL */
    FaultSignal signals[SIGNAL_COUNT];
} FaultWatch;

static FaultWatch *watch_make(void) {
    FaultWatch *watch = MODULES_ROOT->fault_watch;
    if (watch) return watch;
    watch = arena_alloc(sizeof *watch, BLOCK_RAW);
    if (!watch) return error_memory();
    memset(watch, 0, sizeof *watch);
    return MODULES_ROOT->fault_watch = watch;
}

void fault_watch_clear(void) {
    FaultWatch *watch = MODULES_ROOT->fault_watch;
    if (!watch) return;
    timer_set(TIMER_WATCHDOG, 0, 0);
    MODULES_ROOT->fault_watch = NULL;
    release_maybe(watch->file);
    for (int i = 0; i < SIGNAL_COUNT; i++) release_maybe(watch->signals[i].file);
    arena_free(watch);
}

/* Where it can't be written nobody can be told. */
static void write_text(int descriptor, Text *text) {
    world_call(&(WorldRequest){
        .call = WORLD_CALL_WRITE, .descriptor = descriptor, .bytes = text->data, .length = text->length});
    vm_event(PROBE_OUTPUT);
    text_free(text);
}

/* --- after a time --------------------------------------------------------------------------------------- */

static void append_timeout(Text *text, i64 microseconds) {
    i64 seconds = microseconds / 1000000, rest = microseconds % 1000000;
    text_append_format(text, "Timeout (%lld:%02d:%02d", (long long)(seconds / 3600), (int)(seconds / 60 % 60),
                       (int)(seconds % 60));
    if (rest) text_append_format(text, ".%06d", (int)rest);
    text_append_cstring(text, ")!\n");
}

void fault_time_is_over(void) {
    const FaultWatch *watch = MODULES_ROOT->fault_watch;
    if (!watch || !watch->timeout_us) return;
    Text text = text_new(TEXT_IN_ARENA);
    append_timeout(&text, watch->timeout_us);
    fault_append_threads(&text, false);
    write_text(watch->descriptor, &text);
    if (watch->exits) vm_end(1, 0);
}

static void cancel(FaultWatch *watch) {
    timer_set(TIMER_WATCHDOG, 0, 0);
    watch->timeout_us = 0;
    slot_clear(&watch->file);
}

Own faulthandler_method_dump_traceback_later(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "dump_traceback_later", {"timeout", "repeat", "file", "exit"}, .required = 1};
    Ref values[4], keeps;
    int repeat = 0, exits = 0, descriptor;
    i64 delay;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) ||
        (values[1] && !argument_parsed_int(values[1], &repeat)) ||
        (values[3] && !argument_parsed_int(values[3], &exits)) || !clock_from_seconds(values[0], &delay))
        return NULL;
    if (delay <= 0) return error_set(EXC(ValueError), "timeout must be greater than 0");
    if (!fault_find_descriptor(values[2], &descriptor, &keeps)) return NULL;
    FaultWatch *watch = watch_make();
    if (!watch) return NULL;
    cancel(watch);
    watch->timeout_us = (delay + MICROSECOND_NS - 1) / MICROSECOND_NS;
    watch->exits = exits != 0;
    watch->descriptor = descriptor;
    watch->file = own_maybe(keeps);
    timer_set(TIMER_WATCHDOG, delay, repeat ? delay : 0);
    return own_none();
}

Own faulthandler_method_cancel_dump_traceback_later(Ref self UNUSED) {
    if (MODULES_ROOT->fault_watch) cancel(MODULES_ROOT->fault_watch);
    return own_none();
}

/* --- at a signal ---------------------------------------------------------------------------------------- */

bool fault_signal_arrives(int number) {
    const FaultWatch *watch = MODULES_ROOT->fault_watch;
    if (!watch || !watch->signals[number].is_on) return false;
    const FaultSignal *signal = &watch->signals[number];
    Text text = text_new(TEXT_IN_ARENA);
    if (signal->all_threads)
        fault_append_threads(&text, true);
    else
        fault_append_current(&text);
    write_text(signal->descriptor, &text);
    return !signal->chain;
}

static bool check_number(int number) {
    static const int faults[] = {SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSEGV};
    for (isize i = 0; i < COUNT_OF(faults); i++)
        if (number == faults[i])
            return error_set(EXC(RuntimeError), "signal %d cannot be registered, use enable() instead",
                             number) != NULL;
    return signal_is_number(number) || error_set(EXC(ValueError), "signal number out of range") != NULL;
}

Own faulthandler_method_register(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "register", {"signum", "file", "all_threads", "chain"}, .required = 1};
    Ref values[4], keeps;
    int number, all_threads = 1, chain = 0, descriptor;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) ||
        !argument_parsed_int(values[0], &number) ||
        (values[2] && !argument_parsed_int(values[2], &all_threads)) ||
        (values[3] && !argument_parsed_int(values[3], &chain)) || !check_number(number) ||
        !fault_find_descriptor(values[1], &descriptor, &keeps))
        return NULL;
    if (number == SIGKILL || number == SIGSTOP || signal_is_hidden(number))
        return error_set_errno(EINVAL, NULL);
    FaultWatch *watch = watch_make();
    if (!watch) return NULL;
    FaultSignal *signal = &watch->signals[number];
    Object *before = signal->file;
    *signal = (FaultSignal){true, all_threads != 0, chain != 0, descriptor, own_maybe(keeps)};
    release_maybe(before);
    if (!VM_ROOT->signals_came) VM_ROOT->signals_came = signals_came;
    children_listen(VM_ROOT->children.heard | signal_bit(number));
    return own_none();
}

/* Keywords are taken, as in CPython, and not looked at. */
Own faulthandler_method_unregister(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames UNUSED) {
    int number;
    if (!arguments_tuple("unregister", nargs, 1, 1) || !argument_parsed_int(args[0], &number) ||
        !check_number(number))
        return NULL;
    FaultWatch *watch = MODULES_ROOT->fault_watch;
    FaultSignal *signal = watch ? &watch->signals[number] : NULL;
    if (!signal || !signal->is_on) return own_bool(false);
    Object *before = signal->file;
    *signal = (FaultSignal){0};
    release_maybe(before);
    signal_listen_as_handled(number);
    return own_bool(true);
}
