/* world_start.c: the other programs that are started, or that this process becomes.
 *
 * All that can fail for want of memory is done before the fork; behind it only system calls are made. The new process
 * puts the program's descriptors under the program's numbers: copies of all of them first go out of the way, so that no
 * order has to be kept. What is the host's own is closed when the other program runs. */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world/world_internal.h"

/* --- starting one: what the new process does, up to the moment when it runs the other program ---------------- */

typedef struct Starting {
    const WorldStart *start;
    const i64 *kept, *actions;
    gid_t *groups;
    const char *folder, *paths;             /* paths: of the actions that open, one behind the other */
    char **arguments, **variables, **files; /* each ended by NULL; the three share one block */
    int given[WORLD_DESCRIPTORS];           /* the host's descriptor that becomes this number; -1: none */
    bool stays[WORLD_DESCRIPTORS];          /* it does where the other program runs */
    int highest;                            /* of these numbers */
    bool lacks;                             /* a descriptor that was named is not there */
    int report;                             /* where a WorldStartFailure goes */
    bool apart;                             /* a session of its own */
    bool tried;                             /* a file was */
} Starting;

/* What the host catches would run its handlers in the wrong process; a fault has to go on being caught. */
static void signals_as_program(const WorldStart *start) {
    struct sigaction now, action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) {
        u64 bit = (u64)1 << (number - 1);
        if (number == SIGSEGV || sigaction(number, NULL, &now) < 0) continue;
        bool caught = now.sa_flags & SA_SIGINFO || (now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN);
        action.sa_handler = start->ignored & bit ? SIG_IGN : SIG_DFL;
        if (start->ignored & bit || start->defaults & bit || caught) sigaction(number, &action, NULL);
    }
}

/* Nothing of the host's is there any more when the other program runs. */
static void close_at_exec(void) {
    if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) == 0) return;
    long limit = sysconf(_SC_OPEN_MAX);
    for (int real = STDERR_FILENO + 1; real < limit; real++) fcntl(real, F_SETFD, FD_CLOEXEC);
}

/* All descriptors go out of the way first, then to where they are to be. */
static bool descriptors_as_program(Starting *s) {
    int least = s->highest + 1;
    if (s->report >= 0 && (s->report = fcntl(s->report, F_DUPFD_CLOEXEC, least)) < 0) return false;
    for (int i = 0; i <= s->highest; i++)
        if (s->given[i] >= 0 && (s->given[i] = fcntl(s->given[i], F_DUPFD_CLOEXEC, least)) < 0) return false;
    close_at_exec();
    for (int i = 0; i <= STDERR_FILENO; i++)
        if (s->given[i] < 0) close(i);
    for (int i = 0; i <= s->highest; i++)
        if (s->given[i] >= 0 && dup3(s->given[i], i, s->stays[i] ? 0 : O_CLOEXEC) < 0) return false;
    return true;
}

static bool action_open(const i64 *action, const char *path) {
    int wanted = (int)action[1], real = open(path, (int)action[2], (mode_t)(action[2] >> 32));
    if (real < 0 || real == wanted) return real >= 0;
    bool done = dup2(real, wanted) >= 0;
    close(real);
    return done;
}

static bool actions_done(const Starting *s) {
    const char *path = s->paths;
    const i64 *action = s->actions;
    for (i64 i = 0; i < s->start->action_count; i++, action += 3) {
        int from = (int)action[1], to = (int)action[2];
        switch ((WorldStartAction)action[0]) {
        case ACTION_OPEN:
            if (!action_open(action, path)) return false;
            path += strlen(path) + 1;
            break;
        case ACTION_CLOSE: close(from); break;
        case ACTION_DUPLICATE:
            if (from == to ? fcntl(from, F_SETFD, 0) < 0 : dup2(from, to) < 0) return false;
            break;
        }
    }
    return true;
}

/* setgroups, setreuid and setregid as system calls: the library's would speak to threads that are not here. */
static bool identity_changed(const Starting *s) {
    const WorldStart *start = s->start;
    if (start->flags & START_SET_GROUPS && syscall(SYS_setgroups, start->group_count, s->groups) != 0)
        return false;
    if (start->group >= 0 && syscall(SYS_setregid, start->group, start->group) != 0) return false;
    if (start->user >= 0 && syscall(SYS_setreuid, start->user, start->user) != 0) return false;
    if (!(start->flags & START_RESETS_IDS)) return true;
    return syscall(SYS_setresgid, -1, getgid(), -1) == 0 && syscall(SYS_setresuid, -1, getuid(), -1) == 0;
}

