/* select_module.c: the module select: waiting, in virtual time, until descriptors are ready. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>

#include "modules/posix.h"
#include "modules/select.h"
#include "vm/eval.h"
#include "vm/thread.h"

/* --- select -------------------------------------------------------------------------------------------------------- */

enum { PAUSE_NS = 1000000 };

int select_ready(int descriptor, int events) {
    WorldRequest request = {.call = WORLD_CALL_READY, .descriptor = descriptor, .numbers = {events, 0}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? (int)answer.value : -1;
}

/* The items of `list` whose descriptors are ready for `events`: a list. */
static Own ready_of(Ref list, int events) {
    Own ready = list_new(0);
    for (isize i = 0; ready && i < sequence_fast_length(list); i++) {
        Ref item = sequence_fast_items(list)[i];
        int descriptor = descriptor_argument(item),
            found = descriptor < 0 ? -1 : select_ready(descriptor, events);
        if (found >= 0 && (found & POLLNVAL)) found = error_set_errno(EBADF, NULL) ? 0 : -1;
        if (found < 0 || (found && !list_append_ref(ready, item))) slot_clear(&ready);
    }
    return ready;
}

/* The three lists of what is ready now; *any: is there something? */
static Own ready_now(void *context, bool *any) {
    Object *const *lists = context;
    static const int events[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
    Own found[3] = {NULL};
    *any = false;
    for (int i = 0; i < 3; i++) {
        found[i] = ready_of(lists[i], events[i]);
        if (!found[i]) {
            while (i-- > 0) release(found[i]);
            return NULL;
        }
        *any |= list_length(found[i]) > 0;
    }
    return tuple_from_array_own(found, 3);
}

Own select_wait(Own (*now)(void *context, bool *any), void *context, i64 timeout_ns) {
    i64 deadline = timeout_ns < 0 ? INT64_MAX : thread_clock_ns() + timeout_ns;
    for (;;) {
        bool any;
        Own ready = now(context, &any);
        i64 left = deadline - thread_clock_ns();
        if (!ready || any || left <= 0) return ready;
        release(ready);
        thread_sleep(left < PAUSE_NS ? left : PAUSE_NS);
        if (!vm_handle_signals()) return NULL;
    }
}

static Own select_method_select(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("select", nargs, 3, 4)) return NULL;
    i64 timeout = -1;
    if (nargs > 3 && args[3] != None) {
        double seconds = float_as_double(args[3]);
        if (seconds == -1 && error_occurred()) return NULL;
        if (seconds < 0) return error_set(EXC(ValueError), "timeout must be non-negative");
        timeout = (i64)(seconds * 1e9);
    }
    Own lists[3] = {NULL}, ready = NULL;
    bool made = true;
    for (int i = 0; i < 3 && made; i++) {
        lists[i] = sequence_fast(args[i], "arguments 1-3 must be sequences");
        made = lists[i] != NULL;
    }
    if (made) ready = select_wait(ready_now, lists, timeout);
    for (int i = 0; i < 3; i++) release_maybe(lists[i]);
    return ready;
}

static const MethodDef select_functions[] = {
    {"select", METHOD_ARRAY, .array = select_method_select,
     .doc = "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\nWait until one or more file "
            "descriptors are ready for some kind of I/O.\n\nThe first three arguments are iterables of file "
            "descriptors to be waited for:\nrlist -- wait until ready for reading\nwlist -- wait until ready "
            "for writing\nxlist -- wait for an \"exceptional condition\"\nIf only one kind of condition is "
            "required, pass [] for the other lists.\n\nA file descriptor is either a socket or file object, or "
            "a small integer\ngotten from a fileno() method call on one of those.\n\nThe optional 4th argument "
            "specifies a timeout in seconds; it may be\na floating point number to specify fractions of "
            "seconds.  If it is absent\nor None, the call will never time out.\n\nThe return value is a tuple "
            "of three lists corresponding to the first three\narguments; each contains the subset of the "
            "corresponding file descriptors\nthat are ready.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only "
            "sockets are supported; on Unix, all file\ndescriptors can be used."},
    {"poll", METHOD_NONE, .none = select_method_poll,
     .doc = "poll($module, /)\n--\n\nReturns a polling object.\n\n"
            "This object supports registering and unregistering file descriptors, and then\n"
            "polling them for I/O events."},
    {.name = NULL}};
static const ModuleConstant constants[] = {{"EPOLLERR", EPOLLERR},
                                           {"EPOLLET", (i64)(u32)EPOLLET},
                                           {"EPOLLEXCLUSIVE", (i64)(u32)EPOLLEXCLUSIVE},
                                           {"EPOLLHUP", EPOLLHUP},
                                           {"EPOLLIN", EPOLLIN},
                                           {"EPOLLMSG", EPOLLMSG},
                                           {"EPOLLONESHOT", (i64)(u32)EPOLLONESHOT},
                                           {"EPOLLOUT", EPOLLOUT},
                                           {"EPOLLPRI", EPOLLPRI},
                                           {"EPOLLRDBAND", EPOLLRDBAND},
                                           {"EPOLLRDHUP", EPOLLRDHUP},
                                           {"EPOLLRDNORM", EPOLLRDNORM},
                                           {"EPOLLWRBAND", EPOLLWRBAND},
                                           {"EPOLLWRNORM", EPOLLWRNORM},
                                           {"EPOLL_CLOEXEC", EPOLL_CLOEXEC},
                                           {"POLLERR", POLLERR},
                                           {"POLLHUP", POLLHUP},
                                           {"POLLIN", POLLIN},
                                           {"POLLMSG", POLLMSG},
                                           {"POLLNVAL", POLLNVAL},
                                           {"POLLOUT", POLLOUT},
                                           {"POLLPRI", POLLPRI},
                                           {"POLLRDBAND", POLLRDBAND},
                                           {"POLLRDHUP", POLLRDHUP},
                                           {"POLLRDNORM", POLLRDNORM},
                                           {"POLLWRBAND", POLLWRBAND},
                                           {"POLLWRNORM", POLLWRNORM},
                                           {.name = NULL}};
static bool fill_select(Ref module) {
    return module_add_constants(module, constants) && module_add_type(module, MODULE_TYPE_EPOLL) &&
           module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add(module, "PIPE_BUF", int_from_i64(PIPE_BUF));
}
const NativeModule select_module = {
    .name = "select",
    .doc = "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE "
           "***\nOn Windows, only sockets are supported; on Unix, all file descriptors.",
    .functions = select_functions,
    .fill = fill_select};
