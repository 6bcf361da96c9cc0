/* select_poll.c: select.poll and select.epoll: objects that remember which descriptors are watched for what.
 *
 * Both keep a list in the arena, in order of registration. poll answers in that order. epoll keeps its ready ones in
 * a queue as Linux does: who becomes ready goes to its end, and so does whoever was reported and may be again. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/stat.h>

#include "modules/select.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define MS ((i64)1000000)

typedef struct Watched {
    int descriptor;
    u32 events;
    u64 turn; /* epoll: its place in the queue of those that are ready; 0: it is not */
} Watched;

typedef struct Poll {
    Object ob_base;
    Watched *items; /* an arena block; NULL: none yet */
    isize count, capacity;
    u64 turns;         /* epoll: handed out so far */
    int descriptor;    /* epoll: its own, -1: closed */
    bool running;      /* poll: some thread is in it */
    WaitQueue waiters; /* epoll: threads that are in it: they see what others change meanwhile */
} Poll;
#define AS_POLL(ref) ((Poll *)(ref))

static Watched *find(const Poll *self, int descriptor) {
    for (isize i = 0; i < self->count; i++) {
        if (self->items[i].descriptor == descriptor) return &self->items[i];
    }
    return NULL;
}

static bool add(Poll *self, int descriptor, u32 events) {
    if (self->count == self->capacity) {
        isize capacity = self->capacity ? 2 * self->capacity : 8;
        Watched *more = arena_alloc((usize)capacity * sizeof *more, BLOCK_RAW);
        if (!more) {
            error_memory();
            return false;
        }
        if (self->count) memcpy(more, self->items, (usize)self->count * sizeof *more);
        arena_free(self->items);
        self->items = more;
        self->capacity = capacity;
    }
    self->items[self->count++] = (Watched){.descriptor = descriptor, .events = events};
    return true;
}

static void forget(Poll *self, Watched *item) {
    isize after = self->items + self->count - item - 1;
    memmove(item, item + 1, (usize)after * sizeof *item);
    self->count--;
}

static void poll_dealloc(Own self) {
    arena_free(AS_POLL(self)->items);
    object_free(self);
}

static bool append_pair(Ref list, int descriptor, u32 events) {
    Own values[] = {int_from_i64(descriptor), int_from_i64(events)};
    Own pair = tuple_from_array_own(values, 2);
    return pair && list_append(list, pair);
}

/* A number of seconds (or, `unit`, of other things) as nanoseconds; None, NULL and less than nothing: -1. */
static bool timeout_argument(Ref value, i64 unit, i64 *timeout) {
    *timeout = -1;
    if (!value || value == None) return true;
    if (is_float(value)) {
        double wanted = float_as_double(value) * (double)unit;
        if (wanted != wanted) {
            error_set(EXC(ValueError), "Invalid value NaN (not a number)");
        } else if (wanted >= 0x1p63 || wanted < -0x1p63) {
            error_set(EXC(OverflowError), "timestamp too large to convert to C _PyTime_t");
        } else {
            *timeout = wanted < 0 ? -1 : (i64)wanted;
        }
        return !error_occurred();
    }
    if (!number_is_index(value)) {
        error_set(EXC(TypeError), "timeout must be an integer or None");
        return false;
    }
    Own index = int_index(value);
    int overflow = 0;
    i64 whole = index ? int_as_i64_overflow(index, &overflow) : 0;
    release_maybe(index);
    if (index && (overflow || whole > INT64_MAX / unit))
        error_set(EXC(OverflowError), "timestamp too large to convert to C _PyTime_t");
    else
        *timeout = whole < 0 ? -1 : whole * unit;
    return !error_occurred();
}

/* --- poll ---------------------------------------------------------------------------------------------- */

Own select_method_poll(Ref self UNUSED) {
    Own made = module_ready_type(MODULE_TYPE_POLL) ? object_new(MODULE_TYPE(POLL), 0) : NULL;
    if (made) AS_POLL(made)->descriptor = -1;
    return made;
}

/* unsigned short */
static bool poll_events(Ref value, u32 *events) {
    if (!is_int(value)) {
        error_set(EXC(TypeError), "an integer is required");
        return false;
    }
    int overflow;
    i64 number = int_as_i64_overflow(value, &overflow);
    if (overflow < 0 || (!overflow && number < 0)) {
        error_set(EXC(ValueError), "value must be positive");
    } else if (overflow || number > UINT16_MAX) {
        error_set(EXC(OverflowError), "Python int too large for C unsigned short");
    } else {
        *events = (u32)number;
    }
    return !error_occurred();
}

