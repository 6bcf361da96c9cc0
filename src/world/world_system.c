/* world_system.c: what a program asks of the system about itself, about processes, users and limits. */
#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <shadow.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <unistd.h>

#include "world/world_internal.h"

static void append_text(Text *out, const char *text) { text_append(out, text, (isize)strlen(text) + 1); }

i64 world_do_environment(const WorldRequest *r UNUSED, Text *out) {
    for (char **variable = environ; variable && *variable; variable++) append_text(out, *variable);
    return 0;
}

i64 world_do_identity(const WorldRequest *r UNUSED, Text *out) {
    i64 told[ID_COUNT] = {[ID_PROCESS] = getpid(),        [ID_PARENT] = getppid(),
                          [ID_USER] = getuid(),           [ID_EFFECTIVE_USER] = geteuid(),
                          [ID_GROUP] = getgid(),          [ID_EFFECTIVE_GROUP] = getegid(),
                          [ID_PROCESS_GROUP] = getpgrp(), [ID_PROCESSORS] = sysconf(_SC_NPROCESSORS_ONLN)};
    text_append(out, (const char *)told, sizeof told);
    return 0;
}

i64 world_do_system_name(const WorldRequest *r UNUSED, Text *out) {
    struct utsname name;
    if (uname(&name) < 0) return -errno;
    const char *texts[] = {name.sysname, name.nodename, name.release, name.version, name.machine};
    for (isize i = 0; i < COUNT_OF(texts); i++) append_text(out, texts[i]);
    return 0;
}

i64 world_do_system_limit(const WorldRequest *r, Text *out UNUSED) {
    errno = 0;
    i64 value = sysconf((int)r->numbers[0]);
    return value < 0 && errno ? -errno : value;
}

i64 world_do_user(const WorldRequest *r, Text *out) {
    const struct passwd *user = r->path ? getpwnam(r->path) : getpwuid((uid_t)r->numbers[0]);
    if (!user) return -ENOENT;
    const char *texts[] = {user->pw_name, user->pw_passwd, user->pw_gecos, user->pw_dir, user->pw_shell};
    for (isize i = 0; i < COUNT_OF(texts); i++) append_text(out, texts[i]);
    i64 numbers[] = {user->pw_uid, user->pw_gid};
    text_append(out, (const char *)numbers, sizeof numbers);
    return 0;
}

i64 world_do_group(const WorldRequest *r, Text *out) {
    const struct group *group = r->path ? getgrnam(r->path) : getgrgid((gid_t)r->numbers[0]);
    if (!group) return -ENOENT;
    append_text(out, group->gr_name);
    append_text(out, group->gr_passwd);
    for (char **member = group->gr_mem; *member; member++) append_text(out, *member);
    return group->gr_gid;
}

i64 world_do_shadow(const WorldRequest *r, Text *out) {
    errno = 0;
    const struct spwd *shadow = getspnam(r->path);
    if (!shadow) return errno ? -errno : -ENOENT;
    append_text(out, shadow->sp_namp);
    append_text(out, shadow->sp_pwdp);
    i64 numbers[] = {shadow->sp_lstchg, shadow->sp_min,    shadow->sp_max,      shadow->sp_warn,
                     shadow->sp_inact,  shadow->sp_expire, (i64)shadow->sp_flag};
    text_append(out, (const char *)numbers, sizeof numbers);
    return out->failed ? -ENOMEM : 0;
}

i64 world_do_user_names(const WorldRequest *r, Text *out) {
    switch ((WorldNames)r->numbers[0]) {
    case NAMES_OF_USERS:
        setpwent();
        for (const struct passwd *user; (user = getpwent()) != NULL;) append_text(out, user->pw_name);
        endpwent();
        break;
    case NAMES_OF_GROUPS:
        setgrent();
        for (const struct group *group; (group = getgrent()) != NULL;) append_text(out, group->gr_name);
        endgrent();
        break;
    case NAMES_OF_SHADOWS:
        setspent();
        for (const struct spwd *shadow; (shadow = getspent()) != NULL;) append_text(out, shadow->sp_namp);
        endspent();
        break;
    }
    return out->failed ? -ENOMEM : 0;
}

/* What is to be said on standard error too goes the way of all output. */
i64 world_do_system_log(const WorldRequest *r, Text *out UNUSED) {
    int options = (int)r->numbers[1];
    openlog(r->path2, options & ~LOG_PERROR, (int)r->numbers[2]);
    syslog((int)r->numbers[0], "%s", r->path);
    closelog();
    return 0;
}

