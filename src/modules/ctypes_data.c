/* ctypes_data.c: what all C values share: memory, and the Python objects that it points to.
 *
 * A value that is part of another one (a structure's field, an array's item) has no memory of its own: it
 * retains the whole and points into it. C's pointers own nothing, so what they point to must be kept alive
 * otherwise: the outermost value has a dict of such objects, and a part finds its entry by the path that
 * leads to it, "1:0" (the indices, innermost first, in hexadecimal digits). This dict is `_objects`. */
#include "modules/ctypes.h"

/* --- birth and death ------------------------------------------------------------------------------------ */

static Own allocate(Ref type, const CTypeInfo *info) {
    Own self = object_new(AS_TYPE(type), 0);
    if (!self) return NULL;
    AS_CDATA(self)->size = info->size;
    AS_CDATA(self)->length = info->length;
    if (is_container(self)) gc_track(self);
    return self;
}

static bool is_inline(const CData *data) { return data->memory == (const u8 *)data->inline_memory; }

/* Zeroed memory of its own. */
static bool give_memory(CData *data) {
    if (data->size <= CDATA_INLINE_MAX) {
        data->memory = (u8 *)data->inline_memory;
    } else {
        data->memory = arena_alloc((usize)data->size, BLOCK_RAW);
        if (!data->memory) return error_memory();
        memset(data->memory, 0, (usize)data->size);
    }
    data->owns_memory = true;
    return true;
}

Own cdata_make(Type *type) {
    const CTypeInfo *info = ctype_concrete((Ref)type);
    Own self = info ? allocate((Ref)type, info) : NULL;
    if (self && !give_memory(AS_CDATA(self))) slot_clear(&self);
    return self;
}

Own cdata_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    return cdata_make(type);
}

Own cdata_at(Ref type, void *memory) {
    if (!AUDIT("ctypes.cdata", "l", (i64)(uintptr_t)memory)) return NULL;
    const CTypeInfo *info = ctype_concrete(type);
    Own self = info ? allocate(type, info) : NULL;
    if (self) AS_CDATA(self)->memory = memory;
    return self;
}

Own cdata_part(Ref type, Ref base, isize index, const u8 *memory) {
    const CTypeInfo *info = ctype_concrete(type);
    Own self = info ? allocate(type, info) : NULL;
    if (!self) return NULL;
    CData *data = AS_CDATA(self);
    data->index = index;
    if (base) {
        data->memory = (u8 *)(uintptr_t)memory;
        data->base = AS_CDATA(own(base));
        return self;
    }
    bool copied = give_memory(data) && memory_check(memory, data->size, false);
    if (copied) memcpy(data->memory, memory, (usize)data->size);
    if (!copied) slot_clear(&self);
    return self;
}

static void let_go(CData *data) {
    slot_clear(&data->objects);
    if (data->owns_memory && !is_inline(data)) arena_free(data->memory);
    data->owns_memory = false;
    data->memory = NULL;
    Own base = (Own)data->base;
    data->base = NULL;
    release_maybe(base);
}

void cdata_dealloc(Own self) {
    let_go(AS_CDATA(self));
    object_free(self);
}

bool cdata_traverse(Ref self, VisitFn visit, void *context) {
    const CData *data = AS_CDATA(self);
    return (!data->objects || visit(data->objects, context)) &&
           (!data->base || visit((Ref)data->base, context));
}

void cdata_clear(Ref self) { let_go(AS_CDATA(self)); }

bool cdata_resize(Ref self, isize size) {
    CData *data = AS_CDATA(self);
    const CTypeInfo *info = ctype_info_of(self);
    if (!info) return error_set(EXC(TypeError), "excepted ctypes instance");
    if (size < info->size) return error_set(EXC(ValueError), "minimum size is %zd", info->size);
    if (!data->owns_memory) {
        return error_set(EXC(ValueError), "Memory cannot be resized because this object doesn't own it");
    }
    if (!is_inline(data) || size > CDATA_INLINE_MAX) {
        u8 *memory = arena_realloc(is_inline(data) ? NULL : data->memory, (usize)size, BLOCK_RAW);
        if (!memory) return error_memory();
        if (is_inline(data)) {
            memset(memory, 0, (usize)size);
            memcpy(memory, data->memory, (usize)data->size);
        }
        data->memory = memory;
    }
    data->size = size;
    return true;
}

/* --- keeping alive -------------------------------------------------------------------------------------- */

