/* screen.c: where the panes stand, and the lines below them.
 *
 *     narrow (80x24)                      wide (from 120 columns)
 *     +- source ----++- bytecode --+      +- source --++- bytecode --++- stack ----+
 *     |             ||             |      |           ||             |+- frames ---+
 *     +- stack -----++- one more --+      +- output --++- generators++- objects --+
 *     next: what the next instruction will do
 *     did:  what the last one did
 *     status, or the prompt
 *
 * The "one more" is the pane that was looked at last of those that have no place of their own. */
#include "ui/internal.h"

#define LEAST_WIDTH 40
#define LEAST_HEIGHT 12
#define LEAST_FOR_TWO 8 /* rows for two panes, one above the other */
#define SHORT 16        /* so few rows that a sentence gets one only */
#define NARROW 60
#define WIDE 120
#define WIDE_HEIGHT 30

/* Where two panes side by side would show half words: the source above the pane that is looked at. */
static void draw_slim(Ui *ui, Canvas *canvas, Rect area) {
    if (area.height < LEAST_FOR_TWO) { /* a lesson takes the room */
        view_draw(ui, canvas, ui->focus, area);
        return;
    }
    int upper = area.height / 2;
    Rect above = {area.x, area.y, area.width, upper},
         below = {area.x, area.y + upper, area.width, area.height - upper};
    view_draw(ui, canvas, PANE_SOURCE, above);
    view_draw(ui, canvas, ui->focus == PANE_SOURCE ? PANE_BYTECODE : ui->focus, below);
}

static void draw_narrow(Ui *ui, Canvas *canvas, Rect area) {
    int left = area.width / 2, upper = area.height / 2 + area.height % 2;
    Rect places[] = {{area.x, area.y, left, upper},
                     {area.x + left, area.y, area.width - left, upper},
                     {area.x, area.y + upper, left, area.height - upper},
                     {area.x + left, area.y + upper, area.width - left, area.height - upper}};
    view_draw(ui, canvas, PANE_SOURCE, places[0]);
    view_draw(ui, canvas, PANE_BYTECODE, places[1]);
    view_draw(ui, canvas, PANE_STACK, places[2]);
    view_draw(ui, canvas, ui->guest, places[3]);
}

static void draw_wide(Ui *ui, Canvas *canvas, Rect area) {
    int left = area.width * 36 / 100, middle = area.width * 32 / 100, right = area.width - left - middle;
    int output = area.height * 30 / 100, generators = area.height * 28 / 100;
    int stack = area.height * 28 / 100, objects = area.height * 38 / 100;
    int x = area.x, bottom = area.y + area.height;
    view_draw(ui, canvas, PANE_SOURCE, (Rect){x, area.y, left, area.height - output});
    view_draw(ui, canvas, PANE_OUTPUT, (Rect){x, bottom - output, left, output});
    view_draw(ui, canvas, PANE_BYTECODE, (Rect){x + left, area.y, middle, area.height - generators});
    Rect sleepers = {x + left, bottom - generators, middle, generators};
    int threads = 0;
    inspect_threads(ui->look, NULL, 0, &threads);
    if (threads > 1) { /* they share the place of the generators */
        Rect below = {sleepers.x, sleepers.y + generators / 2, middle, generators - generators / 2};
        sleepers.height = generators / 2;
        view_draw(ui, canvas, PANE_THREADS, sleepers);
        sleepers = below;
    }
    view_draw(ui, canvas, PANE_GENERATORS, sleepers);
    view_draw(ui, canvas, PANE_STACK, (Rect){x + left + middle, area.y, right, stack});
    view_draw(ui, canvas, PANE_FRAMES,
              (Rect){x + left + middle, area.y + stack, right, area.height - stack - objects});
    view_draw(ui, canvas, PANE_OBJECTS, (Rect){x + left + middle, bottom - objects, right, objects});
}

/* --- the lines below ----------------------------------------------------------------------------------- */

/* A line below the panes: what the next instruction will do, what the last one did, or a message. It may take two
 * rows where it is long. */