enum { MAX_GROUPS = 1024 };

i64 world_do_groups_of(const WorldRequest *r, Text *out) {
    gid_t groups[MAX_GROUPS];
    int count = MAX_GROUPS;
    if (!r->path) {
        count = getgroups(MAX_GROUPS, groups);
    } else if (getgrouplist(r->path, (gid_t)r->numbers[0], groups, &count) < 0) {
        errno = EINVAL;
        count = -1;
    }
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) {
        i64 group = groups[i];
        text_append(out, (const char *)&group, sizeof group);
    }
    return count;
}

i64 world_do_groups_set(const WorldRequest *r, Text *out UNUSED) {
    gid_t groups[MAX_GROUPS];
    isize count = r->length / (isize)sizeof(i64);
    if (count > MAX_GROUPS) return -EINVAL;
    for (isize i = 0; i < count; i++) {
        i64 group;
        memcpy(&group, r->bytes + i * (isize)sizeof group, sizeof group);
        groups[i] = (gid_t)group;
    }
    return world_result(setgroups((usize)count, groups));
}

/* --- limits -------------------------------------------------------------------------------------------- */

i64 world_do_path_limit(const WorldRequest *r, Text *out UNUSED) {
    int which = (int)r->numbers[0], real = r->path ? 0 : world_real(r->descriptor);
    if (real == -1) return -errno;
    errno = 0;
    i64 value = r->path ? pathconf(r->path, which) : fpathconf(real, which);
    return value < 0 && errno ? -errno : value;
}

i64 world_do_system_text(const WorldRequest *r, Text *out) {
    char text[1024];
    errno = 0;
    usize length = confstr((int)r->numbers[0], text, sizeof text);
    if (length == 0) return -errno;
    text_append_cstring(out, text);
    return (i64)length;
}

/* Nothing is loaded for it: only libraries that this process uses itself can be asked. */
i64 world_do_library_has(const WorldRequest *r, Text *out UNUSED) {
    void *library = dlopen(r->path, RTLD_LAZY | RTLD_NOLOAD);
    if (!library) return -ENOENT;
    bool found = dlsym(library, r->path2) != NULL;
    dlclose(library);
    return found;
}

static i64 duration_ns(struct timeval of) { return of.tv_sec * (i64)1000000000 + of.tv_usec * (i64)1000; }

i64 world_do_resource_use(const WorldRequest *r, Text *out) {
    struct rusage use;
    if (getrusage((int)r->numbers[0], &use) != 0) return -errno;
    i64 fields[] = {duration_ns(use.ru_utime),
                    duration_ns(use.ru_stime),
                    use.ru_maxrss,
                    use.ru_ixrss,
                    use.ru_idrss,
                    use.ru_isrss,
                    use.ru_minflt,
                    use.ru_majflt,
                    use.ru_nswap,
                    use.ru_inblock,
                    use.ru_oublock,
                    use.ru_msgsnd,
                    use.ru_msgrcv,
                    use.ru_nsignals,
                    use.ru_nvcsw,
                    use.ru_nivcsw};
    text_append(out, (const char *)fields, sizeof fields);
    return 0;
}

i64 world_do_system_load(const WorldRequest *r UNUSED, Text *out) {
    double load[3];
    if (getloadavg(load, 3) != 3) return -EINVAL;
    text_append(out, (const char *)load, sizeof load);
    return 0;
}

i64 world_do_resource_limit(const WorldRequest *r, Text *out) {
    struct rlimit limit;
    if (prlimit((pid_t)r->numbers[1], (__rlimit_resource_t)r->numbers[0], NULL, &limit) < 0) return -errno;
    i64 pair[] = {(i64)limit.rlim_cur, (i64)limit.rlim_max};
    text_append(out, (const char *)pair, sizeof pair);
    return 0;
}

i64 world_do_resource_limit_set(const WorldRequest *r, Text *out UNUSED) {
    i64 pair[2];
    memcpy(pair, r->bytes, sizeof pair);
    struct rlimit limit = {.rlim_cur = (rlim_t)pair[0], .rlim_max = (rlim_t)pair[1]};
    return world_result(prlimit((pid_t)r->numbers[1], (__rlimit_resource_t)r->numbers[0], &limit, NULL));
}

/* --- processes ----------------------------------------------------------------------------------------- */