static bool policy_changed(const WorldStart *start) {
    struct sched_param parameter = {.sched_priority = (int)start->priority};
    if (start->policy >= 0) return sched_setscheduler(0, (int)start->policy, &parameter) == 0;
    return start->priority < 0 || sched_setparam(0, &parameter) == 0;
}

/* All that comes before the other program. errno says why not. */
static bool prepared(Starting *s) {
    const WorldStart *start = s->start;
    signals_as_program(start);
    if (s->apart) setsid();
    if (!descriptors_as_program(s)) return false;
    errno = EBADF;
    if (s->lacks) return false;
    if (start->flags & START_IN_FOLDER && chdir(s->folder) < 0) return false;
    if (start->mask >= 0) umask((mode_t)start->mask);
    if (start->flags & START_SESSION && !s->apart && setsid() < 0) return false;
    bool leads_already = s->apart && start->process_group == 0;
    if (start->process_group >= 0 && !leads_already && setpgid(0, (pid_t)start->process_group) < 0)
        return false;
    return policy_changed(start) && identity_changed(s) && actions_done(s);
}

/* Comes back only where none of the files could be run. errno: the first of them that was there says why not. */
static void run_first(const Starting *s) {
    int error = 0;
    for (char **file = s->files; *file; file++) {
        execve(*file, s->arguments, s->variables);
        if (errno != ENOENT && errno != ENOTDIR && !error) error = errno;
    }
    if (error) errno = error;
}

/* Comes back only where that fails: errno, and s->tried, say how. */
static void become_other(Starting *s) {
    s->tried = prepared(s);
    if (!s->tried) return;
    sigset_t mask = world_signals(s->start->held_back);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    run_first(s);
}

static NORETURN void end_failed(const Starting *s) {
    WorldStartFailure failure = {.error = errno, .before_exec = !s->tried};
    isize written = write(s->report, &failure, sizeof failure);
    (void)written;
    _exit(255);
}

/* --- this process becomes the other program -------------------------------------------------------------------- */

typedef struct Before { /* what is put back where it could not */
    struct sigaction actions[NSIG];
    sigset_t mask;
    int descriptors[WORLD_DESCRIPTORS]; /* copies; -1: there was none */
} Before;

static void remember(const Starting *s, Before *before) {
    for (int number = 1; number < NSIG; number++) sigaction(number, NULL, &before->actions[number]);
    sigprocmask(SIG_BLOCK, NULL, &before->mask);
    for (int i = 0; i <= s->highest; i++) before->descriptors[i] = fcntl(i, F_DUPFD_CLOEXEC, s->highest + 1);
}

static void put_back(const Starting *s, const Before *before) {
    for (int i = 0; i <= s->highest; i++) {
        if (s->given[i] > s->highest) close(s->given[i]);
        close(i);
        if (before->descriptors[i] < 0) continue;
        dup3(before->descriptors[i], i, i > STDERR_FILENO ? O_CLOEXEC : 0);
        close(before->descriptors[i]);
    }
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP) sigaction(number, &before->actions[number], NULL);
    sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

static i64 replace_this(Starting *s) {
    Before *before = malloc(sizeof *before);
    if (!before) return -ENOMEM;
    s->report = -1;
    remember(s, before);
    become_other(s);
    int error = errno;
    put_back(s, before);
    free(before);
    return -error;
}

/* --- starting one: what the host does ----------------------------------------------------------------------- */

/* Cuts texts that lie one behind the other into an array. */
static const char *cut(const char *texts, i64 count, char **array) {
    for (i64 i = 0; i < count; i++, texts += strlen(texts) + 1) array[i] = (char *)(uintptr_t)texts;
    array[count] = NULL;
    return texts;
}

static bool take_apart(Starting *s, const WorldRequest *r) {
    const WorldStart *start = s->start;
    const i64 *groups = (const i64 *)(const void *)(r->bytes + sizeof *start);
    s->kept = groups + start->group_count;
    s->actions = s->kept + start->kept_count;
    s->folder = (const char *)(s->actions + 3 * start->action_count);
    i64 texts = start->argument_count + start->variable_count + start->file_count + 3;
    s->arguments = malloc((usize)texts * sizeof *s->arguments);
    s->groups = malloc((usize)(start->group_count + 1) * sizeof *s->groups);
    if (!s->arguments || !s->groups) return false;
    for (i64 i = 0; i < start->group_count; i++) s->groups[i] = (gid_t)groups[i];
    s->variables = s->arguments + start->argument_count + 1;
    s->files = s->variables + start->variable_count + 1;
    const char *at = cut(s->folder + strlen(s->folder) + 1, start->argument_count, s->arguments);
    at = cut(at, start->variable_count, s->variables);
    s->paths = cut(at, start->file_count, s->files);
    return true;
}

