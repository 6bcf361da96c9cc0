/* options.c: the command line, after the subcommand's name.
 *
 * As with python3.11, options end where the program begins; what follows it is the program's own. A command that does
 * not run the program takes options behind it, too. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/dirty_pages.h"
#include "compiler/compiler.h"
#include "inspect/language.h"
#include "world/world.h"

static bool reader_is_korean;

void usage_speak(const Options *options) { reader_is_korean = options_speak_korean(options); }

Status usage_status(const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    Status status = language_verror(reader_is_korean, english, korean, arguments);
    va_end(arguments);
    return status;
}

int usage_failed(const Status *status) {
    fprintf(stderr, "opscope: %s\n", status->message);
    return USAGE_STATUS;
}

int usage_error(const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    Status status = language_verror(reader_is_korean, english, korean, arguments);
    va_end(arguments);
    return usage_failed(&status);
}

const char *usage_text(const char *english, const char *korean) { return reader_is_korean ? korean : english; }

typedef enum OptionKind { TAKES_NOTHING, TAKES_VALUE, MAY_TAKE_VALUE /* behind = only */ } OptionKind;

/* A number with K, M or G behind it. False: it is none. */
static bool parse_size(const char *text, u64 *size) {
    char *end;
    errno = 0;
    *size = strtoull(text, &end, 10);
    if (end == text || errno || *text == '-') return false;
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (shift) end++;
    *size <<= shift;
    return *end == 0;
}

static bool set_optimize(Options *options, const char *value) {
    (void)value;
    options->machine.optimize++;
    return true;
}
static bool set_optimize_twice(Options *options, const char *value) {
    (void)value;
    options->machine.optimize = 2;
    return true;
}
static bool set_memory(Options *options, const char *value) {
    u64 size;
    if (!parse_size(value, &size)) return false;
    options->machine.memory_limit = size;
    return true;
}
static bool set_history(Options *options, const char *value) {
    u64 size;
    if (!parse_size(value, &size)) return false;
    options->history = size;
    return true;
}
static bool set_steps(Options *options, const char *value) { return parse_size(value, &options->step_limit); }
static bool set_seed(Options *options, const char *value) {
    return parse_size(value, &options->machine.scheduler_seed);
}
static bool set_fail(Options *options, const char *value) {
    return parse_size(value, &options->fail_allocation);
}
/* At each birth of a container, or at about each so many-th. */
static bool set_stress(Options *options, const char *value) {
    u64 births = 1;
    if (value && (!parse_size(value, &births) || births == 0 || births > UINT32_MAX)) return false;
    options->machine.stress_collect = (u32)births;
    return true;
}
/* FIRST:LAST, or FIRST: for all from there on; each of them, where --fail-allocation does not say which. */
static bool set_failures(Options *options, const char *value) {
    int end = -1;
    if (!options->fail_allocation) options->fail_allocation = 1;
    return sscanf(value, "%lu:%n", &options->first_failure, &end) == 1 && end > 0 &&
           (!value[end] || parse_size(value + end, &options->last_failure));
}
static bool set_time(Options *options, const char *value) {
    options->machine.real_time = strcmp(value, "real") == 0;
    options->time_chosen = true;
    return options->machine.real_time || strcmp(value, "virtual") == 0;
}
static bool set_stdlib(Options *options, const char *value) {
    options->machine.stdlib = value;
    return true;
}
static bool set_output(Options *options, const char *value) {
    options->output = value;
    return true;
}
/* --stages, --stages=tokens,flow */
static bool set_stages(Options *options, const char *value) {
    static const struct {
        const char *name;
        u32 bit;
    } names[] = {{"tokens", STAGE_TOKENS}, {"tree", STAGE_TREE}, {"symbols", STAGE_SYMBOLS},
                 {"flow", STAGE_FLOW},     {"code", STAGE_CODE}, {"all", STAGE_ALL}};
    if (!value) options->stages = STAGE_ALL;
    while (value && *value) {
        usize length = strcspn(value, ",");
        u32 bit = 0;
        for (int i = 0; i < COUNT_OF(names); i++)
            if (strlen(names[i].name) == length && strncmp(names[i].name, value, length) == 0)
                bit = names[i].bit;
        if (!bit) return false;
        options->stages |= bit;
        value += length + (value[length] == ',');
    }
    return options->stages != 0;
}
static bool set_script(Options *options, const char *value) {
    options->batch = true;
    options->script = value;
    return true;
}
static bool set_keys(Options *options, const char *value) {
    options->keys = value;
    return true;
}
static bool set_format(Options *options, const char *value) {
    options->format = value;
    return strcmp(value, "txt") == 0 || strcmp(value, "ansi") == 0 || strcmp(value, "svg") == 0 ||
           strcmp(value, "html") == 0;
}
static bool set_size(Options *options, const char *value) {
    char rest;
    return sscanf(value, "%dx%d%c", &options->width, &options->height, &rest) == 2 && options->width > 0 &&
           options->height > 0 && options->width <= 1000 && options->height <= 1000;
}
static bool set_lesson(Options *options, const char *value) {
    options->lesson = value;
    return true;
}
static bool set_language(Options *options, const char *value) {
    options->language = value;
    return strcmp(value, "en") == 0 || strcmp(value, "ko") == 0;
}
static bool set_dirty(Options *options, const char *value) {
    static const char *const names[] = {[DIRTY_AUTOMATIC] = "automatic",
                                        [DIRTY_USERFAULTFD] = "userfaultfd",
                                        [DIRTY_COMPARE] = "compare",
                                        [DIRTY_MPROTECT] = "mprotect"};
    for (int i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], value) == 0) {
            options->dirty_method = i;
            return true;
        }
    return false;
}
#define FLAG(name, field)                                                                                      \
    static bool set_##name(Options *options, const char *value) {                                              \
        (void)value;                                                                                           \
        options->field = true;                                                                                 \
        return true;                                                                                           \
    }
