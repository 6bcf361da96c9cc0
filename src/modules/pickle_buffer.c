/* pickle_buffer.c: the type pickle.PickleBuffer: an object's memory, marked to be written without a copy.
 *
 * To whoever asks for its buffer it hands on that of the object itself. */
#include "modules/pickle.h"

#include "object/weakref.h"

typedef struct PickleBuffer {
    Object ob_base;
    Buffer buffer; /* owner NULL: released */
    Object *weaklist;
} PickleBuffer;
#define AS_PICKLE_BUFFER(ref) ((PickleBuffer *)(ref))

const Buffer *pickle_buffer_view(Ref buffer) {
    if (AS_PICKLE_BUFFER(buffer)->buffer.owner) return &AS_PICKLE_BUFFER(buffer)->buffer;
    return error_set(EXC(ValueError), "operation forbidden on released PickleBuffer object");
}

bool pickle_buffer_is_contiguous(const Buffer *buffer) {
    return buffer_is_contiguous(buffer) || buffer_is_fortran_contiguous(buffer);
}

/* --- life ----------------------------------------------------------------------------------------------- */

static Own pickle_buffer_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    isize given = nargs + (kwnames ? tuple_length(kwnames) : 0);
    if (given > 1)
        return error_set(EXC(TypeError), "PickleBuffer() takes at most 1 argument (%zd given)", given);
    if (nargs == 0) {
        return error_set(EXC(TypeError), "PickleBuffer() takes exactly 1 positional argument (0 given)");
    }
    Own self = object_new(type, 0);
    if (!self) return NULL;
    gc_track(self);
    if (!buffer_get_strided(args[0], &AS_PICKLE_BUFFER(self)->buffer, false)) slot_clear(&self);
    return self;
}

static bool pickle_buffer_traverse(Ref self, VisitFn visit, void *context) {
    Ref owner = AS_PICKLE_BUFFER(self)->buffer.owner;
    return !owner || visit(owner, context);
}
static void pickle_buffer_clear(Ref self) { buffer_release(&AS_PICKLE_BUFFER(self)->buffer); }
static void pickle_buffer_dealloc(Own self) {
    gc_untrack(self);
    if (AS_PICKLE_BUFFER(self)->weaklist) weakref_clear_all(self);
    pickle_buffer_clear(self);
    object_free(self);
}

/* --- what it does --------------------------------------------------------------------------------------- */

static bool pickle_buffer_get(Ref self, Buffer *buffer, bool writable) {
    const Buffer *view = pickle_buffer_view(self);
    return view && buffer_get_strided(view->owner, buffer, writable);
}

static Own pickle_buffer_raw(Ref self) {
    const Buffer *view = pickle_buffer_view(self);
    if (!view) return NULL;
    if (pickle_buffer_is_contiguous(view)) return memoryview_raw(self);
    return error_set(EXC(BufferError), "cannot extract raw buffer from non-contiguous buffer");
}

static Own pickle_buffer_release(Ref self) {
    pickle_buffer_clear(self);
    return own_none();
}

static const MethodDef pickle_buffer_methods[] = {
    {"raw", METHOD_NONE, .none = pickle_buffer_raw,
     .doc = "raw($self, /)\n--\n\n"
            "Return a memoryview of the raw memory underlying this buffer.\n"
            "Will raise BufferError is the buffer isn't contiguous."},
    {"release", METHOD_NONE, .none = pickle_buffer_release,
     .doc = "release($self, /)\n--\n\nRelease the underlying buffer exposed by the PickleBuffer object."},
    {.name = NULL}};

const TypeSpec pickle_buffer_spec = {.name = "pickle.PickleBuffer",
                                     .module = "pickle",
                                     .basicsize = sizeof(PickleBuffer),
                                     .ghost_size = 104,
                                     .flags = TYPE_GC,
                                     .weaklist_offset = offsetof(PickleBuffer, weaklist),
                                     .slots = {.new = pickle_buffer_new,
                                               .dealloc = pickle_buffer_dealloc,
                                               .traverse = pickle_buffer_traverse,
                                               .clear = pickle_buffer_clear,
                                               .buffer_get = pickle_buffer_get},
                                     .methods = pickle_buffer_methods,
                                     .doc = "Wrapper for potentially out-of-band buffers"};
