/* posix_identity.c: whose process this is: users and groups, process groups, priorities, and which processors it may
 * use. What is changed is changed outside, once. */
#include <errno.h>
#include <sched.h>
#include <sys/resource.h>

#include "modules/posix.h"
#include "object/argument_checks.h"
#include "object/set.h"

static Own fact(WorldFact which, i64 about, i64 who) {
    WorldRequest request = {.call = WORLD_CALL_PROCESS_FACT, .numbers = {which, about, who}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}

static Own change(WorldChange which, i64 a, i64 b, i64 c) {
    WorldRequest request = {.call = WORLD_CALL_PROCESS_CHANGE, .numbers = {which, a, b, c}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

/* --- users and groups ---------------------------------------------------------------------------------- */

bool posix_id_argument(Ref value, const char *what, i64 *id) {
    if (!type_of(value)->slots.index) {
        error_set(EXC(TypeError), "%s should be integer, not %.200s", what, type_of(value)->name);
        return false;
    }
    Own index = int_index(value);
    if (!index) return false;
    int overflow;
    *id = int_as_i64_overflow(index, &overflow);
    release(index);
    if (!overflow && *id >= -1 && *id <= UINT32_MAX) return true;
    /* CPython says so of all that a C long can hold */
    error_set(EXC(OverflowError), "%s is %s", what,
              overflow > 0 ? "greater than maximum" : "less than minimum");
    return false;
}

static Own change_ids(const char *function, WorldChange which, const char *what, isize wanted, Ref const *args,
                      isize nargs) {
    i64 ids[3] = {0};
    if (!arguments_count(function, nargs, wanted, wanted)) return NULL;
    for (isize i = 0; i < wanted; i++) {
        if (!posix_id_argument(args[i], what, &ids[i])) return NULL;
    }
    return change(which, ids[0], ids[1], ids[2]);
}

#define CHANGE_ONE(name, which, what)                                                                          \
    static Own posix_method_##name(Ref self UNUSED, Ref id) {                                                  \
        return change_ids(#name, which, what, 1, &id, 1);                                                      \
    }
#define CHANGE_MORE(name, which, what, count)                                                                  \
    static Own posix_method_##name(Ref self UNUSED, Ref const *args, isize nargs) {                            \
        return change_ids(#name, which, what, count, args, nargs);                                             \
    }
CHANGE_ONE(setuid, CHANGE_USER, "uid")
CHANGE_ONE(seteuid, CHANGE_USER_EFFECTIVE, "uid")
CHANGE_MORE(setreuid, CHANGE_USER_TWO, "uid", 2)
CHANGE_MORE(setresuid, CHANGE_USER_THREE, "uid", 3)
CHANGE_ONE(setgid, CHANGE_GROUP, "gid")
CHANGE_ONE(setegid, CHANGE_GROUP_EFFECTIVE, "gid")
CHANGE_MORE(setregid, CHANGE_GROUP_TWO, "gid", 2)
CHANGE_MORE(setresgid, CHANGE_GROUP_THREE, "gid", 3)
#undef CHANGE_ONE
#undef CHANGE_MORE

static Own three_ids(WorldFact first) {
    Own ids[] = {fact(first, 0, 0), fact(first + 1, 0, 0), fact(first + 2, 0, 0)};
    return tuple_from_array_own(ids, COUNT_OF(ids));
}
static Own posix_method_getresuid(Ref self UNUSED) { return three_ids(FACT_USER_REAL); }
static Own posix_method_getresgid(Ref self UNUSED) { return three_ids(FACT_GROUP_REAL); }

static Own numbers_list(const WorldAnswer *answer) {
    Own list = list_new(0);
    for (isize at = 0; list && at < answer->length; at += (isize)sizeof(i64)) {
        i64 number;
        memcpy(&number, answer->bytes + at, sizeof number);
        Own item = int_from_i64(number);
        if (!item || !list_append(list, item)) slot_clear(&list);
    }
    return list;
}

static Own posix_method_getgroups(Ref self UNUSED) {
    WorldAnswer answer;
    bool told = outside_do(&(WorldRequest){.call = WORLD_CALL_GROUPS_OF}, &answer, NULL, NULL);
    return told ? numbers_list(&answer) : NULL;
}

static Own groups_of(const char *function, WorldRequest *request, Ref const *args, isize nargs,
                     WorldAnswer *answer) {
    if (!arguments_count(function, nargs, 2, 2)) return NULL;
    if (!is_str(args[0])) {
        return error_set(EXC(TypeError), "%s() argument 1 must be str, not %.50s", function,
                         argument_type_name(args[0]));
    }
    Own name = path_encode(args[0]);
    if (!name) return NULL;
    request->path = (const char *)bytes_data(name);
    bool told =
        posix_id_argument(args[1], "gid", &request->numbers[0]) && outside_do(request, answer, NULL, NULL);
    release(name);
    return told ? numbers_list(answer) : NULL;
}
static Own posix_method_getgrouplist(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_GROUPS_OF};
    WorldAnswer answer;
    return groups_of("getgrouplist", &request, args, nargs, &answer);
}

static Own set_groups(const Text *ids) {
    WorldRequest request = {.call = WORLD_CALL_GROUPS_SET, .bytes = text_cstring(ids), .length = ids->length};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

static Own posix_method_setgroups(Ref self UNUSED, Ref groups) {
    if (!object_is_sequence(groups)) return error_set(EXC(TypeError), "setgroups argument must be a sequence");
    Own fast = sequence_fast(groups, "setgroups argument must be a sequence");
    Text ids = text_new(TEXT_IN_ARENA);
    bool right = fast != NULL;
    for (isize i = 0; right && i < sequence_fast_length(fast); i++) {
        i64 id;
        right = is_int(sequence_fast_items(fast)[i])
                    ? posix_id_argument(sequence_fast_items(fast)[i], "gid", &id)
                    : error_set(EXC(TypeError), "groups must be integers") != NULL;
        if (right) text_append(&ids, (const char *)&id, sizeof id);
    }
    release_maybe(fast);
    if (ids.failed) right = error_memory();
    Own done = right ? set_groups(&ids) : NULL;
    text_free(&ids);
    return done;
}

static Own posix_method_initgroups(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_GROUPS_OF};
    WorldAnswer answer;
    Own groups = groups_of("initgroups", &request, args, nargs, &answer);
    Own done = groups ? posix_method_setgroups(NULL, groups) : NULL;
    release_maybe(groups);
    return done;
}

/* --- processes and their groups ------------------------------------------------------------------------ */

static Own posix_method_getpgid(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getpgid", {"pid"}, .required = 1};
    Ref out;
    int pid;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &out) || !argument_parsed_int(out, &pid))
        return NULL;
    return fact(FACT_GROUP, pid, 0);
}
static Own posix_method_getsid(Ref self UNUSED, Ref process) {
    int pid;
    return argument_parsed_int(process, &pid) ? fact(FACT_SESSION, pid, 0) : NULL;
}
static Own posix_method_setpgid(Ref self UNUSED, Ref const *args, isize nargs) {
    int pid, group;
    if (!arguments_count("setpgid", nargs, 2, 2) || !argument_parsed_int(args[0], &pid) ||
        !argument_parsed_int(args[1], &group))
        return NULL;
    return change(CHANGE_PROCESS_GROUP, pid, group, 0);
}
static Own posix_method_setpgrp(Ref self UNUSED) { return change(CHANGE_PROCESS_GROUP, 0, 0, 0); }