/* The outermost value: it has the dict. NULL: no memory. */
static CData *container_of(Ref self) {
    CData *data = AS_CDATA(self);
    while (data->base) data = data->base;
    if (data->objects) return data;
    data->objects = data->length ? dict_new() : own_none();
    return data->objects ? data : NULL;
}

Ref cdata_kept(Ref data) {
    const CData *container = container_of(data);
    return container ? container->objects : NULL;
}

/* The path from the part to the whole. */
static Own key_of(Ref target, isize index) {
    enum { LONGEST = 256 - 10 };
    Text text = text_new(TEXT_IN_ARENA);
    text_append_format(&text, "%x", (unsigned)index);
    for (const CData *data = AS_CDATA(target); data->base && text.length <= LONGEST; data = data->base) {
        text_append_format(&text, ":%x", (unsigned)data->index);
    }
    bool fits = text.length <= LONGEST;
    Own key = fits ? str_from_ascii(text_cstring(&text), text.length)
                   : error_set(EXC(ValueError), "ctypes object structure too deep");
    text_free(&text);
    return key;
}

bool cdata_keep(Ref target, isize index, Own keep) {
    if (!keep) return false;
    if (keep == None) {
        release(keep);
        return true;
    }
    CData *container = container_of(target);
    Own key = container ? key_of(target, index) : NULL;
    if (!key) {
        release(keep);
        return false;
    }
    bool kept = true;
    if (is_exact_dict(container->objects))
        kept = dict_set_own(container->objects, key, keep);
    else
        slot_set(&container->objects, keep);
    release(key);
    return kept;
}

/* --- reading and writing -------------------------------------------------------------------------------- */

static isize byte_count(const CCode *code, isize size) { return FIELD_BITS(size) ? code->size : size; }

Own cdata_get(Ref type, const CCode *code, Ref base, isize index, isize size, u8 *memory) {
    const CTypeInfo *info = ctype_info(type);
    if (!code && info && info->code && ctype_is_plain(type)) code = info->code;
    if (!code) return cdata_part(type, base, index, memory);
    return memory_check(memory, byte_count(code, size), false) ? code->get(code, memory, size) : NULL;
}

static Own store(Ref type, const CCode *code, Ref value, isize size, u8 *memory);

/* A tuple stands for the arguments that the type makes a value of. */
static Own store_tuple(Ref type, const CCode *code, Ref value, isize size, u8 *memory) {
    Own made = object_call_tuple(type, value, NULL);
    if (!made) return error_extend(EXC(RuntimeError), "(%s) ", AS_TYPE(type)->name);
    Own keep = store(type, code, made, size, memory);
    release(made);
    return keep;
}

/* A pointer may be given an array of its items: it points to the first. */
static Own store_array(Ref type, Ref value, u8 *memory) {
    const CTypeInfo *array = ctype_info_of(value), *pointer = ctype_info(type);
    if (!array || !pointer || array->proto != pointer->proto) {
        return error_set(EXC(TypeError), "incompatible types, %s instance instead of %s instance",
                         type_of(value)->name, AS_TYPE(type)->name);
    }
    memcpy(memory, &AS_CDATA(value)->memory, sizeof(void *));
    Ref kept = cdata_kept(value);
    return kept ? tuple_pack(2, kept, value) : NULL;
}

/* What has to be kept for it; the memory may be written. */
static Own store(Ref type, const CCode *code, Ref value, isize size, u8 *memory) {
    if (code) return code->set(code, memory, value, size);
    if (!is_cdata(value)) {
        const CTypeInfo *info = ctype_info(type);
        if (info && info->code) return info->code->set(info->code, memory, value, size);
        if (is_tuple(value)) return store_tuple(type, code, value, size, memory);
        if (value == None && ctype_is(type, CTYPE_POINTER)) {
            memset(memory, 0, sizeof(void *));
            return own_none();
        }
        return error_set(EXC(TypeError), "expected %s instance, got %s", AS_TYPE(type)->name,
                         type_of(value)->name);
    }
    int fits = object_is_instance(value, type);
    if (fits < 0) return NULL;
    if (fits) {
        const u8 *from = AS_CDATA(value)->memory;
        if (!memory_check(from, size, false)) return NULL;
        memmove(memory, from, (usize)size);
        return own_maybe(cdata_kept(value));
    }
    if (ctype_is(type, CTYPE_POINTER) && is_a(value, MODULE_TYPE(C_ARRAY)))
        return store_array(type, value, memory);
    return error_set(EXC(TypeError), "incompatible types, %s instance instead of %s instance",
                     type_of(value)->name, AS_TYPE(type)->name);
}

