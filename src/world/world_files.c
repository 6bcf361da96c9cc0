/* world_files.c: files by descriptor, and the one way in for all that a program asks of the operating system.
 *
 * world_call looks for the answer in the log; where there is none yet, it does what is asked and writes the
 * answer down. So nothing is done twice, and what the program sees is the same each time it is lived.
 *
 * The invariant: a line's table of descriptors is as it is at the end of its log. While the machine relives its past
 * the table is not looked at. A line that parts gets a table, and copies of files, as they were at that moment. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world/world_internal.h"

/* --- the table of descriptors -------------------------------------------------------------------------- */

void world_descriptors_open(const World *w, WorldLine *line) {
    static const i8 streams[] = {STREAM_INPUT, WORLD_STDOUT, WORLD_STDERR};
    for (int i = 0; i < COUNT_OF(streams); i++) {
        if (!w->options.capture && fcntl(i, F_GETFD) < 0) continue;
        line->descriptors[i] = (Descriptor){.real = i, .stream = streams[i], .inheritable = true};
    }
}

static bool is_standard(int real) { return real <= STDERR_FILENO; }

/* The host's own descriptors stay clear of the standard ones, which may be closed. */
int world_above_standard(int real) {
    if (real < 0 || !is_standard(real)) return real;
    int moved = fcntl(real, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(real);
    return moved;
}

void world_descriptors_close(WorldLine *line) {
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) {
        if (!is_standard(line->descriptors[i].real)) close(line->descriptors[i].real);
        free(line->descriptors[i].folder);
    }
}

Descriptor *world_descriptor_find(int number) {
    WorldLine *table = world_table();
    errno = EBADF;
    if (!table || number < 0 || number >= WORLD_DESCRIPTORS || table->descriptors[number].real < 0) return NULL;
    Descriptor *d = &table->descriptors[number];
    errno = EOPNOTSUPP;
    return d->elsewhere ? NULL : d;
}

int world_real(int number) {
    Descriptor *d = world_descriptor_find(number);
    return d ? d->real : -1;
}

/* Enters a descriptor of the host's under the lowest free number from `least` on. */
static i64 enter_from(i64 least, int real, i8 stream) {
    WorldLine *table = world_table();
    if (real < 0) return -errno;
    for (i64 i = least; table && least >= 0 && i < WORLD_DESCRIPTORS; i++) {
        if (table->descriptors[i].real >= 0) continue;
        table->descriptors[i] = (Descriptor){.real = real, .stream = stream};
        return i;
    }
    close(real);
    return least < 0 || least >= WORLD_DESCRIPTORS ? -EINVAL : -EMFILE;
}
i64 world_descriptor_enter(int real, i8 stream) { return enter_from(0, real, stream); }

/* --- opening and closing ------------------------------------------------------------------------------- */

i64 world_do_open(const WorldRequest *r, Text *out UNUSED) {
    int at = world_real_folder(r->at);
    if (at == -1) return -errno;
    int real = openat(at, r->path, (int)r->numbers[0] | O_CLOEXEC, (mode_t)r->numbers[1]);
    return world_descriptor_enter(world_above_standard(real), 0);
}

i64 world_do_close(const WorldRequest *r, Text *out UNUSED) {
    WorldLine *table = world_table();
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d && errno == EOPNOTSUPP) d = &table->descriptors[r->descriptor];
    if (!d) return -errno;
    int error = d->elsewhere || is_standard(d->real) || close(d->real) == 0 ? 0 : errno;
    free(d->folder);
    *d = (Descriptor){.real = -1};
    return -error;
}

i64 world_do_duplicate(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d) return -errno;
    i64 number = r->numbers[0];
    if (number == r->descriptor) return number;
    if (number >= WORLD_DESCRIPTORS) return -EBADF;
    Descriptor made = {.real = fcntl(d->real, F_DUPFD_CLOEXEC, STDERR_FILENO + 1),
                       .stream = d->stream,
                       .inside = d->inside,
                       .pair = d->pair,
                       .outside = d->outside};
    if (made.real < 0) return -errno;
    if (number < 0) {
        number = enter_from(number == WORLD_ANY_FROM ? r->numbers[1] : 0, made.real, made.stream);
        if (number < 0) return number;
    } else {
        if (!is_standard(world_table()->descriptors[number].real))
            close(world_table()->descriptors[number].real);
        free(world_table()->descriptors[number].folder);
    }
    if (r->numbers[0] == WORLD_ANY_FROM) made.inheritable = r->numbers[2] != 0;
    d = world_descriptor_find(r->descriptor);
    made.folder = d && d->folder ? strdup(d->folder) : NULL;
    world_table()->descriptors[number] = made;
    return number;
}

bool world_is_stream(int number) {
    Descriptor *d = world_descriptor_find(number);
    return d && d->stream;
}

i64 world_take_descriptor(int real, bool inheritable) {
    i64 number = world_descriptor_enter(world_above_standard(real), 0);
    if (number >= 0) world_table()->descriptors[number].inheritable = inheritable;
    return number;
}

