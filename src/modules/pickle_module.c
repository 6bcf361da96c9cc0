/* pickle_module.c: the module _pickle: dump, dumps, load and loads, and what it takes from the library. */
#include "modules/pickle.h"
#include "modules/pickle_docs.h"

#include "object/call.h"

/* --- functions ------------------------------------------------------------------------------------------ */

static Own pickle_dump_function(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "dump", {"obj", "file", "protocol", "*", "fix_imports", "buffer_callback"}, .required = 2};
    Ref given[5];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own pickler = pickler_new();
    if (!pickler) return NULL;
    Pickler *self = AS_PICKLER(pickler);
    bool dumped = pickler_set_protocol(self, given[2], given[3]) && pickler_set_file(self, given[1]) &&
                  pickler_set_buffer_callback(self, given[4]) && pickle_dump(self, given[0]) &&
                  pickle_output_flush(self);
    release(pickler);
    return dumped ? own_none() : NULL;
}

static Own pickle_dumps(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "dumps", {"obj", "protocol", "*", "fix_imports", "buffer_callback"}, .required = 1};
    Ref given[4];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own pickler = pickler_new(), bytes = NULL;
    if (!pickler) return NULL;
    Pickler *self = AS_PICKLER(pickler);
    bool dumped = pickler_set_protocol(self, given[1], given[2]) &&
                  pickler_set_buffer_callback(self, given[3]) && pickle_dump(self, given[0]);
    if (dumped) bytes = pickle_output_take(self);
    release(pickler);
    return bytes;
}

/* given: what to load from, and the options. */
static Own load_from(bool (*set_source)(Unpickler *, Ref), const char *function, Ref const given[5]) {
    UnpicklerOptions options;
    if (!unpickler_options_read(&options, given + 1, function)) return NULL;
    Own unpickler = unpickler_new(), object = NULL;
    if (unpickler && set_source(AS_UNPICKLER(unpickler), given[0])) {
        bool set = unpickler_set_options(AS_UNPICKLER(unpickler), &options);
        if (set) object = pickle_load(AS_UNPICKLER(unpickler));
    } else {
        unpickler_options_release(&options);
    }
    release_maybe(unpickler);
    return object;
}

static Own pickle_load_function(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "load", {"file", "*", "fix_imports", "encoding", "errors", "buffers"}, .required = 1};
    Ref given[5];
    return arguments_bind(&parameters, args, nargs, kwnames, given)
               ? load_from(unpickler_set_file, "load", given)
               : NULL;
}

static Own pickle_loads(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "loads", {"data", "/", "*", "fix_imports", "encoding", "errors", "buffers"}, .required = 1};
    Ref given[5];
    return arguments_bind(&parameters, args, nargs, kwnames, given)
               ? load_from(pickle_input_set, "loads", given)
               : NULL;
}

static const MethodDef functions[] = {
    {"dump", METHOD_KEYWORDS, .keywords = pickle_dump_function,
     .doc = "dump($module, /, obj, file, protocol=None, *, fix_imports=True,\n"
            "     buffer_callback=None)\n"
            "--\n\n"
            "Write a pickled representation of obj to the open file object file.\n\n"
            "This is equivalent to ``Pickler(file, protocol).dump(obj)``, but may\n"
            "be more efficient.\n\n" PICKLE_DOC_PROTOCOL
            "The *file* argument must have a write() method that accepts a single\n"
            "bytes argument.  It can thus be a file object opened for binary\n"
            "writing, an io.BytesIO instance, or any other custom object that meets\n"
            "this interface.\n\n" PICKLE_DOC_WRITE_NAMES PICKLE_DOC_BUFFERS},
    {"dumps", METHOD_KEYWORDS, .keywords = pickle_dumps,
     .doc = "dumps($module, /, obj, protocol=None, *, fix_imports=True,\n"
            "      buffer_callback=None)\n"
            "--\n\n"
            "Return the pickled representation of the object as a bytes object.\n\n" PICKLE_DOC_PROTOCOL
            "If *fix_imports* is True and *protocol* is less than 3, pickle will\n"
            "try to map the new Python 3 names to the old module names used in\n"
            "Python 2, so that the pickle data stream is readable with Python 2.\n\n" PICKLE_DOC_BUFFERS},
    {"load", METHOD_KEYWORDS, .keywords = pickle_load_function,
     .doc = "load($module, /, file, *, fix_imports=True, encoding='ASCII',\n"
            "     errors='strict', buffers=())\n"
            "--\n\n"
            "Read and return an object from the pickle data stored in a file.\n\n"
            "This is equivalent to ``Unpickler(file).load()``, but may be more\n"
            "efficient.\n\n" PICKLE_DOC_DETECTED PICKLE_DOC_READ_FILE PICKLE_DOC_READ_NAMES},
    {"loads", METHOD_KEYWORDS, .keywords = pickle_loads,
     .doc =
         "loads($module, data, /, *, fix_imports=True, encoding='ASCII',\n"
         "      errors='strict', buffers=())\n"
         "--\n\n"
         "Read and return an object from the given pickle data.\n\n" PICKLE_DOC_DETECTED PICKLE_DOC_READ_NAMES},
    {.name = NULL}};

