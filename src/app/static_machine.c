/* static_machine.c: a machine in which nothing runs: for the commands that only compile a program and look at
 * what came of it. */
#include <errno.h>
#include <stdio.h>

#include "app/app.h"
#include "base/arena.h"
#include "code/pyc.h"
#include "compiler/compiler.h"
#include "object/error.h"
#include "object/str.h"
#include "vm/traceback.h"

Own program_filename(const Options *options) {
    const MachineOptions *machine = &options->machine;
    const char *name = machine->kind == PROGRAM_COMMAND ? "<string>"
                       : machine->kind == PROGRAM_STDIN ? "<stdin>"
                                                        : machine->program;
    return str_from_utf8_surrogateescape(name, (isize)strlen(name));
}

const char *program_source(const Options *options, isize *length) {
    const MachineOptions *machine = &options->machine;
    bool command = machine->kind == PROGRAM_COMMAND;
    *length = command ? (isize)strlen(machine->program) : machine->source_length;
    return command ? machine->program : machine->source;
}

bool program_is_pyc(const Options *options) {
    const MachineOptions *machine = &options->machine;
    return machine->kind == PROGRAM_FILE &&
           pyc_is_named(machine->program, machine->source, machine->source_length);
}

Own program_code(const Options *options) {
    isize length;
    const char *source = program_source(options, &length);
    if (program_is_pyc(options)) return pyc_read(source, length);
    Own filename = program_filename(options);
    CompileOptions compile = {.mode = PARSE_FILE, .optimize = options->machine.optimize};
    if (options->machine.kind == PROGRAM_COMMAND) compile.flags |= PARSE_IGNORE_COOKIE;
    Own code = filename ? compile_source(source, length, filename, &compile) : NULL;
    release_maybe(filename);
    return code;
}

/* What went wrong, to standard error. */
static void report(void) {
    Own exception = error_fetch();
    Text message = text_new(TEXT_IN_ARENA);
    if (exception) traceback_print_exception(exception, &message);
    pieces_join(&message);
    fputs(text_cstring(&message), stderr);
    text_free(&message);
    release_maybe(exception);
}

/* Work that was done goes to the file as a whole, or not at all. */
static int deliver(const Text *text, const char *path) {
    FILE *file = path ? fopen(path, "wb") : stdout;
    if (!file) return usage_error("can't write '%s': %s", "'%s'에 쓸 수 없습니다: %s", path, strerror(errno));
    fwrite(text_cstring(text), 1, (usize)text->length, file);
    bool failed = path ? fclose(file) != 0 : fflush(file) != 0;
    return failed ? usage_error("can't write '%s': %s", "'%s'에 쓸 수 없습니다: %s",
                                path ? path : usage_text("standard output", "표준 출력"), strerror(errno))
                  : 0;
}

int static_machine_write(Options *options, StaticWork work, const char *path) {
    WorldOptions outside = {.output_to_error = true};
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    if (options->fail_allocation) arena_fail_allocation(options->fail_allocation, false);
    Text out = text_new(TEXT_IN_ARENA);
    int status = 1;
    if (work(options, &out))
        status = deliver(&out, path);
    else
        report();
    text_free(&out);
    close_machine(world);
    return status;
}

int static_machine_run(Options *options, StaticWork work) { return static_machine_write(options, work, NULL); }
