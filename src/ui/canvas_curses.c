/* canvas_curses.c: the canvas on ncurses, and keys from it.
 *
 * There is one place where the program waits: terminal_key. SIGWINCH is blocked but while it waits in ppoll, so
 * that no change of size is lost between two looks, which a blocking getch would do. ISIG is off: Ctrl-C is a
 * key. */
#include "ui/canvas_curses.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "inspect/language.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#define TYPED_AHEAD 16 /* keys; what is typed beyond is lost */

static struct {
    SCREEN *screen;
    FILE *in;
    int input;
    bool open, colour, utf8, utf8_chosen;
    bool stale; /* something else was shown meanwhile */
    volatile sig_atomic_t resized, stopped, continued;
    struct termios before;
    i64 still_since_ms;          /* when something was shown last, or the wait for a key ended */
    char ahead[TYPED_AHEAD][40]; /* keys typed while the machine ran */
    int ahead_count;
} terminal;

#define BUSY_MS 200 /* so long the screen may stand still before it says that the machine runs */

/* --- signals ------------------------------------------------------------------------------------------- */

static void on_resize(int signal_number) {
    (void)signal_number;
    terminal.resized = 1;
}

static void on_stop(int signal_number) {
    (void)signal_number;
    terminal.stopped = 1;
}

/* Also after a stop that nobody was told of. */
static void on_continue(int signal_number) {
    (void)signal_number;
    terminal.continued = 1;
}

/* A deadly signal: the terminal is given back, then the signal does what it does. */
static void on_death(int signal_number) {
    terminal_close();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Held back but while the program waits for a key. */
static const int awaited[] = {SIGWINCH, SIGTSTP, SIGCONT};

static void catch_signals(void) {
    struct sigaction resize = {.sa_handler = on_resize}, stop = {.sa_handler = on_stop},
                     go_on = {.sa_handler = on_continue},
                     death = {.sa_handler = on_death, .sa_flags = (int)SA_RESETHAND};
    const int deadly[] = {SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
    sigset_t blocked;
    sigaction(SIGWINCH, &resize, NULL);
    sigaction(SIGTSTP, &stop, NULL);
    sigaction(SIGCONT, &go_on, NULL);
    for (int i = 0; i < COUNT_OF(deadly); i++) sigaction(deadly[i], &death, NULL);
    signal(SIGINT, SIG_IGN); /* the key arrives as a key; a SIGINT from elsewhere is no reason to die */
    sigemptyset(&blocked);
    for (int i = 0; i < COUNT_OF(awaited); i++) sigaddset(&blocked, awaited[i]);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
}

/* --- opening and closing ------------------------------------------------------------------------------- */

/* Terminals that do not heed the keypad's mode send the cursor keys the other way: both are understood. */
static void define_cursor_keys(void) {
    static const struct {
        const char *sequence;
        int key;
    } keys[] = {{"\x1b[A", KEY_UP}, {"\x1b[B", KEY_DOWN}, {"\x1b[C", KEY_RIGHT}, {"\x1b[D", KEY_LEFT},
                {"\x1bOA", KEY_UP}, {"\x1bOB", KEY_DOWN}, {"\x1bOC", KEY_RIGHT}, {"\x1bOD", KEY_LEFT}};
    for (int i = 0; i < COUNT_OF(keys); i++) define_key(keys[i].sequence, keys[i].key);
}

static void start_colours(void) {
    const char *no_colour = getenv("NO_COLOR");
    terminal.colour = has_colors() && !(no_colour && *no_colour) && start_color() == OK;
    if (!terminal.colour) return;
    use_default_colors();
    for (int style = 0; style < STYLE_COUNT; style++)
        init_pair((short)(style + 1), (short)style_looks[style].foreground,
                  (short)style_looks[style].background);
}

Status terminal_open(int input, bool korean) {
    if (!isatty(input) || !isatty(STDOUT_FILENO))
        return language_error(
            korean, "the screen needs a terminal; `opscope debug` and `opscope shot` work without one",
            "화면에는 터미널이 있어야 합니다. `opscope debug`와 `opscope shot`은 없어도 됩니다");
    bool installed = setlocale(LC_CTYPE, "") != NULL; /* ssh brings names of locales that are not here */
    terminal.utf8 = installed && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!terminal.utf8) {
        terminal.utf8 = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
        terminal.utf8_chosen = terminal.utf8 && installed;
    }
    tcgetattr(input, &terminal.before);
    terminal.input = input;
    terminal.in = fdopen(dup(input), "r");
    setenv("ESCDELAY", "25", 0);
    terminal.screen = terminal.in ? newterm(NULL, stdout, terminal.in) : NULL;
    if (!terminal.screen)
        return language_error(korean, "this kind of terminal ($TERM) is not known here; try TERM=xterm",
                              "모르는 종류의 터미널($TERM)입니다. TERM=xterm으로 해 보세요");
    set_term(terminal.screen);
    if (!tigetstr("cup")) {
        endwin();
        return language_error(
            korean, "this kind of terminal ($TERM) can't place its cursor; try TERM=xterm, or `opscope debug`",
            "이 종류의 터미널($TERM)은 커서를 옮기지 못합니다. TERM=xterm이나 `opscope debug`를 쓰세요");
    }
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    define_cursor_keys();
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    mouseinterval(0); /* a press is a press: nothing waits for a second one */
    nodelay(stdscr, TRUE);
    start_colours();
    catch_signals();
    terminal.open = true;
    atexit(terminal_close);
    return status_ok();
}

void terminal_close(void) {
    if (!terminal.open) return;
    terminal.open = false;
    endwin();
    tcsetattr(terminal.input, TCSANOW, &terminal.before);
}

/* Ctrl-Z: the shell gets its terminal until it says `fg`. */
static void suspend(void) {
    sigset_t stop, before;
    def_prog_mode();
    endwin();
    tcsetattr(terminal.input, TCSANOW, &terminal.before);
    signal(SIGTSTP, SIG_DFL);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    kill(0, SIGTSTP); /* as the terminal would have sent it, to all of the job */
    sigprocmask(SIG_UNBLOCK, &stop, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &(struct sigaction){.sa_handler = on_stop}, NULL);
    terminal.stopped = 0;
    terminal.continued = 1;
}

/* What signals have asked for. True: the screen has to be drawn again. */
static bool heed_signals(void) {
    if (terminal.stopped) suspend();
    bool anew = terminal.resized || terminal.continued;
    if (terminal.continued) {
        reset_prog_mode();
        terminal.stale = true;
    }
    terminal.resized = terminal.continued = 0;
    return anew;
}

bool terminal_is_utf8(void) { return terminal.utf8; }

bool terminal_chose_utf8(void) { return terminal.utf8_chosen; }

void terminal_size(int *width, int *height) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        *width = size.ws_col;
        *height = size.ws_row;
    } else {
        getmaxyx(stdscr, *height, *width);
    }
}

