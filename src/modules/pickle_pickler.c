/* pickle_pickler.c: the type _pickle.Pickler. */
#include "modules/pickle.h"
#include "modules/pickle_docs.h"

#include "object/call.h"

/* --- setting up ----------------------------------------------------------------------------------------- */

bool pickler_set_protocol(Pickler *self, Ref protocol, Ref fix_imports) {
    i64 number = PICKLE_DEFAULT_PROTOCOL;
    int fix = fix_imports ? object_is_true(fix_imports) : 1;
    if (fix < 0) return false;
    if (protocol && protocol != None) {
        number = int_as_i64(protocol);
        if (number == -1 && error_occurred()) return false;
        if (number < 0) number = PICKLE_HIGHEST_PROTOCOL;
    }
    if (number > PICKLE_HIGHEST_PROTOCOL) {
        return error_set(EXC(ValueError), "pickle protocol must be <= %d", PICKLE_HIGHEST_PROTOCOL);
    }
    self->proto = (int)number;
    self->binary = number > 0;
    self->fix_imports = fix && number < 3;
    return true;
}

bool pickler_set_file(Pickler *self, Ref file) {
    Own write;
    if (!object_find_attribute(file, NAME(write), &write)) return false;
    slot_set(&self->write, write);
    return write || error_set(EXC(TypeError), "file must have a 'write' attribute");
}

bool pickler_set_buffer_callback(Pickler *self, Ref callback) {
    if (callback == None) callback = NULL;
    if (callback && self->proto < 5) return error_set(EXC(ValueError), "buffer_callback needs protocol >= 5");
    slot_set(&self->buffer_callback, own_maybe(callback));
    return true;
}

static bool make_memo(Pickler *self) { return self->memo.entries || pickle_memo_init(&self->memo); }

Own pickler_new(void) {
    Own self = object_new(MODULE_TYPE(PICKLER), 0);
    if (!self) return NULL;
    gc_track(self);
    if (!make_memo(AS_PICKLER(self))) slot_clear(&self);
    if (self) pickle_output_begin(AS_PICKLER(self));
    return self;
}

static void pickler_clear(Ref ref);

static bool pickler_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "Pickler", {"file", "protocol", "fix_imports", "buffer_callback"}, .required = 1};
    Pickler *self = AS_PICKLER(ref);
    Ref given[4];
    Own table;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    if (self->write) pickler_clear(ref);
    if (!pickler_set_protocol(self, given[1], given[2]) || !pickler_set_file(self, given[0]) ||
        !pickler_set_buffer_callback(self, given[3]) || !make_memo(self)) {
        return false;
    }
    if (!self->has_output) pickle_output_begin(self);
    self->fast = self->fast_nesting = 0;
    slot_clear(&self->fast_memo);
    if (!persistent_hook_find(&self->persistent, ref, NAME(persistent_id)) ||
        !object_find_attribute(ref, NAME(dispatch_table), &table)) {
        return false;
    }
    slot_set(&self->dispatch_table, table);
    return true;
}

/* --- life ----------------------------------------------------------------------------------------------- */

static bool pickler_traverse(Ref ref, VisitFn visit, void *context) {
    const Pickler *self = AS_PICKLER(ref);
    Ref const fields[] = {self->write,     self->persistent.function, self->dispatch_table,
                          self->fast_memo, self->reducer_override,    self->buffer_callback};
    for (isize i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i] && !visit(fields[i], context)) return false;
    }
    return true; /* like CPython, which does not look into the memo */
}

static void pickler_clear(Ref ref) {
    Pickler *self = AS_PICKLER(ref);
    byte_builder_discard(&self->output);
    self->has_output = false;
    self->frame_start = -1;
    slot_clear(&self->write);
    slot_clear(&self->persistent.function);
    slot_clear(&self->dispatch_table);
    slot_clear(&self->fast_memo);
    slot_clear(&self->reducer_override);
    slot_clear(&self->buffer_callback);
    pickle_memo_free(&self->memo);
}

static void pickler_dealloc(Own self) {
    gc_untrack(self);
    pickler_clear(self);
    object_free(self);
}

/* --- methods -------------------------------------------------------------------------------------------- */

