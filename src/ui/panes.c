/* panes.c: what each pane shows. */
#include "ui/internal.h"

#include <stdlib.h>

#define MOST_FRAMES 200
#define NAME_WIDTH 20 /* of an opcode, where there is room to line up what follows */

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
    InspectThread threads[16];
    int all, known = inspect_threads(ui->look, threads, COUNT_OF(threads), &all);
    for (int i = 0; i < known; i++)
        seen_add(&ui->seen, ui_hash((u64)threads[i].number, threads[i].state, (isize)strlen(threads[i].state)));
    if (ui->seen.count) qsort(ui->seen.hashes, (usize)ui->seen.count, sizeof *ui->seen.hashes, compare_hashes);
}

/* --- source -------------------------------------------------------------------------------------------- */

/* Adds a line's text from byte `from` to `to`, tabs as blanks up to the next multiple of 8. */
static void add_source(Rows *rows, Style style, const char *text, int from, int to, int *column) {
    for (int i = from; i < to;) {
        int end = i;
        while (end < to && text[end] != '\t') end++;
        row_add(rows, style, text + i, end - i);
        *column += canvas_text_width(text + i, end - i);
        if (end < to) {
            int blanks = 8 - *column % 8;
            row_add(rows, style, "        ", blanks);
            *column += blanks;
            end++;
        }
        i = end;
    }
}

Region instruction_region(const InspectInstruction *instruction) {
    if (instruction->line <= 0 || instruction->column < 0) return (Region){0};
    return (Region){instruction->line, instruction->column, instruction->end_line, instruction->end_column};
}

/* What the next instruction was made from; while one looks at the stages, what is looked at. */
static Region marked_region(Ui *ui) {
    if (ui->focus == PANE_STAGES) return ui->region;
    int index = inspect_instruction_index(ui->look, ui->looked, inspect_frame(ui->look, ui->looked).offset);
    InspectInstruction next = inspect_instruction(ui->look, ui->looked, index);
    return instruction_region(&next);
}

/* Where the place looked at would lie beyond the pane's edge, the line begins later: so many bytes are left out. */
static int hidden_part(const Ui *ui, const char *text, int from) {
    int room = ui->views[PANE_SOURCE].area.width - 2 - 7, start = 0; /* without frame and line number */
    if (room < 16 || canvas_text_width(text, from) <= room - 8) return 0;
    while (canvas_text_width(text + start, from - start) > room / 3) {
        start++;
        while (start < from && ((u8)text[start] & 0xC0) == 0x80) start++;
    }
    return start;
}

/* The frame's line; where the next instruction has none, that of the first one behind it that has. */
static int line_in_sight(Ui *ui, const InspectFrame *frame) {
    int line = frame->line, count = inspect_code(ui->look, ui->looked).instruction_count;
    for (int i = inspect_instruction_index(ui->look, ui->looked, frame->offset); line <= 0 && i < count; i++)
        line = inspect_instruction(ui->look, ui->looked, i).line;
    return line;
}

static void build_source(Ui *ui, Rows *rows) {
    InspectFrame frame = inspect_frame(ui->look, ui->looked);
    const char *file = session_source_of(ui->session, frame.file, frame.code);
    int count = session_source_line_count(ui->session, file);
    if (count == 0) {
        row_begin(rows);
        row_say(ui, rows, STYLE_DIM, "no source for %s", "%s의 소스가 없습니다",
                *frame.file ? frame.file : ui->options.title);
        return;
    }
    Region marked = marked_region(ui);
    const SessionFault *fault = *frame.file ? NULL : session_fault(ui->session);
    if (fault) {
        frame.line = fault->line;
        marked = (Region){fault->line, fault->from, fault->line, fault->to};
    }
    int in_sight = line_in_sight(ui, &frame);
    for (int line = 1; line <= count; line++) {
        int length, column = 0;
        const char *text = session_source_line(ui->session, file, line, &length);
        bool current = line == (ui->focus == PANE_STAGES && region_is(&marked) ? marked.line : frame.line);
        Row *row = row_begin(rows);
        row->line = line;
        if (current) row->fill = STYLE_CURRENT;
        if (current || (rows->focus < 0 && line == in_sight)) rows->focus = rows->row_count - 1;
        bool stops = session_has_breakpoint(ui->session, file, line);
        row_add(rows, stops ? STYLE_MARK : STYLE_TEXT, stops ? "*" : " ", 1);
        row_format(rows, current ? STYLE_CURRENT : STYLE_DIM, "%s%4d ", current ? ">" : " ", line);
        Style style = current ? STYLE_CURRENT : STYLE_TEXT;
        int from = 0, to = 0;
        bool part = region_is(&marked) && line >= marked.line && line <= marked.end_line;
        if (part && (current || ui->focus == PANE_STAGES)) {
            from = line == marked.line ? marked.column : (int)strspn(text, " \t");
            to = line == marked.end_line ? marked.end_column : length;
        }
        if (from > length) from = length;
        if (to > length) to = length;
        int start = current ? hidden_part(ui, text, from) : 0;
        if (start) row_add(rows, style, ui->options.ascii ? "<" : "…", ui->options.ascii ? 1 : 3);
        add_source(rows, style, text, start, from, &column);
        add_source(rows, STYLE_CURRENT_PART, text, from, to, &column);
        add_source(rows, style, text, to, length, &column);
    }
}

