/* memoryview.c: a window onto the bytes of another object.
 *
 * The buffer is got from the object once. All views made from a view share it, each with its own beginning,
 * shape and strides; it goes back when the last of them is released or dies. */
#include "object/memoryview.h"

#include "base/hash.h"
#include "object/call.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

#define AS_MANAGED(ref) ((ManagedBuffer *)(ref))

/* --- the shared buffer -------------------------------------------------------------------------------- */

static Own managed_new(Ref object) {
    Own made = object_new(TYPE(MANAGED_BUFFER), 0);
    if (!made) return NULL;
    if (!type_of(object)->slots.buffer_get) {
        error_set(EXC(TypeError), "memoryview: a bytes-like object is required, not '%.200T'", object);
        release(made);
        return NULL;
    }
    if (!buffer_get_strided(object, &AS_MANAGED(made)->buffer, false)) {
        release(made);
        return NULL;
    }
    gc_track(made);
    return made;
}

static void managed_dealloc(Own self) {
    gc_untrack(self);
    buffer_release(&AS_MANAGED(self)->buffer);
    object_free(self);
}

static bool managed_traverse(Ref self, VisitFn visit, void *context) {
    Ref owner = AS_MANAGED(self)->buffer.owner;
    return !owner || visit(owner, context);
}

static void managed_clear(Ref self) { buffer_release(&AS_MANAGED(self)->buffer); }

const TypeSpec managed_buffer_spec = {.name = "managedbuffer",
                                      .basicsize = sizeof(ManagedBuffer),
                                      .ghost_size = 112,
                                      .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                      .slots = {.getattro = object_generic_get_attribute,
                                                .dealloc = managed_dealloc,
                                                .traverse = managed_traverse,
                                                .clear = managed_clear}};

/* --- views -------------------------------------------------------------------------------------------- */

/* A view without shape and strides. Consumes nothing. */
static Own view_allocate(Ref managed, const Buffer *buffer, isize ndim) {
    Own made = object_new(TYPE(MEMORYVIEW), 3 * ndim);
    if (!made) return NULL;
    MemoryView *view = AS_MEMORYVIEW(made);
    view->managed = own(managed);
    AS_MANAGED(managed)->views++;
    view->hash = -1;
    view->buffer = *buffer;
    view->buffer.owner = NULL;
    view->buffer.internal = NULL;
    view->buffer.ndim = ndim;
    view->buffer.shape = view->dims;
    view->buffer.strides = view->dims + ndim;
    if (!view->buffer.format) view->buffer.format = "B";
    gc_track(made);
    return made;
}

Own memoryview_share(Ref self, isize ndim) {
    const Buffer *buffer = memoryview_buffer(self);
    Own made = view_allocate(AS_MEMORYVIEW(self)->managed, buffer, ndim);
    for (isize i = 0; made && i < isize_min(ndim, buffer->ndim); i++) {
        AS_MEMORYVIEW(made)->dims[i] = buffer->shape[i];
        AS_MEMORYVIEW(made)->dims[ndim + i] = buffer->strides[i];
    }
    return made;
}

Own memoryview_from(Ref object) {
    if (is_exactly(object, TYPE(MEMORYVIEW))) {
        return memoryview_check(object) ? memoryview_share(object, memoryview_buffer(object)->ndim) : NULL;
    }
    Own managed = managed_new(object);
    if (!managed) return NULL;
    const Buffer *buffer = &AS_MANAGED(managed)->buffer;
    Own made = view_allocate(managed, buffer, buffer->ndim);
    release(managed);
    if (!made) return NULL;
    isize *shape = AS_MEMORYVIEW(made)->dims, *strides = shape + buffer->ndim;
    isize stride = buffer->item_size;
    for (isize i = buffer->ndim - 1; i >= 0; i--) {
        shape[i] = buffer->shape ? buffer->shape[i] : buffer->length / buffer->item_size;
        strides[i] = buffer->strides ? buffer->strides[i] : stride;
        stride *= shape[i];
    }
    return made;
}

Own memoryview_raw(Ref object) {
    Own view = memoryview_from(object);
    if (view && memoryview_buffer(view)->ndim == 0) { /* has no room for a dimension */
        Own wider = memoryview_share(view, 1);
        release(view);
        view = wider;
    }
    if (!view) return NULL;
    Buffer *buffer = &AS_MEMORYVIEW(view)->buffer;
    isize *shape = AS_MEMORYVIEW(view)->dims, *strides = shape + buffer->ndim;
    *shape = buffer->length;
    *strides = buffer->item_size = buffer->ndim = 1;
    buffer->format = "B";
    return view;
}

Own memoryview_readonly(Ref object) {
    Own view = memoryview_from(object);
    if (view) AS_MEMORYVIEW(view)->buffer.readonly = true;
    return view;
}