static Own pickler_dump(Ref ref, Ref object) {
    Pickler *self = AS_PICKLER(ref);
    if (!self->write || !self->memo.entries) {
        return error_set(PICKLING_ERROR, "Pickler.__init__() was not called by %s.__init__()",
                         type_of(ref)->name);
    }
    pickle_output_begin(self);
    return pickle_dump(self, object) && pickle_output_flush(self) ? own_none() : NULL;
}

static Own pickler_clear_memo(Ref self) {
    PickleMemo *memo = &AS_PICKLER(self)->memo;
    return !memo->entries || pickle_memo_clear(memo) ? own_none() : NULL;
}

static Own pickler_sizeof(Ref ref) {
    enum { MEMO_HEAD = 32, BYTES_HEAD = 33 };
    const Pickler *self = AS_PICKLER(ref);
    isize size = type_of(ref)->ghost_size;
    if (self->memo.entries) size += MEMO_HEAD + self->memo.allocated * (isize)sizeof(PickleMemoEntry);
    if (self->has_output) size += BYTES_HEAD + self->output_room;
    return int_from_isize(size);
}

static const MethodDef pickler_methods[] = {
    {"dump", METHOD_ONE, .one = pickler_dump,
     .doc = "dump($self, obj, /)\n--\n\nWrite a pickled representation of the given object to the open file."},
    {"clear_memo", METHOD_NONE, .none = pickler_clear_memo,
     .doc = "clear_memo($self, /)\n--\n\n"
            "Clears the pickler\'s \"memo\".\n\n"
            "The memo is the data structure that remembers which objects the\n"
            "pickler has already seen, so that shared or recursive objects are\n"
            "pickled by reference and not by value.  This method is useful when\n"
            "re-using picklers."},
    {"__sizeof__", METHOD_NONE, .none = pickler_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturns size in memory, in bytes."},
    {.name = NULL}};

static const MemberDef pickler_members[] = {
    {"bin", MEMBER_INT, offsetof(Pickler, binary), false, NULL},
    {"fast", MEMBER_INT, offsetof(Pickler, fast), false, NULL},
    {"dispatch_table", MEMBER_OBJECT_EX, offsetof(Pickler, dispatch_table), false, NULL},
    {.name = NULL}};

/* --- attributes ----------------------------------------------------------------------------------------- */

static Own get_persistent_id(Ref self, UNUSED void *closure) {
    return persistent_hook_get(&AS_PICKLER(self)->persistent, NAME(persistent_id));
}
static bool set_persistent_id(Ref self, Ref value, UNUSED void *closure) {
    return persistent_hook_set(&AS_PICKLER(self)->persistent, value, "persistent_id");
}

static const GetSetDef pickler_getset[] = {
    {"memo", .get = pickler_get_memo, .set = pickler_set_memo},
    {"persistent_id", .get = get_persistent_id, .set = set_persistent_id},
    {.name = NULL}};

const TypeSpec pickler_spec = {
    .name = "_pickle.Pickler",
    .module = "_pickle",
    .basicsize = sizeof(Pickler),
    .ghost_size = 152,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots =
        {
            .new = type_generic_new,
            .init = pickler_init,
            .dealloc = pickler_dealloc,
            .traverse = pickler_traverse,
            .clear = pickler_clear,
        },
    .methods = pickler_methods,
    .members = pickler_members,
    .getset = pickler_getset,
    .doc = "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)\n--\n\n"
           "This takes a binary file for writing a pickle data stream.\n\n" PICKLE_DOC_PROTOCOL
           "The *file* argument must have a write() method that accepts a single\n"
           "bytes argument. It can thus be a file object opened for binary\n"
           "writing, an io.BytesIO instance, or any other custom object that meets\n"
           "this interface.\n\n" PICKLE_DOC_WRITE_NAMES
           "If *buffer_callback* is None (the default), buffer views are\n"
           "serialized into *file* as part of the pickle stream.\n\n"
           "If *buffer_callback* is not None, then it can be called any number\n"
           "of times with a buffer view.  If the callback returns a false value\n"
           "(such as None), the given buffer is out-of-band; otherwise the\n"
           "buffer is serialized in-band, i.e. inside the pickle stream.\n\n"
           "It is an error if *buffer_callback* is not None and *protocol*\n"
           "is None or smaller than 5."};
