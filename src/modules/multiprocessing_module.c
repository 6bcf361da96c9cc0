/* multiprocessing_module.c: the module _multiprocessing: semaphores that processes share, on which multiprocessing's
 * locks, queues and pools stand.
 *
 * The semaphore is the system's (world.h, SEMAPHORE_OPEN); how often this process holds it, and which of its threads,
 * is counted here. Nothing tells when another process gives one back: who waits looks again, after pauses that grow. */
#include <errno.h>
#include <limits.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"

enum { KIND_RECURSIVE, KIND_SEMAPHORE };

typedef struct SemLock {
    Object head;
    i64 handle; /* world's; 0: none */
    u64 owner;  /* number of the thread that took it last */
    int count;  /* taken, less given, by this process */
    int maximum, kind;
    Object *name; /* str; NULL: it was removed from the system at once; owned */
} SemLock;
#define AS_SEM_LOCK(ref) ((SemLock *)(ref))

static bool ask(WorldCall call, i64 handle, i64 *value) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = call, .numbers = {handle}}, &answer, NULL, NULL)) return false;
    *value = answer.value;
    return true;
}

static bool is_mine(Ref self) {
    return AS_SEM_LOCK(self)->count > 0 && AS_SEM_LOCK(self)->owner == thread_current()->number;
}

/* --- taking --------------------------------------------------------------------------------------------------- */

/* 1: it is ours; 0: the time is over; -1: raised. */
static int take(Ref self, i64 timeout_ns) {
    enum { FIRST_PAUSE_NS = 50000, LONGEST_PAUSE_NS = 5000000 };
    i64 deadline = thread_deadline(timeout_ns), taken = 0;
    for (i64 pause = FIRST_PAUSE_NS;; pause = pause < LONGEST_PAUSE_NS ? 2 * pause : pause) {
        if (!ask(WORLD_CALL_SEMAPHORE_TAKE, AS_SEM_LOCK(self)->handle, &taken)) return -1;
        i64 left = taken ? 0 : thread_left(deadline);
        if (left == 0) return taken != 0;
        thread_sleep(left > 0 && left < pause ? left : pause);
        if (!vm_handle_signals()) return -1;
    }
}

static bool timeout_argument(Ref block, Ref timeout, i64 *timeout_ns) {
    int blocks = block ? object_is_true(block) : 1;
    *timeout_ns = -1;
    if (blocks < 0) return false;
    if (timeout && timeout != None) {
        double seconds = float_as_double(timeout);
        if (seconds == -1 && error_occurred()) return false;
        *timeout_ns = seconds <= 0 ? 0 : seconds > 1e9 ? -1 : (i64)(seconds * 1e9);
    }
    if (!blocks) *timeout_ns = 0;
    return true;
}

static Own acquire(Ref self, i64 timeout_ns) {
    SemLock *lock = AS_SEM_LOCK(self);
    if (lock->kind == KIND_RECURSIVE && is_mine(self)) {
        lock->count++;
        return own_bool(true);
    }
    int taken = take(self, timeout_ns);
    if (taken < 0) return NULL;
    if (taken) {
        lock->count++;
        lock->owner = thread_current()->number;
    }
    return own_bool(taken);
}

static Own sem_lock_method_acquire(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"acquire", {"block", "timeout"}, .required = 0};
    Ref given[2];
    i64 timeout_ns;
    bool right = arguments_bind(&parameters, args, nargs, kwnames, given) &&
                 timeout_argument(given[0], given[1], &timeout_ns);
    return right ? acquire(self, timeout_ns) : NULL;
}
static Own sem_lock_method_enter(Ref self) { return acquire(self, -1); }

/* --- giving back ---------------------------------------------------------------------------------------------- */

static Own sem_lock_method_release(Ref self) {
    SemLock *lock = AS_SEM_LOCK(self);
    i64 value;
    if (lock->kind == KIND_RECURSIVE) {
        if (!is_mine(self))
            return error_set(EXC(AssertionError), "attempt to release recursive lock not owned by thread");
        if (lock->count > 1) {
            lock->count--;
            return own_none();
        }
    } else {
        if (!ask(WORLD_CALL_SEMAPHORE_VALUE, lock->handle, &value)) return NULL;
        if (value >= lock->maximum)
            return error_set(EXC(ValueError), "semaphore or lock released too many times");
    }
    if (!ask(WORLD_CALL_SEMAPHORE_GIVE, lock->handle, &value)) return NULL;
    lock->count--;
    return own_none();
}

static Own sem_lock_method_exit(Ref self, Ref const *args UNUSED, isize nargs) {
    return arguments_count("__exit__", nargs, 0, 3) ? sem_lock_method_release(self) : NULL;
}

