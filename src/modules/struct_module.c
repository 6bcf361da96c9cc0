/* struct_module.c: the module _struct: the type Struct, and functions that make one for a single use. */
#include "modules/struct.h"

/* --- packing --------------------------------------------------------------------------------------------- */

static bool check_count(const Struct *self, const char *function, isize given) {
    if (self->size < 0) return error_set(EXC(RuntimeError), "Struct object is not initialized");
    if (given == self->length) return true;
    return error_set(STRUCT_ERROR, "%s expected %zd items for packing (got %zd)", function, self->length,
                     given);
}

static Own struct_method_pack(Ref object, Ref const *args, isize nargs) {
    const Struct *self = AS_STRUCT(object);
    if (!check_count(self, "pack", nargs)) return NULL;
    Own bytes = bytes_from(NULL, self->size);
    if (bytes && !struct_pack(self, args, bytes_data(bytes))) slot_clear(&bytes);
    return bytes;
}

/* Where in a buffer the bytes begin, offsets from the end counted; -1 raised. */
static isize place_in(const Struct *self, const Buffer *buffer, isize offset, const char *function,
                      const char *too_near, const char *doing) {
    if (offset < 0) {
        if (offset + self->size > 0) {
            error_set(STRUCT_ERROR, "%s %zd bytes at offset %zd", too_near, self->size, offset);
            return -1;
        }
        if (offset + buffer->length < 0) {
            error_set(STRUCT_ERROR, "offset %zd out of range for %zd-byte buffer", offset, buffer->length);
            return -1;
        }
        offset += buffer->length;
    }
    if (buffer->length - offset >= self->size) return offset;
    error_set(
        STRUCT_ERROR,
        "%s requires a buffer of at least %zu bytes for %s %zd bytes at offset %zd (actual buffer size is %zd)",
        function, (usize)self->size + (usize)offset, doing, self->size, offset, buffer->length);
    return -1;
}

static Own struct_method_pack_into(Ref object, Ref const *args, isize nargs) {
    const Struct *self = AS_STRUCT(object);
    Buffer buffer;
    if (nargs == 0) return error_set(STRUCT_ERROR, "pack_into expected buffer argument");
    if (nargs == 1) return error_set(STRUCT_ERROR, "pack_into expected offset argument");
    if (!check_count(self, "pack_into", nargs - 2) || !argument_buffer_writable(args[0], NULL, 0, &buffer))
        return NULL;
    isize offset = int_index_as_isize(args[1], EXC(IndexError));
    bool done = offset != -1 || !error_occurred();
    if (done) offset = place_in(self, &buffer, offset, "pack_into", "no space to pack", "packing");
    done = done && offset >= 0 && struct_pack(self, args + 2, (u8 *)buffer.data + offset);
    buffer_release(&buffer);
    return done ? own_none() : NULL;
}

/* --- unpacking ------------------------------------------------------------------------------------------- */

static bool check_ready(const Struct *self) {
    return self->size >= 0 || error_set(EXC(RuntimeError), "Struct object is not initialized");
}

static Own struct_method_unpack(Ref object, Ref data) {
    const Struct *self = AS_STRUCT(object);
    Buffer buffer;
    if (!check_ready(self) || !buffer_get(data, &buffer, false)) return NULL;
    Own values = buffer.length == self->size
                     ? struct_unpack(self, (const u8 *)buffer.data)
                     : error_set(STRUCT_ERROR, "unpack requires a buffer of %zd bytes", self->size);
    buffer_release(&buffer);
    return values;
}

static Own unpack_at(const Struct *self, Ref data, Ref offset_argument) {
    Buffer buffer;
    isize offset = 0;
    if (!check_ready(self) || !buffer_get(data, &buffer, false)) return NULL;
    if (offset_argument) offset = int_as_isize(offset_argument);
    bool good = offset != -1 || !error_occurred();
    if (good) offset = place_in(self, &buffer, offset, "unpack_from", "not enough data to unpack", "unpacking");
    Own values = good && offset >= 0 ? struct_unpack(self, (const u8 *)buffer.data + offset) : NULL;
    buffer_release(&buffer);
    return values;
}

