/* world.c: the log of what came from outside, and the streams.
 *
 * The idea: each answer from outside becomes a record in a log that only grows. WORLD_ROOT->log_position says
 * how much of it the machine has consumed. While it stands before the log's end the machine is living its past
 * again and gets the answers from there; at the end it asks the operating system and appends. Restoring a
 * snapshot restores the position, and nothing else is needed to replay.
 *
 * The invariant: log and output never shrink but when a branch is dropped, and what the machine has seen is
 * always the prefix up to its positions. Without `record` there is no log, and every question goes straight
 * outside. */
#include "world/world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world/curses_library.h"
#include "world/line_editor.h"
#include "world/world_internal.h"

World *world_new(const WorldOptions *options) {
    World *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->options = *options;
    made->answer = made->input = made->read = made->before = made->branch.bytes = text_new(TEXT_ON_HOST);
    made->started_ns = world_host_clock_ns();
    signal(SIGPIPE, SIG_IGN); /* as CPython: the program gets an error instead */
    signal(SIGXFSZ, SIG_IGN);
    made->first_folder = options->record ? getcwd(NULL, 0) : NULL;
    if (world_lines_open(made)) {
        world_descriptors_open(made, made->line);
        return made;
    }
    free(made);
    return NULL;
}

void world_free(World *freed) {
    if (!freed) return;
    world_lines_close(freed);
    world_questions_forget(freed);
    world_children_forget(freed);
    world_semaphores_forget(freed);
    world_maps_forget(freed);
    world_tls_forget(freed);
    text_free(&freed->answer);
    text_free(&freed->input);
    text_free(&freed->read);
    text_free(&freed->before);
    free(freed->first_folder);
    free(freed->polled);
    world_output_free(&freed->branch);
    world_statics_reset(freed);
    free(freed->statics_at_first);
    free(freed);
}

void world_attach(World *attached) { WORLD_ROOT->world = attached; }
bool world_is_busy(const World *w) { return w->busy != 0; }
bool world_may_keep(void) { return world()->options.may_fork; }

/* --- the log ------------------------------------------------------------------------------------------ */

static isize padded(isize length) { return (length + 7) & ~(isize)7; }

const RecordHead *world_replayed(u32 kind, const char **bytes) {
    World *w = world();
    u64 position = WORLD_ROOT->log_position;
    if (!w->options.record || w->on_branch || position >= (u64)w->line->log.length) return NULL;
    const RecordHead *head = (const RecordHead *)(const void *)(w->line->log.data + position);
    assert(head->kind == kind); /* the run is deterministic, so it asks the same questions again */
    *bytes = (const char *)(head + 1);
    WORLD_ROOT->log_position += sizeof *head + (u64)padded(head->length);
    return head;
}

void world_keep(RecordHead head, const char **bytes) {
    World *w = world();
    isize length = (isize)head.length;
    if (!w->options.record || w->on_branch) {
        if (*bytes != w->answer.data) {
            text_clear(&w->answer);
            text_append(&w->answer, *bytes, length);
        }
        *bytes = text_cstring(&w->answer);
        return;
    }
    static const char zeros[8];
    text_append(&w->line->log, (const char *)&head, sizeof head);
    isize start = w->line->log.length;
    text_append(&w->line->log, *bytes, length);
    text_append(&w->line->log, zeros, padded(length) - length);
    WORLD_ROOT->log_position = (u64)w->line->log.length;
    *bytes = w->line->log.data + start;
}

static const RecordHead *replayed(RecordKind kind, const char **bytes) { return world_replayed(kind, bytes); }
static void keep(RecordKind kind, int error, const char **bytes, isize length) {
    world_keep((RecordHead){.kind = kind, .error = error, .length = length}, bytes);
}

const char *world_log(const World *w, int line, isize *length) {
    const Text *log = &w->lines[line]->log;
    *length = log->length;
    return log->length ? log->data : "";
}

void world_log_load(World *w, int line, const char *bytes, isize length) {
    text_clear(&w->lines[line]->log);
    text_append(&w->lines[line]->log, bytes, length);
}

/* Remembers where in the log a file's text stands; once, not again on a replay. */
static void note_seen(const char *path, const char *bytes) {
    World *w = world();
    if (!w->options.record || w->on_branch || WORLD_ROOT->log_position <= w->line->seen_until) return;
    w->line->seen_until = WORLD_ROOT->log_position;
    u64 position = (u64)(bytes - w->line->log.data) - sizeof(RecordHead);
    text_append(&w->line->seen, (const char *)&position, sizeof position);
    text_append(&w->line->seen, path, (isize)strlen(path) + 1);
}