/* --- priorities ---------------------------------------------------------------------------------------- */

static Own priority_of(int kind, int who) {
    Own told = fact(FACT_PRIORITY, kind, who);
    i64 priority = told ? int_as_i64(told) - 20 : 0;
    release_maybe(told);
    return told ? int_from_i64(priority) : NULL;
}

static Own posix_method_getpriority(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getpriority", {"which", "who"}, .required = 2};
    Ref out[2];
    int kind, who;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[0], &kind) ||
        !argument_int(out[1], &who))
        return NULL;
    return priority_of(kind, who);
}

static Own posix_method_setpriority(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"setpriority", {"which", "who", "priority"}, .required = 3};
    Ref out[3];
    int kind, who, priority;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[0], &kind) ||
        !argument_int(out[1], &who) || !argument_int(out[2], &priority))
        return NULL;
    return change(CHANGE_PRIORITY, kind, who, priority);
}

static Own posix_method_nice(Ref self UNUSED, Ref increment) {
    int by;
    if (!argument_int(increment, &by)) return NULL;
    Own now = priority_of(PRIO_PROCESS, 0);
    if (!now || by == 0) return now;
    i64 wanted = int_as_i64(now) + by;
    release(now);
    Own done = change(CHANGE_PRIORITY, PRIO_PROCESS, 0, wanted);
    if (!done) return NULL;
    release(done);
    return priority_of(PRIO_PROCESS, 0);
}

