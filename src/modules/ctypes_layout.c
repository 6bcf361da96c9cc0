/* ctypes_layout.c: `_fields_` laid out as C's compilers on this machine do it.
 *
 * A field stands at the next multiple of its alignment (of `_pack_`, where that is less), the whole ends at a
 * multiple of the greatest one. Bit fields share a storage unit, a value of their type, as long as they fit:
 * one that doesn't begins the next unit; one whose type is larger than the open unit's widens it, if that makes
 * room. In a union each field begins at 0.
 *
 * The layout is also told to whoever asks for the buffer, in the words of PEP 3118, "T{<i:x:<d:y:}", but as
 * CPython 3.11 tells it: without the padding. */
#include "modules/ctypes.h"

typedef struct Layout {
    Ref type;
    CTypeInfo *info;
    bool is_union, big_endian;
    isize pack;                /* -1: none is asked for */
    isize inherited;           /* fields of the bases */
    isize size, offset, align; /* so far; align: of the last field */
    isize total_align, union_size;
    isize unit_bits, bits_used; /* of the open storage unit; 0: none is */
    Text format;
} Layout;

/* --- one field ------------------------------------------------------------------------------------------ */

static isize bit_range(const Layout *layout, isize bits) {
    isize low = layout->big_endian ? layout->unit_bits - layout->bits_used - bits : layout->bits_used;
    return bits << 16 | low;
}

/* A field that shares no storage with the one before: aligned. */
static void place_new(Layout *layout, const CTypeInfo *info, CField *field) {
    layout->align = layout->pack > 0 && layout->pack < info->align ? layout->pack : info->align;
    if (layout->align && layout->offset % layout->align) {
        isize gap = layout->align - layout->offset % layout->align;
        layout->size += gap;
        layout->offset += gap;
    }
    layout->size += info->size;
    field->offset = layout->offset;
    layout->offset += info->size;
}

static void place_bits(Layout *layout, const CTypeInfo *info, isize bits, CField *field) {
    isize own_bits = info->size * 8;
    bool open = layout->unit_bits != 0, fits = layout->bits_used + bits <= layout->unit_bits;
    if (open && own_bits <= layout->unit_bits && fits) {
        field->offset = layout->offset - info->size;
    } else if (open && own_bits >= layout->unit_bits && layout->bits_used + bits <= own_bits) {
        isize wider = info->size - layout->unit_bits / 8;
        layout->offset += wider;
        layout->size += wider;
        layout->unit_bits = own_bits;
        field->offset = layout->offset - info->size;
    } else {
        layout->unit_bits = own_bits;
        layout->bits_used = 0;
        place_new(layout, info, field);
    }
    field->size = bit_range(layout, bits);
    layout->bits_used += bits;
}

/* Arrays of characters are fields that hold text. */
static const CCode *code_of_array(const CTypeInfo *info) {
    const CTypeInfo *item = info->kind == CTYPE_ARRAY ? ctype_info(info->proto) : NULL;
    if (item && ccode_is(item->code, 'c')) return &ccode_bytes;
    return item && ccode_is(item->code, 'u') ? &ccode_text : NULL;
}

static Own place_field(Layout *layout, Ref proto, const CTypeInfo *info, isize index, isize bits) {
    Own self = object_new(MODULE_TYPE(C_FIELD), 0);
    if (!self) return NULL;
    CField *field = AS_CFIELD(self);
    field->proto = own(proto);
    field->index = index;
    field->code = code_of_array(info);
    gc_track(self);
    if (bits) {
        place_bits(layout, info, bits, field);
    } else {
        layout->unit_bits = layout->bits_used = 0;
        place_new(layout, info, field);
        field->size = info->size;
    }
    return self;
}

/* --- the format ----------------------------------------------------------------------------------------- */

static void append_field(Layout *layout, const CTypeInfo *info, Ref name) {
    Text suffix = text_new(TEXT_IN_ARENA);
    text_append_char(&suffix, ':');
    str_append_utf8(name, &suffix);
    text_append_char(&suffix, ':');
    ctype_append_format(&layout->format, info, "", text_cstring(&suffix));
    layout->format.failed |= suffix.failed;
    text_free(&suffix);
}

/* --- all of them ---------------------------------------------------------------------------------------- */