FLAG(json, json)
FLAG(adaptive, adaptive)
FLAG(show_caches, show_caches)
FLAG(help, help)
FLAG(check, check)
FLAG(monochrome, monochrome)
FLAG(ascii, ascii)
FLAG(post_mortem, post_mortem)
FLAG(churns, churns)

FLAG(isolated, machine.isolated)
FLAG(ignore_environment, machine.ignore_environment)
FLAG(no_user_site, machine.no_user_site)
FLAG(no_site, machine.no_site)
FLAG(safe_path, machine.safe_path)
FLAG(no_bytecode, machine.no_bytecode)
FLAG(unbuffered, machine.unbuffered)
FLAG(skip_line, skip_line)
FLAG(version, version)

static bool set_inspect(Options *options, const char *value) {
    (void)value;
    options->machine.inspect = INSPECT_ALWAYS;
    return true;
}
static bool set_quiet(Options *options, const char *value) {
    (void)value;
    options->machine.quiet++;
    return true;
}
static bool set_bytes_warning(Options *options, const char *value) {
    (void)value;
    options->machine.bytes_warning++;
    return true;
}

static bool set_debug(Options *options, const char *value) {
    (void)value;
    options->machine.debug++;
    return true;
}

/* Appends to a list of options that ends with NULL. */
static bool keep_option(const char **list, const char *value) {
    int count = 0;
    while (list[count]) count++;
    if (count >= MACHINE_MAX_OPTIONS - 1) return false;
    list[count] = value;
    return true;
}
static bool set_warning(Options *options, const char *value) {
    return keep_option(options->machine.warn_options, value);
}
static bool set_x_option(Options *options, const char *value) {
    MachineOptions *machine = &options->machine;
    if (strcmp(value, "dev") == 0) {
        machine->dev_mode = true;
    } else if (strcmp(value, "utf8") == 0 || strcmp(value, "utf8=1") == 0) {
        machine->utf8_mode = options->utf8_told = true;
    } else if (strcmp(value, "utf8=0") == 0) {
        machine->utf8_mode = false;
        options->utf8_told = true;
    } else if (strcmp(value, "warn_default_encoding") == 0) {
        machine->warn_default_encoding = true;
    } else if (strcmp(value, "importtime") == 0) {
        machine->import_time = true;
    } else if (strcmp(value, "no_debug_ranges") == 0) {
        machine->no_debug_ranges = true;
    } else if (strncmp(value, "int_max_str_digits=", 19) == 0) {
        if (!options_digit_limit(value + 19, machine)) return false;
    } else if (strcmp(value, "tracemalloc") == 0) {
        machine->trace_memory = 1;
        options->trace_memory_told = true;
    } else if (strncmp(value, "tracemalloc=", 12) == 0) {
        options->trace_memory_told = true;
        if (!options_trace_frames(value + 12, machine)) return false;
    }
    return keep_option(machine->x_options, value);
}

