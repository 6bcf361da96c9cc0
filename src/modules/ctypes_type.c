/* ctypes_type.c: what all C types share: how one is told, from_address() and its like, and arrays of it.
 *
 * What is known of a C type stands behind its Type, where its metatype made room for it. The abstract types
 * at the top (Structure, Array ...) are native ones and have no such room: nothing is known of them. */
#include "modules/ctypes.h"

/* --- what is known of a type ---------------------------------------------------------------------------- */

/* Is it made by one of the six metatypes, or by a class derived from one? */
static bool has_room(const Type *type) {
    if (type->spec) return false;
    const Type *metatype = type_of((Ref)type);
    while (!metatype->spec) metatype = metatype->base;
    return metatype->spec->slots.dealloc == ctype_dealloc;
}

CTypeInfo *ctype_info(Ref type) {
    if (!is_type(type) || !has_room(AS_TYPE(type))) return NULL;
    CTypeInfo *info = &((CType *)type)->info;
    return info->kind ? info : NULL;
}

bool ctype_is(Ref object, CTypeKind kind) {
    if (!is_type(object)) return false;
    const Type *metatypes[] = {
        [CTYPE_SIMPLE] = MODULE_TYPE(C_SIMPLE_TYPE),   [CTYPE_STRUCT] = MODULE_TYPE(C_STRUCT_TYPE),
        [CTYPE_UNION] = MODULE_TYPE(C_UNION_TYPE),     [CTYPE_ARRAY] = MODULE_TYPE(C_ARRAY_TYPE),
        [CTYPE_POINTER] = MODULE_TYPE(C_POINTER_TYPE), [CTYPE_FUNCTION] = MODULE_TYPE(C_FUNCTION_TYPE)};
    return is_a(object, metatypes[kind]);
}

CTypeInfo *ctype_concrete(Ref type) {
    CTypeInfo *info = ctype_info(type);
    if (!info) return error_set(EXC(TypeError), "abstract class");
    info->flags |= CTYPE_FINAL;
    return info;
}

bool ctype_is_plain(Ref type) {
    return ctype_is(type, CTYPE_SIMPLE) && AS_TYPE(type)->base == MODULE_TYPE(C_SIMPLE);
}

Own ctype_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames, CTypeKind kind) {
    Own type = type_new(metatype, args, nargs, kwnames);
    if (type) ((CType *)type)->info.kind = (u8)kind;
    return type;
}

bool ctype_set_format(CTypeInfo *info, const char *format, ...) {
    Text text = text_new(TEXT_IN_ARENA);
    va_list arguments;
    va_start(arguments, format);
    text_append_vformat(&text, format, arguments);
    va_end(arguments);
    char *copy = text.failed ? NULL : arena_alloc((usize)text.length + 1, BLOCK_RAW);
    if (copy) {
        memcpy(copy, text_cstring(&text), (usize)text.length + 1);
        arena_free(info->format);
        info->format = copy;
    }
    text_free(&text);
    return copy || error_memory() != NULL;
}

void ctype_append_format(Text *text, const CTypeInfo *item, const char *prefix, const char *suffix) {
    text_append_cstring(text, prefix);
    for (isize i = 0; i < item->ndim; i++) {
        text_append_format(text, "%s%zd%s", i ? "," : "(", item->shape[i], i == item->ndim - 1 ? ")" : "");
    }
    text_append_format(text, "%s%s", item->format ? item->format : "B", suffix);
}

/* --- life and death ------------------------------------------------------------------------------------- */

static Object **const *held_by(CTypeInfo *info, Object ***held) {
    held[0] = &info->proto;
    held[1] = &info->argtypes;
    held[2] = &info->converters;
    held[3] = &info->restype;
    held[4] = &info->checker;
    return held;
}
enum { HELD = 5 };

