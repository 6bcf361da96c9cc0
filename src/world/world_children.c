/* world_children.c: other processes that the program starts: they are a part of the outside, as a socket is.
 *
 * What the program learns of one (its number, how it ended, that it has) are answers in the log, so living the past
 * again starts none. A child has the program's descriptors under the program's numbers, and none of the host's. Where
 * the streams are captured it gets pipes in their place, /dev/null as standard input, and a session of its own, in
 * which there is no terminal: what comes out of the pipes is output of the program at the moment when CHILDREN_NEWS is
 * asked for.
 *
 * The invariant: SIGCHLD, and what else is listened for, is held back in the host, and is news until somebody asks. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world/world_internal.h"

sigset_t world_signals(u64 set) {
    sigset_t signals;
    sigemptyset(&signals);
    for (int number = 1; number < NSIG; number++)
        if (set & (u64)1 << (number - 1)) sigaddset(&signals, number);
    return signals;
}

/* --- news --------------------------------------------------------------------------------------------------- */

static void bell_add(const Children *children, int real) {
    struct epoll_event event = {.events = EPOLLIN};
    if (real >= 0) epoll_ctl(children->bell, EPOLL_CTL_ADD, real, &event);
}

static void open_said(Children *children, WorldStream stream) {
    int *ends = children->said[stream];
    if (pipe2(ends, O_CLOEXEC) < 0) return;
    for (int i = 0; i < 2; i++) ends[i] = world_above_standard(ends[i]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    bell_add(children, ends[0]);
}

/* Signals that the host needs itself, or that tell of its own faults. */
static u64 kept_by_host(void) {
    static const int always[] = {SIGINT,  SIGALRM, SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,
                                 SIGTRAP, SIGABRT, SIGKILL, SIGSTOP, NSIG - 1};
    static const int of_screen[] = {SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
    u64 kept = 0;
    for (isize i = 0; i < COUNT_OF(always); i++) kept |= (u64)1 << (always[i] - 1);
    for (isize i = 0; i < COUNT_OF(of_screen) && world()->options.capture; i++)
        kept |= (u64)1 << (of_screen[i] - 1);
    return kept;
}

u64 world_signals_heard(u64 set) {
    const WorldOptions *options = &world()->options;
    return options->may_fork && options->real_time ? set & ~kept_by_host() : 0;
}

void world_listen_for(Children *children, u64 set) {
    u64 heard = (set & ~kept_by_host()) | (u64)1 << (SIGCHLD - 1), before = children->heard;
    if (heard == before) return;
    sigset_t all = world_signals(heard), more = world_signals(heard & ~before),
             less = world_signals(before & ~heard);
    sigprocmask(SIG_BLOCK, &more, NULL);
    if (children->came < 0)
        children->came = world_above_standard(signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK));
    else
        signalfd(children->came, &all, 0);
    sigprocmask(SIG_UNBLOCK, &less, NULL);
    children->heard = heard;
}

Children *world_children_open(void) {
    World *w = world();
    if (w->children) return w->children;
    Children *children = calloc(1, sizeof *children);
    if (!children) return NULL;
    *children = (Children){.said = {{-1, -1}, {-1, -1}, {-1, -1}}, .nothing = -1, .came = -1};
    world_listen_for(children, 0);
    children->bell = world_above_standard(epoll_create1(EPOLL_CLOEXEC));
    bell_add(children, children->came);
    if (w->options.capture) {
        open_said(children, WORLD_STDOUT);
        open_said(children, WORLD_STDERR);
        children->nothing = world_above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC));
    }
    return w->children = children;
}

void world_children_forget(World *w) {
    Children *children = w->children;
    if (!children) return;
    int all[] = {children->came,       children->bell,       children->nothing,   children->said[1][0],
                 children->said[1][1], children->said[2][0], children->said[2][1]};
    for (isize i = 0; i < COUNT_OF(all); i++)
        if (all[i] >= 0) close(all[i]);
    /* A process that is the program's own is about to end: it must not die of what has a handler on the way out. */
    sigset_t heard = world_signals(children->heard);
    if (!w->options.may_fork) sigprocmask(SIG_UNBLOCK, &heard, NULL);
    free(children);
    w->children = NULL;
}

int world_children_bell(void) {
    if (!world_is_trunk(world())) return -1;
    const Children *children = world_children_open();
    return children ? children->bell : -1;
}

typedef struct SaidHead { /* then the bytes */
    i64 stream, length;
} SaidHead;

static void append_said(const Children *children, WorldStream stream, Text *out) {
    char piece[65536];
    for (isize got; (got = read(children->said[stream][0], piece, sizeof piece)) > 0;) {
        SaidHead head = {.stream = stream, .length = got};
        text_append(out, (const char *)&head, sizeof head);
        text_append(out, piece, got);
    }
}

