/* lesson_pane.c: the lesson's text below the panes, and its keys: Enter goes on (or asks), BSpace goes back. */
#include "lesson/lesson.h"
#include "ui/internal.h"

static const LessonStop *stop_of(const LessonPlay *play) {
    return play->stop >= 0 ? &play->lesson.stops[play->stop] : NULL;
}

static bool asks(const LessonPlay *play) {
    const LessonStop *stop = stop_of(play);
    return stop && *stop->ask && !play->answered;
}

int lesson_pane_height(Ui *ui, int width, int most) {
    const LessonPlay *play = ui->options.lesson;
    Rect area = {0, 0, width - 2, 0};
    int lines = canvas_wrapped(NULL, area, lesson_text(play), STYLE_TEXT);
    if (asks(play)) lines += canvas_wrapped(NULL, area, stop_of(play)->ask, STYLE_TEXT);
    return lines + 2 < most ? lines + 2 : most;
}

void lesson_pane_draw(Ui *ui, Canvas *canvas, Rect area) {
    const LessonPlay *play = ui->options.lesson;
    Text title = text_new(TEXT_ON_HOST);
    bool last = play->stop + 1 >= play->lesson.stop_count;
    text_append_format(&title, "%s  %d/%d  %s", play->lesson.title, play->stop + 1, play->lesson.stop_count,
                       asks(play) ? "Enter: answer  BSpace: back"
                       : last     ? "the end  BSpace: back  q: leave"
                                  : "Enter: go on  BSpace: back");
    canvas_box(canvas, area, text_cstring(&title), STYLE_TITLE_FOCUSED);
    text_free(&title);
    Rect inner = {area.x + 1, area.y + 1, area.width - 2, area.height - 2};
    int used = canvas_wrapped(canvas, inner, lesson_text(play), STYLE_TEXT);
    if (!asks(play)) return;
    inner.y += used;
    inner.height -= used;
    canvas_wrapped(canvas, inner, stop_of(play)->ask, STYLE_KEY);
}

/* The lesson says which pane to look at. */
static void show_pane(Ui *ui) {
    const LessonStop *stop = stop_of(ui->options.lesson);
    if (stop && *stop->show) ui_command(ui, COMMAND_PANE_NEXT, stop->show, 1);
}

bool lesson_pane_key(Ui *ui, const char *key) {
    LessonPlay *play = ui->options.lesson;
    Status status = status_ok();
    if (strcmp(key, "Enter") == 0) {
        if (asks(play)) {
            prompt_begin(ui, PROMPT_ANSWER);
            return true;
        }
        if (!lesson_next(play, &status))
            ui_say(ui, status.failed, "%s",
                   status.failed ? status.message : "the lesson ends here; q leaves, or look around freely");
        ui_arrived(ui);
        show_pane(ui);
        return true;
    }
    if (strcmp(key, "BSpace") == 0) {
        if (!lesson_back(play)) ui_say(ui, false, "this is the lesson's beginning");
        ui_arrived(ui);
        show_pane(ui);
        return true;
    }
    return false;
}

void lesson_pane_answer(Ui *ui, const char *answer) {
    Text expected = text_new(TEXT_ON_HOST);
    Status status;
    bool right = lesson_answer(ui->options.lesson, answer, &expected, &status);
    ui_arrived(ui);
    if (status.failed)
        ui_say(ui, true, "%s", status.message);
    else
        ui_say(ui, !right,
               right ? "right: the machine says %s, too" : "the machine says %s; step on with i and see",
               text_cstring(&expected));
    text_free(&expected);
}