void ctype_dealloc(Own self) {
    Object **held[HELD];
    CTypeInfo *info = has_room(AS_TYPE(self)) ? &((CType *)self)->info : NULL;
    for (int i = 0; info && i < HELD; i++) slot_clear(held_by(info, held)[i]);
    if (info) {
        arena_free(info->format);
        arena_free(info->shape);
    }
    TYPE(TYPE)->slots.dealloc(self);
}

bool ctype_traverse(Ref self, VisitFn visit, void *context) {
    Object **held[HELD];
    CTypeInfo *info = has_room(AS_TYPE(self)) ? &((CType *)self)->info : NULL;
    for (int i = 0; info && i < HELD; i++) {
        Ref object = *held_by(info, held)[i];
        if (object && !visit(object, context)) return false;
    }
    return TYPE(TYPE)->slots.traverse(self, visit, context);
}

void ctype_clear(Ref self) {
    Object **held[HELD];
    CTypeInfo *info = has_room(AS_TYPE(self)) ? &((CType *)self)->info : NULL;
    for (int i = 0; info && i < HELD; i++) slot_clear(held_by(info, held)[i]);
    TYPE(TYPE)->slots.clear(self);
}

/* --- values that exist already -------------------------------------------------------------------------- */

bool ctype_attribute(Ref object, const char *name, Own *value) {
    Own key = str_intern_cstring(name);
    bool looked = key && object_find_attribute(object, key, value);
    release_maybe(key);
    return looked;
}

Own ctype_need_attribute(Ref object, const char *name) {
    Own key = str_intern_cstring(name), value = key ? object_get_attribute(object, key) : NULL;
    release_maybe(key);
    return value;
}

Own ctype_from_param(Ref type, Ref value) {
    int fits = object_is_instance(value, type);
    if (fits != 0) return fits < 0 ? NULL : own(value);
    if (is_cargument(value)) { /* byref(x): a pointer to x? */
        const CTypeInfo *info = ctype_info(type);
        Ref object = AS_CARGUMENT(value)->object;
        if (info && object && info->proto && is_type(info->proto)) {
            fits = object_is_instance(object, info->proto);
            if (fits != 0) return fits < 0 ? NULL : own(value);
        }
        return error_set(EXC(TypeError), "expected %s instance instead of pointer to %s", AS_TYPE(type)->name,
                         object ? type_of(object)->name : "???");
    }
    Own parameter;
    if (!ctype_attribute(value, "_as_parameter_", &parameter)) return NULL;
    if (!parameter) {
        return error_set(EXC(TypeError), "expected %s instance instead of %s", AS_TYPE(type)->name,
                         type_of(value)->name);
    }
    bool entered = recursion_enter(" while processing _as_parameter_");
    Own result = entered ? ctype_from_param(type, parameter) : NULL;
    if (entered) recursion_leave();
    release(parameter);
    return result;
}

static Own ctype_method_from_address(Ref type, Ref address) {
    if (!is_int(address)) return error_set(EXC(TypeError), "integer expected");
    return cdata_at(type, address_from_int(address));
}

/* The offset, and whether `size` bytes behind it are there. */
static bool check_room(isize length, isize offset, isize size) {
    if (offset < 0) return error_set(EXC(ValueError), "offset cannot be negative");
    return size <= length - offset ||
           error_set(EXC(ValueError), "Buffer size too small (%zd instead of at least %zd bytes)", length,
                     size + offset) != NULL;
}

static bool tell_of_buffer(const Buffer *buffer, isize offset) {
    return AUDIT("ctypes.cdata/buffer", "lll", (i64)(uintptr_t)buffer->data, (i64)buffer->length, (i64)offset);
}

