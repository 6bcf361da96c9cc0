/* memoryview_methods.c: the methods and attributes of memoryview. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/list.h"
#include "object/memoryview.h"
#include "object/tuple.h"

enum { MAX_DIMENSIONS = 64 };

/* --- releasing ---------------------------------------------------------------------------------------- */

static Own memoryview_method_release(Ref self) {
    isize exports = AS_MEMORYVIEW(self)->exports;
    if (AS_MEMORYVIEW(self)->managed && exports > 0) {
        return error_set(EXC(BufferError), "memoryview has %zd exported buffer%s", exports,
                         exports == 1 ? "" : "s");
    }
    memoryview_let_go(self);
    return own_none();
}

static Own memoryview_method_enter(Ref self) { return memoryview_check(self) ? own(self) : NULL; }

static Own memoryview_method_exit(Ref self, Ref const *args, isize nargs) {
    (void)args;
    (void)nargs;
    return memoryview_method_release(self);
}

/* --- copies ------------------------------------------------------------------------------------------- */

static Own copy_bytes(Ref self, bool fortran) {
    const Buffer *buffer = memoryview_buffer(self);
    Own made = bytes_from(NULL, buffer->length);
    if (made) buffer_copy_out(buffer, bytes_data(made), fortran);
    return made;
}

static Own memoryview_method_tobytes(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"tobytes", {"order"}, .required = 0};
    Ref order;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &order)) return NULL;
    TextArgument text;
    if (!argument_text_or_none(order, "tobytes", "'order'", &text)) return NULL;
    text_argument_release(&text);
    if (!memoryview_check(self)) return NULL;
    if (!order || order == None || str_equal_ascii(order, "C")) return copy_bytes(self, false);
    if (str_equal_ascii(order, "F")) return copy_bytes(self, true);
    if (!str_equal_ascii(order, "A")) return error_set(EXC(ValueError), "order must be 'C', 'F' or 'A'");
    const Buffer *buffer = memoryview_buffer(self);
    return copy_bytes(self, buffer_is_fortran_contiguous(buffer) && !buffer_is_contiguous(buffer));
}

static Own memoryview_method_hex(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!memoryview_check(self)) return NULL;
    Own copy = copy_bytes(self, false);
    if (!copy) return NULL;
    Own text = bytes_hex(bytes_span(copy), args, nargs, kwnames);
    release(copy);
    return text;
}

/* The items below dimension `dim`, in lists of lists. */
static Own list_items(const Buffer *buffer, const char *at, isize dim) {
    if (dim == buffer->ndim) return memory_unpack(at, buffer->format);
    Own list = list_new(0);
    for (isize i = 0; list && i < buffer->shape[dim]; i++) {
        Own item = list_items(buffer, at + i * buffer->strides[dim], dim + 1);
        if (!item || !list_append(list, item)) slot_clear(&list);
    }
    return list;
}

static Own memoryview_method_tolist(Ref self) {
    if (!memoryview_check(self)) return NULL;
    const Buffer *buffer = memoryview_buffer(self);
    if (!memory_check_format(buffer->format)) return NULL;
    return list_items(buffer, buffer->data, 0);
}

static Own memoryview_method_toreadonly(Ref self) {
    if (!memoryview_check(self)) return NULL;
    Own made = memoryview_share(self, memoryview_buffer(self)->ndim);
    if (made) AS_MEMORYVIEW(made)->buffer.readonly = true;
    return made;
}

/* --- casting ------------------------------------------------------------------------------------------ */

static bool is_byte_letter(char letter) { return letter == 'B' || letter == 'b' || letter == 'c'; }

static bool has_zero(const Buffer *buffer) {
    for (isize i = 0; i < buffer->ndim; i++) {
        if (buffer->shape[i] == 0) return true;
    }
    return false;
}

/* Formats are constant text, so that a view need not own its own. */
static const char *constant_format(char letter, bool marked) {
    static const char formats[] = "@B\0@b\0@c\0@?\0@h\0@H\0@i\0@I\0@l\0@L\0@q\0@Q\0@n\0@N\0@f\0@d\0@P";
    const char *at = formats;
    while (at[1] != letter) at += 3;
    return marked ? at : at + 1;
}

/* Makes a view one-dimensional, of items of another format. */
static bool cast_to_line(MemoryView *view, const char *format) {
    Buffer *buffer = &view->buffer;
    isize old_size, size;
    char old_letter = memory_format_letter(buffer->format, &old_size),
         letter = memory_format_letter(format, &size);
    if (!letter) {
        return error_set(EXC(ValueError),
                         "memoryview: destination format must be a native single character format "
                         "prefixed with an optional '@'") != NULL;
    }
    bool from_bytes = old_letter && is_byte_letter(old_letter);
    if (!from_bytes && !is_byte_letter(letter)) {
        return error_set(EXC(TypeError), "memoryview: cannot cast between two non-byte formats") != NULL;
    }
    if (buffer->length % size) {
        return error_set(EXC(TypeError), "memoryview: length is not a multiple of itemsize") != NULL;
    }
    buffer->format = constant_format(letter, *format == '@');
    buffer->item_size = size;
    view->dims[0] = buffer->length / size;
    view->dims[buffer->ndim] = size;
    return true;
}

