/* pickle_unpickler.c: the type _pickle.Unpickler, and the view of its memo that Python sees. */
#include "modules/pickle.h"

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

/* Keeps a text argument as bytes; `value` NULL: not given. */
static bool take_text(Object **slot, Ref value, const char *otherwise, const char *function,
                      const char *argument) {
    TextArgument text = {.text = otherwise};
    if (value && !argument_text(value, function, argument, &text)) return false;
    Own bytes = bytes_from(text.text, (isize)strlen(text.text));
    text_argument_release(&text);
    slot_set(slot, bytes);
    return bytes != NULL;
}

/* options: fix_imports, encoding, errors, buffers; each NULL where it was not given. */
bool unpickler_set_options(Unpickler *self, Ref const options[4], const char *function) {
    int fix_imports = options[0] ? object_is_true(options[0]) : 1;
    if (fix_imports < 0 || !take_text(&self->encoding, options[1], "ASCII", function, "'encoding'") ||
        !take_text(&self->errors, options[2], "strict", function, "'errors'")) {
        return false;
    }
    self->fix_imports = fix_imports;
    if (!options[3] || options[3] == None) {
        slot_clear(&self->buffers);
        return true;
    }
    Own buffers = object_iter(options[3]);
    slot_set(&self->buffers, buffers);
    return buffers != NULL;
}

Own unpickler_new(void) {
    Own self = object_new(MODULE_TYPE(UNPICKLER), 0);
    if (!self) return NULL;
    gc_track(self);
    if (!unpickler_make_memo(AS_UNPICKLER(self))) slot_clear(&self);
    return self;
}

static void forget(Unpickler *self);

static bool unpickler_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "Unpickler", {"file", "*", "fix_imports", "encoding", "errors", "buffers"}, .required = 1};
    Unpickler *self = AS_UNPICKLER(ref);
    Ref given[5];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    if (self->read) forget(self);
    if (!unpickler_set_file(self, given[0]) || !unpickler_set_options(self, given + 1, "Unpickler") ||
        !persistent_hook_find(&self->persistent, ref, NAME(persistent_load))) {
        return false;
    }
    self->proto = 0;
    return unpickler_make_memo(self);
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

static void free_memo(Object **memo, isize room) {
    for (isize i = 0; i < room; i++) release_maybe(memo[i]);
    arena_free(memo);
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
    Object **memo = self->memo;
    isize room = self->memo_room;
    self->memo = NULL;
    self->memo_room = self->memo_count = 0;
    free_memo(memo, room);
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
    isize size = type_of(ref)->ghost_size + self->memo_room * (isize)sizeof(Object *) +
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

/* --- the memo as Python sees it ------------------------------------------------------------------------- */

typedef struct MemoProxy {
    Object ob_base;
    Object *unpickler; /* owned; NULL: cleared by the collector */
} MemoProxy;
#define AS_MEMO_PROXY(ref) ((MemoProxy *)(ref))
static Unpickler *proxy_unpickler(Ref proxy) { return AS_UNPICKLER(AS_MEMO_PROXY(proxy)->unpickler); }

static bool proxy_traverse(Ref self, VisitFn visit, void *context) {
    Ref unpickler = AS_MEMO_PROXY(self)->unpickler;
    return !unpickler || visit(unpickler, context);
}
static void proxy_drop(Ref self) { slot_clear(&AS_MEMO_PROXY(self)->unpickler); }
static void proxy_dealloc(Own self) {
    gc_untrack(self);
    proxy_drop(self);
    object_free(self);
}

/* Gives the unpickler another memo; the old one dies after it has gone. */
static void replace_memo(Unpickler *self, Object **memo, isize room, isize count) {
    Object **old = self->memo;
    isize old_room = self->memo_room;
    self->memo = memo;
    self->memo_room = room;
    self->memo_count = count;
    free_memo(old, old_room);
}

static Own proxy_clear(Ref self) {
    Unpickler fresh = {0};
    if (!unpickler_make_memo(&fresh)) return NULL;
    replace_memo(proxy_unpickler(self), fresh.memo, fresh.memo_room, 0);
    return own_none();
}

/* {index: object} */
static Own proxy_copy(Ref self) {
    const Unpickler *unpickler = proxy_unpickler(self);
    Own dict = dict_new();
    for (isize i = 0; dict && i < unpickler->memo_room; i++) {
        if (!unpickler->memo[i]) continue;
        Own index = int_from_isize(i);
        bool set = index && dict_set(dict, index, unpickler->memo[i]);
        release_maybe(index);
        if (!set) slot_clear(&dict);
    }
    return dict;
}

static Own proxy_reduce(Ref self) {
    Own arguments = tuple_take(1, proxy_copy(self));
    return tuple_take(2, own((Ref)TYPE(DICT)), arguments);
}

static const MethodDef proxy_methods[] = {
    {"clear", METHOD_NONE, .none = proxy_clear, .doc = "clear($self, /)\n--\n\nRemove all items from memo."},
    {"copy", METHOD_NONE, .none = proxy_copy, .doc = "copy($self, /)\n--\n\nCopy the memo to a new object."},
    {"__reduce__", METHOD_NONE, .none = proxy_reduce,
     .doc = "__reduce__($self, /)\n--\n\nImplement pickling support."},
    {.name = NULL}};

const TypeSpec unpickler_memo_proxy_spec = {.name = "_pickle.UnpicklerMemoProxy",
                                            .module = "_pickle",
                                            .basicsize = sizeof(MemoProxy),
                                            .flags = TYPE_GC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                                            .slots = {.dealloc = proxy_dealloc,
                                                      .traverse = proxy_traverse,
                                                      .clear = proxy_drop,
                                                      .hash = object_hash_unhashable,
                                                      .getattro = object_generic_get_attribute,
                                                      .setattro = object_generic_set_attribute},
                                            .methods = proxy_methods};

/* --- attributes ----------------------------------------------------------------------------------------- */

static Own get_memo(Ref self, UNUSED void *closure) {
    Own proxy = object_new(MODULE_TYPE(UNPICKLER_MEMO_PROXY), 0);
    if (!proxy) return NULL;
    AS_MEMO_PROXY(proxy)->unpickler = own(self);
    gc_track(proxy);
    return proxy;
}

/* Both fill the memo of a fresh unpickler, which is nothing but a memo. */
static bool memo_from_proxy(Unpickler *fresh, const Unpickler *source) {
    for (isize i = 0; i < source->memo_room; i++) {
        if (source->memo[i] && !unpickler_memo_put(fresh, i, source->memo[i])) return false;
    }
    return true;
}

static bool memo_from_dict(Unpickler *fresh, Ref dict) {
    isize position = 0;
    Ref key, value;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        if (!is_int(key)) return error_set(EXC(TypeError), "memo key must be integers");
        isize index = int_as_isize(key);
        if (index == -1 && error_occurred()) return false;
        if (index < 0) return error_set(EXC(ValueError), "memo key must be positive integers.");
        if (!unpickler_memo_put(fresh, index, value)) return false;
    }
    return true;
}