static Own ctype_method_from_buffer(Ref type, Ref const *args, isize nargs) {
    const CTypeInfo *info = ctype_concrete(type);
    isize offset = 0;
    if (!info || !arguments_tuple("from_buffer", nargs, 1, 2) ||
        (nargs > 1 && !argument_parsed_isize(args[1], &offset)))
        return NULL;
    Own view = memoryview_from(args[0]), made = NULL;
    if (!view) return NULL;
    Buffer buffer;
    bool lent = buffer_get_strided(view, &buffer, false);
    if (lent && buffer.readonly) {
        error_set(EXC(TypeError), "underlying buffer is not writable");
    } else if (lent && !buffer_is_contiguous(&buffer)) {
        error_set(EXC(TypeError), "underlying buffer is not C contiguous");
    } else if (lent && check_room(buffer.length, offset, info->size) && tell_of_buffer(&buffer, offset)) {
        made = cdata_at(type, buffer.data + offset); /* lent on: the view keeps it */
    }
    if (lent) buffer_release(&buffer);
    if (made && cdata_keep(made, -1, own(view))) {
        release(view);
        return made;
    }
    release_maybe(made);
    release(view);
    return NULL;
}

static Own ctype_method_from_buffer_copy(Ref type, Ref const *args, isize nargs) {
    const CTypeInfo *info = ctype_concrete(type);
    isize offset = 0;
    Buffer buffer;
    if (!info || !arguments_tuple("from_buffer_copy", nargs, 1, 2)) return NULL;
    if (!buffer_get(args[0], &buffer, false)) return NULL;
    Own made = NULL;
    if ((nargs < 2 || argument_parsed_isize(args[1], &offset)) &&
        check_room(buffer.length, offset, info->size) && tell_of_buffer(&buffer, offset))
        made = cdata_make(AS_TYPE(type));
    if (made) memcpy(AS_CDATA(made)->memory, buffer.data + offset, (usize)info->size);
    buffer_release(&buffer);
    return made;
}

static Own ctype_method_in_dll(Ref type UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    if (!arguments_tuple("in_dll", nargs, 2, 2) || !argument_text(args[1], "in_dll", "2", &name)) return NULL;
    Own made = AUDIT("ctypes.dlsym", "OO", args[0], args[1]) ? library_data(type, args[0], name.text) : NULL;
    text_argument_release(&name);
    return made;
}

/* --- arrays of it --------------------------------------------------------------------------------------- */

Own ctype_repeat(Ref self, isize count) {
    if (count < 0) return error_set(EXC(ValueError), "Array length must be >= 0, not %zd", count);
    return ctypes_array_type(self, count);
}

/* --- methods -------------------------------------------------------------------------------------------- */

#define FROM_PARAM(function)                                                                                   \
    {                                                                                                          \
        "from_param", METHOD_ONE, .one = function,                                                             \
                                  .doc = "Convert a Python object into a function call parameter."             \
    }
#define FROM_MEMORY                                                                                            \
    {"from_address", METHOD_ONE, .one = ctype_method_from_address,                                             \
     .doc = "C.from_address(integer) -> C instance\naccess a C instance at the specified address"},            \
        {"from_buffer", METHOD_ARRAY, .array = ctype_method_from_buffer, .flags = METHOD_VARARGS,              \
         .doc = "C.from_buffer(object, offset=0) -> C instance\ncreate a C instance from a writeable buffer"}, \
        {"from_buffer_copy", METHOD_ARRAY, .array = ctype_method_from_buffer_copy, .flags = METHOD_VARARGS,    \
         .doc = "C.from_buffer_copy(object, offset=0) -> C instance\n"                                         \
                "create a C instance from a readable buffer"},                                                 \
    {                                                                                                          \
        "in_dll", METHOD_ARRAY, .array = ctype_method_in_dll, .flags = METHOD_VARARGS,                         \
                                .doc = "C.in_dll(dll, name) -> C instance\naccess a C instance in a dll"       \
    }

const MethodDef ctype_methods[] = {FROM_PARAM(ctype_from_param), FROM_MEMORY, {.name = NULL}};
const MethodDef ctype_simple_methods[] = {FROM_PARAM(ctype_simple_from_param), FROM_MEMORY, {.name = NULL}};
const MethodDef ctype_pointer_methods[] = {FROM_MEMORY,
                                           FROM_PARAM(ctype_pointer_from_param),
                                           {"set_type", METHOD_ONE, .one = ctype_pointer_method_set_type},
                                           {.name = NULL}};
