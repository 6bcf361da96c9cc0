/* recording.c: a run in a file: what one must know to live through it again.
 *
 *     "opscope recording\n"  format, 8 bytes  length of the body, 8 bytes  body  checksum of all before, 8 bytes
 *
 * The body is a sequence of numbers (8 bytes, little-endian) and texts (length, bytes): the program and its options,
 * the log of what came from outside (imported files and input among it), how far the run went, marks with notes. The
 * file is written beside its place, brought to the disk, and then given its name: a crash leaves the old one or the
 * new one, never half of one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "session/internal.h"

#define MAGIC "opscope recording\n"
#define MAGIC_LENGTH ((isize)sizeof MAGIC - 1)
#define FORMAT                                                                                                 \
    ((u64)5) /* counted up when the same body would be another run: opcodes, builtins, the log's records */
#define HEAD (MAGIC_LENGTH + 16)
#define MOST_ARGUMENTS 1000
#define MOST_SAVED_BRANCHES 1000

bool session_is_recording(const char *bytes, isize length) {
    return bytes && length >= MAGIC_LENGTH && memcmp(bytes, MAGIC, (usize)MAGIC_LENGTH) == 0;
}

/* --- writing ---------------------------------------------------------------------------------------------- */

static void put_number(Text *out, u64 number) {
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)(number >> 8 * i);
    text_append(out, bytes, 8);
}

static void put_text(Text *out, const char *bytes, isize length) {
    put_number(out, (u64)length);
    text_append(out, bytes, length);
}

static void put_string(Text *out, const char *string) {
    put_text(out, string ? string : "", string ? (isize)strlen(string) : 0);
}

static void put_branch(Session *session, int number, Text *out) {
    BranchRecord branch = branch_record(session, number);
    put_number(out, (u64)branch.parent);
    put_number(out, branch.step);
    put_number(out, branch.furthest);
    put_number(out, branch.ended);
    put_string(out, branch.change);
    put_text(out, branch.log, branch.log_length);
}

/* python3.11's own options: their places in MachineOptions. */
#define PLACE(field) offsetof(MachineOptions, field)
static const usize python_flags[] = {
    PLACE(isolated),  PLACE(ignore_environment),    PLACE(no_user_site),   PLACE(no_site),
    PLACE(safe_path), PLACE(no_bytecode),           PLACE(unbuffered),     PLACE(dev_mode),
    PLACE(utf8_mode), PLACE(warn_default_encoding), PLACE(no_debug_ranges)};
static const usize python_levels[] = {PLACE(bytes_warning), PLACE(quiet), PLACE(verbose),
                                      PLACE(inspect),       PLACE(debug), PLACE(max_str_digits)};
static const usize python_lists[] = {PLACE(warn_options), PLACE(x_options)};
#undef PLACE
#define AT(machine, type, place) ((type *)(void *)((char *)(machine) + (place)))

static void put_python_options(const MachineOptions *machine, Text *out) {
    for (isize i = 0; i < COUNT_OF(python_flags); i++) put_number(out, *AT(machine, bool, python_flags[i]));
    for (isize i = 0; i < COUNT_OF(python_levels); i++)
        put_number(out, (u64)*AT(machine, int, python_levels[i]));
    for (isize i = 0; i < COUNT_OF(python_lists); i++) {
        for (const char **list = AT(machine, const char *, python_lists[i]); *list; list++)
            put_string(out, *list);
        put_string(out, "");
    }
}

static void put_body(Session *session, Text *out) {
    const MachineOptions *machine = &session->options.machine;
    put_number(out, machine->kind);
    put_string(out, machine->program);
    put_text(out, machine->source ? machine->source : "", machine->source ? machine->source_length : 0);
    put_string(out, machine->stdlib);
    put_number(out, (u64)machine->optimize);
    put_number(out, machine->scheduler_seed);
    put_number(out, machine->memory_limit);
    put_python_options(machine, out);
    put_number(out, (u64)machine->argc);
    for (int i = 0; i < machine->argc; i++) put_string(out, machine->argv[i]);
    int branches = branches_count(session);
    BranchRecord trunk = branch_record(session, 0);
    put_text(out, trunk.log, trunk.log_length);
    put_number(out, trunk.furthest);
    put_number(out, trunk.ended);
    for (int i = 0; i < MARK_COUNT; i++) {
        put_number(out, session->marks[i].is_set);
        put_number(out, session->marks[i].step);
        put_string(out, session->marks[i].note);
    }
    put_number(out, (u64)branches - 1);
    for (int i = 1; i < branches; i++) put_branch(session, i, out);
}