/* Its pack and order of bytes. */
static bool begin(Layout *layout) {
    Own pack, swapped;
    if (!ctype_attribute(layout->type, "_swappedbytes_", &swapped)) return false;
    layout->big_endian = swapped != NULL;
    release_maybe(swapped);
    if (!ctype_attribute(layout->type, "_pack_", &pack)) return false;
    layout->pack = -1;
    if (!pack) return true;
    int wanted = -1;
    bool fits = argument_int(pack, &wanted) && wanted >= 0;
    release(pack);
    layout->pack = wanted;
    if (fits) return true;
    if (error_occurred() && !error_matches(EXC(TypeError)) && !error_matches(EXC(OverflowError))) return false;
    error_clear();
    return error_set(EXC(ValueError), "_pack_ must be a non-negative integer");
}

/* A structure begins with its base's fields. */
static void begin_with_base(Layout *layout) {
    const CTypeInfo *base = ctype_info((Ref)AS_TYPE(layout->type)->base);
    layout->total_align = 1;
    if (!base) return;
    layout->info->flags |= base->flags & (CTYPE_HAS_BITS | CTYPE_HAS_UNION);
    layout->size = layout->offset = base->size;
    layout->align = base->align;
    layout->total_align = base->align ? base->align : 1;
    layout->inherited = base->length;
}

/* (name, type) or (name, type, bits). */
static bool take_pair(Ref pair, isize number, Ref *name, Ref *type, isize *bits) {
    isize length = is_tuple(pair) ? tuple_length(pair) : 0;
    int count = 0;
    bool taken = (length == 2 || length == 3) && is_str(tuple_get(pair, 0)) &&
                 (length == 2 || argument_int(tuple_get(pair, 2), &count));
    if (!taken) {
        error_clear();
        return error_set(EXC(TypeError), "'_fields_' must be a sequence of (name, C type) pairs");
    }
    *name = tuple_get(pair, 0);
    *type = tuple_get(pair, 1);
    *bits = 0;
    CTypeInfo *info = ctype_info(*type);
    if (!info) {
        return error_set(EXC(TypeError), "second item in _fields_ tuple (index %zd) must be a C type", number);
    }
    if (length == 2) return true;
    char letter = info->code ? info->code->letter : 'x';
    if (!strchr("bBhHiIlLqQ?", letter)) {
        return error_set(EXC(TypeError), "bit fields not allowed for type %s", AS_TYPE(*type)->name);
    }
    if (count <= 0 || count > info->size * 8) {
        return error_set(EXC(ValueError), "number of bits invalid for bit field");
    }
    *bits = count;
    return true;
}

static bool add_field(Layout *layout, Ref pair, isize index) {
    Ref name = NULL, proto = NULL;
    isize bits;
    if (!take_pair(pair, index, &name, &proto, &bits)) return false;
    CTypeInfo *info = ctype_info(proto);
    layout->info->flags |= info->flags & (CTYPE_HAS_POINTER | CTYPE_HAS_BITS | CTYPE_HAS_UNION);
    if (bits) layout->info->flags |= CTYPE_HAS_BITS;
    info->flags |= CTYPE_FINAL;
    if (layout->is_union) layout->size = layout->offset = layout->align = 0;
    Own field = place_field(layout, proto, info, index, bits);
    if (!field) return false;
    if (layout->is_union) {
        if (layout->size > layout->union_size) layout->union_size = layout->size;
    } else if (layout->pack < 0) {
        append_field(layout, info, name);
    }
    if (layout->align > layout->total_align) layout->total_align = layout->align;
    bool added = object_set_attribute(layout->type, name, field);
    release(field);
    return added;
}

static bool add_fields(Layout *layout, Ref fields, isize count) {
    for (isize i = 0; i < count; i++) {
        Own number = int_from_isize(i), pair = number ? object_get_item(fields, number) : NULL;
        bool added = pair && add_field(layout, pair, i);
        release_maybe(number);
        release_maybe(pair);
        if (!added) return false;
    }
    return true;
}

static bool finish(Layout *layout, isize count) {
    CTypeInfo *info = layout->info;
    isize size = layout->is_union ? layout->union_size : layout->size, align = layout->total_align;
    isize whole = (size + align - 1) / align * align;
    bool described = !layout->is_union && layout->pack < 0;
    if (described) text_append_char(&layout->format, '}');
    if (layout->format.failed) return error_memory();
    if (!ctype_set_format(info, "%s", described ? text_cstring(&layout->format) : "B")) return false;
    info->size = whole;
    info->align = align;
    info->length = layout->inherited + count;
    if (info->flags & CTYPE_FINAL) {
        return error_set(EXC(AttributeError), "Structure or union cannot contain itself");
    }
    info->flags |= CTYPE_FINAL;
    return true;
}

