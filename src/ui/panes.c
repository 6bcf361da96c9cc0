/* panes.c: what each pane shows. */
#include "ui/internal.h"

#include <stdlib.h>

#define MOST_VARIABLES 400
#define MOST_OBJECTS 400
#define FEW_OBJECTS 40 /* so many at most are shown with who refers to them */

/* --- what changed -------------------------------------------------------------------------------------- */

u64 ui_hash(u64 seed, const void *bytes, isize length) {
    u64 hash = seed ^ 0xcbf29ce484222325u;
    for (isize i = 0; i < length; i++) hash = (hash ^ ((const u8 *)bytes)[i]) * 0x100000001b3u;
    return hash;
}

static u64 hash_value(const char *place, u64 frame, int index, const InspectValue *value) {
    u64 hash = ui_hash(frame * 31 + (u64)index, place, (isize)strlen(place));
    hash = ui_hash(hash, value->text, (isize)strlen(value->text));
    return ui_hash(hash, &value->serial, sizeof value->serial);
}

static void seen_add(Seen *seen, u64 hash) {
    if (seen->count == seen->capacity) {
        int capacity = seen->capacity ? 2 * seen->capacity : 256;
        u64 *hashes = realloc(seen->hashes, (usize)capacity * sizeof *hashes);
        if (!hashes) return;
        seen->hashes = hashes;
        seen->capacity = capacity;
    }
    seen->hashes[seen->count++] = hash;
}

static int compare_hashes(const void *a, const void *b) {
    u64 left = *(const u64 *)a, right = *(const u64 *)b;
    return (left > right) - (left < right);
}

bool ui_was_seen(const Ui *ui, u64 hash) {
    const Seen *seen = &ui->seen_before;
    return seen->count && bsearch(&hash, seen->hashes, (usize)seen->count, sizeof hash, compare_hashes);
}

static int variables_of(Ui *ui, int frame, InspectVariable *variables, int *total) {
    return inspect_variables(ui->look, frame, variables, MOST_VARIABLES, total);
}

void ui_note_seen(Ui *ui) {
    Seen swap = ui->seen_before;
    ui->seen_before = ui->seen;
    ui->seen = swap;
    ui->seen.count = 0;
    static InspectVariable variables[MOST_VARIABLES];
    int frames = inspect_frame_count(ui->look);
    for (int i = 0; i < frames && i < 20; i++) {
        InspectFrame frame = inspect_frame(ui->look, i);
        for (int k = 0; i == 0 && k < frame.stack_depth; k++) {
            InspectValue value = inspect_stack(ui->look, 0, k);
            seen_add(&ui->seen, hash_value("stack", frame.number, k, &value));
        }
        int total, count = variables_of(ui, i, variables, &total);
        for (int k = 0; k < count; k++)
            seen_add(&ui->seen, hash_value(variables[k].name, frame.number, 0, &variables[k].value));
    }
    if (ui->seen.count) qsort(ui->seen.hashes, (usize)ui->seen.count, sizeof *ui->seen.hashes, compare_hashes);
}

/* --- source -------------------------------------------------------------------------------------------- */

/* Adds a line's text from byte `from` to `to`, tabs as blanks up to the next multiple of 8. */
static void add_source(Rows *rows, Style style, const char *text, int from, int to, int *column) {
    for (int i = from; i < to;) {
        int end = i;
        while (end < to && text[end] != '\t') end++;
        row_add(rows, style, text + i, end - i);
        *column += end - i;
        if (end < to) {
            int blanks = 8 - *column % 8;
            row_add(rows, style, "        ", blanks);
            *column += blanks;
            end++;
        }
        i = end;
    }
}