/* --- scheduling ---------------------------------------------------------------------------------------- */

static Own fact_by_keyword(const Parameters *parameters, WorldFact which, Ref const *args, isize nargs,
                           Ref kwnames) {
    Ref out;
    int policy;
    if (!arguments_bind(parameters, args, nargs, kwnames, &out) || !argument_int(out, &policy)) return NULL;
    return fact(which, policy, 0);
}
static Own posix_method_sched_get_priority_max(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"sched_get_priority_max", {"policy"}, .required = 1};
    return fact_by_keyword(&parameters, FACT_PRIORITY_MAX, args, nargs, kwnames);
}
static Own posix_method_sched_get_priority_min(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"sched_get_priority_min", {"policy"}, .required = 1};
    return fact_by_keyword(&parameters, FACT_PRIORITY_MIN, args, nargs, kwnames);
}
static Own posix_method_sched_getscheduler(Ref self UNUSED, Ref process) {
    int pid;
    return argument_parsed_int(process, &pid) ? fact(FACT_POLICY, pid, 0) : NULL;
}
static Own posix_method_sched_rr_get_interval(Ref self UNUSED, Ref process) {
    int pid;
    Own interval = argument_parsed_int(process, &pid) ? fact(FACT_POLICY_INTERVAL_NS, pid, 0) : NULL;
    if (!interval) return NULL;
    double seconds = (double)int_as_i64(interval) * 1e-9;
    release(interval);
    return float_from_double(seconds);
}

static Own posix_method_sched_getparam(Ref self UNUSED, Ref process) {
    int pid;
    Own values[] = {argument_parsed_int(process, &pid) ? fact(FACT_POLICY_PRIORITY, pid, 0) : NULL};
    return struct_sequence_make(MODULE_TYPE_SCHED_PARAM, values);
}

bool posix_priority_argument(Ref parameter, int *priority) {
    if (is_a(parameter, MODULE_TYPE(SCHED_PARAM))) return argument_int(tuple_get(parameter, 0), priority);
    error_set(EXC(TypeError), "must have a sched_param object");
    return false;
}
static Own posix_method_sched_setparam(Ref self UNUSED, Ref const *args, isize nargs) {
    int pid, priority;
    if (!arguments_count("sched_setparam", nargs, 2, 2) || !argument_int(args[0], &pid) ||
        !posix_priority_argument(args[1], &priority))
        return NULL;
    return change(CHANGE_POLICY_PRIORITY, pid, 0, priority);
}
static Own posix_method_sched_setscheduler(Ref self UNUSED, Ref const *args, isize nargs) {
    int pid, policy, priority;
    if (!arguments_count("sched_setscheduler", nargs, 3, 3) || !argument_int(args[0], &pid) ||
        !argument_int(args[1], &policy) || !posix_priority_argument(args[2], &priority))
        return NULL;
    return change(CHANGE_POLICY, pid, policy, priority);
}

static Own posix_method_sched_getaffinity(Ref self UNUSED, Ref process) {
    int pid;
    WorldAnswer answer;
    if (!argument_parsed_int(process, &pid)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_PROCESSORS, .numbers = {pid}};
    Own list = outside_do(&request, &answer, NULL, NULL) ? numbers_list(&answer) : NULL;
    Own set = list ? set_new(list) : NULL;
    release_maybe(list);
    return set;
}

