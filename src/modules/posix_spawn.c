/* posix_spawn.c: os.system and os.posix_spawn: starting other programs. (subprocess stands on
 * posixsubprocess_module.c.) */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "modules/posix_start.h"

/* --- system ----------------------------------------------------------------------------------------------------- */

static void plan_shell(StartPlan *plan, const char *command) {
    const u64 interrupts = (u64)1 << (SIGINT - 1) | (u64)1 << (SIGQUIT - 1);
    plan->start.flags = START_OR_NOTHING;
    plan->start.defaults |= interrupts & ~plan->start.ignored;
    start_plan_argument(plan, "sh");
    start_plan_argument(plan, "-c");
    start_plan_argument(plan, command);
    start_plan_file(plan, "/bin/sh");
}

/* The wait status of a shell that could not be had is that of one that ended with 127. */
static Own run_shell(StartPlan *plan) {
    enum { NO_SHELL = 127 << 8 };
    WorldAnswer answer;
    ChildEnd end;
    if (!start_plan_run(plan, &answer)) return NULL;
    if (answer.error == EROFS) return error_set_errno(answer.error, NULL); /* at a stop, or on another line */
    if (answer.error) return int_from_i64(answer.error == EAGAIN || answer.error == ENOMEM ? -1 : NO_SHELL);
    WorldRequest wait = {.call = WORLD_CALL_WAIT, .numbers = {answer.value}};
    if (!child_wait(&wait, 0, false, &end)) return NULL;
    return int_from_i64(end.error ? -1 : end.end.status);
}

static Own posix_method_system(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"system", {"command"}, .required = 1};
    Ref given;
    StartPlan plan;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given)) return NULL;
    Own path = path_of_object(given), command = path ? path_encode(path) : NULL, status = NULL;
    release_maybe(path);
    if (command && !AUDIT("os.system", "O", command)) slot_clear(&command);
    if (!command) return NULL;
    start_plan_begin(&plan);
    plan_shell(&plan, (const char *)bytes_data(command));
    if (start_plan_own_environment(&plan)) status = run_shell(&plan);
    start_plan_release(&plan);
    release(command);
    return status;
}

/* --- posix_spawn: what is done with descriptors --------------------------------------------------------------- */

/* PyArg_ParseTuple with a message of its own: False: raised. */
static bool has_length(Ref action, isize length, const char *message) {
    return tuple_length(action) == length || error_set(EXC(TypeError), "%s", message);
}

/* The system's limit is what it looks at; here it is the number of descriptors that there can be. */
static bool descriptor_of(Ref value, int *number) {
    if (!argument_int(value, number)) return false;
    return *number >= 0 || error_set_errno(EBADF, NULL);
}

static bool add_open(StartPlan *plan, Ref action) {
    int descriptor, flags;
    if (!has_length(action, 5, "A open file_action tuple must have 5 elements") ||
        !argument_int(tuple_get(action, 1), &descriptor))
        return false;
    Own path = path_of_object(tuple_get(action, 2)), bytes = path ? path_encode(path) : NULL;
    release_maybe(path);
    u64 mode = 0;
    bool right = bytes && argument_int(tuple_get(action, 3), &flags);
    if (right) mode = int_as_u64(tuple_get(action, 4));
    right = right && !error_occurred() && descriptor_of(tuple_get(action, 1), &descriptor);
    if (right) {
        start_plan_act(plan, ACTION_OPEN, descriptor, (i64)((u64)(u32)flags | mode << 32));
        start_plan_opened(plan, (const char *)bytes_data(bytes));
    }
    release_maybe(bytes);
    return right;
}