/* --- what is known of it ---------------------------------------------------------------------------------------- */

static Own sem_lock_method_count(Ref self) { return int_from_i64(AS_SEM_LOCK(self)->count); }
static Own sem_lock_method_is_mine(Ref self) { return own_bool(is_mine(self)); }
static Own sem_lock_method_get_value(Ref self) {
    i64 value;
    return ask(WORLD_CALL_SEMAPHORE_VALUE, AS_SEM_LOCK(self)->handle, &value) ? int_from_i64(value) : NULL;
}
static Own sem_lock_method_is_zero(Ref self) {
    i64 value;
    return ask(WORLD_CALL_SEMAPHORE_VALUE, AS_SEM_LOCK(self)->handle, &value) ? own_bool(value == 0) : NULL;
}
static Own sem_lock_method_after_fork(Ref self) {
    AS_SEM_LOCK(self)->count = 0;
    return own_none();
}

/* --- life ------------------------------------------------------------------------------------------------------- */

static Own sem_lock_make(Type *type, i64 handle, int kind, int maximum, Ref name) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    SemLock *lock = AS_SEM_LOCK(self);
    lock->handle = handle;
    lock->kind = kind;
    lock->maximum = maximum;
    lock->name = name ? own(name) : NULL;
    return self;
}

/* `value` -1: it is there already. False: raised. */
static bool semaphore_open(Ref name, int value, bool removes, i64 *handle) {
    WorldAnswer answer;
    Own bytes = path_encode(name);
    if (!bytes) return false;
    const char *text = (const char *)bytes_data(bytes);
    bool opened =
        outside_do(&(WorldRequest){.call = WORLD_CALL_SEMAPHORE_OPEN, .path = text, .numbers = {value}},
                   &answer, NULL, NULL);
    *handle = answer.value;
    if (opened && removes)
        opened =
            outside_do(&(WorldRequest){.call = WORLD_CALL_SEMAPHORE_REMOVE, .path = text}, &answer, NULL, NULL);
    release(bytes);
    return opened;
}

static Own sem_lock_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "SemLock", {"kind", "value", "maxvalue", "name", "unlink"}, .required = 5};
    Ref given[5];
    int kind, value, maximum;
    i64 handle;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !argument_int(given[0], &kind) ||
        !argument_int(given[1], &value) || !argument_int(given[2], &maximum) ||
        !argument_str(given[3], "SemLock", "'name'"))
        return NULL;
    int removes = object_is_true(given[4]);
    if (removes < 0) return NULL;
    if (kind != KIND_RECURSIVE && kind != KIND_SEMAPHORE)
        return error_set(EXC(ValueError), "unrecognized kind");
    if (value < 0) return error_set_errno(EINVAL, NULL);
    if (!semaphore_open(given[3], value, removes, &handle)) return NULL;
    return sem_lock_make(type, handle, kind, maximum, removes ? NULL : given[3]);
}

/* In a process that was started anew the handle means nothing: the name does. */
static Own sem_lock_method_rebuild(Ref type, Ref const *args, isize nargs) {
    int kind, maximum;
    i64 handle;
    if (!arguments_tuple("_rebuild", nargs, 4, 4)) return NULL;
    handle = int_as_i64(args[0]);
    if (error_occurred() || !argument_int(args[1], &kind) || !argument_int(args[2], &maximum)) return NULL;
    bool named = args[3] != None;
    if (named && (!argument_str(args[3], "_rebuild", "4") || !semaphore_open(args[3], -1, false, &handle)))
        return NULL;
    return sem_lock_make(AS_TYPE(type), handle, kind, maximum, named ? args[3] : NULL);
}

static void sem_lock_dealloc(Own self) {
    if (AS_SEM_LOCK(self)->handle)
        world_call(&(WorldRequest){.call = WORLD_CALL_SEMAPHORE_CLOSE, .numbers = {AS_SEM_LOCK(self)->handle}});
    slot_clear(&AS_SEM_LOCK(self)->name);
    object_free(self);
}

static Own sem_lock_get_handle(Ref self) { return int_from_i64(AS_SEM_LOCK(self)->handle); }

static const MemberDef sem_lock_members[] = {
    {"handle", MEMBER_COMPUTED, .readonly = true, .doc = "", .get = sem_lock_get_handle},
    {"kind", MEMBER_INT, offsetof(SemLock, kind), .readonly = true, .doc = ""},
    {"maxvalue", MEMBER_INT, offsetof(SemLock, maximum), .readonly = true, .doc = ""},
    {"name", MEMBER_OBJECT, offsetof(SemLock, name), .readonly = true, .doc = ""},
    {.name = NULL}};