/* --- showing ------------------------------------------------------------------------------------------- */

static attr_t attributes_of(Style style) {
    int look = terminal.colour ? style_looks[style].attributes : style_looks[style].monochrome;
    return (look & LOOK_BOLD ? A_BOLD : 0) | (look & LOOK_UNDERLINE ? A_UNDERLINE : 0) |
           (look & LOOK_REVERSE ? A_REVERSE : 0) | (look & LOOK_DIM ? A_DIM : 0);
}

static void show_cell(int x, int y, const Cell *cell) {
    wchar_t wide[CELL_BYTES];
    mbstate_t state = {0};
    const char *bytes = cell->grapheme;
    usize count = mbsrtowcs(wide, &bytes, CELL_BYTES - 1, &state);
    if (count == (usize)-1 || count == 0) {
        wide[0] = '?';
        count = 1;
    }
    if (count > CCHARW_MAX) count = CCHARW_MAX;
    wide[count] = 0;
    cchar_t character;
    short pair = terminal.colour ? (short)(cell->style + 1) : 0;
    if (setcchar(&character, wide, attributes_of((Style)cell->style), pair, NULL) == OK)
        mvadd_wch(y, x, &character);
}

static i64 now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (i64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void terminal_show(const Canvas *canvas, bool anew) {
    int width, height;
    getmaxyx(stdscr, height, width);
    if (width != canvas->width || height != canvas->height) {
        resizeterm(canvas->height, canvas->width);
        anew = true;
    }
    if (anew || terminal.stale) clearok(stdscr, TRUE);
    terminal.stale = false;
    erase();
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++) {
            const Cell *cell = &canvas->cells[y * canvas->width + x];
            bool last = y == canvas->height - 1 && x == canvas->width - 1;
            if (cell->width && !(last && cell->width > 1)) show_cell(x, y, cell);
        }
    bool cursor = canvas->cursor_x >= 0;
    curs_set(cursor);
    if (cursor) move(canvas->cursor_y, canvas->cursor_x);
    refresh();
    terminal.still_since_ms = now_ms();
}

/* --- keys ---------------------------------------------------------------------------------------------- */

static const struct {
    int code;
    const char *name;
} special_keys[] = {{KEY_LEFT, "Left"},      {KEY_RIGHT, "Right"},      {KEY_UP, "Up"},
                    {KEY_DOWN, "Down"},      {KEY_HOME, "Home"},        {KEY_END, "End"},
                    {KEY_NPAGE, "PageDown"}, {KEY_PPAGE, "PageUp"},     {KEY_BTAB, "BTab"},
                    {KEY_DC, "DC"},          {KEY_BACKSPACE, "BSpace"}, {KEY_ENTER, "Enter"},
                    {KEY_RESIZE, "Resize"},  {KEY_IC, "Insert"}};

static const char *name_control(wint_t c) {
    static char name[] = "C-?";
    switch (c) {
    case '\t': return "Tab";
    case '\r':
    case '\n': return "Enter";
    case 27: return "Escape";
    case 127:
    case 8: return "BSpace";
    case ' ': return "Space";
    default: break;
    }
    name[2] = (char)(c + 0x60);
    return name;
}

