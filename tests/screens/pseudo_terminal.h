/* pseudo_terminal.h: a program on a real pseudo-terminal, its screen kept by libvterm: what the tests of terminals share. */
#ifndef PSEUDO_TERMINAL_H
#define PSEUDO_TERMINAL_H

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

static int on_property(VTermProp property, VTermValue *value, void *terminal) {
    if (property == VTERM_PROP_ALTSCREEN) ((Terminal *)terminal)->alternate = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

/* Starts the command argv on a pseudo-terminal of that size. */
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

/* Takes what the program writes until it has been quiet for so long. */
static void settle_for(Terminal *terminal, int quiet_ms) {
    char bytes[65536];
    for (;;) {
        struct pollfd waited = {.fd = terminal->master, .events = POLLIN};
        if (poll(&waited, 1, quiet_ms) <= 0) return;
        ssize_t got = read(terminal->master, bytes, sizeof bytes);
        if (got <= 0) return;
        vterm_input_write(terminal->vterm, bytes, (size_t)got);
    }
}

static void settle(Terminal *terminal) { settle_for(terminal, 400); }

/* What the screen shows, a line a row. */
static void screen_text(Terminal *terminal, char *out, size_t size) {
    size_t used = 0;
    for (int y = 0; y < terminal->rows; y++) {
        VTermRect row = {.start_row = y, .end_row = y + 1, .start_col = 0, .end_col = terminal->columns};
        used += vterm_screen_get_text(terminal->screen, out + used, size - used - 2, row);
        out[used++] = '\n';
    }
    out[used] = 0;
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

#endif
