/* terminal.c: opscope on a real pseudo-terminal, its screen kept by libvterm: start, keys, mouse, prompts, resize,
 * quit, and the terminal given back after SIGTERM and after a crash.
 *
 * Usage: terminal OPSCOPE FOLDER, where the programs lie */
#include "pseudo_terminal.h"

static int passed, failed;

static void expect(bool holds, const char *what) {
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAILED terminal: %s\n", what);
    }
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

/* Whether the screen, once it has shown the one text, shows the other within two seconds. */
static bool shows_after(Terminal *terminal, const char *one, const char *other) {
    static char all[200000];
    bool first = false, then = false;
    for (int i = 0; i < 80; i++) {
        settle_for(terminal, 25);
        screen_text(terminal, all, sizeof all);
        then |= first && strstr(all, other);
        first |= strstr(all, one) != NULL;
    }
    return then;
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
    expect(shows(&terminal, "bytecode"), "? closes it");
    type(&terminal, "\x1bOP");
    expect(shows(&terminal, "keys and commands"), "F1 shows it, too");
    type(&terminal, "\x1b[15~");
    expect(shows(&terminal, "the key F5 does nothing"), "a key that means nothing is told by its name");
    type(&terminal, "q");
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
    type(&terminal, "\x1b[3~\x1b[15~"); /* Delete, F5: neither ends the line nor is typed into it */
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
    expect(!shows_after(&terminal, "[interrupted]", "running:"), "the time line is gathered without a word");
    expect(shows(&terminal, "[interrupted]"), "Ctrl-C stops a program that never ends, resized meanwhile");
    type(&terminal, "\x03");
    expect(shows(&terminal, "q leaves"), "Ctrl-C is heard meanwhile");
    type(&terminal, ":find nowhere\r");
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    type(&terminal, "\x03");
    expect(shows(&terminal, "find: interrupted"), "what was broken off does not say that there is nothing");
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

/* A pipe stands in the place of standard input: the program reads that, the screen has its keys from the terminal. */
static void piped_input(const char *opscope, const char *program) {
    static char command[9000];
    snprintf(command, sizeof command, "printf 'Kim\\n' | '%s' '%s'", opscope, program);
    Terminal terminal;
    start(&terminal, 24, 80, (char *const[]){"/bin/sh", "-c", command, NULL});
    expect(shows(&terminal, "instruction 0"), "it stands at the start");
    type(&terminal, "$");
    expect(shows(&terminal, "안녕, Kim"), "the program has read the pipe");
    type(&terminal, "CI$");
    expect(shows(&terminal, "exit status 0"), "and reads the same when it is lived again");
    type(&terminal, "q");
    expect(ended(&terminal) == 0, "q leaves");
    finish(&terminal);
}

/* `opscope debug`: the program reads the terminal itself. */
static void interrupted_input(char *const *argv) {
    Terminal terminal;
    start(&terminal, 24, 80, argv);
    expect(shows(&terminal, "at the start"), "the prompt");
    type(&terminal, "c\r");
    expect(shows(&terminal, "이름? "), "the program waits for a line");
    type(&terminal, "\x03");
    expect(shows(&terminal, "interrupted"), "Ctrl-C comes back from there");
    type(&terminal, "i\r");
    settle(&terminal);
    type(&terminal, "Kim\r");
    expect(shows(&terminal, "on top is 'Kim'"), "and the line can still be read");
    type(&terminal, "q\r");
    expect(ended(&terminal) == 0, "q leaves");
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
    piped_input(argv[1], asks);
    interrupted_input((char *const[]){argv[1], "debug", asks, NULL});
    killed_by(command, SIGTERM, "SIGTERM ends it");
    killed_by(command, SIGSEGV, "a crash ends it");
    printf("terminal: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
