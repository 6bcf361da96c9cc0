/* repl.c: `opscope repl`: type Python; what you type can be stepped.
 *
 * All that is typed is one run, whose input it is (src/modules/typed.c). So it has a past like any other. A line that
 * begins with a colon is a command of the session: `:s f(4)` steps through a line, `:s` alone through the next one that
 * is typed, `:back` goes back from here. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/app.h"
#include "session/session.h"

typedef struct Repl {
    Session *session;
    bool on_terminal;
    isize shown;   /* bytes of the output that were printed */
    Text prompt;   /* the unfinished line at its end */
    bool stepping; /* the next line that is typed is to be stepped */
} Repl;

static volatile sig_atomic_t pressed; /* Ctrl-C */

static void on_interrupt(int signal_number) {
    (void)signal_number;
    pressed = 1;
}

static bool ask_interrupted(void *context) {
    (void)context;
    bool was = pressed;
    pressed = 0;
    return was;
}

/* --- what is shown ---------------------------------------------------------------------------------------- */

/* The output since the last time; the line that it ends with unfinished is what the program asks. */
static void show_output(Repl *repl, bool asks) {
    const WorldOutput *chunks;
    isize count = session_output(repl->session, &chunks), position = 0;
    text_clear(&repl->prompt);
    for (isize i = 0; i < count; i++) {
        isize skip = repl->shown > position ? repl->shown - position : 0;
        position += chunks[i].length;
        if (skip >= chunks[i].length) continue;
        const char *bytes = chunks[i].bytes + skip;
        isize length = chunks[i].length - skip, kept = length;
        if (asks && i == count - 1)
            while (kept > 0 && bytes[kept - 1] != '\n') kept--;
        FILE *stream = chunks[i].stream == WORLD_STDERR ? stderr : stdout;
        fwrite(bytes, 1, (usize)kept, stream);
        fflush(stream);
        text_append(&repl->prompt, bytes + kept, length - kept);
    }
    repl->shown = position;
}

static void show_place(Repl *repl, const Text *said) {
    fwrite(text_cstring(said), 1, (usize)said->length, stdout);
    if (said->length && said->data[said->length - 1] != '\n') putchar('\n');
    Text place = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    session_execute(repl->session, "info moment", &id, &argument, &count, &place);
    fwrite(text_cstring(&place), 1, (usize)place.length, stdout);
    text_free(&place);
}

/* --- what is typed ---------------------------------------------------------------------------------------- */

static struct {
    char *line; /* malloc'd; NULL: the end of the input */
    bool whole;
} edited;

static void take_edited(char *line) {
    edited.line = line;
    edited.whole = true;
    rl_callback_handler_remove();
}

/* readline() itself would go on with an empty line after Ctrl-C; here the line is given up: NULL, and `pressed` is set. */
static char *edit_line(const char *prompt) {
    edited.whole = false;
    rl_persistent_signal_handlers = 1; /* which leave the terminal as it was */
    rl_callback_handler_install(prompt, take_edited);
    while (!edited.whole && !pressed) {
        struct pollfd key = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(&key, 1, -1) > 0)
            rl_callback_read_char();
        else
            rl_check_signals();
    }
    if (edited.whole) return edited.line;
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_callback_handler_remove();
    return NULL;
}

/* A line without its end, malloc'd; NULL: the end of the input, or where `pressed` is set Ctrl-C. */
static char *read_line(Repl *repl, const char *prompt) {
    if (repl->on_terminal) {
        char *line = edit_line(prompt);
        if (line && *line) add_history(line);
        return line;
    }
    fputs(prompt, stderr); /* as python3.11 -i */
    char *line = NULL;
    usize capacity = 0;
    isize length = getline(&line, &capacity, stdin);
    if (length >= 0) {
        line[strcspn(line, "\n")] = 0;
        return line;
    }
    free(line);
    return NULL;
}

static bool waits(const Repl *repl) { return session_stop(repl->session)->reason == STOP_INPUT; }

static void move(Repl *repl, const char *line) {
    Text said = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    session_execute(repl->session, line, &id, &argument, &count, &said);
    text_free(&said);
}

static bool is_interrupted(const Repl *repl) { return session_stop(repl->session)->reason == STOP_INTERRUPTED; }

/* The program gets a KeyboardInterrupt. Where it does not take it (in the midst of an instruction that runs long) what
 * was typed is taken back, and it gets it while it asks. */