static Own poll_method_register(Ref self, Ref const *args, isize nargs) {
    u32 events = POLLIN | POLLPRI | POLLOUT;
    if (!arguments_count("register", nargs, 1, 2)) return NULL;
    int descriptor = descriptor_argument(args[0]);
    if (descriptor < 0 || (nargs > 1 && !poll_events(args[1], &events))) return NULL;
    Watched *item = find(AS_POLL(self), descriptor);
    if (item)
        item->events = events;
    else if (!add(AS_POLL(self), descriptor, events))
        return NULL;
    return own_none();
}

static Own poll_method_modify(Ref self, Ref const *args, isize nargs) {
    u32 events;
    if (!arguments_count("modify", nargs, 2, 2)) return NULL;
    int descriptor = descriptor_argument(args[0]);
    if (descriptor < 0 || !poll_events(args[1], &events)) return NULL;
    Watched *item = find(AS_POLL(self), descriptor);
    if (!item) return error_set_errno(ENOENT, NULL);
    item->events = events;
    return own_none();
}

static Own poll_method_unregister(Ref self, Ref fd) {
    int descriptor = descriptor_argument(fd);
    if (descriptor < 0) return NULL;
    Watched *item = find(AS_POLL(self), descriptor);
    if (item) {
        forget(AS_POLL(self), item);
        return own_none();
    }
    Own key = int_from_i64(descriptor);
    if (key) error_set_object(EXC(KeyError), key);
    release_maybe(key);
    return NULL;
}

static Own poll_ready(const Asked *asked) {
    Own list = list_new(0);
    for (isize i = 0; list && i < asked->count; i++) {
        const WorldReady *item = &asked->items[i];
        if (item->ready && !append_pair(list, item->descriptor, (u32)item->ready)) slot_clear(&list);
    }
    return list;
}

/* Waits for what is registered now. */
static Own poll_wait(const Poll *self, i64 timeout) {
    Asked asked = {NULL, 0, 0};
    Own list = NULL;
    bool good = true;
    for (isize i = 0; good && i < self->count; i++)
        good = asked_add(&asked, self->items[i].descriptor, (int)self->items[i].events);
    i64 deadline = thread_deadline(timeout);
    while (good && !list) {
        good = select_wait(&asked, NULL, deadline) && (list = poll_ready(&asked)) != NULL;
        if (good && list_length(list) == 0 && thread_left(deadline) != 0) slot_clear(&list);
    }
    asked_free(&asked);
    return list;
}

static Own poll_method_poll(Ref self, Ref const *args, isize nargs) {
    i64 timeout;
    if (!arguments_count("poll", nargs, 0, 1) || !timeout_argument(nargs ? args[0] : NULL, MS, &timeout))
        return NULL;
    if (timeout > (i64)INT32_MAX * MS) return error_set(EXC(OverflowError), "timeout is too large");
    if (AS_POLL(self)->running) return error_set(EXC(RuntimeError), "concurrent poll() invocation");
    AS_POLL(self)->running = true;
    Own ready = poll_wait(AS_POLL(self), timeout);
    AS_POLL(self)->running = false;
    return ready;
}

static const MethodDef poll_methods[] = {
    {"register", METHOD_ARRAY, .array = poll_method_register,
     .doc =
         "register($self, fd,\n         eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)\n--\n\n"
         "Register a file descriptor with the polling object.\n\n"
         "  fd\n    either an integer, or an object with a fileno() method returning an int\n"
         "  eventmask\n    an optional bitmask describing the type of events to check for"},
    {"modify", METHOD_ARRAY, .array = poll_method_modify,
     .doc = "modify($self, fd, eventmask, /)\n--\n\nModify an already registered file descriptor.\n\n"
            "  fd\n    either an integer, or an object with a fileno() method returning\n    an int\n"
            "  eventmask\n    a bitmask describing the type of events to check for"},
    {"unregister", METHOD_ONE, .one = poll_method_unregister,
     .doc = "unregister($self, fd, /)\n--\n\nRemove a file descriptor being tracked by the polling object."},
    {"poll", METHOD_ARRAY, .array = poll_method_poll,
     .doc = "poll($self, timeout=None, /)\n--\n\nPolls the set of registered file descriptors.\n\n"
            "  timeout\n    The maximum time to wait in milliseconds, or else None (or a negative\n"
            "    value) to wait indefinitely.\n\n"
            "Returns a list containing any descriptors that have events or errors to\n"
            "report, as a list of (fd, event) 2-tuples."},
    {.name = NULL}};

