/* asyncio_task.c: a task: it drives a coroutine, one step for each turn of the event loop that it is given.
 *
 * Invariant: a pending task has exactly one way to be woken: a call of its step stands in the loop's queue,
 * or its wake-up among the callbacks of `waiter`. asyncio_internal.h has the picture. */
#include "modules/asyncio_internal.h"
#include "object/set.h"
#include "vm/generator.h"

/* --- the callback for the next step --------------------------------------------------------------------- */

typedef struct TaskStep {
    Object ob_base;
    Object *task, *exception; /* owned; exception NULL: none */
} TaskStep;
#define AS_TASK_STEP(ref) ((TaskStep *)(ref))

static void step_clear(Ref self) {
    slot_clear(&AS_TASK_STEP(self)->task);
    slot_clear(&AS_TASK_STEP(self)->exception);
}

static void step_dealloc(Own self) {
    gc_untrack(self);
    step_clear(self);
    object_free(self);
}

static bool step_traverse(Ref self, VisitFn visit, void *context) {
    const TaskStep *step = AS_TASK_STEP(self);
    return (!step->task || visit(step->task, context)) && (!step->exception || visit(step->exception, context));
}

static Own step_call(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (kwnames && tuple_length(kwnames)) {
        return error_set(EXC(TypeError), "function takes no keyword arguments");
    }
    if (nargs) return error_set(EXC(TypeError), "function takes no positional arguments");
    const TaskStep *step = AS_TASK_STEP(self);
    return task_step(AS_TASK(step->task), step->exception);
}

static Own step_get_self(Ref self, void *closure UNUSED) {
    Ref task = AS_TASK_STEP(self)->task;
    return own(task ? task : None);
}

static const GetSetDef step_getset[] = {{"__self__", step_get_self, NULL, NULL, NULL}, {.name = NULL}};

const TypeSpec task_step_spec = {.name = "TaskStepMethWrapper",
                                 .basicsize = sizeof(TaskStep),
                                 .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                 .slots = {.dealloc = step_dealloc,
                                           .traverse = step_traverse,
                                           .clear = step_clear,
                                           .call = step_call,
                                           .getattro = object_generic_get_attribute},
                                 .getset = step_getset};

static bool step_soon(Task *task, Ref exception) {
    Own step = object_new(MODULE_TYPE(TASK_STEP), 0);
    if (!step) return false;
    AS_TASK_STEP(step)->task = own(&task->future.ob_base);
    AS_TASK_STEP(step)->exception = own_maybe(exception);
    gc_track(step);
    bool done = asyncio_call_soon(task->future.loop, step, NULL, task->context);
    release(step);
    return done;
}

/* --- birth ---------------------------------------------------------------------------------------------- */

/* Anything that asyncio.iscoroutine() holds for one; types that it said yes to are remembered. 1, 0, -1. */
static int is_task_coroutine(Ref object) {
    enum { TYPES_REMEMBERED = 100 };
    if (is_coroutine(object)) return 1;
    Ref type = (Ref)type_of(object);
    int known = set_contains(ASYNCIO->coroutine_types, type);
    if (known) return known;
    Own answer = object_call_one(ASYNCIO->is_coroutine, object);
    int is = answer ? object_is_true(answer) : -1;
    release_maybe(answer);
    if (is > 0 && set_length(ASYNCIO->coroutine_types) < TYPES_REMEMBERED &&
        !set_add(ASYNCIO->coroutine_types, type)) {
        return -1;
    }
    return is;
}

bool task_set_name(Task *task, Ref name) {
    Own text = is_exact_str(name) ? own(name) : object_str(name);
    if (text) slot_set(&task->name, text);
    return text != NULL;
}

static bool name_by_number(Task *task) {
    Own name = str_format("Task-%lu", ++ASYNCIO->task_count);
    if (name) slot_set(&task->name, name);
    return name != NULL;
}

/* A second __init__ must not pull the coroutine away from under its own feet. */
static bool is_running(const Task *task) {
    Ref coroutine = task->coroutine;
    if (!coroutine || (!is_coroutine(coroutine) && !is_generator(coroutine))) return false;
    return AS_GENERATOR(coroutine)->state == GENERATOR_EXECUTING;
}

bool task_init(Task *task, Ref coroutine, Ref loop, Ref name, Ref context) {
    if (is_running(task)) return error_set(EXC(RuntimeError), "the task's coroutine is running");
    if (!future_init(&task->future, loop)) return false;
    int is = is_task_coroutine(coroutine);
    if (is == 0) {
        task->log_destroy_pending = 0;
        error_set(EXC(TypeError), "a coroutine was expected, got %R", coroutine);
    }
    if (is <= 0) return false;
    Own own_context = context == None ? context_copy_current() : own(context);
    if (!own_context) return false;
    slot_set(&task->context, own_context);
    slot_clear(&task->waiter);
    task->must_cancel = task->cancel_requests = 0;
    task->log_destroy_pending = 1;
    slot_set(&task->coroutine, own(coroutine));
    if (!(name == None ? name_by_number(task) : task_set_name(task, name))) return false;
    return step_soon(task, NULL) && asyncio_register_task(&task->future.ob_base);
}