static const struct {
    const char *name;
    OptionKind kind;
    bool (*set)(Options *, const char *);
    const char *wants, *korean; /* what the value must be */
} option_table[] = {
    {"-O", TAKES_NOTHING, set_optimize},
    {"-OO", TAKES_NOTHING, set_optimize_twice},
    {"-I", TAKES_NOTHING, set_isolated},
    {"-E", TAKES_NOTHING, set_ignore_environment},
    {"-s", TAKES_NOTHING, set_no_user_site},
    {"-S", TAKES_NOTHING, set_no_site},
    {"-P", TAKES_NOTHING, set_safe_path},
    {"-B", TAKES_NOTHING, set_no_bytecode},
    {"-u", TAKES_NOTHING, set_unbuffered},
    {"-q", TAKES_NOTHING, set_quiet},
    {"-i", TAKES_NOTHING, set_inspect},
    {"-d", TAKES_NOTHING, set_debug},
    {"-x", TAKES_NOTHING, set_skip_line},
    {"-V", TAKES_NOTHING, set_version},
    {"--version", TAKES_NOTHING, set_version},
    {"-b", TAKES_NOTHING, set_bytes_warning},
    {"-W", TAKES_VALUE, set_warning, "a filter such as error::DeprecationWarning",
     "error::DeprecationWarning 같은 필터"},
    {"-X", TAKES_VALUE, set_x_option, "an option of python3.11's such as dev", "dev 같은 python3.11의 옵션"},
    {"-h", TAKES_NOTHING, set_help},
    {"--help", TAKES_NOTHING, set_help},
    {"-o", TAKES_VALUE, set_output, "a file's name", "파일 이름"},
    {"--memory", TAKES_VALUE, set_memory, "a size such as 200M", "200M 같은 크기"},
    {"--history", TAKES_VALUE, set_history, "a size such as 256M", "256M 같은 크기"},
    {"--steps", TAKES_VALUE, set_steps, "a number of instructions", "명령의 수"},
    {"--seed", TAKES_VALUE, set_seed, "a number", "수"},
    {"--time", TAKES_VALUE, set_time, "'real' or 'virtual'", "'real'이나 'virtual'"},
    {"--stdlib", TAKES_VALUE, set_stdlib, "a folder", "폴더"},
    {"--batch", TAKES_VALUE, set_script, "a script of commands, or -", "명령을 적은 파일이나 -"},
    {"--keys", TAKES_VALUE, set_keys, "keys, such as 'i i Tab'", "'i i Tab' 같은 키"},
    {"--size", TAKES_VALUE, set_size, "columns and rows such as 120x40", "120x40 같은 칸과 줄의 수"},
    {"--format", TAKES_VALUE, set_format, "txt, ansi, svg or html", "txt, ansi, svg, html 가운데 하나"},
    {"--language", TAKES_VALUE, set_language, "en or ko", "en이나 ko"},
    {"--lesson", TAKES_VALUE, set_lesson, "a lesson's name", "수업 이름"},
    {"--check", TAKES_NOTHING, set_check},
    {"--monochrome", TAKES_NOTHING, set_monochrome},
    {"--ascii", TAKES_NOTHING, set_ascii},
    {"--post-mortem", TAKES_NOTHING, set_post_mortem},
    {"--churns", TAKES_NOTHING, set_churns},
    {"--json", TAKES_NOTHING, set_json},
    {"--adaptive", TAKES_NOTHING, set_adaptive},
    {"--show-caches", TAKES_NOTHING, set_show_caches},
    {"--stages", MAY_TAKE_VALUE, set_stages, "some of tokens,tree,symbols,flow,code",
     "tokens,tree,symbols,flow,code 가운데 몇"},
    /* hostile runs, for the tests */
    {"--dirty-pages", TAKES_VALUE, set_dirty, "userfaultfd, mprotect or compare",
     "userfaultfd, mprotect, compare 가운데 하나"},
    {"--fail-allocation", TAKES_VALUE, set_fail, "a number", "수"},
    {"--failures", TAKES_VALUE, set_failures, "FIRST:LAST", "FIRST:LAST"},
    {"--stress-collect", MAY_TAKE_VALUE, set_stress, "a number of births", "생성 횟수"},
};

/* What python3.11 takes and opscope does in another way. */
static const struct {
    const char *name, *instead, *korean;
} elsewhere[] = {
    {"-v", "to see what is imported, step through it: opscope, or opscope trace",
     "무엇을 import하는지 보려면 opscope나 opscope trace로 한 걸음씩 실행해 보세요"},
    {"-?", "try opscope --help", "opscope --help를 쳐 보세요"},
};

