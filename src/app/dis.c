/* dis.c: `opscope dis`: a program's bytecode as text. The program is compiled, not run. */
#include "code/dis.h"
#include "app/app.h"
#include "compiler/compiler.h"
#include "object/error.h"
#include "object/root.h"

static bool describe_stages(const Options *options, Text *out) {
    if (program_is_pyc(options))
        return error_set(EXC(ValueError), "a .pyc file has no stages: it is what the last of them gave");
    isize length;
    const char *source = program_source(options, &length);
    Own filename = program_filename(options);
    CompileOptions compile = {.mode = PARSE_FILE, .optimize = options->machine.optimize};
    bool done = filename && compile_stages(source, length, filename, &compile, options->stages, out);
    release_maybe(filename);
    return done;
}

static bool describe(const Options *options, Text *out) {
    if (options->stages) return describe_stages(options, out);
    Own code = program_code(options);
    bool done =
        code && (options->json ? dis_json(code, out) : dis_code(code, false, options->show_caches, out));
    release_maybe(code);
    return done;
}

/* Runs the program first; what it writes goes to standard error. */
static bool describe_after_run(const Options *options, Text *out) {
    while (machine_resume(UINT64_MAX, 0) != PROBE_EXIT) {}
    Ref code = machine_main_code();
    return !code || dis_code(code, true, options->show_caches, out);
}

int command_dis(Options *options) {
    if (options->machine.kind == PROGRAM_MODULE)
        return usage_error("dis: name the module's file instead of -m", "dis: -m 대신 모듈의 파일을 적으세요");
    options->machine.keep_code = options->adaptive;
    return static_machine_run(options, options->adaptive ? describe_after_run : describe);
}
