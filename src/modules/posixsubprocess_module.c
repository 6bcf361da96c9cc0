/* posixsubprocess_module.c: the module _posixsubprocess, on which the library's subprocess stands.
 *
 * CPython's fork_exec has the child itself write into `errpipe_write` why it could not become the other program. Here
 * world tells that (world.h, WorldStartFailure), and it is written in the child's place: subprocess reads the same.
 * Only a preexec_fn, which is Python code, is run by a copy of this process, and where the process may be copied. */
#include <signal.h>

#include "modules/posix_start.h"
#include "object/argument_checks.h"
#include "vm/eval.h"

enum { /* fork_exec's arguments */
       ARGUMENTS,
       FILES,
       CLOSES,
       KEPT,
       FOLDER,
       VARIABLES,
       INPUT_READ,
       INPUT_WRITE,
       OUTPUT_READ,
       OUTPUT_WRITE,
       ERROR_READ,
       ERROR_WRITE,
       REPORT_READ,
       REPORT_WRITE,
       RESTORES_SIGNALS,
       NEW_SESSION,
       PROCESS_GROUP,
       GROUP,
       GROUPS,
       USER,
       MASK,
       BEFORE_EXEC,
       MAY_VFORK,
       GIVEN
};

/* --- arguments -------------------------------------------------------------------------------------------------- */

static bool flag_of(Ref value, bool *flag) {
    int truth = object_is_true(value);
    *flag = truth > 0;
    return truth >= 0;
}

/* Descriptors in ascending order. */
static bool add_kept(StartPlan *plan, Ref kept, int report) {
    i64 before = -1;
    for (isize i = 0; i < tuple_length(kept); i++) {
        int overflow = 1;
        Ref item = tuple_get(kept, i);
        i64 number = is_int(item) ? int_as_i64_overflow(item, &overflow) : -1;
        if (overflow || number <= before || number > INT32_MAX)
            return error_set(EXC(ValueError), "bad value(s) in fds_to_keep") != NULL;
        if (number != report) start_plan_keep(plan, number);
        before = number;
    }
    return true;
}

/* A sequence of bytes, whatever kind of sequence. */
static bool add_bytes(StartPlan *plan, Ref sequence, void (*add)(StartPlan *, const char *)) {
    isize count = object_length(sequence);
    if (count < 0) return false;
    if (count > ISIZE_MAX / (isize)sizeof(char *) - 1) return error_memory();
    for (isize i = 0; i < count; i++) {
        Own index = int_from_i64(i), item = index ? object_get_item(sequence, index) : NULL;
        release_maybe(index);
        bool right = item && is_bytes(item);
        if (item && !right)
            error_set(EXC(TypeError), "expected bytes, %.200s found", type_of(item)->name);
        else if (right && memchr(bytes_data(item), 0, (usize)size_of(item)))
            right = error_set(EXC(ValueError), "embedded null byte") != NULL;
        if (right) add(plan, (const char *)bytes_data(item));
        release_maybe(item);
        if (!right) return false;
    }
    return true;
}

static bool add_arguments(StartPlan *plan, Ref arguments) {
    if (arguments == None) return true;
    Own fast = sequence_fast(arguments, "argv must be a tuple");
    bool right = fast != NULL;
    for (isize i = 0, count = right ? sequence_fast_length(fast) : 0; right && i < count; i++) {
        if (sequence_fast_length(fast) != count) {
            right = error_set(EXC(RuntimeError), "args changed during iteration") != NULL;
            break;
        }
        Own path = path_of_object(sequence_fast_items(fast)[i]), bytes = path ? path_encode(path) : NULL;
        release_maybe(path);
        right = bytes != NULL;
        if (right) start_plan_argument(plan, (const char *)bytes_data(bytes));
        release_maybe(bytes);
    }
    release_maybe(fast);
    return right;
}

static bool add_folder(StartPlan *plan, Ref folder) {
    if (folder == None) return true;
    Own path = path_of_object(folder), bytes = path ? path_encode(path) : NULL;
    release_maybe(path);
    if (!bytes) return false;
    text_append(&plan->folder, (const char *)bytes_data(bytes), size_of(bytes) + 1);
    plan->start.flags |= START_IN_FOLDER;
    release(bytes);
    return true;
}

