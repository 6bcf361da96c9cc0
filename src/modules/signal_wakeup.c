/* signal_wakeup.c: the descriptor that each signal's number is written to (signal.set_wakeup_fd), so that whoever waits
 * for input wakes up: asyncio's event loop does it so. */
#include <errno.h>

#include "modules/outside.h"
#include "modules/signals.h"
#include "object/argument_checks.h"
#include "object/int.h"
#include "vm/root.h"

void signal_wake_up(int number) {
    if (!SIGNALS->wakeup) return;
    const char byte = (char)number;
    WorldAnswer answer = world_call(&(WorldRequest){
        .call = WORLD_CALL_WRITE, .descriptor = SIGNALS->wakeup - 1, .bytes = &byte, .length = 1});
    bool full = answer.error == EAGAIN || answer.error == EWOULDBLOCK;
    if (answer.error && (!full || SIGNALS->wakeup_warns)) SIGNALS->wakeup_error = answer.error;
}

void signal_wakeup_report(void) {
    int number = SIGNALS->wakeup_error;
    if (!number) return;
    SIGNALS->wakeup_error = 0;
    error_set_errno(number, NULL);
    error_unraisable_in("when trying to write to the signal wakeup fd", NULL);
}

/* One that there is, and that no write blocks on. */
static bool check(int descriptor) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_BLOCKING, .descriptor = descriptor, .numbers = {-1}},
                    &answer, NULL, NULL))
        return false;
    return !answer.value || error_set(EXC(ValueError), "the fd %d must be in non-blocking mode", descriptor);
}

Own signal_method_set_wakeup_fd(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "set_wakeup_fd", {"", "/", "*", "warn_on_full_buffer"}, .required = 1};
    Ref values[2];
    int descriptor, warns = 1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) || !argument_int(values[0], &descriptor) ||
        (values[1] && (warns = object_is_true(values[1])) < 0))
        return NULL;
    if (thread_current() != VM_ROOT->main_thread)
        return error_set(EXC(ValueError), "set_wakeup_fd only works in main thread of the main interpreter");
    if (descriptor != -1 && !check(descriptor)) return NULL;
    int before = SIGNALS->wakeup - 1;
    SIGNALS->wakeup = descriptor + 1;
    SIGNALS->wakeup_warns = warns;
    return int_from_i64(before);
}
