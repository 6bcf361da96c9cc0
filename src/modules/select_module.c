/* select_module.c: the module select: waiting, in virtual time, until descriptors are ready. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>

#include "modules/posix.h"
#include "modules/select.h"
#include "modules/time_module.h"
#include "vm/eval.h"

/* --- waiting -------------------------------------------------------------------------------------------- */

bool asked_add(Asked *asked, int descriptor, int events) {
    if (asked->count == asked->capacity) {
        isize capacity = asked->capacity ? 2 * asked->capacity : 8;
        WorldReady *more = arena_alloc((usize)capacity * sizeof *more, BLOCK_RAW);
        if (!more) return error_memory() != NULL;
        if (asked->count) memcpy(more, asked->items, (usize)asked->count * sizeof *more);
        arena_free(asked->items);
        asked->items = more;
        asked->capacity = capacity;
    }
    asked->items[asked->count++] = (WorldReady){.descriptor = descriptor, .events = (i16)events};
    return true;
}

void asked_free(Asked *asked) { arena_free(asked->items); }

bool select_wait(Asked *asked, WaitQueue *queue, i64 deadline) {
    if (thread_wait_ready(asked->items, asked->count, queue, thread_left(deadline))) return true;
    return vm_handle_signals() && !error_occurred();
}

/* --- select --------------------------------------------------------------------------------------------- */

/* What the three lists ask for: their items, and behind one another their descriptors. */
typedef struct Lists {
    Object *items[3]; /* lists, owned */
    Asked asked;
} Lists;

static const int asked_events[] = {POLLIN, POLLOUT, POLLPRI};
static const int told_events[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};

/* The sequence may change while its items are asked for their descriptors. */
static bool lists_add(Lists *lists, int which, Ref given) {
    Own sequence = sequence_fast(given, "arguments 1-3 must be sequences");
    bool good = sequence && (lists->items[which] = list_new(0)) != NULL;
    for (isize i = 0; good && i < sequence_fast_length(sequence); i++) {
        Own item = own(sequence_fast_items(sequence)[i]);
        int descriptor = descriptor_argument(item);
        good = descriptor >= 0;
        if (good && descriptor >= FD_SETSIZE)
            good = error_set(EXC(ValueError), "filedescriptor out of range in select()") != NULL;
        else if (good && i >= FD_SETSIZE)
            good = error_set(EXC(ValueError), "too many file descriptors in select()") != NULL;
        good = good && asked_add(&lists->asked, descriptor, asked_events[which]) &&
               list_append_ref(lists->items[which], item);
        release(item);
    }
    release_maybe(sequence);
    return good;
}

/* The three lists of what is ready. */
static Own lists_ready(const Lists *lists) {
    Own found[3] = {NULL};
    const WorldReady *asked = lists->asked.items;
    for (isize i = 0; i < lists->asked.count; i++) {
        if (asked[i].ready & POLLNVAL) return error_set_errno(EBADF, NULL);
    }
    for (int which = 0; which < 3; which++) {
        found[which] = list_new(0);
        for (isize i = 0; found[which] && i < list_length(lists->items[which]); i++, asked++) {
            if ((asked->ready & told_events[which]) &&
                !list_append_ref(found[which], list_get(lists->items[which], i)))
                slot_clear(&found[which]);
        }
    }
    return tuple_from_array_own(found, 3);
}

static bool timeout_argument(Ref given, i64 *timeout_ns) {
    *timeout_ns = -1;
    if (!given || given == None) return true;
    if (!clock_from_seconds(given, timeout_ns)) {
        if (error_matches(EXC(TypeError))) error_set(EXC(TypeError), "timeout must be a float or None");
        return false;
    }
    return *timeout_ns >= 0 || error_set(EXC(ValueError), "timeout must be non-negative") != NULL;
}

static bool any_ready(const Asked *asked) {
    for (isize i = 0; i < asked->count; i++) {
        if (asked->items[i].ready) return true;
    }
    return false;
}

static Own select_method_select(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 timeout;
    Lists lists = {.items = {NULL}};
    if (!arguments_count("select", nargs, 3, 4) || !timeout_argument(nargs > 3 ? args[3] : NULL, &timeout))
        return NULL;
    bool good = true;
    for (int i = 0; i < 3 && good; i++) good = lists_add(&lists, i, args[i]);
    i64 deadline = thread_deadline(timeout);
    do good = good && select_wait(&lists.asked, NULL, deadline);
    while (good && !any_ready(&lists.asked) && thread_left(deadline) != 0);
    Own ready = good ? lists_ready(&lists) : NULL;
    for (int i = 0; i < 3; i++) release_maybe(lists.items[i]);
    asked_free(&lists.asked);
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