static bool add_groups(StartPlan *plan, Ref groups) {
    enum { MOST_GROUPS = 65536 };
    if (groups == None) return true;
    if (!is_list(groups)) return error_set(EXC(TypeError), "setgroups argument must be a list") != NULL;
    if (list_length(groups) > MOST_GROUPS) return error_set(EXC(ValueError), "too many groups") != NULL;
    for (isize i = 0; i < list_length(groups); i++) {
        i64 group = -1;
        if (!is_int(list_get(groups, i))) return error_set(EXC(TypeError), "groups must be integers") != NULL;
        if (!posix_id_argument(list_get(groups, i), "gid", &group))
            return error_set(EXC(ValueError), "invalid group id") != NULL;
        start_plan_group(plan, group);
    }
    plan->start.flags |= START_SET_GROUPS;
    return true;
}

/* Those that have a number of C's for an argument, in their order. */
static bool numbers_of(Ref const *args, int first, int last, int *numbers) {
    for (int i = first; i <= last; i++)
        if (!argument_int(args[i], &numbers[i])) return false;
    return true;
}

static bool add_all(StartPlan *plan, Ref const *args, const int *numbers, bool closes) {
    WorldStart *start = &plan->start;
    static const int ends[] = {INPUT_READ, OUTPUT_WRITE, ERROR_WRITE};
    start->flags = closes ? START_CLOSES : 0;
    for (int i = 0; i < COUNT_OF(ends); i++) start->streams[i] = numbers[ends[i]];
    start->process_group = numbers[PROCESS_GROUP];
    start->mask = numbers[MASK];
    if (!add_kept(plan, args[KEPT], numbers[REPORT_WRITE]) || !add_bytes(plan, args[FILES], start_plan_file) ||
        !add_arguments(plan, args[ARGUMENTS]))
        return false;
    bool variables = args[VARIABLES] == None || add_bytes(plan, args[VARIABLES], start_plan_variable);
    return variables && add_folder(plan, args[FOLDER]) && add_groups(plan, args[GROUPS]) &&
           (args[GROUP] == None || posix_id_argument(args[GROUP], "gid", &start->group)) &&
           (args[USER] == None || posix_id_argument(args[USER], "uid", &start->user));
}

/* --- starting --------------------------------------------------------------------------------------------------- */

static bool report(int descriptor, const Text *said) {
    WorldAnswer answer;
    return outside_ask(&(WorldRequest){.call = WORLD_CALL_WRITE,
                                       .descriptor = descriptor,
                                       .bytes = text_cstring(said),
                                       .length = said->length},
                       &answer);
}

/* What subprocess reads: "OSError:HEX:", with "noexec" where the program was not even tried. */
static bool report_failure(int descriptor, const WorldStartFailure *failure) {
    Text said = text_new(TEXT_IN_ARENA);
    text_append_format(&said, "OSError:%x:%s", (unsigned)failure->error, failure->before_exec ? "noexec" : "");
    bool told = report(descriptor, &said);
    text_free(&said);
    return told;
}

/* Those that Python ignores have their default action again. */
static void restore_signals(WorldStart *start) {
    const u64 restored = (u64)1 << (SIGPIPE - 1) | (u64)1 << (SIGXFSZ - 1);
    start->defaults |= restored;
    start->ignored &= ~restored;
}

static Own start(StartPlan *plan, int report_to) {
    WorldAnswer answer;
    WorldStartFailure failure;
    if (!start_plan_run(plan, &answer)) return NULL;
    if (answer.error) return error_set_errno(answer.error, NULL);
    i64 process = answer.value;
    if (answer.length) {
        memcpy(&failure, answer.bytes, sizeof failure);
        if (!report_failure(report_to, &failure)) return NULL;
    }
    return int_from_i64(process);
}

/* --- preexec_fn ------------------------------------------------------------------------------------------------- */

/* The streams are those of the other program already while preexec_fn runs. */
static bool take_streams(WorldStart *start) {
    for (int i = 0; i < COUNT_OF(start->streams); i++) {
        WorldAnswer answer;
        WorldRequest request = {
            .call = WORLD_CALL_DUPLICATE, .descriptor = (int)start->streams[i], .numbers = {i}};
        if (start->streams[i] < 0) continue;
        if (!outside_do(&request, &answer, NULL, NULL)) return false;
        request = (WorldRequest){.call = WORLD_CALL_INHERITABLE, .descriptor = i, .numbers = {true}};
        if (!outside_do(&request, &answer, NULL, NULL)) return false;
        start->streams[i] = -1;
    }
    return true;
}

typedef struct Manner {
    Ref before_exec; /* the preexec_fn; None: there is none */
    bool own_environment, restores;
    int report_to;
} Manner;

