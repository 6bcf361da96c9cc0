/* testcapi_module.c: the modules _testcapi and _testinternalcapi, by which CPython's own tests reach its C API.
 *
 * This machine has no C API for others, so only what has a meaning on it is here: the limits of C's types,
 * printing and raising from C, docstrings with and without a signature, and a few types that can be had from C
 * alone. A test that asks for more finds no such name. */
#include <float.h>
#include <limits.h>
#include <signal.h>
#include <sys/wait.h>

#include "code/code.h"
#include "modules/modules.h"
#include "modules/tracemalloc.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/memory_trace.h"
#include "vm/traceback.h"

/* --- exceptions ------------------------------------------------------------------------------------------ */

static Own testcapi_method_exception_print(Ref self, Ref exception) {
    Ref traceback = is_exception(exception) ? AS_EXCEPTION(exception)->traceback : NULL;
    Ref parts[] = {(Ref)type_of(exception), exception, traceback ? traceback : None};
    return hook_except(self, parts, COUNT_OF(parts));
}

static Own testcapi_method_traceback_print(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("traceback_print", nargs, 2, 2)) return NULL;
    Text text = text_new(TEXT_IN_ARENA);
    traceback_print(args[0], 0, 1000, &text);
    bool written = stream_write_pieces(args[1], &text);
    text_free(&text);
    return written ? own_none() : NULL;
}

/* Raises class(0, 1, ... count - 1), the arguments handed over in a tuple. */
static Own testcapi_method_raise_exception(Ref self UNUSED, Ref const *args, isize nargs) {
    int count;
    if (!arguments_count("raise_exception", nargs, 2, 2) || !argument_int(args[1], &count)) return NULL;
    if (!is_type(args[0]) || !type_has(AS_TYPE(args[0]), TYPE_EXCEPTION_SUBCLASS)) {
        return error_set(EXC(SystemError), "_PyErr_SetObject: exception %R is not a BaseException subclass",
                         args[0]);
    }
    Own numbers = tuple_new(count);
    for (int i = 0; numbers && i < count; i++) tuple_fill(numbers, i, int_from_i64(i));
    if (numbers) error_set_object(AS_TYPE(args[0]), numbers);
    release_maybe(numbers);
    return NULL;
}

static Own testcapi_method_raise_memoryerror(Ref self UNUSED) { return error_memory(); }

/* What PyErr_NewExceptionWithDoc does. */
static Own testcapi_method_make_exception_with_doc(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "make_exception_with_doc", {"name", "doc", "base", "dict"}, .required = 1};
    Ref values[4];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    TextArgument name;
    if (!argument_text(values[0], "make_exception_with_doc", "'name'", &name)) return NULL;
    const char *dot = strrchr(name.text, '.');
    Ref base = values[2] ? values[2] : (Ref)EXC(Exception);
    Own module = NULL, short_name = NULL, namespace = NULL, bases = NULL, class = NULL;
    if (!dot) {
        error_set(EXC(SystemError), "PyErr_NewException: name must be module.class");
        goto done;
    }
    module = str_from_utf8(name.text, dot - name.text);
    short_name = str_from_utf8(dot + 1, (isize)strlen(dot + 1));
    namespace = values[3] ? dict_copy(values[3]) : dict_new();
    bases = is_tuple(base) ? own(base) : tuple_pack(1, base);
    if (!module || !short_name || !namespace || !bases || !dict_set(namespace, NAME(__module__), module))
        goto done;
    if (values[1] && !dict_set(namespace, NAME(__doc__), values[1])) goto done;
    class = object_call_args((Ref)TYPE(TYPE), 3, short_name, bases, namespace);
done:
    text_argument_release(&name);
    release_maybe(module);
    release_maybe(short_name);
    release_maybe(namespace);
    release_maybe(bases);
    return class;
}

