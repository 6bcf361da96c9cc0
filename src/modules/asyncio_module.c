/* asyncio_module.c: the module _asyncio: which loop runs in this thread, which tasks there are, and which
 * of them runs.
 *
 * The running loop is the thread's (Thread.running_loop). All tasks are in a WeakSet, so being there keeps
 * no task alive; the task that a loop runs at this moment is in a dict, from loop to task. */
#include "modules/asyncio_internal.h"

#include "object/set.h"
#include "vm/import.h"
#include "vm/root.h"

AsyncioState *asyncio_state(void) {
    return ASYNCIO ? ASYNCIO : error_set(EXC(RuntimeError), "asyncio is gone");
}

/* --- loops ---------------------------------------------------------------------------------------------- */

Own asyncio_event_loop(void) {
    Ref running = thread_current()->running_loop;
    if (running) return own(running);
    if (!asyncio_state()) return NULL;
    Own policy = object_call_none(ASYNCIO->get_event_loop_policy);
    Own loop = policy ? object_call_method_none(policy, NAME(get_event_loop)) : NULL;
    release_maybe(policy);
    return loop;
}

bool asyncio_call_soon(Ref loop, Ref callback, Ref argument, Ref context) {
    Own call_soon = asyncio_state() ? object_get_attribute(loop, NAME(call_soon)) : NULL;
    if (!call_soon) return false;
    Ref const with[] = {callback, argument, context}, without[] = {callback, context};
    Own handle = argument ? object_call(call_soon, with, 2, ASYNCIO->context_keyword)
                          : object_call(call_soon, without, 1, ASYNCIO->context_keyword);
    release(call_soon);
    release_maybe(handle);
    return handle != NULL;
}

static Own asyncio_method_get_event_loop(Ref module UNUSED) { return asyncio_event_loop(); }

static Own asyncio_method_get_event_loop_at(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_get_event_loop", {"stacklevel"}, .required = 0};
    Ref level;
    int ignored;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &level)) return NULL;
    if (level && !argument_int(level, &ignored)) return NULL;
    return asyncio_event_loop();
}

static Own asyncio_method_get_running_loop(Ref module UNUSED) {
    Ref running = thread_current()->running_loop;
    return running ? own(running) : error_set(EXC(RuntimeError), "no running event loop");
}

static Own asyncio_method_running_loop_or_none(Ref module UNUSED) {
    Ref running = thread_current()->running_loop;
    return own(running ? running : None);
}

static Own asyncio_method_set_running_loop(Ref module UNUSED, Ref loop) {
    slot_set(&thread_current()->running_loop, loop == None ? NULL : own(loop));
    return own_none();
}

/* --- tasks ---------------------------------------------------------------------------------------------- */

/* all_tasks.add(task), all_tasks.discard(task) */
static Own tell_all_tasks(Ref name, Ref task) {
    return asyncio_state() ? object_call_method_one(ASYNCIO->all_tasks, name, task) : NULL;
}

bool asyncio_register_task(Ref task) {
    Own answer = tell_all_tasks(NAME(add), task);
    release_maybe(answer);
    return answer != NULL;
}

/* Lent; NULL: none runs, or raised. */
static Ref current_task(Ref loop, isize hash) { return dict_get_hashed(ASYNCIO->current_tasks, loop, hash); }

bool asyncio_enter_task(Ref loop, Ref task) {
    isize hash = asyncio_state() ? object_hash(loop) : -1;
    if (hash == -1) return false;
    Ref current = current_task(loop, hash);
    if (current) {
        return error_set(EXC(RuntimeError),
                         "Cannot enter into task %R while another task %R is being executed.", task, current);
    }
    MODULES_ROOT->task_switches++;
    return !error_occurred() && dict_set_hashed(ASYNCIO->current_tasks, loop, hash, task);
}

bool asyncio_leave_task(Ref loop, Ref task) {
    isize hash = asyncio_state() ? object_hash(loop) : -1;
    if (hash == -1) return false;
    Ref current = current_task(loop, hash);
    if (!current && error_occurred()) return false;
    if (current != task) {
        return error_set(EXC(RuntimeError), "Leaving task %R does not match the current task %R.", task,
                         current ? current : None);
    }
    MODULES_ROOT->task_switches++;
    return dict_delete_hashed(ASYNCIO->current_tasks, loop, hash);
}

