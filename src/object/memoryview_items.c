/* memoryview_items.c: memoryview[key] and memoryview[key] = value; items of native formats to objects and back;
 * the iterator. */
#include "object/float.h"
#include "object/gc.h"
#include "object/memoryview.h"
#include "object/number.h"
#include "object/range.h"
#include "object/tuple.h"

/* --- one item ----------------------------------------------------------------------------------------- */

static const struct ItemFormat {
    char letter;
    u8 size;
    bool is_signed;
} item_formats[] = {{'B', 1, false}, {'b', 1, true},  {'c', 1, false}, {'?', 1, false}, {'h', 2, true},
                    {'H', 2, false}, {'i', 4, true},  {'I', 4, false}, {'l', 8, true},  {'L', 8, false},
                    {'q', 8, true},  {'Q', 8, false}, {'n', 8, true},  {'N', 8, false}, {'f', 4, true},
                    {'d', 8, true},  {'P', 8, false}};

static const struct ItemFormat *find_format(const char *format) {
    if (*format == '@') format++;
    if (!format[0] || format[1]) return NULL;
    for (isize i = 0; i < COUNT_OF(item_formats); i++) {
        if (item_formats[i].letter == *format) return &item_formats[i];
    }
    return NULL;
}

char memory_format_letter(const char *format, isize *size) {
    const struct ItemFormat *found = find_format(format);
    *size = found ? found->size : 0;
    return found ? found->letter : 0;
}

static const struct ItemFormat *supported_format(const char *format) {
    const struct ItemFormat *found = find_format(format);
    bool single = strlen(*format == '@' ? format + 1 : format) == 1;
    if (!found) {
        error_set(EXC(NotImplementedError),
                  single ? "memoryview: format %s not supported" : "memoryview: unsupported format %s", format);
    }
    return found;
}

bool memory_check_format(const char *format) { return supported_format(format) != NULL; }

Own memory_unpack(const char *data, const char *format) {
    const struct ItemFormat *found = supported_format(format);
    if (!found) return NULL;
    float single;
    double wide;
    switch (found->letter) {
    case 'c': return bytes_from(data, 1);
    case '?': return own_bool(*data != 0);
    case 'f': memcpy(&single, data, sizeof single); return float_from_double((double)single);
    case 'd': memcpy(&wide, data, sizeof wide); return float_from_double(wide);
    default: return int_from_bytes((const u8 *)data, found->size, true, found->is_signed);
    }
}

/* What an error in converting a value is said to be. */
static bool bad_value(const char *format) {
    bool type = error_matches(EXC(TypeError));
    if (!type && !error_matches(EXC(OverflowError)) && !error_matches(EXC(ValueError))) return false;
    error_clear();
    return error_set(type ? EXC(TypeError) : EXC(ValueError), "memoryview: invalid %s for format '%s'",
                     type ? "type" : "value", format) != NULL;
}

static bool pack_integer(char *data, const struct ItemFormat *format, const char *text, Ref value) {
    Own integer = int_index(value);
    u8 bytes[8];
    bool fits = integer && int_to_bytes(integer, bytes, format->size, true, format->is_signed);
    release_maybe(integer);
    if (!fits) return bad_value(text);
    memcpy(data, bytes, format->size);
    return true;
}

static bool pack_float(char *data, const struct ItemFormat *format, const char *text, Ref value) {
    double wide = float_as_double(value);
    if (wide == -1.0 && error_occurred()) return bad_value(text);
    float single = (float)wide;
    if (format->letter == 'f')
        memcpy(data, &single, sizeof single);
    else
        memcpy(data, &wide, sizeof wide);
    return true;
}

bool memory_pack(char *data, const char *text, Ref value) {
    const struct ItemFormat *format = supported_format(text);
    if (!format) return false;
    if (format->letter == 'f' || format->letter == 'd') return pack_float(data, format, text, value);
    if (format->letter == '?') {
        int truth = object_is_true(value);
        if (truth >= 0) *data = (char)truth;
        return truth >= 0;
    }
    if (format->letter != 'c') return pack_integer(data, format, text, value);
    if (is_bytes(value) && size_of(value) == 1) {
        *data = (char)bytes_data(value)[0];
        return true;
    }
    return error_set(is_bytes(value) ? EXC(ValueError) : EXC(TypeError),
                     "memoryview: invalid %s for format '%s'", is_bytes(value) ? "value" : "type",
                     text) != NULL;
}

/* --- where an item is --------------------------------------------------------------------------------- */

/* One step along a dimension. */
static char *step_into(const Buffer *buffer, char *at, isize dim, isize index) {
    isize extent = buffer->shape[dim];
    if (index < 0) index += extent;
    if (index >= 0 && index < extent) return at + index * buffer->strides[dim];
    return error_set(EXC(IndexError), "index out of bounds on dimension %d", (int)dim + 1);
}