const char *world_file_seen(const World *w, const char *path, isize *length) {
    const char *found = NULL;
    for (isize i = 0; i < w->line->seen.length;) {
        u64 position;
        memcpy(&position, w->line->seen.data + i, sizeof position);
        const char *name = w->line->seen.data + i + sizeof position;
        const RecordHead *head = (const RecordHead *)(const void *)(w->line->log.data + position);
        if (strcmp(name, path) == 0 && !head->error) {
            found = (const char *)(head + 1);
            *length = (isize)head->length;
        }
        i += (isize)sizeof position + (isize)strlen(name) + 1;
    }
    return found;
}

/* --- files and folders -------------------------------------------------------------------------------- */

/* Reads all of a file into `out`; NULL: it is not there. Returns 0 or an errno. */
static int read_whole(const char *path, Text *out) {
    text_clear(out);
    if (!path) return ENOENT;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    struct stat status;
    int error = fstat(descriptor, &status) < 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
    char piece[65536];
    while (!error) {
        isize got = read(descriptor, piece, sizeof piece);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error = errno;
        if (got <= 0) break;
        text_append(out, piece, got);
        if (out->failed) error = ENOMEM;
    }
    close(descriptor);
    return error;
}

int world_host_read_file(const char *path, char **data, isize *length) {
    Text text = text_new(TEXT_ON_HOST);
    int error = read_whole(path, &text);
    if (error) {
        text_free(&text);
        return error;
    }
    text_append(&text, "", 0); /* an empty file has a buffer too */
    *data = text.data ? text.data : calloc(1, 1);
    *length = text.length;
    return *data ? 0 : ENOMEM;
}

int world_read_file(const char *path, const char **data, isize *length) {
    WORLD_BUSY;
    const RecordHead *head = replayed(RECORD_FILE, data);
    if (head) {
        *length = (isize)head->length;
        note_seen(path, *data);
        return head->error;
    }
    char here[WORLD_PATH];
    int error = read_whole(world_path_here(path, here), &world()->answer);
    *data = text_cstring(&world()->answer);
    *length = error ? 0 : world()->answer.length;
    keep(RECORD_FILE, error, data, *length);
    note_seen(path, *data);
    return error;
}

WorldStat world_stat(const char *path) {
    WORLD_BUSY;
    const char *bytes;
    if (replayed(RECORD_STAT, &bytes)) {
        WorldStat told;
        memcpy(&told, bytes, sizeof told);
        return told;
    }
    struct stat status;
    WorldStat told;
    memset(&told, 0, sizeof told);
    char changed[WORLD_PATH];
    const char *here = world_path_here(path, changed);
    errno = ENOENT;
    if (!here || stat(here, &status) < 0) {
        told.error = errno;
    } else {
        told.is_directory = S_ISDIR(status.st_mode);
        told.is_file = S_ISREG(status.st_mode);
        told.size = status.st_size;
        told.mtime_ns = (i64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    }
    bytes = (const char *)&told;
    keep(RECORD_STAT, 0, &bytes, sizeof told);
    return told;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder but "." and "..", sorted, each with its NUL, into `out`. */
static int list_folder(const char *path, Text *out) {
    text_clear(out);
    DIR *folder = opendir(path);
    if (!folder) return errno;
    char **names = NULL;
    isize count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            char **more = realloc(names, (usize)capacity * sizeof *names);
            if (!more) break;
            names = more;
        }
        names[count++] = strdup(entry->d_name);
    }
    closedir(folder);
    if (count) qsort(names, (usize)count, sizeof *names, compare_names);
    for (isize i = 0; i < count; i++) {
        text_append(out, names[i], (isize)strlen(names[i]) + 1);
        free(names[i]);
    }
    free(names);
    return 0;
}

int world_list(const char *path, const char **names, isize *length) {
    WORLD_BUSY;
    const RecordHead *head = replayed(RECORD_LIST, names);
    if (head) {
        *length = (isize)head->length;
        return head->error;
    }
    int error = list_folder(path, &world()->answer);
    *names = text_cstring(&world()->answer);
    *length = world()->answer.length;
    keep(RECORD_LIST, error, names, *length);
    return error;
}

const char *world_working_directory(void) {
    WORLD_BUSY;
    const char *bytes;
    if (replayed(RECORD_FOLDER, &bytes)) return bytes;
    char folder[4096];
    bytes = getcwd(folder, sizeof folder) ? folder : ".";
    if (!world_is_trunk(world()) && world_table() && world_table()->folder) bytes = world_table()->folder;
    keep(RECORD_FOLDER, 0, &bytes, (isize)strlen(bytes) + 1);
    return bytes;
}

/* --- entropy, environment ---------------------------------------------------------------------- */