/* fn(task) */
static Own register_or_not(const char *function, Ref name, Ref const *args, isize nargs, Ref kwnames) {
    const Parameters parameters = {function, {"task"}, .required = 1};
    Ref task;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &task)) return NULL;
    Own answer = tell_all_tasks(name, task);
    if (!answer) return NULL;
    release(answer);
    return own_none();
}
static Own asyncio_method_register_task(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return register_or_not("_register_task", NAME(add), args, nargs, kwnames);
}
static Own asyncio_method_unregister_task(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return register_or_not("_unregister_task", NAME(discard), args, nargs, kwnames);
}

static Own asyncio_method_enter_task(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_enter_task", {"loop", "task"}, .required = 2};
    Ref given[2];
    bool done =
        arguments_bind(&parameters, args, nargs, kwnames, given) && asyncio_enter_task(given[0], given[1]);
    return done ? own_none() : NULL;
}
static Own asyncio_method_leave_task(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_leave_task", {"loop", "task"}, .required = 2};
    Ref given[2];
    bool done =
        arguments_bind(&parameters, args, nargs, kwnames, given) && asyncio_leave_task(given[0], given[1]);
    return done ? own_none() : NULL;
}

static const MethodDef functions[] = {
    {"get_event_loop", METHOD_NONE, .none = asyncio_method_get_event_loop,
     .doc =
         "get_event_loop($module, /)\n--\n\nReturn an asyncio event loop.\n\nWhen called from a coroutine or a "
         "callback (e.g. scheduled with\ncall_soon or similar API), this function will always return "
         "the\nrunning event loop.\n\nIf there is no running event loop set, the function will return\nthe "
         "result of `get_event_loop_policy().get_event_loop()` call."},
    {"_get_event_loop", METHOD_KEYWORDS, .keywords = asyncio_method_get_event_loop_at,
     .doc = "_get_event_loop($module, /, stacklevel=3)\n--\n\n"},
    {"get_running_loop", METHOD_NONE, .none = asyncio_method_get_running_loop,
     .doc =
         "get_running_loop($module, /)\n--\n\nReturn the running event loop.  Raise a RuntimeError if there is "
         "none.\n\nThis function is thread-specific."},
    {"_get_running_loop", METHOD_NONE, .none = asyncio_method_running_loop_or_none,
     .doc =
         "_get_running_loop($module, /)\n--\n\nReturn the running event loop or None.\n\nThis is a low-level "
         "function intended to be used by event loops.\nThis function is thread-specific."},
    {"_set_running_loop", METHOD_ONE, .one = asyncio_method_set_running_loop,
     .doc = "_set_running_loop($module, loop, /)\n--\n\nSet the running event loop.\n\nThis is a low-level "
            "function intended to be used by event loops.\nThis function is thread-specific."},
    {"_register_task", METHOD_KEYWORDS, .keywords = asyncio_method_register_task,
     .doc = "_register_task($module, /, task)\n--\n\nRegister a new task in asyncio as executed by "
            "loop.\n\nReturns None."},
    {"_unregister_task", METHOD_KEYWORDS, .keywords = asyncio_method_unregister_task,
     .doc = "_unregister_task($module, /, task)\n--\n\nUnregister a task.\n\nReturns None."},
    {"_enter_task", METHOD_KEYWORDS, .keywords = asyncio_method_enter_task,
     .doc = "_enter_task($module, /, loop, task)\n--\n\nEnter into task execution or resume suspended "
            "task.\n\nTask belongs to loop.\n\nReturns None."},
    {"_leave_task", METHOD_KEYWORDS, .keywords = asyncio_method_leave_task,
     .doc = "_leave_task($module, /, loop, task)\n--\n\nLeave task execution or suspend a task.\n\nTask "
            "belongs to loop.\n\nReturns None."},
    {.name = NULL}};