static Own memoryview_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"memoryview", {"object"}, .required = 1};
    (void)type;
    Ref object;
    return arguments_bind(&parameters, args, nargs, kwnames, &object) ? memoryview_from(object) : NULL;
}

bool memoryview_check(Ref view) {
    if (AS_MEMORYVIEW(view)->managed) return true;
    return error_set(EXC(ValueError), "operation forbidden on released memoryview object") != NULL;
}

void memoryview_let_go(Ref self) {
    Own managed = AS_MEMORYVIEW(self)->managed;
    if (!managed) return;
    AS_MEMORYVIEW(self)->managed = NULL;
    if (--AS_MANAGED(managed)->views == 0) buffer_release(&AS_MANAGED(managed)->buffer);
    release(managed);
}

static void memoryview_dealloc(Own self) {
    gc_untrack(self);
    memoryview_let_go(self);
    if (AS_MEMORYVIEW(self)->weaklist) weakref_clear_all(self);
    object_free(self);
}

static bool memoryview_traverse(Ref self, VisitFn visit, void *context) {
    Ref managed = AS_MEMORYVIEW(self)->managed;
    return !managed || visit(managed, context);
}

static void memoryview_clear(Ref self) {
    if (AS_MEMORYVIEW(self)->exports == 0) memoryview_let_go(self);
}

/* --- as a buffer -------------------------------------------------------------------------------------- */

static bool memoryview_buffer_get(Ref self, Buffer *buffer, bool writable) {
    if (!memoryview_check(self)) return false;
    if (writable && memoryview_buffer(self)->readonly) {
        return error_set(EXC(BufferError), "memoryview: underlying buffer is not writable") != NULL;
    }
    *buffer = *memoryview_buffer(self);
    buffer->owner = own(self);
    AS_MEMORYVIEW(self)->exports++;
    return true;
}

static void memoryview_buffer_release(Ref self, Buffer *buffer) {
    (void)buffer;
    AS_MEMORYVIEW(self)->exports--;
}

/* --- operators ---------------------------------------------------------------------------------------- */

static Own memoryview_repr(Ref self) {
    return str_format("<%smemory at 0x%lx>", AS_MEMORYVIEW(self)->managed ? "" : "released ", object_id(self));
}

static isize memoryview_length(Ref self) {
    if (!memoryview_check(self)) return -1;
    return memoryview_buffer(self)->ndim == 0 ? 1 : memoryview_buffer(self)->shape[0];
}

