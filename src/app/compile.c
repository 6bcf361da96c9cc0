/* compile.c: `opscope compile`: a program's .pyc file, byte for byte as python3.11's py_compile writes it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/app.h"
#include "code/pyc.h"
#include "world/world.h"

static bool make_pyc(const Options *options, Text *out) {
    WorldStat source = world_stat(options->machine.program);
    Own code = program_code(options);
    bool made = code && pyc_write(code, 0, pyc_stamp(source.mtime_ns, source.size), out);
    release_maybe(code);
    return made;
}

/* folder/x.py -> folder/__pycache__/x.cpython-311.pyc, "opt-1" in it with -O. The folder is made. */
static char *cache_path(const Options *options) {
    const char *program = options->machine.program, *slash = strrchr(program, '/');
    int folder = slash ? (int)(slash - program) + 1 : 0;
    const char *name = program + folder, *dot = strrchr(name, '.');
    int stem = dot ? (int)(dot - name) : (int)strlen(name);
    usize size = strlen(program) + sizeof "__pycache__/.cpython-311.opt-1.pyc";
    char *path = malloc(size), level[sizeof ".opt-1"] = "";
    if (!path) return NULL;
    if (options->machine.optimize) snprintf(level, sizeof level, ".opt-%d", options->machine.optimize);
    snprintf(path, size, "%.*s__pycache__", folder, program);
    mkdir(path, 0777);
    snprintf(path, size, "%.*s__pycache__/%.*s.cpython-311%s.pyc", folder, program, stem, name, level);
    return path;
}

int command_compile(Options *options) {
    if (options->machine.kind != PROGRAM_FILE)
        return usage_error("compile: name a file", "compile: 파일을 적으세요");
    if (program_is_pyc(options))
        return usage_error("compile: '%s' is compiled already", "compile: '%s'^은 이미 컴파일되어 있습니다",
                           options->machine.program);
    char *path = options->output ? NULL : cache_path(options);
    const char *output = options->output ? options->output : path;
    int status = output ? static_machine_write(options, make_pyc, output)
                        : usage_error("out of memory", "메모리가 모자랍니다");
    free(path);
    return status;
}
