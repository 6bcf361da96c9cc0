/* world_journal.c: what the program has done with files, so that it can be done once more.
 *
 * Where the past is changed another run begins, in which the files must be what they were at that moment, whatever
 * the trunk has made of them since. So requests that change files, or where one stands in them, are kept in a journal
 * beside the log, and of every file that the trunk changes, what it was before. A line that parts does the requests
 * up to there again, on copies (world_copies.c). */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world/world_internal.h"

/* --- what was before --------------------------------------------------------------------------------------- */

typedef struct BeforeHead { /* then the path with its NUL, and the content, padded to eight */
    i64 mode, path_length, length;
} BeforeHead;

static isize padded(isize length) { return (length + 7) & ~(isize)7; }

static void pad(Text *text) {
    static const char zeros[8];
    text_append(text, zeros, padded(text->length) - text->length);
}

bool world_find_before(const char *path, FileBefore *before) {
    const Text *all = &world()->before;
    for (isize i = 0; i < all->length;) {
        BeforeHead head;
        memcpy(&head, all->data + i, sizeof head);
        const char *its_path = all->data + i + sizeof head;
        if (strcmp(its_path, path) == 0) {
            *before = (FileBefore){head.mode, its_path + head.path_length, (isize)head.length};
            return true;
        }
        i += padded((isize)sizeof head + (isize)(head.path_length + head.length));
    }
    return false;
}

static void append_content(Text *out, const char *path) {
    char piece[65536];
    int real = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    for (isize got; real >= 0 && (got = read(real, piece, sizeof piece)) > 0;) text_append(out, piece, got);
    if (real >= 0) close(real);
}

static void note_path(const char *resolved) {
    FileBefore known;
    if (world_find_before(resolved, &known)) return;
    struct stat status;
    bool there = lstat(resolved, &status) == 0;
    Text *all = &world()->before;
    isize start = all->length;
    BeforeHead head = {.mode = there ? (i64)status.st_mode : 0, .path_length = (i64)strlen(resolved) + 1};
    text_append(all, (const char *)&head, sizeof head);
    text_append(all, resolved, (isize)head.path_length);
    isize content = all->length;
    if (there && S_ISREG(status.st_mode)) append_content(all, resolved);
    head.length = all->length - content;
    if (!all->failed) memcpy(all->data + start, &head, sizeof head);
    pad(all);
}

void world_note_before(const WorldRequest *r) {
    char path[WORLD_PATH];
    bool names =
        r->call == WORLD_CALL_MAKE_FOLDER || r->call == WORLD_CALL_REMOVE || r->call == WORLD_CALL_RENAME;
    bool opens = r->call == WORLD_CALL_OPEN &&
                 ((r->numbers[0] & O_ACCMODE) != O_RDONLY || r->numbers[0] & (O_CREAT | O_TRUNC));
    bool content = opens || r->call == WORLD_CALL_TRUNCATE || r->call == WORLD_CALL_CHANGE_MODE ||
                   r->call == WORLD_CALL_CHANGE_TIMES;
    if (!r->path || !(names || content)) return;
    world_resolve_first(r, content, path);
    note_path(path);
    if (r->call != WORLD_CALL_RENAME) return;
    world_resolve(r->at2, r->path2, false, path);
    note_path(path);
}

/* --- the journal -------------------------------------------------------------------------------------------- */

typedef struct JournalHead { /* then the paths with their NULs, and the bytes, padded to eight */
    u64 position;            /* of the record in the log */
    i64 value, numbers[4];
    i64 path_length, path2_length, length; /* 0: none */
    i32 call, descriptor;
} JournalHead;

static bool belongs_in_journal(const WorldRequest *r, const RecordHead *answer) {
    if (answer->error) return false;
    switch (r->call) {
    case WORLD_CALL_WRITE: return answer->length == 0; /* else it went to a stream */
    case WORLD_CALL_READ: return answer->value > 0;
    case WORLD_CALL_OPEN:
    case WORLD_CALL_CLOSE:
    case WORLD_CALL_WRITE_AT:
    case WORLD_CALL_SEEK:
    case WORLD_CALL_TRUNCATE:
    case WORLD_CALL_MAKE_FOLDER:
    case WORLD_CALL_REMOVE:
    case WORLD_CALL_RENAME:
    case WORLD_CALL_CHANGE_MODE:
    case WORLD_CALL_CHANGE_TIMES:
    case WORLD_CALL_CHANGE_FOLDER:
    case WORLD_CALL_DUPLICATE:
    case WORLD_CALL_PIPE:
    case WORLD_CALL_MEMORY_FILE:
    case WORLD_CALL_EVENT_COUNTER:
    case WORLD_CALL_TERMINAL_PAIR:
    case WORLD_CALL_SOCKET_PAIR:
    case WORLD_CALL_SOCKET:
    case WORLD_CALL_ACCEPT:
    case WORLD_CALL_SEND:
    case WORLD_CALL_RECEIVE:
    case WORLD_CALL_SEND_MESSAGE:
    case WORLD_CALL_RECEIVE_MESSAGE:
    case WORLD_CALL_SHUTDOWN: return true;
    case WORLD_CALL_BLOCKING:
    case WORLD_CALL_INHERITABLE: return r->numbers[0] >= 0;
    default: return false;
    }
}

