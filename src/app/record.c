/* record.c: `opscope record FILE.py -o FILE.opscope`: runs a program to its end and keeps the run. */
#include <signal.h>
#include <stdio.h>

#include "app/app.h"
#include "session/session.h"

#define BETWEEN_SAVES "20000000" /* instructions: a crash loses at most these */

static volatile sig_atomic_t interrupted;
static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}
static bool ask_interrupted(void *context) {
    (void)context;
    return interrupted != 0;
}

int command_record(Options *options) {
    Status status;
    MachineOptions *machine = &options->machine;
    if (!options->output && machine->argc >= 2 && strcmp(machine->argv[0], "-o") == 0) {
        options->output = machine->argv[1]; /* behind the program it is ours too, here */
        machine->argc -= 2;
        machine->argv += 2;
    }
    if (!options->output)
        return usage_error("record: where to? Say: opscope record FILE.py -o FILE.opscope",
                           "record: 어디에 저장할지 적으세요: opscope record FILE.py -o FILE.opscope");
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    SessionOptions wanted = {.machine = options->machine,
                             .korean = options_speak_korean(options),
                             .recorder = {.history_bytes = options->history, .limit = options->step_limit},
                             .own_input = true,
                             .interrupted = ask_interrupted};
    Session *session = session_open(&wanted, &status);
    if (!session) return usage_failed(&status);
    Text said = text_new(TEXT_ON_HOST);
    bool saved = true;
    do {
        session_command(session, COMMAND_GOTO, "+" BETWEEN_SAVES, 1, &said);
        text_clear(&said);
        saved = session_save(session, options->output, &said);
    } while (saved && session_stop(session)->reason == STOP_MOVED);
    fputs(text_cstring(&said), stderr);
    text_free(&said);
    int result = saved ? machine_exit_status() : 2;
    if (saved && session_stop(session)->reason == STOP_LIMIT) result = run_was_limited(options->step_limit);
    session_close(session);
    return result;
}