static Own testcapi_method_write_unraisable_exc(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("write_unraisable_exc", nargs, 3, 3)) return NULL;
    TextArgument message = {.text = NULL};
    if (args[1] != None && !argument_text(args[1], "write_unraisable_exc", "2", &message)) return NULL;
    error_restore(own(args[0]));
    if (message.text) {
        error_unraisable_in(message.text, args[2]);
    } else {
        error_unraisable(args[2]);
    }
    text_argument_release(&message);
    return own_none();
}

/* --- code, dicts, sequences, calls ----------------------------------------------------------------------- */

static Own testcapi_method_code_newempty(Ref self UNUSED, Ref const *args, isize nargs) {
    int line;
    if (!arguments_count("code_newempty", nargs, 3, 3) || !argument_str(args[0], "code_newempty", "1") ||
        !argument_str(args[1], "code_newempty", "2") || !argument_int(args[2], &line)) {
        return NULL;
    }
    return code_new_empty(args[0], args[1], line);
}

static Own testcapi_method_dict_getitem_knownhash(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("dict_getitem_knownhash", nargs, 3, 3)) return NULL;
    isize hash = int_as_isize(args[2]);
    if (hash == -1 && error_occurred()) return NULL;
    if (!is_dict(args[0])) return error_internal("bad argument to internal function");
    Ref found = dict_get_hashed(args[0], args[1], hash);
    if (found) return own(found);
    return error_occurred() ? NULL : error_set_key(args[1]);
}

/* An index below 0 counts from the end: once, whatever comes of it. */
static bool sequence_place(Ref sequence, Ref index, isize *place) {
    *place = int_as_isize(index);
    if (*place == -1 && error_occurred()) return false;
    if (*place >= 0) return true;
    isize length = object_length(sequence);
    *place += length;
    return length >= 0 && (*place >= 0 || error_set(EXC(IndexError), "index out of range"));
}

static Own testcapi_method_sequence_getitem(Ref self UNUSED, Ref const *args, isize nargs) {
    isize place;
    if (!arguments_count("sequence_getitem", nargs, 2, 2) || !sequence_place(args[0], args[1], &place))
        return NULL;
    Own index = int_from_isize(place), item = index ? object_get_item(args[0], index) : NULL;
    release_maybe(index);
    return item;
}

static Own testcapi_method_sequence_setitem(Ref self UNUSED, Ref const *args, isize nargs) {
    isize place;
    if (!arguments_count("sequence_setitem", nargs, 3, 3) || !sequence_place(args[0], args[1], &place))
        return NULL;
    Own index = int_from_isize(place);
    bool set = index && object_set_item(args[0], index, args[2]);
    release_maybe(index);
    return set ? own_none() : NULL;
}

/* __get__ of a class: makes an instance of the owner, in which the program may take the descriptor away. */
static Own testcapi_method_bad_get(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("bad_get", nargs, 3, 3)) return NULL;
    Own made = object_call_none(args[2]);
    if (!made) return NULL;
    release(made);
    return object_repr(args[0]);
}

static Own testcapi_method_pyobject_fastcall(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("pyobject_fastcall", nargs, 2, 2)) return NULL;
    if (args[1] == None) return object_call_none(args[0]);
    if (!is_tuple(args[1])) return error_set(EXC(TypeError), "args must be None or a tuple");
    return object_call(args[0], (Ref const *)AS_TUPLE(args[1])->items, tuple_length(args[1]), NULL);
}

/* A new builtin function, bound to itself being no use: it counts for being collected. */
static Own create_cfunction(Ref self, Ref module UNUSED) { return own(self); }
static const MethodDef created_function = {"create_cfunction", METHOD_ONE, .one = create_cfunction};
static Own testcapi_method_create_cfunction(Ref self) {
    return builtin_function_new(&created_function, self, NULL);
}

/* Ctrl-C arrives while a generator is being resumed from C. */
static Own testcapi_method_raise_SIGINT_then_send_None(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("raise_SIGINT_then_send_None", nargs, 1, 1)) return NULL;
    signal_trip(SIGINT);
    return object_call_method_one(args[0], NAME(send), None);
}

