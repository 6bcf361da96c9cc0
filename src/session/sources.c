/* sources.c: the program's files, line by line, for the screen. Read once, by the host, for itself. */
#include <stdlib.h>

#include "code/pyc.h"
#include "session/internal.h"
#include "syntax/tokenizer.h"

/* The program's own text where it was given, not read from a file that lies there: -c, standard input, a recording.
 * NULL: there is none, as of the statements that are typed in `opscope repl`. */
static const char *given_text(const Session *session, const char *path, isize *length) {
    const MachineOptions *machine = &session->options.machine;
    bool is_main = session->main_file && strcmp(path, session->main_file) == 0;
    const char *text = machine->kind == PROGRAM_COMMAND ? machine->program : machine->source;
    *length = 0;
    if (!is_main || !text || machine->kind == PROGRAM_FOLDER || machine->kind == PROGRAM_MODULE) return NULL;
    *length = machine->kind == PROGRAM_COMMAND ? (isize)strlen(text) : machine->source_length;
    return machine->kind == PROGRAM_FILE && pyc_is_named(machine->program, text, *length) ? NULL : text;
}

static char *copy_text(const char *text, isize length) {
    char *copy = malloc((usize)length + 1);
    if (!copy) return NULL;
    memcpy(copy, text, (usize)length);
    copy[length] = 0;
    return copy;
}

/* The file as the program saw it, or as it lies on the disk; a pipe gives its text only once. */
static char *read_text(Session *session, const char *path, isize *length) {
    isize given_length;
    const char *given = given_text(session, path, &given_length),
               *seen = world_file_seen(session->world, path, length);
    bool is_file = session->options.machine.kind == PROGRAM_FILE && !session->recorded_steps;
    if (seen && (is_file || !given)) return copy_text(seen, *length);
    char *text = NULL;
    bool read = (is_file || !given) && world_host_read_file(path, &text, length) == 0;
    if (read && (*length || !given)) return text;
    free(text);
    *length = given_length;
    return given ? copy_text(given, given_length) : NULL;
}

/* --- what the bytes say --------------------------------------------------------------------------------- */

/* Whether the first two lines may name an encoding (PEP 263): they have this word then. Where they do, the compiler's own
 * decoder tells the rest. */
static bool may_be_encoded(const char *bytes, isize length) {
    static const char word[] = "coding";
    const char *end = bytes;
    for (int line = 0; line < 2 && end < bytes + length; line++) {
        const char *newline = memchr(end, '\n', (usize)(bytes + length - end));
        end = newline ? newline + 1 : bytes + length;
    }
    return memmem(bytes, (usize)(end - bytes), word, sizeof word - 1) != NULL;
}

static bool decode(const char *bytes, isize length, Ref filename, const CompileOptions *options,
                   void *context) {
    Source *source = context;
    Pool pool;
    pool_init(&pool);
    SourceOptions wanted = {.from_file = (options->flags & PARSE_FROM_FILE) != 0};
    const char *text = source_decode(bytes, length, filename, wanted, &pool).text;
    if (text) source->text = strdup(text);
    pool_free(&pool);
    return text != NULL;
}

/* Without the mark that says it is UTF-8, its lines ended by one character. */
static char *plain_text(const char *bytes, isize length) {
    static const char mark[] = "\xEF\xBB\xBF";
    isize at = length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0, end = 0;
    char *text = malloc((usize)length + 1);
    if (!text) return NULL;
    for (; at < length; at++) {
        bool joins = bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n';
        if (!joins) text[end++] = bytes[at] == '\r' ? '\n' : bytes[at] ? bytes[at] : ' ';
    }
    text[end] = 0;
    return text;
}

static void note_lines(Source *source) {
    isize length = (isize)strlen(source->text);
    int lines = 1;
    for (isize i = 0; i < length; i++) lines += source->text[i] == '\n';
    source->starts = malloc((usize)(lines + 1) * sizeof *source->starts);
    if (!source->starts) return;
    int line = 0;
    source->starts[line++] = 0;
    for (isize i = 0; i < length; i++)
        if (source->text[i] == '\n') source->starts[line++] = i + 1;
    source->line_count = length && source->text[length - 1] == '\n' ? lines - 1 : lines;
    source->starts[lines] = length + 1;
}