static bool add_action(StartPlan *plan, Ref action) {
    int tag, first, second = 0;
    if (!is_tuple(action) || tuple_length(action) == 0)
        return error_set(EXC(TypeError), "Each file_actions element must be a non-empty tuple") != NULL;
    if (!argument_int(tuple_get(action, 0), &tag)) return false;
    switch (tag) {
    case ACTION_OPEN: return add_open(plan, action);
    case ACTION_CLOSE:
        if (!has_length(action, 2, "A close file_action tuple must have 2 elements")) return false;
        break;
    case ACTION_DUPLICATE:
        if (!has_length(action, 3, "A dup2 file_action tuple must have 3 elements")) return false;
        if (!descriptor_of(tuple_get(action, 2), &second)) return false;
        break;
    default: return error_set(EXC(TypeError), "Unknown file_actions identifier") != NULL;
    }
    if (!descriptor_of(tuple_get(action, 1), &first)) return false;
    start_plan_act(plan, (WorldStartAction)tag, first, second);
    return true;
}

static bool add_actions(StartPlan *plan, Ref actions) {
    if (!actions || actions == None) return true;
    Own fast = sequence_fast(actions, "file_actions must be a sequence or None");
    bool right = fast != NULL;
    for (isize i = 0; right && i < sequence_fast_length(fast); i++)
        right = add_action(plan, sequence_fast_items(fast)[i]);
    release_maybe(fast);
    return right;
}

/* --- posix_spawn: what else the process is to be ---------------------------------------------------------------- */

static bool add_policy(StartPlan *plan, Ref scheduler) {
    int policy = -1, priority;
    if (!scheduler) return true;
    if (!is_tuple(scheduler))
        return error_set(EXC(SystemError), "new style getargs format but argument is not a tuple") != NULL;
    if (!has_length(scheduler, 2, "A scheduler tuple must have two elements") ||
        !posix_priority_argument(tuple_get(scheduler, 1), &priority))
        return false;
    if (tuple_get(scheduler, 0) != None && !argument_int(tuple_get(scheduler, 0), &policy)) return false;
    plan->start.policy = policy;
    plan->start.priority = priority;
    return true;
}

enum { PATH, ARGUMENTS, VARIABLES, ACTIONS, GROUP, RESETS_IDS, SESSION, HELD_BACK, DEFAULTS, SCHEDULER, GIVEN };

static bool add_attributes(StartPlan *plan, const Ref given[GIVEN]) {
    WorldStart *start = &plan->start;
    int group, resets_ids = 0, session = 0;
    u64 defaults = 0;
    if (given[GROUP]) {
        if (!argument_int(given[GROUP], &group)) return false;
        start->process_group = group;
    }
    if ((given[RESETS_IDS] && !argument_int(given[RESETS_IDS], &resets_ids)) ||
        (given[SESSION] && !argument_int(given[SESSION], &session)) ||
        (given[HELD_BACK] && !signal_set_argument(given[HELD_BACK], &start->held_back)) ||
        (given[DEFAULTS] && !signal_set_argument(given[DEFAULTS], &defaults)))
        return false;
    start->flags = START_OR_NOTHING | (resets_ids ? START_RESETS_IDS : 0) | (session ? START_SESSION : 0);
    start->defaults |= defaults;
    start->ignored &= ~defaults;
    return add_policy(plan, given[SCHEDULER]);
}

/* `what` is "FUNCTION: argv", for messages. */
static bool plan_spawn(StartPlan *plan, const char *function, const char *what, const Ref given[GIVEN]) {
    if (!start_plan_arguments(plan, given[ARGUMENTS], what, what)) return false;
    if (!type_of(given[VARIABLES])->slots.subscript)
        return error_set(EXC(TypeError), "%s: environment must be a mapping object", function) != NULL;
    return start_plan_environment(plan, given[VARIABLES]) && add_actions(plan, given[ACTIONS]) &&
           add_attributes(plan, given);
}