static void build_source(Ui *ui, Rows *rows) {
    InspectFrame frame = inspect_frame(ui->look, 0);
    const char *file = *frame.file ? frame.file : ui->options.title;
    int count = session_source_line_count(ui->session, file);
    if (count == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "no source for %s", file);
        return;
    }
    int index = inspect_instruction_index(ui->look, 0, frame.offset);
    InspectInstruction next = inspect_instruction(ui->look, 0, index);
    for (int line = 1; line <= count; line++) {
        int length, column = 0;
        const char *text = session_source_line(ui->session, file, line, &length);
        bool current = line == frame.line;
        Row *row = row_begin(rows);
        row->line = line;
        if (current) {
            row->fill = STYLE_CURRENT;
            rows->focus = rows->row_count - 1;
        }
        bool stops = session_has_breakpoint(ui->session, file, line);
        row_add(rows, stops ? STYLE_MARK : STYLE_TEXT, stops ? "*" : " ", 1);
        row_format(rows, current ? STYLE_CURRENT : STYLE_DIM, "%s%4d ", current ? ">" : " ", line);
        Style style = current ? STYLE_CURRENT : STYLE_TEXT;
        int from = 0, to = 0;
        if (next.line > 0 && next.column >= 0 && line >= next.line && line <= next.end_line && current) {
            from = line == next.line ? next.column : 0;
            to = line == next.end_line ? next.end_column : length;
        }
        if (from > length) from = length;
        if (to > length) to = length;
        add_source(rows, style, text, 0, from, &column);
        add_source(rows, STYLE_CURRENT_PART, text, from, to, &column);
        add_source(rows, style, text, to, length, &column);
    }
}

/* --- bytecode ------------------------------------------------------------------------------------------ */

/* In a narrow pane the names are not lined up: the argument is worth more. */
static void build_instruction(Rows *rows, const InspectInstruction *instruction, bool current, bool roomy,
                              int *line) {
    Style style = current ? STYLE_CURRENT : STYLE_TEXT;
    Row *row = row_begin(rows);
    if (current) {
        row->fill = STYLE_CURRENT;
        rows->focus = rows->row_count - 1;
    }
    bool new_line = instruction->line != *line && instruction->line > 0;
    *line = instruction->line;
    if (new_line)
        row_format(rows, current ? STYLE_CURRENT : STYLE_DIM, "%4d ", instruction->line);
    else
        row_add(rows, style, "     ", 5);
    row_add(rows, style, current ? ">" : " ", 1);
    row_format(rows, style, "%s%4d ", instruction->is_target ? ">>" : "  ", instruction->offset);
    row_format(rows, current ? STYLE_CURRENT_PART : STYLE_NAME, roomy ? "%-20s" : "%s", instruction->name);
    if (instruction->has_argument) row_format(rows, style, roomy ? " %3d" : " %d", instruction->argument);
    if (*instruction->argument_text) row_format(rows, style, " (%s)", instruction->argument_text);
}

static void build_bytecode(Ui *ui, Rows *rows) {
    if (inspect_frame_count(ui->look) == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "no frame is running");
        return;
    }
    InspectFrame frame = inspect_frame(ui->look, 0);
    InspectCode code = inspect_code(ui->look, 0);
    int line = -1;
    bool roomy = ui->views[PANE_BYTECODE].area.width >= 50;
    for (int i = 0; i < code.instruction_count; i++) {
        InspectInstruction instruction = inspect_instruction(ui->look, 0, i);
        build_instruction(rows, &instruction, instruction.offset == frame.offset, roomy, &line);
    }
    if (!code.handler_count) return;
    row_begin(rows);
    row_begin(rows);
    row_format(rows, STYLE_DIM, "exception table");
    for (int i = 0; i < code.handler_count; i++) {
        InspectHandler handler = inspect_handler(ui->look, 0, i);
        bool here = frame.offset >= handler.start && frame.offset < handler.end;
        row_begin(rows);
        row_format(rows, here ? STYLE_CHANGED : STYLE_TEXT, "  %d to %d -> %d [%d]%s", handler.start,
                   handler.end - 2, handler.target, handler.depth, handler.lasti ? " lasti" : "");
    }
}

/* --- values -------------------------------------------------------------------------------------------- */