void world_children_said(const char *bytes, isize length) {
    SaidHead head;
    for (isize i = 0; i < length; i += (isize)(sizeof head + (usize)head.length)) {
        memcpy(&head, bytes + i, sizeof head);
        world_output_live((WorldStream)head.stream, bytes + i + sizeof head, (isize)head.length);
    }
}

i64 world_do_children_news(const WorldRequest *r UNUSED, Text *out) {
    const Children *children = world_children_open();
    struct signalfd_siginfo told;
    if (!children) return -ENOMEM;
    u64 came = 0;
    while (read(children->came, &told, sizeof told) > 0) came |= (u64)1 << (told.ssi_signo - 1);
    for (WorldStream stream = WORLD_STDOUT; stream <= WORLD_STDERR; stream++)
        append_said(children, stream, out);
    world_children_said(text_cstring(out), out->length);
    return (i64)came;
}

bool world_is_beyond_fork(const World *w) { return w->beyond_fork; }

i64 world_do_hear_signals(const WorldRequest *r, Text *out UNUSED) {
    Children *children = world_children_open();
    if (!children) return -ENOMEM;
    world_listen_for(children, (u64)r->numbers[0]);
    return 0;
}

/* --- how they end ------------------------------------------------------------------------------------------- */

static i64 microseconds(struct timeval time) { return (i64)time.tv_sec * 1000000 + time.tv_usec; }

i64 world_do_wait(const WorldRequest *r, Text *out) {
    int status = 0;
    struct rusage u;
    pid_t found = wait4((pid_t)r->numbers[0], &status, (int)r->numbers[1] | WNOHANG, &u);
    if (found <= 0) return world_result(found);
    WorldEnd end = {.status = status,
                    .usage = {microseconds(u.ru_utime), microseconds(u.ru_stime), u.ru_maxrss, u.ru_ixrss,
                              u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap, u.ru_inblock,
                              u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw}};
    text_append(out, (const char *)&end, sizeof end);
    return found;
}

i64 world_do_wait_id(const WorldRequest *r, Text *out) {
    i64 which = r->numbers[1];
    if (r->numbers[0] == P_PIDFD && (which = world_real((int)which)) < 0) return -errno;
    siginfo_t info = {.si_pid = 0};
    if (waitid((idtype_t)r->numbers[0], (id_t)which, &info, (int)r->numbers[2] | WNOHANG) < 0) return -errno;
    if (info.si_pid == 0) return 0;
    WorldIdEnd end = {.user = info.si_uid, .status = info.si_status, .code = info.si_code};
    text_append(out, (const char *)&end, sizeof end);
    return info.si_pid;
}

/* Where the program itself is among those meant it gets the signal by the machine, and the host is spared. */
i64 world_do_signal(const WorldRequest *r, Text *out UNUSED) {
    pid_t process = (pid_t)r->numbers[0];
    int number = (int)r->numbers[1];
    bool means_us = process == 0 || process == -getpgrp();
    struct sigaction before, ignored = {.sa_handler = SIG_IGN};
    bool spared = means_us && number > 0 && sigaction(number, &ignored, &before) == 0;
    i64 result = world_result(kill(process, number));
    if (spared) sigaction(number, &before, NULL);
    return result < 0 ? result : spared;
}

i64 world_do_process_descriptor(const WorldRequest *r, Text *out UNUSED) {
    world()->beyond_fork = true;
    long real = syscall(SYS_pidfd_open, (pid_t)r->numbers[0], (unsigned)r->numbers[1]);
    return world_take_descriptor((int)real, false);
}

/* The process that a descriptor stands for, as the system tells it of the descriptor; 0: for none. */
static pid_t process_of(int descriptor) {
    char path[64], line[128];
    long process = 0;
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", descriptor);
    FILE *facts = fopen(path, "re");
    while (facts && process == 0 && fgets(line, sizeof line, facts))
        if (strncmp(line, "Pid:", 4) == 0) process = strtol(line + 4, NULL, 10);
    if (facts) fclose(facts);
    return (pid_t)process;
}

i64 world_do_signal_descriptor(const WorldRequest *r, Text *out UNUSED) {
    const Descriptor *descriptor = world_descriptor_find(r->descriptor);
    int number = (int)r->numbers[0];
    if (!descriptor) return -EBADF;
    bool means_us =
        number > 0 && number < NSIG && r->numbers[1] == 0 && process_of(descriptor->real) == getpid();
    if (means_us) return 1;
    return world_result(
        (int)syscall(SYS_pidfd_send_signal, descriptor->real, number, NULL, (unsigned)r->numbers[1]));
}

/* --- a copy of this process ----------------------------------------------------------------------------------- */

/* The copy has no children, no helpers, and hears for itself. */
i64 world_do_fork(const WorldRequest *r UNUSED, Text *out UNUSED) {
    World *w = world();
    if (!w->options.may_fork) return -ENOSYS;
    if (!world_children_open()) return -ENOMEM;
    pid_t made = fork();
    w->beyond_fork = true;
    if (made != 0) return world_result(made);
    world_children_forget(w);
    w->questions = NULL;
    return 0;
}
