/* pickle_unpickler.c: the type _pickle.Unpickler. */
#include "modules/pickle.h"
#include "modules/pickle_docs.h"

#include "object/argument_checks.h"
#include "object/call.h"

/* --- setting up ----------------------------------------------------------------------------------------- */

bool unpickler_set_file(Unpickler *self, Ref file) {
    Own peek = NULL, readinto = NULL, read = NULL, readline = NULL;
    bool found = object_find_attribute(file, NAME(peek), &peek) &&
                 object_find_attribute(file, NAME(readinto), &readinto) &&
                 object_find_attribute(file, NAME(read), &read) &&
                 object_find_attribute(file, NAME(readline), &readline);
    if (found && (!read || !readline)) {
        found = error_set(EXC(TypeError), "file must have 'read' and 'readline' attributes");
    }
    if (!found) {
        release_maybe(peek);
        release_maybe(readinto);
        slot_clear(&read);
        slot_clear(&readline);
        peek = readinto = NULL;
    }
    slot_set(&self->peek, peek);
    slot_set(&self->readinto, readinto);
    slot_set(&self->read, read);
    slot_set(&self->readline, readline);
    return found;
}

/* A text argument as bytes; `value` NULL: not given. NULL: raised. */
static Own text_option(Ref value, const char *otherwise, const char *function, const char *argument) {
    TextArgument text = {.text = otherwise};
    if (value && !argument_text(value, function, argument, &text)) return NULL;
    Own bytes = bytes_from(text.text, (isize)strlen(text.text));
    text_argument_release(&text);
    return bytes;
}

bool unpickler_options_read(UnpicklerOptions *options, Ref const given[4], const char *function) {
    *options = (UnpicklerOptions){.buffers = given[3] == None ? NULL : given[3]};
    int fix_imports = given[0] ? object_is_true(given[0]) : 1;
    if (fix_imports < 0) return false;
    options->fix_imports = fix_imports;
    options->encoding = text_option(given[1], "ASCII", function, "'encoding'");
    options->errors = options->encoding ? text_option(given[2], "strict", function, "'errors'") : NULL;
    if (options->errors) return true;
    unpickler_options_release(options);
    return false;
}

void unpickler_options_release(UnpicklerOptions *options) {
    slot_clear(&options->encoding);
    slot_clear(&options->errors);
}

bool unpickler_set_options(Unpickler *self, UnpicklerOptions *options) {
    slot_set(&self->encoding, options->encoding);
    slot_set(&self->errors, options->errors);
    self->fix_imports = options->fix_imports;
    Own buffers = options->buffers ? object_iter(options->buffers) : NULL;
    slot_set(&self->buffers, buffers);
    return buffers || !options->buffers;
}

static bool make_memo(Unpickler *self) {
    return self->memo.items || unpickler_memo_init(&self->memo, UNPICKLER_MEMO_ROOM);
}

Own unpickler_new(void) {
    Own self = object_new(MODULE_TYPE(UNPICKLER), 0);
    if (!self) return NULL;
    gc_track(self);
    if (!make_memo(AS_UNPICKLER(self))) slot_clear(&self);
    return self;
}

static void forget(Unpickler *self);

static bool unpickler_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "Unpickler", {"file", "*", "fix_imports", "encoding", "errors", "buffers"}, .required = 1};
    Unpickler *self = AS_UNPICKLER(ref);
    Ref given[5];
    UnpicklerOptions options;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !unpickler_options_read(&options, given + 1, "Unpickler")) {
        return false;
    }
    if (self->read) forget(self);
    if (!unpickler_set_file(self, given[0])) {
        unpickler_options_release(&options);
        return false;
    }
    if (!unpickler_set_options(self, &options) ||
        !persistent_hook_find(&self->persistent, ref, NAME(persistent_load))) {
        return false;
    }
    self->proto = 0;
    return make_memo(self);
}

/* --- life ----------------------------------------------------------------------------------------------- */

static bool unpickler_traverse(Ref ref, VisitFn visit, void *context) {
    const Unpickler *self = AS_UNPICKLER(ref);
    Ref const fields[] = {self->readline, self->readinto, self->read,
                          self->peek,     self->buffers,  self->persistent.function};
    for (isize i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i] && !visit(fields[i], context)) return false;
    }
    return true; /* like CPython, which looks into neither stack nor memo */
}