/* --- numbers --------------------------------------------------------------------------------------------- */

/* struct.pack or unpack with the format that packs `size` bytes. */
static Own float_convert(const char *function, int size, bool little_endian, Ref value) {
    char format[] = {little_endian ? '<' : '>', size == 2 ? 'e' : size == 4 ? 'f' : 'd', '\0'};
    Own converter = import_attribute("_struct", function);
    Own layout = str_from_ascii(format, -1), made = NULL;
    if (converter && layout) made = object_call_args(converter, 2, layout, value);
    release_maybe(converter);
    release_maybe(layout);
    return made;
}

static Own testcapi_method_float_pack(Ref self UNUSED, Ref const *args, isize nargs) {
    int size, little_endian;
    if (!arguments_count("float_pack", nargs, 3, 3) || !argument_int(args[0], &size) ||
        !argument_int(args[2], &little_endian)) {
        return NULL;
    }
    if (size != 2 && size != 4 && size != 8) return error_set(EXC(ValueError), "size must 2, 4 or 8");
    return float_convert("pack", size, little_endian, args[1]);
}

static Own testcapi_method_float_unpack(Ref self UNUSED, Ref const *args, isize nargs) {
    int little_endian;
    if (!arguments_count("float_unpack", nargs, 2, 2) || !argument_int(args[1], &little_endian)) return NULL;
    isize size = is_bytes(args[0]) ? size_of(args[0]) : -1;
    if (size != 2 && size != 4 && size != 8)
        return error_set(EXC(ValueError), "data length must 2, 4 or 8 bytes");
    Own numbers = float_convert("unpack", (int)size, little_endian, args[0]);
    Own number = numbers ? own(tuple_get(numbers, 0)) : NULL;
    release_maybe(numbers);
    return number;
}

/* --- types ----------------------------------------------------------------------------------------------- */

typedef struct Wrapped { /* awaitType, ContainerNoGC and GenericAlias: one object inside */
    Object ob_base;
    Object *inner; /* owned */
} Wrapped;
#define AS_WRAPPED(ref) ((Wrapped *)(ref))

static Own wrap(Type *type, Ref inner) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_WRAPPED(self)->inner = own(inner);
    return self;
}
static void wrapped_dealloc(Own self) {
    release_maybe(AS_WRAPPED(self)->inner);
    object_free(self);
}

static Own await_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames UNUSED) {
    return arguments_count("awaitObject", nargs, 1, 1) ? wrap(type, args[0]) : NULL;
}
static Own await_type_await(Ref self) { return own(AS_WRAPPED(self)->inner); }
const TypeSpec testcapi_await_spec = {
    .name = "awaitType",
    .basicsize = sizeof(Wrapped),
    .doc = "C level type with tp_as_async",
    .slots = {.dealloc = wrapped_dealloc, .new = await_type_new, .await = await_type_await}};

/* What it holds the garbage collector does not see. */
static Own container_no_gc_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"ContainerNoGC", {"value"}, .required = 1};
    Ref value;
    return arguments_bind(&parameters, args, nargs, kwnames, &value) ? wrap(type, value) : NULL;
}
static const MemberDef container_no_gc_members[] = {
    {"value", MEMBER_OBJECT, offsetof(Wrapped, inner), true, "a container value for test purposes"},
    {.name = NULL}};
const TypeSpec testcapi_container_no_gc_spec = {
    .name = "_testcapi.ContainerNoGC",
    .module = "_testcapi",
    .basicsize = sizeof(Wrapped),
    .flags = TYPE_BASETYPE,
    .slots = {.dealloc = wrapped_dealloc, .new = container_no_gc_new},
    .members = container_no_gc_members};

/* What Generic[X] is: as a base class it stands for X. */
static Own generic_alias_method_mro_entries(Ref self, Ref bases UNUSED) {
    return tuple_pack(1, AS_WRAPPED(self)->inner);
}
static const MethodDef generic_alias_methods[] = {
    {"__mro_entries__", METHOD_ONE, .one = generic_alias_method_mro_entries}, {.name = NULL}};
