/* resource_module.c: the module resource: limits, and what was used. */
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "vm/eval.h"

static bool resource_argument(Ref value, int *which) {
    if (!argument_int(value, which)) return false;
    if (*which >= 0 && *which < RLIM_NLIMITS) return true;
    error_set(EXC(ValueError), "invalid resource specified");
    return false;
}

/* process 0: this one. The pair of limits, or NULL raised. */
static Own limits_of(i64 process, int which) {
    i64 pair[2];
    WorldAnswer answer;
    WorldRequest request = {.call = WORLD_CALL_RESOURCE_LIMIT, .numbers = {which, process}};
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    memcpy(pair, answer.bytes, sizeof pair);
    Own values[] = {int_from_i64(pair[0]), int_from_i64(pair[1])}; /* RLIM_INFINITY is -1 */
    return tuple_from_array_own(values, COUNT_OF(values));
}

static Own resource_method_getrlimit(Ref self UNUSED, Ref resource) {
    int which;
    return resource_argument(resource, &which) ? limits_of(0, which) : NULL;
}

/* Two numbers of bytes, seconds ... out of anything that can be iterated over. */
static bool limits_argument(Ref limits, i64 pair[2]) {
    Own items = list_from_iterable(limits);
    if (!items) return false;
    bool right = list_length(items) == 2;
    if (!right) error_set(EXC(ValueError), "expected a tuple of 2 integers");
    for (int i = 0; right && i < 2; i++) {
        Own index = int_index(list_get(items, i));
        pair[i] = index ? int_as_i64(index) : -1;
        release_maybe(index);
        right = !error_occurred();
    }
    release(items);
    return right;
}

/* *error: what the system says. False: raised. */
static bool set_limits(i64 process, int which, Ref limits, int *error) {
    i64 pair[2];
    WorldAnswer answer;
    if (!limits_argument(limits, pair)) return false;
    WorldRequest request = {.call = WORLD_CALL_RESOURCE_LIMIT_SET,
                            .numbers = {which, process},
                            .bytes = (const char *)pair,
                            .length = sizeof pair};
    if (!outside_ask(&request, &answer)) return false;
    *error = answer.error;
    if (answer.error == EINVAL)
        return error_set(EXC(ValueError), "current limit exceeds maximum limit") != NULL;
    return true;
}

static Own resource_method_setrlimit(Ref self UNUSED, Ref const *args, isize nargs) {
    int which, error;
    if (!arguments_count("setrlimit", nargs, 2, 2) || !resource_argument(args[0], &which) ||
        !AUDIT("resource.setrlimit", "iO", which, args[1]) || !set_limits(0, which, args[1], &error))
        return NULL;
    if (error == EPERM) return error_set(EXC(ValueError), "not allowed to raise maximum limit");
    return error ? error_set_errno(error, NULL) : own_none();
}

static Own resource_method_prlimit(Ref self UNUSED, Ref const *args, isize nargs) {
    int process, which, error = 0;
    if (nargs < 2 || nargs > 3) return error_set(EXC(TypeError), "resource.prlimit requires 2 to 3 arguments");
    Ref limits = nargs > 2 ? args[2] : NULL;
    if (!argument_int(args[0], &process) || !resource_argument(args[1], &which) ||
        !AUDIT("resource.prlimit", "iiO", process, which, limits))
        return NULL;
    Own before = limits_of(process, which);
    if (before && limits && !set_limits(process, which, limits, &error)) slot_clear(&before);
    if (before && error) {
        error_set_errno(error, NULL);
        slot_clear(&before);
    }
    return before;
}

static Own resource_method_getrusage(Ref self UNUSED, Ref who) {
    int whose;
    if (!argument_int(who, &whose)) return NULL;
    if (whose != RUSAGE_SELF && whose != RUSAGE_CHILDREN && whose != RUSAGE_THREAD)
        return error_set(EXC(ValueError), "invalid who parameter");
    ResourceUse use;
    if (!outside_resource_use(whose, &use)) return NULL;
    Own values[2 + COUNT_OF(use.others)] = {float_from_double((double)use.user_ns * 1e-9),
                                            float_from_double((double)use.system_ns * 1e-9)};
    for (int i = 0; i < COUNT_OF(use.others); i++) values[2 + i] = int_from_i64(use.others[i]);
    return struct_sequence_make(MODULE_TYPE_STRUCT_RUSAGE, values);
}

static Own resource_method_getpagesize(Ref self UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_SYSTEM_LIMIT, .numbers = {_SC_PAGESIZE}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}

static const MethodDef functions[] = {
    {"getrlimit", METHOD_ONE, .one = resource_method_getrlimit,
     .doc = "getrlimit($module, resource, /)\n--\n\n"},
    {"prlimit", METHOD_ARRAY, .array = resource_method_prlimit, .doc = "prlimit(pid, resource, [limits])"},
    {"setrlimit", METHOD_ARRAY, .array = resource_method_setrlimit,
     .doc = "setrlimit($module, resource, limits, /)\n--\n\n"},
    {"getrusage", METHOD_ONE, .one = resource_method_getrusage, .doc = "getrusage($module, who, /)\n--\n\n"},
    {"getpagesize", METHOD_NONE, .none = resource_method_getpagesize, .doc = "getpagesize($module, /)\n--\n\n"},
    {.name = NULL}};

#define NUMBER(name)                                                                                           \
    { #name, name }
static const ModuleConstant constants[] = {
    NUMBER(RLIMIT_AS),     NUMBER(RLIMIT_CORE),     NUMBER(RLIMIT_CPU),        NUMBER(RLIMIT_DATA),
    NUMBER(RLIMIT_FSIZE),  NUMBER(RLIMIT_MEMLOCK),  NUMBER(RLIMIT_MSGQUEUE),   NUMBER(RLIMIT_NICE),
    NUMBER(RLIMIT_NOFILE), NUMBER(RLIMIT_NPROC),    NUMBER(RLIMIT_OFILE),      NUMBER(RLIMIT_RSS),
    NUMBER(RLIMIT_RTPRIO), NUMBER(RLIMIT_RTTIME),   NUMBER(RLIMIT_SIGPENDING), NUMBER(RLIMIT_STACK),
    {"RLIM_INFINITY", -1}, NUMBER(RUSAGE_CHILDREN), NUMBER(RUSAGE_SELF),       NUMBER(RUSAGE_THREAD),
    {.name = NULL}};
#undef NUMBER

static bool fill(Ref module) {
    return module_add_constants(module, constants) && module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add_struct_sequence(module, MODULE_TYPE_STRUCT_RUSAGE);
}
const NativeModule resource_module = {
    .name = "resource", .functions = functions, .fill = fill, .extension = true};