/* --- cancelling ----------------------------------------------------------------------------------------- */

/* victim.cancel(message): 1 it agreed, 0, -1 */
static int ask_to_cancel(Ref victim, Ref message) {
    Own answer = object_call_method_one(victim, NAME(cancel), message ? message : None);
    int agreed = answer ? object_is_true(answer) : -1;
    release_maybe(answer);
    return agreed;
}

Own task_cancel(Task *task, Ref message) {
    task->future.log_traceback = 0;
    if (task->future.state != FUTURE_PENDING) return own_bool(false);
    task->cancel_requests++;
    int agreed = task->waiter ? ask_to_cancel(task->waiter, message) : 0;
    if (agreed < 0) return NULL;
    if (!agreed) {
        task->must_cancel = 1;
        slot_set(&task->future.cancel_message, own(message));
    }
    return own_bool(true);
}

/* --- a step's end: what the coroutine has yielded ------------------------------------------------------- */

static Own task_wakeup(Ref self, Ref future);
static const MethodDef wakeup_def = {"task_wakeup", METHOD_ONE, .one = task_wakeup};

/* The next step throws RuntimeError into the coroutine. Consumes the message. */
static bool complain_soon(Task *task, Own message) {
    Own error = message ? object_call_one((Ref)EXC(RuntimeError), message) : NULL;
    bool done = error && step_soon(task, error);
    release_maybe(error);
    release_maybe(message);
    return done;
}

/* Of a future of any kind: owned, NULL raised. */
static Own loop_of(Ref future) {
    Own method;
    if (!object_find_attribute(future, NAME(get_loop), &method)) return NULL;
    if (!method) return object_get_attribute(future, NAME(_loop));
    Own loop = object_call_none(method);
    release(method);
    return loop;
}

/* The task's wake-up becomes a callback of a future that is none of ours. */
static bool add_wakeup_to_stranger(const Task *task, Ref future, Ref wakeup) {
    Own add = object_set_attribute(future, NAME(_asyncio_future_blocking), False)
                  ? object_get_attribute(future, NAME(add_done_callback))
                  : NULL;
    if (!add) return false;
    Ref const args[] = {wakeup, task->context};
    Own answer = object_call(add, args, 1, ASYNCIO->context_keyword);
    release_maybe(answer);
    release(add);
    return answer != NULL;
}

/* From now on the task waits for the future. */
static bool wait_for(Task *task, Ref future) {
    Own wakeup = builtin_function_new(&wakeup_def, &task->future.ob_base, NULL);
    if (!wakeup) return false;
    bool added;
    if (is_exact_future(future)) {
        AS_FUTURE(future)->blocking = 0;
        added = future_add_callback(AS_FUTURE(future), wakeup, task->context);
    } else {
        added = add_wakeup_to_stranger(task, future, wakeup);
    }
    release(wakeup);
    if (!added) return false;
    slot_set(&task->waiter, own(future));
    if (!task->must_cancel) return true;
    int agreed = ask_to_cancel(future, task->future.cancel_message);
    if (agreed > 0) task->must_cancel = 0;
    return agreed >= 0;
}

/* Futures are known by their attribute _asyncio_future_blocking: 1 and 0 are what it says, NOT_A_FUTURE, -1. */
enum { NOT_A_FUTURE = 2 };
static int future_blocks(Ref yielded) {
    if (is_exact_future(yielded)) return AS_FUTURE(yielded)->blocking;
    Own mark;
    if (!object_find_attribute(yielded, NAME(_asyncio_future_blocking), &mark)) return -1;
    int blocks = !mark || mark == None ? NOT_A_FUTURE : object_is_true(mark);
    release_maybe(mark);
    return blocks;
}

static bool yielded_future(Task *task, Ref future, bool blocks) {
    Ref self = &task->future.ob_base;
    Own loop = is_exact_future(future) ? own(AS_FUTURE(future)->loop) : loop_of(future);
    if (!loop) return false;
    bool is_ours = loop == task->future.loop;
    release(loop);
    if (!is_ours) {
        return complain_soon(task,
                             str_format("Task %R got Future %R attached to a different loop", self, future));
    }
    if (!blocks) {
        return complain_soon(
            task, str_format("yield was used instead of yield from in task %R with %R", self, future));
    }
    return wait_for(task, future);
}