/* The item that a tuple of indices stands for. */
static char *locate(const Buffer *buffer, Ref indices) {
    isize count = tuple_length(indices);
    if (count < buffer->ndim) return error_set(EXC(NotImplementedError), "sub-views are not implemented");
    if (count > buffer->ndim) {
        return error_set(EXC(TypeError), "cannot index %zd-dimension view with %zd-element tuple", buffer->ndim,
                         count);
    }
    char *at = buffer->data;
    for (isize i = 0; at && i < count; i++) {
        isize index = int_index_as_isize(tuple_get(indices, i), EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        at = step_into(buffer, at, i, index);
    }
    return at;
}

static bool all_in_tuple(Ref key, bool (*test)(Ref item)) {
    if (!is_tuple(key)) return false;
    for (isize i = 0; i < tuple_length(key); i++) {
        if (!test(tuple_get(key, i))) return false;
    }
    return true;
}
static bool is_multi_index(Ref key) { return all_in_tuple(key, number_is_index); }
static bool is_multi_slice(Ref key) {
    return is_tuple(key) && tuple_length(key) && all_in_tuple(key, is_slice);
}

static void *bad_key(void) { return error_set(EXC(TypeError), "memoryview: invalid slice key"); }
static void *no_dimension(void) { return error_set(EXC(TypeError), "invalid indexing of 0-dim memory"); }

/* --- getting ------------------------------------------------------------------------------------------ */

Own memoryview_item(Ref self, isize index) {
    if (!memoryview_check(self)) return NULL;
    const Buffer *buffer = memoryview_buffer(self);
    if (!supported_format(buffer->format)) return NULL;
    if (buffer->ndim == 0) return no_dimension();
    if (buffer->ndim > 1) {
        return error_set(EXC(NotImplementedError), "multi-dimensional sub-views are not implemented");
    }
    char *at = step_into(buffer, buffer->data, 0, index);
    return at ? memory_unpack(at, buffer->format) : NULL;
}

static isize product(const isize *shape, isize ndim) {
    isize count = 1;
    for (isize i = 0; i < ndim; i++) count *= shape[i];
    return count;
}

/* Narrows a window along its first dimension. */
static bool narrow(Buffer *buffer, isize *shape, isize *strides, Ref slice) {
    isize start, stop, step, count = slice_indices(slice, shape[0], &start, &stop, &step);
    if (count < 0) return false;
    buffer->data += start * strides[0];
    shape[0] = count;
    strides[0] *= step;
    buffer->length = product(shape, buffer->ndim) * buffer->item_size;
    return true;
}

static Own slice_view(Ref self, Ref slice) {
    isize ndim = memoryview_buffer(self)->ndim;
    Own made = memoryview_share(self, ndim);
    MemoryView *view = AS_MEMORYVIEW(made);
    if (made && !narrow(&view->buffer, view->dims, view->dims + ndim, slice)) slot_clear(&made);
    return made;
}

Own memoryview_subscript(Ref self, Ref key) {
    if (!memoryview_check(self)) return NULL;
    const Buffer *buffer = memoryview_buffer(self);
    if (buffer->ndim == 0) {
        if (is_tuple(key) && tuple_length(key) == 0) return memory_unpack(buffer->data, buffer->format);
        return key == Ellipsis ? own(self) : no_dimension();
    }
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        return memoryview_item(self, index);
    }
    if (is_slice(key)) return slice_view(self, key);
    if (is_multi_index(key)) {
        if (!supported_format(buffer->format)) return NULL;
        char *at = locate(buffer, key);
        /* Asking for the indices may have run code that released the view. */
        return at && memoryview_check(self) ? memory_unpack(at, buffer->format) : NULL;
    }
    if (is_multi_slice(key)) {
        return error_set(EXC(NotImplementedError), "multi-dimensional slicing is not implemented");
    }
    return bad_key();
}

/* --- setting ------------------------------------------------------------------------------------------ */

/* Items of the same format, as many of them; the two may overlap. */
static bool copy_items(const Buffer *to, const Buffer *from) {
    isize count = to->shape[0], size = to->item_size;
    const char *from_format = from->format ? from->format : "B";
    isize from_count = from->shape ? from->shape[0] : from->length / from->item_size;
    bool alike =
        from->ndim == 1 && from_count == count && from->item_size == size && !strcmp(to->format, from_format);
    if (!alike) {
        return error_set(EXC(ValueError),
                         "memoryview assignment: lvalue and rvalue have different structures") != NULL;
    }
    u8 *copy = arena_alloc((usize)(count * size), BLOCK_RAW);
    if (!copy) return error_memory() != NULL;
    buffer_copy_out(from, copy, false);
    for (isize i = 0; i < count; i++) memcpy(to->data + i * to->strides[0], copy + i * size, (usize)size);
    arena_free(copy);
    return true;
}

