/* watchdog.c: a way back from native code that takes hours: sum(range(10**12)).
 *
 * Between instructions a session asks now and then whether the user has had enough. An instruction that runs long
 * never comes to that question. So while a command is carried out a timer ticks; where nobody has asked since the
 * last tick the handler does, and if so the machine is left where it stands (machine_leave), and the recorder puts
 * back the moment before: that is what a time machine is for.
 *
 * What the question calls need not be safe for signals: where the machine can be left it is neither in malloc nor in
 * stdio, which it never calls, nor in `world`. The handler has a stack of its own: the machine's may be
 * write-protected just then. */
#include "session/watchdog.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>

#include "base/stack_switch.h"
#include "session/internal.h"
#include "vm/machine.h"

enum { TICK_US = 100000, STACK_SIZE = 64 << 10 };

static struct {
    Session *session; /* whose command is carried out; NULL: none */
    int nesting;
    u64 asked; /* session->asked at the last tick */
    struct sigaction previous;
    void *stack; /* NULL: somebody else has provided one */
} watchdog;

static void on_tick(int signal_number, siginfo_t *info, void *context) {
    (void)signal_number, (void)info;
    Session *session = watchdog.session;
    if (!session) return;
    bool came_back = session->asked != watchdog.asked;
    watchdog.asked = session->asked;
    if (came_back || !machine_can_be_left(stack_interrupted(context))) return;
    bool leaves = session_is_interrupted(session);
    watchdog.asked = session->asked;
    if (leaves) machine_leave();
}

static void tick_every(int microseconds) {
    struct timeval interval = {.tv_usec = microseconds};
    setitimer(ITIMER_REAL, &(struct itimerval){interval, interval}, NULL);
}

static void provide_stack(void) {
    stack_t there;
    if (sigaltstack(NULL, &there) != 0 || !(there.ss_flags & SS_DISABLE)) return;
    watchdog.stack = malloc(STACK_SIZE);
    if (watchdog.stack) sigaltstack(&(stack_t){.ss_sp = watchdog.stack, .ss_size = STACK_SIZE}, NULL);
}

void watchdog_begin(Session *session) {
    if (!session->options.interrupted || watchdog.nesting++ > 0) return;
    provide_stack();
    struct sigaction action = {.sa_sigaction = on_tick,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, &watchdog.previous);
    watchdog.asked = session->asked;
    watchdog.session = session;
    tick_every(TICK_US);
}

void watchdog_end(Session *session) {
    if (!session->options.interrupted || --watchdog.nesting > 0) return;
    tick_every(0);
    watchdog.session = NULL;
    sigaction(SIGALRM, &watchdog.previous, NULL);
    if (!watchdog.stack) return;
    sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
    free(watchdog.stack);
    watchdog.stack = NULL;
}