typedef struct Sentence {
    const char *label, *text;
    Style style;
} Sentence;
#define SENTENCES 2
#define SENTENCE_ROWS 2 /* at the most */

static void find_sentences(Ui *ui, Sentence *sentences) {
    const Stop *stop = session_stop(ui->session);
    InspectMoment moment = inspect_moment(ui->look);
    const SessionFault *fault = session_fault(ui->session);
    sentences[0] = (Sentence){ui_text(ui, "next: ", "다음: "), inspect_next_sentence(ui->look), STYLE_SENTENCE};
    if (ui->message.length)
        sentences[1] =
            (Sentence){"", text_cstring(&ui->message), ui->message_is_error ? STYLE_ERROR : STYLE_TEXT};
    else if (fault)
        sentences[1] = (Sentence){ui_text(ui, "not compiled: ", "컴파일 안 됨: "), fault->message, STYLE_ERROR};
    else if (moment.exception)
        sentences[1] = (Sentence){ui_text(ui, "raised: ", "예외: "), moment.exception, STYLE_ERROR};
    else
        sentences[1] = (Sentence){*stop->did ? ui_text(ui, "did: ", "한 일: ") : "", stop->did, STYLE_TEXT};
}

static int sentence_rows(const Sentence *sentence, int width, int height) {
    if (height < SHORT) return 1;
    int indent = canvas_text_width(sentence->label, (isize)strlen(sentence->label));
    int rows =
        canvas_wrapped(NULL, (Rect){indent, 0, width - indent, SENTENCE_ROWS}, sentence->text, STYLE_TEXT);
    return rows < 1 ? 1 : rows > SENTENCE_ROWS ? SENTENCE_ROWS : rows;
}

static void draw_sentence(Canvas *canvas, const Sentence *sentence, int y, int rows) {
    int x =
        canvas_text(canvas, 0, y, canvas->width, sentence->label, (isize)strlen(sentence->label), STYLE_KEY);
    canvas_wrapped(canvas, (Rect){x, y, canvas->width - x, rows}, sentence->text, sentence->style);
}

static void append_reason(const Ui *ui, const Stop *stop, Text *text) {
    static const struct {
        const char *english, *korean;
    } reasons[] = {[STOP_START] = {"start", "시작"},
                   [STOP_MOVED] = {"", ""},
                   [STOP_BREAKPOINT] = {"breakpoint", "중단점"},
                   [STOP_EXIT] = {"ended", "끝"},
                   [STOP_INPUT] = {"waits for input", "입력을 기다림"},
                   [STOP_RECORDED] = {"the recording ends", "기록의 끝"},
                   [STOP_LIMIT] = {"--steps", "--steps"},
                   [STOP_DEADLOCK] = {"deadlock", "교착 상태"},
                   [STOP_INTERRUPTED] = {"interrupted", "멈춤"}};
    const char *reason = ui_text(ui, reasons[stop->reason].english, reasons[stop->reason].korean);
    if (ui->playing)
        reason = ui_text(ui, "playing", "재생");
    else if (stop->breakpoint == BREAKPOINT_CALLED)
        reason = "breakpoint()";
    if (!*reason) return;
    text_append_format(text, "  [%s", reason);
    if (!ui->playing && stop->breakpoint > 0) text_append_format(text, " %d", stop->breakpoint);
    text_append_char(text, ']');
}