/* The host's descriptor that a child gets for this one of the program's; -1 and errno EBADF: there is none. */
static int real_for_child(const Children *children, i64 number) {
    const Descriptor *d = world_descriptor_find((int)number);
    const WorldOptions *options = &world()->options;
    if (!d) return -1;
    if (d->stream && options->capture)
        return d->stream == STREAM_INPUT ? children->nothing : children->said[d->stream][1];
    return d->stream == WORLD_STDOUT && options->output_to_error ? STDERR_FILENO : d->real;
}

static bool is_kept(const Starting *s, i64 number) {
    for (i64 i = 0; i < s->start->kept_count; i++)
        if (s->kept[i] == number) return true;
    return false;
}

/* Which descriptors it gets. */
static void choose_descriptors(Starting *s, const Children *children) {
    bool all = !(s->start->flags & START_CLOSES);
    s->highest = STDERR_FILENO;
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) {
        const Descriptor *d = world_descriptor_find(i);
        bool standard = i <= STDERR_FILENO, named = is_kept(s, i);
        s->given[i] = d && (all || standard || named) ? real_for_child(children, i) : -1;
        s->stays[i] = d && (named || (d->inheritable && (all || standard)));
        s->lacks |= named && !d;
        if (s->given[i] >= 0 && i > s->highest) s->highest = i;
    }
    for (int i = 0; i <= STDERR_FILENO; i++) {
        if (s->start->streams[i] < 0) continue;
        s->given[i] = real_for_child(children, s->start->streams[i]);
        s->stays[i] = true;
        s->lacks |= s->given[i] < 0;
    }
}

/* Somebody outside has an end of these pipes now. */
static void share_pairs(const Starting *s) {
    Descriptor *table = world_table()->descriptors;
    for (int i = 0; i <= s->highest; i++) {
        i64 number = i <= STDERR_FILENO && s->start->streams[i] >= 0 ? s->start->streams[i] : i;
        if (s->given[i] < 0 || !table[number].pair) continue;
        for (int other = 0; other < WORLD_DESCRIPTORS; other++)
            if (table[other].pair == table[number].pair) table[other].inside = false;
    }
}

/* No signal comes before the child is what it is to be; a fault must. */
static pid_t fork_quietly(void) {
    sigset_t all, before;
    sigfillset(&all);
    sigdelset(&all, SIGSEGV);
    sigprocmask(SIG_SETMASK, &all, &before);
    world()->beyond_fork = true;
    pid_t made = fork();
    if (made != 0) {
        int error = errno;
        sigprocmask(SIG_SETMASK, &before, NULL);
        errno = error;
    }
    return made;
}

/* Waits until the child is the other program, or has failed. */
static bool hear_failure(int real, WorldStartFailure *failure) {
    isize got;
    do got = read(real, failure, sizeof *failure);
    while (got < 0 && errno == EINTR);
    return got == (isize)sizeof *failure;
}

static i64 start_prepared(Starting *s, Text *out) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return -errno;
    s->report = report[1];
    pid_t made = fork_quietly();
    if (made == 0) {
        become_other(s);
        end_failed(s);
    }
    i64 result = world_result(made);
    close(report[1]);
    WorldStartFailure failure;
    bool failed = made > 0 && hear_failure(report[0], &failure);
    close(report[0]);
    if (made > 0 && !failed) share_pairs(s);
    if (failed && s->start->flags & START_OR_NOTHING) {
        while (waitpid(made, NULL, 0) < 0 && errno == EINTR) continue;
        return -failure.error;
    }
    if (failed) text_append(out, (const char *)&failure, sizeof failure);
    return result;
}

i64 world_do_start(const WorldRequest *r, Text *out) {
    Children *children = world_children_open();
    Starting *s = calloc(1, sizeof *s);
    WorldStart start;
    i64 result = -ENOMEM;
    memcpy(&start, r->bytes, sizeof start);
    if (s) s->start = &start;
    if (children && s && take_apart(s, r)) {
        s->apart = world()->options.capture;
        world_listen_for(children, start.heard);
        choose_descriptors(s, children);
        bool in_place = start.flags & START_IN_PLACE;
        result = !in_place ? start_prepared(s, out) : world()->options.may_fork ? replace_this(s) : -ENOSYS;
    }
    if (s) free(s->groups);
    if (s) free(s->arguments);
    free(s);
    return result;
}
