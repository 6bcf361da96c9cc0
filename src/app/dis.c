/* dis.c: `opscope dis`: a program's bytecode as text. The program is compiled, not run. */
#include <stdio.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/text.h"
#include "code/dis.h"
#include "compiler/compiler.h"
#include "modules/boot.h"
#include "object/error.h"
#include "object/str.h"
#include "vm/traceback.h"
#include "world/world.h"

static bool print_code(const Options *options, Text *out) {
    const MachineOptions *machine = &options->machine;
    const char *source = machine->kind == PROGRAM_COMMAND ? machine->program : machine->source;
    isize length = machine->kind == PROGRAM_COMMAND ? (isize)strlen(source) : machine->source_length;
    const char *name = machine->kind == PROGRAM_COMMAND ? "<string>"
                       : machine->kind == PROGRAM_STDIN ? "<stdin>"
                                                        : machine->program;
    Own filename = str_from_utf8_surrogateescape(name, (isize)strlen(name));
    if (!filename) return false;
    CompileOptions compile = {.mode = PARSE_FILE, .optimize = machine->optimize};
    bool done;
    if (options->stages) {
        done = compile_stages(source, length, filename, &compile, out);
    } else {
        Own code = compile_source(source, length, filename, &compile);
        done = code && (options->json ? dis_json(code, out)
                                      : dis_code(code, options->adaptive, options->show_caches, out));
        release_maybe(code);
    }
    release(filename);
    return done;
}

int command_dis(Options *options) {
    if (options->machine.kind == PROGRAM_MODULE)
        return usage_error("dis: name the module's file instead of -m");
    WorldOptions outside = {0};
    World *world = world_new(&outside);
    options->machine.world = world;
    const char *why = "out of memory";
    if (!world || !machine_open(&options->machine, modules_boot, &why)) {
        world_free(world);
        return usage_error("cannot make the machine: %s", why);
    }
    if (options->fail_allocation) arena_fail_allocation(options->fail_allocation, false);
    Text out = text_new(TEXT_IN_ARENA);
    int status = 0;
    if (print_code(options, &out)) {
        fwrite(text_cstring(&out), 1, (usize)out.length, stdout);
    } else {
        Own exception = error_fetch();
        Text message = text_new(TEXT_IN_ARENA);
        if (exception) traceback_print_exception(exception, &message);
        fputs(text_cstring(&message), stderr);
        text_free(&message);
        release_maybe(exception);
        status = 1;
    }
    text_free(&out);
    machine_close();
    world_free(world);
    return status;
}