static Own struct_method_unpack_from(Ref object, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"unpack_from", {"buffer", "offset"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    return unpack_at(AS_STRUCT(object), given[0], given[1]);
}

/* --- unpacking one after the other ----------------------------------------------------------------------- */

typedef struct UnpackIterator {
    Object ob_base;
    Object *compiled; /* Struct, owned; NULL: exhausted */
    Buffer buffer;
    isize index;
} UnpackIterator;
#define AS_UNPACK_ITERATOR(ref) ((UnpackIterator *)(ref))

static Own struct_method_iter_unpack(Ref object, Ref data) {
    const Struct *self = AS_STRUCT(object);
    if (!check_ready(self)) return NULL;
    if (self->size == 0) return error_set(STRUCT_ERROR, "cannot iteratively unpack with a struct of length 0");
    Own iterator = object_new(MODULE_TYPE(UNPACK_ITERATOR), 0);
    if (!iterator) return NULL;
    UnpackIterator *unpack = AS_UNPACK_ITERATOR(iterator);
    bool good = buffer_get(data, &unpack->buffer, false);
    if (good && unpack->buffer.length % self->size != 0) {
        good = error_set(STRUCT_ERROR, "iterative unpacking requires a buffer of a multiple of %zd bytes",
                         self->size);
    }
    if (!good) {
        buffer_release(&unpack->buffer);
        object_free(iterator);
        return NULL;
    }
    unpack->compiled = own(object);
    gc_track(iterator);
    return iterator;
}

static void unpack_iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_UNPACK_ITERATOR(self)->compiled);
    buffer_release(&AS_UNPACK_ITERATOR(self)->buffer);
    object_free(self);
}
static bool unpack_iterator_traverse(Ref self, VisitFn visit, void *context) {
    const UnpackIterator *unpack = AS_UNPACK_ITERATOR(self);
    return (!unpack->compiled || visit(unpack->compiled, context)) &&
           (!unpack->buffer.owner || visit(unpack->buffer.owner, context));
}
static Own unpack_iterator_self(Ref self) { return own(self); }

static Own unpack_iterator_next(Ref self) {
    UnpackIterator *unpack = AS_UNPACK_ITERATOR(self);
    if (!unpack->compiled) return NULL;
    if (unpack->index >= unpack->buffer.length) {
        slot_clear(&unpack->compiled);
        buffer_release(&unpack->buffer);
        return NULL;
    }
    const Struct *compiled = AS_STRUCT(unpack->compiled);
    Own values = struct_unpack(compiled, (const u8 *)unpack->buffer.data + unpack->index);
    unpack->index += compiled->size;
    return values;
}

static Own unpack_iterator_length_hint(Ref self) {
    const UnpackIterator *unpack = AS_UNPACK_ITERATOR(self);
    if (!unpack->compiled) return int_from_i64(0);
    return int_from_isize((unpack->buffer.length - unpack->index) / AS_STRUCT(unpack->compiled)->size);
}

static const MethodDef unpack_iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = unpack_iterator_length_hint}, {.name = NULL}};

const TypeSpec unpack_iterator_spec = {.name = "_struct.unpack_iterator",
                                       .basicsize = sizeof(UnpackIterator),
                                       .ghost_size = 112,
                                       .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                       .slots = {.dealloc = unpack_iterator_dealloc,
                                                 .traverse = unpack_iterator_traverse,
                                                 .getattro = object_generic_get_attribute,
                                                 .iter = unpack_iterator_self,
                                                 .iternext = unpack_iterator_next},
                                       .methods = unpack_iterator_methods};

/* --- the type -------------------------------------------------------------------------------------------- */