/* The hash of the bytes, as a bytes object has it: what is equal must hash alike. */
static isize memoryview_hash(Ref self) {
    MemoryView *view = AS_MEMORYVIEW(self);
    if (view->hash != -1) return view->hash;
    if (!memoryview_check(self)) return -1;
    const Buffer *buffer = &view->buffer;
    isize item_size;
    char letter = memory_format_letter(buffer->format, &item_size);
    if (!buffer->readonly) {
        error_set(EXC(ValueError), "cannot hash writable memoryview object");
        return -1;
    }
    if (letter != 'B' && letter != 'b' && letter != 'c') {
        error_set(EXC(ValueError), "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        return -1;
    }
    Ref owner = AS_MANAGED(view->managed)->buffer.owner;
    if (owner && object_hash(owner) == -1) return -1;
    Own bytes = bytes_from_object(self);
    if (!bytes) return -1;
    view->hash = object_hash(bytes);
    release(bytes);
    return view->hash;
}

/* --- comparing ----------------------------------------------------------------------------------------- */

/* A buffer's items as Python objects. Formats that are no native letter are read by the module struct, as CPython
 * does it. */
typedef struct ItemReader {
    const Buffer *buffer;
    const char *format;
    char letter;    /* of a native format; 0: another one */
    Object *unpack; /* then: Struct(format).unpack_from; owned */
} ItemReader;

static ItemReader reader_of(const Buffer *buffer) {
    isize size;
    ItemReader reader = {.buffer = buffer, .format = buffer->format ? buffer->format : "B"};
    reader.letter = memory_format_letter(reader.format, &size);
    return reader;
}

/* Does the current exception say that struct can't read the format? Cleared, then. */
static bool take_struct_error(Ref module) {
    Own error = error_fetch(), class = object_get_attribute(module, NAME(error));
    bool taken = class && is_type(class) && type_is_subtype(type_of(error), AS_TYPE(class));
    release_maybe(class);
    if (taken)
        release(error);
    else
        error_restore(error);
    return taken;
}

/* 1; 0: no program knows the format; -1 raised. */
static int ask_struct(ItemReader *reader) {
    Own name = str_intern_cstring("struct"), module = name ? OBJECT_ROOT->import_module(name) : NULL;
    Own format = module ? str_from_utf8(reader->format, -1) : NULL, made = NULL;
    release_maybe(name);
    Ref argument = format;
    if (format) made = object_call_method_cstring(module, "Struct", &argument, 1);
    if (made) {
        Own unpack = str_intern_cstring("unpack_from");
        reader->unpack = unpack ? object_get_attribute(made, unpack) : NULL;
        release_maybe(unpack);
    }
    int known = reader->unpack ? 1 : module && take_struct_error(module) ? 0 : -1;
    release_maybe(made);
    release_maybe(format);
    release_maybe(module);
    return known;
}

static Own read_item(const ItemReader *reader, const char *data) {
    if (!reader->unpack) return memory_unpack(data, reader->format);
    Own bytes = bytes_from(data, reader->buffer->item_size);
    Own items = bytes ? object_call_one(reader->unpack, bytes) : NULL;
    release_maybe(bytes);
    if (!items || tuple_length(items) != 1) return items;
    Own item = own(tuple_get(items, 0));
    release(items);
    return item;
}

/* 1, 0, -1 raised: are all items below dimension `dim` equal? */
static int equal_items(const ItemReader *left, const char *at_a, const ItemReader *right, const char *at_b,
                       isize dim) {
    const Buffer *a = left->buffer, *b = right->buffer;
    if (dim == a->ndim) {
        Own x = read_item(left, at_a), y = x ? read_item(right, at_b) : NULL;
        int equal = y ? object_compare_bool(x, y, COMPARE_EQ) : -1;
        release_maybe(x);
        release_maybe(y);
        return equal;
    }
    isize count = a->shape ? a->shape[dim] : a->length / a->item_size;
    int equal = 1;
    for (isize i = 0; i < count && equal == 1; i++) {
        isize step_a = a->strides ? a->strides[dim] : a->item_size,
              step_b = b->strides ? b->strides[dim] : b->item_size;
        equal = equal_items(left, at_a + i * step_a, right, at_b + i * step_b, dim + 1);
    }
    return equal;
}

static isize extent(const Buffer *buffer, isize dim) {
    return buffer->shape ? buffer->shape[dim] : buffer->length / buffer->item_size;
}

static int equal_buffers(const Buffer *a, const Buffer *b) {
    ItemReader left = reader_of(a), right = reader_of(b);
    if (a->ndim != b->ndim) return 0;
    for (isize i = 0; i < a->ndim; i++) {
        if (extent(a, i) != extent(b, i)) return 0;
        if (extent(a, i) == 0) break;
    }
    bool same_bytes = left.letter && left.letter == right.letter && !strchr("fd?", left.letter);
    if (same_bytes && buffer_is_contiguous(a) && buffer_is_contiguous(b)) {
        return a->length == b->length && memcmp(a->data, b->data, (usize)a->length) == 0;
    }
    int equal = 1;
    if (!left.letter || !right.letter) {
        equal = ask_struct(&left);
        if (equal == 1) equal = ask_struct(&right);
    }
    if (equal == 1) equal = equal_items(&left, a->data, &right, b->data, 0);
    release_maybe(left.unpack);
    release_maybe(right.unpack);
    return equal;
}

static Own memoryview_richcompare(Ref left, Ref right, CompareOp op) {
    if (op != COMPARE_EQ && op != COMPARE_NE) return own_not_implemented();
    bool released = !AS_MEMORYVIEW(left)->managed ||
                    (is_exactly(right, TYPE(MEMORYVIEW)) && !AS_MEMORYVIEW(right)->managed);
    int equal = left == right;
    if (!released) {
        Buffer other;
        if (!type_of(right)->slots.buffer_get || !buffer_get_strided(right, &other, false)) {
            error_clear();
            return own_not_implemented();
        }
        equal = equal_buffers(memoryview_buffer(left), &other);
        buffer_release(&other);
        if (equal < 0) return NULL;
    }
    return own_bool((equal != 0) == (op == COMPARE_EQ));
}

const TypeSpec memoryview_spec = {
    .name = "memoryview",
    .basicsize = sizeof(MemoryView),
    .itemsize = sizeof(isize),
    .flags = TYPE_GC | TYPE_SEQUENCE,
    .weaklist_offset = offsetof(MemoryView, weaklist),
    .ghost_size = 144,
    .slots = {.dealloc = memoryview_dealloc,
              .traverse = memoryview_traverse,
              .clear = memoryview_clear,
              .repr = memoryview_repr,
              .hash = memoryview_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = memoryview_richcompare,
              .iter = memoryview_iter,
              .new = memoryview_new_python,
              .length = memoryview_length,
              .item = memoryview_item,
              .subscript = memoryview_subscript,
              .set_subscript = memoryview_set_subscript,
              .buffer_get = memoryview_buffer_get,
              .buffer_release = memoryview_buffer_release},
    .methods = memoryview_methods,
    .getset = memoryview_getset,
    .doc = "memoryview(object)\n--\n\nCreate a new memoryview object which references the given object."};
