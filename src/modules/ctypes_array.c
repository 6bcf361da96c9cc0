/* ctypes_array.c: arrays: `c_int * 3`, their items and slices, and what arrays of characters have besides. */
#include "modules/ctypes.h"
#include "object/range.h"

/* --- classes -------------------------------------------------------------------------------------------- */

static bool take_length(Ref self, isize *length) {
    Own value;
    if (!ctype_attribute(self, "_length_", &value)) return false;
    if (!value) return error_set(EXC(AttributeError), "class must define a '_length_' attribute");
    bool taken = false;
    if (!is_int(value)) {
        error_set(EXC(TypeError), "The '_length_' attribute must be an integer");
    } else if (int_sign(value) < 0) {
        error_set(EXC(ValueError), "The '_length_' attribute must not be negative");
    } else {
        *length = int_as_isize(value);
        taken = *length >= 0;
        if (!taken && error_matches(EXC(OverflowError))) {
            error_clear();
            error_set(EXC(OverflowError), "The '_length_' attribute is too large");
        }
    }
    release(value);
    return taken;
}

/* Lengths, the outermost first, and the strides that follow from them. */
static bool set_shape(CTypeInfo *info, const CTypeInfo *item, isize length) {
    info->ndim = item->ndim + 1;
    info->shape = arena_alloc((usize)(2 * info->ndim) * sizeof(isize), BLOCK_RAW);
    if (!info->shape) return error_memory();
    info->shape[0] = length;
    info->shape[info->ndim] = item->size;
    for (isize i = 0; i < item->ndim; i++) {
        info->shape[1 + i] = item->shape[i];
        info->shape[info->ndim + 1 + i] = item->shape[item->ndim + i];
    }
    return true;
}

static bool describe(CTypeInfo *info, Ref proto, isize length) {
    const CTypeInfo *item = ctype_info(proto);
    if (!item) return error_set(EXC(TypeError), "_type_ must have storage info");
    if (__builtin_mul_overflow(item->size, length, &info->size)) {
        return error_set(EXC(OverflowError), "array too large");
    }
    info->kind = CTYPE_ARRAY;
    info->align = item->align;
    info->length = length;
    info->flags |= item->flags & CTYPE_HAS_POINTER;
    info->proto = own(proto);
    return set_shape(info, item, length) && ctype_set_format(info, "%s", item->format ? item->format : "B");
}

static const GetSetDef bytes_getset[], text_getset[];

static bool complete(Ref self) {
    CTypeInfo *info = &((CType *)self)->info;
    isize length = 0;
    Own proto;
    if (!take_length(self, &length) || !ctype_attribute(self, "_type_", &proto)) return false;
    if (!proto) return error_set(EXC(AttributeError), "class must define a '_type_' attribute");
    bool described = describe(info, proto, length);
    release(proto);
    if (!described) return false;
    const CCode *code = ctype_info(info->proto)->code;
    const GetSetDef *extra = ccode_is(code, 'c') ? bytes_getset : ccode_is(code, 'u') ? text_getset : NULL;
    for (; extra && extra->name; extra++) {
        Own descriptor = getset_descriptor_new(AS_TYPE(self), extra), name = str_intern_cstring(extra->name);
        bool added = descriptor && name && dict_set(AS_TYPE(self)->dict, name, descriptor);
        release_maybe(descriptor);
        release_maybe(name);
        if (!added) return false;
    }
    if (extra) type_modified(AS_TYPE(self));
    return true;
}

static Own array_type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    Own self = type_new(metatype, args, nargs, kwnames);
    if (self && !complete(self)) slot_clear(&self);
    return self;
}

/* --- the classes that `type * length` makes: one each, as long as somebody has it ----------------------- */

static Own make_array_type(Ref item, isize length) {
    if (!is_type(item)) return error_set(EXC(TypeError), "Expected a type object");
    Own name = str_format("%.200s_Array_%ld", AS_TYPE(item)->name, (long)length);
    Own bases = tuple_pack(1, (Ref)MODULE_TYPE(C_ARRAY)), namespace = dict_new(), made = NULL;
    Own number = int_from_isize(length);
    if (name && bases && namespace && number && dict_set_cstring(namespace, "_length_", number) &&
        dict_set_cstring(namespace, "_type_", item)) {
        made = object_call_args((Ref)MODULE_TYPE(C_ARRAY_TYPE), 3, name, bases, namespace);
    }
    release_maybe(name);
    release_maybe(bases);
    release_maybe(namespace);
    release_maybe(number);
    return made;
}