const TypeSpec testcapi_generic_alias_spec = {.name = "GenericAlias",
                                              .basicsize = sizeof(Wrapped),
                                              .flags = TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                                              .slots = {.dealloc = wrapped_dealloc},
                                              .methods = generic_alias_methods};

static Own generic_method_class_getitem(Ref self UNUSED, Ref item) {
    return wrap(MODULE_TYPE(TESTCAPI_GENERIC_ALIAS), item);
}
static const MethodDef generic_methods[] = {
    {"__class_getitem__", METHOD_ONE, .one = generic_method_class_getitem, .flags = METHOD_CLASS},
    {.name = NULL}};
const TypeSpec testcapi_generic_spec = {.name = "Generic",
                                        .basicsize = sizeof(Object),
                                        .flags = TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                                        .methods = generic_methods};

/* --- tracemalloc: traces of memory that is not Python's own ------------------------------------------------ */

/* (domain, address, ...): as PyArg_ParseTuple takes them apart. */
static bool trace_place(Ref const *args, isize nargs, isize least, isize most, u32 *domain, u64 *address) {
    if (nargs < least || nargs > most) {
        const char *which = least == most ? "exactly" : nargs < least ? "at least" : "at most";
        return error_set(EXC(TypeError), "function takes %s %zd arguments (%zd given)", which,
                         nargs < least ? least : most, nargs) != NULL;
    }
    Own number = int_index(args[0]);
    if (!number) return false;
    *domain = (u32)int_as_u64_mask(number);
    release(number);
    if (!is_int(args[1])) return error_set(EXC(TypeError), "an integer is required") != NULL;
    *address = int_sign(args[1]) < 0 ? (u64)int_as_i64(args[1]) : int_as_u64(args[1]);
    return !(*address == UINT64_MAX && error_occurred());
}

static Own testcapi_method_tracemalloc_track(Ref self UNUSED, Ref const *args, isize nargs) {
    u32 domain;
    u64 address;
    isize size;
    int without_gil = 0; /* nothing here takes long enough to let go of it */
    if (!trace_place(args, nargs, 3, 4, &domain, &address) || !argument_parsed_isize(args[2], &size) ||
        (nargs == 4 && !argument_parsed_int(args[3], &without_gil)))
        return NULL;
    if (!memory_trace_is_on()) return error_set(EXC(RuntimeError), "PyTraceMalloc_Track error");
    return memory_trace_track(domain, address, (usize)size) ? own_none() : NULL;
}

static Own testcapi_method_tracemalloc_untrack(Ref self UNUSED, Ref const *args, isize nargs) {
    u32 domain;
    u64 address;
    if (!trace_place(args, nargs, 2, 2, &domain, &address)) return NULL;
    if (!memory_trace_is_on()) return error_set(EXC(RuntimeError), "PyTraceMalloc_Untrack error");
    memory_trace_untrack(domain, address);
    return own_none();
}

static Own testcapi_method_tracemalloc_get_traceback(Ref self UNUSED, Ref const *args, isize nargs) {
    u32 domain;
    u64 address;
    if (!trace_place(args, nargs, 2, 2, &domain, &address)) return NULL;
    const MemoryTrace *trace = memory_trace_find(domain, address);
    return trace ? tracemalloc_traceback(trace->stack) : own_none();
}

/* --- _testcapi ------------------------------------------------------------------------------------------- */

static Own nothing(Ref self UNUSED) { return own_none(); }

#define DOCUMENTED(name, text)                                                                                 \
    { name, METHOD_NONE, .none = nothing, .doc = text }
/* The wait status of a process that this signal has stopped. */
static Own testcapi_method_W_STOPCODE(Ref self UNUSED, Ref given) {
    int number;
    return argument_int(given, &number) ? int_from_i64(W_STOPCODE(number)) : NULL;
}