/* 5  int #12 x3 : the text, then what it is (where the text does not say it) and how many owners it has. */
static void add_value(Rows *rows, const InspectValue *value, Style style) {
    row_add(rows, style, value->text, (isize)strlen(value->text));
    if (!value->present) return;
    usize type_length = strlen(value->type);
    bool told = *value->text == '<' && strncmp(value->text + 1, value->type, type_length) == 0;
    if (!told) row_format(rows, STYLE_TYPE, "  %s", value->type);
    row_tail(rows);
    /* what was made with the machine has owners all over it: their number says nothing of the program */
    if (!value->immortal) row_format(rows, STYLE_DIM, " #%lu x%ld", value->serial, value->refcount);
}

static void build_stack(Ui *ui, Rows *rows) {
    InspectFrame frame = inspect_frame(ui->look, 0);
    if (inspect_frame_count(ui->look) == 0 || frame.stack_depth == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "empty");
        return;
    }
    int index = inspect_instruction_index(ui->look, 0, frame.offset);
    InspectInstruction next = inspect_instruction(ui->look, 0, index);
    for (int i = frame.stack_depth - 1; i >= 0; i--) {
        InspectValue value = inspect_stack(ui->look, 0, i);
        bool taken = frame.stack_depth - 1 - i < next.pops;
        bool changed = !ui_was_seen(ui, hash_value("stack", frame.number, i, &value));
        row_begin(rows);
        row_add(rows, taken ? STYLE_OPERAND : STYLE_DIM, taken ? ">" : " ", 1);
        row_format(rows, STYLE_DIM, "%2d ", i);
        add_value(rows, &value, taken ? STYLE_OPERAND : changed ? STYLE_CHANGED : STYLE_TEXT);
        if (changed && taken) row_add(rows, STYLE_CHANGED, " *", 2);
    }
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void build_variables(Ui *ui, Rows *rows, const InspectVariable *variables, int count, int total,
                            u64 frame) {
    static const char *const kinds[] = {
        [VARIABLE_LOCAL] = "", [VARIABLE_CELL] = " cell", [VARIABLE_FREE] = " free", [VARIABLE_GLOBAL] = ""};
    for (int i = 0; i < count; i++) {
        const InspectVariable *variable = &variables[i];
        bool changed = !ui_was_seen(ui, hash_value(variable->name, frame, 0, &variable->value));
        row_begin(rows);
        row_format(rows, changed ? STYLE_CHANGED : STYLE_NAME, "   %s", variable->name);
        row_format(rows, STYLE_DIM, "%s = ", kinds[variable->kind]);
        if (variable->value.present)
            add_value(rows, &variable->value, changed ? STYLE_CHANGED : STYLE_TEXT);
        else
            row_add(rows, STYLE_DIM, "unbound", 7);
    }
    if (total > count) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "   ... and %d more", total - count);
    }
}

static void build_frames(Ui *ui, Rows *rows) {
    static InspectVariable variables[MOST_VARIABLES];
    int frames = inspect_frame_count(ui->look);
    if (frames == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "no frame is running");
    }
    for (int i = 0; i < frames && i < 200; i++) {
        InspectFrame frame = inspect_frame(ui->look, i);
        row_begin(rows);
        row_format(rows, i == 0 ? STYLE_KEY : STYLE_TEXT, "%c %s", i == 0 ? '>' : ' ', frame.qualname);
        row_format(rows, STYLE_DIM, "  %s:%d", base_name(frame.file), frame.line);
        if (frame.is_generator) row_format(rows, STYLE_TYPE, " generator");
        int total, count = variables_of(ui, i, variables, &total);
        build_variables(ui, rows, variables, count, total, frame.number);
    }
}

/* --- objects ------------------------------------------------------------------------------------------- */

static const InspectChange *change_of(const Stop *stop, u64 serial) {
    for (int i = 0; i < stop->change_count; i++)
        if (stop->changes[i].serial == serial) return &stop->changes[i];
    return NULL;
}