static bool take_processors(Ref mask, Text *numbers) {
    Own iterator = object_iter(mask);
    if (!iterator) return false;
    for (Own item; (item = object_next(iterator)) != NULL;) {
        if (!is_int(item)) {
            error_set(EXC(TypeError), "expected an iterator of ints, but iterator yielded %R", type_of(item));
        } else {
            i64 number = int_as_i64(item);
            if (!error_occurred() && number < 0) error_set(EXC(ValueError), "negative CPU number");
            text_append(numbers, (const char *)&number, sizeof number);
        }
        release(item);
        if (error_occurred()) break;
    }
    release(iterator);
    return !error_occurred() && (!numbers->failed || error_memory());
}
static Own posix_method_sched_setaffinity(Ref self UNUSED, Ref const *args, isize nargs) {
    int pid;
    if (!arguments_count("sched_setaffinity", nargs, 2, 2) || !argument_int(args[0], &pid)) return NULL;
    Text numbers = text_new(TEXT_IN_ARENA);
    WorldAnswer answer;
    bool done = take_processors(args[1], &numbers);
    WorldRequest request = {.call = WORLD_CALL_PROCESSORS_SET,
                            .numbers = {pid},
                            .bytes = text_cstring(&numbers),
                            .length = numbers.length};
    done = done && outside_do(&request, &answer, NULL, NULL);
    text_free(&numbers);
    return done ? own_none() : NULL;
}

/* sched_param(priority), where other struct sequences are made from a sequence. */
Own sched_param_new(Type *type UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"sched_param", {"sched_priority"}, .required = 1};
    Ref priority;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &priority)) return NULL;
    Own values[] = {own(priority)};
    return struct_sequence_make(MODULE_TYPE_SCHED_PARAM, values);
}

