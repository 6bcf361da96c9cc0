/* timeline_pane.c: the whole run in one row at the foot of the screen, or in two where there is room.
 *
 *     time  ▁▂▂▂▃▃▂▁▁▂▂▅▇▇▅▂▁▁      how deep the calls were
 *           .  o   a ! o  ^  g     o printed, ! raised, g collected, a is a mark, ^ is here
 *
 * In one row the events stand in the place of the depths. Nothing is told by colour alone. The numbers come from
 * session/timeline.h, which gathers them once; a long stretch is gathered a piece at a time, while nobody types. */
#include "session/timeline.h"
#include "ui/internal.h"

#define LABEL_WIDTH 5 /* cells of "time ", and of it in Korean */
#define TAIL_WIDTH 16
#define MOST_COLUMNS 400
#define AT_ONCE ((u64)300000)  /* instructions that are gathered while the screen is drawn */
#define A_PIECE ((u64)4000000) /* while it waits for a key */
#define FRESH_PART 64          /* of the run: what is younger than this may wait */

static int columns_of(int width) {
    int columns = width - LABEL_WIDTH - TAIL_WIDTH;
    return columns < 1 ? 1 : columns > MOST_COLUMNS ? MOST_COLUMNS : columns;
}

/* --- gathering ----------------------------------------------------------------------------------------- */

static bool wants_more(const Ui *ui) {
    u64 missing = session_timeline_missing(ui->session), known = inspect_moment(ui->look).step;
    return missing > known / FRESH_PART;
}

bool timeline_pane_waits(const Ui *ui) { return ui->timeline_shown && wants_more(ui); }

bool timeline_pane_gather(Ui *ui) { return session_timeline_gather(ui->session, A_PIECE); }

/* --- drawing ------------------------------------------------------------------------------------------- */

typedef struct Mark { /* what stands in a column */
    char text[4];
    Style style;
} Mark;

static bool event_of(const TimelineColumn *column, Mark *mark) {
    const struct {
        bool holds;
        char letter;
        Style style;
    } events[] = {{column->here, '^', STYLE_CURRENT_PART},
                  {column->mark != 0, column->mark, STYLE_MARK},
                  {column->exceptions != 0, '!', STYLE_ERROR},
                  {column->collections != 0, 'g', STYLE_TYPE},
                  {column->output != 0, 'o', STYLE_CHANGED}};
    for (int i = 0; i < COUNT_OF(events); i++)
        if (events[i].holds) {
            *mark = (Mark){.text = {events[i].letter}, .style = events[i].style};
            return true;
        }
    return false;
}

/* Depths are shown by eight steps, the deepest of the run being the highest. */
static Mark depth_of(int depth, int deepest, bool ascii) {
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const plain[] = {"_", "_", ".", ".", "-", "-", "=", "="};
    Mark mark = {.text = " ", .style = STYLE_DIM};
    if (depth <= 0) return mark;
    int step = deepest <= 8 ? depth - 1 : (int)((i64)(depth - 1) * 7 / (deepest - 1));
    strcpy(mark.text, (ascii ? plain : bars)[step > 7 ? 7 : step]);
    mark.style = STYLE_TITLE;
    return mark;
}

static void draw_tail(const Ui *ui, Canvas *canvas, int y, u64 known, bool ended) {
    Text text = text_new(TEXT_ON_HOST);
    const char *unit = known < 10000 ? "" : known < 10000000 ? "k" : "M";
    u64 number = known < 10000 ? known : known < 10000000 ? known / 1000 : known / 1000000;
    text_append_format(&text, " %lu%s %s", number, unit,
                       ended ? ui_text(ui, "end", "끝") : ui_text(ui, "so far", "지금까지"));
    canvas_text(canvas, canvas->width - TAIL_WIDTH, y, canvas->width, text_cstring(&text), text.length,
                STYLE_DIM);
    text_free(&text);
}

static void draw_mark(Canvas *canvas, int x, int y, const Mark *mark) {
    canvas_text(canvas, x, y, x + 1, mark->text, (isize)strlen(mark->text), mark->style);
}

int timeline_pane_height(const Canvas *canvas) {
    return canvas->height >= 36 ? 2 : canvas->height >= 20 ? 1 : 0;
}

void timeline_pane_draw(Ui *ui, Canvas *canvas, Rect area) {
    TimelineColumn columns[MOST_COLUMNS];
    int count = columns_of(canvas->width), deepest = 0;
    u64 known;
    bool ended;
    ui->timeline = area;
    ui->timeline_shown = area.height > 0;
    if (!ui->timeline_shown) return;
    if (wants_more(ui) && session_timeline_missing(ui->session) <= AT_ONCE)
        session_timeline_gather(ui->session, AT_ONCE);
    session_timeline(ui->session, columns, count, &known, &ended);
    const char *label = ui_text(ui, "time ", "시간 ");
    canvas_text(canvas, 0, area.y, canvas->width, label, (isize)strlen(label), STYLE_KEY);
    draw_tail(ui, canvas, area.y, known, ended);
    for (int i = 0; i < count; i++)
        if (columns[i].depth > deepest) deepest = columns[i].depth;
    for (int i = 0; i < count; i++) {
        Mark depth = depth_of(columns[i].depth, deepest, canvas->ascii), event;
        bool happened = event_of(&columns[i], &event);
        int x = LABEL_WIDTH + i;
        draw_mark(canvas, x, area.y, happened && area.height == 1 ? &event : &depth);
        if (happened && area.height > 1) draw_mark(canvas, x, area.y + 1, &event);
    }
}

/* --- moving in it -------------------------------------------------------------------------------------- */

static void go_to_column(Ui *ui, i64 column) {
    TimelineColumn columns[MOST_COLUMNS];
    int count = columns_of(ui->timeline.width);
    u64 known;
    bool ended;
    session_timeline(ui->session, columns, count, &known, &ended);
    Text place = text_new(TEXT_ON_HOST);
    text_append_format(&place, "%lu", column >= count ? known : columns[column < 0 ? 0 : column].first_step);
    ui_command(ui, COMMAND_GOTO, text_cstring(&place), 1);
    text_free(&place);
}

bool timeline_pane_click(Ui *ui, int x, int y) {
    const Rect *area = &ui->timeline;
    if (!ui->timeline_shown || y < area->y || y >= area->y + area->height) return false;
    go_to_column(ui, x - LABEL_WIDTH);
    return true;
}

/* So many columns forwards (backwards: less than 0); from inside a column the first one back is to its beginning. */
void timeline_pane_move(Ui *ui, i64 distance) {
    TimelineColumn columns[MOST_COLUMNS];
    int count = columns_of(ui->timeline.width), here = 0;
    u64 known;
    bool ended;
    if (!ui->timeline_shown) return;
    session_timeline(ui->session, columns, count, &known, &ended);
    while (here + 1 < count && !columns[here].here) here++;
    bool inside = inspect_moment(ui->look).step > columns[here].first_step;
    go_to_column(ui, here + distance + (distance < 0 && inside));
}
