/* posix_start.c: putting together what another process is to be, and waiting for it. */
#include "modules/posix_start.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "vm/children.h"
#include "vm/eval.h"

/* --- the plan --------------------------------------------------------------------------------------------------- */

void start_plan_begin(StartPlan *plan) {
    const Text empty = text_new(TEXT_IN_ARENA);
    *plan = (StartPlan){.start = {.streams = {-1, -1, -1},
                                  .mask = -1,
                                  .process_group = -1,
                                  .user = -1,
                                  .group = -1,
                                  .policy = -1,
                                  .priority = -1,
                                  .held_back = thread_current()->blocked_signals,
                                  .heard = VM_ROOT->children.heard},
                        .groups = empty,
                        .kept = empty,
                        .actions = empty,
                        .folder = empty,
                        .arguments = empty,
                        .variables = empty,
                        .files = empty,
                        .opened = empty};
    signal_dispositions(&plan->start.ignored, &plan->start.defaults);
}

void start_plan_release(StartPlan *plan) {
    Text *all[] = {&plan->groups,    &plan->kept,      &plan->actions, &plan->folder,
                   &plan->arguments, &plan->variables, &plan->files,   &plan->opened};
    for (isize i = 0; i < COUNT_OF(all); i++) text_free(all[i]);
}

static void add_number(Text *numbers, i64 number) {
    text_append(numbers, (const char *)&number, sizeof number);
}
static void add_text(Text *texts, const char *text) { text_append(texts, text, (isize)strlen(text) + 1); }

void start_plan_group(StartPlan *plan, i64 group) {
    add_number(&plan->groups, group);
    plan->start.group_count++;
}

void start_plan_keep(StartPlan *plan, i64 descriptor) {
    add_number(&plan->kept, descriptor);
    plan->start.kept_count++;
}

void start_plan_act(StartPlan *plan, WorldStartAction action, i64 first, i64 second) {
    add_number(&plan->actions, action);
    add_number(&plan->actions, first);
    add_number(&plan->actions, second);
    plan->start.action_count++;
}

void start_plan_argument(StartPlan *plan, const char *text) {
    add_text(&plan->arguments, text);
    plan->start.argument_count++;
}

void start_plan_variable(StartPlan *plan, const char *text) {
    add_text(&plan->variables, text);
    plan->start.variable_count++;
}

void start_plan_file(StartPlan *plan, const char *path) {
    add_text(&plan->files, path);
    plan->start.file_count++;
}

void start_plan_opened(StartPlan *plan, const char *path) { add_text(&plan->opened, path); }

/* --- arguments and the environment -------------------------------------------------------------------------------------------- */

/* The bytes of a path's text; NULL raised. */
static Own text_of(Ref value) {
    Own path = path_of_object(value), bytes = path ? path_encode(path) : NULL;
    release_maybe(path);
    return bytes;
}

bool start_plan_arguments(StartPlan *plan, Ref arguments, const char *what, const char *first) {
    if (!is_list(arguments) && !is_tuple(arguments))
        return error_set(EXC(TypeError), "%s must be a tuple or list", what) != NULL;
    if (sequence_fast_length(arguments) < 1)
        return error_set(EXC(ValueError), "%s must not be empty", what) != NULL;
    for (isize i = 0; i < sequence_fast_length(arguments); i++) {
        Own bytes = text_of(sequence_fast_items(arguments)[i]);
        if (!bytes) return false;
        start_plan_argument(plan, (const char *)bytes_data(bytes));
        release(bytes);
    }
    bool empty = !text_cstring(&plan->arguments)[0];
    return !empty || error_set(EXC(ValueError), "%s first element cannot be empty", first) != NULL;
}

/* NAME=value */
static void add_variable(StartPlan *plan, Ref name, Ref value) {
    Text *variables = &plan->variables;
    text_append(variables, (const char *)bytes_data(name), size_of(name));
    text_append_char(variables, '=');
    add_text(variables, (const char *)bytes_data(value));
    plan->start.variable_count++;
}

static bool add_pair(StartPlan *plan, Ref name, Ref value) {
    Own name_bytes = text_of(name), value_bytes = name_bytes ? text_of(value) : NULL;
    bool right = value_bytes != NULL;
    if (right && (size_of(name_bytes) == 0 || memchr(bytes_data(name_bytes), '=', (usize)size_of(name_bytes))))
        right = error_set(EXC(ValueError), "illegal environment variable name") != NULL;
    if (right) add_variable(plan, name_bytes, value_bytes);
    release_maybe(name_bytes);
    release_maybe(value_bytes);
    return right;
}

