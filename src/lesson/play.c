/* play.c: going from stop to stop of a lesson.
 *
 * A stop says what must be true of the next instruction. To reach it the program is stepped until that is so,
 * as many times as the stop counts; where it then stands is kept, so that going back is a goto. */
#include <stdlib.h>

#include "inspect/language.h"
#include "lesson/lesson.h"

#define LONGEST_WALK 200000 /* instructions: a stop that is farther away is a mistake in the lesson */

Status lesson_play_open(LessonPlay *play, const char *folder, const char *language,
                        const RecorderOptions *recorder) {
    *play = (LessonPlay){.stop = -1};
    Status status = lesson_load(&play->lesson, folder, language);
    isize length = 0;
    if (!status.failed) {
        int error = world_host_read_file(play->lesson.program, &play->source, &length);
        if (error)
            status = language_error(play->lesson.korean, "can't read %s: %s", "%s^을 읽을 수 없습니다: %s",
                                    play->lesson.program, strerror(error));
    }
    if (!status.failed) {
        SessionOptions options = {.machine = {.kind = PROGRAM_FILE,
                                              .program = play->lesson.program,
                                              .source = play->source,
                                              .source_length = length},
                                  .korean = play->lesson.korean,
                                  .recorder = *recorder};
        play->session = session_open(&options, &status);
        play->steps = calloc((usize)play->lesson.stop_count + 1, sizeof *play->steps);
    }
    if (status.failed) lesson_play_close(play);
    return status;
}

Status lesson_play_speak(LessonPlay *play, bool korean) {
    Lesson *lesson = &play->lesson, other;
    Status status = lesson_load(&other, lesson->folder, korean ? "ko" : "en");
    if (!status.failed && other.stop_count != lesson->stop_count)
        status = language_error(korean, "%s: the two languages have different stops",
                                "%s: 두 언어의 멈추는 곳이 서로 다릅니다", lesson->folder);
    if (!status.failed) {
        char *program = lesson->program; /* the session goes on with it */
        lesson->program = other.program;
        other.program = program;
    }
    lesson_free(status.failed ? &other : lesson);
    if (!status.failed) *lesson = other;
    return status;
}

void lesson_play_close(LessonPlay *play) {
    session_close(play->session);
    free(play->source);
    lesson_free(&play->lesson);
    free(play->steps);
    *play = (LessonPlay){.stop = -1};
}

/* --- is this the place? -------------------------------------------------------------------------------- */

static bool is_place(Session *session, const LessonStop *stop, int previous_line, uint64_t previous_frame) {
    Inspector *look = session_inspector(session);
    InspectMoment moment = inspect_moment(look);
    if (stop->place == PLACE_END || moment.exited) return stop->place == PLACE_END && moment.exited;
    InspectFrame frame = inspect_frame(look, 0);
    InspectInstruction next = inspect_instruction(look, 0, inspect_instruction_index(look, 0, frame.offset));
    bool new_frame = frame.number != previous_frame;
    switch (stop->place) {
    case PLACE_START: return moment.step == 0;
    case PLACE_LINE: return frame.line == stop->number && (frame.line != previous_line || new_frame);
    case PLACE_OP: return strcmp(next.name, stop->name) == 0;
    case PLACE_FUNCTION: return new_frame && strcmp(frame.name, stop->name) == 0 && next.offset <= 4;
    case PLACE_RETURN: return strcmp(frame.name, stop->name) == 0 && strcmp(next.name, "RETURN_VALUE") == 0;
    case PLACE_RAISE: return strcmp(next.name, "PUSH_EXC_INFO") == 0;
    case PLACE_STEP: return moment.step + 1 == (uint64_t)stop->number;
    default: return false;
    }
}

/* Steps until the stop's condition has held as often as it says. The place where we stand counts only for the
 * very first stop. */
static bool walk_to(LessonPlay *play, const LessonStop *stop, bool here_counts) {
    Session *session = play->session;
    Text ignored = text_new(TEXT_ON_HOST);
    int seen = here_counts && is_place(session, stop, -1, 0) ? 1 : 0;
    for (int walked = 0; seen < stop->occurrence && walked < LONGEST_WALK; walked++) {
        InspectFrame before = inspect_frame(session_inspector(session), 0);
        if (inspect_moment(session_inspector(session)).exited) break;
        int line = before.line;
        session_command(session, COMMAND_GOTO, "+1", 1, &ignored);
        if (session_stop(session)->reason == STOP_INPUT) break;
        if (is_place(session, stop, line, before.number)) seen++;
    }
    text_free(&ignored);
    return seen == stop->occurrence;
}