#define DOC(signature, text) .doc = signature "\n--\n\n" text
const MethodDef posix_identity_functions[] = {
    {"setuid", METHOD_ONE, .one = posix_method_setuid,
     DOC("setuid($module, uid, /)", "Set the current process's user id.")},
    {"seteuid", METHOD_ONE, .one = posix_method_seteuid,
     DOC("seteuid($module, euid, /)", "Set the current process's effective user id.")},
    {"setreuid", METHOD_ARRAY, .array = posix_method_setreuid,
     DOC("setreuid($module, ruid, euid, /)", "Set the current process's real and effective user ids.")},
    {"setresuid", METHOD_ARRAY, .array = posix_method_setresuid,
     DOC("setresuid($module, ruid, euid, suid, /)",
         "Set the current process's real, effective, and saved user ids.")},
    {"setgid", METHOD_ONE, .one = posix_method_setgid,
     DOC("setgid($module, gid, /)", "Set the current process's group id.")},
    {"setegid", METHOD_ONE, .one = posix_method_setegid,
     DOC("setegid($module, egid, /)", "Set the current process's effective group id.")},
    {"setregid", METHOD_ARRAY, .array = posix_method_setregid,
     DOC("setregid($module, rgid, egid, /)", "Set the current process's real and effective group ids.")},
    {"setresgid", METHOD_ARRAY, .array = posix_method_setresgid,
     DOC("setresgid($module, rgid, egid, sgid, /)",
         "Set the current process's real, effective, and saved group ids.")},
    {"getresuid", METHOD_NONE, .none = posix_method_getresuid,
     DOC("getresuid($module, /)",
         "Return a tuple of the current process's real, effective, and saved user ids.")},
    {"getresgid", METHOD_NONE, .none = posix_method_getresgid,
     DOC("getresgid($module, /)",
         "Return a tuple of the current process's real, effective, and saved group ids.")},
    {"getgroups", METHOD_NONE, .none = posix_method_getgroups,
     DOC("getgroups($module, /)", "Return list of supplemental group IDs for the process.")},
    {"getgrouplist", METHOD_ARRAY, .array = posix_method_getgrouplist,
     DOC("getgrouplist($module, user, group, /)",
         "Returns a list of groups to which a user belongs.\n\n"
         "  user\n    username to lookup\n  group\n    base group id of the user")},
    {"setgroups", METHOD_ONE, .one = posix_method_setgroups,
     DOC("setgroups($module, groups, /)", "Set the groups of the current process to list.")},
    {"initgroups", METHOD_ARRAY, .array = posix_method_initgroups,
     .doc = "initgroups($module, username, gid, /)\n--\n\nInitialize the group access list.\n\nCall the system "
            "initgroups() to initialize the group access list with all of\nthe groups of which the specified "
            "username is a member, plus the specified\ngroup id."},
    {"getpgid", METHOD_KEYWORDS, .keywords = posix_method_getpgid,
     DOC("getpgid($module, /, pid)", "Call the system call getpgid(), and return the result.")},
    {"getsid", METHOD_ONE, .one = posix_method_getsid,
     DOC("getsid($module, pid, /)", "Call the system call getsid(pid) and return the result.")},
    {"setpgid", METHOD_ARRAY, .array = posix_method_setpgid,
     DOC("setpgid($module, pid, pgrp, /)", "Call the system call setpgid(pid, pgrp).")},
    {"setpgrp", METHOD_NONE, .none = posix_method_setpgrp,
     DOC("setpgrp($module, /)", "Make the current process the leader of its process group.")},
    {"getpriority", METHOD_KEYWORDS, .keywords = posix_method_getpriority,
     DOC("getpriority($module, /, which, who)", "Return program scheduling priority.")},
    {"setpriority", METHOD_KEYWORDS, .keywords = posix_method_setpriority,
     DOC("setpriority($module, /, which, who, priority)", "Set program scheduling priority.")},
    {"nice", METHOD_ONE, .one = posix_method_nice,
     DOC("nice($module, increment, /)",
         "Add increment to the priority of process and return the new priority.")},
    {"sched_get_priority_max", METHOD_KEYWORDS, .keywords = posix_method_sched_get_priority_max,
     DOC("sched_get_priority_max($module, /, policy)", "Get the maximum scheduling priority for policy.")},
    {"sched_get_priority_min", METHOD_KEYWORDS, .keywords = posix_method_sched_get_priority_min,
     DOC("sched_get_priority_min($module, /, policy)", "Get the minimum scheduling priority for policy.")},
    {"sched_getscheduler", METHOD_ONE, .one = posix_method_sched_getscheduler,
     DOC("sched_getscheduler($module, pid, /)",
         "Get the scheduling policy for the process identified by pid.\n\n"
         "Passing 0 for pid returns the scheduling policy for the calling process.")},
    {"sched_rr_get_interval", METHOD_ONE, .one = posix_method_sched_rr_get_interval,
     DOC("sched_rr_get_interval($module, pid, /)",
         "Return the round-robin quantum for the process identified by pid, in seconds.\n\n"
         "Value returned is a float.")},
    {"sched_getparam", METHOD_ONE, .one = posix_method_sched_getparam,
     DOC("sched_getparam($module, pid, /)",
         "Returns scheduling parameters for the process identified by pid.\n\n"
         "If pid is 0, returns parameters for the calling process.\n"
         "Return value is an instance of sched_param.")},
    {"sched_setparam", METHOD_ARRAY, .array = posix_method_sched_setparam,
     DOC("sched_setparam($module, pid, param, /)",
         "Set scheduling parameters for the process identified by pid.\n\n"
         "If pid is 0, sets parameters for the calling process.\n"
         "param should be an instance of sched_param.")},
    {"sched_setscheduler", METHOD_ARRAY, .array = posix_method_sched_setscheduler,
     DOC("sched_setscheduler($module, pid, policy, param, /)",
         "Set the scheduling policy for the process identified by pid.\n\n"
         "If pid is 0, the calling process is changed.\nparam is an instance of sched_param.")},
    {"sched_getaffinity", METHOD_ONE, .one = posix_method_sched_getaffinity,
     DOC("sched_getaffinity($module, pid, /)",
         "Return the affinity of the process identified by pid (or the current process if zero).\n\n"
         "The affinity is returned as a set of CPU identifiers.")},
    {"sched_setaffinity", METHOD_ARRAY, .array = posix_method_sched_setaffinity,
     DOC("sched_setaffinity($module, pid, mask, /)",
         "Set the CPU affinity of the process identified by pid to mask.\n\n"
         "mask should be an iterable of integers identifying CPUs.")},
    {.name = NULL}};
#undef DOC