/* "Click:12,5": column and row, counted from 0. */
static const char *name_mouse(void) {
    static char name[40];
    MEVENT event;
    if (getmouse(&event) != OK) return "Mouse"; /* a button was let go */
    const char *what = event.bstate & BUTTON4_PRESSED   ? "WheelUp"
                       : event.bstate & BUTTON5_PRESSED ? "WheelDown"
                                                        : "Click";
    snprintf(name, sizeof name, "%s:%d,%d", what, event.x, event.y);
    return name;
}

static const char *name_key(bool special, wint_t c) {
    static char name[16];
    if (special && c == KEY_MOUSE) return name_mouse();
    for (int i = 0; special && i < COUNT_OF(special_keys); i++)
        if ((wint_t)special_keys[i].code == c) return special_keys[i].name;
    if (special && c >= KEY_F0 && c < KEY_F(64)) {
        snprintf(name, sizeof name, "F%d", (int)c - KEY_F0);
        return name;
    }
    if (special) return "Unknown";
    if (c <= ' ' || c == 127) return name_control(c);
    mbstate_t state = {0};
    usize length = wcrtomb(name, (wchar_t)c, &state);
    name[length == (usize)-1 ? 0 : length] = 0;
    return name;
}

static const char *pending_key(void) {
    wint_t c;
    int kind = get_wch(&c);
    return kind == ERR ? NULL : name_key(kind == KEY_CODE_YES, c);
}

static const char *key_typed_ahead(void) {
    static char key[sizeof terminal.ahead[0]];
    if (!terminal.ahead_count) return NULL;
    memcpy(key, terminal.ahead[0], sizeof key);
    memmove(terminal.ahead, terminal.ahead + 1, sizeof terminal.ahead - sizeof key);
    terminal.ahead_count--;
    return key;
}

static const char *next_key(int timeout_ms) {
    if (heed_signals()) return "Resize";
    const char *key = key_typed_ahead();
    if (!key) key = pending_key();
    if (key) return key;
    struct pollfd waited = {.fd = terminal.input, .events = POLLIN};
    struct timespec timeout = {.tv_sec = timeout_ms / 1000, .tv_nsec = (long)(timeout_ms % 1000) * 1000000};
    sigset_t while_waiting; /* what else is held back (by world) stays so */
    sigprocmask(SIG_BLOCK, NULL, &while_waiting);
    for (int i = 0; i < COUNT_OF(awaited); i++) sigdelset(&while_waiting, awaited[i]);
    int ready = ppoll(&waited, 1, timeout_ms < 0 ? NULL : &timeout, &while_waiting);
    if (heed_signals()) return "Resize";
    if (ready > 0 && waited.revents & (POLLHUP | POLLERR) && !(waited.revents & POLLIN)) return "Hangup";
    key = ready > 0 ? pending_key() : NULL;
    if (ready > 0 && !key && read(terminal.input, NULL, 0) < 0) return "Hangup";
    return key;
}

const char *terminal_key(int timeout_ms) {
    const char *key = next_key(timeout_ms);
    terminal.still_since_ms = now_ms();
    if (!key || strcmp(key, "C-z") != 0) return key;
    terminal.stopped = 1;
    heed_signals();
    return "Resize";
}

/* --- while the machine runs ------------------------------------------------------------------------------- */

void terminal_busy(u64 instructions, bool in_korean) {
    i64 now = now_ms();
    if (!terminal.open || now - terminal.still_since_ms < BUSY_MS) return;
    terminal.still_since_ms = now;
    int width, height;
    getmaxyx(stdscr, height, width);
    Canvas line; /* without the last cell: writing it scrolls some terminals */
    if (width < 2 || !canvas_open(&line, width - 1, 1)) return;
    Text text = text_new(TEXT_ON_HOST);
    language_append(in_korean && terminal.utf8, &text, " running: instruction %lu   Ctrl-C stops",
                    " 실행 중: 명령 %lu   Ctrl-C로 멈춥니다", instructions);
    canvas_fill(&line, (Rect){0, 0, line.width, 1}, STYLE_STATUS);
    canvas_text(&line, 0, 0, line.width, text_cstring(&text), text.length, STYLE_STATUS);
    for (int x = 0; x < line.width; x++)
        if (line.cells[x].width) show_cell(x, height - 1, &line.cells[x]);
    refresh();
    text_free(&text);
    canvas_close(&line);
}

bool terminal_interrupted(void) {
    if (!terminal.open) return false;
    struct pollfd waited = {.fd = terminal.input, .events = POLLIN};
    if (poll(&waited, 1, 0) <= 0) return false;
    const char *key = pending_key();
    if (!key) return false;
    if (strcmp(key, "C-c") == 0) {
        terminal.ahead_count = 0;
        return true;
    }
    if (terminal.ahead_count < TYPED_AHEAD)
        snprintf(terminal.ahead[terminal.ahead_count++], sizeof terminal.ahead[0], "%s", key);
    return false;
}
