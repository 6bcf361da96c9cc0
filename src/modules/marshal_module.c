/* marshal_module.c: the module marshal: Python values as bytes and back. The format is in code/marshal_*.c. */
#include "code/marshal.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"

/* The version among the arguments, MARSHAL_VERSION where it is left out; -1 raised. The hooks hear of it. */
static int version_of(Ref const *args, isize nargs, isize place) {
    int version = MARSHAL_VERSION;
    if (nargs > place && !argument_int(args[place], &version)) return -1;
    if (!AUDIT("marshal.dumps", "Oi", args[0], version)) return -1;
    return version < 0 ? 0 : version > MARSHAL_VERSION ? MARSHAL_VERSION : version;
}

static Own marshal_dumps_function(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("dumps", nargs, 1, 2)) return NULL;
    int version = version_of(args, nargs, 1);
    return version < 0 ? NULL : marshal_dumps(args[0], version);
}

static Own marshal_dump_function(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("dump", nargs, 2, 3)) return NULL;
    int version = version_of(args, nargs, 2);
    Own bytes = version < 0 ? NULL : marshal_dumps(args[0], version);
    Own answer = bytes ? object_call_method_one(args[1], NAME(write), bytes) : NULL;
    release_maybe(bytes);
    return answer;
}

static Own marshal_loads_function(Ref self, Ref bytes) {
    Buffer buffer;
    (void)self;
    if (!buffer_get(bytes, &buffer, false)) return NULL;
    Own value = AUDIT("marshal.loads", "y", (const void *)buffer.data, buffer.length)
                    ? marshal_loads((const u8 *)buffer.data, buffer.length, NULL)
                    : NULL;
    buffer_release(&buffer);
    return value;
}

/* A first read of nothing tells whether the file is a binary one. */
static Own marshal_load_function(Ref self, Ref file) {
    (void)self;
    Own read = str_intern_cstring("read"), zero = int_from_i64(0);
    Own nothing = read && zero ? object_call_method_one(file, read, zero) : NULL;
    release_maybe(read);
    release_maybe(zero);
    if (!nothing) return NULL;
    bool binary = is_bytes(nothing);
    if (!binary) error_set(EXC(TypeError), "file.read() returned not bytes but %.100s", type_of(nothing)->name);
    release(nothing);
    return binary && AUDIT("marshal.load", "") ? marshal_load(file) : NULL;
}

static const MethodDef functions[] = {
    {"dump", METHOD_ARRAY, .array = marshal_dump_function,
     .doc = "dump($module, value, file, version=version, /)\n--\n\n"
            "Write the value on the open file.\n\n  value\n    Must be a supported type.\n  file\n"
            "    Must be a writeable binary file.\n  version\n"
            "    Indicates the data format that dump should use.\n\n"
            "If the value has (or contains an object that has) an unsupported type, a\n"
            "ValueError exception is raised - but garbage data will also be written\n"
            "to the file. The object will not be properly read back by load()."},
    {"load", METHOD_ONE, .one = marshal_load_function,
     .doc = "load($module, file, /)\n--\n\n"
            "Read one value from the open file and return it.\n\n  file\n"
            "    Must be readable binary file.\n\n"
            "If no valid value is read (e.g. because the data has a different Python\n"
            "version's incompatible marshal format), raise EOFError, ValueError or\nTypeError.\n\n"
            "Note: If an object containing an unsupported type was marshalled with\n"
            "dump(), load() will substitute None for the unmarshallable type."},
    {"dumps", METHOD_ARRAY, .array = marshal_dumps_function,
     .doc = "dumps($module, value, version=version, /)\n--\n\n"
            "Return the bytes object that would be written to a file by dump(value, file).\n\n  value\n"
            "    Must be a supported type.\n  version\n"
            "    Indicates the data format that dumps should use.\n\n"
            "Raise a ValueError exception if value has (or contains an object that has) an\n"
            "unsupported type."},
    {"loads", METHOD_ONE, .one = marshal_loads_function,
     .doc = "loads($module, bytes, /)\n--\n\n"
            "Convert the bytes-like object to a value.\n\n"
            "If no valid value is found, raise EOFError, ValueError or TypeError.  Extra\n"
            "bytes in the input are ignored."},
    {.name = NULL}};

static const ModuleConstant constants[] = {{"version", MARSHAL_VERSION}, {.name = NULL}};
static bool fill(Ref module) { return module_add_constants(module, constants); }

const NativeModule marshal_module = {
    .name = "marshal",
    .doc = "This module contains functions that can read and write Python values in\n"
           "a binary format. The format is specific to Python, but independent of\n"
           "machine architecture issues.\n"
           "\n"
           "Not all Python object types are supported; in general, only objects\n"
           "whose value is independent from a particular invocation of Python can be\n"
           "written and read by this module. The following types are supported:\n"
           "None, integers, floating point numbers, strings, bytes, bytearrays,\n"
           "tuples, lists, sets, dictionaries, and code objects, where it\n"
           "should be understood that tuples, lists and dictionaries are only\n"
           "supported as long as the values contained therein are themselves\n"
           "supported; and recursive lists and dictionaries should not be written\n"
           "(they will cause infinite loops).\n"
           "\n"
           "Variables:\n"
           "\n"
           "version -- indicates the format that the module uses. Version 0 is the\n"
           "    historical format, version 1 shares interned strings and version 2\n"
           "    uses a binary format for floating point numbers.\n"
           "    Version 3 shares common object references (New in version 3.4).\n"
           "\n"
           "Functions:\n"
           "\n"
           "dump() -- write value to a file\n"
           "load() -- read value from a file\n"
           "dumps() -- marshal value as a bytes object\n"
           "loads() -- read value from a bytes-like object",
    .functions = functions,
    .fill = fill};
