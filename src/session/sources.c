/* sources.c: the program's files, line by line, for the screen. Read once, by the host, for itself. */
#include <stdlib.h>

#include "session/internal.h"

static Source *source_read(const char *path) {
    Source *source = calloc(1, sizeof *source);
    if (!source) return NULL;
    isize length = 0;
    source->path = strdup(path);
    if (!source->path || world_host_read_file(path, &source->text, &length) != 0) return source;
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
    Source *source = source_read(path);
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
        free(source);
    }
    session->sources = NULL;
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