bool cdata_set(Ref target, Ref type, const CCode *code, Ref value, isize index, isize size, u8 *memory) {
    const CTypeInfo *info = ctype_info(type);
    const CCode *bits = code ? code : info ? info->code : NULL;
    if (!memory_check(memory, bits ? byte_count(bits, size) : size, true)) return false;
    return cdata_keep(target, index, store(type, code, value, size, memory));
}

/* --- the buffer ----------------------------------------------------------------------------------------- */

static bool cdata_buffer_get(Ref self, Buffer *buffer, UNUSED bool writable) {
    const CData *data = AS_CDATA(self);
    const CTypeInfo *info = ctype_info_of(self), *item = info;
    if (!memory_check(data->memory, data->size, true)) return false;
    while (item->kind == CTYPE_ARRAY) item = ctype_info(item->proto);
    *buffer = (Buffer){.owner = own(self),
                       .data = (char *)data->memory,
                       .length = data->size,
                       .item_size = item->size,
                       .ndim = info->ndim,
                       .format = info->format,
                       .shape = info->shape,
                       .strides = info->shape ? info->shape + info->ndim : NULL};
    return true;
}

/* --- pickling, and the type ----------------------------------------------------------------------------- */

static Own cdata_method_reduce(Ref self) {
    const CData *data = AS_CDATA(self);
    if (ctype_info_of(self)->flags & CTYPE_HAS_POINTER) {
        return error_set(EXC(ValueError), "ctypes objects containing pointers cannot be pickled");
    }
    if (!memory_check(data->memory, data->size, false)) return NULL;
    Own dict = object_get_attribute(self, NAME(__dict__)), unpickle = import_attribute("_ctypes", "_unpickle");
    Own state = tuple_take(2, dict, bytes_from(data->memory, data->size));
    return tuple_take(2, unpickle, tuple_take(2, own((Ref)type_of(self)), state));
}

static Own cdata_method_setstate(Ref self, Ref const *args, isize nargs) {
    CData *data = AS_CDATA(self);
    if (!arguments_tuple("__setstate__", nargs, 2, 2)) return NULL;
    Buffer bytes;
    if (!is_dict(args[0]) || !buffer_get(args[1], &bytes, false)) {
        return error_occurred()
                   ? NULL
                   : error_set(EXC(TypeError), "argument 1 must be dict, not %s", argument_type_name(args[0]));
    }
    isize length = bytes.length < data->size ? bytes.length : data->size;
    bool writable = memory_check(data->memory, length, true);
    if (writable) memmove(data->memory, bytes.data, (usize)length);
    buffer_release(&bytes);
    Own dict = writable ? object_get_attribute(self, NAME(__dict__)) : NULL;
    bool updated = dict && is_dict(dict);
    if (dict && !updated) {
        error_set(EXC(TypeError), "%.200s.__dict__ must be a dictionary, not %.200s", type_of(self)->name,
                  type_of(dict)->name);
    }
    updated = updated && dict_update(dict, args[0]);
    release_maybe(dict);
    return updated ? own_none() : NULL;
}

static Own cdata_method_from_outparam(Ref self) { return own(self); }

static isize cdata_hash(Ref self UNUSED) {
    error_set(EXC(TypeError), "unhashable type");
    return -1;
}

static Own get_needs_free(Ref self) { return int_from_i64(AS_CDATA(self)->owns_memory); }

static const MemberDef cdata_members[] = {
    {"_b_base_", MEMBER_OBJECT, offsetof(CData, base), true, "the base object"},
    {"_b_needsfree_", MEMBER_COMPUTED, .readonly = true, .get = get_needs_free,
     .doc = "whether the object owns the memory or not"},
    {"_objects", MEMBER_OBJECT, offsetof(CData, objects), true,
     "internal objects tree (NEVER CHANGE THIS OBJECT!)"},
    {.name = NULL}};

static const MethodDef methods[] = {
    {"__ctypes_from_outparam__", METHOD_NONE, .none = cdata_method_from_outparam},
    {"__reduce__", METHOD_NONE, .none = cdata_method_reduce},
    {"__setstate__", METHOD_ARRAY, .array = cdata_method_setstate, .flags = METHOD_VARARGS},
    {.name = NULL}};

const TypeSpec cdata_spec = {.name = "_ctypes._CData",
                             .module = "_ctypes",
                             .basicsize = sizeof(CData),
                             .flags = TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                             .slots = {CDATA_LIFE, .hash = cdata_hash, .buffer_get = cdata_buffer_get},
                             .methods = methods,
                             .members = cdata_members,
                             .doc = "XXX to be provided"};
