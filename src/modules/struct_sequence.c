/* struct_sequence.c: tuples whose items have names, as sys.version_info.
 *
 * Each kind is a type of its own (struct_sequence_types.c), whose members are its fields. The fields that are no items,
 * such as os.stat_result.st_rdev, lie in the same array behind the tuple's end: ob_size counts the items alone. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- what a kind is like -------------------------------------------------------------------------------- */

typedef struct Shape {
    const MemberDef *fields;
    isize named, visible, total; /* fields with a name, items, items and what stands behind them */
} Shape;

static isize field_index(const MemberDef *field) {
    return (field->offset - (isize)offsetof(Tuple, items)) / (isize)sizeof(Object *);
}

static Shape shape_of(const Type *type) {
    Shape shape = {.fields = type->spec->members};
    while (shape.fields[shape.named].name) shape.named++;
    shape.visible = shape.fields[shape.named].offset;
    shape.total = field_index(&shape.fields[shape.named - 1]) + 1;
    return shape;
}

/* --- making one ----------------------------------------------------------------------------------------- */

/* Unknown to the collector, as in CPython: what C code puts in holds no cycle. */
Own struct_sequence_make(enum ModuleTypeId id, Object *const *values) {
    Type *type = &MODULES_ROOT->types[id].type;
    Shape shape = shape_of(type);
    bool whole = true;
    for (isize i = 0; i < shape.total; i++) whole = whole && values[i];
    Own made = whole ? object_new(type, shape.total) : NULL;
    if (!made) {
        for (isize i = 0; i < shape.total; i++) release_maybe(values[i]);
        return NULL;
    }
    memcpy(AS_TUPLE(made)->items, values, (usize)shape.total * sizeof(Object *));
    AS_TUPLE(made)->ob_base.ob_size = shape.visible;
    return made;
}

static Own wrong_length(const Type *type, const Shape *shape, isize given) {
    const char *how = shape->visible == shape->total ? "a"
                      : given < shape->visible       ? "an at least"
                                                     : "an at most";
    return error_set(EXC(TypeError), "%s() takes %s %zd-sequence (%zd-sequence given)", type->name, how,
                     given < shape->visible ? shape->visible : shape->total, given);
}

/* The fields that the sequence has not come from the dict, or are None. */
static Own make_from(Type *type, Ref items, Ref given) {
    Shape shape = shape_of(type);
    isize count = sequence_fast_length(items);
    if (count < shape.visible || count > shape.total) return wrong_length(type, &shape, count);
    Own made = object_new(type, shape.total);
    if (!made) return NULL;
    AS_TUPLE(made)->ob_base.ob_size = shape.visible;
    Object **slots = AS_TUPLE(made)->items;
    for (isize i = 0; i < count; i++) slots[i] = own(sequence_fast_items(items)[i]);
    for (isize i = 0; i < shape.named; i++) {
        isize index = field_index(&shape.fields[i]);
        if (index < count) continue;
        Ref value = given ? dict_get_cstring(given, shape.fields[i].name) : NULL;
        slots[index] = own(value ? value : None);
    }
    gc_track(made);
    return made;
}

Own struct_sequence_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"structseq", {"sequence", "dict"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Own items = sequence_fast(values[0], "constructor requires a sequence");
    if (!items) return NULL;
    Own made = values[1] && !is_dict(values[1])
                   ? error_set(EXC(TypeError), "%s() takes a dict as second arg, if any", type->name)
                   : make_from(type, items, values[1]);
    release(items);
    return made;
}

/* Made of no more than ten items, its times are the whole seconds among them. */
Own stat_result_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    enum { SECONDS = 7, TIMES = 3 };
    Own made = struct_sequence_new(type, args, nargs, kwnames);
    for (isize i = SECONDS; made && i < SECONDS + TIMES; i++) {
        Object **slots = AS_TUPLE(made)->items;
        if (slots[i + TIMES] == None) slot_set(&slots[i + TIMES], own(slots[i]));
    }
    return made;
}

