/* ctypes_struct.c: structures and unions: their metatypes, and what `Point(1, y=2)` does. */
#include "modules/ctypes.h"

/* --- classes -------------------------------------------------------------------------------------------- */

static bool inherit(CTypeInfo *info, CTypeInfo *base) {
    u8 kind = info->kind;
    *info = *base;
    info->kind = kind;
    info->flags &= (u8)~CTYPE_FINAL;
    info->proto = own_maybe(base->proto);
    info->format = NULL;
    base->flags |= CTYPE_FINAL;
    return !base->format || ctype_set_format(info, "%s", base->format);
}

static Own make(Type *metatype, Ref const *args, isize nargs, Ref kwnames, CTypeKind kind) {
    Own self = type_new(metatype, args, nargs, kwnames);
    if (!self || dict_get_cstring(AS_TYPE(self)->dict, "_abstract_")) return self;
    CTypeInfo *info = &((CType *)self)->info, *base = ctype_info((Ref)AS_TYPE(self)->base);
    if (info->kind) return self; /* a derived metatype has made it */
    info->kind = (u8)kind;
    if (kind == CTYPE_UNION) info->flags |= CTYPE_HAS_UNION;
    Ref fields = dict_get_cstring(AS_TYPE(self)->dict, "_fields_");
    bool made;
    if (fields) {
        Own name = str_intern_cstring("_fields_");
        made = name && object_set_attribute(self, name, fields);
        release_maybe(name);
    } else {
        made = base ? inherit(info, base) : ctype_set_format(info, "B");
    }
    if (!made) slot_clear(&self);
    return self;
}

static Own struct_type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    return make(metatype, args, nargs, kwnames, CTYPE_STRUCT);
}
static Own union_type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    return make(metatype, args, nargs, kwnames, CTYPE_UNION);
}

static bool set_attribute(Ref self, Ref name, Ref value) {
    if (!TYPE(TYPE)->slots.setattro(self, name, value)) return false;
    return !value || !is_str(name) || !str_equal_ascii(name, "_fields_") || layout_fields(self, value);
}

/* --- instances ------------------------------------------------------------------------------------------ */

/* The index in `kwnames`, -1: not there. */
static isize keyword_index(Ref kwnames, Ref name) {
    for (isize i = 0; kwnames && is_str(name) && i < tuple_length(kwnames); i++) {
        if (str_equal(tuple_get(kwnames, i), name)) return i;
    }
    return -1;
}

/* Positional arguments for the fields of the type's bases, then for its own. The index of the first argument
 * that is left, if there were as many; -1: raised. */
static isize take_positional(Ref self, Ref type, Ref const *args, isize nargs, Ref kwnames, isize index) {
    Ref base = (Ref)AS_TYPE(type)->base;
    if (ctype_info(base)) index = take_positional(self, base, args, nargs, kwnames, index);
    if (index < 0) return -1;
    const CTypeInfo *info = ctype_info(type);
    Ref fields = dict_get_cstring(AS_TYPE(type)->dict, "_fields_");
    if (!fields) return index;
    for (isize i = index; i < info->length && i < nargs; i++) {
        Own number = int_from_isize(i - index), zero = int_from_i64(0);
        Own pair = number ? object_get_item(fields, number) : NULL,
            name = pair ? object_get_item(pair, zero) : NULL;
        bool set = name != NULL;
        if (set && keyword_index(kwnames, name) >= 0) {
            set = error_set(EXC(TypeError), "duplicate values for field %R", (Ref)name);
        }
        set = set && object_set_attribute(self, name, args[i]);
        release_maybe(number);
        release_maybe(zero);
        release_maybe(pair);
        release_maybe(name);
        if (!set) return -1;
    }
    return info->length;
}

static bool struct_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs > 0) {
        isize taken = take_positional(self, (Ref)type_of(self), args, nargs, kwnames, 0);
        if (taken < 0) return false;
        if (taken < nargs) return error_set(EXC(TypeError), "too many initializers");
    }
    for (isize i = 0; kwnames && i < tuple_length(kwnames); i++) {
        if (!object_set_attribute(self, tuple_get(kwnames, i), args[nargs + i])) return false;
    }
    return true;
}

/* --- the types ------------------------------------------------------------------------------------------ */

const TypeSpec c_struct_type_spec = CTYPE_METATYPE("PyCStructType", "metatype for the CData Objects",
                                                   ctype_methods, struct_type_new, set_attribute);
const TypeSpec c_union_type_spec =
    CTYPE_METATYPE("UnionType", "metatype for the CData Objects", ctype_methods, union_type_new, set_attribute);

#define DATA_TYPE(type_name, type_doc)                                                                         \
    {                                                                                                          \
        .name = "_ctypes." type_name, .module = "_ctypes", .base = MODULE_TYPE(C_DATA),                        \
        .basicsize = sizeof(CData), .flags = TYPE_BASETYPE,                                                    \
        .slots = {CDATA_LIFE, .init = struct_init, .new = cdata_new}, .doc = type_doc                          \
    }
const TypeSpec c_struct_spec = DATA_TYPE("Structure", "Structure base class");
const TypeSpec c_union_spec = DATA_TYPE("Union", "Union base class");