static Own struct_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    Own self = object_new(type, 0);
    if (self) AS_STRUCT(self)->size = AS_STRUCT(self)->length = -1;
    if (self) gc_track(self);
    return self;
}

static bool struct_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"Struct", {"format"}, .required = 1};
    Ref format;
    return arguments_bind(&parameters, args, nargs, kwnames, &format) &&
           struct_compile(AS_STRUCT(self), format);
}

static void struct_dealloc(Own self) {
    gc_untrack(self);
    if (AS_STRUCT(self)->weaklist) weakref_clear_all(self);
    arena_free(AS_STRUCT(self)->codes);
    release_maybe(AS_STRUCT(self)->format);
    object_free(self);
}
static bool struct_traverse(UNUSED Ref self, UNUSED VisitFn visit, UNUSED void *context) { return true; }

static Own struct_get_format(Ref self, UNUSED void *closure) {
    return AS_STRUCT(self)->format ? own(AS_STRUCT(self)->format) : own_none();
}
static Own struct_get_size(Ref self, UNUSED void *closure) { return int_from_isize(AS_STRUCT(self)->size); }
static Own struct_sizeof(Ref self) {
    return int_from_isize(type_of(self)->ghost_size + (AS_STRUCT(self)->code_count + 1) * 32);
}

static const MethodDef struct_methods[] = {
    {"iter_unpack", METHOD_ONE, .one = struct_method_iter_unpack,
     .doc = "iter_unpack($self, buffer, /)\n"
            "--\n"
            "\n"
            "Return an iterator yielding tuples.\n"
            "\n"
            "Tuples are unpacked from the given bytes source, like a repeated\n"
            "invocation of unpack_from().\n"
            "\n"
            "Requires that the bytes length be a multiple of the struct size."},
    {"pack", METHOD_ARRAY, .array = struct_method_pack,
     .doc = "S.pack(v1, v2, ...) -> bytes\n"
            "\n"
            "Return a bytes object containing values v1, v2, ... packed according\n"
            "to the format string S.format.  See help(struct) for more on format\n"
            "strings."},
    {"pack_into", METHOD_ARRAY, .array = struct_method_pack_into,
     .doc = "S.pack_into(buffer, offset, v1, v2, ...)\n"
            "\n"
            "Pack the values v1, v2, ... according to the format string S.format\n"
            "and write the packed bytes into the writable buffer buf starting at\n"
            "offset.  Note that the offset is a required argument.  See\n"
            "help(struct) for more on format strings."},
    {"unpack", METHOD_ONE, .one = struct_method_unpack,
     .doc = "unpack($self, buffer, /)\n"
            "--\n"
            "\n"
            "Return a tuple containing unpacked values.\n"
            "\n"
            "Unpack according to the format string Struct.format. The buffer's size\n"
            "in bytes must be Struct.size.\n"
            "\n"
            "See help(struct) for more on format strings."},
    {"unpack_from", METHOD_KEYWORDS, .keywords = struct_method_unpack_from,
     .doc = "unpack_from($self, /, buffer, offset=0)\n"
            "--\n"
            "\n"
            "Return a tuple containing unpacked values.\n"
            "\n"
            "Values are unpacked according to the format string Struct.format.\n"
            "\n"
            "The buffer's size in bytes, starting at position offset, must be\n"
            "at least Struct.size.\n"
            "\n"
            "See help(struct) for more on format strings."},
    {"__sizeof__", METHOD_NONE, .none = struct_sizeof,
     .doc = "S.__sizeof__() -> size of S in memory, in bytes"},
    {.name = NULL}};
static const GetSetDef struct_getset[] = {{"format", .get = struct_get_format, .doc = "struct format string"},
                                          {"size", .get = struct_get_size, .doc = "struct size in bytes"},
                                          {.name = NULL}};

