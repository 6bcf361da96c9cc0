/* native_driver.c: runs describe_native.py, which asks of a machine more than a Python program can: the program has one
 * builtin more, native_flags(function or method descriptor): how CPython would take its arguments, as ml_flags.
 *
 *     make build/release-gcc/native_driver
 *     build/release-gcc/native_driver PROGRAM [ARGS] */
#include <stdio.h>

#include "modules/boot.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/type_checks.h"
#include "world/world.h"

/* CPython's METH_ constants. */
enum {
    FLAG_VARARGS = 1,
    FLAG_KEYWORDS = 2,
    FLAG_NOARGS = 4,
    FLAG_O = 8,
    FLAG_FASTCALL = 0x80,
    FLAG_METHOD = 0x200
};

static Own native_flags(UNUSED Ref self, Ref callable) {
    const MethodDef *def;
    if (is_builtin_function(callable))
        def = ((const BuiltinFunction *)callable)->def;
    else if (is_exactly(callable, TYPE(METHOD_DESCRIPTOR)) ||
             is_exactly(callable, TYPE(CLASS_METHOD_DESCRIPTOR)))
        def = ((const MethodDescriptor *)callable)->def;
    else
        return error_set(EXC(TypeError), "neither a native function nor a method of a native type");
    static const int of_kind[] = {[METHOD_NONE] = FLAG_NOARGS,
                                  [METHOD_ONE] = FLAG_O,
                                  [METHOD_ARRAY] = FLAG_FASTCALL,
                                  [METHOD_KEYWORDS] = FLAG_FASTCALL | FLAG_KEYWORDS};
    int flags = of_kind[def->kind];
    if (def->flags & METHOD_VARARGS) flags = FLAG_VARARGS | (flags & FLAG_KEYWORDS);
    if (def->flags & METHOD_DEFINING_CLASS) flags = FLAG_FASTCALL | FLAG_KEYWORDS | FLAG_METHOD;
    return int_from_i64(flags);
}

static const MethodDef extra_functions[] = {{"native_flags", METHOD_ONE, .one = native_flags}, {.name = NULL}};

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    MachineOptions options = {.kind = PROGRAM_FILE,
                              .program = argv[1],
                              .argc = argc - 2,
                              .argv = (const char *const *)argv + 2,
                              .stdlib = "/usr/lib/python3.11"};
    char *source;
    static const WorldOptions world_options;
    const char *why = "the program can't be read";
    options.world = world_new(&world_options);
    if (!options.world || world_host_read_file(argv[1], &source, &options.source_length) != 0 ||
        (options.source = source, !machine_open(&options, modules_boot, &why)) ||
        !module_add_functions(MODULES_ROOT->builtins, extra_functions)) {
        fprintf(stderr, "native_driver: %s\n", why);
        return 2;
    }
    while (machine_resume(UINT64_MAX, 0) != PROBE_EXIT) {}
    return machine_exit_status();
}