static Own spawn(const Parameters *parameters, const char *what, Ref const *args, isize nargs, Ref kwnames) {
    Ref given[GIVEN];
    StartPlan plan;
    PathArgument path;
    WorldAnswer answer;
    Own process = NULL;
    if (!arguments_bind(parameters, args, nargs, kwnames, given) ||
        !path_argument(given[PATH], parameters->function, "path", 0, &path))
        return NULL;
    start_plan_begin(&plan);
    if (plan_spawn(&plan, parameters->function, what, given) &&
        AUDIT("os.posix_spawn", "OOO", path.shown, given[ARGUMENTS], given[VARIABLES])) {
        if (strcmp(parameters->function, "posix_spawnp") == 0)
            start_plan_search(&plan, path.text);
        else
            start_plan_file(&plan, path.text);
        if (start_plan_run(&plan, &answer))
            process = answer.error ? error_set_errno(answer.error, path.shown) : int_from_i64(answer.value);
    }
    start_plan_release(&plan);
    path_release(&path);
    return process;
}

#define SPAWN_PARAMETERS                                                                                       \
    {                                                                                                          \
        "path", "argv", "env", "/", "*", "file_actions", "setpgroup", "resetids", "setsid", "setsigmask",      \
            "setsigdef", "scheduler"                                                                           \
    }
static Own posix_method_posix_spawn(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"posix_spawn", SPAWN_PARAMETERS, .required = 3};
    return spawn(&parameters, "posix_spawn: argv", args, nargs, kwnames);
}
static Own posix_method_posix_spawnp(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"posix_spawnp", SPAWN_PARAMETERS, .required = 3};
    return spawn(&parameters, "posix_spawnp: argv", args, nargs, kwnames);
}

const MethodDef posix_spawn_functions[] = {
    {"system", METHOD_KEYWORDS, .keywords = posix_method_system,
     .doc = "system($module, /, command)\n--\n\nExecute the command in a subshell."},
    {"posix_spawn", METHOD_KEYWORDS, .keywords = posix_method_posix_spawn,
     .doc =
         "posix_spawn($module, path, argv, env, /, *, file_actions=(),\n            "
         "setpgroup=<unrepresentable>, resetids=False, setsid=False,\n            setsigmask=(), setsigdef=(), "
         "scheduler=<unrepresentable>)\n--\n\nExecute the program specified by path in a new process.\n\n  "
         "path\n    Path of executable file.\n  argv\n    Tuple or list of strings.\n  env\n    Dictionary of "
         "strings mapping to strings.\n  file_actions\n    A sequence of file action tuples.\n  setpgroup\n    "
         "The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.\n  resetids\n    If the value is `true` the "
         "POSIX_SPAWN_RESETIDS will be activated.\n  setsid\n    If the value is `true` the POSIX_SPAWN_SETSID "
         "or POSIX_SPAWN_SETSID_NP will be activated.\n  setsigmask\n    The sigmask to use with the "
         "POSIX_SPAWN_SETSIGMASK flag.\n  setsigdef\n    The sigmask to use with the POSIX_SPAWN_SETSIGDEF "
         "flag.\n  scheduler\n    A tuple with the scheduler policy (optional) and parameters."},
    {"posix_spawnp", METHOD_KEYWORDS, .keywords = posix_method_posix_spawnp,
     .doc = "posix_spawnp($module, path, argv, env, /, *, file_actions=(),\n             "
            "setpgroup=<unrepresentable>, resetids=False, setsid=False,\n             setsigmask=(), "
            "setsigdef=(), scheduler=<unrepresentable>)\n--\n\nExecute the program specified by path in a new "
            "process.\n\n  path\n    Path of executable file.\n  argv\n    Tuple or list of strings.\n  env\n  "
            "  Dictionary of strings mapping to strings.\n  file_actions\n    A sequence of file action "
            "tuples.\n  setpgroup\n    The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.\n  resetids\n    "
            "If the value is `True` the POSIX_SPAWN_RESETIDS will be activated.\n  setsid\n    If the value is "
            "`True` the POSIX_SPAWN_SETSID or POSIX_SPAWN_SETSID_NP will be activated.\n  setsigmask\n    The "
            "sigmask to use with the POSIX_SPAWN_SETSIGMASK flag.\n  setsigdef\n    The sigmask to use with "
            "the POSIX_SPAWN_SETSIGDEF flag.\n  scheduler\n    A tuple with the scheduler policy (optional) "
            "and parameters."},
    {.name = NULL}};