const TypeSpec struct_spec = {.name = "_struct.Struct",
                              .basicsize = sizeof(Struct),
                              .ghost_size = 56,
                              .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                              .weaklist_offset = offsetof(Struct, weaklist),
                              .slots = {.new = struct_new,
                                        .init = struct_init,
                                        .dealloc = struct_dealloc,
                                        .traverse = struct_traverse,
                                        .getattro = object_generic_get_attribute,
                                        .setattro = object_generic_set_attribute},
                              .methods = struct_methods,
                              .getset = struct_getset,
                              .doc = "Struct(fmt) --> compiled struct object\n"
                                     "\n"};

/* --- functions ------------------------------------------------------------------------------------------- */

/* A Struct for one use; NULL raised. CPython looks the format up among those it has compiled before: first of all it
 * has to have a hash. */
static Own compiled(Ref format) {
    if (object_hash(format) == -1) return NULL;
    Own self = struct_new(MODULE_TYPE(STRUCT), NULL, 0, NULL);
    if (self && !struct_compile(AS_STRUCT(self), format)) slot_clear(&self);
    return self;
}

static Own struct_calcsize(UNUSED Ref module, Ref format) {
    Own self = compiled(format), size = self ? int_from_isize(AS_STRUCT(self)->size) : NULL;
    release_maybe(self);
    return size;
}

/* Calls a method of the Struct that args[0] is the format of, with the other arguments. */
static Own with_format(Ref const *args, isize nargs, Own (*method)(Ref, Ref const *, isize)) {
    if (nargs == 0) return error_set(EXC(TypeError), "missing format argument");
    Own self = compiled(args[0]), result = self ? method(self, args + 1, nargs - 1) : NULL;
    release_maybe(self);
    return result;
}
static Own struct_pack_function(UNUSED Ref module, Ref const *args, isize nargs) {
    return with_format(args, nargs, struct_method_pack);
}
static Own struct_pack_into_function(UNUSED Ref module, Ref const *args, isize nargs) {
    return with_format(args, nargs, struct_method_pack_into);
}

static Own with_format_one(const char *name, Ref const *args, isize nargs, BinaryFn method) {
    if (!arguments_count(name, nargs, 2, 2)) return NULL;
    Own self = compiled(args[0]), result = self ? method(self, args[1]) : NULL;
    release_maybe(self);
    return result;
}
static Own struct_unpack_function(UNUSED Ref module, Ref const *args, isize nargs) {
    return with_format_one("unpack", args, nargs, struct_method_unpack);
}
static Own struct_iter_unpack_function(UNUSED Ref module, Ref const *args, isize nargs) {
    return with_format_one("iter_unpack", args, nargs, struct_method_iter_unpack);
}
static Own struct_unpack_from_function(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"unpack_from", {"format", "/", "buffer", "offset"}, .required = 2};
    Ref given[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own self = compiled(given[0]), result = self ? unpack_at(AS_STRUCT(self), given[1], given[2]) : NULL;
    release_maybe(self);
    return result;
}
/* No compiled formats are kept. */
static Own struct_clearcache(UNUSED Ref module) { return own_none(); }

