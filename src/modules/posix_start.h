/* posix_start.h: what os.system, os.posix_spawn and _posixsubprocess.fork_exec share: putting together what another
 * process is to be (world.h, WorldStart), and having it started. */
#ifndef MODULES_POSIX_START_H
#define MODULES_POSIX_START_H

#include "base/text.h"
#include "modules/posix.h"

typedef struct StartPlan {
    WorldStart start;
    Text groups, kept, actions; /* i64 after i64 */
    Text folder, arguments, variables, files,
        opened; /* texts with their NULs; opened: the paths of ACTION_OPEN */
} StartPlan;

/* Signals as the program has them, and nothing else yet. Ends with start_plan_release. */
void start_plan_begin(StartPlan *plan);
void start_plan_release(StartPlan *plan);

/* Each appends one; memory that is missing is told by start_plan_run. */
void start_plan_group(StartPlan *plan, i64 group);
void start_plan_keep(StartPlan *plan, i64 descriptor);
void start_plan_act(StartPlan *plan, WorldStartAction action, i64 first, i64 second);
void start_plan_argument(StartPlan *plan, const char *text);
void start_plan_variable(StartPlan *plan, const char *text);
void start_plan_file(StartPlan *plan, const char *path);

void start_plan_opened(StartPlan *plan, const char *path); /* after its ACTION_OPEN */

/* A list or tuple of them, as execv takes it. `what` and `first` word the errors. False: raised. */
bool start_plan_arguments(StartPlan *plan, Ref arguments, const char *what, const char *first);
/* A mapping from names to values. False: raised. */
bool start_plan_environment(StartPlan *plan, Ref environment);
/* The environment as the program has left it (os.putenv). False: raised. */
bool start_plan_own_environment(StartPlan *plan);
/* The paths at which a program of this name is looked for, along the program's own PATH. */
void start_plan_search(StartPlan *plan, const char *name);

/* Has it started. False: a signal's handler raised, or memory is missing: raised. An errno is in the answer. */
bool start_plan_run(StartPlan *plan, WorldAnswer *answer);

/* os.fork, with what os.register_at_fork was given: the new process, 0 in it. False: raised. */
bool posix_fork(i64 *process);

typedef struct ChildEnd {
    i64 process; /* 0: none has ended yet (WNOHANG) */
    int error;   /* errno, 0: none */
    union {
        WorldEnd end;      /* of WORLD_CALL_WAIT */
        WorldIdEnd id_end; /* of WORLD_CALL_WAIT_ID */
    };
} ChildEnd;
/* Waits for a child, letting other threads run, by WORLD_CALL_WAIT or WAIT_ID; `options` are among the request's
 * numbers. `interruptible`: the handlers of signals run meanwhile. Else they wait, and a SIGINT from the keyboard is
 * forgotten, as system(3) does. False: raised. */
bool child_wait(const WorldRequest *request, int options, bool interruptible, ChildEnd *end);

#endif
