/* terminal.c: opscope on a real pseudo-terminal, its screen kept by libvterm: start, keys, mouse, prompts, resize,
 * quit, and the terminal given back after SIGTERM and after a crash.
 *
 * Usage: terminal OPSCOPE FOLDER, where the programs lie */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <vterm.h>

typedef struct Terminal {
    int master;
    pid_t child;
    VTerm *vterm;
    VTermScreen *screen;
    int rows, columns;
    bool alternate; /* the program shows the alternate screen */
} Terminal;

static int passed, failed;

static void expect(bool holds, const char *what) {
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAILED terminal: %s\n", what);
    }
}

static int on_property(VTermProp property, VTermValue *value, void *terminal) {
    if (property == VTERM_PROP_ALTSCREEN) ((Terminal *)terminal)->alternate = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void start(Terminal *terminal, int rows, int columns, char *const *argv) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    terminal->rows = rows;
    terminal->columns = columns;
    terminal->alternate = false;
    terminal->child = forkpty(&terminal->master, NULL, NULL, &size);
    if (terminal->child == 0) {
        setenv("TERM", "xterm-256color", 1);
        execv(argv[0], argv);
        _exit(127);
    }
    terminal->vterm = vterm_new(rows, columns);
    vterm_set_utf8(terminal->vterm, 1);
    terminal->screen = vterm_obtain_screen(terminal->vterm);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_reset(terminal->screen, 1);
}

/* Takes what the program writes until it has been quiet for a while. */
static void settle(Terminal *terminal) {
    char bytes[65536];
    for (;;) {
        struct pollfd waited = {.fd = terminal->master, .events = POLLIN};
        if (poll(&waited, 1, 400) <= 0) return;
        ssize_t got = read(terminal->master, bytes, sizeof bytes);
        if (got <= 0) return;
        vterm_input_write(terminal->vterm, bytes, (size_t)got);
    }
}

static void screen_text(Terminal *terminal, char *out, size_t size) {
    size_t used = 0;
    for (int y = 0; y < terminal->rows; y++) {
        VTermRect row = {.start_row = y, .end_row = y + 1, .start_col = 0, .end_col = terminal->columns};
        used += vterm_screen_get_text(terminal->screen, out + used, size - used - 2, row);
        out[used++] = '\n';
    }
    out[used] = 0;
}

static bool shows(Terminal *terminal, const char *text) {
    static char all[200000];
    for (int tries = 0; tries < 20; tries++) {
        settle(terminal);
        screen_text(terminal, all, sizeof all);
        if (strstr(all, text)) return true;
    }
    printf("the screen, where '%s' was expected:\n%s", text, all);
    return false;
}

static void type(Terminal *terminal, const char *keys) {
    if (write(terminal->master, keys, strlen(keys)) < 0) perror("write");
}

static void resize(Terminal *terminal, int rows, int columns) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    terminal->rows = rows;
    terminal->columns = columns;
    vterm_set_size(terminal->vterm, rows, columns);
    ioctl(terminal->master, TIOCSWINSZ, &size);
}

/* Waits for the end; the status as a shell gives it, -1: it did not end within ten seconds. */
static int ended(Terminal *terminal) {
    for (int i = 0; i < 100; i++) {
        int status;
        settle(terminal);
        pid_t done = waitpid(terminal->child, &status, WNOHANG);
        if (done == terminal->child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    kill(terminal->child, SIGKILL);
    return -1;
}

static void finish(Terminal *terminal) {
    vterm_free(terminal->vterm);
    close(terminal->master);
}

static bool is_cooked(Terminal *terminal) {
    struct termios mode;
    return tcgetattr(terminal->master, &mode) == 0 && (mode.c_lflag & ICANON) && (mode.c_lflag & ECHO);
}

static void session_from_start_to_quit(char *const *argv) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "bytecode"), "the panes are drawn at 80x24");
    expect(terminal.alternate, "the alternate screen is used");
    expect(shows(&terminal, "instruction 0"), "it stands at the start");
    type(&terminal, "iii");
    expect(shows(&terminal, "instruction 3"), "i steps forwards");
    type(&terminal, "I");
    expect(shows(&terminal, "instruction 2"), "I steps backwards");
    type(&terminal, "\x1b[C");
    expect(shows(&terminal, "instruction 3"), "the arrow steps, too");
    resize(&terminal, 40, 120);
    expect(shows(&terminal, "generators"), "resized to 120x40 the other panes appear");
    resize(&terminal, 5, 20);
    expect(shows(&terminal, "too small"), "a terminal that is too small is told so");
    resize(&terminal, 24, 80);
    expect(shows(&terminal, "value stack"), "and back");
    type(&terminal, ":goto 1\r");
    expect(shows(&terminal, "instruction 1"), "a command at the prompt");
    type(&terminal, "?");
    expect(shows(&terminal, "keys and commands"), "the help screen");
    type(&terminal, "?");
    type(&terminal, "$");
    expect(shows(&terminal, "ended"), "to the end");
    type(&terminal, "\x03");
    expect(shows(&terminal, "q leaves"), "Ctrl-C says how to leave");
    type(&terminal, "q");
    expect(ended(&terminal) == 0, "q leaves with status 0");
    expect(!terminal.alternate, "the screen is given back");
    expect(is_cooked(&terminal), "the terminal's mode is given back");
    finish(&terminal);
}

