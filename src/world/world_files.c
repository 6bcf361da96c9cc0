/* world_files.c: files by descriptor, and the one way in for all that a program asks of the operating system.
 *
 * world_call looks for the answer in the log; where there is none yet, it does what is asked and writes the
 * answer down. So nothing is done twice, and what the program sees is the same each time it is lived.
 *
 * The invariant: the table of descriptors is as it is at the log's end. While the machine relives its past the
 * table is not looked at. A branch that begins in the past therefore can't read from files that the trunk has
 * opened; one that begins at the end reads them, and their positions are put back when it is dropped. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world/world_internal.h"

/* --- the table of descriptors -------------------------------------------------------------------------- */

void world_descriptors_open(World *w) {
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) w->line->descriptors[i].real = -1;
    static const i8 streams[] = {STREAM_INPUT, WORLD_STDOUT, WORLD_STDERR};
    for (int i = 0; i < COUNT_OF(streams); i++) {
        if (!w->options.capture && fcntl(i, F_GETFD) < 0) continue;
        w->line->descriptors[i] = (Descriptor){.real = i, .stream = streams[i], .inheritable = true};
    }
}

static bool is_standard(int real) { return real <= STDERR_FILENO; }

/* The host's own descriptors stay clear of the standard ones, which may be closed. */
static int above_standard(int real) {
    if (real < 0 || !is_standard(real)) return real;
    int moved = fcntl(real, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(real);
    return moved;
}

void world_descriptors_close(WorldLine *line) {
    for (int i = 0; i < WORLD_DESCRIPTORS; i++)
        if (!is_standard(line->descriptors[i].real)) close(line->descriptors[i].real);
}

/* The same file, with a position of its own, for reading; -1: it can't be had. */
static int open_again(int real) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", real);
    off_t position = lseek(real, 0, SEEK_CUR);
    int again = position < 0 ? -1 : above_standard(open(path, O_RDONLY | O_CLOEXEC));
    if (again >= 0) lseek(again, position, SEEK_SET);
    return again;
}

void world_descriptors_part(const WorldLine *from, WorldLine *line, bool from_end) {
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) {
        Descriptor *d = &line->descriptors[i];
        *d = from->descriptors[i];
        if (d->real < 0 || (d->stream && is_standard(d->real))) continue;
        if (d->stream) {
            d->real = fcntl(d->real, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
            continue;
        }
        int again = from_end ? open_again(d->real) : -1;
        d->elsewhere = again < 0;
        d->real = again < 0 ? STDERR_FILENO : again; /* never used: the number is taken */
    }
}

void world_descriptors_branch_end(World *w) {
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) {
        Descriptor *d = &w->line->descriptors[i];
        if (d->real < 0) continue;
        if (d->of_branch) {
            if (!is_standard(d->real)) close(d->real);
            *d = (Descriptor){.real = -1};
        } else if (d->moved) {
            lseek(d->real, d->position, SEEK_SET);
            d->moved = false;
        }
    }
}

/* The entry, or NULL and errno. */
static Descriptor *descriptor_find(int number) {
    World *w = world();
    errno = EBADF;
    if (number < 0 || number >= WORLD_DESCRIPTORS || w->line->descriptors[number].real < 0) return NULL;
    Descriptor *d = &w->line->descriptors[number];
    if (d->elsewhere) {
        errno = EOPNOTSUPP;
        return NULL;
    }
    if (!w->on_branch || d->of_branch || d->stream) return d;
    errno = EOPNOTSUPP;
    if (!w->branch_from_end) return NULL;
    if (!d->moved) {
        d->position = lseek(d->real, 0, SEEK_CUR);
        d->moved = d->position >= 0;
    }
    return d;
}

int world_real(int number) {
    Descriptor *d = descriptor_find(number);
    return d ? d->real : -1;
}

/* Enters a descriptor of the host's under the lowest free number; its number, or minus an errno. */
static i64 descriptor_enter(int real, i8 stream) {
    World *w = world();
    if (real < 0) return -errno;
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) {
        if (w->line->descriptors[i].real >= 0) continue;
        w->line->descriptors[i] = (Descriptor){.real = real, .stream = stream, .of_branch = w->on_branch};
        return i;
    }
    close(real);
    return -EMFILE;
}

/* --- opening and closing ------------------------------------------------------------------------------- */

i64 world_do_open(const WorldRequest *r, Text *out UNUSED) {
    int flags = (int)r->numbers[0];
    bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    if (writes && world_is_read_only(world())) return -EROFS;
    int at = world_real_folder(r->at);
    if (at == -1) return -errno;
    return descriptor_enter(above_standard(openat(at, r->path, flags | O_CLOEXEC, (mode_t)r->numbers[1])), 0);
}

i64 world_do_close(const WorldRequest *r, Text *out UNUSED) {
    WorldLine *line = world()->line;
    if (!world()->on_branch && r->descriptor >= 0 && r->descriptor < WORLD_DESCRIPTORS &&
        line->descriptors[r->descriptor].elsewhere) {
        line->descriptors[r->descriptor] = (Descriptor){.real = -1};
        return 0;
    }
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (world()->on_branch && !d->of_branch) return 0;
    int error = is_standard(d->real) || close(d->real) == 0 ? 0 : errno;
    *d = (Descriptor){.real = -1};
    return -error;
}

