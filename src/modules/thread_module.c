/* thread_module.c: the module _thread: starting threads.
 *
 * A thread is a coroutine of the machine (vm/thread.h); what it is to run waits in a block of the arena until
 * it has the GIL for the first time. Here a thread's identifier is its number, 1 for the main thread. */
#include "modules/thread_module.h"

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/eval.h"
#include "vm/traceback.h"

/* --- starting ------------------------------------------------------------------------------------------ */

typedef struct ThreadStart {
    Object *function, *args, *kwargs; /* owned; kwargs may be NULL */
} ThreadStart;

static void thread_run(Thread *thread UNUSED, void *argument) {
    ThreadStart start = *(ThreadStart *)argument;
    arena_free(argument);
    MODULES_ROOT->threads_running++;
    Own result = object_call_tuple(start.function, start.args, start.kwargs);
    if (!result) {
        if (error_matches(EXC(SystemExit))) {
            error_clear();
        } else {
            error_unraisable_in("in thread started by", start.function);
        }
    }
    release_maybe(result);
    release(start.function);
    release(start.args);
    release_maybe(start.kwargs);
    MODULES_ROOT->threads_running--;
    thread_local_forget();
}

static Own thread_method_start_new_thread(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("start_new_thread", nargs, 2, 3)) return NULL;
    if (!object_is_callable(args[0])) return error_set(EXC(TypeError), "first arg must be callable");
    if (!is_tuple(args[1])) return error_set(EXC(TypeError), "2nd arg must be a tuple");
    if (nargs > 2 && !is_dict(args[2]))
        return error_set(EXC(TypeError), "optional 3rd arg must be a dictionary");
    ThreadStart *start = arena_alloc(sizeof *start, BLOCK_RAW);
    if (!start) return error_memory();
    *start = (ThreadStart){own(args[0]), own(args[1]), nargs > 2 ? own(args[2]) : NULL};
    Thread *thread = thread_new(thread_run, start);
    if (thread) return int_from_u64(thread->number);
    release(start->function);
    release(start->args);
    release_maybe(start->kwargs);
    arena_free(start);
    return error_set(EXC(RuntimeError), "can't start new thread");
}

static Own thread_method_exit(Ref self UNUSED) { return error_set_object(EXC(SystemExit), NULL); }

/* --- who and how many ---------------------------------------------------------------------------------- */

static Own thread_method_get_ident(Ref self UNUSED) { return int_from_u64(thread_current()->number); }
static Own thread_method_get_native_id(Ref self UNUSED) { return int_from_u64(thread_current()->number); }
static Own thread_method_count(Ref self UNUSED) { return int_from_isize(MODULES_ROOT->threads_running); }

/* Remembered only: here every thread's stack has the same size. */
static Own thread_method_stack_size(Ref self UNUSED, Ref const *args, isize nargs) {
    enum { LEAST = 32768 };
    if (!arguments_tuple("stack_size", nargs, 0, 1)) return NULL;
    isize size = nargs ? int_as_isize(args[0]) : 0, before = MODULES_ROOT->thread_stack_size;
    if (size == -1 && error_occurred()) return NULL;
    if (size < 0) return error_set(EXC(ValueError), "size must be 0 or a positive value");
    if (size && size < LEAST) return error_set(EXC(ValueError), "size not valid: %zd bytes", size);
    if (nargs) MODULES_ROOT->thread_stack_size = size;
    return int_from_isize(before);
}

static Own thread_method_interrupt_main(Ref self UNUSED, Ref const *args, isize nargs) {
    enum { INTERRUPT = 2 };
    if (!arguments_count("interrupt_main", nargs, 0, 1)) return NULL;
    int number = INTERRUPT;
    if (nargs && !argument_int(args[0], &number)) return NULL;
    if (!signal_is_number(number)) return error_set(EXC(ValueError), "signal number out of range");
    signal_trip(number);
    return own_none();
}

/* --- locks --------------------------------------------------------------------------------------------- */

static Own thread_method_allocate_lock(Ref self UNUSED) { return lock_new(); }

/* When a thread has ended: the lock that others wait for in Thread.join(). */
static void release_sentinel(Own reference) {
    Ref lock = weakref_get(reference);
    if (lock) lock_release_held(lock);
    release(reference);
}

static Own thread_method_set_sentinel(Ref self UNUSED) {
    Own lock = lock_new(), reference = lock ? weakref_new(lock, NULL) : NULL;
    if (!reference) {
        release_maybe(lock);
        return NULL;
    }
    Thread *thread = thread_current();
    slot_set(&thread->at_end_data, reference);
    thread->at_end = release_sentinel;
    return lock;
}