static const MethodDef functions[] = {
    {"W_STOPCODE", METHOD_ONE, .one = testcapi_method_W_STOPCODE},
    {"bad_get", METHOD_ARRAY, .array = testcapi_method_bad_get},
    {"code_newempty", METHOD_ARRAY, .array = testcapi_method_code_newempty, .flags = METHOD_VARARGS},
    {"create_cfunction", METHOD_NONE, .none = testcapi_method_create_cfunction},
    {"dict_getitem_knownhash", METHOD_ARRAY, .array = testcapi_method_dict_getitem_knownhash,
     .flags = METHOD_VARARGS},
    {"exception_print", METHOD_ONE, .one = testcapi_method_exception_print},
    {"float_pack", METHOD_ARRAY, .array = testcapi_method_float_pack, .flags = METHOD_VARARGS},
    {"float_unpack", METHOD_ARRAY, .array = testcapi_method_float_unpack, .flags = METHOD_VARARGS},
    {"make_exception_with_doc", METHOD_KEYWORDS, .keywords = testcapi_method_make_exception_with_doc},
    {"pyobject_fastcall", METHOD_ARRAY, .array = testcapi_method_pyobject_fastcall, .flags = METHOD_VARARGS},
    {"raise_exception", METHOD_ARRAY, .array = testcapi_method_raise_exception, .flags = METHOD_VARARGS},
    {"raise_memoryerror", METHOD_NONE, .none = testcapi_method_raise_memoryerror},
    {"raise_SIGINT_then_send_None", METHOD_ARRAY, .array = testcapi_method_raise_SIGINT_then_send_None,
     .flags = METHOD_VARARGS},
    {"sequence_getitem", METHOD_ARRAY, .array = testcapi_method_sequence_getitem, .flags = METHOD_VARARGS},
    {"sequence_setitem", METHOD_ARRAY, .array = testcapi_method_sequence_setitem, .flags = METHOD_VARARGS},
    {"traceback_print", METHOD_ARRAY, .array = testcapi_method_traceback_print, .flags = METHOD_VARARGS},
    {"tracemalloc_get_traceback", METHOD_ARRAY, .array = testcapi_method_tracemalloc_get_traceback,
     .flags = METHOD_VARARGS},
    {"tracemalloc_track", METHOD_ARRAY, .array = testcapi_method_tracemalloc_track, .flags = METHOD_VARARGS},
    {"tracemalloc_untrack", METHOD_ARRAY, .array = testcapi_method_tracemalloc_untrack,
     .flags = METHOD_VARARGS},
    {"write_unraisable_exc", METHOD_ARRAY, .array = testcapi_method_write_unraisable_exc,
     .flags = METHOD_VARARGS},
    DOCUMENTED("test_with_docstring", "This is a pretty normal docstring."),
    DOCUMENTED("no_docstring", NULL),
    DOCUMENTED("docstring_empty", ""),
    DOCUMENTED("docstring_no_signature", "This docstring has no signature."),
    DOCUMENTED("docstring_with_invalid_signature",
               "docstring_with_invalid_signature($module, /, boo)\n\nThis docstring has an invalid signature."),
    DOCUMENTED("docstring_with_invalid_signature2",
               "docstring_with_invalid_signature2($module, /, boo)\n\n--\n\nThis docstring also has an invalid "
               "signature."),
    DOCUMENTED("docstring_with_signature",
               "docstring_with_signature($module, /, sig)\n--\n\nThis docstring has a valid signature."),
    DOCUMENTED("docstring_with_signature_but_no_doc",
               "docstring_with_signature_but_no_doc($module, /, sig)\n--\n\n"),
    DOCUMENTED(
        "docstring_with_signature_and_extra_newlines",
        "docstring_with_signature_and_extra_newlines($module, /, parameter)\n--\n\n\nThis docstring has a "
        "valid signature and some extra newlines."),
    DOCUMENTED("docstring_with_signature_with_defaults",
               "docstring_with_signature_with_defaults(module, s='avocado',\n        b=b'bytes', d=3.14, i=35, "
               "n=None, t=True, f=False,\n        local=the_number_three, sys=sys.maxsize,\n        "
               "exp=sys.maxsize - 1)\n--\n\n\n\nThis docstring has a valid signature with parameters,\nand the "
               "parameters take defaults of varying types."),
    {.name = NULL}};