static void killed_by(char *const *argv, int signal_number, const char *what) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "bytecode"), "it starts");
    kill(terminal.child, signal_number);
    expect(ended(&terminal) == 128 + signal_number, what);
    expect(!terminal.alternate && is_cooked(&terminal), "the terminal is given back all the same");
    finish(&terminal);
}

/* A press and a release of a button at a cell, counted from 0, as xterm tells them. */
static void click(Terminal *terminal, int column, int row, int button) {
    char keys[80];
    snprintf(keys, sizeof keys, "\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm", button, column + 1, row + 1, button,
             column + 1, row + 1);
    type(terminal, keys);
}

static void mouse_and_time_line(char *const *argv) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "0 so far"), "the time line of a run that has not begun");
    type(&terminal, "$");
    expect(shows(&terminal, "29 end"), "the time line of the whole run");
    click(&terminal, 5, 20, 0);
    expect(shows(&terminal, "instruction 0"), "a click at its beginning goes there");
    type(&terminal, "3}");
    expect(shows(&terminal, "instruction 1 "), "} goes forth, column by column");
    click(&terminal, 5, 5, 0);
    expect(shows(&terminal, ">     5"), "a click in the source selects a line");
    click(&terminal, 5, 5, 64);
    expect(shows(&terminal, "> >   2"), "the wheel moves on");
    type(&terminal, "v");
    expect(shows(&terminal, "[tokens]"), "v shows the stages");
    resize(&terminal, 40, 120);
    expect(shows(&terminal, "Tab: next stage"), "resized in the stages");
    click(&terminal, 12, 0, 0);
    expect(shows(&terminal, "[tree]"), "a click chooses the stage");
    resize(&terminal, 24, 80);
    type(&terminal, "\x1b");
    expect(shows(&terminal, "value stack"), "Escape leaves the stages");
    type(&terminal, "q");
    expect(ended(&terminal) == 0 && !terminal.alternate, "q leaves");
    finish(&terminal);
}

static void prompts(char *const *argv) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "instruction 0"), "it stands at the start");
    type(&terminal, "c");
    expect(shows(&terminal, "이름? "), "the program asks for a line");
    type(&terminal, "김민\x7f수 \x1b[D\x1b[D!");
    expect(shows(&terminal, "김!수"), "wide characters are edited at the prompt");
    type(&terminal, "\r");
    type(&terminal, "c");
    expect(shows(&terminal, "안녕, 김!수"), "the answer arrives");
    type(&terminal, ":print 이름\x15goto 2\r");
    expect(shows(&terminal, "instruction 2"), "C-u empties the prompt");
    type(&terminal, ":");
    type(&terminal, "\x1b[A");
    expect(shows(&terminal, ":goto 2"), "the history");
    type(&terminal, "\x1b");
    type(&terminal, "c");
    expect(shows(&terminal, "안녕, 김!수"), "a replay does not ask again");
    type(&terminal, "q");
    expect(ended(&terminal) == 0 && is_cooked(&terminal), "q leaves");
    finish(&terminal);
}

static void interrupted(char *const *argv) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "instruction 0"), "it stands at the start");
    type(&terminal, "$");
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    resize(&terminal, 30, 100);
    type(&terminal, "\x03");
    expect(shows(&terminal, "[interrupted]"), "Ctrl-C stops a program that never ends, resized meanwhile");
    type(&terminal, "I");
    expect(shows(&terminal, "forever.py:"), "and one can step back from there");
    type(&terminal, "q");
    expect(ended(&terminal) == 0 && !terminal.alternate && is_cooked(&terminal), "q leaves");
    finish(&terminal);
}

/* Within one instruction nobody asks whether a key was pressed. */
static void interrupted_instruction(char *const *argv) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "instruction 0"), "it stands at the start");
    type(&terminal, "c");
    expect(shows(&terminal, "Ctrl-C stops"), "an instruction that runs long is told");
    type(&terminal, "\x03");
    expect(shows(&terminal, "[interrupted]"), "Ctrl-C stops it");
    type(&terminal, "i");
    expect(shows(&terminal, "Ctrl-C stops"), "it begins anew");
    type(&terminal, "\x03");
    expect(shows(&terminal, "this instruction runs long"), "and is stopped again");
    type(&terminal, "I");
    expect(shows(&terminal, "prepare the call"), "and one can step back from there");
    type(&terminal, "q");
    expect(ended(&terminal) == 0 && is_cooked(&terminal), "q leaves");
    finish(&terminal);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    static char sum[4200], asks[4200], forever[4200], native[4200];
    snprintf(sum, sizeof sum, "%s/sum.py", argv[2]);
    snprintf(asks, sizeof asks, "%s/asks.py", argv[2]);
    snprintf(forever, sizeof forever, "%s/forever.py", argv[2]);
    snprintf(native, sizeof native, "%s/native.py", argv[2]);
    char *const command[] = {argv[1], sum, NULL};
    session_from_start_to_quit(command);
    mouse_and_time_line(command);
    prompts((char *const[]){argv[1], asks, NULL});
    interrupted((char *const[]){argv[1], forever, NULL});
    interrupted_instruction((char *const[]){argv[1], native, NULL});
    killed_by(command, SIGTERM, "SIGTERM ends it");
    killed_by(command, SIGSEGV, "a crash ends it");
    printf("terminal: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
