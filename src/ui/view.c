/* view.c: a pane's rows on the canvas: scrolling, cutting with an ellipsis, the selected row, what a search
 * found. */
#include "ui/internal.h"

void ui_build(Ui *ui, PaneId id) {
    rows_clear(&ui->rows);
    panes[id].build(ui, &ui->rows);
}

/* The first row shown: the selected row, or else the pane's focus row, stays in sight with a few rows around
 * it. */
static void settle_top(PaneView *view, const Rows *rows) {
    int wanted = view->selected >= 0 ? view->selected : rows->focus;
    int margin = view->height > 6 ? 2 : 0, last = rows->row_count - view->height;
    if (wanted >= 0 && wanted - margin < view->top) view->top = wanted - margin;
    if (wanted >= 0 && wanted + margin >= view->top + view->height)
        view->top = wanted + margin - view->height + 1;
    if (view->top > last) view->top = last;
    if (view->top < 0) view->top = 0;
}

static void draw_row(Canvas *canvas, const Rows *rows, int index, Rect area, int y) {
    const Row *row = &rows->rows[index];
    int x = area.x, right = area.x + area.width;
    bool cut = false;
    if (row->fill != STYLE_TEXT) canvas_fill(canvas, (Rect){area.x, y, area.width, 1}, row->fill);
    for (int i = 0; i < row->span_count && !cut; i++) {
        const Span *span = &rows->spans[row->first_span + i];
        const char *text = rows->text.data + span->start;
        cut = x + canvas_text_width(text, span->length) > right;
        x = canvas_text(canvas, x, y, cut ? right - 1 : right, text, span->length, span->style);
    }
    if (cut) canvas_text(canvas, x, y, right, canvas->ascii ? ">" : "…", canvas->ascii ? 1 : 3, STYLE_DIM);
}

/* Marks each place of the row in which the searched text stands. */
static void mark_matches(Ui *ui, Canvas *canvas, int index, Rect area, int y) {
    if (ui->search.length == 0) return;
    Text text = text_new(TEXT_ON_HOST);
    row_text(&ui->rows, index, &text);
    for (const char *found = text_cstring(&text); (found = strstr(found, text_cstring(&ui->search))) != NULL;
         found++) {
        int start = area.x + canvas_text_width(text.data, found - text.data);
        int end = start + canvas_text_width(found, ui->search.length);
        canvas_restyle(canvas, start, y, (int)isize_min(end, area.x + area.width), STYLE_MATCH);
    }
    text_free(&text);
}

void view_draw(Ui *ui, Canvas *canvas, PaneId id, Rect area) {
    PaneView *view = &ui->views[id];
    bool focused = ui->focus == id;
    char title[80];
    view->area = area;
    ui_build(ui, id);
    const Rows *rows = &ui->rows;
    view->rows = rows->row_count;
    view->height = area.height - 2;
    if (view->selected >= rows->row_count) view->selected = rows->row_count - 1;
    settle_top(view, rows);
    Text text = text_new(TEXT_ON_HOST);
    text_append_cstring(&text, panes[id].title);
    if (rows->row_count > view->height)
        text_append_format(&text, " %d/%d", view->top + view->height, rows->row_count);
    isize length = isize_min(text.length, (isize)sizeof title - 1);
    memcpy(title, text_cstring(&text), (usize)length);
    title[length] = 0;
    text_free(&text);
    canvas_box(canvas, area, title, focused ? STYLE_TITLE_FOCUSED : STYLE_TITLE);
    Rect inner = {area.x + 1, area.y + 1, area.width - 2, area.height - 2};
    for (int i = 0; i < inner.height && view->top + i < rows->row_count; i++) {
        int index = view->top + i;
        draw_row(canvas, rows, index, inner, inner.y + i);
        mark_matches(ui, canvas, index, inner, inner.y + i);
        if (focused && index == view->selected)
            canvas_text(canvas, area.x, inner.y + i, area.x + 1, ">", 1, STYLE_KEY);
    }
}

void view_move(Ui *ui, PaneId id, int distance) {
    PaneView *view = &ui->views[id];
    ui_build(ui, id);
    int from = view->selected >= 0 ? view->selected : ui->rows.focus >= 0 ? ui->rows.focus : view->top;
    int to = from + distance;
    if (to >= ui->rows.row_count) to = ui->rows.row_count - 1;
    view->selected = to < 0 ? 0 : to;
}

bool view_search(Ui *ui, PaneId id, int direction) {
    PaneView *view = &ui->views[id];
    ui_build(ui, id);
    int count = ui->rows.row_count;
    int from = view->selected >= 0 ? view->selected : ui->rows.focus >= 0 ? ui->rows.focus : view->top;
    for (int i = 1; i <= count; i++) {
        int index = ((from + direction * i) % count + count) % count;
        Text text = text_new(TEXT_ON_HOST);
        row_text(&ui->rows, index, &text);
        bool found = strstr(text_cstring(&text), text_cstring(&ui->search)) != NULL;
        text_free(&text);
        if (found) {
            view->selected = index;
            return true;
        }
    }
    return false;
}
