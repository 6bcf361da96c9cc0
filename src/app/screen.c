/* screen.c: the subcommands that draw: the screen on a program, a lesson, and pictures of either without a
 * terminal. */
#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "lesson/lesson.h"
#include "ui/canvas_curses.h"
#include "ui/menu.h"
#include "ui/ui.h"

static RecorderOptions recorder_options(const Options *options) {
    return (RecorderOptions){.history_bytes = options->history,
                             .method = (DirtyMethod)options->dirty_method,
                             .limit = options->step_limit};
}

static bool ask_interrupted(void *context) {
    (void)context;
    return terminal_interrupted();
}

static void show_progress(void *session, uint64_t step) {
    terminal_busy(step, inspect_speaks_korean(session_inspector(session)));
}

/* What the program asks the user answers on the terminal, unless a file or a pipe was put in the terminal's place. */
static SessionOptions session_options(const Options *options, bool on_terminal) {
    bool piped = on_terminal && !isatty(STDIN_FILENO) && options->machine.kind != PROGRAM_STDIN;
    return (SessionOptions){.machine = options->machine,
                            .recorder = recorder_options(options),
                            .korean = options_speak_korean(options),
                            .piped_input = piped,
                            .interrupted = on_terminal ? ask_interrupted : NULL};
}

Session *screen_session(const Options *options, bool on_terminal, Status *status) {
    SessionOptions wanted = session_options(options, on_terminal);
    return session_open(&wanted, status);
}

/* --- opscope FILE.py ----------------------------------------------------------------------------------- */

static int show_session(Session *session, const char *title, bool post_mortem) {
    UiOptions wanted = {.session = session, .title = title};
    Ui *ui = ui_open(&wanted);
    session_on_progress(session, show_progress, session);
    if (ui && post_mortem) ui_key(ui, command_info[COMMAND_CRASH].keys);
    int result = ui ? ui_run(ui) : usage_error("out of memory", "메모리가 모자랍니다");
    ui_close(ui);
    session_close(session);
    return result;
}

int command_open(Options *options) {
    Status status;
    Session *session = screen_session(options, true, &status);
    return session ? show_session(session, options->machine.program, options->post_mortem)
                   : usage_failed(&status);
}

int open_lived_run(Options *options, const char *log, isize length, u64 step) {
    Status status;
    SessionOptions wanted = session_options(options, true);
    wanted.log = log;
    wanted.log_length = length;
    Session *session = session_open(&wanted, &status);
    if (!session) return usage_failed(&status);
    char target[32];
    snprintf(target, sizeof target, "%lu", step ? step - 1 : 0);
    Text said = text_new(TEXT_ON_HOST);
    session_command(session, COMMAND_GOTO, target, 1, &said);
    text_free(&said);
    return show_session(session, options->machine.program, false);
}

/* --- lessons ------------------------------------------------------------------------------------------- */

static int play_lesson(Options *options, const char *folder, const char *language) {
    LessonPlay play;
    RecorderOptions recorder = recorder_options(options);
    Status status = lesson_play_open(&play, folder, language, &recorder);
    if (status.failed) return usage_failed(&status);
    UiOptions wanted = {.session = play.session, .title = play.lesson.program, .lesson = &play};
    Ui *ui = ui_open(&wanted);
    int result = ui ? ui_run(ui) : usage_error("out of memory", "메모리가 모자랍니다");
    options->language = play.lesson.korean ? "ko" : "en"; /* the menu goes on with it */
    ui_close(ui);
    lesson_play_close(&play);
    return result;
}

/* The menu again and again, until the user leaves it. */
static int run_menu(Options *options) {
    int result = 0;
    for (bool more = true; more && result == 0;) {
        Menu menu;
        Status status = menu_open(&menu, options_language(options));
        if (!status.failed) status = menu_run(&menu);
        const char *folder = menu_folder(&menu);
        options->language = menu.language;
        more = folder != NULL;
        if (status.failed) result = usage_failed(&status);
        if (folder && !status.failed) result = play_lesson(options, folder, menu.language);
        menu_close(&menu);
    }
    return result;
}

/* A lesson by its folder, its whole name, or a part of the name. */
static const char *find_lesson(const char *name) {
    static char folder[4600];
    const char *root = lesson_root();
    if (strchr(name, '/') || !root) return name;
    Text names = text_new(TEXT_ON_HOST);
    int count = lesson_list(root, &names);
    const char *found = name, *candidate = text_cstring(&names);
    for (int i = 0; i < count; i++, candidate += strlen(candidate) + 1)
        if (strstr(candidate, name)) {
            snprintf(folder, sizeof folder, "%s/%s", root, candidate);
            found = folder;
        }
    text_free(&names);
    return found;
}