i64 world_do_duplicate(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    i64 number = r->numbers[0];
    if (number == r->descriptor) return number;
    if (number >= WORLD_DESCRIPTORS) return -EBADF;
    if (number >= 0 && world()->on_branch) return -EROFS;
    int copy = fcntl(d->real, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (number < 0 || copy < 0) return descriptor_enter(copy, d->stream);
    Descriptor *target = &world()->line->descriptors[number];
    if (!is_standard(target->real)) close(target->real);
    *target = (Descriptor){.real = copy, .stream = d->stream};
    return number;
}

static i64 enter_both(const int ends[2], Text *out) {
    i64 first = descriptor_enter(above_standard(ends[0]), 0);
    i64 second = descriptor_enter(above_standard(ends[1]), 0);
    text_append(out, (const char *)&second, sizeof second);
    return first < 0 || second < 0 ? -EMFILE : first;
}
i64 world_do_pipe(const WorldRequest *r UNUSED, Text *out) {
    int ends[2];
    return pipe2(ends, O_CLOEXEC) < 0 ? -errno : enter_both(ends, out);
}
i64 world_do_socket_pair(const WorldRequest *r, Text *out) {
    int ends[2], kind = (int)r->numbers[0] | SOCK_CLOEXEC | SOCK_NONBLOCK;
    return socketpair(AF_UNIX, kind, 0, ends) < 0 ? -errno : enter_both(ends, out);
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
        got = read_into(real, size, -1, out);
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
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (d->stream == STREAM_INPUT && w->options.capture) return read_supplied(w, r->numbers[0], out);
    if (d->stream == STREAM_INPUT && w->on_branch) return -EOPNOTSUPP;
    if (d->stream == STREAM_INPUT && w->options.record) return read_input(w, d->real, r->numbers[0], out);
    return read_into(d->real, r->numbers[0], -1, out);
}

i64 world_do_read_at(const WorldRequest *r, Text *out) {
    int real = world_real(r->descriptor);
    if (r->numbers[1] < 0) return -EINVAL;
    return real < 0 ? -errno : read_into(real, r->numbers[0], r->numbers[1], out);
}

/* Standard output and error go where all output goes; that is what one byte of answer says. */
i64 world_do_write(const WorldRequest *r, Text *out) {
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (d->stream == WORLD_STDOUT || d->stream == WORLD_STDERR) {
        text_append_char(out, 1);
        int error = world_write((WorldStream)d->stream, r->bytes, r->length);
        return error ? -error : r->length;
    }
    if (world_is_read_only(world())) return -EROFS;
    return world_result(write(d->real, r->bytes, (usize)r->length));
}

i64 world_do_write_at(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    return world_result(pwrite(real, r->bytes, (usize)r->length, r->numbers[1]));
}

i64 world_do_seek(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (d->stream && world()->options.capture) return -ESPIPE;
    return world_result(lseek(d->real, r->numbers[0], (int)r->numbers[1]));
}

i64 world_do_sync(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    return world_is_read_only(world()) ? 0 : world_result(fsync(real));
}

/* --- what a descriptor is ------------------------------------------------------------------------------ */

i64 world_do_is_terminal(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (d->stream && world()->options.capture) return 1;
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
    if (world_is_read_only(world())) return -EROFS;
    int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    return fcntl(real, F_SETFL, wanted) < 0 ? -errno : blocking;
}

i64 world_do_inheritable(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = descriptor_find(r->descriptor);
    if (!d) return -errno;
    if (r->numbers[0] >= 0) d->inheritable = r->numbers[0] != 0;
    return d->inheritable;
}

i64 world_do_lock(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(flock(real, (int)r->numbers[0]));
}

i64 world_do_ready(const WorldRequest *r, Text *out UNUSED) {
    Descriptor *d = descriptor_find(r->descriptor);
    if (d && d->stream && world()->options.capture) return r->numbers[0]; /* the host is asked */
    struct pollfd asked = {.fd = world_real(r->descriptor), .events = (short)r->numbers[0]};
    if (asked.fd < 0) return POLLNVAL;
    return poll(&asked, 1, (int)r->numbers[1]) < 0 ? -errno : asked.revents;
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
    Descriptor *d = descriptor_find(r->descriptor);
    return d && d->stream == STREAM_INPUT;
}

static WorldAnswer answer_of(const RecordHead *head, const char *bytes) {
    return (WorldAnswer){.value = head->error ? -1 : head->value,
                         .error = head->error,
                         .bytes = bytes,
                         .length = (isize)head->length};
}

WorldAnswer world_call(const WorldRequest *request) {
    WORLD_BUSY;
    const char *bytes;
    const RecordHead *known = world_replayed((u32)RECORD_CALL + request->call, &bytes);
    if (known) {
        if (request->call == WORLD_CALL_WRITE && known->length)
            WORLD_ROOT->output_position += (u64)known->value;
        return answer_of(known, bytes);
    }
    if (must_wait(request)) return (WorldAnswer){.value = -1, .awaited = true};
    const CallRule *rule = &rules[request->call];
    Text *out = &world()->answer;
    text_clear(out);
    i64 value = rule->changes && world_is_read_only(world()) ? -EROFS : rule->perform(request, out);
    bool failed = value < 0 && !(request->call == WORLD_CALL_SYSTEM_LIMIT && value == -1); /* -1: no limit */
    RecordHead head = {.kind = (u32)RECORD_CALL + request->call,
                       .error = failed ? (i32)-value : 0,
                       .value = value,
                       .length = failed ? 0 : out->length};
    bytes = text_cstring(out);
    if (head.error != EINTR) world_keep(head, &bytes); /* the signal is what is logged */
    return answer_of(&head, bytes);
}