static bool write_all(int descriptor, const char *bytes, isize length) {
    while (length > 0) {
        isize written = write(descriptor, bytes, (usize)length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        length -= written;
    }
    return true;
}

/* The folder's entry must be on the disk too. */
static void sync_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (usize)(slash - path) + 1) : strdup(".");
    int descriptor = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
    free(folder);
}

static bool replace_file(const char *path, const Text *bytes) {
    Text beside = text_new(TEXT_ON_HOST);
    text_append_format(&beside, "%s.%d.part", path, (int)getpid());
    const char *part = text_cstring(&beside);
    int descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool whole = descriptor >= 0 && write_all(descriptor, bytes->data, bytes->length) && fsync(descriptor) == 0;
    if (descriptor >= 0) whole = close(descriptor) == 0 && whole;
    whole = whole && rename(part, path) == 0;
    int error = errno;
    if (whole)
        sync_folder(path);
    else if (descriptor >= 0)
        unlink(part);
    text_free(&beside);
    errno = error;
    return whole;
}

bool session_save(Session *session, const char *path, Text *out) {
    Text body = text_new(TEXT_ON_HOST), file = text_new(TEXT_ON_HOST);
    put_body(session, &body);
    text_append(&file, MAGIC, MAGIC_LENGTH);
    put_number(&file, FORMAT);
    put_number(&file, (u64)body.length);
    text_append(&file, body.data, body.length);
    put_number(&file, hash_siphash13(file.data, (usize)file.length));
    bool saved = !body.failed && !file.failed && replace_file(path, &file);
    if (saved)
        session_say(session, out, "saved: %s, %zd bytes\n", "저장했습니다: %s, %zd바이트\n", path, file.length);
    else
        session_say(session, out, "save: can't write %s: %s\n", "save: %s에 쓸 수 없습니다: %s\n", path,
                    strerror(errno));
    text_free(&body);
    text_free(&file);
    return saved;
}

/* --- reading ---------------------------------------------------------------------------------------------- */

typedef struct Reading {
    const char *next, *limit;
    bool failed;
} Reading;

static u64 take_number(Reading *reading) {
    u64 number = 0;
    if (reading->limit - reading->next < 8) {
        reading->failed = true;
        return 0;
    }
    for (int i = 0; i < 8; i++) number |= (u64)(u8)reading->next[i] << 8 * i;
    reading->next += 8;
    return number;
}

static const char *take_bytes(Reading *reading, isize *length) {
    u64 size = take_number(reading);
    if (reading->failed || size > (u64)(reading->limit - reading->next)) {
        reading->failed = true;
        *length = 0;
        return "";
    }
    const char *bytes = reading->next;
    reading->next += size;
    *length = (isize)size;
    return bytes;
}

/* With a NUL behind it; NULL: no memory. The caller frees it. */
static char *take_copy(Reading *reading, isize *length) {
    const char *bytes = take_bytes(reading, length);
    char *copy = malloc((usize)*length + 1);
    if (!copy) {
        reading->failed = true;
        return NULL;
    }
    memcpy(copy, bytes, (usize)*length);
    copy[*length] = 0;
    return copy;
}

/* Kept by the session; NULL where it is empty. */
static char *take_string(Reading *reading, Session *session) {
    isize length;
    const char *bytes = take_bytes(reading, &length);
    if (length == 0 || session->kept_count == COUNT_OF(session->kept)) return NULL;
    return session->kept[session->kept_count++] = strndup(bytes, (usize)length);
}

static const char *whats_wrong(const char *bytes, isize length, bool korean) {
    const char *cut = korean ? "잘려 있습니다" : "it is cut off";
    Reading head = {.next = bytes + MAGIC_LENGTH, .limit = bytes + length};
    u64 format = take_number(&head), size = take_number(&head);
    if (head.failed) return cut;
    if (format != FORMAT)
        return korean ? "다른 판의 opscope가 만든 것입니다" : "another version of opscope made it";
    if (size > (u64)length || (u64)length < (u64)HEAD + size + 8) return cut;
    Reading tail = {.next = bytes + HEAD + size, .limit = bytes + length};
    bool same = take_number(&tail) == hash_siphash13(bytes, (usize)HEAD + size) && tail.next == tail.limit;
    return same ? NULL : korean ? "망가져 있습니다" : "it is damaged";
}