const TypeSpec poll_spec = {.name = "select.poll",
                            .module = "select",
                            .basicsize = sizeof(Poll),
                            .ghost_size = 32,
                            .flags = TYPE_HEAP | TYPE_NO_INSTANTIATION,
                            .slots = {.dealloc = poll_dealloc},
                            .methods = poll_methods};

/* --- epoll --------------------------------------------------------------------------------------------- */

/* A descriptor of the program's own is taken, as CPython's object has one; what it stands for is never used. */
static Own epoll_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"epoll", {"sizehint", "flags"}, .required = 0};
    Ref out[2];
    int size = -1, flags = 0;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[0] && !argument_int(out[0], &size)) ||
        (out[1] && !argument_int(out[1], &flags)))
        return NULL;
    if (size != -1 && size <= 0) return error_set(EXC(ValueError), "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC) return error_set(EXC(OSError), "invalid flags");
    WorldRequest request = {.call = WORLD_CALL_EVENT_COUNTER, .numbers = {0, EPOLL_CLOEXEC}};
    Own self = outside_do(&request, &answer, NULL, NULL) ? object_new(type, 0) : NULL;
    if (self) AS_POLL(self)->descriptor = (int)answer.value;
    return self;
}

static bool is_open(Ref self) {
    if (AS_POLL(self)->descriptor < 0) error_set(EXC(ValueError), "I/O operation on closed epoll object");
    return AS_POLL(self)->descriptor >= 0;
}

static bool close_own(Poll *self) {
    WorldRequest request = {.call = WORLD_CALL_CLOSE, .descriptor = self->descriptor};
    WorldAnswer answer;
    if (self->descriptor < 0) return true;
    self->descriptor = -1;
    return outside_do(&request, &answer, NULL, NULL);
}

static Own epoll_method_close(Ref self) { return close_own(AS_POLL(self)) ? own_none() : NULL; }

static void epoll_dealloc(Own self) {
    Own raised = error_fetch();
    if (!close_own(AS_POLL(self))) error_clear();
    if (raised) error_raise(raised);
    poll_dealloc(self);
}

static Own epoll_method_fileno(Ref self) {
    return is_open(self) ? int_from_i64(AS_POLL(self)->descriptor) : NULL;
}
static Own epoll_get_closed(Ref self, void *closure UNUSED) { return own_bool(AS_POLL(self)->descriptor < 0); }
static Own epoll_method_enter(Ref self) { return is_open(self) ? own(self) : NULL; }
static Own epoll_method_exit(Ref self, Ref const *args UNUSED, isize nargs UNUSED) {
    return object_call_method_none(self, NAME(close));
}

static Own epoll_method_fromfd(Ref class, Ref fd) {
    int descriptor;
    if (!argument_int(fd, &descriptor)) return NULL;
    Own self = object_new(AS_TYPE(class), 0);
    if (self) AS_POLL(self)->descriptor = descriptor;
    return self;
}

/* Files and folders can't be watched: EPERM; closed descriptors: EBADF. */
static bool can_be_watched(int descriptor) {
    WorldRequest request = {.call = WORLD_CALL_STAT, .descriptor = descriptor};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return false;
    WorldFileStat status;
    memcpy(&status, answer.bytes, sizeof status);
    if (!S_ISREG(status.mode) && !S_ISDIR(status.mode)) return true;
    error_set_errno(EPERM, NULL);
    return false;
}

static bool mask_argument(Ref value, u32 *events) {
    Own index = int_index(value);
    if (!index) return false;
    *events = (u32)int_as_u64_mask(index);
    release(index);
    return true;
}

/* The descriptor of args; -1 raised. */
static int watched_argument(Ref self, Ref fd) {
    int descriptor = is_open(self) ? descriptor_argument(fd) : -1;
    return descriptor >= 0 && can_be_watched(descriptor) ? descriptor : -1;
}

/* Who waits for it looks again. */
static Own epoll_changed(Ref self) {
    while (thread_wake(&AS_POLL(self)->waiters)) continue;
    return own_none();
}