/* --- bytecode ------------------------------------------------------------------------------------------ */

typedef struct CodeColumns {
    int line, offset; /* widths of the numbers */
    bool roomy;
    int last_line; /* of the row before */
} CodeColumns;

static int digits_of(int number) { return number < 100 ? 2 : number < 1000 ? 3 : number < 10000 ? 4 : 5; }

/* In a narrow pane the names are not lined up: the argument is worth more. */
static void add_instruction(Rows *rows, const InspectInstruction *instruction, bool current,
                            CodeColumns *columns) {
    Style style = current ? STYLE_CURRENT : STYLE_TEXT;
    Row *row = row_begin(rows);
    if (current) {
        row->fill = STYLE_CURRENT;
        rows->focus = rows->row_count - 1;
    }
    row->at = instruction_region(instruction);
    bool new_line = instruction->line != columns->last_line && instruction->line > 0;
    columns->last_line = instruction->line;
    if (new_line)
        row_format(rows, current ? STYLE_CURRENT : STYLE_DIM, "%*d ", columns->line, instruction->line);
    else
        row_format(rows, style, "%*s ", columns->line, "");
    const char *mark = current ? instruction->is_target ? "=>" : "->" : instruction->is_target ? ">>" : "  ";
    row_format(rows, style, "%s %*d ", mark, columns->offset, instruction->offset);
    row_format(rows, current ? STYLE_CURRENT_PART : STYLE_NAME, "%s", instruction->name);
    if (columns->roomy) row_format(rows, style, "%*s", NAME_WIDTH - (int)strlen(instruction->name), "");
    if (instruction->has_argument)
        row_format(rows, style, columns->roomy ? " %3d" : " %d", instruction->argument);
    if (*instruction->argument_text) row_format(rows, style, " (%s)", instruction->argument_text);
    if (instruction->specialized)
        row_format(rows, current ? STYLE_CURRENT : STYLE_DIM, "  %s", instruction->specialized);
}

void rows_add_code(Ui *ui, Rows *rows, int frame, int width) {
    int current = inspect_instruction_index(ui->look, frame, inspect_frame(ui->look, frame).offset);
    InspectCode code = inspect_code(ui->look, frame);
    CodeColumns columns = {.last_line = -1, .roomy = width >= 50};
    int greatest = 0, count = code.instruction_count;
    for (int i = 0; i < count; i++) {
        InspectInstruction instruction = inspect_instruction(ui->look, frame, i);
        if (instruction.line > greatest) greatest = instruction.line;
        if (i + 1 == count) columns.offset = digits_of(instruction.offset);
    }
    columns.line = digits_of(greatest);
    for (int i = 0; i < count; i++) {
        InspectInstruction instruction = inspect_instruction(ui->look, frame, i);
        add_instruction(rows, &instruction, i == current, &columns);
    }
}

static void build_bytecode(Ui *ui, Rows *rows) {
    if (inspect_frame_count(ui->look) == 0) {
        row_begin(rows);
        row_say(ui, rows, STYLE_DIM, "no frame is running", "실행 중인 프레임이 없습니다");
        return;
    }
    InspectFrame frame = inspect_frame(ui->look, ui->looked);
    InspectCode code = inspect_code(ui->look, ui->looked);
    rows_add_code(ui, rows, ui->looked, ui->views[PANE_BYTECODE].area.width);
    if (!code.handler_count) return;
    row_begin(rows);
    row_begin(rows);
    row_say(ui, rows, STYLE_DIM, "exception table", "예외 표");
    for (int i = 0; i < code.handler_count; i++) {
        InspectHandler handler = inspect_handler(ui->look, ui->looked, i);
        bool here = frame.offset >= handler.start && frame.offset < handler.end;
        row_begin(rows);
        row_say(ui, rows, here ? STYLE_CHANGED : STYLE_TEXT, "  %d to %d -> %d [%d]%s", "  %d~%d -> %d [%d]%s",
                handler.start, handler.end - 2, handler.target, handler.depth, handler.lasti ? " lasti" : "");
    }
}