/* Empties it but for its stack, which belongs to the load that runs. */
static void forget(Unpickler *self) {
    Object **const fields[] = {&self->readline, &self->readinto, &self->read,
                               &self->peek,     &self->buffers,  &self->line,
                               &self->encoding, &self->errors,   &self->persistent.function};
    for (isize i = 0; i < COUNT_OF(fields); i++) slot_clear(fields[i]);
    Buffer buffer = self->buffer;
    self->buffer.owner = NULL;
    self->input = NULL;
    self->input_length = self->input_next = self->prefetched = 0;
    buffer_release(&buffer);
    unpickler_memo_free(&self->memo);
}

static void unpickler_clear(Ref self) {
    forget(AS_UNPICKLER(self));
    pickle_stack_free(&AS_UNPICKLER(self)->stack);
}

static void unpickler_dealloc(Own self) {
    gc_untrack(self);
    unpickler_clear(self);
    object_free(self);
}

/* --- methods -------------------------------------------------------------------------------------------- */

static Own unpickler_load(Ref ref) {
    if (AS_UNPICKLER(ref)->read) return pickle_load(AS_UNPICKLER(ref));
    return error_set(UNPICKLING_ERROR, "Unpickler.__init__() was not called by %s.__init__()",
                     type_of(ref)->name);
}

static Own unpickler_method_find_class(Ref self, Ref const *args, isize nargs) {
    return arguments_count("find_class", nargs, 2, 2) ? unpickler_find_class(self, args[0], args[1]) : NULL;
}

/* A C string's size; NULL: none. */
static isize text_size(Ref bytes) { return bytes ? (isize)strlen((const char *)bytes_data(bytes)) + 1 : 0; }

static Own unpickler_sizeof(Ref ref) {
    const Unpickler *self = AS_UNPICKLER(ref);
    isize size = type_of(ref)->ghost_size + self->memo.room * (isize)sizeof(Object *) +
                 self->stack.mark_room * (isize)sizeof(isize);
    return int_from_isize(size + text_size(self->line) + text_size(self->encoding) + text_size(self->errors));
}

static const MethodDef unpickler_methods[] = {
    {"load", METHOD_NONE, .none = unpickler_load,
     .doc = "load($self, /)\n--\n\n"
            "Load a pickle.\n\n"
            "Read a pickled object representation from the open file object given\n"
            "in the constructor, and return the reconstituted object hierarchy\n"
            "specified therein."},
    {"find_class", METHOD_ARRAY, .array = unpickler_method_find_class,
     .doc = "find_class($self, module_name, global_name, /)\n--\n\n"
            "Return an object from a specified module.\n\n"
            "If necessary, the module will be imported. Subclasses may override\n"
            "this method (e.g. to restrict unpickling of arbitrary classes and\n"
            "functions).\n\n"
            "This method is called whenever a class or a function object is\n"
            "needed.  Both arguments passed are str objects."},
    {"__sizeof__", METHOD_NONE, .none = unpickler_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturns size in memory, in bytes."},
    {.name = NULL}};

/* --- attributes ----------------------------------------------------------------------------------------- */

static Own get_persistent_load(Ref self, UNUSED void *closure) {
    return persistent_hook_get(&AS_UNPICKLER(self)->persistent, NAME(persistent_load));
}
static bool set_persistent_load(Ref self, Ref value, UNUSED void *closure) {
    return persistent_hook_set(&AS_UNPICKLER(self)->persistent, value, "persistent_load");
}

static const GetSetDef unpickler_getset[] = {
    {"memo", .get = unpickler_get_memo, .set = unpickler_set_memo},
    {"persistent_load", .get = get_persistent_load, .set = set_persistent_load},
    {.name = NULL}};

const TypeSpec unpickler_spec = {
    .name = "_pickle.Unpickler",
    .module = "_pickle",
    .basicsize = sizeof(Unpickler),
    .ghost_size = 272,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots =
        {
            .new = type_generic_new,
            .init = unpickler_init,
            .dealloc = unpickler_dealloc,
            .traverse = unpickler_traverse,
            .clear = unpickler_clear,
        },
    .methods = unpickler_methods,
    .getset = unpickler_getset,
    .doc = "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n"
           "          buffers=())\n--\n\n"
           "This takes a binary file for reading a pickle data stream.\n\n" PICKLE_DOC_DETECTED
               PICKLE_DOC_READ_FILE PICKLE_DOC_READ_NAMES};
