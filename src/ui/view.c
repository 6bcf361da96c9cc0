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

static int span_width(const Rows *rows, const Row *row, int index) {
    const Span *span = &rows->spans[row->first_span + index];
    return canvas_text_width(rows->text.data + span->start, span->length);
}

/* Draws some of a row's spans from x on, cut with an ellipsis where they reach beyond `right`. */
static int draw_spans(Canvas *canvas, const Rows *rows, const Row *row, int from, int to, int x, int y,
                      int right) {
    for (int i = from; i < to; i++) {
        const Span *span = &rows->spans[row->first_span + i];
        bool cut = x + span_width(rows, row, i) > right;
        x = canvas_text(canvas, x, y, cut ? right - 1 : right, rows->text.data + span->start, span->length,
                        span->style);
        if (cut) /* at the very edge it takes the place of what stands there */
            return canvas_text(canvas, x < right ? x : right - 1, y, right, canvas->ascii ? ">" : "…",
                               canvas->ascii ? 1 : 3, row->fill != STYLE_TEXT ? row->fill : STYLE_DIM);
    }
    return x;
}

/* Where there is no room for the whole row, its tail stays and what comes before is cut. */
typedef struct RowFit {
    int tail;      /* the first span of the tail */
    int head_room; /* cells for what comes before it */
    int missing;   /* cells by which the tail has moved to the left */
} RowFit;

static RowFit row_fit(const Rows *rows, const Row *row, int width) {
    RowFit fit = {.tail = row->tail_span ? row->tail_span : row->span_count};
    int head = 0, tail = 0;
    for (int i = 0; i < row->span_count; i++) *(i < fit.tail ? &head : &tail) += span_width(rows, row, i);
    if (tail > width / 2) tail = 0; /* too little would be left */
    fit.head_room = width - tail;
    fit.missing = tail && head > fit.head_room ? head - fit.head_room : 0;
    return fit;
}

static void draw_row(Canvas *canvas, const Rows *rows, int index, Rect area, int y) {
    const Row *row = &rows->rows[index];
    RowFit fit = row_fit(rows, row, area.width);
    if (row->fill != STYLE_TEXT) canvas_fill(canvas, (Rect){area.x, y, area.width, 1}, row->fill);
    int x = draw_spans(canvas, rows, row, 0, fit.tail, area.x, y, area.x + fit.head_room);
    draw_spans(canvas, rows, row, fit.tail, row->span_count, x, y, area.x + area.width);
}

/* Marks each place of the row in which the searched text stands. */
static void mark_matches(Ui *ui, Canvas *canvas, int index, Rect area, int y) {
    if (ui->search.length == 0) return;
    RowFit fit = row_fit(&ui->rows, &ui->rows.rows[index], area.width);
    Text text = text_new(TEXT_ON_HOST);
    row_text(&ui->rows, index, &text);
    for (const char *found = text_cstring(&text); (found = strstr(found, text_cstring(&ui->search))) != NULL;
         found++) {
        int start = canvas_text_width(text.data, found - text.data);
        int end = start + canvas_text_width(found, ui->search.length), limit = area.width;
        if (start >= fit.head_room + fit.missing) {
            start -= fit.missing;
            end -= fit.missing;
        } else if (fit.missing) {
            limit = fit.head_room;
        }
        canvas_restyle(canvas, area.x + start, y, area.x + (end < limit ? end : limit), STYLE_MATCH);
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
    text_append_cstring(&text, id == PANE_STAGES ? stage_title(ui, ui->stage)
                                                 : ui_text(ui, panes[id].title, panes[id].korean_title));
    bool of_frame = id == PANE_SOURCE || id == PANE_BYTECODE || id == PANE_STACK;
    if (ui->looked && of_frame)
        text_append_format(&text, " (%s)", inspect_frame(ui->look, ui->looked).qualname);
    if (rows->row_count > view->height)
        text_append_format(&text, " %d/%d", view->top + view->height, rows->row_count);
    isize length = isize_min(text.length, (isize)sizeof title - 1);
    while (length < text.length && length > 0 && (text.data[length] & 0xC0) == 0x80) length--;
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

void view_page(Ui *ui, PaneId id, int direction) {
    PaneView *view = &ui->views[id];
    int page = view->height > 2 ? view->height - 1 : 1;
    view_move(ui, id, direction * page);
    view->top += direction * page; /* what is shown moves with the row; both stop at the ends */
}

PaneId view_at(const Ui *ui, int x, int y) {
    for (int id = 0; id < PANE_COUNT; id++) {
        const Rect *area = &ui->views[id].area;
        if (x >= area->x && x < area->x + area->width && y >= area->y && y < area->y + area->height)
            return (PaneId)id;
    }
    return PANE_COUNT;
}

void view_select(Ui *ui, PaneId id, int y) {
    PaneView *view = &ui->views[id];
    int row = view->top + y - view->area.y - 1;
    if (y > view->area.y && y < view->area.y + view->area.height - 1 && row < view->rows) view->selected = row;
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