void world_entropy(u8 *bytes, isize count) {
    WORLD_BUSY;
    const char *kept;
    if (!replayed(RECORD_ENTROPY, &kept)) {
        char fresh[256];
        assert(count <= (isize)sizeof fresh);
        isize got = getrandom(fresh, (usize)count, 0);
        for (isize i = isize_max(got, 0); i < count; i++) fresh[i] = 0;
        kept = fresh;
        keep(RECORD_ENTROPY, 0, &kept, count);
    }
    memcpy(bytes, kept, (usize)count);
}

const char *world_environment(const char *name) {
    WORLD_BUSY;
    const char *bytes;
    const RecordHead *head = replayed(RECORD_ENVIRONMENT, &bytes);
    if (head) return head->error ? NULL : bytes;
    const char *value = getenv(name);
    bytes = value ? value : "";
    keep(RECORD_ENVIRONMENT, value ? 0 : ENOENT, &bytes, (isize)strlen(bytes) + 1);
    return value ? bytes : NULL;
}

/* --- standard input ----------------------------------------------------------------------------------- */

void world_supply_input(World *w, const char *line, isize length) {
    if (!w->supplied) { /* else it comes behind what nobody has asked for yet */
        text_clear(&w->input);
        w->input_start = 0;
    }
    text_append(&w->input, line, length);
    w->supplied = true;
}

/* --- standard output ---------------------------------------------------------------------------------- */

static int write_out(WorldStream stream, const char *bytes, isize length) {
    while (length > 0) {
        isize written = write((int)stream, bytes, (usize)length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes += written;
        length -= written;
    }
    return 0;
}

isize world_output_live(WorldStream stream, const char *bytes, isize length) {
    World *w = world();
    isize position = (isize)WORLD_ROOT->output_position;
    WORLD_ROOT->output_position += (u64)length;
    if (!w->options.record && !w->options.capture) return length;
    isize known = w->line->output.bytes.length - position; /* of these bytes, how many were written before */
    known = isize_max(0, isize_min(known, length));
    if (known < length) world_output_append(&w->line->output, stream, bytes + known, length - known);
    return length - known;
}

int world_write(WorldStream stream, const char *bytes, isize length) {
    WORLD_BUSY;
    World *w = world();
    if (w->on_branch) {
        WORLD_ROOT->output_position += (u64)length;
        world_output_append(&w->branch, stream, bytes, length);
        return 0;
    }
    isize fresh = world_output_live(stream, bytes, length);
    if (w->options.output_to_error) stream = WORLD_STDERR;
    bool outside = !w->options.capture && w->line_number == 0;
    return outside ? write_out(stream, bytes + length - fresh, fresh) : 0;
}

/* Cuts an output into chunks, up to byte `end`. */
static isize output_chunks(Output *output, u64 end, const WorldOutput **chunks) {
    if (output->chunk_capacity < output->mark_count) {
        WorldOutput *more = realloc(output->chunks, (usize)output->mark_count * sizeof *more);
        if (!more) return 0;
        output->chunks = more;
        output->chunk_capacity = output->mark_count;
    }
    isize count = 0;
    for (isize i = 0; i < output->mark_count && output->marks[i].start < end; i++) {
        u64 next = i + 1 < output->mark_count ? output->marks[i + 1].start : (u64)output->bytes.length;
        if (next > end) next = end;
        output->chunks[count++] = (WorldOutput){.stream = output->marks[i].stream,
                                                .bytes = output->bytes.data + output->marks[i].start,
                                                .length = (isize)(next - output->marks[i].start)};
    }
    *chunks = output->chunks;
    return count;
}

isize world_output_chunks(World *w, const WorldOutput **chunks) {
    if (w->on_branch) return output_chunks(&w->branch, (u64)w->branch.bytes.length, chunks);
    return output_chunks(&w->line->output, WORLD_ROOT->output_position, chunks);
}

void world_branch_begin(World *w) {
    assert(!w->on_branch);
    w->on_branch = true;
    w->branch_output_start = WORLD_ROOT->output_position;
    text_clear(&w->branch.bytes);
    w->branch.mark_count = 0;
}

void world_branch_end(World *w) {
    assert(w->on_branch);
    if (w->aside) world_line_free(w->aside);
    w->aside = NULL;
    w->on_branch = false;
}

/* --- the terminal's library ------------------------------------------------------------------------------- */

const LineEditor *world_line_editor(void) { return world()->options.line_editor; }
const CursesLibrary *world_curses(void) { return world()->options.curses; }
bool world_curses_take(void) {
    WorldOptions *options = &world()->options;
    if (!options->curses) return false;
    options->record = false;
    options->may_fork = true;
    return true;
}
int world_host_descriptor(int descriptor) { return world_real(descriptor); }