/* --- what a thread did not catch ----------------------------------------------------------------------- */

static bool append_thread_name(Text *text, Ref thread) {
    Own name = NULL;
    if (thread != None && !object_find_attribute(thread, NAME(name), &name)) return false;
    Own shown = name ? object_str(name) : NULL;
    release_maybe(name);
    if (error_occurred()) return false;
    if (shown) {
        str_append_utf8(shown, text);
    } else {
        text_append_format(text, "%lu", (unsigned long)thread_current()->number);
    }
    piece_end(text);
    release_maybe(shown);
    return true;
}

/* sys.stderr, or, when that is gone already, what the thread keeps for this. NULL without exception:
 * nowhere. */
static Own find_stream(Ref thread) {
    Ref stream = stream_of_sys("stderr");
    if (stream && stream != None) return own(stream);
    if (thread == None) return NULL;
    Own kept = object_get_attribute(thread, NAME(_stderr));
    if (kept == None) slot_clear(&kept);
    return kept;
}

static Own thread_method_excepthook(Ref self UNUSED, Ref args) {
    if (type_of(args) != MODULE_TYPE(EXCEPT_HOOK_ARGS)) {
        return error_set(EXC(TypeError), "_thread.excepthook argument type must be ExceptHookArgs");
    }
    Ref type = tuple_get(args, 0), exception = tuple_get(args, 1), thread = tuple_get(args, 3);
    if (type == (Ref)EXC(SystemExit)) return own_none();
    Own stream = find_stream(thread);
    if (!stream) return error_occurred() ? NULL : own_none();
    Text text = text_new(TEXT_IN_ARENA);
    piece_append(&text, "Exception in thread ");
    bool done = append_thread_name(&text, thread);
    piece_append(&text, ":\n");
    done = done && stream_write_pieces(stream, &text);
    if (done && is_exception(exception)) {
        text_clear(&text);
        traceback_print_exception(exception, &text);
        hook_show(stream, exception, &text);
    }
    text_free(&text);
    if (done) {
        Own flushed = object_call_method_none(stream, NAME(flush));
        done = flushed != NULL;
        release_maybe(flushed);
    }
    release(stream);
    return done ? own_none() : NULL;
}

/* --- the end ------------------------------------------------------------------------------------------- */

/* Waits for all threads that are not daemons, if the program has imported threading. */
static void shut_threading_down(void) {
    Ref found = dict_get_cstring(VM_ROOT->modules, "threading");
    if (!found || found == None) return;
    Own threading = own(found), result = object_call_method_none(threading, NAME(_shutdown));
    if (!result) error_unraisable(threading);
    release_maybe(result);
    release(threading);
}

/* Of functions that go by several names. */
#define ALLOCATE_LOCK_DOC                                                                                      \
    "allocate_lock() -> lock object\n(allocate() is an obsolete synonym)\n\nCreate a new lock object. "        \
    "See help(type(threading.Lock())) for\ninformation about locks."
#define EXIT_DOC                                                                                               \
    "exit()\n(exit_thread() is an obsolete synonym)\n\nThis is synonymous to ``raise SystemExit''.  It "       \
    "will cause the current\nthread to exit silently unless the exception is caught."
#define START_NEW_THREAD_DOC                                                                                   \
    "start_new_thread(function, args[, kwargs])\n(start_new() is an obsolete synonym)\n\nStart a new "         \
    "thread and return its identifier.  The thread will call the\nfunction with positional arguments "         \
    "from the tuple args and keyword arguments\ntaken from the optional dictionary kwargs.  The thread "       \
    "exits when the\nfunction returns; the return value is ignored.  The thread will also exit\nwhen "         \
    "the function raises an unhandled exception; a stack trace will be\nprinted unless the exception "         \
    "is SystemExit.\n"