static void add_change(Rows *rows, const InspectChange *change) {
    if (!change)
        row_add(rows, STYLE_TEXT, "     ", 5);
    else if (change->kind == CHANGE_BORN)
        row_add(rows, STYLE_CHANGED, "born ", 5);
    else if (change->kind == CHANGE_DIED)
        row_add(rows, STYLE_DIED, "died ", 5);
    else
        row_format(rows, change->after > change->before ? STYLE_CHANGED : STYLE_DIED, "%c%-3ld ",
                   change->after > change->before ? '+' : '-',
                   change->after > change->before ? change->after - change->before
                                                  : change->before - change->after);
}

static void add_referrers(Ui *ui, Rows *rows, u64 serial) {
    InspectReference references[6];
    int total, count = inspect_referrers(ui->look, serial, references, COUNT_OF(references), &total);
    for (int i = 0; i < count; i++) {
        row_add(rows, STYLE_DIM, i ? ", " : "  <- ", i ? 2 : 5);
        const InspectValue *from = &references[i].from;
        if (!references[i].frame && from->immortal) /* the machine's own: it has no number of the program's */
            row_format(rows, STYLE_DIM, "%s", from->type);
        else if (!references[i].frame)
            row_format(rows, STYLE_DIM, "#%lu", from->serial);
        row_format(rows, STYLE_DIM, "%s%s",
                   *references[i].how == '[' || *references[i].how == '.' || references[i].frame ? "" : " ",
                   references[i].how);
    }
    if (total > count) row_format(rows, STYLE_DIM, " +%d", total - count);
}

static void build_object(Ui *ui, Rows *rows, const InspectObject *object, const InspectChange *change,
                         bool referrers) {
    row_begin(rows)->serial = object->value.serial;
    add_change(rows, change);
    row_format(rows, STYLE_DIM, "#%-5lu", object->value.serial);
    row_format(rows, change ? STYLE_CHANGED : STYLE_KEY, "x%-3ld", object->value.refcount);
    row_format(rows, STYLE_TYPE, "%s ", object->value.type);
    row_add(rows, STYLE_TEXT, object->value.text, (isize)strlen(object->value.text));
    if (referrers) add_referrers(ui, rows, object->value.serial);
}

static void build_objects(Ui *ui, Rows *rows) {
    static InspectObject objects[MOST_OBJECTS];
    const Stop *stop = session_stop(ui->session);
    int total, count = inspect_objects(ui->look, 0, objects, MOST_OBJECTS, &total);
    for (int i = 0; i < stop->change_count; i++) { /* the dead first: they are gone at the next stop */
        const InspectChange *change = &stop->changes[i];
        if (change->kind != CHANGE_DIED || !*change->type) continue;
        row_begin(rows);
        add_change(rows, change);
        row_format(rows, STYLE_DIM, "#%-5lu%4s", change->serial, "");
        row_format(rows, STYLE_DIED, "%s %s", change->type, change->text);
    }
    bool referrers = count <= FEW_OBJECTS;
    for (int moved = 1; moved >= 0; moved--) /* what the last move touched comes first, the youngest first */
        for (int i = count - 1; i >= 0; i--) {
            const InspectChange *change = change_of(stop, objects[i].value.serial);
            if ((change != NULL) == moved) build_object(ui, rows, &objects[i], change, referrers);
        }
    if (total == 0 && rows->row_count == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "the program has made no objects yet");
    }
    if (total > count) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "... and %d more", total - count);
    }
}

/* --- generators ---------------------------------------------------------------------------------------- */