/* --- values -------------------------------------------------------------------------------------------- */

bool text_tells_type(const InspectValue *value) {
    static const struct {
        const char *type, *text;
    } told[] = {{"builtin_function_or_method", "<built-in function "},
                {"method_descriptor", "<method "},
                {"method", "<bound method "},
                {"type", "<class "},
                {"NoneType", "None"}};
    for (int i = 0; i < COUNT_OF(told); i++)
        if (strcmp(value->type, told[i].type) == 0)
            return strncmp(value->text, told[i].text, strlen(told[i].text)) == 0;
    return *value->text == '<' && strncmp(value->text + 1, value->type, strlen(value->type)) == 0;
}

/* "<Point #31>" */
static bool text_tells_number(const InspectValue *value) {
    const char *number = strrchr(value->text, '#');
    char *end;
    return *value->text == '<' && number && strtoull(number + 1, &end, 10) == value->serial &&
           strcmp(end, ">") == 0;
}

void row_value(Rows *rows, const InspectValue *value, Style style) {
    row_add(rows, style, value->text, (isize)strlen(value->text));
    if (!value->present) return;
    if (!text_tells_type(value)) row_format(rows, STYLE_TYPE, "  %s", value->type);
    row_tail(rows);
    if (!value->immortal && text_tells_number(value)) {
        row_format(rows, STYLE_DIM, " x%ld", value->refcount);
        return;
    }
    /* what was made with the machine has owners all over it: their number says nothing of the program */
    if (!value->immortal) row_format(rows, STYLE_DIM, " #%lu x%ld", value->serial, value->refcount);
}

static void build_stack(Ui *ui, Rows *rows) {
    InspectFrame frame = inspect_frame(ui->look, ui->looked);
    if (inspect_frame_count(ui->look) == 0 || frame.stack_depth == 0) {
        row_begin(rows);
        row_say(ui, rows, STYLE_DIM, "empty", "비어 있습니다");
        return;
    }
    int index = inspect_instruction_index(ui->look, ui->looked, frame.offset);
    InspectInstruction next = inspect_instruction(ui->look, ui->looked, index);
    for (int i = frame.stack_depth - 1; i >= 0; i--) {
        InspectValue value = inspect_stack(ui->look, ui->looked, i);
        bool taken =
            !ui->looked && frame.stack_depth - 1 - i < next.pops; /* a caller's CALL has taken its own */
        bool changed = !ui->looked && !ui_was_seen(ui, hash_value("stack", frame.number, i, &value));
        row_begin(rows);
        row_add(rows, taken ? STYLE_OPERAND : STYLE_DIM, taken ? ">" : " ", 1);
        row_format(rows, STYLE_DIM, "%2d ", i);
        row_value(rows, &value, taken ? STYLE_OPERAND : changed ? STYLE_CHANGED : STYLE_TEXT);
        if (changed && taken) row_add(rows, STYLE_CHANGED, " *", 2);
    }
}

void row_say(const Ui *ui, Rows *rows, Style style, const char *english, const char *korean, ...) {
    Text text = text_new(TEXT_ON_HOST);
    va_list arguments;
    va_start(arguments, korean);
    language_vappend(inspect_speaks_korean(ui->look), &text, english, korean, arguments);
    va_end(arguments);
    row_add(rows, style, text_cstring(&text), text.length);
    text_free(&text);
}

void row_more(const Ui *ui, Rows *rows, int count) {
    row_begin(rows);
    row_say(ui, rows, STYLE_DIM, "   ... and %d more", "   ... 그 밖에 %d개", count);
}