static const MethodDef functions[] = {
    {"_count", METHOD_NONE, .none = thread_method_count,
     .doc = "_count() -> integer\n\nReturn the number of currently running Python threads, excluding\nthe main "
            "thread. The returned number comprises all threads created\nthrough `start_new_thread()` as well "
            "as `threading.Thread`, and not\nyet finished.\n\nThis function is meant for internal and "
            "specialized purposes only.\nIn most applications `threading.enumerate()` should be used instead."},
    {"_excepthook", METHOD_ONE, .one = thread_method_excepthook,
     .doc =
         "excepthook(exc_type, exc_value, exc_traceback, thread)\n\nHandle uncaught Thread.run() exception."},
    {"_set_sentinel", METHOD_NONE, .none = thread_method_set_sentinel,
     .doc = "_set_sentinel() -> lock\n\nSet a sentinel lock that will be released when the current "
            "thread\nstate is finalized (after it is untied from the interpreter).\n\nThis is a private API "
            "for the threading module."},
    {"allocate", METHOD_NONE, .none = thread_method_allocate_lock, .doc = ALLOCATE_LOCK_DOC},
    {"allocate_lock", METHOD_NONE, .none = thread_method_allocate_lock, .doc = ALLOCATE_LOCK_DOC},
    {"exit", METHOD_NONE, .none = thread_method_exit, .doc = EXIT_DOC},
    {"exit_thread", METHOD_NONE, .none = thread_method_exit, .doc = EXIT_DOC},
    {"get_ident", METHOD_NONE, .none = thread_method_get_ident,
     .doc =
         "get_ident() -> integer\n\nReturn a non-zero integer that uniquely identifies the current "
         "thread\namongst other threads that exist simultaneously.\nThis may be used to identify per-thread "
         "resources.\nEven though on some platforms threads identities may appear to be\nallocated consecutive "
         "numbers starting at 1, this behavior should not\nbe relied upon, and the number should be seen "
         "purely as a magic cookie.\nA thread's identity may be reused for another thread after it exits."},
    {"get_native_id", METHOD_NONE, .none = thread_method_get_native_id,
     .doc =
         "get_native_id() -> integer\n\nReturn a non-negative integer identifying the thread as reported\nby "
         "the OS (kernel). This may be used to uniquely identify a\nparticular thread within a system."},
    {"interrupt_main", METHOD_ARRAY, .array = thread_method_interrupt_main,
     .doc = "interrupt_main(signum=signal.SIGINT, /)\n\nSimulate the arrival of the given signal in the main "
            "thread,\nwhere the corresponding signal handler will be executed.\nIf *signum* is omitted, SIGINT "
            "is assumed.\nA subthread can use this function to interrupt the main thread.\n\nNote: the default "
            "signal handler for SIGINT raises ``KeyboardInterrupt``.",
     .flags = METHOD_VARARGS},
    {"stack_size", METHOD_ARRAY, .array = thread_method_stack_size,
     .doc =
         "stack_size([size]) -> size\n\nReturn the thread stack size used when creating new threads.  "
         "The\noptional size argument specifies the stack size (in bytes) to be used\nfor subsequently created "
         "threads, and must be 0 (use platform or\nconfigured default) or a positive integer value of at least "
         "32,768 (32k).\nIf changing the thread stack size is unsupported, a ThreadError\nexception is raised. "
         " If the specified size is invalid, a ValueError\nexception is raised, and the stack size is "
         "unmodified.  32k bytes\n currently the minimum supported stack size value to guarantee\nsufficient "
         "stack space for the interpreter itself.\n\nNote that some platforms may have particular restrictions "
         "on values for\nthe stack size, such as requiring a minimum stack size larger than 32 KiB "
         "or\nrequiring allocation in multiples of the system memory page size\n- platform documentation "
         "should be referred to for more information\n(4 KiB pages are common; using multiples of 4096 for the "
         "stack size is\nthe suggested approach in the absence of more specific information).",
     .flags = METHOD_VARARGS},
    {"start_new", METHOD_ARRAY, .array = thread_method_start_new_thread, .doc = START_NEW_THREAD_DOC,
     .flags = METHOD_VARARGS},
    {"start_new_thread", METHOD_ARRAY, .array = thread_method_start_new_thread, .doc = START_NEW_THREAD_DOC,
     .flags = METHOD_VARARGS},
    {.name = NULL}};

static bool fill(Ref module) {
    VM_ROOT->threading_shutdown = shut_threading_down;
    return module_add_struct_sequence(module, MODULE_TYPE_EXCEPT_HOOK_ARGS) &&
           module_add(module, "TIMEOUT_MAX", float_from_double((double)(THREAD_TIMEOUT_MAX_NS / 1000000000))) &&
           module_add(module, "error", own((Ref)EXC(RuntimeError))) && module_ready_type(MODULE_TYPE_LOCK) &&
           module_add(module, "LockType", own((Ref)MODULE_TYPE(LOCK))) &&
           module_add_type(module, MODULE_TYPE_RLOCK) && module_add_type(module, MODULE_TYPE_LOCAL);
}

const NativeModule thread_module = {
    .name = "_thread",
    .doc =
        "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module "
        "provides a more convenient interface.",
    .functions = functions,
    .fill = fill};
