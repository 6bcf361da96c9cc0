/* ctypes_field.c: the descriptor of a field, and the types Structure and Union. */
#include "modules/ctypes.h"

/* --- descriptors ---------------------------------------------------------------------------------------- */

static Own field_get(Ref self, Ref instance, UNUSED Ref owner) {
    const CField *field = AS_CFIELD(self);
    if (!instance) return own(self);
    if (!is_cdata(instance)) return error_set(EXC(TypeError), "not a ctype instance");
    return cdata_get(field->proto, field->code, instance, field->index, field->size,
                     AS_CDATA(instance)->memory + field->offset);
}

/* CPython 3.11 gives a union's second bit field a place before the union, and fields of a union derived from
 * another one, or lifted out of an anonymous one, a place behind it. Nothing good comes of writing there. */
static bool check_inside(Ref instance, const CField *field) {
    isize size = FIELD_BITS(field->size) ? ctype_info(field->proto)->size : field->size;
    if (field->offset >= 0 && field->offset + size <= AS_CDATA(instance)->size) return true;
    return error_set(EXC(OSError), "exception: %R lies outside of its %s", field, type_of(instance)->name) !=
           NULL;
}

static bool field_set(Ref self, Ref instance, Ref value) {
    const CField *field = AS_CFIELD(self);
    if (!is_cdata(instance)) return error_set(EXC(TypeError), "not a ctype instance");
    if (!value) return error_set(EXC(TypeError), "can't delete attribute");
    if (!check_inside(instance, field)) return false;
    return cdata_set(instance, field->proto, field->code, value, field->index, field->size,
                     AS_CDATA(instance)->memory + field->offset);
}

static Own field_repr(Ref self) {
    const CField *field = AS_CFIELD(self);
    const char *name = AS_TYPE(field->proto)->name;
    if (FIELD_BITS(field->size)) {
        return str_format("<Field type=%s, ofs=%zd:%d, bits=%d>", name, field->offset,
                          FIELD_LOW_BIT(field->size), FIELD_BITS(field->size));
    }
    return str_format("<Field type=%s, ofs=%zd, size=%zd>", name, field->offset, field->size);
}

static void field_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_CFIELD(self)->proto);
    object_free(self);
}
static bool field_traverse(Ref self, VisitFn visit, void *context) {
    Ref proto = AS_CFIELD(self)->proto;
    return !proto || visit(proto, context);
}
static void field_clear(Ref self) { slot_clear(&AS_CFIELD(self)->proto); }

static Own get_offset(Ref self, UNUSED void *closure) { return int_from_isize(AS_CFIELD(self)->offset); }
static Own get_size(Ref self, UNUSED void *closure) { return int_from_isize(AS_CFIELD(self)->size); }
static const GetSetDef field_getset[] = {{"offset", .get = get_offset, .doc = "offset in bytes of this field"},
                                         {"size", .get = get_size, .doc = "size in bytes of this field"},
                                         {.name = NULL}};

const TypeSpec cfield_spec = {.name = "_ctypes.CField",
                              .module = "_ctypes",
                              .basicsize = sizeof(CField),
                              .ghost_size = 72,
                              .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                              .slots = {.dealloc = field_dealloc,
                                        .traverse = field_traverse,
                                        .clear = field_clear,
                                        .repr = field_repr,
                                        .getattro = object_generic_get_attribute,
                                        .descr_get = field_get,
                                        .descr_set = field_set},
                              .getset = field_getset,
                              .doc = "Structure/Union member"};