static Status no_option(const char *name) {
    for (int i = 0; i < COUNT_OF(elsewhere); i++) {
        if (strncmp(name, elsewhere[i].name, 2) == 0)
            return usage_status("there is no option %s; %s", "%s 옵션은 없습니다. %s", name,
                                usage_text(elsewhere[i].instead, elsewhere[i].korean));
    }
    return usage_status("there is no option %s; try opscope --help",
                        "%s 옵션은 없습니다. opscope --help를 쳐 보세요", name);
}

/* One option; *used is how many arguments it took. */
static Status parse_option(Options *options, int argc, char **argv, int *used) {
    for (int i = 0; i < COUNT_OF(option_table); i++) {
        usize length = strlen(option_table[i].name);
        bool attached = length == 2 && (argv[0][1] == 'W' || argv[0][1] == 'X') && argv[0][2]; /* -Werror */
        bool joined =
            strncmp(argv[0], option_table[i].name, length) == 0 && (attached || argv[0][length] == '=');
        if (strcmp(argv[0], option_table[i].name) != 0 && !(joined && option_table[i].kind != TAKES_NOTHING))
            continue;
        *used = 1;
        if (option_table[i].kind == TAKES_NOTHING || (option_table[i].kind == MAY_TAKE_VALUE && !joined)) {
            option_table[i].set(options, NULL);
            return status_ok();
        }
        const char *value = joined ? argv[0] + length + !attached : argc > 1 ? argv[1] : NULL;
        *used = joined ? 1 : 2;
        if (value && option_table[i].set(options, value)) return status_ok();
        const char *wants = usage_text(option_table[i].wants, option_table[i].korean);
        if (!value)
            return usage_status("%s wants %s", "%s 뒤에는 %s^이 와야 합니다", option_table[i].name, wants);
        return usage_status("%s wants %s, not %s", "%s 뒤에는 %s^이 와야 합니다. '%s'^은 아닙니다",
                            option_table[i].name, wants, value);
    }
    return no_option(argv[0]);
}

static bool is_option(const char *text) {
    for (int i = 0; i < COUNT_OF(option_table); i++)
        if (strcmp(text, option_table[i].name) == 0) return true;
    return false;
}

static void take_program(Options *options, ProgramKind kind, const char *program, int argc, char **argv) {
    options->machine.kind = kind;
    options->machine.program = program;
    options->machine.argc = argc;
    options->machine.argv = (const char *const *)argv;
}

/* -c TEXT or -m NAME; the value may hang on the letter. */
static Status take_command(Options *options, const char *attached, char letter, int argc, char **argv) {
    if (!*attached && argc < 2) {
        return letter == 'c'
                   ? usage_status("-c wants a program's text", "-c 뒤에는 프로그램의 글이 와야 합니다")
                   : usage_status("-m wants a module's name", "-m 뒤에는 모듈 이름이 와야 합니다");
    }
    int taken = *attached ? 1 : 2;
    take_program(options, letter == 'c' ? PROGRAM_COMMAND : PROGRAM_MODULE, *attached ? attached : argv[1],
                 argc - taken, argv + taken);
    return status_ok();
}

/* Letters behind one dash, such as -Im NAME and -OOE: each is an option; the last may have a value. */
static Status parse_letters(Options *options, int argc, char **argv, int *used) {
    for (char *at = argv[0] + 1; *at && !options->machine.program; at++) {
        char name[] = {'-', *at, '\0'};
        *used = 1;
        if (*at == 'c' || *at == 'm') return take_command(options, at + 1, *at, argc, argv);
        bool valued = *at == 'W' || *at == 'X' || *at == 'o';
        char *single[] = {name, valued && at[1] ? at + 1 : argc > 1 ? argv[1] : NULL};
        if (!is_option(name)) return no_option(argv[0]);
        Status status = parse_option(options, single[1] ? 2 : 1, single, used);
        if (status.failed || valued) {
            if (at[1]) *used = 1;
            return status;
        }
    }
    return status_ok();
}

static bool takes_value(const char *option) {
    for (int i = 0; i < COUNT_OF(option_table); i++)
        if (strcmp(option_table[i].name, option) == 0) return option_table[i].kind == TAKES_VALUE;
    return false;
}

