/* main.c: opscope's command line: finds the subcommand and lets it do its work. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "session/session.h"

const Subcommand subcommands[] = {
    {"run", "FILE.py [ARGS]", "run a program; output and exit status are python3.11's",
     "프로그램을 실행합니다. 출력과 종료 상태는 python3.11과 같습니다", command_run, true},
    {"dis", "FILE.py", "its bytecode, as python3.11 -m dis shows it; also --json, --stages",
     "바이트코드를 python3.11 -m dis처럼 보여 줍니다. --json, --stages도 됩니다", command_dis, true, true},
    {"compile", "FILE.py", "write the .pyc file that python3.11 would; -o FILE says where",
     "python3.11이 만들 .pyc 파일을 씁니다. 자리는 -o FILE로 정합니다", command_compile, true, true},
    {"trace", "FILE.py [ARGS]", "one JSON object for each instruction executed",
     "실행된 명령마다 JSON 객체 하나를 씁니다", command_trace, true},
    {"debug", "FILE.py [ARGS]", "step through it at a prompt; --batch SCRIPT takes commands from a file",
     "프롬프트에서 한 걸음씩 실행합니다. --batch SCRIPT는 명령을 파일에서 읽습니다", command_debug, true,
     .opens_recordings = true},
    {"repl", "", "type Python; what you type can be stepped: `:s` before it",
     "파이썬을 칩니다. 앞에 `:s`를 붙이면 한 걸음씩 실행합니다", command_repl, false},
    {"record", "FILE.py [ARGS]", "keep a run in a file: -o FILE.opscope; `opscope FILE.opscope` opens it",
     "실행을 파일에 기록합니다: -o FILE.opscope. `opscope FILE.opscope`로 엽니다", command_record, true},
    {"lesson", "[NAME]", "the menu of lessons, or one of them", "수업의 목록, 또는 수업 하나", command_lesson,
     false},
    {"shot", "FILE.py", "a picture of the screen: --size 120x40 --keys 'i i' --format txt|ansi|svg|html",
     "화면의 그림: --size 120x40 --keys 'i i' --format txt|ansi|svg|html", command_shot, false},
    {"cast", "FILE.py", "a film of the screen, asciicast v2: --size, --keys (else i to the end), -o FILE",
     "화면의 영상, asciicast v2: --size, --keys (없으면 끝까지 i), -o FILE", command_cast, true,
     .opens_recordings = true},
    {.name = NULL}};
static const Subcommand check_time = {"check-time", "FILE.py", "for the tests", "", command_check_time, true};
static const Subcommand check_replay = {"check-replay",       "FILE.py", "for the tests", "",
                                        command_check_replay, true};
static const Subcommand check_hostile = {"check-hostile",       "FILE.py", "for the tests", "",
                                         command_check_hostile, true};
static const Subcommand check_speed = {"check-speed",       "FILE.py", "for the benchmarks", "",
                                       command_check_speed, true};
static const Subcommand check_moves = {
    "check-moves", "FILE.py [ARGS]", "for the benchmarks", "", command_check_moves, true};
static const Subcommand lesson_menu = {"lesson", "", "", "", command_lesson, false};
static const Subcommand open_screen = {"open", "FILE.py [ARGS]",        "", "", command_open,
                                       true,   .opens_recordings = true};

static void print_help(void) {
    puts(usage_text(
        "opscope: see how Python runs, one bytecode instruction at a time, forwards and backwards\n\n"
        "  opscope [FILE.py [ARGS]]         open the screen; with no file, the menu of lessons",
        "opscope: 파이썬이 어떻게 실행되는지 바이트코드 명령 하나씩, 앞으로도 뒤로도 봅니다\n\n"
        "  opscope [FILE.py [ARGS]]         화면을 엽니다. 파일이 없으면 수업의 목록"));
    for (const Subcommand *command = subcommands; command->name; command++)
        printf("  opscope %-7s %-16s %s\n", command->name, command->arguments,
               usage_text(command->help, command->korean));
    puts(usage_text(
        "\nFILE.py may also be -c CODE, -m MODULE, or - for standard input.\n"
        "Options stand before FILE.py: what stands behind it is the program's. There are\n"
        "-O, -OO, --memory SIZE, --steps N, --time real|virtual, --seed N, --stdlib DIR, -o FILE,\n"
        "--post-mortem (the screen and debug begin at the raise that ends the program),\n"
        "--language en|ko; -B -b -d -E -I -i -P -q -s -S -u -V -W -x -X are python3.11's.",
        "\nFILE.py 자리에는 -c CODE, -m MODULE, 또는 표준 입력을 뜻하는 -도 됩니다.\n"
        "옵션은 FILE.py 앞에 둡니다. 뒤에 오는 것은 프로그램의 것입니다. 옵션은\n"
        "-O, -OO, --memory SIZE, --steps N, --time real|virtual, --seed N, --stdlib DIR, -o FILE,\n"
        "--post-mortem (화면과 debug가 프로그램을 끝낸 예외에서 시작합니다),\n"
        "--language en|ko이고, -B -b -d -E -I -i -P -q -s -S -u -V -W -x -X는 python3.11의 것입니다."));
}

static const Subcommand *find_subcommand(const char *name) {
    for (const Subcommand *command = subcommands; command->name; command++)
        if (strcmp(name, command->name) == 0) return command;
    return NULL;
}

/* What the command line says, but can't mean. */
static Status check_sense(const Subcommand *command, const Options *options) {
    const char *program = options->machine.kind == PROGRAM_FILE ? options->machine.program : NULL;
    if (command == &open_screen && program && find_subcommand(program) && access(program, F_OK) != 0)
        return usage_status("the command comes first: opscope %s, then options",
                            "명령이 먼저입니다. opscope %s 다음에 옵션을 적으세요", program);
    bool may_go_on = command->run == command_run || command == &check_hostile;
    if (options->machine.inspect == INSPECT_ALWAYS && !may_go_on)
        return usage_status(
            "-i: opscope run -i FILE.py ends in a prompt with the program's names; opscope repl has "
            "no program",
            "-i: opscope run -i FILE.py는 프로그램의 이름들이 있는 프롬프트로 끝납니다. 프로그램 없이는 "
            "opscope repl");
    return status_ok();
}