static bool fill(Ref module) {
    static const ModuleConstant limits[] = {{"CHAR_MAX", CHAR_MAX},         {"CHAR_MIN", CHAR_MIN},
                                            {"INT_MAX", INT_MAX},           {"INT_MIN", INT_MIN},
                                            {"LLONG_MAX", LLONG_MAX},       {"LLONG_MIN", LLONG_MIN},
                                            {"LONG_MAX", LONG_MAX},         {"LONG_MIN", LONG_MIN},
                                            {"PY_SSIZE_T_MAX", ISIZE_MAX},  {"PY_SSIZE_T_MIN", -ISIZE_MAX - 1},
                                            {"SHRT_MAX", SHRT_MAX},         {"SHRT_MIN", SHRT_MIN},
                                            {"SIZEOF_TIME_T", sizeof(i64)}, {"UCHAR_MAX", UCHAR_MAX},
                                            {"UINT_MAX", UINT_MAX},         {"USHRT_MAX", USHRT_MAX},
                                            {"the_number_three", 3},        {.name = NULL}};
    return module_add_constants(module, limits) && module_add(module, "ULONG_MAX", int_from_u64(ULONG_MAX)) &&
           module_add(module, "ULLONG_MAX", int_from_u64(ULLONG_MAX)) &&
           module_add(module, "DBL_MAX", float_from_double(DBL_MAX)) &&
           module_add(module, "DBL_MIN", float_from_double(DBL_MIN)) &&
           module_add(module, "FLT_MAX", float_from_double((double)FLT_MAX)) &&
           module_add(module, "FLT_MIN", float_from_double((double)FLT_MIN)) &&
           module_add(module, "WITH_PYMALLOC", own(True)) &&
           module_add_type(module, MODULE_TYPE_TESTCAPI_AWAIT) &&
           module_add_type(module, MODULE_TYPE_TESTCAPI_CONTAINER_NO_GC) &&
           module_add_type(module, MODULE_TYPE_TESTCAPI_GENERIC_ALIAS) &&
           module_add_type(module, MODULE_TYPE_TESTCAPI_GENERIC);
}

const NativeModule testcapi_module = {
    .name = "_testcapi", .functions = functions, .fill = fill, .extension = true};

/* --- _testinternalcapi ----------------------------------------------------------------------------------- */

/* How the machine was told to run, as far as it can be told. */
static Own testinternalcapi_method_get_config(Ref self UNUSED) {
    Own config = dict_new(), level = int_from_i64(MODULES_ROOT->optimize), one = int_from_i64(1);
    bool filled = config && level && one && dict_set_cstring(config, "code_debug_ranges", one) &&
                  dict_set_cstring(config, "optimization_level", level) &&
                  dict_set_cstring(config, "use_frozen_modules", one);
    release_maybe(level);
    release_maybe(one);
    if (!filled) slot_clear(&config);
    return config;
}

static Own testinternalcapi_method_get_recursion_depth(Ref self UNUSED) {
    return int_from_isize(OBJECT_ROOT->recursion_depth);
}

static const MethodDef internal_functions[] = {
    {"get_config", METHOD_NONE, .none = testinternalcapi_method_get_config},
    {"get_recursion_depth", METHOD_NONE, .none = testinternalcapi_method_get_recursion_depth},
    {.name = NULL}};

static bool fill_internal(Ref module) {
    return module_add(module, "SIZEOF_PYGC_HEAD", int_from_i64(2 * sizeof(void *)));
}

const NativeModule testinternalcapi_module = {
    .name = "_testinternalcapi", .functions = internal_functions, .fill = fill_internal, .extension = true};
