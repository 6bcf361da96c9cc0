/* menu.c: the menu of lessons: what `make run` opens. */
#include "ui/menu.h"

#include <stdlib.h>
#include <unistd.h>

#include "inspect/language.h"
#include "lesson/lesson.h"
#include "ui/canvas_curses.h"

#define ROOMY 16 /* rows: fewer are all for the lessons */

Status menu_open(Menu *menu, const char *language) {
    *menu = (Menu){.root = lesson_root(), .names = text_new(TEXT_ON_HOST)};
    menu->language = strcmp(language, "ko") == 0 ? "ko" : "en";
    bool korean = strcmp(language, "ko") == 0;
    if (!menu->root)
        return language_error(korean, "the lessons are not found; set OPSCOPE_LESSONS to their folder",
                              "수업을 찾을 수 없습니다. OPSCOPE_LESSONS에 그 폴더를 적으세요");
    menu->count = lesson_list(menu->root, &menu->names);
    return menu->count
               ? status_ok()
               : language_error(korean, "there are no lessons in %s", "%s에는 수업이 없습니다", menu->root);
}

void menu_close(Menu *menu) { text_free(&menu->names); }

static const char *name_at(const Menu *menu, int index) {
    const char *name = text_cstring(&menu->names);
    while (index-- > 0) name += strlen(name) + 1;
    return name;
}

static const char *folder_at(const Menu *menu, int index) {
    static char folder[4600];
    strcpy(folder, menu->root);
    strcat(folder, "/");
    strncat(folder, name_at(menu, index), 256);
    return folder;
}

const char *menu_folder(const Menu *menu) { return menu->chosen ? folder_at(menu, menu->selected) : NULL; }

bool menu_key(Menu *menu, const char *key) {
    menu->not_latin = (u8)*key >= 0x80;
    bool down = strcmp(key, "j") == 0 || strcmp(key, "Down") == 0,
         up = strcmp(key, "k") == 0 || strcmp(key, "Up") == 0;
    if (down && menu->selected + 1 < menu->count) menu->selected++;
    if (up && menu->selected > 0) menu->selected--;
    if (strcmp(key, "l") == 0 && !menu->ascii) menu->language = strcmp(menu->language, "en") == 0 ? "ko" : "en";
    if (key[0] >= '1' && key[0] <= '9' && !key[1] && key[0] - '1' < menu->count) {
        menu->selected = key[0] - '1';
        menu->chosen = true;
    }
    if (strcmp(key, "Enter") == 0) menu->chosen = true;
    bool leaves = strcmp(key, "q") == 0 || strcmp(key, "C-c") == 0 || strcmp(key, "Escape") == 0 ||
                  strcmp(key, "Hangup") == 0;
    if (leaves) menu->leave = true;
    return !menu->chosen && !menu->leave;
}

static void draw_line(Canvas *canvas, int y, const char *text, Style style) {
    canvas_text(canvas, 4, y, canvas->width - 2, text, (isize)strlen(text), style);
}

/* The lessons, from `top` on; where there are more than rows, the chosen one is in sight. */
static void draw_lessons(const Menu *menu, Canvas *canvas, int top, int rows) {
    int first = menu->selected < rows ? 0 : menu->selected - rows + 1;
    for (int i = first; i < menu->count && i - first < rows; i++) {
        Lesson lesson;
        Status status = lesson_load(&lesson, folder_at(menu, i), menu->language);
        Text line = text_new(TEXT_ON_HOST);
        text_append_format(&line, "%c %d  %s", i == menu->selected ? '>' : ' ', i + 1,
                           status.failed ? status.message : lesson.title);
        draw_line(canvas, top + i - first, text_cstring(&line),
                  i == menu->selected ? STYLE_CURRENT : STYLE_TEXT);
        text_free(&line);
        lesson_free(&lesson);
    }
}

/* The longest that has room. */
static void draw_keys(const Menu *menu, Canvas *canvas, bool korean) {
    const char *const keys[] = {korean        ? "j/k 고르기   Enter 열기   l English   q 끝내기"
                                : menu->ascii ? "j/k choose   Enter open   q leave"
                                              : "j/k choose   Enter open   l 한국어   q leave",
                                korean        ? "j k  Enter  l English  q"
                                : menu->ascii ? "j k  Enter  q"
                                              : "j k  Enter  l 한국어  q",
                                "j k Enter l q"};
    if (menu->not_latin) {
        draw_line(canvas, canvas->height - 2,
                  korean ? "한/영 키로 영문 입력으로 바꾸세요" : "switch the keyboard to Latin letters",
                  STYLE_ERROR);
        return;
    }
    int i = 0;
    while (i + 1 < COUNT_OF(keys) && canvas_text_width(keys[i], (isize)strlen(keys[i])) > canvas->width - 6)
        i++;
    draw_line(canvas, canvas->height - 2, keys[i], STYLE_DIM);
}

void menu_draw(Menu *menu, Canvas *canvas) {
    bool korean = strcmp(menu->language, "ko") == 0;
    canvas_erase(canvas);
    canvas->ascii = menu->ascii;
    canvas_box(canvas, (Rect){0, 0, canvas->width, canvas->height}, "opscope", STYLE_TITLE_FOCUSED);
    bool has_room = canvas->height >= ROOMY;
    if (has_room) {
        canvas_wrapped(canvas, (Rect){4, 2, canvas->width - 6, 2},
                       korean ? "파이썬이 어떻게 실행되는지 명령 하나씩, 앞으로도 뒤로도 봅니다."
                              : "See how Python runs: one instruction at a time, forwards and backwards.",
                       STYLE_SENTENCE);
        draw_line(canvas, 4, korean ? "수업" : "Lessons", STYLE_KEY);
    }
    int top = has_room ? 6 : 1, rows = canvas->height - top - (has_room ? 3 : 2);
    draw_lessons(menu, canvas, top, rows);
    draw_keys(menu, canvas, korean);
}

Status menu_run(Menu *menu) {
    Canvas canvas;
    int width, height;
    Status status = terminal_open(STDIN_FILENO, strcmp(menu->language, "ko") == 0);
    if (status.failed) return status;
    menu->ascii = !terminal_is_utf8();
    if (menu->ascii) menu->language = "en"; /* Korean could not be shown */
    terminal_size(&width, &height);
    bool more = canvas_open(&canvas, width, height);
    while (more) {
        terminal_size(&width, &height);
        if ((width != canvas.width || height != canvas.height) && !canvas_resize(&canvas, width, height)) break;
        menu_draw(menu, &canvas);
        terminal_show(&canvas, false);
        const char *key = terminal_key(-1);
        if (key) more = menu_key(menu, key);
    }
    canvas_close(&canvas);
    terminal_close();
    return status_ok();
}