static void build_generators(Ui *ui, Rows *rows) {
    InspectGenerator generators[64];
    static InspectVariable variables[MOST_VARIABLES];
    int total, count = inspect_generators(ui->look, generators, COUNT_OF(generators), &total);
    for (int i = 0; i < count; i++) {
        const InspectGenerator *generator = &generators[i];
        row_begin(rows);
        row_format(rows, STYLE_KEY, "%s", generator->name);
        row_format(rows, STYLE_DIM, " #%lu x%ld ", generator->value.serial, generator->value.refcount);
        row_format(rows, STYLE_TYPE, "%s", generator->state);
        if (generator->line > 0)
            row_format(rows, STYLE_TEXT, " at line %d, offset %d", generator->line, generator->offset);
        if (generator->delegate.present) {
            row_begin(rows);
            row_format(rows, STYLE_TEXT, "   delegates to %s", generator->delegate.text);
        }
        for (int k = generator->stack_depth - 1; k >= 0 && generator->state[0] != 'r'; k--) {
            InspectValue value = inspect_generator_stack(ui->look, generator->value.serial, k);
            row_begin(rows);
            row_format(rows, STYLE_DIM, "   stack %d ", k);
            add_value(rows, &value, STYLE_TEXT);
        }
        int more, found = inspect_generator_variables(ui->look, generator->value.serial, variables,
                                                      MOST_VARIABLES, &more);
        if (generator->state[0] != 'r') build_variables(ui, rows, variables, found, more, generator->frame);
    }
    if (total == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "no generators or coroutines");
    }
}

/* --- output, help -------------------------------------------------------------------------------------- */

static void build_output(Ui *ui, Rows *rows) {
    const WorldOutput *chunks;
    isize count = session_output(ui->session, &chunks);
    bool fresh = true;
    for (isize i = 0; i < count; i++) {
        Style style = chunks[i].stream == WORLD_STDERR ? STYLE_ERROR : STYLE_TEXT;
        const char *next = chunks[i].bytes, *end = next + chunks[i].length;
        while (next < end) {
            const char *newline = memchr(next, '\n', (usize)(end - next));
            const char *stop = newline ? newline : end;
            if (fresh) row_begin(rows);
            row_add(rows, style, next, stop - next);
            fresh = newline != NULL;
            next = newline ? newline + 1 : end;
        }
    }
    rows->focus = rows->row_count - 1;
    if (count == 0) {
        row_begin(rows);
        row_format(rows, STYLE_DIM, "nothing printed yet");
    }
}

static void build_help(Ui *ui, Rows *rows) {
    (void)ui;
    for (int id = 0; id < COMMAND_COUNT; id++) {
        const CommandInfo *info = &command_info[id];
        row_begin(rows);
        row_format(rows, STYLE_KEY, "%-13s", info->keys);
        row_format(rows, STYLE_NAME, ":%-17s", info->name);
        row_format(rows, STYLE_TEXT, "%s", info->help);
        if (*info->arguments && *info->arguments != '[' && strlen(info->arguments) < 24)
            row_format(rows, STYLE_DIM, "  (%s)", info->arguments);
    }
}

static void build_answer(Ui *ui, Rows *rows) {
    const char *text = text_cstring(&ui->answer);
    while (*text) {
        usize length = strcspn(text, "\n");
        row_begin(rows);
        row_add(rows, STYLE_TEXT, text, (isize)length);
        text += length + (text[length] != 0);
    }
}

const Pane panes[PANE_COUNT] = {
    [PANE_SOURCE] = {.name = "source", .title = "source", .build = build_source},
    [PANE_BYTECODE] = {.name = "bytecode", .title = "bytecode", .build = build_bytecode},
    [PANE_STACK] = {.name = "stack", .title = "value stack", .build = build_stack},
    [PANE_FRAMES] = {.name = "frames", .title = "frames", .build = build_frames},
    [PANE_OBJECTS] = {.name = "objects", .title = "objects", .build = build_objects},
    [PANE_GENERATORS] = {.name = "generators", .title = "generators", .build = build_generators},
    [PANE_OUTPUT] = {.name = "output", .title = "output", .build = build_output},
    [PANE_HELP] = {.name = "help", .title = "keys and commands", .build = build_help},
    [PANE_ANSWER] = {.name = "answer", .title = "answer; q or Escape closes it", .build = build_answer},
};

PaneId pane_by_name(const char *name) {
    usize length = strlen(name);
    for (int id = 0; length && id < PANE_COUNT; id++)
        if (strncmp(panes[id].name, name, length) == 0) return (PaneId)id;
    return PANE_COUNT;
}