static bool set_memo(Ref self, Ref value, UNUSED void *closure) {
    Unpickler fresh = {0};
    bool made = false;
    if (!value) return error_set(EXC(TypeError), "attribute deletion is not supported");
    if (type_of(value) == MODULE_TYPE(UNPICKLER_MEMO_PROXY)) {
        made = unpickler_make_memo(&fresh) && memo_from_proxy(&fresh, proxy_unpickler(value));
    } else if (is_dict(value)) {
        made = unpickler_make_memo(&fresh) && memo_from_dict(&fresh, value);
    } else {
        error_set(EXC(TypeError), "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %.200s",
                  type_of(value)->name);
    }
    if (made) {
        replace_memo(AS_UNPICKLER(self), fresh.memo, fresh.memo_room, fresh.memo_count);
    } else {
        free_memo(fresh.memo, fresh.memo_room);
    }
    return made;
}

static Own get_persistent_load(Ref self, UNUSED void *closure) {
    return persistent_hook_get(&AS_UNPICKLER(self)->persistent, NAME(persistent_load));
}
static bool set_persistent_load(Ref self, Ref value, UNUSED void *closure) {
    return persistent_hook_set(&AS_UNPICKLER(self)->persistent, value, "persistent_load");
}

static const GetSetDef unpickler_getset[] = {
    {"memo", .get = get_memo, .set = set_memo},
    {"persistent_load", .get = get_persistent_load, .set = set_persistent_load},
    {.name = NULL}};

const TypeSpec unpickler_spec = {.name = "_pickle.Unpickler",
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
                                 .doc =
                                     "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n"
                                     "          buffers=())\n--\n\n"
                                     "This takes a binary file for reading a pickle data stream.\n\n"
                                     "The protocol version of the pickle is detected automatically, so no\n"
                                     "protocol argument is needed.  Bytes past the pickled object's\n"
                                     "representation are ignored.\n\n"
                                     "The argument *file* must have two methods, a read() method that takes\n"
                                     "an integer argument, and a readline() method that requires no\n"
                                     "arguments.  Both methods should return bytes.  Thus *file* can be a\n"
                                     "binary file object opened for reading, an io.BytesIO object, or any\n"
                                     "other custom object that meets this interface.\n\n"
                                     "Optional keyword arguments are *fix_imports*, *encoding* and *errors*,\n"
                                     "which are used to control compatibility support for pickle stream\n"
                                     "generated by Python 2.  If *fix_imports* is True, pickle will try to\n"
                                     "map the old Python 2 names to the new names used in Python 3.  The\n"
                                     "*encoding* and *errors* tell pickle how to decode 8-bit string\n"
                                     "instances pickled by Python 2; these default to 'ASCII' and 'strict',\n"
                                     "respectively.  The *encoding* can be 'bytes' to read these 8-bit\n"
                                     "string instances as bytes objects."};