static void go_to(LessonPlay *play, uint64_t step) {
    Text place = text_new(TEXT_ON_HOST), ignored = text_new(TEXT_ON_HOST);
    text_append_format(&place, "%lu", step);
    session_command(play->session, COMMAND_GOTO, text_cstring(&place), 1, &ignored);
    text_free(&place);
    text_free(&ignored);
}

static uint64_t step_of(const LessonPlay *play) { return play->stop < 0 ? 0 : play->steps[play->stop]; }

/* Back to where the lesson stands, in the run as it was, wherever the learner has gone meanwhile. */
static void return_to_stop(LessonPlay *play) {
    Text ignored = text_new(TEXT_ON_HOST);
    if (session_branch(play->session) != 0) session_command(play->session, COMMAND_BRANCH, "0", 1, &ignored);
    text_free(&ignored);
    if (session_stop(play->session)->step != step_of(play)) go_to(play, step_of(play));
}

bool lesson_next(LessonPlay *play, Status *status) {
    *status = status_ok();
    if (play->stop + 1 >= play->lesson.stop_count) return false;
    const LessonStop *stop = &play->lesson.stops[play->stop + 1];
    return_to_stop(play);
    if (!walk_to(play, stop, play->stop < 0)) {
        go_to(play, step_of(play));
        *status = language_error(play->lesson.korean, "%s: the stop at line %d of the lesson is never reached",
                                 "%s: 수업 %d번 줄의 멈춤에는 결코 이르지 않습니다", play->lesson.folder,
                                 stop->source_line);
        return false;
    }
    play->stop++;
    play->steps[play->stop] = session_stop(play->session)->step;
    play->answered = false;
    return true;
}

bool lesson_back(LessonPlay *play) {
    if (play->stop < 0) return false;
    play->stop--;
    play->answered = true;
    return_to_stop(play);
    return true;
}

/* --- questions ----------------------------------------------------------------------------------------- */

/* As Python would read them: blanks between and the kind of the quotes do not matter. */
static bool same_answer(const char *given, const char *expected) {
    bool quoted = false;
    for (;;) {
        while (!quoted && *given == ' ') given++;
        while (!quoted && *expected == ' ') expected++;
        bool quote = *given == '\'' || *given == '"';
        if (*given != *expected && !(quote && (*expected == '\'' || *expected == '"'))) return false;
        if (!*given) return true;
        quoted ^= quote;
        given++, expected++;
    }
}

bool lesson_answer(LessonPlay *play, const char *answer, Text *expected, Status *status) {
    const LessonStop *stop = &play->lesson.stops[play->stop];
    return_to_stop(play);
    uint64_t here = step_of(play);
    go_to(play, here + 1);
    InspectValue value;
    bool known = inspect_evaluate(session_inspector(play->session), stop->answer, &value);
    *status = known ? status_ok()
                    : language_error(play->lesson.korean, "%s: the answer '%s' at line %d can't be told: %s",
                                     "%s: 답 '%s' (%d번 줄)^을 알 수 없습니다: %s", play->lesson.folder,
                                     stop->answer, stop->source_line, value.text);
    text_clear(expected);
    text_append_cstring(expected, value.text);
    go_to(play, here);
    play->answered = true;
    return known && same_answer(answer, text_cstring(expected));
}

const char *lesson_text(const LessonPlay *play) {
    const char *text = play->stop < 0 ? play->lesson.intro : play->lesson.stops[play->stop].text;
    return text ? text : "";
}

Status lesson_check(const char *folder, const char *language) {
    LessonPlay play;
    RecorderOptions recorder = {0};
    Status status = lesson_play_open(&play, folder, language, &recorder);
    if (status.failed) return status;
    Text expected = text_new(TEXT_ON_HOST);
    while (!status.failed && lesson_next(&play, &status))
        if (*play.lesson.stops[play.stop].ask) lesson_answer(&play, "", &expected, &status);
    text_free(&expected);
    lesson_play_close(&play);
    return status;
}