/* The extents, from a list or tuple; their product must be what there is. */
static bool cast_to_shape(MemoryView *view, Object *const *items, isize ndim) {
    Buffer *buffer = &view->buffer;
    isize length = buffer->item_size;
    for (isize i = 0; i < ndim; i++) {
        if (!is_int(items[i])) {
            return error_set(EXC(TypeError), "memoryview.cast(): elements of shape must be integers") != NULL;
        }
        isize extent = int_as_isize(items[i]);
        if (extent == -1 && error_occurred()) return false;
        if (extent <= 0) {
            return error_set(EXC(ValueError), "memoryview.cast(): elements of shape must be integers > 0") !=
                   NULL;
        }
        if (__builtin_mul_overflow(length, extent, &length)) {
            return error_set(EXC(ValueError), "memoryview.cast(): product(shape) > SSIZE_MAX") != NULL;
        }
        view->dims[i] = extent;
    }
    isize stride = buffer->item_size;
    for (isize i = ndim - 1; i >= 0; i--) {
        view->dims[ndim + i] = stride;
        stride *= view->dims[i];
    }
    if (length != buffer->length) {
        return error_set(EXC(TypeError), "memoryview: product(shape) * itemsize != buffer size") != NULL;
    }
    return true;
}

/* A view that has no dimension keeps room for one while it is made; then its arrays count none. */
static Own cast_view(Ref self, const char *format, Object *const *items, isize ndim) {
    Own made = memoryview_share(self, isize_max(ndim, 1));
    MemoryView *view = AS_MEMORYVIEW(made);
    bool cast = made && cast_to_line(view, format) && (!items || cast_to_shape(view, items, ndim));
    if (cast && items && ndim == 0) view->buffer.ndim = 0;
    if (!cast) slot_clear(&made);
    return made;
}

/* The shape's items; false raised. */
static bool shape_items(Ref self, Ref shape, Object ***items, isize *ndim) {
    if (!is_list(shape) && !is_tuple(shape)) {
        return error_set(EXC(TypeError), "shape must be a list or a tuple") != NULL;
    }
    *items = is_list(shape) ? AS_LIST(shape)->items : AS_TUPLE(shape)->items;
    *ndim = size_of(shape);
    if (*ndim > MAX_DIMENSIONS) {
        return error_set(EXC(ValueError), "memoryview: number of dimensions must not exceed %d",
                         MAX_DIMENSIONS) != NULL;
    }
    if (memoryview_buffer(self)->ndim == 1 || *ndim == 1) return true;
    return error_set(EXC(TypeError), "memoryview: cast must be 1D -> ND or ND -> 1D") != NULL;
}

static Own memoryview_method_cast(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"cast", {"format", "shape"}, .required = 1};
    Ref bound[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return NULL;
    if (!argument_str(bound[0], "cast", "'format'") || !memoryview_check(self)) return NULL;
    const Buffer *buffer = memoryview_buffer(self);
    if (!buffer_is_contiguous(buffer)) {
        return error_set(EXC(TypeError), "memoryview: casts are restricted to C-contiguous views");
    }
    if ((bound[1] || buffer->ndim != 1) && has_zero(buffer)) {
        return error_set(EXC(TypeError), "memoryview: cannot cast view with zeros in shape or strides");
    }
    Object **items = NULL, *none[1] = {NULL};
    isize ndim = 1;
    if (bound[1] && !shape_items(self, bound[1], &items, &ndim)) return NULL;
    if (bound[1] && !items) items = none; /* an empty list has no array */
    Own format = str_encode(bound[0], "ascii", NULL);
    if (!format) return NULL;
    Own made = cast_view(self, (const char *)bytes_data(format), items, ndim);
    release(format);
    return made;
}

const MethodDef memoryview_methods[] = {
    {"release", METHOD_NONE, .none = memoryview_method_release,
     .doc = "release($self, /)\n--\n\nRelease the underlying buffer exposed by the memoryview object."},
    {"tobytes", METHOD_KEYWORDS, .keywords = memoryview_method_tobytes,
     .doc = "tobytes($self, /, order='C')\n--\n\nReturn the data in the buffer as a byte string.\n\nOrder "
            "can be {'C', 'F', 'A'}. When order is 'C' or 'F', the data of the\noriginal array is "
            "converted to C or Fortran order. For contiguous views,\n'A' returns an exact copy of the "
            "physical memory. In particular, in-memory\nFortran order is preserved. For non-contiguous "
            "views, the data is converted\nto C first. order=None is the same as order='C'."},
    {"hex", METHOD_KEYWORDS, .keywords = memoryview_method_hex,
     .doc = "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nReturn the data in the buffer as "
            "a str of hexadecimal numbers.\n\n  sep\n    An optional single character or byte to separate "
            "hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count "
            "from the\n    right, negative values count from the left.\n\nExample:\n>>> value = "
            "memoryview(b'\\xb9\\x01\\xef')\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n"
            ">>> value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'"},
    {"tolist", METHOD_NONE, .none = memoryview_method_tolist,
     .doc = "tolist($self, /)\n--\n\nReturn the data in the buffer as a list of elements."},
    {"cast", METHOD_KEYWORDS, .keywords = memoryview_method_cast,
     .doc = "cast($self, /, format, shape=<unrepresentable>)\n--\n\nCast a memoryview to a new format or "
            "shape."},
    {"toreadonly", METHOD_NONE, .none = memoryview_method_toreadonly,
     .doc = "toreadonly($self, /)\n--\n\nReturn a readonly version of the memoryview."},
    {"__enter__", METHOD_NONE, .none = memoryview_method_enter},
    {"__exit__", METHOD_ARRAY, .array = memoryview_method_exit, .flags = METHOD_VARARGS},
    {NULL}};