static Source *source_read(Session *session, const char *path) {
    Source *source = calloc(1, sizeof *source);
    if (!source) return NULL;
    source->path = strdup(path);
    source->names = text_new(TEXT_ON_HOST);
    if (!source->path || !(source->bytes = read_text(session, path, &source->length))) return source;
    if (may_be_encoded(source->bytes, source->length) && !source_is_command(session, source))
        compile_aside(session, source, decode, source); /* where codecs may be imported */
    if (!source->text) source->text = plain_text(source->bytes, source->length);
    if (source->text) note_lines(source);
    return source;
}

bool source_is_command(const Session *session, const Source *source) {
    return session->options.machine.kind == PROGRAM_COMMAND && session->main_file &&
           strcmp(source->path, session->main_file) == 0;
}

const Source *source_find(Session *session, const char *path) {
    for (Source *source = session->sources; source; source = source->next)
        if (strcmp(source->path, path) == 0) return source;
    Source *source = source_read(session, path);
    if (!source) return NULL;
    source->next = session->sources;
    session->sources = source;
    return source;
}

void sources_free(Session *session) {
    for (Source *source = session->sources, *next; source; source = next) {
        next = source->next;
        free(source->path);
        free(source->bytes);
        free(source->text);
        free(source->starts);
        free(source->has_code);
        text_free(&source->names);
        free(source);
    }
    session->sources = NULL;
    free(session->folder);
    free(session->main_file);
    free(session->codes);
}

static const char *readable(Session *session, const char *folder, const char *name) {
    Text path = text_new(TEXT_ON_HOST);
    const char *slash = *folder && folder[strlen(folder) - 1] != '/' ? "/" : "";
    text_append_format(&path, "%s%s%s", folder, slash, name);
    const Source *source = source_find(session, text_cstring(&path));
    text_free(&path);
    return source && source->line_count ? source->path : NULL;
}

const char *source_named(Session *session, const char *asked) {
    for (const Source *source = session->sources; source; source = source->next)
        if (source->line_count && breakpoint_same_file(source->path, asked)) return source->path;
    const char *found = readable(session, "", asked);
    if (!found && session->folder) found = readable(session, session->folder, asked);
    return found || !inspect_library() ? found : readable(session, inspect_library(), asked);
}

/* What the program is called while no frame of it runs: its text did not become code, or nothing has been typed yet. */
static const char *given_name(const Session *session) {
    switch (session->options.machine.kind) {
    case PROGRAM_FILE: return session->options.machine.program;
    case PROGRAM_COMMAND: return "<string>";
    case PROGRAM_STDIN:
    case PROGRAM_TYPED: return "<stdin>";
    default: return "";
    }
}

static void note_codes(Session *session) {
    ProgramKind kind = session->options.machine.kind;
    if (kind != PROGRAM_COMMAND && kind != PROGRAM_STDIN) return;
    int count = inspect_codes(session->look, 0, NULL, 0);
    session->codes = malloc((usize)count * sizeof *session->codes + 1);
    if (session->codes) session->code_count = inspect_codes(session->look, 0, session->codes, count);
}

void sources_note_folder(Session *session) {
    const char *file = inspect_frame(session->look, 0).file;
    if (!*file) file = given_name(session);
    const char *slash = strrchr(file, '/');
    if (*file) session->main_file = strdup(file);
    session->main_scope = inspect_scope(session->look, "_");
    if (slash) session->folder = strndup(file, (usize)(slash - file) + 1);
    note_codes(session);
}

const char *session_source_of(const Session *session, const char *file, uint64_t code) {
    if (!session->main_file) return file;
    if (!*file) return session->main_file; /* the program has ended, or has never begun */
    if (!session->code_count || strcmp(file, session->main_file) != 0) return file;
    for (int i = 0; i < session->code_count; i++)
        if (session->codes[i] == code) return file;
    return "";
}

const char *session_short_path(const Session *session, const char *file) {
    usize own = session->folder ? strlen(session->folder) : 0, library = library_prefix(file);
    if (own && strncmp(file, session->folder, own) == 0) return file + own;
    if (library) return file + library;
    const char *program = session->options.machine.program, *slash = program ? strrchr(program, '/') : NULL;
    return slash && strcmp(program, file) == 0 ? slash + 1 : file;
}

const char *session_source_line(Session *session, const char *file, int line, int *length) {
    const Source *source = source_find(session, file);
    *length = 0;
    if (!source || line < 1 || line > source->line_count) return NULL;
    isize start = source->starts[line - 1], end = source->starts[line] - 1;
    *length = (int)(end - start);
    return source->text + start;
}

int session_source_line_count(Session *session, const char *file) {
    const Source *source = source_find(session, file);
    return source ? source->line_count : 0;
}
