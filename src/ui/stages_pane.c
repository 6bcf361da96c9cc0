/* stages_pane.c: from source to bytecode: one stage of the compiler beside the source, of the running code only.
 *
 * The row under the cursor marks its place in the source, and all rows of the same place; another stage keeps it. */
#include "ui/internal.h"

/* --- which part of the file ---------------------------------------------------------------------------- */

static isize indent_of(const char *text, isize length) {
    isize blanks = 0;
    while (blanks < length && text[blanks] == ' ') blanks++;
    return blanks;
}

static const char *row_begins(const Stages *stages, int index) {
    return text_cstring(&stages->text) + stages->rows[index].start;
}

/* "    function f, 6:0-8:35" is the block of code object f: the first at or behind its first line (a decorator's). */
static bool is_block_of(const Stages *stages, int index, const InspectCode *code) {
    const StageRow *row = &stages->rows[index];
    const char *text = row_begins(stages, index), *name = code->name;
    usize length = strlen(name);
    if (row->stage != STAGE_OF_SYMBOLS || !region_is(&row->at) || row->at.line < code->first_line) return false;
    if (*name == '<' && length > 2) name++, length -= 2; /* <lambda> */
    text += indent_of(text, row->length);
    text += strcspn(text, " ") + 1;
    return strncmp(text, name, length) == 0 && text[length] == ',';
}

/* Row of the symbol table that begins the code's block; -1: the whole file. */
static int find_block(const Stages *stages, const InspectCode *code) {
    for (int i = 0; strcmp(code->name, "<module>") != 0 && i < stages->count; i++)
        if (is_block_of(stages, i, code)) return i;
    return -1;
}

typedef struct Part { /* of the file: what the running code was made from */
    const Stages *stages;
    const char *qualname;
    int block;
    Region at;
    Region last; /* place of the row before */
    int unit;    /* of the graph being looked at: -1: not this code's */
} Part;

static bool is_title_of(const char *text, const char *qualname) {
    static const char before[] = "flow graph of ";
    usize length = strlen(qualname);
    return strncmp(text, before, sizeof before - 1) == 0 &&
           strncmp(text + sizeof before - 1, qualname, length) == 0 && text[sizeof before - 1 + length] == ' ';
}

static bool graph_is_here(const Part *part, int title) {
    const Stages *stages = part->stages;
    for (int i = title + 1;
         part->block >= 0 && i < stages->count && stages->rows[i].unit == stages->rows[title].unit; i++)
        if (region_contains(&part->at, &stages->rows[i].at)) return true;
    return part->block < 0;
}

static bool belongs(Part *part, int index) {
    const StageRow *row = &part->stages->rows[index];
    if (row->stage >= STAGE_OF_GRAPH) {
        if (is_title_of(row_begins(part->stages, index), part->qualname) && graph_is_here(part, index))
            part->unit = row->unit;
        return row->unit == part->unit;
    }
    if (part->block < 0) return true;
    if (row->stage == STAGE_OF_SYMBOLS) {
        const StageRow *block = &part->stages->rows[part->block];
        isize depth = indent_of(row_begins(part->stages, part->block), block->length);
        if (index < part->block) return false;
        for (int i = part->block + 1; i <= index; i++)
            if (indent_of(row_begins(part->stages, i), part->stages->rows[i].length) <= depth) return false;
        return true;
    }
    if (region_is(&row->at)) part->last = row->at;
    return region_is(&part->last) && region_contains(&part->at, &part->last);
}

/* --- rows ---------------------------------------------------------------------------------------------- */

static bool same_place(const Ui *ui, const Region *at) {
    return region_is(at) && region_equal(at, &ui->region);
}

/* The row that is best for a place: one of the same, else the smallest around it, else the first inside. */
static void prefer_row(const Ui *ui, Rows *rows, int row, Region *best) {
    const Region *at = &rows->rows[row].at;
    const Region *wanted = &ui->region;
    if (!region_is(wanted) || !region_is(at) || region_equal(best, wanted)) return;
    bool around = region_contains(at, wanted), had_around = region_is(best) && region_contains(best, wanted);
    bool inside = region_contains(wanted, at);
    bool better = region_equal(at, wanted) || (around && (!had_around || region_contains(best, at))) ||
                  (inside && !region_is(best));
    if (!better) return;
    *best = *at;
    rows->focus = row;
}

static void build_code(Ui *ui, Rows *rows) {
    rows_add_code(ui, rows, 0, ui->views[PANE_STAGES].area.width);
    Region best = {0};
    for (int i = 0; i < rows->row_count; i++) prefer_row(ui, rows, i, &best);
}

static void add_text(const Ui *ui, Rows *rows, Style style, const StageRow *row, const char *english) {
    if (!inspect_speaks_korean(ui->look)) {
        row_add(rows, style, english, row->length);
        return;
    }
    Text korean = text_new(TEXT_ON_HOST);
    stage_row_append_korean(row, english, &korean);
    row_add(rows, style, text_cstring(&korean), korean.length);
    text_free(&korean);
}

