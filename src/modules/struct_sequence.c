/* struct_sequence.c: tuples whose items have names, as sys.version_info.
 *
 * Each kind is a class made under one native base, which derives from tuple; its items' names stand in the
 * class's __match_args__, and a property for each name reads the item. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- reading fields ------------------------------------------------------------------------------------- */

/* The getter behind each name: a C function bound to the item's index. */
static Own get_item(Ref index, Ref sequence) {
    isize i = int_as_isize(index);
    return is_tuple(sequence) && i < tuple_length(sequence) ? own(tuple_get(sequence, i)) : own_none();
}
static const MethodDef getter = {"item", METHOD_ONE, .one = get_item};

/* The getter behind a name that is no item: bound to the name, under which the instance's __dict__ has the value. */
static Own get_hidden(Ref name, Ref sequence) {
    Ref dict = is_a(sequence, MODULE_TYPE(STRUCT_SEQUENCE)) ? object_dict(sequence) : NULL;
    if (!dict) error_clear();
    Ref value = dict ? dict_get(dict, name) : NULL;
    return value ? own(value) : own_none();
}
static const MethodDef hidden_getter = {"hidden", METHOD_ONE, .one = get_hidden};

/* The names of the fields that are no items, one after the other, in the order of their making. */
static bool each_hidden(const Type *class, isize *position, Ref *name) {
    for (Ref value; dict_each(class->dict, position, name, &value, NULL);) {
        if (type_of(value) != TYPE(PROPERTY)) continue;
        Ref function = ((const Property *)value)->get;
        if (((const BuiltinFunction *)function)->def == &hidden_getter) return true;
    }
    return false;
}

static isize hidden_count(const Type *class) {
    isize count = 0, position = 0;
    for (Ref name; each_hidden(class, &position, &name);) count++;
    return count;
}

/* --- making one from a sequence ------------------------------------------------------------------------- */

/* "sys.version_info", and the bare name of one that claims to be built in. */
static Own full_name(Type *class) {
    Own module = type_get_module(class), name = module ? str_from_utf8(type_short_name(class), -1) : NULL;
    Own full = NULL;
    if (name && is_str(module) && !str_equal_ascii(module, "builtins"))
        full = str_format("%U.%U", module, name);
    else
        full = own_maybe(name);
    release_maybe(module);
    release_maybe(name);
    return full;
}

static Own wrong_length(Type *class, isize least, isize most, isize given) {
    const char *how = least == most ? "a" : given < least ? "an at least" : "an at most";
    Own name = full_name(class);
    if (name)
        error_set(EXC(TypeError), "%U() takes %s %zd-sequence (%zd-sequence given)", name, how,
                  given < least ? least : most, given);
    release_maybe(name);
    return NULL;
}

static Own no_dict(Type *class) {
    Own name = full_name(class);
    if (name) error_set(EXC(TypeError), "%U() takes a dict as second arg, if any", name);
    release_maybe(name);
    return NULL;
}

/* A hidden field is the sequence's next item, or stands in the dict, or is the item of the same name, or None. */
static bool fill_hidden(Ref self, Ref items, Ref given) {
    Type *class = type_of(self);
    Ref names = type_lookup(class, NAME(__match_args__)), dict = object_dict(self);
    isize next = tuple_length(names), position = 0;
    for (Ref name; dict && each_hidden(class, &position, &name); next++) {
        Ref value = next < sequence_fast_length(items) ? sequence_fast_items(items)[next] : NULL;
        if (!value && given) value = dict_get(given, name);
        for (isize i = 0; !value && i < tuple_length(names); i++) {
            if (tuple_get(names, i) == name) value = tuple_get(self, i);
        }
        if (!dict_set(dict, name, value ? value : None)) return false;
    }
    return dict != NULL;
}