/* --- fields of anonymous fields ------------------------------------------------------------------------- */

static Own descriptor_of(Ref type, Ref name) {
    Own field = object_get_attribute(type, name);
    if (!field || type_of(field) == MODULE_TYPE(C_FIELD)) return field;
    release(field);
    return error_set(EXC(TypeError), "unexpected type");
}

static bool lift_fields(Ref type, const CField *outer, isize index, isize offset);

/* The inner field as one of the whole. */
static bool lift_field(Ref type, const CField *outer, Ref name, isize index, isize offset) {
    Own self = descriptor_of(outer->proto, name);
    if (!self) return false;
    const CField *inner = AS_CFIELD(self);
    bool done = false;
    if (inner->anonymous) {
        done = lift_fields(type, inner, index + inner->index, offset + inner->offset);
    } else {
        Own copy = object_new(MODULE_TYPE(C_FIELD), 0);
        if (copy) {
            CField *lifted = AS_CFIELD(copy);
            lifted->offset = inner->offset + offset;
            lifted->size = inner->size;
            lifted->index = inner->index + index;
            lifted->proto = own(inner->proto);
            lifted->code = inner->code;
            gc_track(copy);
            done = object_set_attribute(type, name, copy);
            release(copy);
        }
    }
    release(self);
    return done;
}

static bool lift_fields(Ref type, const CField *outer, isize index, isize offset) {
    Own fields = ctype_need_attribute(outer->proto, "_fields_");
    Own fast = fields ? sequence_fast(fields, "_fields_ must be a sequence") : NULL;
    release_maybe(fields);
    if (!fast) return false;
    bool done = true;
    for (isize i = 0; done && i < sequence_fast_length(fast); i++) {
        Ref pair = sequence_fast_items(fast)[i];
        done = is_tuple(pair) && tuple_length(pair) >= 2 &&
               lift_field(type, outer, tuple_get(pair, 0), index, offset);
    }
    release(fast);
    return done;
}

static bool lift_anonymous(Ref type) {
    Own names;
    if (!ctype_attribute(type, "_anonymous_", &names)) return false;
    if (!names) return true;
    Own fast = sequence_fast(names, "_anonymous_ must be a sequence");
    release(names);
    if (!fast) return false;
    bool done = true;
    for (isize i = 0; done && i < sequence_fast_length(fast); i++) {
        Ref name = sequence_fast_items(fast)[i];
        Own field = object_get_attribute(type, name);
        done = field && type_of(field) == MODULE_TYPE(C_FIELD);
        if (done) {
            AS_CFIELD(field)->anonymous = true;
            done = lift_fields(type, AS_CFIELD(field), AS_CFIELD(field)->index, AS_CFIELD(field)->offset);
        } else if (field) {
            error_set(EXC(AttributeError), "'%U' is specified in _anonymous_ but not in _fields_", name);
        }
        release_maybe(field);
    }
    release(fast);
    return done;
}

/* ---------------------------------------------------------------------------------------------------------- */

bool layout_fields(Ref type, Ref fields) {
    CTypeInfo *info = ctype_info(type);
    Layout layout = {.type = type, .info = info, .format = text_new(TEXT_IN_ARENA)};
    if (!begin(&layout)) return false;
    isize count = object_length(fields);
    if (count < 0) {
        if (!error_matches(EXC(TypeError))) return false;
        error_clear();
        return error_set(EXC(TypeError), "'_fields_' must be a sequence of pairs");
    }
    if (!info) return error_set(EXC(TypeError), "ctypes state is not initialized");
    if (info->flags & CTYPE_FINAL) return error_set(EXC(AttributeError), "_fields_ is final");
    layout.is_union = info->kind == CTYPE_UNION;
    if (layout.is_union) info->flags |= CTYPE_HAS_UNION;
    begin_with_base(&layout);
    text_append_cstring(&layout.format, "T{");
    bool done = add_fields(&layout, fields, count) && finish(&layout, count) && lift_anonymous(type);
    text_free(&layout.format);
    return done;
}