static int check_all_lessons(void) {
    static const char *const languages[] = {"en", "ko"};
    const char *root = lesson_root();
    int failed = 0, passed = 0;
    Text names = text_new(TEXT_ON_HOST);
    int count = root ? lesson_list(root, &names) : 0;
    const char *name = text_cstring(&names);
    for (int i = 0; i < count; i++, name += strlen(name) + 1)
        for (int k = 0; k < COUNT_OF(languages); k++) {
            char folder[4600];
            snprintf(folder, sizeof folder, "%s/%s", root, name);
            Status status = lesson_check(folder, languages[k]);
            if (status.failed) printf("FAILED %s (%s): %s\n", name, languages[k], status.message);
            failed += status.failed;
            passed += !status.failed;
        }
    text_free(&names);
    printf("lessons: %d passed, %d failed\n", passed, failed);
    return failed || !passed;
}

int command_lesson(Options *options) {
    if (options->check) return check_all_lessons();
    if (!options->machine.program) return run_menu(options);
    return play_lesson(options, find_lesson(options->machine.program), options_language(options));
}

/* --- opscope shot -------------------------------------------------------------------------------------- */

static int export(const Options *options, const Canvas *canvas) {
    const char *format = options->format ? options->format : "txt";
    CanvasFormat kind = strcmp(format, "ansi") == 0   ? CANVAS_ANSI
                        : strcmp(format, "svg") == 0  ? CANVAS_SVG
                        : strcmp(format, "html") == 0 ? CANVAS_HTML
                                                      : CANVAS_TXT;
    Text out = text_new(TEXT_ON_HOST);
    canvas_export(canvas, kind, !options->monochrome, &out);
    FILE *file = options->output ? fopen(options->output, "w") : stdout;
    if (!file) return usage_error("can't write '%s'", "'%s'에 쓸 수 없습니다", options->output);
    fwrite(text_cstring(&out), 1, (usize)out.length, file);
    text_free(&out);
    bool failed = file == stdout ? fflush(file) != 0 : fclose(file) != 0;
    return failed ? usage_error("the picture could not be written whole", "그림을 끝까지 쓰지 못했습니다") : 0;
}

/* The menu's picture, after these keys. */
static int shoot_menu(Options *options, Canvas *canvas) {
    Menu menu;
    Status status = menu_open(&menu, options_language(options));
    if (status.failed) return usage_failed(&status);
    const char *keys = options->keys ? options->keys : "", *key;
    menu.ascii = options->ascii;
    while ((key = ui_next_key(&keys)) != NULL && menu_key(&menu, key)) {}
    menu_draw(&menu, canvas);
    menu_close(&menu);
    return export(options, canvas);
}

static int shoot(Options *options, Session *session, LessonPlay *play, const char *title, Canvas *canvas) {
    UiOptions wanted = {.session = session, .title = title, .lesson = play, .ascii = options->ascii};
    Ui *ui = ui_open(&wanted);
    if (!ui) return usage_error("out of memory", "메모리가 모자랍니다");
    if (options->keys) ui_type(ui, options->keys, canvas);
    ui_draw(ui, canvas);
    if (ui_rest(ui)) ui_draw(ui, canvas);
    ui_close(ui);
    return export(options, canvas);
}

int command_shot(Options *options) {
    Canvas canvas;
    if (!canvas_open(&canvas, options->width, options->height))
        return usage_error("out of memory", "메모리가 모자랍니다");
    int result;
    if (options->lesson) {
        LessonPlay play;
        RecorderOptions recorder = recorder_options(options);
        Status status =
            lesson_play_open(&play, find_lesson(options->lesson), options_language(options), &recorder);
        result = status.failed ? usage_failed(&status)
                               : shoot(options, play.session, &play, play.lesson.program, &canvas);
        if (!status.failed) lesson_play_close(&play);
    } else if (!options->machine.program) {
        result = shoot_menu(options, &canvas);
    } else {
        Status status = options_load(options);
        Session *session = status.failed ? NULL : screen_session(options, false, &status);
        result =
            session ? shoot(options, session, NULL, options->machine.program, &canvas) : usage_failed(&status);
        session_close(session);
    }
    canvas_close(&canvas);
    return result;
}
