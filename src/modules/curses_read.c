/* curses_read.c: methods of curses windows that read: keys from the terminal, and what stands in the window.
 *
 * The library would wait for a key with all of the machine standing still. So it is only asked whether there is one; the
 * wait is the machine's own, in which other threads run, signals have their handlers called and the clock goes on. A line
 * is waited for until its first key: for the rest of it the library must wait itself, since it shows what is typed. So it
 * must where getch() is called while the terminal gives whole lines. */
#include <poll.h>

#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/int.h"
#include "object/str.h"
#include "vm/eval.h"
#include "vm/root.h"

enum {
    ROOM = 1024, /* bytes of a line that is read, with its NUL */
    MILLISECOND = 1000000,
    LOOK_MS = 50,     /* a new size of the terminal is no input: it is looked for so often */
    LOOKS_IN_VAIN = 3 /* input that is ready without ever bringing a key is at its end */
};

/* --- keys --------------------------------------------------------------------------------------------------- */

typedef struct Key {
    int status; /* CURSES_ERR: none; CURSES_KEY_CODE: a function key, of those that ask for a wide one */
    wint_t code;
} Key;

static Key key_ask(const CursesLibrary *library, CursesWindow *window, bool wide) {
    Key key = {0};
    if (wide) {
        key.status = library->wget_wch(window, &key.code);
    } else {
        key.status = library->wgetch(window);
        key.code = (wint_t)key.status;
    }
    return key;
}

/* Around a call in which the library waits by itself: the machine's clock has gone on as well. */
static bool wait_ends(i64 began) {
    world_waited(world_host_clock_ns() - began);
    thread_sleep(0); /* the others have waited for the GIL meanwhile */
    return vm_handle_signals();
}

/* ncurses keeps the failure of a read that a signal has ended for the next call too, where it looks for function keys:
 * that one answers "no key" at once. */
static bool interruption_is_left(const CursesLibrary *library, CursesWindow *window) {
    bool was = CURSES_STATE->was_interrupted;
    CURSES_STATE->was_interrupted = false;
    if (was && !library->is_pad(window)) library->wrefresh(window);
    return was;
}

/* The machine's wait, so many tenths of a second; 0: as long as the window says. False: a signal's handler raised. No
 * key is no failure. */
static bool key_wait_for(const CursesLibrary *library, CursesWindow *window, int half_delay, bool wide,
                         Key *key) {
    int delay_ms = library->wgetdelay(window);
    bool blocks = delay_ms < 0 && !half_delay;
    i64 deadline =
        thread_deadline(half_delay ? half_delay * (i64)100 * MILLISECOND : (i64)delay_ms * MILLISECOND);
    for (int in_vain = 0;;) {
        library->wtimeout(window, 0);
        *key = key_ask(library, window, wide);
        library->wtimeout(window, delay_ms);
        i64 left = thread_left(deadline);
        if (key->status != CURSES_ERR || left == 0 || in_vain == LOOKS_IN_VAIN) return true;
        if (left < 0 || left > LOOK_MS * MILLISECOND) left = LOOK_MS * MILLISECOND;
        WorldReady input = {.descriptor = 0, .events = POLLIN};
        in_vain = thread_wait_ready(&input, 1, NULL, left) ? in_vain + 1 : 0;
        bool interrupted = VM_ROOT->eval_breaker & BREAKER_SIGNAL; /* the library would give up as well */
        if (interrupted) CURSES_STATE->was_interrupted = blocks && library->is_keypad(window);
        if (!vm_handle_signals()) return false;
        if (interrupted) return true;
    }
}

static bool key_wait(const CursesLibrary *library, CursesWindow *window, bool wide, Key *key) {
    *key = (Key){.status = CURSES_ERR};
    if (interruption_is_left(library, window)) return true;
    if (CURSES_STATE->input != INPUT_COOKED)
        return key_wait_for(library, window, CURSES_STATE->half_delay, wide, key);
    i64 began = world_host_clock_ns();
    *key = key_ask(library, window, wide);
    return wait_ends(began);
}

