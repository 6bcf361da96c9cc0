/* ctypes_c_system.c: functions of C that ask the system: through world, as everything from outside comes. */
#include "modules/ctypes.h"

#include <errno.h>
#include <unistd.h>

#include "modules/outside.h"
#include "modules/time_module.h"
#include "vm/eval.h"
#include "vm/root.h"

/* A text that C keeps: in the state's one block, as glibc's static buffers. */
static bool answer_text(CCall *call, const char *text, isize length) {
    char *block = arena_realloc(CTYPES->text_buffer, (usize)length + 1, BLOCK_RAW);
    if (!block) return error_memory();
    memcpy(block, text, (usize)length);
    block[length] = '\0';
    CTYPES->text_buffer = block;
    return call_answer_place(call, block);
}

/* --- who ------------------------------------------------------------------------------------------------ */

static bool answer_identity(CCall *call, WorldIdentity which) {
    i64 number;
    return outside_identity(which, &number) && call_answer_int(call, number);
}
static bool c_getpid(CCall *call) { return answer_identity(call, ID_PROCESS); }
static bool c_getppid(CCall *call) { return answer_identity(call, ID_PARENT); }
static bool c_getuid(CCall *call) { return answer_identity(call, ID_USER); }
static bool c_geteuid(CCall *call) { return answer_identity(call, ID_EFFECTIVE_USER); }
static bool c_getgid(CCall *call) { return answer_identity(call, ID_GROUP); }
static bool c_getegid(CCall *call) { return answer_identity(call, ID_EFFECTIVE_GROUP); }
static bool c_gettid(CCall *call) { return call_answer_word(call, thread_current()->number); }
static bool c_getpagesize(CCall *call) { return call_answer_word(call, 4096); }

/* What `syscall(number)` may ask: the numbers are Linux's on this machine. */
#if defined(__aarch64__)
enum { CALL_GETPID = 172, CALL_GETPPID = 173, CALL_GETUID = 174, CALL_GETTID = 178 };
#else
enum { CALL_GETPID = 39, CALL_GETPPID = 110, CALL_GETUID = 102, CALL_GETTID = 186 };
#endif
static bool c_syscall(CCall *call) {
    i64 number = call_long(call);
    switch (number) {
    case CALL_GETPID: return c_getpid(call);
    case CALL_GETPPID: return c_getppid(call);
    case CALL_GETUID: return c_getuid(call);
    case CALL_GETTID: return c_gettid(call);
    default:
        return error_set(EXC(NotImplementedError), "opscope can't call the system by number (%ld)",
                         (long)number) != NULL;
    }
}

/* --- the environment ------------------------------------------------------------------------------------ */

/* The texts given out stay where they are, each in a bytes object, until there is another value. */
static bool c_getenv(CCall *call) {
    const char *name = call_pointer(call);
    if (memory_text_length(name) < 0) return false;
    const char *value = outside_environment(name);
    if (!value) return call_answer_word(call, 0);
    if (!CTYPES->environment && !(CTYPES->environment = dict_new())) return false;
    Own key = bytes_from(name, (isize)strlen(name));
    Ref there = key ? dict_get(CTYPES->environment, key) : NULL;
    bool same = there && strcmp((const char *)bytes_data(there), value) == 0;
    Own text = !key ? NULL : same ? own(there) : bytes_from(value, (isize)strlen(value));
    bool kept = text && dict_set(CTYPES->environment, key, text);
    if (kept) call_answer_place(call, bytes_data(text));
    release_maybe(text);
    release_maybe(key);
    return kept;
}

static bool c_getcwd(CCall *call) {
    char *to = call_pointer(call);
    u64 room = call_word(call);
    const char *folder = world_working_directory();
    usize size = strlen(folder) + 1;
    if (!to && !(to = arena_alloc(size > room ? size : room, BLOCK_RAW))) return error_memory();
    if (size > room && room) {
        CTYPES->errno_now = ERANGE;
        return call_answer_word(call, 0);
    }
    if (!memory_check(to, (isize)size, true)) return false;
    memcpy(to, folder, size);
    return call_answer_place(call, to);
}

/* --- errors --------------------------------------------------------------------------------------------- */

static bool c_strerror(CCall *call) {
    const char *text = strerror(call_int(call));
    return answer_text(call, text, (isize)strlen(text));
}

static bool c_errno_location(CCall *call) { return call_answer_place(call, &CTYPES->errno_now); }

/* --- time ----------------------------------------------------------------------------------------------- */

static bool c_time(CCall *call) {
    i64 now = clock_date_ns() / SECOND_NS, *to = call_pointer(call);
    if (to && !memory_check(to, sizeof *to, true)) return false;
    if (to) memcpy(to, &now, sizeof now);
    return call_answer_int(call, now);
}

static bool c_clock(CCall *call) { return call_answer_int(call, thread_work_ns() / 1000); }

static bool c_gettimeofday(CCall *call) {
    i64 now = clock_date_ns(), parts[2] = {now / SECOND_NS, now % SECOND_NS / 1000};
    void *to = call_pointer(call);
    if (!memory_check(to, sizeof parts, true)) return false;
    memcpy(to, parts, sizeof parts);
    return call_answer_word(call, 0);
}

static bool read_seconds(CCall *call, i64 *seconds) {
    const i64 *from = call_pointer(call);
    if (!memory_check(from, sizeof *from, false)) return false;
    memcpy(seconds, from, sizeof *seconds);
    return true;
}

