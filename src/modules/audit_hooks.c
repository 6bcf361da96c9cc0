/* audit_hooks.c: sys.audit and sys.addaudithook (PEP 578): who hears the events that object/audit.h tells of.
 *
 * Hooks are never taken away, and the list of them is out of the program's reach. While one of them runs nothing is
 * traced, unless it says __cantrace__. */
#include "modules/modules.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"

/* 1 where the hook wants to be traced, 0 where not, -1: raised. */
static int hook_can_trace(Ref hook) {
    Own name = str_intern_cstring("__cantrace__"), told = NULL;
    bool looked = name && object_find_attribute(hook, name, &told);
    int answer = !looked ? -1 : told ? object_is_true(told) : 0;
    release_maybe(name);
    release_maybe(told);
    return answer;
}

static bool call_hook(Ref hook, Ref event, Ref arguments) {
    Thread *thread = thread_current();
    int can_trace = hook_can_trace(hook);
    if (can_trace < 0) return false;
    if (can_trace) thread->tracing--;
    Own answer = object_call_args(hook, 2, event, arguments);
    if (can_trace) thread->tracing++;
    release_maybe(answer);
    return answer != NULL;
}

static bool call_hooks(const char *event, Ref arguments) {
    Own name = str_from_utf8(event, -1), hooks = own(MODULES_ROOT->audit_hooks);
    bool fine = name != NULL;
    Thread *thread = thread_current();
    thread->tracing++;
    for (isize i = 0; fine && i < list_length(hooks); i++)
        fine = call_hook(list_get(hooks, i), name, arguments);
    thread->tracing--;
    release(hooks);
    release_maybe(name);
    return fine;
}

Own sys_method_addaudithook(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"addaudithook", {"hook"}, .required = 1};
    Ref out[1];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!AUDIT("sys.addaudithook", "")) { /* one of those that are there refuses the new one, in silence */
        if (!error_matches(EXC(Exception))) return NULL;
        error_clear();
        return own_none();
    }
    if (!MODULES_ROOT->audit_hooks) {
        MODULES_ROOT->audit_hooks = list_new(0);
        if (!MODULES_ROOT->audit_hooks) return NULL;
        gc_untrack(MODULES_ROOT->audit_hooks);
        import_audit_begin();
    }
    if (!list_append_ref(MODULES_ROOT->audit_hooks, out[0])) return NULL;
    OBJECT_ROOT->audit = call_hooks;
    return own_none();
}

Own sys_method_audit(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (nargs < 1) return error_set(EXC(TypeError), "audit() missing 1 required positional argument: 'event'");
    if (!audit_is_heard()) return own_none();
    if (!is_str(args[0])) {
        return error_set(EXC(TypeError), "expected str for argument 'event', not %.200s",
                         type_of(args[0])->name);
    }
    Own event = str_encode_utf8(args[0], "strict"), rest = event ? tuple_from_array(args + 1, nargs - 1) : NULL;
    bool fine = rest && OBJECT_ROOT->audit((const char *)bytes_data(event), rest);
    release_maybe(rest);
    release_maybe(event);
    return fine ? own_none() : NULL;
}

void audit_hooks_clear(void) {
    if (!AUDIT("cpython.PyInterpreterState_Clear", "")) error_clear();
    OBJECT_ROOT->audit = NULL;
    slot_clear(&MODULES_ROOT->audit_hooks);
}