void world_journal_note(const WorldRequest *r, const RecordHead *answer, u64 position) {
    World *w = world();
    WorldLine *line = w->line;
    if (!w->options.record || w->on_branch || position < line->journal_until) return;
    line->journal_until = position + 1;
    if (!belongs_in_journal(r, answer)) return;
    bool writes = r->call == WORLD_CALL_WRITE || r->call == WORLD_CALL_WRITE_AT || r->call == WORLD_CALL_SEND;
    bool follow =
        r->call != WORLD_CALL_REMOVE && r->call != WORLD_CALL_RENAME && r->call != WORLD_CALL_MAKE_FOLDER;
    char path[WORLD_PATH], path2[WORLD_PATH];
    if (r->path) world_resolve_first(r, follow, path);
    if (r->path2) world_resolve(r->at2, r->path2, false, path2);
    JournalHead head = {.position = position,
                        .value = answer->value,
                        .numbers = {r->numbers[0], r->numbers[1], r->numbers[2], r->numbers[3]},
                        .path_length = r->path ? (i64)strlen(path) + 1 : 0,
                        .path2_length = r->path2 ? (i64)strlen(path2) + 1 : 0,
                        .length = r->call == WORLD_CALL_SEND_MESSAGE ? r->length
                                  : writes                           ? answer->value
                                                                     : 0,
                        .call = (i32)r->call,
                        .descriptor = r->descriptor};
    text_append(&line->journal, (const char *)&head, sizeof head);
    text_append(&line->journal, path, (isize)head.path_length);
    text_append(&line->journal, path2, (isize)head.path2_length);
    text_append(&line->journal, r->bytes, (isize)head.length);
    pad(&line->journal);
}

/* What was read moved on in the file; of a pipe it is taken out. */
static void read_again(const WorldRequest *r, i64 count, Text *out) {
    const Descriptor *d = world_descriptor_find(r->descriptor);
    if (!d || d->stream || lseek(d->real, count, SEEK_CUR) >= 0) return;
    WorldRequest again = *r;
    again.numbers[0] = count;
    int flags = world_unblock(d->real); /* it may have come from outside */
    if (flags < 0) return;
    world_perform_again(&again, out);
    world_block_again(d->real, flags);
}

/* Takes the number that the program knows, where what it stands for can't be had. */
static void take_number(i64 number) {
    WorldLine *line = world()->parting;
    if (number < 0 || number >= WORLD_DESCRIPTORS || line->descriptors[number].real >= 0) return;
    line->descriptors[number] = (Descriptor){.real = STDERR_FILENO, .elsewhere = true}; /* never used */
}

static void do_again(const WorldRequest *r, const JournalHead *head, Text *out) {
    switch (r->call) {
    case WORLD_CALL_READ: read_again(r, head->value, out); return;
    case WORLD_CALL_SEEK: {
        const Descriptor *d = world_descriptor_find(r->descriptor);
        if (d && !d->stream) lseek(d->real, head->value, SEEK_SET);
        return;
    }
    case WORLD_CALL_SOCKET:
    case WORLD_CALL_ACCEPT: take_number(head->value); return; /* the network is the trunk's */
    case WORLD_CALL_OPEN:
    case WORLD_CALL_DUPLICATE:
        if (world_perform_again(r, out) < 0) take_number(head->value);
        return;
    default: world_perform_again(r, out); return;
    }
}

static isize entry_length(const JournalHead *head) {
    return padded((isize)sizeof *head + (isize)(head->path_length + head->path2_length + head->length));
}

isize world_journal_length(const Text *journal, u64 position) {
    isize at = 0;
    for (JournalHead head; at < journal->length; at += entry_length(&head)) {
        memcpy(&head, journal->data + at, sizeof head);
        if (head.position >= position) break;
    }
    return at;
}

void world_journal_perform(const Text *journal, u64 position) {
    Text out = text_new(TEXT_ON_HOST);
    isize end = world_journal_length(journal, position);
    for (isize i = 0; i < end;) {
        JournalHead head;
        memcpy(&head, journal->data + i, sizeof head);
        const char *bytes = journal->data + i + sizeof head;
        WorldRequest request = {.call = (WorldCall)head.call,
                                .descriptor = head.descriptor,
                                .path = head.path_length ? bytes : NULL,
                                .path2 = head.path2_length ? bytes + head.path_length : NULL,
                                .at = WORLD_HERE,
                                .at2 = WORLD_HERE,
                                .numbers = {head.numbers[0], head.numbers[1], head.numbers[2], head.numbers[3]},
                                .bytes = bytes + head.path_length + head.path2_length,
                                .length = (isize)head.length};
        text_clear(&out);
        do_again(&request, &head, &out);
        i += entry_length(&head);
    }
    text_free(&out);
}
