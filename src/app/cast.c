/* cast.c: a film of the screen without a terminal, as an asciicast v2 file that asciinema plays: the screen after each
 * key, of which only the rows that changed are written. With no keys given, the run is stepped from its beginning to
 * its end. */
#include <stdio.h>

#include "app/app.h"
#include "ui/ui.h"

#define SECONDS_A_KEY 0.2
#define MOST_FRAMES 5000 /* where no keys are given */

typedef struct Film {
    FILE *file;
    Canvas canvas;
    Text shown, now; /* the picture before and this one, as lines */
    bool monochrome;
    double time;
} Film;

static void append_json(Text *out, const char *bytes, isize length) {
    for (isize i = 0; i < length; i++) {
        u8 c = (u8)bytes[i];
        if (c == '"' || c == '\\')
            text_append_format(out, "\\%c", c);
        else if (c < 0x20)
            text_append_format(out, "\\u%04x", c);
        else
            text_append_char(out, (char)c);
    }
}

/* The rows that differ, each with its place before it. */
static void append_rows(Film *film, Text *event) {
    const char *old = text_cstring(&film->shown), *new = text_cstring(&film->now);
    for (int row = 1; *new; row++) {
        isize had = (isize)strcspn(old, "\n"), has = (isize)strcspn(new, "\n");
        if (film->shown.length == 0 || had != has || memcmp(old, new, (usize)has) != 0) {
            Text place = text_new(TEXT_ON_HOST);
            text_append_format(&place, "\x1b[%d;1H\x1b[0m\x1b[K", row);
            append_json(event, text_cstring(&place), place.length);
            append_json(event, new, has);
            text_free(&place);
        }
        old += had + (old[had] != 0);
        new += has + (new[has] != 0);
    }
}

static void take_frame(Film *film, Ui *ui) {
    Text event = text_new(TEXT_ON_HOST);
    ui_draw(ui, &film->canvas);
    text_clear(&film->now);
    canvas_export(&film->canvas, CANVAS_ANSI, !film->monochrome, &film->now);
    append_rows(film, &event);
    fprintf(film->file, "[%.3f, \"o\", \"%s\"]\n", film->time, text_cstring(&event));
    text_free(&event);
    film->time += SECONDS_A_KEY;
    Text before = film->shown;
    film->shown = film->now;
    film->now = before;
}

static bool can_go_on(const Session *session) {
    StopReason reason = session_stop(session)->reason;
    return reason == STOP_START || reason == STOP_MOVED;
}

static void shoot_film(Film *film, Ui *ui, Session *session, const char *keys) {
    take_frame(film, ui);
    if (!keys) {
        for (int i = 0; i < MOST_FRAMES && can_go_on(session) && ui_key(ui, "i"); i++) take_frame(film, ui);
        return;
    }
    for (const char *key; (key = ui_next_key(&keys)) != NULL && ui_key(ui, key);) take_frame(film, ui);
}

static void write_header(Film *film, const char *title) {
    Text text = text_new(TEXT_ON_HOST);
    append_json(&text, title, (isize)strlen(title));
    fprintf(film->file,
            "{\"version\": 2, \"width\": %d, \"height\": %d, \"title\": \"%s\", \"env\": {\"TERM\": "
            "\"xterm-256color\"}}\n",
            film->canvas.width, film->canvas.height, text_cstring(&text));
    text_free(&text);
}

int command_cast(Options *options) {
    Status status;
    Session *session = screen_session(options, false, &status);
    if (!session) return usage_failed(&status);
    UiOptions wanted = {.session = session, .title = options->machine.program, .ascii = options->ascii};
    Ui *ui = ui_open(&wanted);
    Film film = {.monochrome = options->monochrome,
                 .shown = text_new(TEXT_ON_HOST),
                 .now = text_new(TEXT_ON_HOST),
                 .file = options->output ? fopen(options->output, "w") : stdout};
    int result = 0;
    if (!film.file) {
        result = usage_error("can't write '%s'", "'%s'에 쓸 수 없습니다", options->output);
    } else if (!ui || !canvas_open(&film.canvas, options->width, options->height)) {
        result = usage_error("out of memory", "메모리가 모자랍니다");
    } else {
        write_header(&film, options->machine.program);
        shoot_film(&film, ui, session, options->keys);
    }
    bool failed = film.file && (film.file == stdout ? fflush(stdout) != 0 : fclose(film.file) != 0);
    if (failed) result = usage_error("the film could not be written whole", "영상을 끝까지 쓰지 못했습니다");
    canvas_close(&film.canvas);
    text_free(&film.shown);
    text_free(&film.now);
    ui_close(ui);
    session_close(session);
    return result;
}