/* --- the module ----------------------------------------------------------------------------------------- */

/* What it takes from asyncio's files: in the order in which CPython imports them. */
typedef struct Import {
    const char *module, *name;
    isize offset; /* in AsyncioState */
} Import;
static const Import imports[] = {
    {"asyncio.events", "get_event_loop_policy", offsetof(AsyncioState, get_event_loop_policy)},
    {"asyncio.base_futures", "_future_repr", offsetof(AsyncioState, future_repr)},
    {"asyncio.exceptions", "InvalidStateError", offsetof(AsyncioState, invalid_state_error)},
    {"asyncio.exceptions", "CancelledError", offsetof(AsyncioState, cancelled_error)},
    {"asyncio.base_tasks", "_task_repr", offsetof(AsyncioState, task_repr)},
    {"asyncio.base_tasks", "_task_get_stack", offsetof(AsyncioState, task_get_stack)},
    {"asyncio.base_tasks", "_task_print_stack", offsetof(AsyncioState, task_print_stack)},
    {"asyncio.coroutines", "iscoroutine", offsetof(AsyncioState, is_coroutine)},
    {"traceback", "extract_stack", offsetof(AsyncioState, extract_stack)},
    {"weakref", "WeakSet", offsetof(AsyncioState, all_tasks)}}; /* the class: then its instance */

static Object **state_slot(AsyncioState *state, const Import *import) {
    return (Object **)(void *)((char *)state + import->offset);
}

static bool fill_state(AsyncioState *state) {
    for (isize i = 0; i < COUNT_OF(imports); i++) {
        Own value = import_attribute(imports[i].module, imports[i].name);
        if (!value) return false;
        slot_set(state_slot(state, &imports[i]), value);
    }
    slot_set(&state->current_tasks, dict_new());
    slot_set(&state->coroutine_types, set_new(NULL));
    slot_set(&state->context_keyword, tuple_pack(1, NAME(context)));
    Own all_tasks = object_call_none(state->all_tasks);
    if (!all_tasks) return false;
    slot_set(&state->all_tasks, all_tasks);
    return state->current_tasks && state->coroutine_types && state->context_keyword;
}

static void clear(void) {
    AsyncioState *state = ASYNCIO;
    if (!state) return;
    for (isize i = 0; i < COUNT_OF(imports); i++) slot_clear(state_slot(state, &imports[i]));
    slot_clear(&state->current_tasks);
    slot_clear(&state->coroutine_types);
    slot_clear(&state->context_keyword);
    MODULES_ROOT->asyncio = NULL;
    arena_free(state);
}

static AsyncioState *allocate_state(void) {
    AsyncioState *state = arena_alloc(sizeof(AsyncioState), BLOCK_RAW);
    if (!state) return error_memory();
    *state = (AsyncioState){.task_count = 0};
    return MODULES_ROOT->asyncio = state;
}

/* Whoever imports _asyncio before asyncio comes here twice: the import of asyncio.events imports this module,
 * while it is being made. Both fill the state, in CPython too: asyncio.tasks then has the inner one's tables,
 * which nobody fills. */
static bool make_state(void) {
    bool is_outer = !ASYNCIO;
    if (!is_outer && ASYNCIO->current_tasks) return true;
    if (is_outer && !allocate_state()) return false;
    if (fill_state(ASYNCIO)) return true;
    if (is_outer) clear();
    return false;
}

static bool fill(Ref module) {
    return make_state() && module_ready_type(MODULE_TYPE_FUTURE_ITERATOR) &&
           module_ready_type(MODULE_TYPE_TASK_STEP) && module_add_type(module, MODULE_TYPE_FUTURE) &&
           module_add_type(module, MODULE_TYPE_TASK) &&
           module_add(module, "_all_tasks", own(ASYNCIO->all_tasks)) &&
           module_add(module, "_current_tasks", own(ASYNCIO->current_tasks));
}

const NativeModule asyncio_module = {.name = "_asyncio",
                                     .doc = "Accelerator module for asyncio",
                                     .functions = functions,
                                     .fill = fill,
                                     .clear = clear,
                                     .extension = true};
