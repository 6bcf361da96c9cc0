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
                       asks(play) ? ui_text(ui, "Enter: answer  BSpace: back", "Enter: 답하기  BSpace: 뒤로")
                       : last ? ui_text(ui, "the end  BSpace: back  q: leave", "끝  BSpace: 뒤로  q: 나가기")
                              : ui_text(ui, "Enter: go on  BSpace: back", "Enter: 다음  BSpace: 뒤로"));
    canvas_box(canvas, area, text_cstring(&title), STYLE_TITLE_FOCUSED);
    text_free(&title);
    Rect inner = {area.x + 1, area.y + 1, area.width - 2, area.height - 2};
    const char *question = asks(play) ? stop_of(play)->ask : "";
    int asked = canvas_wrapped(NULL, inner, question, STYLE_KEY); /* of the two the question has to be seen */
    if (asked > inner.height) asked = inner.height;
    Rect above = {inner.x, inner.y, inner.width, inner.height - asked};
    int used = above.height ? canvas_wrapped(canvas, above, lesson_text(play), STYLE_TEXT) : 0;
    if (used > above.height) used = above.height;
    canvas_wrapped(canvas, (Rect){inner.x, inner.y + used, inner.width, asked}, question, STYLE_KEY);
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
        bool more = lesson_next(play, &status);
        if (status.failed)
            ui_show(ui, true, status.message, (isize)strlen(status.message));
        else if (!more)
            ui_say(ui, false, "the lesson ends here; q leaves, or look around freely",
                   "수업은 여기까지입니다. q로 나가거나 자유롭게 둘러보세요");
        ui_arrived(ui);
        show_pane(ui);
        return true;
    }
    if (strcmp(key, "BSpace") == 0) {
        if (!lesson_back(play)) ui_say(ui, false, "this is the lesson's beginning", "수업의 처음입니다");
        ui_arrived(ui);
        show_pane(ui);
        return true;
    }
    return false;
}

void lesson_pane_speak(Ui *ui) {
    LessonPlay *play = ui->options.lesson;
    bool korean = inspect_speaks_korean(ui->look);
    if (!play || play->lesson.korean == korean) return;
    Status status = lesson_play_speak(play, korean);
    if (status.failed) ui_show(ui, true, status.message, (isize)strlen(status.message));
}

const char *lesson_pane_prompt(const Ui *ui) { return ui_text(ui, "your answer: ", "답: "); }

void lesson_pane_answer(Ui *ui, const char *answer) {
    Text expected = text_new(TEXT_ON_HOST);
    Status status;
    bool right = lesson_answer(ui->options.lesson, answer, &expected, &status);
    ui_arrived(ui);
    if (status.failed)
        ui_show(ui, true, status.message, (isize)strlen(status.message));
    else if (right)
        ui_say(ui, false, "right: the machine says %s, too", "맞습니다. 기계의 답도 %s",
               text_cstring(&expected));
    else
        ui_say(ui, true, "the machine says %s; step on with i and see",
               "기계의 답은 %s; i로 한 걸음 가서 확인해 보세요", text_cstring(&expected));
    text_free(&expected);
}
