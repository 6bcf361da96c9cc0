/* ctypes_pointer.c: pointers: POINTER(c_int), what they point to, and p[i].
 *
 * A pointer is 8 bytes of memory that hold an address. Following it makes a new C value every time, one that
 * lies at that address. */
#include "modules/ctypes.h"
#include "object/range.h"

/* --- classes -------------------------------------------------------------------------------------------- */

static bool set_proto(CTypeInfo *info, Ref proto) {
    if (!is_type(proto)) return error_set(EXC(TypeError), "_type_ must be a type");
    if (!ctype_info(proto)) return error_set(EXC(TypeError), "_type_ must have storage info");
    slot_set(&info->proto, own(proto));
    return true;
}

static bool set_pointer_format(CTypeInfo *info) {
    Text text = text_new(TEXT_IN_ARENA);
    ctype_append_format(&text, ctype_info(info->proto), "&", "");
    bool set = text.failed ? error_memory() != NULL : ctype_set_format(info, "%s", text_cstring(&text));
    text_free(&text);
    return set;
}

static Own pointer_type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    Own self = ctype_new(metatype, args, nargs, kwnames, CTYPE_POINTER);
    if (!self) return NULL;
    CTypeInfo *info = &((CType *)self)->info;
    info->size = info->align = sizeof(void *);
    info->length = 1;
    info->flags |= CTYPE_HAS_POINTER;
    Ref proto = dict_get_cstring(AS_TYPE(self)->dict, "_type_");
    if (proto && !(set_proto(info, proto) && set_pointer_format(info))) slot_clear(&self);
    return self;
}

Own ctype_pointer_method_set_type(Ref type, Ref proto) {
    CTypeInfo *info = ctype_info(type);
    if (!info) return error_set(EXC(TypeError), "abstract class");
    if (!set_proto(info, proto) || !dict_set_cstring(AS_TYPE(type)->dict, "_type_", proto)) return NULL;
    type_modified(AS_TYPE(type));
    return own_none();
}

Own ctype_pointer_from_param(Ref type, Ref value) {
    if (value == None) return own_none();
    const CTypeInfo *info = ctype_info(type);
    if (!info) return error_set(EXC(TypeError), "abstract class");
    int fits = info->proto ? object_is_instance(value, info->proto) : 0;
    if (fits) return fits < 0 ? NULL : cdata_byref(value, 0);
    if (is_a(value, MODULE_TYPE(C_POINTER)) ||
        is_a(value, MODULE_TYPE(C_ARRAY))) { /* an array is a pointer too */
        const CTypeInfo *given = ctype_info_of(value);
        fits = object_is_subclass(given->proto, info->proto);
        if (fits) return fits < 0 ? NULL : own(value);
    }
    return ctype_from_param(type, value);
}

/* --- instances ------------------------------------------------------------------------------------------ */

static Own pointer_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    const CTypeInfo *info = ctype_info((Ref)type);
    if (!info || !info->proto) return error_set(EXC(TypeError), "Cannot create instance: has no _type_");
    return cdata_new(type, args, nargs, kwnames);
}

/* What it holds. False: OSError. */
static bool address_in(Ref self, u8 **address) {
    const CData *data = AS_CDATA(self);
    if (!memory_check(data->memory, sizeof *address, false)) return false;
    memcpy(address, data->memory, sizeof *address);
    return true;
}

/* The same, and it is not NULL. */
static bool target_of(Ref self, u8 **address) {
    if (!address_in(self, address)) return false;
    return *address || error_set(EXC(ValueError), "NULL pointer access") != NULL;
}

static Own get_contents(Ref self, UNUSED void *closure) {
    u8 *address;
    return target_of(self, &address) ? cdata_part(ctype_info_of(self)->proto, self, 0, address) : NULL;
}

static bool set_contents(Ref self, Ref value, UNUSED void *closure) {
    const CTypeInfo *info = ctype_info_of(self);
    CData *data = AS_CDATA(self);
    if (!value) return error_set(EXC(TypeError), "Pointer does not support item deletion");
    int fits = object_is_instance(value, info->proto);
    if (fits < 0) return false;
    if (!fits) {
        return error_set(EXC(TypeError), "expected %s instead of %s", AS_TYPE(info->proto)->name,
                         type_of(value)->name);
    }
    if (!memory_check(data->memory, sizeof(void *), true)) return false;
    memcpy(data->memory, &AS_CDATA(value)->memory, sizeof(void *));
    /* The value is kept, and what is kept for it. */
    return cdata_keep(self, 1, own(value)) && cdata_keep(self, 0, own_maybe(cdata_kept(value)));
}