/* The callback of the cache's weak references takes the dead entry out. */
static Own remove_entry(Ref key, Ref reference) {
    Ref cache = CTYPES ? CTYPES->array_cache : NULL;
    if (cache && dict_get(cache, key) == reference && !dict_delete(cache, key)) error_clear();
    return own_none();
}
static const MethodDef remove_entry_def = {"_remove_array_type", METHOD_ONE, .one = remove_entry};

Own ctypes_array_type(Ref item, isize length) {
    Own key = tuple_take(2, own(item), int_from_isize(length));
    if (!key) return NULL;
    Ref reference = dict_get(CTYPES->array_cache, key), there = reference ? weakref_get(reference) : NULL;
    Own made = there ? own(there) : error_occurred() ? NULL : make_array_type(item, length);
    if (made && !there) {
        Own callback = builtin_function_new(&remove_entry_def, key, NULL);
        Own entry = callback ? weakref_new(made, callback) : NULL;
        release_maybe(callback);
        if (!dict_set_own(CTYPES->array_cache, key, entry)) slot_clear(&made);
    }
    release(key);
    return made;
}

/* --- items ---------------------------------------------------------------------------------------------- */

static bool array_init(Ref self, Ref const *args, isize nargs, UNUSED Ref kwnames) {
    for (isize i = 0; i < nargs; i++) {
        Own index = int_from_isize(i);
        bool set = index && object_set_item(self, index, args[i]);
        release_maybe(index);
        if (!set) return false;
    }
    return true;
}

static isize array_length(Ref self) { return AS_CDATA(self)->length; }

/* The bytes of an item, and where it lies: NULL and IndexError. */
static u8 *item_place(Ref self, isize index, isize *size) {
    const CTypeInfo *info = ctype_info_of(self);
    if (index < 0 || index >= AS_CDATA(self)->length) return error_set(EXC(IndexError), "invalid index");
    *size = info->size / info->length;
    return AS_CDATA(self)->memory + index * *size;
}

static Own array_item(Ref self, isize index) {
    isize size = 0;
    u8 *place = item_place(self, index, &size);
    return place ? cdata_get(ctype_info_of(self)->proto, NULL, self, index, size, place) : NULL;
}

static bool array_set_item(Ref self, isize index, Ref value) {
    isize size = 0;
    if (!value) return error_set(EXC(TypeError), "Array does not support item deletion");
    u8 *place = item_place(self, index, &size);
    return place && cdata_set(self, ctype_info_of(self)->proto, NULL, value, index, size, place);
}

static bool take_index(Ref self, Ref key, isize *index) {
    *index = int_index_as_isize(key, EXC(IndexError));
    if (*index == -1 && error_occurred()) return false;
    if (*index < 0) *index += array_length(self);
    return true;
}

static Own array_subscript(Ref self, Ref key) {
    isize start, stop, step;
    if (number_is_index(key)) {
        isize index;
        return take_index(self, key, &index) ? array_item(self, index) : NULL;
    }
    if (!is_slice(key)) return error_set(EXC(TypeError), "indices must be integers");
    isize count = slice_indices(key, array_length(self), &start, &stop, &step);
    if (count < 0) return NULL;
    return ctypes_slice(self, ctype_info(ctype_info_of(self)->proto), AS_CDATA(self)->memory, start, step,
                        count, array_item);
}

static bool array_set_slice(Ref self, Ref value, isize start, isize step, isize count) {
    isize given = object_length(value);
    if (given < 0) return false;
    if (given != count) return error_set(EXC(ValueError), "Can only assign sequence of same size");
    for (isize i = 0; i < count; i++) {
        Own number = int_from_isize(i), item = number ? object_get_item(value, number) : NULL;
        bool set = item && array_set_item(self, start + i * step, item);
        release_maybe(number);
        release_maybe(item);
        if (!set) return false;
    }
    return true;
}

static bool array_set_subscript(Ref self, Ref key, Ref value) {
    isize start, stop, step, index;
    if (!value) return error_set(EXC(TypeError), "Array does not support item deletion");
    if (number_is_index(key)) return take_index(self, key, &index) && array_set_item(self, index, value);
    if (!is_slice(key)) return error_set(EXC(TypeError), "indices must be integer");
    isize count = slice_indices(key, array_length(self), &start, &stop, &step);
    return count >= 0 && array_set_slice(self, value, start, step, count);
}