i64 world_take_both(const int ends[2], Text *out) {
    i64 first = world_descriptor_enter(world_above_standard(ends[0]), 0);
    i64 second = world_descriptor_enter(world_above_standard(ends[1]), 0);
    text_append(out, (const char *)&second, sizeof second);
    if (first < 0 || second < 0) return -EMFILE;
    Descriptor *table = world_table()->descriptors;
    table[first].inside = table[second].inside = true;
    table[first].pair = table[second].pair = ++world()->pairs;
    return first;
}
i64 world_do_pipe(const WorldRequest *r, Text *out) {
    int ends[2];
    return pipe2(ends, (int)r->numbers[0] | O_CLOEXEC) < 0 ? -errno : world_take_both(ends, out);
}

/* --- reading and writing ------------------------------------------------------------------------------- */

/* Of the line that the host has supplied; a line of no bytes is the end of the file, once. */
static i64 read_supplied(World *w, i64 size, Text *out) {
    isize taken = isize_min(w->input.length - w->input_start, (isize)size);
    text_append(out, w->input.data + w->input_start, taken);
    w->input_start += taken;
    if (w->input_start == w->input.length) w->supplied = false;
    return taken;
}

static i64 read_into(int real, i64 size, i64 position, Text *out) {
    char piece[65536];
    i64 total = 0;
    do { /* a file gives all at once; what a pipe or a terminal gives first is all that is there */
        usize wanted = (usize)(size - total < (i64)sizeof piece ? size - total : (i64)sizeof piece);
        isize got = position < 0 ? read(real, piece, wanted) : pread(real, piece, wanted, position + total);
        if (got < 0) return total ? total : -errno;
        text_append(out, piece, got);
        total += got;
        if (got < (isize)sizeof piece) break;
    } while (total < size);
    return out->failed ? -ENOMEM : total;
}

/* Until there is something to read, or a signal came: meanwhile the machine may be left. */
static int wait_for_input(World *w, int real) {
    struct pollfd waited = {.fd = real, .events = POLLIN};
    w->busy--;
    int found = poll(&waited, 1, -1);
    w->busy++;
    return found < 0 ? -errno : 0;
}

/* Standard input, which is there once only: what another line of the run has read is kept for this one. */
static i64 read_input(World *w, int real, i64 size, Text *out) {
    WorldLine *line = w->line;
    InputRead last = {0};
    if (line->reads.length)
        memcpy(&last, line->reads.data + line->reads.length - (isize)sizeof last, sizeof last);
    i64 got = w->read.length - (isize)last.taken;
    if (got > size) got = size;
    if (got > 0) {
        text_append(out, w->read.data + last.taken, (isize)got);
    } else {
        got = w->supplied ? 0 : wait_for_input(w, real);
        if (got == 0) got = w->supplied ? read_supplied(w, size, out) : read_into(real, size, -1, out);
        if (got > 0) text_append(&w->read, text_cstring(out), out->length);
    }
    if (got <= 0) return got;
    last.taken += got;
    last.log_position = (u64)line->log.length + sizeof(RecordHead) + (u64)got; /* the record of this answer */
    text_append(&line->reads, (const char *)&last, sizeof last);
    return got;
}

i64 world_do_read(const WorldRequest *r, Text *out) {
    World *w = world();
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (d->stream == STREAM_INPUT && world_has_captured(d)) return read_supplied(w, r->numbers[0], out);
    if (d->stream == STREAM_INPUT && (w->on_branch || w->parting)) return -EOPNOTSUPP;
    if (d->stream == STREAM_INPUT && w->options.record) return read_input(w, d->real, r->numbers[0], out);
    return read_into(d->real, r->numbers[0], -1, out);
}

i64 world_do_read_at(const WorldRequest *r, Text *out) {
    int real = world_real(r->descriptor);
    if (r->numbers[1] < 0) return -EINVAL;
    return real < 0 ? -errno : read_into(real, r->numbers[0], r->numbers[1], out);
}

/* Standard output and error go where all output goes; that is what the byte of the answer says, the stream's number. */
int world_unblock(int real) {
    int flags = fcntl(real, F_GETFL);
    if (flags >= 0 && !(flags & O_NONBLOCK)) fcntl(real, F_SETFL, flags | O_NONBLOCK);
    return flags;
}

void world_block_again(int real, int flags) {
    int error = errno;
    if (!(flags & O_NONBLOCK)) fcntl(real, F_SETFL, flags);
    errno = error;
}

/* As much as goes in at once: EAGAIN where that is nothing. */
static i64 write_some(int real, const WorldRequest *r) {
    int flags = world_unblock(real);
    if (flags < 0) return -errno;
    i64 result = world_result(write(real, r->bytes, (usize)r->length));
    world_block_again(real, flags);
    return result;
}

i64 world_do_write(const WorldRequest *r, Text *out) {
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (d->stream == WORLD_STDOUT || d->stream == WORLD_STDERR) {
        text_append_char(out, (char)d->stream);
        int error = world_write((WorldStream)d->stream, r->bytes, r->length);
        return error ? -error : r->length;
    }
    return r->numbers[0] ? write_some(d->real, r) : world_result(write(d->real, r->bytes, (usize)r->length));
}