static Own epoll_method_register(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"register", {"fd", "eventmask"}, .required = 1};
    Ref out[2];
    u32 events = EPOLLIN | EPOLLPRI | EPOLLOUT;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[1] && !mask_argument(out[1], &events)))
        return NULL;
    int descriptor = watched_argument(self, out[0]);
    if (descriptor < 0) return NULL;
    if ((events & EPOLLEXCLUSIVE) &&
        (events & ~(u32)(EPOLLEXCLUSIVE | EPOLLIN | EPOLLOUT | EPOLLET | EPOLLWAKEUP)))
        return error_set_errno(EINVAL, NULL);
    if (find(AS_POLL(self), descriptor)) return error_set_errno(EEXIST, NULL);
    return add(AS_POLL(self), descriptor, events) ? epoll_changed(self) : NULL;
}

static Own epoll_method_modify(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"modify", {"fd", "eventmask"}, .required = 2};
    Ref out[2];
    u32 events;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !mask_argument(out[1], &events)) return NULL;
    int descriptor = watched_argument(self, out[0]);
    if (descriptor < 0) return NULL;
    Watched *item = find(AS_POLL(self), descriptor);
    if (!item) return error_set_errno(ENOENT, NULL);
    item->events = events;
    return epoll_changed(self);
}

static Own epoll_method_unregister(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"unregister", {"fd"}, .required = 1};
    Ref fd;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &fd)) return NULL;
    int descriptor = watched_argument(self, fd);
    if (descriptor < 0) return NULL;
    Watched *item = find(AS_POLL(self), descriptor);
    if (!item) return error_set_errno(ENOENT, NULL);
    forget(AS_POLL(self), item);
    return own_none();
}

/* The bits that say how to watch, not what for. */
#define HOW_BITS ((u32)(EPOLLET | EPOLLONESHOT | EPOLLWAKEUP | EPOLLEXCLUSIVE))

/* What is watched, and is not switched off until it is registered anew. */
static bool epoll_ask(const Poll *self, Asked *asked) {
    asked->count = 0;
    for (isize i = 0; i < self->count; i++) {
        u32 wanted = self->items[i].events & ~HOW_BITS;
        if (wanted && !asked_add(asked, self->items[i].descriptor, (int)(wanted & 0xffff))) return false;
    }
    return true;
}

/* What a descriptor was found ready for. `place` is where the one before it stood. */
static u32 found_for(const Asked *asked, int descriptor, isize *place) {
    for (isize n = 0; n < asked->count; n++) {
        isize i = (*place + n) % asked->count;
        if (asked->items[i].descriptor != descriptor) continue;
        *place = i;
        return (u16)asked->items[i].ready;
    }
    return 0; /* it was registered meanwhile */
}

/* Puts into the queue who has become ready, takes out who is it no longer; found[i]: what each is ready for. */
static void update_queue(Poll *self, const Asked *asked, u32 *found) {
    for (isize i = 0, place = 0; i < self->count;) {
        Watched *item = &self->items[i];
        u32 ready = item->events & ~HOW_BITS ? found_for(asked, item->descriptor, &place) : 0;
        if (ready & POLLNVAL) { /* it was closed: epoll forgets it */
            forget(self, item);
            continue;
        }
        found[i++] = ready;
        item->turn = !ready ? 0 : item->turn ? item->turn : ++self->turns;
    }
}

/* The first in the queue up to turn `last`; -1: none. */
static isize next_in_queue(const Poll *self, u64 last) {
    isize best = -1;
    for (isize i = 0; i < self->count; i++) {
        u64 turn = self->items[i].turn;
        if (turn && turn <= last && (best < 0 || turn < self->items[best].turn)) best = i;
    }
    return best;
}

/* At most so many pairs of those that are ready. */
static Own epoll_ready(Poll *self, const Asked *asked, isize most) {
    u32 *found = arena_alloc((usize)(self->count + 1) * sizeof *found, BLOCK_RAW);
    Own list = found ? list_new(0) : error_memory();
    if (list) update_queue(self, asked, found);
    u64 last = self->turns;
    for (isize i; list && list_length(list) < most && (i = next_in_queue(self, last)) >= 0;) {
        Watched *item = &self->items[i];
        if (!append_pair(list, item->descriptor, found[i])) slot_clear(&list);
        if (item->events & EPOLLONESHOT) item->events &= HOW_BITS;
        item->turn = ++self->turns;
    }
    arena_free(found);
    return list;
}