void options_find_language(Options *options, int argc, char **argv) {
    for (int i = 0; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        bool has_program = argv[i][1] != '-' && strpbrk(argv[i], "cm");
        if (has_program) return;
        const char *value = takes_value(argv[i]) && i + 1 < argc ? argv[i + 1] : NULL;
        const char *language = strncmp(argv[i], "--language=", 11) == 0      ? argv[i] + 11
                               : value && strcmp(argv[i], "--language") == 0 ? value
                                                                             : "";
        if (strcmp(language, "en") == 0 || strcmp(language, "ko") == 0) options->language = language;
        i += value != NULL;
    }
}

Status options_parse(Options *options, int argc, char **argv) {
    int i = 0;
    while (i < argc && !options->machine.program) {
        const char *argument = argv[i];
        if (argument[0] != '-' || argument[1] == 0) {
            bool from_input = argument[0] == '-';
            take_program(options, from_input ? PROGRAM_STDIN : PROGRAM_FILE, argument, argc - i - 1,
                         argv + i + 1);
            return status_ok();
        }
        int used = 0;
        bool letters = argument[1] != '-' && !is_option(argument);
        Status status = letters ? parse_letters(options, argc - i, argv + i, &used)
                                : parse_option(options, argc - i, argv + i, &used);
        if (status.failed) return status;
        i += used;
    }
    return status_ok();
}

Status options_parse_behind(Options *options, int argc, char **argv) {
    MachineOptions program = options->machine;
    options->machine.program = NULL;
    Status status = options_parse(options, program.argc, argv + argc - program.argc);
    if (!status.failed && options->machine.program)
        return usage_status("one program at a time: what is '%s'?",
                            "프로그램은 한 번에 하나입니다. '%s'^은 무엇입니까?", options->machine.program);
    take_program(options, program.kind, program.program, 0, NULL);
    return status;
}

/* Has the folder a __main__.py? */
static bool is_program_folder(const char *path) {
    char file[4096];
    FILE *opened =
        snprintf(file, sizeof file, "%s/__main__.py", path) < (int)sizeof file ? fopen(file, "r") : NULL;
    if (opened) fclose(opened);
    return opened != NULL;
}

/* A zip archive ends with the record that finds everything else in it; a comment may follow. */
static bool is_archive(const char *data, isize length) {
    isize first = length > 65557 ? length - 65557 : 0;
    for (isize i = length - 22; i >= first; i--) {
        if (memcmp(data + i, "PK\005\006", 4) == 0) return true;
    }
    return false;
}

/* -x: what some system wants there is no Python. The line stays, so that the others keep their numbers. */
static void blank_first_line(char *source, isize length) {
    for (isize i = 0; i < length && source[i] != '\n'; i++) source[i] = ' ';
}

Status options_load(Options *options) {
    MachineOptions *machine = &options->machine;
    if (machine->kind == PROGRAM_COMMAND || machine->kind == PROGRAM_MODULE || machine->kind == PROGRAM_TYPED)
        return status_ok();
    const char *path = machine->kind == PROGRAM_STDIN ? "/dev/stdin" : machine->program;
    isize length;
    int error = world_host_read_file(path, &options->source, &length);
    if (error == EISDIR && is_program_folder(path)) {
        machine->kind = PROGRAM_FOLDER;
        return status_ok();
    }
    if (error == EISDIR)
        return usage_status("'%s' is a folder; name a program in it, such as %s/main.py",
                            "'%s'^은 폴더입니다. %s/main.py처럼 그 안의 프로그램을 적으세요", path, path);
    if (error)
        return usage_status("can't open file '%s': [Errno %d] %s", "'%s' 파일을 열 수 없습니다: [Errno %d] %s",
                            path, error, strerror(error));
    if (is_archive(options->source, length)) machine->kind = PROGRAM_FOLDER;
    if (options->skip_line) blank_first_line(options->source, length);
    machine->source = options->source;
    machine->source_length = length;
    return status_ok();
}

void options_free(Options *options) {
    free(options->source);
    options->source = NULL;
    free(options->environment_filters);
    options->environment_filters = NULL;
}

/* One whose characters are others than those in which opscope says it could not be read. */
static bool is_korean_locale(const char *name) {
    return strncmp(name, "ko", 2) == 0 && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"));
}

const char *options_language(const Options *options) {
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    if (options->language) return options->language;
    for (int i = 0; i < COUNT_OF(variables); i++) {
        const char *locale = getenv(variables[i]);
        if (locale && *locale) return is_korean_locale(locale) ? "ko" : "en";
    }
    return "en";
}

bool options_speak_korean(const Options *options) { return strcmp(options_language(options), "ko") == 0; }