Own ctypes_slice(Ref self, const CTypeInfo *item, const u8 *memory, isize start, isize step, isize count,
                 IndexFn get) {
    bool is_char = ccode_is(item->code, 'c'), is_wide = ccode_is(item->code, 'u');
    isize size = is_char ? 1 : (isize)sizeof(u32);
    if (is_char || is_wide) {
        Own gathered = bytes_from(NULL, count * size);
        for (isize i = 0; gathered && i < count; i++) {
            const u8 *from = memory + (start + i * step) * size;
            if (!memory_check(from, size, false))
                slot_clear(&gathered);
            else
                memcpy(bytes_data(gathered) + i * size, from, (usize)size);
        }
        if (is_char || !gathered) return gathered;
        Own text = memory_wide_text(bytes_data(gathered), count);
        release(gathered);
        return text;
    }
    Own list = list_new(0);
    for (isize i = 0; list && i < count; i++) {
        Own value = get(self, start + i * step);
        if (!value || !list_append(list, value)) slot_clear(&list);
    }
    return list;
}

/* --- arrays of characters ------------------------------------------------------------------------------- */

static Own get_raw(Ref self, UNUSED void *closure) {
    const CData *data = AS_CDATA(self);
    return memory_check(data->memory, data->size, false) ? bytes_from(data->memory, data->size) : NULL;
}

static bool set_raw(Ref self, Ref value, UNUSED void *closure) {
    CData *data = AS_CDATA(self);
    Buffer bytes;
    if (!value) return error_set(EXC(AttributeError), "cannot delete attribute");
    if (!buffer_get(value, &bytes, false)) return false;
    bool fits = bytes.length <= data->size || error_set(EXC(ValueError), "byte string too long");
    fits = fits && memory_check(data->memory, bytes.length, true);
    if (fits) memmove(data->memory, bytes.data, (usize)bytes.length);
    buffer_release(&bytes);
    return fits;
}

static Own get_bytes(Ref self, UNUSED void *closure) {
    const CData *data = AS_CDATA(self);
    return memory_check(data->memory, data->size, false) ? ccode_bytes.get(NULL, data->memory, data->size)
                                                         : NULL;
}

static bool set_bytes(Ref self, Ref value, UNUSED void *closure) {
    const CData *data = AS_CDATA(self);
    if (!value) return error_set(EXC(TypeError), "can't delete attribute");
    if (!is_bytes(value)) {
        return error_set(EXC(TypeError), "bytes expected instead of %s instance", type_of(value)->name);
    }
    if (size_of(value) > data->size) return error_set(EXC(ValueError), "byte string too long");
    if (!memory_check(data->memory, data->size, true)) return false;
    isize length = size_of(value);
    memcpy(data->memory, bytes_data(value),
           (usize)(length < data->size ? length + 1 : length)); /* with its NUL */
    return true;
}

static Own get_text(Ref self, UNUSED void *closure) {
    const CData *data = AS_CDATA(self);
    return memory_check(data->memory, data->size, false) ? ccode_text.get(NULL, data->memory, data->size)
                                                         : NULL;
}

static bool set_text(Ref self, Ref value, UNUSED void *closure) {
    const CData *data = AS_CDATA(self);
    if (!value) return error_set(EXC(TypeError), "can't delete attribute");
    if (!is_str(value)) {
        return error_set(EXC(TypeError), "unicode string expected instead of %s instance",
                         type_of(value)->name);
    }
    if (str_length(value) > data->size / (isize)sizeof(u32))
        return error_set(EXC(ValueError), "string too long");
    if (!memory_check(data->memory, data->size, true)) return false;
    memory_put_wide(data->memory, value, data->size / (isize)sizeof(u32));
    return true;
}

static const GetSetDef bytes_getset[] = {{"raw", .get = get_raw, .set = set_raw, .doc = "value"},
                                         {"value", .get = get_bytes, .set = set_bytes, .doc = "string value"},
                                         {.name = NULL}};
static const GetSetDef text_getset[] = {{"value", .get = get_text, .set = set_text, .doc = "string value"},
                                        {.name = NULL}};

/* --- the types ------------------------------------------------------------------------------------------ */

const TypeSpec c_array_type_spec =
    CTYPE_METATYPE("PyCArrayType", "metatype for the Array Objects", ctype_methods, array_type_new, NULL);

static const MethodDef array_methods[] = {
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec c_array_spec = {.name = "_ctypes.Array",
                               .module = "_ctypes",
                               .base = MODULE_TYPE(C_DATA),
                               .basicsize = sizeof(CData),
                               .flags = TYPE_BASETYPE,
                               .slots = {CDATA_LIFE, .init = array_init, .new = cdata_new,
                                         .length = array_length, .item = array_item,
                                         .subscript = array_subscript, .set_subscript = array_set_subscript},
                               .methods = array_methods,
                               .doc = "XXX to be provided"};