static Own make_from(Type *class, Ref items, Ref given) {
    isize visible = tuple_length(type_lookup(class, NAME(__match_args__))), count = sequence_fast_length(items);
    isize hidden = hidden_count(class);
    if (count < visible || count > visible + hidden)
        return wrong_length(class, visible, visible + hidden, count);
    Own shown = tuple_from_array((Ref const *)sequence_fast_items(items), visible), made = NULL;
    Ref args[] = {shown};
    if (shown) made = TYPE(TUPLE)->slots.new(class, args, 1, NULL);
    release_maybe(shown);
    if (made && hidden && !fill_hidden(made, items, given)) slot_clear(&made);
    return made;
}

static Own struct_sequence_from(Type *class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"structseq", {"sequence", "dict"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    if (values[1] && !is_dict(values[1])) return no_dict(class);
    Own items = sequence_fast(values[0], "constructor requires a sequence");
    Own made = items ? make_from(class, items, values[1]) : NULL;
    release_maybe(items);
    return made;
}

/* (class, (items, {the hidden ones})) */
static Own struct_sequence_method_reduce(Ref self) {
    Own hidden = dict_new(), items = tuple_from_array((Ref const *)AS_TUPLE(self)->items, tuple_length(self));
    Ref dict = hidden_count(type_of(self)) ? object_dict(self) : NULL;
    bool made = hidden && items && (!dict || dict_merge(hidden, dict, 1));
    Own args = made ? tuple_pack(2, (Ref)items, (Ref)hidden) : NULL;
    Own result = args ? tuple_pack(2, (Ref)type_of(self), (Ref)args) : NULL;
    release_maybe(args);
    release_maybe(items);
    release_maybe(hidden);
    return result;
}

static Own struct_sequence_repr(Ref self) {
    Ref names = type_lookup(type_of(self), NAME(__match_args__));
    StrBuilder builder;
    Own name = full_name(type_of(self));
    if (!name) return NULL;
    str_builder_init(&builder);
    str_builder_str(&builder, name);
    release(name);
    str_builder_ascii(&builder, "(", 1);
    for (isize i = 0; names && i < tuple_length(self) && i < tuple_length(names); i++) {
        Own item = object_repr(tuple_get(self, i));
        if (!item) {
            str_builder_discard(&builder);
            return NULL;
        }
        if (i) str_builder_ascii(&builder, ", ", 2);
        str_builder_str(&builder, tuple_get(names, i));
        str_builder_ascii(&builder, "=", 1);
        str_builder_str(&builder, item);
        release(item);
    }
    str_builder_ascii(&builder, ")", 1);
    return str_builder_finish(&builder);
}

static const MethodDef struct_sequence_methods[] = {
    {"__reduce__", METHOD_NONE, .none = struct_sequence_method_reduce}, {.name = NULL}};

const TypeSpec struct_sequence_spec = {.name = "structseq",
                                       .module = "builtins",
                                       .base = TYPE(TUPLE),
                                       .basicsize = sizeof(Tuple),
                                       .itemsize = sizeof(Object *),
                                       .flags = TYPE_BASETYPE | TYPE_GC | TYPE_TUPLE_SUBCLASS,
                                       .slots = {.new = struct_sequence_from, .repr = struct_sequence_repr},
                                       .methods = struct_sequence_methods};

/* --- making a class ------------------------------------------------------------------------------------- */

static bool add_field(Ref namespace, const char *name, isize index) {
    Own number = int_from_isize(index);
    Own function = number ? builtin_function_new(&getter, number, NULL) : NULL;
    Own property = function ? object_call_one((Ref)TYPE(PROPERTY), function) : NULL;
    bool added = property && dict_set_cstring(namespace, name, property);
    release_maybe(number);
    release_maybe(function);
    release_maybe(property);
    return added;
}

static bool add_hidden_field(Ref namespace, const char *name) {
    Own text = str_intern_cstring(name);
    Own function = text ? builtin_function_new(&hidden_getter, text, NULL) : NULL;
    Own property = function ? object_call_one((Ref)TYPE(PROPERTY), function) : NULL;
    bool added = property && dict_set(namespace, text, property);
    release_maybe(text);
    release_maybe(function);
    release_maybe(property);
    return added;
}

static bool add_count(Ref namespace, const char *name, isize count) {
    Own number = int_from_isize(count);
    bool added = number && dict_set_cstring(namespace, name, number);
    release_maybe(number);
    return added;
}

static Own names_tuple(const char *const *fields, isize count) {
    Own names = tuple_new(count);
    for (isize i = 0; names && i < count; i++) {
        Own name = str_intern_cstring(fields[i]);
        if (!name) {
            release(names);
            return NULL;
        }
        tuple_fill(names, i, name);
    }
    return names;
}

static isize count_fields(const char *const *fields) {
    isize count = 0;
    while (fields && fields[count]) count++;
    return count;
}

static bool add_fields(Ref namespace, const char *const *fields, const char *const *hidden) {
    isize count = count_fields(fields), extra = count_fields(hidden);
    for (isize i = 0; i < count; i++) {
        if (!add_field(namespace, fields[i], i)) return false;
    }
    for (isize i = 0; i < extra; i++) {
        if (!add_hidden_field(namespace, hidden[i])) return false;
    }
    return add_count(namespace, "n_fields", count + extra) &&
           add_count(namespace, "n_sequence_fields", count) && add_count(namespace, "n_unnamed_fields", 0);
}

static Own make_class(const char *type_name, const char *const *fields, const char *const *hidden) {
    const char *dot = strchr(type_name, '.');
    Own namespace = dict_new(), names = names_tuple(fields, count_fields(fields));
    Own module = str_intern(dot ? str_from_utf8(type_name, dot - type_name) : str_from_utf8("builtins", -1));
    Own name = str_intern_cstring(dot ? dot + 1 : type_name);
    Own class = NULL;
    bool filled = namespace && names && module && name && dict_set(namespace, NAME(__match_args__), names) &&
                  dict_set(namespace, NAME(__module__), module) &&
                  (hidden || dict_set(namespace, NAME(__slots__), OBJECT_ROOT->empty_tuple)) &&
                  add_fields(namespace, fields, hidden);
    if (filled) {
        Own bases = tuple_pack(1, (Ref)MODULE_TYPE(STRUCT_SEQUENCE));
        if (bases) class = object_call_args((Ref)TYPE(TYPE), 3, name, bases, namespace);
        release_maybe(bases);
    }
    release_maybe(namespace);
    release_maybe(names);
    release_maybe(module);
    release_maybe(name);
    return class;
}

Own struct_sequence_class(const char *type_name, const char *const *fields) {
    return make_class(type_name, fields, NULL);
}

Own struct_sequence_class_hidden(const char *type_name, const char *const *fields, const char *const *hidden) {
    return make_class(type_name, fields, hidden);
}

bool struct_sequence_set_hidden(Ref sequence, const char *name, Own value) {
    Ref dict = value ? object_dict(sequence) : NULL;
    bool set = dict && dict_set_cstring(dict, name, value);
    release_maybe(value);
    return set;
}

Own struct_sequence_make(Ref class, Object *const *values, isize count) {
    Own items = tuple_from_array_own(values, count);
    Ref args[] = {items};
    Own made = items ? TYPE(TUPLE)->slots.new(AS_TYPE(class), args, 1, NULL) : NULL;
    release_maybe(items);
    return made;
}

Own struct_sequence_new(const char *type_name, const char *const *fields, Object *const *values) {
    isize count = count_fields(fields);
    Own class = make_class(type_name, fields, NULL);
    if (class) {
        Own made = struct_sequence_make(class, values, count);
        release(class);
        return made;
    }
    for (isize i = 0; i < count; i++) release_maybe(values[i]);
    return NULL;
}