/* In the copy of this process: calls it, and becomes the other program. */
static NORETURN void run_and_become(StartPlan *plan, const Manner *manner) {
    enum { FAILED = 255 };
    Text said = text_new(TEXT_IN_ARENA);
    Own result = take_streams(&plan->start) ? object_call_none(manner->before_exec) : NULL;
    if (result && manner->own_environment && !start_plan_own_environment(plan)) slot_clear(&result);
    if (!result) {
        error_clear();
        text_append_cstring(&said, "SubprocessError:0:Exception occurred in preexec_fn.");
        report(manner->report_to, &said);
        vm_end(FAILED, 0);
    }
    WorldAnswer answer;
    WorldStart *start = &plan->start;
    signal_dispositions(&start->ignored, &start->defaults); /* it may have changed them */
    start->held_back = thread_current()->blocked_signals;
    if (manner->restores) restore_signals(start);
    start->flags |= START_IN_PLACE;
    if (start_plan_run(plan, &answer))
        report_failure(manner->report_to, &(WorldStartFailure){.error = answer.error});
    vm_end(FAILED, 0);
}

static Own start_after(StartPlan *plan, const Manner *manner) {
    i64 process;
    if (!posix_fork(&process)) return NULL;
    if (process == 0) run_and_become(plan, manner);
    return int_from_i64(process);
}

static Own posixsubprocess_method_fork_exec(Ref self UNUSED, Ref const *args, isize nargs) {
    int numbers[GIVEN];
    bool closes, restores, session, may_vfork;
    if (!arguments_tuple("fork_exec", nargs, GIVEN, GIVEN) || !flag_of(args[CLOSES], &closes)) return NULL;
    if (!is_tuple(args[KEPT]))
        return error_set(EXC(TypeError), "fork_exec() argument 4 must be tuple, not %.50s",
                         argument_type_name(args[KEPT]));
    if (!numbers_of(args, INPUT_READ, REPORT_WRITE, numbers) || !flag_of(args[RESTORES_SIGNALS], &restores) ||
        !flag_of(args[NEW_SESSION], &session) || !numbers_of(args, PROCESS_GROUP, PROCESS_GROUP, numbers) ||
        !numbers_of(args, MASK, MASK, numbers) || !flag_of(args[MAY_VFORK], &may_vfork))
        return NULL;
    if (closes && numbers[REPORT_WRITE] < 3) return error_set(EXC(ValueError), "errpipe_write must be >= 3");
    StartPlan plan;
    start_plan_begin(&plan);
    Own process = NULL;
    Manner manner = {.before_exec = args[BEFORE_EXEC],
                     .own_environment = args[VARIABLES] == None,
                     .restores = restores,
                     .report_to = numbers[REPORT_WRITE]};
    bool at_once = manner.before_exec == None;
    bool planned = add_all(&plan, args, numbers, closes);
    if (planned && manner.own_environment && at_once) planned = start_plan_own_environment(&plan);
    if (planned) {
        if (restores) restore_signals(&plan.start);
        if (session) plan.start.flags |= START_SESSION;
        process = at_once ? start(&plan, manner.report_to) : start_after(&plan, &manner);
    }
    start_plan_release(&plan);
    return process;
}

static const MethodDef functions[] = {
    {"fork_exec", METHOD_ARRAY, .array = posixsubprocess_method_fork_exec, .flags = METHOD_VARARGS,
     .doc =
         "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env,\n          p2cread, p2cwrite, "
         "c2pread, c2pwrite,\n          errread, errwrite, errpipe_read, errpipe_write,\n          "
         "restore_signals, call_setsid, pgid_to_set,\n          gid, groups_list, uid,\n          "
         "preexec_fn)\n\nForks a child process, closes parent file descriptors as appropriate in the\nchild "
         "and dups the few that are needed before calling exec() in the child\nprocess.\n\nIf close_fds is "
         "true, close file descriptors 3 and higher, except those listed\nin the sorted tuple pass_fds.\n\nThe "
         "preexec_fn, if supplied, will be called immediately before closing file\ndescriptors and "
         "exec.\nWARNING: preexec_fn is NOT SAFE if your application uses threads.\n         It may trigger "
         "infrequent, difficult to debug deadlocks.\n\nIf an error occurs in the child process before the "
         "exec, it is\nserialized and written to the errpipe_write fd per subprocess.py.\n\nReturns: the child "
         "process's PID.\n\nRaises: Only on an error in the parent process.\n"},
    {.name = NULL}};

const NativeModule posixsubprocess_module = {
    .name = "_posixsubprocess", .doc = "A POSIX helper for the subprocess module.", .functions = functions};