void rows_add_variables(Ui *ui, Rows *rows, const InspectVariable *variables, int count, int total, u64 frame) {
    const char *const kinds[] = {[VARIABLE_LOCAL] = "",
                                 [VARIABLE_CELL] = ui_text(ui, " cell", " 셀"),
                                 [VARIABLE_FREE] = ui_text(ui, " free", " 자유 변수"),
                                 [VARIABLE_GLOBAL] = ""};
    for (int i = 0; i < count; i++) {
        const InspectVariable *variable = &variables[i];
        bool changed = !ui_was_seen(ui, hash_value(variable->name, frame, 0, &variable->value));
        row_begin(rows);
        row_format(rows, changed ? STYLE_CHANGED : STYLE_NAME, "   %s", variable->name);
        row_format(rows, STYLE_DIM, "%s = ", kinds[variable->kind]);
        if (variable->value.present)
            row_value(rows, &variable->value, changed ? STYLE_CHANGED : STYLE_TEXT);
        else
            row_say(ui, rows, STYLE_DIM, "unbound", "값 없음");
    }
    if (total > count) row_more(ui, rows, total - count);
}

static void build_frames(Ui *ui, Rows *rows) {
    static InspectVariable variables[MOST_VARIABLES];
    int frames = inspect_frame_count(ui->look);
    if (frames == 0) {
        row_begin(rows);
        row_say(ui, rows, STYLE_DIM, "no frame is running", "실행 중인 프레임이 없습니다");
    }
    for (int i = 0; i < frames && i < MOST_FRAMES; i++) {
        InspectFrame frame = inspect_frame(ui->look, i);
        row_begin(rows);
        bool looked = i == ui->looked;
        row_format(rows, looked ? STYLE_KEY : STYLE_TEXT, "%c %s", looked ? '>' : ' ', frame.qualname);
        if (looked) rows->focus = rows->row_count - 1;
        row_format(rows, STYLE_DIM, "  %s", session_short_path(ui->session, frame.file));
        if (frame.line >= 0) row_format(rows, STYLE_DIM, ":%d", frame.line);
        if (frame.sleeper) row_format(rows, STYLE_TYPE, " %s", frame.sleeper);
        int total, count = variables_of(ui, i, variables, &total);
        rows_add_variables(ui, rows, variables, count, total, frame.number);
    }
    if (frames > MOST_FRAMES) row_more(ui, rows, frames - MOST_FRAMES);
}

/* --- answers ---------------------------------------------------------------------------------------------- */

static void build_answer(Ui *ui, Rows *rows) {
    const char *text = text_cstring(&ui->answer);
    int width = ui->views[PANE_ANSWER].area.width - 2;
    while (*text) {
        isize length = canvas_line_length(text, width > 1 ? width : 1);
        row_begin(rows);
        row_add(rows, STYLE_TEXT, text, length);
        text += length;
        if (*text == '\n' || (*text == ' ' && length)) text++;
    }
}

const Pane panes[PANE_COUNT] = {
    [PANE_SOURCE] = {.name = "source", .title = "source", .korean_title = "소스", .build = build_source},
    [PANE_BYTECODE] = {.name = "bytecode",
                       .title = "bytecode",
                       .korean_title = "바이트코드",
                       .build = build_bytecode},
    [PANE_STACK] = {.name = "stack", .title = "value stack", .korean_title = "값 스택", .build = build_stack},
    [PANE_FRAMES] = {.name = "frames", .title = "frames", .korean_title = "프레임", .build = build_frames},
    [PANE_OBJECTS] = {.name = "objects",
                      .title = "objects",
                      .korean_title = "객체",
                      .build = objects_pane_build},
    [PANE_GENERATORS] = {.name = "generators",
                         .title = "generators",
                         .korean_title = "제너레이터",
                         .build = generators_pane_build},
    [PANE_THREADS] = {.name = "threads",
                      .title = "threads",
                      .korean_title = "스레드",
                      .build = threads_pane_build},
    [PANE_OUTPUT] = {.name = "output", .title = "output", .korean_title = "출력", .build = output_pane_build},
    [PANE_HELP] = {.name = "help",
                   .title = "keys and commands; q closes it",
                   .korean_title = "키와 명령; q로 닫기",
                   .build = help_pane_build},
    [PANE_STAGES] = {.name = "stages", .title = "stage", .korean_title = "단계", .build = stages_pane_build},
    [PANE_ANSWER] = {.name = "answer",
                     .title = "answer; q or Escape closes it",
                     .korean_title = "답; q나 Escape로 닫기",
                     .build = build_answer},
};

PaneId pane_by_name(const char *name) {
    usize length = strlen(name);
    for (int id = 0; length && id < PANE_COUNT; id++)
        if (strncmp(panes[id].name, name, length) == 0) return (PaneId)id;
    return PANE_COUNT;
}