/* --- attributes --------------------------------------------------------------------------------------- */

typedef enum Attribute {
    ATTRIBUTE_OBJ,
    ATTRIBUTE_NBYTES,
    ATTRIBUTE_READONLY,
    ATTRIBUTE_ITEMSIZE,
    ATTRIBUTE_FORMAT,
    ATTRIBUTE_NDIM,
    ATTRIBUTE_SHAPE,
    ATTRIBUTE_STRIDES,
    ATTRIBUTE_SUBOFFSETS,
    ATTRIBUTE_C_CONTIGUOUS,
    ATTRIBUTE_F_CONTIGUOUS,
    ATTRIBUTE_CONTIGUOUS
} Attribute;

static Own tuple_of_sizes(const isize *sizes, isize count) {
    Own tuple = tuple_new(count);
    for (isize i = 0; tuple && i < count; i++) {
        Own size = int_from_isize(sizes[i]);
        if (size)
            tuple_fill(tuple, i, size);
        else
            slot_clear(&tuple);
    }
    return tuple;
}

static Own get_attribute(Ref self, void *closure) {
    if (!memoryview_check(self)) return NULL;
    const Buffer *buffer = memoryview_buffer(self);
    Ref owner = ((const ManagedBuffer *)AS_MEMORYVIEW(self)->managed)->buffer.owner;
    switch ((Attribute)(uintptr_t)closure) {
    case ATTRIBUTE_OBJ: return own(owner ? owner : None);
    case ATTRIBUTE_NBYTES: return int_from_isize(buffer->length);
    case ATTRIBUTE_READONLY: return own_bool(buffer->readonly);
    case ATTRIBUTE_ITEMSIZE: return int_from_isize(buffer->item_size);
    case ATTRIBUTE_FORMAT: return str_from_utf8(buffer->format, -1);
    case ATTRIBUTE_NDIM: return int_from_isize(buffer->ndim);
    case ATTRIBUTE_SHAPE: return tuple_of_sizes(buffer->shape, buffer->ndim);
    case ATTRIBUTE_STRIDES: return tuple_of_sizes(buffer->strides, buffer->ndim);
    case ATTRIBUTE_SUBOFFSETS: return tuple_new(0);
    case ATTRIBUTE_C_CONTIGUOUS: return own_bool(buffer_is_contiguous(buffer));
    case ATTRIBUTE_F_CONTIGUOUS: return own_bool(buffer_is_fortran_contiguous(buffer));
    case ATTRIBUTE_CONTIGUOUS: break;
    }
    return own_bool(buffer_is_contiguous(buffer) || buffer_is_fortran_contiguous(buffer));
}

#define ATTRIBUTE(name, ID, text)                                                                              \
    { name, get_attribute, .doc = text, .closure = (void *)ATTRIBUTE_##ID }

const GetSetDef memoryview_getset[] = {
    ATTRIBUTE("obj", OBJ, "The underlying object of the memoryview."),
    ATTRIBUTE("nbytes", NBYTES,
              "The amount of space in bytes that the array would use in\n a contiguous representation."),
    ATTRIBUTE("readonly", READONLY, "A bool indicating whether the memory is read only."),
    ATTRIBUTE("itemsize", ITEMSIZE, "The size in bytes of each element of the memoryview."),
    ATTRIBUTE("format", FORMAT,
              "A string containing the format (in struct module style)\n for each element in the view."),
    ATTRIBUTE(
        "ndim", NDIM,
        "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents."),
    ATTRIBUTE("shape", SHAPE,
              "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array."),
    ATTRIBUTE(
        "strides", STRIDES,
        "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of the "
        "array."),
    ATTRIBUTE("suboffsets", SUBOFFSETS, "A tuple of integers used internally for PIL-style arrays."),
    ATTRIBUTE("c_contiguous", C_CONTIGUOUS, "A bool indicating whether the memory is C contiguous."),
    ATTRIBUTE("f_contiguous", F_CONTIGUOUS, "A bool indicating whether the memory is Fortran contiguous."),
    ATTRIBUTE("contiguous", CONTIGUOUS, "A bool indicating whether the memory is contiguous."),
    {NULL}};
