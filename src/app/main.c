/* main.c: opscope's command line: finds the subcommand and lets it do its work. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "session/session.h"

const Subcommand subcommands[] = {
    {"run", "FILE.py [ARGS]", "run a program; output and exit status are python3.11's", command_run, true},
    {"dis", "FILE.py", "its bytecode, as python3.11 -m dis shows it; also --json, --stages", command_dis, true,
     true},
    {"compile", "FILE.py", "write the .pyc file that python3.11 would; -o FILE says where", command_compile,
     true, true},
    {"trace", "FILE.py [ARGS]", "one JSON object for each instruction executed", command_trace, true},
    {"debug", "FILE.py [ARGS]", "step through it at a prompt; --batch SCRIPT takes commands from a file",
     command_debug, true, .opens_recordings = true},
    {"repl", "", "type Python; what you type can be stepped: `:s` before it", command_repl, false},
    {"record", "FILE.py [ARGS]", "keep a run in a file: -o FILE.opscope; `opscope FILE.opscope` opens it",
     command_record, true},
    {"lesson", "[NAME]", "the menu of lessons, or one of them", command_lesson, false},
    {"shot", "FILE.py", "a picture of the screen: --size 120x40 --keys 'i i' --format txt|ansi|svg|html",
     command_shot, false},
    {"cast", "FILE.py", "a film of the screen, asciicast v2: --size, --keys (else i to the end), -o FILE",
     command_cast, true, .opens_recordings = true},
    {.name = NULL}};
static const Subcommand check_time = {"check-time", "FILE.py", "for the tests", command_check_time, true};
static const Subcommand check_replay = {"check-replay", "FILE.py", "for the tests", command_check_replay, true};
static const Subcommand check_hostile = {"check-hostile", "FILE.py", "for the tests", command_check_hostile,
                                         true};
static const Subcommand check_speed = {"check-speed", "FILE.py", "for the benchmarks", command_check_speed,
                                       true};
static const Subcommand check_moves = {"check-moves", "FILE.py [ARGS]", "for the benchmarks",
                                       command_check_moves, true};
static const Subcommand lesson_menu = {"lesson", "", "the menu of lessons", command_lesson, false};
static const Subcommand open_screen = {"open", "FILE.py [ARGS]",        "the screen", command_open,
                                       true,   .opens_recordings = true};

static void print_help(void) {
    puts("opscope: see how Python runs, one bytecode instruction at a time, forwards and backwards\n\n"
         "  opscope [FILE.py [ARGS]]         open the screen; with no file, the menu of lessons");
    for (const Subcommand *command = subcommands; command->name; command++)
        printf("  opscope %-7s %-16s %s\n", command->name, command->arguments, command->help);
    puts("\nFILE.py may also be -c CODE, -m MODULE, or - for standard input.\n"
         "Options stand before FILE.py: what stands behind it is the program's. There are\n"
         "-O, -OO, --memory SIZE, --steps N, --time real|virtual, --seed N, --stdlib DIR, -o FILE,\n"
         "--post-mortem (the screen and debug begin at the raise that ends the program)");
}

static int start(const Subcommand *command, int argc, char **argv) {
    Options options = {.width = 80, .height = 24};
    Status status = options_parse(&options, argc, argv);
    if (!status.failed && command->only_compiles && options.machine.program)
        status = options_parse_behind(&options, argc, argv);
    if (!status.failed) status = options_settle(&options);
    if (status.failed) return usage_error("%s", status.message);
    if (options.help) {
        print_help();
        return 0;
    }
    if (options.version) {
        printf("%sPython %s\n", command->run == command_run ? "" : "opscope, showing ", PYTHON_VERSION);
        return 0;
    }
    if (command->needs_program) {
        bool typed = command->run == command_run && options.machine.inspect == INSPECT_ALWAYS;
        if (!options.machine.program && typed)
            options.machine.kind = PROGRAM_TYPED, options.machine.program = "";
        if (!options.machine.program)
            return usage_error("%s: which program? Say: opscope %s %s", command->name, command->name,
                               command->arguments);
        status = options_load(&options);
        if (status.failed) return usage_error("%s", status.message);
        const MachineOptions *machine = &options.machine;
        if (!command->opens_recordings && session_is_recording(machine->source, machine->source_length))
            return usage_error("%s is a recording of a run, no program: `opscope %s` opens it",
                               machine->program, machine->program);
    }
    int result = command->run(&options);
    options_free(&options);
    return result;
}

int main(int argc, char **argv) {
    if (argc < 2) return start(&lesson_menu, 0, argv);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help();
        return 0;
    }
    for (const Subcommand *command = subcommands; command->name; command++)
        if (strcmp(argv[1], command->name) == 0) return start(command, argc - 2, argv + 2);
    if (strcmp(argv[1], check_time.name) == 0) return start(&check_time, argc - 2, argv + 2);
    if (strcmp(argv[1], check_replay.name) == 0) return start(&check_replay, argc - 2, argv + 2);
    if (strcmp(argv[1], check_hostile.name) == 0) return start(&check_hostile, argc - 2, argv + 2);
    if (strcmp(argv[1], check_speed.name) == 0) return start(&check_speed, argc - 2, argv + 2);
    if (strcmp(argv[1], check_moves.name) == 0) return start(&check_moves, argc - 2, argv + 2);
    bool names_file = strchr(argv[1], '.') || strchr(argv[1], '/') || argv[1][0] == '-';
    if (names_file) return start(&open_screen, argc - 1, argv + 1);
    return usage_error("there is no command '%s'; try opscope --help", argv[1]);
}