static bool key_read(const char *method, bool wide, Ref self, Ref const *args, isize nargs, Key *key) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    if (!placed_arguments(method, 0, 0, args, nargs, &placed)) return false;
    key->status = CURSES_ERR;
    return !placed_move(library, self, &placed) || key_wait(library, window_handle(self), wide, key);
}

Own window_method_getch(Ref self, Ref const *args, isize nargs) {
    Key key;
    return key_read("getch", false, self, args, nargs, &key) ? int_from_i64(key.status) : NULL;
}

Own window_method_getkey(Ref self, Ref const *args, isize nargs) {
    Key key;
    if (!key_read("getkey", false, self, args, nargs, &key)) return NULL;
    if (key.status == CURSES_ERR) return curses_error("no input");
    if (key.code <= 255) return str_from_char(key.code);
    const char *name = world_curses()->keyname((int)key.code);
    return str_from_utf8(name ? name : "", -1);
}

Own window_method_get_wch(Ref self, Ref const *args, isize nargs) {
    Key key;
    if (!key_read("get_wch", true, self, args, nargs, &key)) return NULL;
    if (key.status == CURSES_ERR) return curses_error("no input");
    return key.status == CURSES_KEY_CODE ? int_from_i64(key.code) : str_from_char(key.code);
}

/* --- lines -------------------------------------------------------------------------------------------------- */

/* The arguments ([y, x,] n=1023): false raised. `says` is for a wrong count. */
static bool line_arguments(const char *says, Ref const *args, isize nargs, Placed *placed, int *limit) {
    int numbers[3] = {0};
    *limit = ROOM - 1;
    if (nargs > 3) return error_set(EXC(TypeError), "%s", says) != NULL;
    for (isize i = 0; i < nargs; i++)
        if (!argument_parsed_int(args[i], &numbers[i])) return false;
    *placed = (Placed){.has_place = nargs >= 2, .y = numbers[0], .x = numbers[1]};
    if (nargs % 2) *limit = numbers[nargs - 1];
    if (*limit < 0) return error_set(EXC(ValueError), "'n' must be nonnegative") != NULL;
    if (*limit > ROOM - 1) *limit = ROOM - 1;
    return true;
}

/* A line of at most `limit` bytes; "" where there is none. False: a signal's handler raised. */
static bool line_wait(const CursesLibrary *library, CursesWindow *window, int limit, char *line) {
    const CursesState *state = CURSES_STATE;
    Key first;
    if (interruption_is_left(library, window)) return true;
    library->line_begin(world_host_descriptor(0));
    bool waited = key_wait_for(library, window, 0, false, &first);
    library->line_end(state->input == INPUT_RAW, state->input == INPUT_CBREAK, !state->is_silent);
    if (!waited || first.status == CURSES_ERR) return waited;
    library->ungetch(first.status); /* which is to be shown */
    i64 began = world_host_clock_ns();
    if (library->wgetnstr(window, line, limit) == CURSES_ERR) *line = 0;
    return wait_ends(began);
}

Own window_method_getstr(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    int limit;
    char line[ROOM] = "";
    if (!line_arguments("getstr requires 0 to 3 arguments", args, nargs, &placed, &limit)) return NULL;
    if (placed_move(library, self, &placed) && !line_wait(library, window_handle(self), limit, line))
        return NULL;
    return bytes_from(line, (isize)strlen(line));
}

Own window_method_instr(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    int limit;
    char line[ROOM];
    if (!line_arguments("instr requires 0 or 3 arguments", args, nargs, &placed, &limit)) return NULL;
    bool read =
        placed_move(library, self, &placed) && library->winnstr(window_handle(self), line, limit) != CURSES_ERR;
    return bytes_from(line, read ? (isize)strlen(line) : 0);
}

Own window_method_inch(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    if (!placed_arguments("inch", 0, 0, args, nargs, &placed)) return NULL;
    bool moved = placed_move(library, self, &placed);
    return int_from_u64(moved ? library->winch(window_handle(self)) : (u32)CURSES_ERR);
}

Own window_method_getbkgd(Ref self) { return int_from_u64(world_curses()->getbkgd(window_handle(self))); }
