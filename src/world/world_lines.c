/* world_lines.c: what the run has seen and said, for each of its lines.
 *
 * Where the past is changed a line of its own begins, with a copy of the log and the output up to there. So the line
 * that it parts from stays what it is, and the positions in the arena mean the same in both as long as the machine
 * stands in what they share. */
#include <stdlib.h>

#include "world/world_internal.h"

/* --- output ----------------------------------------------------------------------------------------------- */

void world_output_append(Output *output, WorldStream stream, const char *bytes, isize length) {
    bool same = output->mark_count && output->marks[output->mark_count - 1].stream == stream;
    if (!same) {
        if (output->mark_count == output->mark_capacity) {
            isize capacity = output->mark_capacity ? 2 * output->mark_capacity : 16;
            OutputMark *marks = realloc(output->marks, (usize)capacity * sizeof *marks);
            if (!marks) return;
            output->marks = marks;
            output->mark_capacity = capacity;
        }
        output->marks[output->mark_count++] =
            (OutputMark){.start = (u64)output->bytes.length, .stream = stream};
    }
    text_append(&output->bytes, bytes, length);
}

void world_output_free(Output *output) {
    text_free(&output->bytes);
    free(output->marks);
    free(output->chunks);
}

/* The first `length` bytes of another one. */
static void output_copy(Output *output, const Output *from, u64 length) {
    for (isize i = 0; i < from->mark_count && from->marks[i].start < length; i++) {
        u64 end = i + 1 < from->mark_count ? from->marks[i + 1].start : (u64)from->bytes.length;
        if (end > length) end = length;
        world_output_append(output, from->marks[i].stream, from->bytes.data + from->marks[i].start,
                            (isize)(end - from->marks[i].start));
    }
}

/* --- lines ------------------------------------------------------------------------------------------------ */

WorldLine *world_line_alone(void) {
    WorldLine *line = calloc(1, sizeof *line);
    if (!line) return NULL;
    line->log = line->seen = line->reads = line->journal = line->output.bytes = text_new(TEXT_ON_HOST);
    for (int i = 0; i < WORLD_DESCRIPTORS; i++) line->descriptors[i].real = -1;
    return line;
}

void world_line_free(WorldLine *line) {
    world_descriptors_close(line);
    world_copies_free(line);
    free(line->folder);
    text_free(&line->log);
    text_free(&line->seen);
    text_free(&line->reads);
    text_free(&line->journal);
    world_output_free(&line->output);
    free(line);
}

static WorldLine *line_add(World *w) {
    WorldLine **lines = realloc(w->lines, (usize)(w->line_count + 1) * sizeof(WorldLine *));
    if (!lines) return NULL;
    w->lines = lines;
    WorldLine *line = world_line_alone();
    if (line) lines[w->line_count++] = line;
    return line;
}

bool world_lines_open(World *w) {
    w->line = line_add(w);
    return w->line != NULL;
}

void world_lines_close(World *w) {
    for (int i = 0; i < w->line_count; i++) world_line_free(w->lines[i]);
    free(w->lines);
}

bool world_line_part(WorldLine *line, const WorldLine *from, u64 position) {
    World *w = world();
    w->parting = line;
    world_descriptors_open(w, line);
    line->folder = strdup(w->first_folder ? w->first_folder : "/");
    world_journal_perform(&from->journal, position);
    w->parting = NULL;
    return !from->journal.failed && !w->before.failed;
}

/* What is tried at a stop gets its own at its first question about files. */
static WorldLine *line_aside(World *w) {
    if (!w->aside && (w->aside = world_line_alone()) != NULL)
        world_line_part(w->aside, w->line, WORLD_ROOT->log_position);
    return w->aside;
}

WorldLine *world_table(void) {
    World *w = world();
    return w->parting ? w->parting : w->on_branch ? line_aside(w) : w->line;
}

int world_line_new(World *w) {
    const WorldLine *from = w->line;
    WorldLine *line = line_add(w);
    if (!line) return -1;
    u64 position = WORLD_ROOT->log_position;
    text_append(&line->log, from->log.data, (isize)position);
    output_copy(&line->output, &from->output, WORLD_ROOT->output_position);
    line->seen_until = from->seen_until < position ? from->seen_until : position;
    for (isize i = 0; i < from->seen.length;) { /* the files read so far */
        u64 at;
        memcpy(&at, from->seen.data + i, sizeof at);
        isize size = (isize)sizeof at + (isize)strlen(from->seen.data + i + sizeof at) + 1;
        if (at < position) text_append(&line->seen, from->seen.data + i, size);
        i += size;
    }
    for (isize i = 0; i < from->reads.length; i += (isize)sizeof(InputRead)) {
        InputRead read;
        memcpy(&read, from->reads.data + i, sizeof read);
        if (read.log_position <= position) text_append(&line->reads, (const char *)&read, sizeof read);
    }
    text_append(&line->journal, from->journal.data, world_journal_length(&from->journal, position));
    line->journal_until = position;
    if (!world_line_part(line, from, position)) {
        world_line_free(line);
        w->line_count--;
        return -1;
    }
    return w->line_count - 1;
}

void world_line_take(World *w, int line) {
    assert(!w->on_branch && line >= 0 && line < w->line_count);
    w->line = w->lines[line];
    w->line_number = line;
}