/* --- the type's functions ------------------------------------------------------------------------------- */

void struct_sequence_dealloc(Own self) {
    gc_untrack(self);
    for (isize i = shape_of(type_of(self)).total; i-- > 0;) slot_clear(&AS_TUPLE(self)->items[i]);
    object_free(self);
}

bool struct_sequence_traverse(Ref self, VisitFn visit, void *context) {
    Shape shape = shape_of(type_of(self));
    for (isize i = 0; i < shape.total; i++) {
        if (AS_TUPLE(self)->items[i] && !visit(AS_TUPLE(self)->items[i], context)) return false;
    }
    return true;
}

Own struct_sequence_repr(Ref self) {
    const MemberDef *fields = type_of(self)->spec->members;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_ascii(&builder, type_of(self)->name, -1);
    str_builder_char(&builder, '(');
    for (isize i = 0; i < tuple_length(self); i++) {
        Own item = object_repr(tuple_get(self, i));
        if (!item) {
            str_builder_discard(&builder);
            return NULL;
        }
        if (i) str_builder_ascii(&builder, ", ", 2);
        str_builder_ascii(&builder, fields[i].name, -1);
        str_builder_char(&builder, '=');
        str_builder_str(&builder, item);
        release(item);
    }
    str_builder_char(&builder, ')');
    return str_builder_finish(&builder);
}

/* (type, (items, {the other fields})) */
static Own struct_sequence_method_reduce(Ref self) {
    Shape shape = shape_of(type_of(self));
    Own others = dict_new(), items = tuple_from_array((Ref const *)AS_TUPLE(self)->items, shape.visible);
    bool made = others && items;
    for (isize i = 0; made && i < shape.named; i++) {
        isize index = field_index(&shape.fields[i]);
        if (index >= shape.visible)
            made = dict_set_cstring(others, shape.fields[i].name, AS_TUPLE(self)->items[index]);
    }
    Own args = made ? tuple_pack(2, (Ref)items, (Ref)others) : NULL;
    Own result = args ? tuple_pack(2, (Ref)type_of(self), (Ref)args) : NULL;
    release_maybe(args);
    release_maybe(items);
    release_maybe(others);
    return result;
}

const MethodDef struct_sequence_methods[] = {{"__reduce__", METHOD_NONE, .none = struct_sequence_method_reduce},
                                             {.name = NULL}};

/* --- making the types ----------------------------------------------------------------------------------- */

static bool add_value(Type *type, const char *name, Own value) {
    bool added = value && dict_set_cstring(type->dict, name, value);
    release_maybe(value);
    return added;
}

static Own match_args(const Shape *shape) {
    isize count = shape->visible - (shape->total - shape->named);
    Own names = tuple_new(count);
    for (isize i = 0; names && i < count; i++) {
        Own name = str_intern_cstring(shape->fields[i].name);
        if (!name) {
            release(names);
            return NULL;
        }
        tuple_fill(names, i, name);
    }
    return names;
}

bool struct_sequence_ready(enum ModuleTypeId id) {
    Type *type = &MODULES_ROOT->types[id].type;
    if (!module_ready_type(id)) return false;
    if (dict_get_cstring(type->dict, "n_fields")) return true;
    u64 resume = object_machine_births_begin(); /* they live as long as the type */
    Shape shape = shape_of(type);
    bool added = add_value(type, "n_sequence_fields", int_from_isize(shape.visible)) &&
                 add_value(type, "n_fields", int_from_isize(shape.total)) &&
                 add_value(type, "n_unnamed_fields", int_from_isize(shape.total - shape.named)) &&
                 add_value(type, "__match_args__", match_args(&shape));
    object_machine_births_end(resume);
    type_modified(type);
    return added;
}

bool module_add_struct_sequence(Ref module, enum ModuleTypeId id) {
    return module_add_type(module, id) && struct_sequence_ready(id);
}