/* False: raised. */
static bool step_yielded(Task *task, Ref yielded) {
    Ref self = &task->future.ob_base;
    if (yielded == self) return complain_soon(task, str_format("Task cannot await on itself: %R", self));
    if (yielded == None) return step_soon(task, NULL); /* a bare yield: one turn of the loop for the others */
    int blocks = future_blocks(yielded);
    if (blocks < 0) return false;
    if (blocks != NOT_A_FUTURE) return yielded_future(task, yielded, blocks);
    int generator = object_is_instance(yielded, (Ref)TYPE_GENERATOR);
    if (generator < 0) return false;
    return complain_soon(task, generator
                                   ? str_format("yield was used instead of yield from for generator in task "
                                                "%R with %R",
                                                self, yielded)
                                   : str_format("Task got bad yield: %R", yielded));
}

/* --- a step's end: the coroutine has ended -------------------------------------------------------------- */

static Own step_returned(Task *task, Ref result) {
    Own done;
    if (task->must_cancel) { /* cancelled after its last await */
        task->must_cancel = 0;
        Own message = own_maybe(task->future.cancel_message);
        done = future_cancel(&task->future, message);
        release_maybe(message);
    } else {
        done = future_set_result(&task->future, result);
    }
    if (!done) return NULL;
    release(done);
    return own_none();
}

static Own step_raised(Task *task) {
    bool cancelled = error_matches(AS_TYPE(ASYNCIO->cancelled_error));
    Own exception = error_fetch();
    if (cancelled) {
        slot_set(&task->future.cancelled_error, exception);
        return future_cancel(&task->future, NULL);
    }
    Own done = future_set_exception(&task->future, exception);
    bool ends_program = is_a(exception, EXC(KeyboardInterrupt)) || is_a(exception, EXC(SystemExit));
    if (done && ends_program) {
        release(done);
        error_restore(exception);
        return NULL;
    }
    release(exception);
    return done;
}

/* --- a step --------------------------------------------------------------------------------------------- */

/* What to throw into the coroutine: `exception`, or what a cancellation makes of it. False: raised. */
static bool choose_thrown(Task *task, Ref exception, Own *thrown) {
    *thrown = NULL;
    if (task->must_cancel) {
        int is_cancelled = exception ? object_is_instance(exception, ASYNCIO->cancelled_error) : 0;
        if (is_cancelled < 0) return false;
        if (!is_cancelled) {
            *thrown = future_cancelled_error(&task->future);
            if (!*thrown) return false;
        }
        task->must_cancel = 0;
    }
    if (!*thrown) *thrown = own_maybe(exception);
    return true;
}

static SendResult resume(const Task *task, Ref thrown, Own *result) {
    if (!thrown) return object_send(task->coroutine, None, result);
    return object_send_outcome(object_call_method_one(task->coroutine, NAME(throw), thrown), result);
}

static Own step_inside(Task *task, Ref exception) {
    Own thrown, result;
    if (task->future.state != FUTURE_PENDING) {
        return error_set(AS_TYPE(ASYNCIO->invalid_state_error), "_step(): already done: %R %R",
                         &task->future.ob_base, exception ? exception : None);
    }
    if (!choose_thrown(task, exception, &thrown)) return NULL;
    slot_clear(&task->waiter);
    if (!task->coroutine) {
        release_maybe(thrown);
        return error_set(EXC(RuntimeError), "uninitialized Task object");
    }
    SendResult outcome = resume(task, thrown, &result);
    release_maybe(thrown);
    if (outcome == SEND_ERROR) return step_raised(task);
    Own done = outcome == SEND_RETURN       ? step_returned(task, result)
               : step_yielded(task, result) ? own_none()
                                            : NULL;
    release(result);
    return done;
}

Own task_step(Task *task, Ref exception) {
    Ref self = &task->future.ob_base;
    if (!asyncio_enter_task(task->future.loop, self)) return NULL;
    Own result = step_inside(task, exception), raised = result ? NULL : error_fetch();
    bool left = asyncio_leave_task(task->future.loop, self);
    if (!result && left) error_restore(raised);
    if (left) return result;
    if (raised) { /* both went wrong: the later error tells of the earlier */
        Own later = error_fetch();
        exception_set_context(later, raised);
        error_restore(later);
    }
    release_maybe(result);
    return NULL;
}

/* The callback of the future that the task waits for. */
static Own task_wakeup(Ref self, Ref future) {
    Task *task = AS_TASK(self);
    bool failed = false;
    Own outcome = is_exact_future(future) ? future_outcome(AS_FUTURE(future), &failed)
                                          : object_call_method_none(future, NAME(result));
    if (!outcome) {
        outcome = error_fetch();
        failed = true;
    }
    Own result = task_step(task, failed ? outcome : NULL);
    release(outcome);
    return result;
}