i64 world_do_write_at(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    return world_result(pwrite(real, r->bytes, (usize)r->length, r->numbers[1]));
}

i64 world_do_seek(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (world_has_captured(d)) return -ESPIPE;
    return world_result(lseek(d->real, r->numbers[0], (int)r->numbers[1]));
}

i64 world_do_sync(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    return world_is_trunk(world()) ? world_result(fsync(real)) : 0;
}

/* --- what a descriptor is ------------------------------------------------------------------------------ */

i64 world_do_is_terminal(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (world_has_captured(d)) return 1;
    return isatty(d->real) ? 1 : -errno;
}

i64 world_do_terminal_size(const WorldRequest *r, Text *out) {
    int real = world_real(r->descriptor);
    struct winsize size;
    if (real < 0 || ioctl(real, TIOCGWINSZ, &size) < 0) return -errno;
    i64 pair[] = {size.ws_col, size.ws_row};
    text_append(out, (const char *)pair, sizeof pair);
    return 0;
}

i64 world_do_blocking(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    int flags = real < 0 ? -1 : fcntl(real, F_GETFL);
    if (flags < 0) return -errno;
    i64 blocking = r->numbers[0];
    if (blocking < 0) return !(flags & O_NONBLOCK);
    int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    return fcntl(real, F_SETFL, wanted) < 0 ? -errno : blocking;
}

i64 world_do_inheritable(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (r->numbers[0] >= 0) d->inheritable = r->numbers[0] != 0;
    return d->inheritable;
}

i64 world_do_lock(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(flock(real, (int)r->numbers[0]));
}

/* --- the way in ---------------------------------------------------------------------------------------- */

typedef struct CallRule {
    i64 (*perform)(const WorldRequest *request, Text *out);
    bool changes;
} CallRule;
static const CallRule rules[] = {
#define CALL(id, function, changes) [WORLD_CALL_##id] = {world_do_##function, changes},
    WORLD_CALLS(CALL)
#undef CALL
};

static bool must_wait(const WorldRequest *r) {
    World *w = world();
    if (r->call != WORLD_CALL_READ || !w->options.capture || w->supplied || r->numbers[0] == 0) return false;
    Descriptor *d = world_descriptor_find(r->descriptor);
    return d && d->stream == STREAM_INPUT && world_has_captured(d);
}

static WorldAnswer answer_of(const RecordHead *head, const char *bytes) {
    return (WorldAnswer){.value = head->error ? -1 : head->value,
                         .error = head->error,
                         .bytes = bytes,
                         .length = (isize)head->length};
}

/* What is tried at a stop may ask, and print, but leaves no trace. */
static bool is_refused(const WorldRequest *r, const CallRule *rule) {
    if (!world()->on_branch) return false;
    if (rule->changes) return true;
    i64 flags = r->numbers[0];
    if (r->call == WORLD_CALL_OPEN) return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    if (r->call == WORLD_CALL_BLOCKING) return flags >= 0;
    const Descriptor *d = r->call == WORLD_CALL_WRITE ? world_descriptor_find(r->descriptor) : NULL;
    return d && !d->stream;
}

static i64 perform(const WorldRequest *r, Text *out) {
    const CallRule *rule = &rules[r->call];
    if (is_refused(r, rule)) return world_is_of_network(r->call) ? -ENETDOWN : -EROFS;
    if (!world_is_trunk(world())) return world_aside_perform(r, rule->perform, out);
    if (world()->options.record) world_note_before(r);
    return rule->perform(r, out);
}

i64 world_perform_again(const WorldRequest *r, Text *out) {
    return world_aside_perform(r, rules[r->call].perform, out);
}

WorldAnswer world_call(const WorldRequest *request) {
    WORLD_BUSY;
    const char *bytes;
    u64 position = WORLD_ROOT->log_position;
    const RecordHead *known = world_replayed((u32)RECORD_CALL + request->call, &bytes);
    if (known) {
        if (request->call == WORLD_CALL_WRITE && known->length)
            world_output_live((WorldStream)*bytes, request->bytes, (isize)known->value);
        if (request->call == WORLD_CALL_CHILDREN_NEWS) world_children_said(bytes, (isize)known->length);
        world_journal_note(request, known, position);
        return answer_of(known, bytes);
    }
    if (must_wait(request)) return (WorldAnswer){.value = -1, .awaited = true};
    Text *out = &world()->answer;
    text_clear(out);
    i64 value = perform(request, out);
    bool limit = request->call == WORLD_CALL_SYSTEM_LIMIT || request->call == WORLD_CALL_PATH_LIMIT;
    bool failed = value < 0 && !(limit && value == -1); /* -1: no limit */
    RecordHead head = {.kind = (u32)RECORD_CALL + request->call,
                       .error = failed ? (i32)-value : 0,
                       .value = value,
                       .length = failed ? 0 : out->length};
    bytes = text_cstring(out);
    if (head.error != EINTR) { /* the signal is what is logged */
        world_journal_note(request, &head, position);
        world_keep(head, &bytes);
    }
    return answer_of(&head, bytes);
}