static void interrupt(Repl *repl, uint64_t asked) {
    char place[32];
    snprintf(place, sizeof place, "goto %lu", asked - 1);
    move(repl, "interrupt");
    move(repl, "c");
    if (!is_interrupted(repl)) return;
    move(repl, place);
    move(repl, "interrupt");
    move(repl, "c");
}

/* Ctrl-C while something is typed: what asks for it gets a KeyboardInterrupt. */
static void interrupt_question(Repl *repl) {
    bool at_prompt = inspect_frame_count(session_inspector(repl->session)) == 0;
    if (at_prompt)
        session_input(repl->session, TYPED_INTERRUPT);
    else
        move(repl, "interrupt");
    move(repl, "c");
    show_output(repl, waits(repl));
}

/* Gives the program its line, and lets it run: to its next question, or to where what was typed begins. */
static void answer(Repl *repl, const char *line) {
    uint64_t asked = session_stop(repl->session)->step;
    pressed = 0;
    session_input(repl->session, line);
    if (repl->stepping) move(repl, "tbreak <module>");
    move(repl, "c");
    if (is_interrupted(repl)) interrupt(repl, asked);
    bool stopped = session_stop(repl->session)->reason == STOP_BREAKPOINT;
    if (stopped || !waits(repl)) repl->stepping = false;
    show_output(repl, waits(repl));
    Text nothing = text_new(TEXT_ON_HOST);
    if (stopped) show_place(repl, &nothing);
}

/* Behind `s`, `i` or `step`: what is to be stepped, empty when that is the next line. NULL: another command. */
static const char *line_to_step(const char *line) {
    usize word = strcspn(line, " ");
    bool steps =
        (word == 1 && (*line == 's' || *line == 'i')) || (word == 4 && strncmp(line, "step", word) == 0);
    return steps ? line + word + strspn(line + word, " ") : NULL;
}

/* A command of the session. False: the user wants to leave. */
static bool command(Repl *repl, const char *line) {
    Text said = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    uint64_t before = session_stop(repl->session)->step;
    const char *stepped = waits(repl) ? line_to_step(line) : NULL;
    if (stepped) {
        repl->stepping = true;
        if (*stepped)
            answer(repl, stepped);
        else
            print_said(repl->session,
                       "the next line that you type will be stepped: i I s S ... move, c goes on\n",
                       "다음에 치는 줄을 한 걸음씩 실행합니다. i I s S ...로 움직이고 c로 계속합니다\n");
    } else {
        session_execute(repl->session, line, &id, &argument, &count, &said);
        bool moved = id <= COMMAND_GOTO || session_stop(repl->session)->step != before;
        show_output(repl, waits(repl));
        if (moved && !waits(repl))
            show_place(repl, &said);
        else
            fwrite(text_cstring(&said), 1, (usize)said.length, stdout);
    }
    text_free(&said);
    return stepped || id != COMMAND_QUIT;
}

static int run_repl(Repl *repl) {
    move(repl, "c");
    show_output(repl, waits(repl));
    for (bool more = true; more && session_stop(repl->session)->reason != STOP_EXIT;) {
        bool asked = waits(repl);
        char *line = read_line(repl, asked ? text_cstring(&repl->prompt) : "(step) ");
        bool given_up = pressed;
        pressed = 0;
        if (given_up && asked)
            interrupt_question(repl);
        else if (given_up)
            putchar('\n');
        else if (asked && !(line && *line == ':'))
            answer(repl, line);
        else if (line)
            more = command(repl, line + (*line == ':'));
        else
            more = false;
        free(line);
    }
    return inspect_moment(session_inspector(repl->session)).exit_status;
}

int command_repl(Options *options) {
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigaction(SIGINT, &action, NULL);
    Status status;
    options->machine.kind = PROGRAM_TYPED;
    options->machine.program = "";
    SessionOptions wanted = {
        .machine = options->machine,
        .korean = options_speak_korean(options),
        .interrupted = ask_interrupted,
        .recorder = {.history_bytes = options->history, .method = (DirtyMethod)options->dirty_method}};
    Repl repl = {.session = session_open(&wanted, &status),
                 .on_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO),
                 .prompt = text_new(TEXT_ON_HOST)};
    if (!repl.session) return usage_failed(&status);
    if (repl.on_terminal)
        print_said(repl.session,
                   "Python 3.11. `:s f(4)` steps through a line of yours, `:help` lists commands.\n",
                   "Python 3.11. `:s f(4)`는 그 줄을 한 걸음씩 실행하고, `:help`는 명령 목록입니다.\n");
    int result = run_repl(&repl);
    text_free(&repl.prompt);
    session_close(repl.session);
    return result;
}
