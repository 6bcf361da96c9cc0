/* curses_library.c: ncurses for the program itself, handed down to the module _curses. See world/curses_library.h. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1 /* functions to point at */
#include <curses.h>
#include <panel.h>
#include <term.h>

#include "modules/curses_constants.h"
#include "ui/curses_library.h"

#define CONSTANT(name, value) _Static_assert((i64)(name) == (i64)(value), #name);
#define FUNCTION_KEY(name, number)
CURSES_CONSTANTS(CONSTANT, FUNCTION_KEY)
#undef FUNCTION_KEY
#undef CONSTANT

/* initscr() on other descriptors than the standard ones. */
static SCREEN *screen_make(int input, int output) {
    FILE *in = fdopen(dup(input), "r"), *out = fdopen(dup(output), "w");
    return in && out ? newterm(NULL, out, in) : NULL;
}

/* Where the program has put something else in the places of standard input and output, that is meant. Nobody needs any
 * more what setupterm() found out before. */
static CursesWindow *screen_open(int input, int output) {
    TERMINAL *before = cur_term;
    if (input == STDIN_FILENO && output == STDOUT_FILENO) {
        initscr();
    } else if (screen_make(input, output)) {
        def_prog_mode();
    }
    if (before && before != cur_term) del_curterm(before);
    return stdscr;
}

static int number(CursesNumber which) {
    switch (which) {
    case CURSES_LINES: return LINES;
    case CURSES_COLUMNS: return COLS;
    case CURSES_COLORS: return COLORS;
    case CURSES_COLOR_PAIRS: return COLOR_PAIRS;
    case CURSES_ESCAPE_DELAY: return ESCDELAY;
    case CURSES_TAB_SIZE: return TABSIZE;
    }
    return ERR;
}

static u32 line_drawing(char name) { return acs_map[(unsigned char)name]; }
static CursesWindow *standard_screen(void) { return stdscr; }

/* raw() and noraw() change more of the terminal's modes than each other's. */
static struct {
    int input;
    struct termios mode;
} before_line;
static void line_begin(int input) {
    before_line.input = input;
    tcgetattr(input, &before_line.mode);
    raw();
    noecho();
}
static void line_end(bool was_raw, bool was_cbreak, bool was_echo) {
    if (!was_raw) noraw();
    if (was_cbreak) cbreak();
    if (was_echo) echo();
    tcsetattr(before_line.input, TCSADRAIN, &before_line.mode);
    def_prog_mode();
}

static int add_wide(CursesWindow *window, const wchar_t *text, u32 attributes) {
    cchar_t cell;
    if (setcchar(&cell, text, attributes, (short)PAIR_NUMBER(attributes), NULL) == ERR) return ERR;
    return wadd_wch(window, &cell);
}

static void screen_cursor(int *y, int *x) {
    *y = *x = -1;
    if (newscr && !is_leaveok(newscr)) {
        *y = getcury(newscr);
        *x = getcurx(newscr);
    }
}

static void screen_cursor_set(int y, int x) {
    leaveok(newscr, y == -1 && x == -1);
    if (y != -1 || x != -1) wmove(newscr, y, x);
}

static int mouse(CursesMouse *event) {
    MEVENT got;
    if (getmouse(&got) == ERR) return ERR;
    *event = (CursesMouse){got.id, got.x, got.y, got.z, got.bstate};
    return OK;
}

static int mouse_unget(const CursesMouse *event) {
    MEVENT given = {event->id, event->x, event->y, event->z, event->state};
    return ungetmouse(&given);
}

static int window_write(CursesWindow *window, char **bytes, usize *length) {
    FILE *file = open_memstream(bytes, length);
    if (!file) return ERR;
    int result = putwin(window, file);
    if (fclose(file) != 0) result = ERR;
    return result;
}

static CursesWindow *window_read(const char *bytes, usize length) {
    FILE *file = fmemopen((void *)bytes, length, "r");
    CursesWindow *window = file ? getwin(file) : NULL;
    if (file) fclose(file);
    return window;
}

static void bytes_free(char *bytes) { free(bytes); }

static void environment_set(const char *name, const char *value) {
    if (value) {
        setenv(name, value, 1);
    } else {
        unsetenv(name);
    }
}

/* As CPython does at its start (PEP 538): the C locale becomes one that has all characters. */
static const char *locale_open(void) {
    const char *name = setlocale(LC_CTYPE, "");
    if (!name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0) setlocale(LC_CTYPE, "C.UTF-8");
    return nl_langinfo(CODESET);
}

const CursesLibrary curses_library = {
#define FUNCTION(result, name, parameters) .name = name,
    CURSES_FUNCTIONS(FUNCTION)
#undef FUNCTION
        .screen_open = screen_open,
    .number = number,
    .line_drawing = line_drawing,
    .standard_screen = standard_screen,
    .line_begin = line_begin,
    .line_end = line_end,
    .add_wide = add_wide,
    .screen_cursor = screen_cursor,
    .screen_cursor_set = screen_cursor_set,
    .mouse = mouse,
    .mouse_unget = mouse_unget,
    .window_write = window_write,
    .window_read = window_read,
    .bytes_free = bytes_free,
    .environment_set = environment_set,
    .locale_open = locale_open};