static void build_stage(Ui *ui, Rows *rows, const Stages *stages) {
    InspectCode code = inspect_code(ui->look, 0);
    Part part = {.stages = stages, .qualname = code.qualname, .block = find_block(stages, &code), .unit = -2};
    if (part.block >= 0) part.at = stages->rows[part.block].at;
    Region best = {0};
    for (int i = 0; i < stages->count; i++) {
        const StageRow *row = &stages->rows[i];
        if (row->stage != ui->stage || !belongs(&part, i)) continue;
        row_begin(rows)->at = row->at;
        Style style = same_place(ui, &row->at) ? STYLE_OPERAND : region_is(&row->at) ? STYLE_TEXT : STYLE_DIM;
        add_text(ui, rows, style, row, row_begins(stages, i));
        prefer_row(ui, rows, rows->row_count - 1, &best);
    }
}

void stages_pane_build(Ui *ui, Rows *rows) {
    rows->focus = 0;
    const SessionFault *fault = session_fault(ui->session);
    if (fault) {
        row_begin(rows);
        row_format(rows, STYLE_ERROR, "%s", fault->message);
        return;
    }
    if (inspect_frame_count(ui->look) == 0) {
        row_begin(rows);
        row_say(ui, rows, STYLE_DIM, "no code is running; I goes back to where some was",
                "실행 중인 코드가 없습니다. I로 코드가 있던 곳에 돌아갑니다");
        return;
    }
    InspectFrame frame = inspect_frame(ui->look, 0);
    stages_of(&ui->stages, ui->session, session_source_of(ui->session, frame.file, frame.code));
    if (ui->stage == STAGE_OF_CODE) {
        build_code(ui, rows);
    } else if (ui->stages.failed) {
        row_begin(rows);
        row_format(rows, STYLE_ERROR, "%s", text_cstring(&ui->stages.text));
    } else {
        build_stage(ui, rows, &ui->stages);
    }
}

/* --- the screen ---------------------------------------------------------------------------------------- */

static void draw_tabs(Ui *ui, Canvas *canvas, Rect area) {
    int x = area.x + 1;
    for (int i = 0; i < STAGE_OF_COUNT; i++) {
        bool here = i == (int)ui->stage;
        ui->tabs[i] = x;
        x = canvas_text(canvas, x, area.y, area.width, here ? "[" : " ", 1, STYLE_KEY);
        const char *title = stage_title(ui, (StageId)i);
        x = canvas_text(canvas, x, area.y, area.width, title, (isize)strlen(title),
                        here ? STYLE_CURRENT : STYLE_TEXT);
        x = canvas_text(canvas, x, area.y, area.width, here ? "]" : " ", 1, STYLE_KEY);
    }
    const char *const hints[] = {
        ui_text(ui, "Tab: next stage  j k: rows  q: back", "Tab: 다음 단계  j k: 줄  q: 돌아가기"),
        ui_text(ui, "Tab  j k  q: back", "Tab  j k  q: 돌아가기")};
    for (int i = 0; i < COUNT_OF(hints); i++) {
        isize length = (isize)strlen(hints[i]);
        int width = canvas_text_width(hints[i], length);
        if (x + width + 2 >= area.width) continue;
        canvas_text(canvas, area.width - width - 1, area.y, area.width, hints[i], length, STYLE_DIM);
        break;
    }
}

static Region region_under_cursor(Ui *ui) {
    PaneView *view = &ui->views[PANE_STAGES];
    ui_build(ui, PANE_STAGES);
    int row = view->selected >= 0 ? view->selected : ui->rows.focus;
    for (; row >= 0 && row < ui->rows.row_count; row--)
        if (region_is(&ui->rows.rows[row].at)) return ui->rows.rows[row].at;
    return ui->region;
}

void stages_pane_draw(Ui *ui, Canvas *canvas, Rect area) {
    int left = area.width / 2;
    Rect below = {area.x, area.y + 1, left, area.height - 1};
    PaneView *view = &ui->views[PANE_STAGES];
    ui->stages_area = area;
    draw_tabs(ui, canvas, area);
    if (view->selected < 0) {
        ui_build(ui, PANE_STAGES);
        view->selected = ui->rows.focus;
    }
    ui->region = region_under_cursor(ui);
    view_draw(ui, canvas, PANE_SOURCE, below);
    view_draw(ui, canvas, PANE_STAGES, (Rect){left, below.y, area.width - left, below.height});
}

/* The place of the next instruction is where one looks first. */
void stages_pane_arrive(Ui *ui) {
    InspectFrame frame = inspect_frame(ui->look, 0);
    int index = inspect_instruction_index(ui->look, 0, frame.offset);
    InspectInstruction next = inspect_instruction(ui->look, 0, index);
    ui->views[PANE_STAGES].selected = -1;
    ui->region = instruction_region(&next);
}

void stages_pane_show(Ui *ui, StageId stage) {
    ui->stage = stage;
    ui->views[PANE_STAGES].selected = -1;
    ui->views[PANE_STAGES].top = 0;
}

bool stages_pane_click(Ui *ui, int x, int y) {
    if (ui->focus != PANE_STAGES || y != ui->stages_area.y) return false;
    for (int i = STAGE_OF_COUNT - 1; i >= 0; i--)
        if (x >= ui->tabs[i]) {
            stages_pane_show(ui, (StageId)i);
            break;
        }
    return true;
}

const char *stage_title(const Ui *ui, StageId stage) {
    return ui_text(ui, stage_names[stage], stage_korean_names[stage]);
}

StageId stage_by_name(const char *name) {
    usize length = strlen(name);
    for (int i = 0; length && i < STAGE_OF_COUNT; i++)
        if (strncmp(stage_names[i], name, length) == 0) return (StageId)i;
    return STAGE_OF_COUNT;
}