static bool pointer_init(Ref self, Ref const *args, isize nargs, UNUSED Ref kwnames) {
    if (!arguments_count("POINTER", nargs, 0, 1)) return false;
    return nargs == 0 || set_contents(self, args[0], NULL);
}

static int pointer_is_true(Ref self) {
    u8 *address;
    return address_in(self, &address) ? address != NULL : -1;
}

static Own pointer_item(Ref self, isize index) {
    u8 *address;
    if (!target_of(self, &address)) return NULL;
    Ref proto = ctype_info_of(self)->proto;
    isize size = ctype_info(proto)->size;
    return cdata_get(proto, NULL, self, index, size, address + index * size);
}

static bool pointer_set_subscript(Ref self, Ref key, Ref value) {
    u8 *address;
    if (!value) return error_set(EXC(TypeError), "Pointer does not support item deletion");
    isize index = int_index_as_isize(key, EXC(IndexError));
    if ((index == -1 && error_occurred()) || !target_of(self, &address)) return false;
    Ref proto = ctype_info_of(self)->proto;
    isize size = ctype_info(proto)->size;
    return cdata_set(self, proto, NULL, value, index, size, address + index * size);
}

static bool bound(Ref value, isize *number) {
    *number = int_index_as_isize(value, EXC(ValueError));
    return *number != -1 || !error_occurred();
}

/* A pointer has no end, so a slice of it must name one. */
static Own pointer_slice(Ref self, Ref key) {
    const Slice *slice = AS_SLICE(key);
    isize start = 0, stop, step = 1;
    u8 *address;
    if (slice->step != None && !bound(slice->step, &step)) return NULL;
    if (slice->step != None && step == 0) return error_set(EXC(ValueError), "slice step cannot be zero");
    if (slice->start != None) {
        if (!bound(slice->start, &start)) return NULL;
    } else if (step < 0) {
        return error_set(EXC(ValueError), "slice start is required for step < 0");
    }
    if (slice->stop == None) return error_set(EXC(ValueError), "slice stop is required");
    if (!bound(slice->stop, &stop)) return NULL;
    isize count = 0;
    if (step < 0 && start > stop) count = (start - stop - 1) / -step + 1;
    if (step > 0 && start < stop) count = (stop - start - 1) / step + 1;
    if (!(count ? target_of(self, &address) : address_in(self, &address))) return NULL;
    return ctypes_slice(self, ctype_info(ctype_info_of(self)->proto), address, start, step, count,
                        pointer_item);
}

static Own pointer_subscript(Ref self, Ref key) {
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        return index == -1 && error_occurred() ? NULL : pointer_item(self, index);
    }
    if (is_slice(key)) return pointer_slice(self, key);
    return error_set(EXC(TypeError), "Pointer indices must be integer");
}

/* --- the types ------------------------------------------------------------------------------------------ */

const TypeSpec c_pointer_type_spec = CTYPE_METATYPE("PyCPointerType", "metatype for the Pointer Objects",
                                                    ctype_pointer_methods, pointer_type_new, NULL);

static const GetSetDef pointer_getset[] = {{"contents", .get = get_contents, .set = set_contents,
                                            .doc = "the object this pointer points to (read-write)"},
                                           {.name = NULL}};

const TypeSpec c_pointer_spec = {
    .name = "_ctypes._Pointer",
    .module = "_ctypes",
    .base = MODULE_TYPE(C_DATA),
    .basicsize = sizeof(CData),
    .flags = TYPE_BASETYPE,
    .slots = {CDATA_LIFE, .init = pointer_init, .new = pointer_new, .is_true = pointer_is_true,
              .item = pointer_item, .subscript = pointer_subscript, .set_subscript = pointer_set_subscript},
    .getset = pointer_getset,
    .doc = "XXX to be provided"};