static void draw_status(Ui *ui, Canvas *canvas, int y) {
    const Stop *stop = session_stop(ui->session);
    InspectMoment moment = inspect_moment(ui->look);
    InspectFrame frame = inspect_frame(ui->look, 0);
    Text text = text_new(TEXT_ON_HOST);
    canvas_fill(canvas, (Rect){0, y, canvas->width, 1}, STYLE_STATUS);
    bool stands = !moment.exited && *frame.file, korean = inspect_speaks_korean(ui->look);
    text_append_format(&text, " %s", session_short_path(ui->session, stands ? frame.file : ui->options.title));
    if (!moment.exited && frame.line > 0) text_append_format(&text, ":%d  %s", frame.line, frame.qualname);
    if (session_branch(ui->session))
        language_append(korean, &text, "  branch %d", "  갈래 %d", session_branch(ui->session));
    if (moment.exited) language_append(korean, &text, "  exit status %d", "  종료 상태 %d", moment.exit_status);
    language_append(korean, &text, "  instruction %lu", "  명령 %lu", moment.step);
    append_reason(ui, stop, &text);
    if (ui->count) text_append_format(&text, "  %ld", ui->count);
    canvas_text(canvas, 0, y, canvas->width, text_cstring(&text), text.length, STYLE_STATUS);
    int used = canvas_text_width(text_cstring(&text), text.length);
    text_free(&text);
    const char *const keys[] = {
        ui_text(ui, "i/I step  s/S line  ? help  q quit ", "i/I 명령  s/S 줄  ? 도움말  q 나가기 "),
        ui_text(ui, "? help  q quit ", "? 도움말  q 나가기 ")};
    for (int i = 0; i < COUNT_OF(keys); i++) { /* the first that has room */
        isize length = (isize)strlen(keys[i]);
        int width = canvas_text_width(keys[i], length);
        if (used + width + 2 >= canvas->width) continue;
        canvas_text(canvas, canvas->width - width, y, canvas->width, keys[i], length, STYLE_STATUS);
        break;
    }
}

static void draw_too_small(const Ui *ui, Canvas *canvas) {
    const char *const lines[] = {ui_text(ui, "too small:", "너무 작음:"), "40 x 12",
                                 ui_text(ui, "needed", "필요")};
    for (int i = 0; i < COUNT_OF(lines); i++)
        canvas_text(canvas, 0, i, canvas->width, lines[i], (isize)strlen(lines[i]), STYLE_ERROR);
}

void ui_draw(Ui *ui, Canvas *canvas) {
    canvas_erase(canvas);
    canvas->ascii = ui->options.ascii;
    if (canvas->width < LEAST_WIDTH || canvas->height < LEAST_HEIGHT) {
        draw_too_small(ui, canvas);
        return;
    }
    Sentence sentences[SENTENCES];
    int rows[SENTENCES], below = 1;
    find_sentences(ui, sentences);
    for (int i = 0; i < SENTENCES; i++)
        below += rows[i] = sentence_rows(&sentences[i], canvas->width, canvas->height);
    int timeline = timeline_pane_height(canvas);
    below += timeline;
    Rect area = {0, 0, canvas->width, canvas->height - below};
    int lesson = ui->options.lesson ? lesson_pane_height(ui, canvas->width, area.height / 2) : 0;
    area.height -= lesson;
    if (lesson) lesson_pane_draw(ui, canvas, (Rect){0, area.height, canvas->width, lesson});
    ui->width = canvas->width;
    ui->wide = canvas->width >= WIDE && area.height >= WIDE_HEIGHT - 10;
    for (int id = 0; id < PANE_COUNT; id++) ui->views[id].area = (Rect){0}; /* of those that are not drawn */
    if (ui->focus == PANE_STAGES)
        stages_pane_draw(ui, canvas, area);
    else if (ui->zoomed || pane_covers(ui->focus))
        view_draw(ui, canvas, ui->focus, area);
    else if (ui->wide)
        draw_wide(ui, canvas, area);
    else if (canvas->width < NARROW)
        draw_slim(ui, canvas, area);
    else
        draw_narrow(ui, canvas, area);
    int y = canvas->height - below;
    timeline_pane_draw(ui, canvas, (Rect){0, y, canvas->width, timeline});
    y += timeline;
    for (int i = 0; i < SENTENCES; y += rows[i], i++) draw_sentence(canvas, &sentences[i], y, rows[i]);
    if (ui->prompt == PROMPT_NONE)
        draw_status(ui, canvas, canvas->height - 1);
    else
        prompt_draw(ui, canvas, canvas->height - 1);
}