static void read_python_options(Session *session, Reading *reading) {
    MachineOptions *machine = &session->options.machine;
    for (isize i = 0; i < COUNT_OF(python_flags); i++)
        *AT(machine, bool, python_flags[i]) = take_number(reading) != 0;
    for (isize i = 0; i < COUNT_OF(python_levels); i++)
        *AT(machine, int, python_levels[i]) = (int)take_number(reading);
    for (isize i = 0; i < COUNT_OF(python_lists); i++) {
        const char **list = AT(machine, const char *, python_lists[i]), *text;
        int count = 0;
        while ((text = take_string(reading, session)) && !reading->failed)
            if (count < MACHINE_MAX_OPTIONS - 1) list[count++] = text;
        list[count] = NULL;
    }
}

static void read_machine(Session *session, Reading *reading) {
    MachineOptions *machine = &session->options.machine;
    machine->kind = (ProgramKind)take_number(reading);
    machine->program = take_string(reading, session);
    machine->source = session->kept[session->kept_count++] = take_copy(reading, &machine->source_length);
    machine->stdlib = take_string(reading, session);
    machine->optimize = (int)take_number(reading);
    machine->scheduler_seed = take_number(reading);
    machine->memory_limit = (usize)take_number(reading);
    read_python_options(session, reading);
    u64 count = take_number(reading);
    if (count > MOST_ARGUMENTS) reading->failed = true;
    const char **arguments = calloc(count <= MOST_ARGUMENTS ? count + 1 : 1, sizeof *arguments);
    session->arguments = arguments;
    for (u64 i = 0; arguments && !reading->failed && i < count; i++) {
        const char *argument = take_string(reading, session);
        arguments[i] = argument ? argument : "";
    }
    machine->argc = reading->failed ? 0 : (int)count;
    machine->argv = arguments;
}

static void read_branches(Session *session, Reading *reading) {
    u64 count = take_number(reading);
    if (count > MOST_SAVED_BRANCHES) reading->failed = true;
    session->records = reading->failed ? NULL : calloc(count + 1, sizeof *session->records);
    for (u64 i = 0; session->records && !reading->failed && i < count; i++) {
        BranchRecord *record = &session->records[session->record_count++];
        isize length;
        record->parent = (int)(take_number(reading) % (MOST_SAVED_BRANCHES + 1));
        record->step = take_number(reading);
        record->furthest = take_number(reading);
        record->ended = take_number(reading) != 0;
        record->change = take_copy(reading, &length);
        record->log = take_copy(reading, &record->log_length);
    }
}

void recording_free(Session *session) {
    for (int i = 0; i < session->record_count; i++) {
        free(session->records[i].change);
        free(session->records[i].log);
    }
    free(session->records);
    session->records = NULL;
    session->record_count = 0;
}

/* Each is changed again as it was changed. One that can't be ends them: the next ones may stand on it. */
void recording_restore_branches(Session *session) {
    bool restored = session->record_count > 0;
    for (int i = 0; restored && i < session->record_count; i++)
        restored = branch_restore(session, &session->records[i]);
    if (session->record_count == 0) return;
    Text said = text_new(TEXT_ON_HOST);
    session_command(session, COMMAND_BRANCH, "0", 1, &said);
    session_command(session, COMMAND_START, "", 1, &said);
    text_free(&said);
    branches_known(session, session->records, session->record_count);
    recording_free(session);
}

bool recording_load(Session *session, Status *status) {
    const char *bytes = session->options.machine.source;
    isize length = session->options.machine.source_length;
    const char *name = session->options.machine.program,
               *wrong = whats_wrong(bytes, length, session->options.korean);
    if (wrong) {
        *status = language_error(session->options.korean, "can't open the recording '%s': %s",
                                 "기록 '%s'^을 열 수 없습니다: %s", name, wrong);
        return false;
    }
    Reading reading = {.next = bytes + HEAD, .limit = bytes + length - 8};
    read_machine(session, &reading);
    isize log_length;
    const char *log = take_bytes(&reading, &log_length);
    world_log_load(session->world, 0, log, log_length);
    u64 steps = take_number(&reading);
    bool ended = take_number(&reading) != 0;
    session->options.recorder.limit = ended ? 0 : steps;
    session->recorded_steps = steps;
    for (int i = 0; i < MARK_COUNT; i++) {
        session->marks[i].is_set = take_number(&reading) != 0;
        session->marks[i].step = take_number(&reading);
        isize note_length;
        const char *note = take_bytes(&reading, &note_length);
        session->marks[i].note = strndup(note, (usize)note_length);
    }
    read_branches(session, &reading);
    if (reading.failed)
        *status = language_error(session->options.korean, "can't open the recording '%s': it is damaged",
                                 "기록 '%s'^을 열 수 없습니다: 망가져 있습니다", name);
    return !reading.failed;
}