static const MethodDef sem_lock_methods[] = {
    {"acquire", METHOD_KEYWORDS, .keywords = sem_lock_method_acquire,
     .doc = "acquire($self, /, block=True, timeout=None)\n--\n\nAcquire the semaphore/lock."},
    {"release", METHOD_NONE, .none = sem_lock_method_release,
     .doc = "release($self, /)\n--\n\nRelease the semaphore/lock."},
    {"__enter__", METHOD_NONE, .none = sem_lock_method_enter,
     .doc = "__enter__($self, /)\n--\n\nEnter the semaphore/lock."},
    {"__exit__", METHOD_ARRAY, .array = sem_lock_method_exit,
     .doc = "__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)\n--\n\nExit the semaphore/lock."},
    {"_count", METHOD_NONE, .none = sem_lock_method_count,
     .doc = "_count($self, /)\n--\n\nNum of `acquire()`s minus num of `release()`s for this process."},
    {"_is_mine", METHOD_NONE, .none = sem_lock_method_is_mine,
     .doc = "_is_mine($self, /)\n--\n\nWhether the lock is owned by this thread."},
    {"_get_value", METHOD_NONE, .none = sem_lock_method_get_value,
     .doc = "_get_value($self, /)\n--\n\nGet the value of the semaphore."},
    {"_is_zero", METHOD_NONE, .none = sem_lock_method_is_zero,
     .doc = "_is_zero($self, /)\n--\n\nReturn whether semaphore has value zero."},
    {"_rebuild", METHOD_ARRAY, .array = sem_lock_method_rebuild, .flags = METHOD_CLASS,
     .doc = "_rebuild($type, handle, kind, maxvalue, name, /)\n--\n\n"},
    {"_after_fork", METHOD_NONE, .none = sem_lock_method_after_fork,
     .doc = "_after_fork($self, /)\n--\n\nRezero the net acquisition count after fork()."},
    {.name = NULL}};

const TypeSpec sem_lock_spec = {.name = "_multiprocessing.SemLock",
                                .module = "_multiprocessing",
                                .doc = "Semaphore/Mutex type",
                                .basicsize = sizeof(SemLock),
                                .ghost_size = 56,
                                .flags = TYPE_BASETYPE,
                                .slots = {.new = sem_lock_new, .dealloc = sem_lock_dealloc},
                                .methods = sem_lock_methods,
                                .members = sem_lock_members};

/* --- the module -------------------------------------------------------------------------------------------------- */

static Own multiprocessing_method_sem_unlink(Ref self UNUSED, Ref name) {
    WorldAnswer answer;
    if (!argument_str(name, "sem_unlink", "")) return NULL;
    Own bytes = path_encode(name);
    if (!bytes) return NULL;
    WorldRequest request = {.call = WORLD_CALL_SEMAPHORE_REMOVE, .path = (const char *)bytes_data(bytes)};
    bool done = outside_do(&request, &answer, NULL, NULL);
    release(bytes);
    return done ? own_none() : NULL;
}

static const MethodDef functions[] = {{"sem_unlink", METHOD_ONE, .one = multiprocessing_method_sem_unlink,
                                       .doc = "sem_unlink($module, name, /)\n--\n\n"},
                                      {.name = NULL}};

static Own flags_new(void) {
    Own flags = dict_new(), one = int_from_i64(1);
    bool made = flags && one && dict_set_cstring(flags, "HAVE_SEM_OPEN", one) &&
                dict_set_cstring(flags, "HAVE_SEM_TIMEDWAIT", one);
    release_maybe(one);
    if (!made) release_maybe(flags);
    return made ? flags : NULL;
}

/* SemLock.SEM_VALUE_MAX, which lives as long as the type: the machine's own. */
static bool add_most(void) {
    Type *type = MODULE_TYPE(SEM_LOCK);
    if (dict_get_cstring(type->dict, "SEM_VALUE_MAX")) return true;
    u64 resume = object_machine_births_begin();
    Own most = int_from_i64(INT_MAX);
    bool added = most && dict_set_cstring(type->dict, "SEM_VALUE_MAX", most);
    release_maybe(most);
    object_machine_births_end(resume);
    type_modified(type);
    return added;
}

static bool fill(Ref module) {
    return module_add_type(module, MODULE_TYPE_SEM_LOCK) && add_most() &&
           module_add(module, "flags", flags_new());
}

const NativeModule multiprocessing_module = {
    .name = "_multiprocessing", .functions = functions, .fill = fill, .extension = true};