static const MethodDef struct_functions[] = {
    {"_clearcache", METHOD_NONE, .none = struct_clearcache,
     .doc = "_clearcache($module, /)\n"
            "--\n"
            "\n"
            "Clear the internal cache."},
    {"calcsize", METHOD_ONE, .one = struct_calcsize,
     .doc = "calcsize($module, format, /)\n"
            "--\n"
            "\n"
            "Return size in bytes of the struct described by the format string."},
    {"iter_unpack", METHOD_ARRAY, .array = struct_iter_unpack_function,
     .doc = "iter_unpack($module, format, buffer, /)\n"
            "--\n"
            "\n"
            "Return an iterator yielding tuples unpacked from the given bytes.\n"
            "\n"
            "The bytes are unpacked according to the format string, like\n"
            "a repeated invocation of unpack_from().\n"
            "\n"
            "Requires that the bytes length be a multiple of the format struct size."},
    {"pack", METHOD_ARRAY, .array = struct_pack_function,
     .doc = "pack(format, v1, v2, ...) -> bytes\n"
            "\n"
            "Return a bytes object containing the values v1, v2, ... packed according\n"
            "to the format string.  See help(struct) for more on format strings."},
    {"pack_into", METHOD_ARRAY, .array = struct_pack_into_function,
     .doc = "pack_into(format, buffer, offset, v1, v2, ...)\n"
            "\n"
            "Pack the values v1, v2, ... according to the format string and write\n"
            "the packed bytes into the writable buffer buf starting at offset.  Note\n"
            "that the offset is a required argument.  See help(struct) for more\n"
            "on format strings."},
    {"unpack", METHOD_ARRAY, .array = struct_unpack_function,
     .doc = "unpack($module, format, buffer, /)\n"
            "--\n"
            "\n"
            "Return a tuple containing values unpacked according to the format string.\n"
            "\n"
            "The buffer's size in bytes must be calcsize(format).\n"
            "\n"
            "See help(struct) for more on format strings."},
    {"unpack_from", METHOD_KEYWORDS, .keywords = struct_unpack_from_function,
     .doc = "unpack_from($module, format, /, buffer, offset=0)\n"
            "--\n"
            "\n"
            "Return a tuple containing values unpacked according to the format string.\n"
            "\n"
            "The buffer's size, minus offset, must be at least calcsize(format).\n"
            "\n"
            "See help(struct) for more on format strings."},
    {.name = NULL}};

static bool fill(Ref module) {
    u64 resume = object_machine_births_begin(); /* a class is in cycles: it stays, like native types */
    if (!MODULES_ROOT->struct_error)
        MODULES_ROOT->struct_error = module_exception_new("struct.error", EXC(Exception));
    object_machine_births_end(resume);
    return MODULES_ROOT->struct_error && module_add(module, "error", own(MODULES_ROOT->struct_error)) &&
           module_ready_type(MODULE_TYPE_UNPACK_ITERATOR) && module_add_type(module, MODULE_TYPE_STRUCT);
}

static void clear(void) { slot_clear(&MODULES_ROOT->struct_error); }

const NativeModule struct_module = {
    .name = "_struct",
    .doc = "Functions to convert between Python values and C structs.\n"
           "Python bytes objects are used to hold the data representing the C struct\n"
           "and also as format strings (explained below) to describe the layout of data\n"
           "in the C struct.\n"
           "\n"
           "The optional first format char indicates byte order, size and alignment:\n"
           "  @: native order, size & alignment (default)\n"
           "  =: native order, std. size & alignment\n"
           "  <: little-endian, std. size & alignment\n"
           "  >: big-endian, std. size & alignment\n"
           "  !: same as >\n"
           "\n"
           "The remaining chars indicate types of args and must match exactly;\n"
           "these can be preceded by a decimal repeat count:\n"
           "  x: pad byte (no data); c:char; b:signed byte; B:unsigned byte;\n"
           "  ?: _Bool (requires C99; if not available, char is used instead)\n"
           "  h:short; H:unsigned short; i:int; I:unsigned int;\n"
           "  l:long; L:unsigned long; f:float; d:double; e:half-float.\n"
           "Special cases (preceding decimal count indicates length):\n"
           "  s:string (array of char); p: pascal string (with count byte).\n"
           "Special cases (only available in native format):\n"
           "  n:ssize_t; N:size_t;\n"
           "  P:an integer type that is wide enough to hold a pointer.\n"
           "Special case (not in native mode unless 'long long' in platform C):\n"
           "  q:long long; Q:unsigned long long\n"
           "Whitespace between formats is ignored.\n"
           "\n"
           "The variable struct.error is an exception raised on errors.\n",
    .functions = struct_functions,
    .fill = fill,
    .clear = clear};
