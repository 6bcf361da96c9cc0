/* debug.c: `opscope debug`: the session's commands at a readline prompt, or from a script. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/app.h"
#include "inspect/language.h"
#include "session/session.h"

static volatile sig_atomic_t interrupted;
static Session *completed_session; /* whose names readline completes: it has no context of its own */

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static bool ask_interrupted(void *context) {
    (void)context;
    bool was = interrupted;
    interrupted = 0;
    return was;
}

/* --- what is printed ----------------------------------------------------------------------------------- */

static void print_text(const Text *text) {
    fwrite(text_cstring(text), 1, (usize)text->length, stdout);
    if (text->length && text->data[text->length - 1] != '\n') putchar('\n');
}

void print_said(Session *session, const char *english, const char *korean, ...) {
    Text text = text_new(TEXT_ON_HOST);
    va_list arguments;
    va_start(arguments, korean);
    language_vappend(inspect_speaks_korean(session_inspector(session)), &text, english, korean, arguments);
    va_end(arguments);
    fwrite(text_cstring(&text), 1, (usize)text.length, stdout);
    text_free(&text);
}

/* What the run as it was prints is written out by itself; what a branch prints is only told. */
static void print_branch_output(Session *session) {
    const char *line = session_stop(session)->printed;
    if (session_branch(session) == 0) return;
    for (; *line; line += strcspn(line, "\n"), line += *line == '\n')
        print_said(session, "branch %d prints: %.*s\n", "갈래 %d번의 출력: %.*s\n", session_branch(session),
                   (int)strcspn(line, "\n"), line);
}

static void print_reason(Session *session, const Stop *stop) {
    switch (stop->reason) {
    case STOP_START: print_said(session, "at the start\n", "처음입니다\n"); break;
    case STOP_BREAKPOINT:
        if (stop->breakpoint == BREAKPOINT_CALLED)
            print_said(session, "the program called breakpoint()\n",
                       "프로그램이 breakpoint()를 호출했습니다\n");
        else
            print_said(session, "breakpoint %d\n", "중단점 %d번\n", stop->breakpoint);
        break;
    case STOP_INPUT:
        print_said(session, "the program waits for input: answer with `input TEXT`\n",
                   "프로그램이 입력을 기다립니다. `input TEXT`로 답하세요\n");
        break;
    case STOP_RECORDED: print_said(session, "the recording ends here\n", "기록은 여기까지입니다\n"); break;
    case STOP_LIMIT:
        print_said(session, "--steps: the run ends here\n", "--steps: 실행은 여기까지입니다\n");
        break;
    case STOP_DEADLOCK:
        print_said(session, "deadlock: all threads wait; `interrupt` wakes the main one\n",
                   "교착 상태: 모든 스레드가 기다립니다. `interrupt`가 주 스레드를 깨웁니다\n");
        break;
    case STOP_INTERRUPTED: print_said(session, "interrupted\n", "멈췄습니다\n"); break;
    default: break;
    }
}

static void print_stop(Session *session) {
    const Stop *stop = session_stop(session);
    print_branch_output(session);
    print_reason(session, stop);
    if (*stop->did) print_said(session, "did: %s\n", "한 일: %s\n", stop->did);
    Text text = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    session_execute(session, "info moment", &id, &argument, &count, &text);
    print_text(&text);
    text_free(&text);
}

/* Carries out a line. False: it was `quit`. */
static bool execute(Session *session, const char *line, bool *failed) {
    Text out = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    uint64_t before = session_stop(session)->step;
    interrupted = 0; /* at the prompt: that was no command's */
    bool done = session_execute(session, line, &id, &argument, &count, &out);
    if (done && id != COMMAND_COUNT && command_info[id].scope == COMMAND_SCREEN)
        language_append(inspect_speaks_korean(session_inspector(session)), &out,
                        "%s: works on the screen only\n", "%s: 화면에서만 쓸 수 있습니다\n",
                        command_info[id].name);
    print_text(&out);
    text_free(&out);
    if (!done) *failed = true;
    bool moves =
        done && (id <= COMMAND_GOTO || id == COMMAND_BRANCH || id == COMMAND_OLDER || id == COMMAND_NEWER);
    if (moves || session_stop(session)->step != before) print_stop(session);
    fflush(stdout);
    return !done || id != COMMAND_QUIT;
}

/* --- completion ---------------------------------------------------------------------------------------- */

static char **candidates;
static int candidate_next;

static char *next_candidate(const char *text, int state) {
    (void)text;
    if (state == 0) candidate_next = 0;
    return candidates && candidates[candidate_next] ? strdup(candidates[candidate_next++]) : NULL;
}

static char **complete(const char *word, int start, int end) {
    (void)start, (void)end;
    Text found = text_new(TEXT_ON_HOST);
    session_complete(completed_session, rl_line_buffer, &found);
    int count = 0;
    for (isize i = 0; i < found.length; i++) count += found.data[i] == 0;
    candidates = calloc((usize)count + 1, sizeof *candidates);
    isize at = 0;
    for (int i = 0; candidates && i < count; i++) {
        const char *line = found.data + at, *space = strrchr(line, ' ');
        candidates[i] = strdup(space ? space + 1 : line);
        at += (isize)strlen(line) + 1;
    }
    rl_attempted_completion_over = 1;
    char **matches = rl_completion_matches(word, next_candidate);
    for (int i = 0; candidates && candidates[i]; i++) free(candidates[i]);
    free(candidates);
    candidates = NULL;
    text_free(&found);
    return matches;
}

/* --- the two ways -------------------------------------------------------------------------------------- */

static int run_script(Session *session, const char *path) {
    FILE *script = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    if (!script) return usage_error("can't read the script '%s'", "'%s' 파일을 읽을 수 없습니다", path);
    char *line = NULL;
    usize capacity = 0;
    bool failed = false, more = true;
    while (more && getline(&line, &capacity, script) >= 0) {
        line[strcspn(line, "\n")] = 0;
        printf("(opscope) %s\n", line);
        more = execute(session, line, &failed);
    }
    free(line);
    if (script != stdin) fclose(script);
    return failed ? 1 : 0;
}

static int run_prompt(Session *session) {
    completed_session = session;
    rl_attempted_completion_function = complete;
    rl_readline_name = "opscope";
    using_history();
    print_stop(session);
    bool failed = false, more = true;
    char *last = NULL;
    for (char *line; more && (line = readline("(opscope) ")) != NULL;) {
        if (*line) {
            add_history(line);
            free(last);
            last = line;
        } else {
            free(line);
        }
        if (last) more = execute(session, last, &failed); /* Enter alone: the same again, as in gdb */
    }
    free(last);
    if (more) putchar('\n');
    return 0;
}

int command_debug(Options *options) {
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigaction(SIGINT, &action, NULL);
    Status status;
    SessionOptions wanted = {.machine = options->machine,
                             .korean = options_speak_korean(options),
                             .recorder = {.history_bytes = options->history,
                                          .method = (DirtyMethod)options->dirty_method,
                                          .limit = options->step_limit},
                             .own_input = true,
                             .interrupted = ask_interrupted};
    Session *session = session_open(&wanted, &status);
    if (!session) return usage_failed(&status);
    bool failed = false;
    if (options->post_mortem) execute(session, command_info[COMMAND_CRASH].name, &failed);
    int result = options->batch ? run_script(session, options->script) : run_prompt(session);
    session_close(session);
    return result;
}