/* --- what the module has one of ------------------------------------------------------------------------- */

/* An attribute of one of the library's modules; `type`, where one is asked for: what it must be. */
static Own from_library(const char *module_name, const char *name, const Type *type) {
    Own value = import_attribute(module_name, name);
    if (value && type && type_of(value) != type) {
        error_set(EXC(RuntimeError), "%s.%s should be a %s, not %.200s", module_name, name, type->name,
                  type_of(value)->name);
        slot_clear(&value);
    }
    return value;
}

static bool take_library(PickleState *state) {
    const Type *dict = TYPE(DICT);
    return (state->dispatch_table = from_library("copyreg", "dispatch_table", dict)) &&
           (state->extension_registry = from_library("copyreg", "_extension_registry", dict)) &&
           (state->inverted_registry = from_library("copyreg", "_inverted_registry", dict)) &&
           (state->extension_cache = from_library("copyreg", "_extension_cache", dict)) &&
           (state->to_python3.names = from_library("_compat_pickle", "NAME_MAPPING", dict)) &&
           (state->to_python3.modules = from_library("_compat_pickle", "IMPORT_MAPPING", dict)) &&
           (state->to_python2.names = from_library("_compat_pickle", "REVERSE_NAME_MAPPING", dict)) &&
           (state->to_python2.modules = from_library("_compat_pickle", "REVERSE_IMPORT_MAPPING", dict)) &&
           (state->codecs_encode = from_library("codecs", "encode", NULL)) &&
           (state->partial = from_library("functools", "partial", NULL));
}

static bool make_errors(PickleState *state) {
    u64 resume = object_machine_births_begin(); /* a class is in cycles: it stays, like native types */
    state->error = module_exception_new("_pickle.PickleError", EXC(Exception));
    if (state->error) {
        state->pickling_error = module_exception_new("_pickle.PicklingError", AS_TYPE(state->error));
        state->unpickling_error = module_exception_new("_pickle.UnpicklingError", AS_TYPE(state->error));
    }
    object_machine_births_end(resume);
    return state->pickling_error && state->unpickling_error;
}

static void state_free(PickleState *state) {
    Object *const owned[] = {state->error,
                             state->pickling_error,
                             state->unpickling_error,
                             state->dispatch_table,
                             state->extension_registry,
                             state->inverted_registry,
                             state->extension_cache,
                             state->to_python2.names,
                             state->to_python2.modules,
                             state->to_python3.names,
                             state->to_python3.modules,
                             state->codecs_encode,
                             state->partial};
    for (isize i = 0; i < COUNT_OF(owned); i++) release_maybe(owned[i]);
    arena_free(state);
}

static bool make_state(void) {
    if (PICKLE) return true;
    PickleState *state = arena_alloc(sizeof(PickleState), BLOCK_RAW);
    if (!state) return error_memory();
    *state = (PickleState){0};
    if (make_errors(state) && take_library(state)) {
        PICKLE = state;
        return true;
    }
    state_free(state);
    return false;
}

static void clear(void) {
    PickleState *state = PICKLE;
    PICKLE = NULL;
    if (state) state_free(state);
}

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_PICKLER_MEMO_PROXY) &&
           module_ready_type(MODULE_TYPE_UNPICKLER_MEMO_PROXY) &&
           module_add_type(module, MODULE_TYPE_PICKLE_BUFFER) && module_add_type(module, MODULE_TYPE_PICKLER) &&
           module_add_type(module, MODULE_TYPE_UNPICKLER) && make_state() &&
           module_add(module, "PickleError", own(PICKLE->error)) &&
           module_add(module, "PicklingError", own(PICKLE->pickling_error)) &&
           module_add(module, "UnpicklingError", own(PICKLE->unpickling_error));
}

const NativeModule pickle_module = {.name = "_pickle",
                                    .doc = "Optimized C implementation for the Python pickle module.",
                                    .functions = functions,
                                    .fill = fill,
                                    .clear = clear,
                                    .single_phase = true};
