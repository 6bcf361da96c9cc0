/* lesson.h: lessons: a text with stops, beside a program.
 *
 * A lesson is a folder: program.py, and a Markdown text a language (lesson.md, lesson.ko.md):
 *
 *     # Title
 *     What it is about: shown before the first stop.
 *     ## stop: op BINARY_OP 2          where to stop: the second BINARY_OP that is executed from here on
 *     show: stack                      the pane to look at (optional)
 *     ask: What will be on top?        a question (optional) ...
 *     answer: TOS                      ... whose answer is what this expression is after one instruction
 *     Text shown at this stop.
 *
 * Places: `start`, `end`, `line N`, `op NAME`, `function NAME`, `return NAME`, `raise` (an exception is being
 * handled), `step N`, each but the first two with an optional count. The machine itself marks the answers, so
 * a text can't be wrong without a test failing. */
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include "session/session.h"

typedef enum StopPlace {
    PLACE_START,
    PLACE_END,
    PLACE_LINE,
    PLACE_OP,
    PLACE_FUNCTION, /* the first line of a call */
    PLACE_RETURN,   /* before its RETURN_VALUE */
    PLACE_RAISE,    /* before PUSH_EXC_INFO */
    PLACE_STEP
} StopPlace;

typedef struct LessonStop {
    StopPlace place;
    i64 number;         /* line or step */
    char *name;         /* opcode or function; owned; "" */
    int occurrence;     /* from 1 */
    char *show;         /* pane; owned; "" */
    char *ask, *answer; /* owned; "" */
    char *text;         /* owned */
    int source_line;    /* of the lesson's file, for messages */
} LessonStop;

typedef struct Lesson {
    char *folder, *program; /* paths; owned */
    char *title, *intro;    /* owned */
    bool korean;            /* its text, as it was loaded */
    LessonStop *stops;
    int stop_count;
} Lesson;

/* language: "en", "ko"; one that the lesson does not have falls back to English. */
Status lesson_load(Lesson *lesson, const char *folder, const char *language);
void lesson_free(Lesson *lesson);
/* The folders of all lessons below `root`, sorted; NUL-separated in *names. How many. */
int lesson_list(const char *root, Text *names);
/* Where the lessons are: $OPSCOPE_LESSONS, beside the program, or in the working directory. NULL: nowhere.
 * Static. */
const char *lesson_root(void);

/* --- playing one --------------------------------------------------------------------------------------- */
typedef struct LessonPlay {
    Lesson lesson;
    char *source; /* of its program, for the session; owned */
    Session *session;
    int stop;        /* index; -1: before the first, at the introduction */
    uint64_t *steps; /* where each stop that was reached stands; owned */
    bool answered;   /* the question of this stop */
} LessonPlay;
Status lesson_play_open(LessonPlay *play, const char *folder, const char *language,
                        const RecorderOptions *recorder);
void lesson_play_close(LessonPlay *play);
/* Its text in the other language, at the same stop. */
Status lesson_play_speak(LessonPlay *play, bool korean);
/* To the next stop; false: there is none, or (*status) it can't be reached. */
bool lesson_next(LessonPlay *play, Status *status);
bool lesson_back(LessonPlay *play);
/* Marks an answer. *expected is the machine's own, kept until the next call of the inspector. */
bool lesson_answer(LessonPlay *play, const char *answer, Text *expected, Status *status);
/* The text that belongs to where the lesson stands. */
const char *lesson_text(const LessonPlay *play);
/* Walks the whole lesson: every stop is reached, every question has an answer. */
Status lesson_check(const char *folder, const char *language);

#endif