static bool c_ctime(CCall *call) {
    i64 seconds;
    Moment moment;
    if (!read_seconds(call, &seconds) || !moment_at_local(seconds, &moment)) return false;
    Own shown = moment_show(&moment, 4), line = shown ? str_format("%U\n", (Ref)shown) : NULL;
    bool answered = line && answer_text(call, (const char *)str_data(line), str_length(line));
    release_maybe(shown);
    release_maybe(line);
    return answered;
}

static bool answer_moment(CCall *call, const Moment *moment) {
    struct { /* struct tm */
        int second, minute, hour, day, month, year, weekday, year_day, is_dst;
        long offset;
        const char *zone;
    } tm = {moment->second,
            moment->minute,
            moment->hour,
            moment->day,
            moment->month - 1,
            (int)(moment->year - 1900),
            (moment->weekday + 1) % 7,
            moment->year_day - 1,
            moment->is_dst,
            moment->offset,
            NULL};
    return answer_text(call, (const char *)&tm, sizeof tm);
}
static bool c_gmtime(CCall *call) {
    i64 seconds;
    Moment moment;
    return read_seconds(call, &seconds) && moment_at_utc(seconds, &moment) && answer_moment(call, &moment);
}
static bool c_localtime(CCall *call) {
    i64 seconds;
    Moment moment;
    return read_seconds(call, &seconds) && moment_at_local(seconds, &moment) && answer_moment(call, &moment);
}

/* The GIL is given up meanwhile. */
static bool sleep_ns(i64 duration) {
    i64 deadline = thread_clock_ns() + duration;
    for (i64 left = duration; left > 0; left = deadline - thread_clock_ns()) {
        bool interrupted = thread_wait(NULL, left);
        if (!vm_handle_signals()) return false;
        if (!interrupted) break;
    }
    return true;
}
static bool c_sleep(CCall *call) {
    return sleep_ns((i64)(u32)call_word(call) * SECOND_NS) && call_answer_word(call, 0);
}
static bool c_usleep(CCall *call) {
    return sleep_ns((i64)(u32)call_word(call) * 1000) && call_answer_word(call, 0);
}
static bool c_nanosleep(CCall *call) {
    const i64 *from = call_pointer(call);
    i64 parts[2];
    if (!memory_check(from, sizeof parts, false)) return false;
    memcpy(parts, from, sizeof parts);
    return sleep_ns(parts[0] * SECOND_NS + parts[1]) && call_answer_word(call, 0);
}

/* --- files by descriptor -------------------------------------------------------------------------------- */

/* -1 and errno where it failed. */
static bool ask(CCall *call, const WorldRequest *request, WorldAnswer *answer) {
    if (!outside_ask(request, answer)) return false;
    if (answer->error) CTYPES->errno_now = answer->error;
    return call_answer_int(call, answer->error ? -1 : answer->value);
}

static bool c_open(CCall *call) {
    const char *path = call_pointer(call);
    i64 flags = call_int(call), mode = call_int(call);
    WorldAnswer answer;
    if (memory_text_length(path) < 0) return false;
    return ask(
        call,
        &(WorldRequest){.call = WORLD_CALL_OPEN, .at = WORLD_HERE, .path = path, .numbers = {flags, mode}},
        &answer);
}
static bool c_close(CCall *call) {
    WorldAnswer answer;
    return ask(call, &(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = call_int(call)}, &answer);
}
static bool c_read(CCall *call) {
    WorldRequest request = {.call = WORLD_CALL_READ, .descriptor = call_int(call)};
    WorldAnswer answer;
    void *to = call_pointer(call);
    request.numbers[0] = call_long(call);
    if (!memory_check(to, (isize)request.numbers[0], true) || !ask(call, &request, &answer)) return false;
    if (answer.error) return true;
    memcpy(to, answer.bytes, (usize)answer.length);
    return call_answer_int(call, answer.length);
}
static bool c_write(CCall *call) {
    WorldRequest request = {.call = WORLD_CALL_WRITE, .descriptor = call_int(call)};
    WorldAnswer answer;
    u64 before = WORLD_ROOT->output_position;
    request.bytes = call_pointer(call);
    request.length = (isize)call_word(call);
    if (!memory_check(request.bytes, request.length, false) || !ask(call, &request, &answer)) return false;
    if (WORLD_ROOT->output_position != before) vm_event(PROBE_OUTPUT);
    return true;
}
static bool c_isatty(CCall *call) {
    WorldAnswer answer;
    return ask(call, &(WorldRequest){.call = WORLD_CALL_IS_TERMINAL, .descriptor = call_int(call)}, &answer) &&
           call_answer_word(call, !answer.error);
}

const CSymbol c_system_symbols[] = {{"getpid", c_getpid},
                                    {"getppid", c_getppid},
                                    {"getuid", c_getuid},
                                    {"geteuid", c_geteuid},
                                    {"getgid", c_getgid},
                                    {"getegid", c_getegid},
                                    {"gettid", c_gettid},
                                    {"getpagesize", c_getpagesize},
                                    {"syscall", c_syscall},
                                    {"getenv", c_getenv},
                                    {"getcwd", c_getcwd},
                                    {"strerror", c_strerror},
                                    {"__errno_location", c_errno_location},
                                    {"time", c_time},
                                    {"clock", c_clock},
                                    {"gettimeofday", c_gettimeofday},
                                    {"ctime", c_ctime},
                                    {"gmtime", c_gmtime},
                                    {"localtime", c_localtime},
                                    {"sleep", c_sleep},
                                    {"usleep", c_usleep},
                                    {"nanosleep", c_nanosleep},
                                    {"open", c_open},
                                    {"close", c_close},
                                    {"read", c_read},
                                    {"write", c_write},
                                    {"isatty", c_isatty},
                                    {NULL, NULL}};