static Status read_program(const Subcommand *command, Options *options) {
    MachineOptions *machine = &options->machine;
    bool is_typed = command->run == command_run && machine->inspect == INSPECT_ALWAYS && !machine->program;
    if (is_typed) {
        machine->kind = PROGRAM_TYPED;
        machine->program = "";
    }
    if (!machine->program)
        return usage_status("%s: which program? Say: opscope %s %s",
                            "%s: 어느 프로그램입니까? opscope %s %s처럼 적으세요", command->name, command->name,
                            command->arguments);
    Status status = options_load(options);
    bool is_recording = !status.failed && session_is_recording(machine->source, machine->source_length);
    if (is_recording && !command->opens_recordings)
        return usage_status("%s is a recording of a run, no program: `opscope %s` opens it",
                            "%s^은 프로그램이 아니라 실행의 기록입니다. `opscope %s`로 엽니다",
                            machine->program, machine->program);
    return status;
}

static int carry_out(const Subcommand *command, Options *options, int argc, char **argv) {
    options_find_language(options, argc, argv);
    usage_speak(options);
    Status status = options_parse(options, argc, argv);
    if (!status.failed && command->only_compiles && options->machine.program)
        status = options_parse_behind(options, argc, argv);
    if (!status.failed) status = options_settle(options);
    if (status.failed) return usage_failed(&status);
    if (options->help) {
        print_help();
        return 0;
    }
    if (options->version) {
        printf("%sPython %s\n",
               command->run == command_run ? "" : usage_text("opscope, showing ", "opscope, 보여 주는 것은 "),
               PYTHON_VERSION);
        return 0;
    }
    status = check_sense(command, options);
    bool only_options = command == &open_screen && !options->machine.program;
    if (!status.failed && only_options) return lesson_menu.run(options);
    if (!status.failed && command->needs_program) status = read_program(command, options);
    return status.failed ? usage_failed(&status) : command->run(options);
}

static int start(const Subcommand *command, int argc, char **argv) {
    Options options = {.width = 80, .height = 24};
    int status = carry_out(command, &options, argc, argv);
    options_free(&options);
    return status;
}

int main(int argc, char **argv) {
    usage_speak(&(Options){0});
    if (argc < 2) return start(&lesson_menu, 0, argv);
    if (strcmp(argv[1], "help") == 0) {
        print_help();
        return 0;
    }
    const Subcommand *command = find_subcommand(argv[1]);
    if (command) return start(command, argc - 2, argv + 2);
    if (strcmp(argv[1], check_time.name) == 0) return start(&check_time, argc - 2, argv + 2);
    if (strcmp(argv[1], check_replay.name) == 0) return start(&check_replay, argc - 2, argv + 2);
    if (strcmp(argv[1], check_hostile.name) == 0) return start(&check_hostile, argc - 2, argv + 2);
    if (strcmp(argv[1], check_speed.name) == 0) return start(&check_speed, argc - 2, argv + 2);
    if (strcmp(argv[1], check_moves.name) == 0) return start(&check_moves, argc - 2, argv + 2);
    bool names_file = strchr(argv[1], '.') || strchr(argv[1], '/') || argv[1][0] == '-';
    if (names_file) return start(&open_screen, argc - 1, argv + 1);
    return usage_error("there is no command '%s'; try opscope --help",
                       "'%s' 명령은 없습니다. opscope --help를 쳐 보세요", argv[1]);
}
