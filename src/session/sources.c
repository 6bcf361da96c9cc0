/* sources.c: the program's files, line by line, for the screen. Read once, by the host, for itself. */
#include <stdlib.h>

#include "session/internal.h"

/* The file as the program saw it, or as it lies on the disk. */
static char *read_text(Session *session, const char *path, isize *length) {
    const MachineOptions *machine = &session->options.machine;
    const char *seen = world_file_seen(session->world, path, length);
    if (session->recorded_steps && !seen && machine->program && strcmp(path, machine->program) == 0) {
        seen = machine->source;
        *length = machine->source_length;
    }
    char *text = NULL;
    if (seen) {
        if ((text = malloc((usize)*length + 1)) != NULL) memcpy(text, seen, (usize)*length);
        if (text) text[*length] = 0;
        return text;
    }
    return world_host_read_file(path, &text, length) == 0 ? text : NULL;
}

static Source *source_read(Session *session, const char *path) {
    Source *source = calloc(1, sizeof *source);
    if (!source) return NULL;
    isize length = 0;
    source->path = strdup(path);
    source->names = text_new(TEXT_ON_HOST);
    if (!source->path || !(source->text = read_text(session, path, &length))) return source;
    int lines = 1;
    for (isize i = 0; i < length; i++) lines += source->text[i] == '\n';
    source->starts = malloc((usize)(lines + 1) * sizeof *source->starts);
    if (!source->starts) return source;
    int line = 0;
    source->starts[line++] = 0;
    for (isize i = 0; i < length; i++)
        if (source->text[i] == '\n') source->starts[line++] = i + 1;
    source->line_count = length && source->text[length - 1] == '\n' ? lines - 1 : lines;
    source->starts[lines] = length + 1;
    return source;
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
        free(source->text);
        free(source->starts);
        free(source->has_code);
        text_free(&source->names);
        free(source);
    }
    session->sources = NULL;
    free(session->folder);
    free(session->main_file);
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

void sources_note_folder(Session *session) {
    const char *file = inspect_frame(session->look, 0).file, *slash = strrchr(file, '/');
    if (*file) session->main_file = strdup(file);
    session->main_scope = inspect_scope(session->look, "_");
    if (slash) session->folder = strndup(file, (usize)(slash - file) + 1);
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
    if (end > start && source->text[end - 1] == '\r') end--;
    *length = (int)(end - start);
    return source->text + start;
}

int session_source_line_count(Session *session, const char *file) {
    const Source *source = source_find(session, file);
    return source ? source->line_count : 0;
}