static i64 policy_priority(pid_t process) {
    struct sched_param parameter;
    return sched_getparam(process, &parameter) < 0 ? -1 : parameter.sched_priority;
}

static i64 policy_interval(pid_t process) {
    struct timespec interval;
    if (sched_rr_get_interval(process, &interval) < 0) return -1;
    return (i64)interval.tv_sec * 1000000000 + interval.tv_nsec;
}

static i64 fact_of_ids(WorldFact fact) {
    uid_t users[3];
    gid_t groups[3];
    if (getresuid(&users[0], &users[1], &users[2]) < 0 || getresgid(&groups[0], &groups[1], &groups[2]) < 0)
        return -1;
    return fact < FACT_GROUP_REAL ? (i64)users[fact - FACT_USER_REAL] : (i64)groups[fact - FACT_GROUP_REAL];
}

static i64 fact_of_priority(int kind, id_t who) {
    errno = 0;
    int priority = getpriority(kind, who);
    return priority == -1 && errno ? -1 : priority + 20;
}

i64 world_do_process_fact(const WorldRequest *r, Text *out UNUSED) {
    int about = (int)r->numbers[1];
    switch ((WorldFact)r->numbers[0]) {
    case FACT_GROUP: return world_result(getpgid(about));
    case FACT_SESSION: return world_result(getsid(about));
    case FACT_PRIORITY: return world_result(fact_of_priority(about, (id_t)r->numbers[2]));
    case FACT_POLICY: return world_result(sched_getscheduler(about));
    case FACT_POLICY_PRIORITY: return world_result(policy_priority(about));
    case FACT_POLICY_INTERVAL_NS: return world_result(policy_interval(about));
    case FACT_PRIORITY_MAX: return world_result(sched_get_priority_max(about));
    case FACT_PRIORITY_MIN: return world_result(sched_get_priority_min(about));
    default: return world_result(fact_of_ids((WorldFact)r->numbers[0]));
    }
}

i64 world_do_process_change(const WorldRequest *r, Text *out UNUSED) {
    i64 a = r->numbers[1], b = r->numbers[2], c = r->numbers[3];
    uid_t u = (uid_t)a, v = (uid_t)b, w = (uid_t)c; /* users and groups are of the same type */
    struct sched_param parameter = {.sched_priority = (int)c};
    switch ((WorldChange)r->numbers[0]) {
    case CHANGE_USER: return world_result(setuid(u));
    case CHANGE_USER_EFFECTIVE: return world_result(seteuid(u));
    case CHANGE_USER_TWO: return world_result(setreuid(u, v));
    case CHANGE_USER_THREE: return world_result(setresuid(u, v, w));
    case CHANGE_GROUP: return world_result(setgid(u));
    case CHANGE_GROUP_EFFECTIVE: return world_result(setegid(u));
    case CHANGE_GROUP_TWO: return world_result(setregid(u, v));
    case CHANGE_GROUP_THREE: return world_result(setresgid(u, v, w));
    case CHANGE_PROCESS_GROUP: return world_result(setpgid((pid_t)a, (pid_t)b));
    case CHANGE_SESSION: return world()->options.capture ? -EPERM : world_result(setsid());
    case CHANGE_PRIORITY: return world_result(setpriority((int)a, (id_t)b, (int)c));
    case CHANGE_POLICY: return world_result(sched_setscheduler((pid_t)a, (int)b, &parameter));
    case CHANGE_POLICY_PRIORITY: return world_result(sched_setparam((pid_t)a, &parameter));
    }
    return -EINVAL;
}

i64 world_do_processors(const WorldRequest *r, Text *out) {
    cpu_set_t set;
    if (sched_getaffinity((pid_t)r->numbers[0], sizeof set, &set) < 0) return -errno;
    for (i64 i = 0; i < CPU_SETSIZE; i++) {
        if (CPU_ISSET((usize)i, &set)) text_append(out, (const char *)&i, sizeof i);
    }
    return CPU_COUNT(&set);
}

i64 world_do_processors_set(const WorldRequest *r, Text *out UNUSED) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (isize at = 0; at < r->length; at += (isize)sizeof(i64)) {
        i64 number;
        memcpy(&number, r->bytes + at, sizeof number);
        if (number < 0 || number >= CPU_SETSIZE) return -EINVAL;
        CPU_SET((usize)number, &set);
    }
    return world_result(sched_setaffinity((pid_t)r->numbers[0], sizeof set, &set));
}