static Own epoll_wait_for(Poll *self, i64 timeout, isize most) {
    Asked asked = {NULL, 0, 0};
    Own list = NULL;
    i64 deadline = thread_deadline(timeout);
    for (bool good = true; good && !list;) {
        good = epoll_ask(self, &asked) && select_wait(&asked, &self->waiters, deadline) &&
               (list = epoll_ready(self, &asked, most)) != NULL;
        if (good && list_length(list) == 0 && thread_left(deadline) != 0) slot_clear(&list);
    }
    asked_free(&asked);
    return list;
}

static Own epoll_method_poll(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"poll", {"timeout", "maxevents"}, .required = 0};
    Ref out[2];
    i64 timeout;
    int most = -1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[1] && !argument_int(out[1], &most)) ||
        !is_open(self) || !timeout_argument(out[0], 1000000000, &timeout))
        return NULL;
    if (most != -1 && most <= 0)
        return error_set(EXC(ValueError), "maxevents must be greater than 0, got %d", most);
    return epoll_wait_for(AS_POLL(self), timeout, most < 0 ? ISIZE_MAX : most);
}

static const MethodDef epoll_methods[] = {
    {"fromfd", METHOD_ONE, .one = epoll_method_fromfd, .flags = METHOD_CLASS,
     .doc = "fromfd($type, fd, /)\n--\n\nCreate an epoll object from a given control fd."},
    {"close", METHOD_NONE, .none = epoll_method_close,
     .doc = "close($self, /)\n--\n\nClose the epoll control file descriptor.\n\n"
            "Further operations on the epoll object will raise an exception."},
    {"fileno", METHOD_NONE, .none = epoll_method_fileno,
     .doc = "fileno($self, /)\n--\n\nReturn the epoll control file descriptor."},
    {"modify", METHOD_KEYWORDS, .keywords = epoll_method_modify,
     .doc = "modify($self, /, fd, eventmask)\n--\n\nModify event mask for a registered file descriptor.\n\n"
            "  fd\n    the target file descriptor of the operation\n"
            "  eventmask\n    a bit set composed of the various EPOLL constants"},
    {"register", METHOD_KEYWORDS, .keywords = epoll_method_register,
     .doc = "register($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | "
            "select.EPOLLOUT)\n--\n\n"
            "Registers a new fd or raises an OSError if the fd is already registered.\n\n"
            "  fd\n    the target file descriptor of the operation\n"
            "  eventmask\n    a bit set composed of the various EPOLL constants\n\n"
            "The epoll interface supports all file descriptors that support poll."},
    {"unregister", METHOD_KEYWORDS, .keywords = epoll_method_unregister,
     .doc = "unregister($self, /, fd)\n--\n\nRemove a registered file descriptor from the epoll object.\n\n"
            "  fd\n    the target file descriptor of the operation"},
    {"poll", METHOD_KEYWORDS, .keywords = epoll_method_poll,
     .doc =
         "poll($self, /, timeout=None, maxevents=-1)\n--\n\nWait for events on the epoll file descriptor.\n\n"
         "  timeout\n    the maximum time to wait in seconds (as float);\n"
         "    a timeout of None or -1 makes poll wait indefinitely\n"
         "  maxevents\n    the maximum number of events returned; -1 means no limit\n\n"
         "Returns a list containing any descriptors that have events to report,\n"
         "as a list of (fd, events) 2-tuples."},
    {"__enter__", METHOD_NONE, .none = epoll_method_enter, .doc = "__enter__($self, /)\n--\n\n"},
    {"__exit__", METHOD_ARRAY, .array = epoll_method_exit,
     .doc = "__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)\n--\n\n"},
    {.name = NULL}};
static const GetSetDef epoll_getset[] = {
    {"closed", epoll_get_closed, .doc = "True if the epoll handler is closed"}, {.name = NULL}};

const TypeSpec epoll_spec = {
    .name = "select.epoll",
    .module = "select",
    .doc = "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object\n\n"
           "sizehint must be a positive integer or -1 for the default size. The\n"
           "sizehint is used to optimize internal data structures. It doesn't limit\n"
           "the maximum number of monitored events.",
    .basicsize = sizeof(Poll),
    .ghost_size = 24,
    .flags = TYPE_HEAP,
    .slots = {.getattro = object_generic_get_attribute, .new = epoll_new, .dealloc = epoll_dealloc},
    .methods = epoll_methods,
    .getset = epoll_getset};
