/* options_environment.c: python3.11's environment variables, and what several of its options say together.
 *
 * An option given on the command line counts more than its variable. PYTHONHASHSEED is not here: strings are always
 * hashed as with PYTHONHASHSEED=0, so that every run is the same. PYTHONPATH and its like are asked for by the
 * program's machine itself, which logs them. */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>

#include "app/app.h"
#include "vm/memory_trace.h"

/* The variable's value; NULL: not set, empty, or not to be looked at. */
static const char *variable(const MachineOptions *machine, const char *name) {
    const char *value = machine->ignore_environment || machine->isolated ? NULL : getenv(name);
    return value && *value ? value : NULL;
}

/* A level: a number, or 1 for anything else. */
static void raise_level(const MachineOptions *machine, const char *name, int *level) {
    const char *value = variable(machine, name);
    if (!value) return;
    char *end;
    long number = strtol(value, &end, 10);
    if (*end || number < 0 || number > INT32_MAX) number = 1;
    if (*level < number) *level = (int)number;
}

static void raise_flag(const MachineOptions *machine, const char *name, bool *flag) {
    int level = 0;
    raise_level(machine, name, &level);
    *flag |= level > 0;
}

/* Appends a filter that is not there yet. */
static void add_filter(const char **list, const char *filter) {
    int count = 0;
    for (; list[count]; count++)
        if (strcmp(list[count], filter) == 0) return;
    if (count < MACHINE_MAX_OPTIONS - 1) list[count] = filter;
}

/* In CPython's order: what -X dev means, PYTHONWARNINGS, -W, what -b means. */
static void collect_filters(Options *options) {
    MachineOptions *machine = &options->machine;
    const char *given[MACHINE_MAX_OPTIONS], *told = variable(machine, "PYTHONWARNINGS");
    memcpy(given, machine->warn_options, sizeof given);
    memset(machine->warn_options, 0, sizeof machine->warn_options);
    if (machine->dev_mode) add_filter(machine->warn_options, "default");
    options->environment_filters = told ? strdup(told) : NULL;
    for (char *rest = options->environment_filters; rest;) {
        char *filter = rest, *comma = strchr(rest, ',');
        if (comma) *comma = '\0';
        rest = comma ? comma + 1 : NULL;
        add_filter(machine->warn_options, filter);
    }
    for (int i = 0; given[i]; i++) add_filter(machine->warn_options, given[i]);
    if (machine->bytes_warning) {
        add_filter(machine->warn_options,
                   machine->bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning");
    }
}

bool options_trace_frames(const char *text, MachineOptions *machine) {
    char *end;
    long frames = strtol(text, &end, 10);
    if (*end || frames < 0 || frames > MEMORY_TRACE_MAX_FRAMES) return false;
    machine->trace_memory = (int)frames;
    return true;
}

bool options_digit_limit(const char *text, MachineOptions *machine) {
    char *end;
    errno = 0;
    long limit = strtol(text, &end, 10);
    if (*end || errno || limit > INT_MAX || (limit != 0 && limit < LEAST_DIGIT_LIMIT)) return false;
    machine->max_str_digits = limit ? (int)limit : NO_DIGIT_LIMIT;
    return true;
}

static bool is_known_locale(const char *name) {
    locale_t locale = newlocale(LC_CTYPE_MASK, name, (locale_t)0);
    if (locale) freelocale(locale);
    return locale;
}

/* The locale of characters as the environment has it; one that the system does not have leaves C in its place. */
static bool is_c_locale(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (isize i = 0; i < COUNT_OF(variables); i++) {
        const char *name = getenv(variables[i]);
        if (name && *name)
            return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 || !is_known_locale(name);
    }
    return true;
}

/* PEP 538: in the C locale, where LC_ALL does not insist on it, the program and what it starts are told of C.UTF-8. */
void options_coerce_locale(const MachineOptions *machine) {
    const char *wish = variable(machine, "PYTHONCOERCECLOCALE"), *all = getenv("LC_ALL");
    if (is_c_locale() && !(all && *all) && !(wish && strcmp(wish, "0") == 0)) setenv("LC_CTYPE", "C.UTF-8", 1);
}

static Status take_numbers(Options *options) {
    MachineOptions *machine = &options->machine;
    const char *utf8 = variable(machine, "PYTHONUTF8"), *digits = variable(machine, "PYTHONINTMAXSTRDIGITS");
    if (utf8 && strcmp(utf8, "1") != 0 && strcmp(utf8, "0") != 0)
        return usage_status("PYTHONUTF8 wants 0 or 1, not %s",
                            "PYTHONUTF8은 0이나 1이어야 합니다. %s^은 아닙니다", utf8);
    if (!options->utf8_told) machine->utf8_mode = utf8 ? *utf8 == '1' : is_c_locale(); /* PEP 540 */
    if (digits && !machine->max_str_digits && !options_digit_limit(digits, machine))
        return usage_status("PYTHONINTMAXSTRDIGITS wants 0 or a number of 640 or more, not %s",
                            "PYTHONINTMAXSTRDIGITS는 0이나 640 이상의 수여야 합니다. %s^은 아닙니다", digits);
    const char *frames = variable(machine, "PYTHONTRACEMALLOC");
    if (frames && !options->trace_memory_told && !options_trace_frames(frames, machine))
        return usage_status("PYTHONTRACEMALLOC wants a number of frames up to %d, not %s",
                            "PYTHONTRACEMALLOC은 %d까지의 프레임 수여야 합니다. %s^은 아닙니다",
                            MEMORY_TRACE_MAX_FRAMES, frames);
    return status_ok();
}

Status options_settle(Options *options) {
    MachineOptions *machine = &options->machine;
    raise_level(machine, "PYTHONOPTIMIZE", &machine->optimize);
    raise_level(machine, "PYTHONDEBUG", &machine->debug);
    if (!machine->inspect && variable(machine, "PYTHONINSPECT")) machine->inspect = INSPECT_AT_TERMINAL;
    raise_level(machine, "PYTHONVERBOSE", &machine->verbose);
    raise_flag(machine, "PYTHONDONTWRITEBYTECODE", &machine->no_bytecode);
    machine->unbuffered |= variable(machine, "PYTHONUNBUFFERED") != NULL;
    raise_flag(machine, "PYTHONNOUSERSITE", &machine->no_user_site);
    raise_flag(machine, "PYTHONSAFEPATH", &machine->safe_path);
    machine->dev_mode |= variable(machine, "PYTHONDEVMODE") != NULL;
    machine->warn_default_encoding |= variable(machine, "PYTHONWARNDEFAULTENCODING") != NULL;
    machine->no_debug_ranges |= variable(machine, "PYTHONNODEBUGRANGES") != NULL;
    machine->import_time |= variable(machine, "PYTHONPROFILEIMPORTTIME") != NULL;
    collect_filters(options);
    return take_numbers(options);
}