bool start_plan_environment(StartPlan *plan, Ref environment) {
    Own view = object_call_method_none(environment, NAME(items)),
        items = view ? sequence_fast(view, "items") : NULL;
    release_maybe(view);
    bool right = items != NULL;
    for (isize i = 0; right && i < sequence_fast_length(items); i++) {
        Ref pair = sequence_fast_items(items)[i];
        right =
            is_tuple(pair) && tuple_length(pair) == 2 && add_pair(plan, tuple_get(pair, 0), tuple_get(pair, 1));
    }
    release_maybe(items);
    return right;
}

bool start_plan_own_environment(StartPlan *plan) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_ENVIRONMENT}, &answer, NULL, NULL)) return false;
    Ref changes = MODULES_ROOT->environment;
    for (const char *at = answer.bytes; at < answer.bytes + answer.length; at += strlen(at) + 1) {
        const char *equals = strchr(at, '=');
        Own name = changes && equals ? bytes_from(at, equals - at) : NULL;
        if (!name && error_occurred()) return false;
        if (!name || !dict_get(changes, name)) start_plan_variable(plan, at);
        release_maybe(name);
    }
    isize position = 0;
    for (Ref name, value; changes && dict_each(changes, &position, &name, &value, NULL);)
        if (value != None) add_variable(plan, name, value);
    return true;
}

void start_plan_search(StartPlan *plan, const char *name) {
    if (strchr(name, '/')) {
        start_plan_file(plan, name);
        return;
    }
    const char *path = outside_environment("PATH");
    if (!path) path = "/bin:/usr/bin";
    for (const char *end; path; path = *end ? end + 1 : NULL) {
        end = strchrnul(path, ':');
        text_append(&plan->files, path, end - path);
        if (end > path) text_append_char(&plan->files, '/');
        start_plan_file(plan, name);
    }
}

/* --- starting --------------------------------------------------------------------------------------------------- */

/* The plan as world takes it. */
static Text plan_pack(const StartPlan *plan) {
    Text packed = text_new(TEXT_IN_ARENA);
    const Text *parts[] = {&plan->groups,    &plan->kept,      &plan->actions, &plan->folder,
                           &plan->arguments, &plan->variables, &plan->files,   &plan->opened};
    text_append(&packed, (const char *)&plan->start, sizeof plan->start);
    for (isize i = 0; i < COUNT_OF(parts); i++) {
        text_append(&packed, text_cstring(parts[i]), parts[i]->length);
        packed.failed |= parts[i]->failed;
    }
    return packed;
}

bool start_plan_run(StartPlan *plan, WorldAnswer *answer) {
    if (!plan->folder.length) text_append_char(&plan->folder, 0);
    Text packed = plan_pack(plan);
    bool whole = !packed.failed || error_memory();
    bool asked =
        whole &&
        outside_ask(&(WorldRequest){.call = WORLD_CALL_START, .bytes = packed.data, .length = packed.length},
                    answer);
    text_free(&packed);
    if (asked && !answer->error) children_started();
    return asked;
}

/* --- waiting ---------------------------------------------------------------------------------------------------- */

static bool is_gone(const WorldRequest *request, int options, const ChildEnd *end) {
    if (end->process <= 0 || options & WNOWAIT) return false;
    int status = (int)end->end.status;
    i64 code = end->id_end.code;
    return request->call == WORLD_CALL_WAIT ? WIFEXITED(status) || WIFSIGNALED(status)
                                            : code == CLD_EXITED || code == CLD_KILLED || code == CLD_DUMPED;
}

static bool ask_for_end(const WorldRequest *request, ChildEnd *end) {
    WorldAnswer answer;
    if (!outside_ask(request, &answer)) return false;
    *end = (ChildEnd){.process = answer.value, .error = answer.error};
    if (answer.length) memcpy(&end->end, answer.bytes, (usize)answer.length);
    return true;
}

/* Signals that come are seen to later; the keyboard's SIGINT, which has no bit among those that came, never. */
static void wait_undisturbed(void) {
    VM_ROOT->eval_breaker &= ~(u32)BREAKER_SIGNAL;
    children_wait();
    VM_ROOT->eval_breaker &= ~(u32)BREAKER_SIGNAL;
    if (MODULES_ROOT->signals.tripped) vm_break(BREAKER_SIGNAL);
}

bool child_wait(const WorldRequest *request, int options, bool interruptible, ChildEnd *end) {
    thread_release_gil();
    thread_take_gil();
    for (;;) {
        if (!ask_for_end(request, end)) return false;
        if (end->error || end->process || options & WNOHANG) break;
        if (!interruptible) {
            wait_undisturbed();
            continue;
        }
        children_wait();
        if (!vm_handle_signals()) return false;
    }
    if (is_gone(request, options, end)) children_reaped();
    return true;
}