static bool set_slice(Ref self, Ref slice, Ref value) {
    Buffer source, window = *memoryview_buffer(self);
    isize shape = window.shape[0], stride = window.strides[0];
    if (!buffer_get_strided(value, &source, false)) return false;
    window.shape = &shape;
    window.strides = &stride;
    /* Asking for the bounds may have run code that released the view. */
    bool set =
        narrow(&window, &shape, &stride, slice) && memoryview_check(self) && copy_items(&window, &source);
    buffer_release(&source);
    return set;
}

static bool set_at(Ref self, char *at, Ref value) {
    const Buffer *buffer = memoryview_buffer(self);
    char item[16]; /* the value's methods may release the view: nothing is written before they are done */
    if (!at || !memory_pack(item, buffer->format, value) || !memoryview_check(self)) return false;
    memcpy(at, item, (usize)buffer->item_size);
    return true;
}

bool memoryview_set_subscript(Ref self, Ref key, Ref value) {
    if (!memoryview_check(self)) return false;
    const Buffer *buffer = memoryview_buffer(self);
    if (!supported_format(buffer->format)) return false;
    if (buffer->readonly) return error_set(EXC(TypeError), "cannot modify read-only memory") != NULL;
    if (!value) return error_set(EXC(TypeError), "cannot delete memory") != NULL;
    if (buffer->ndim == 0) {
        bool whole = key == Ellipsis || (is_tuple(key) && tuple_length(key) == 0);
        return whole ? set_at(self, buffer->data, value) : no_dimension() != NULL;
    }
    if (number_is_index(key)) {
        if (buffer->ndim > 1)
            return error_set(EXC(NotImplementedError), "sub-views are not implemented") != NULL;
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return false;
        return set_at(self, step_into(buffer, buffer->data, 0, index), value);
    }
    if (is_slice(key) && buffer->ndim == 1) return set_slice(self, key, value);
    if (is_multi_index(key)) return set_at(self, locate(buffer, key), value);
    if (is_slice(key) || is_multi_slice(key)) {
        return error_set(EXC(NotImplementedError),
                         "memoryview slice assignments are currently restricted to ndim = 1") != NULL;
    }
    return bad_key() != NULL;
}

/* --- iterating ---------------------------------------------------------------------------------------- */

typedef struct MemoryIterator {
    Object ob_base;
    isize index, length;
    Object *view; /* owned; NULL: exhausted */
} MemoryIterator;
#define AS_MEMORY_ITERATOR(ref) ((MemoryIterator *)(ref))

Own memoryview_iter(Ref self) {
    if (!memoryview_check(self)) return NULL;
    const Buffer *buffer = memoryview_buffer(self);
    if (buffer->ndim == 0) return no_dimension();
    if (buffer->ndim > 1) {
        return error_set(EXC(NotImplementedError), "multi-dimensional sub-views are not implemented");
    }
    if (!supported_format(buffer->format)) return NULL;
    Own made = object_new(TYPE(MEMORY_ITERATOR), 0);
    if (!made) return NULL;
    AS_MEMORY_ITERATOR(made)->length = buffer->shape[0];
    AS_MEMORY_ITERATOR(made)->view = own(self);
    gc_track(made);
    return made;
}

static Own memory_iterator_next(Ref self) {
    MemoryIterator *iterator = AS_MEMORY_ITERATOR(self);
    if (!iterator->view) return NULL;
    if (iterator->index < iterator->length) {
        if (!memoryview_check(iterator->view)) return NULL;
        return memoryview_item(iterator->view, iterator->index++);
    }
    slot_clear(&iterator->view);
    return NULL;
}

static Own memory_iterator_iter(Ref self) { return own(self); }

static void memory_iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_MEMORY_ITERATOR(self)->view);
    object_free(self);
}

static bool memory_iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref view = AS_MEMORY_ITERATOR(self)->view;
    return !view || visit(view, context);
}

const TypeSpec memory_iterator_spec = {.name = "memory_iterator",
                                       .basicsize = sizeof(MemoryIterator),
                                       .flags = TYPE_GC,
                                       .ghost_size = 48,
                                       .slots = {.dealloc = memory_iterator_dealloc,
                                                 .traverse = memory_iterator_traverse,
                                                 .iter = memory_iterator_iter,
                                                 .getattro = object_generic_get_attribute,
                                                 .iternext = memory_iterator_next}};
