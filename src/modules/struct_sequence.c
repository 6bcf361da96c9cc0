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

static Own struct_sequence_repr(Ref self) {
    Ref names = type_lookup(type_of(self), NAME(__match_args__));
    StrBuilder builder;
    Own module = type_get_module(type_of(self));
    if (!module) return NULL;
    str_builder_init(&builder);
    if (!is_str(module) || !str_equal_ascii(module, "builtins")) {
        str_builder_str(&builder, module);
        str_builder_ascii(&builder, ".", 1);
    }
    release(module);
    str_builder_ascii(&builder, type_short_name(type_of(self)), -1);
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

const TypeSpec struct_sequence_spec = {.name = "structseq",
                                       .module = "builtins",
                                       .base = TYPE(TUPLE),
                                       .basicsize = sizeof(Tuple),
                                       .itemsize = sizeof(Object *),
                                       .flags = TYPE_BASETYPE | TYPE_GC | TYPE_TUPLE_SUBCLASS,
                                       .slots = {.repr = struct_sequence_repr}};

/* The getter behind each name: a C function bound to the item's index. */
static Own get_item(Ref index, Ref sequence) {
    isize i = int_as_isize(index);
    return is_tuple(sequence) && i < tuple_length(sequence) ? own(tuple_get(sequence, i)) : own_none();
}
static const MethodDef getter = {"item", METHOD_ONE, .one = get_item};

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

/* The getter behind a name that is no item: bound to the name, under which the instance's __dict__ has the value. */
static Own get_hidden(Ref name, Ref sequence) {
    Ref dict = is_a(sequence, MODULE_TYPE(STRUCT_SEQUENCE)) ? object_dict(sequence) : NULL;
    if (!dict) error_clear();
    Ref value = dict ? dict_get(dict, name) : NULL;
    return value ? own(value) : own_none();
}
static const MethodDef hidden_getter = {"hidden", METHOD_ONE, .one = get_hidden};

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
    isize count = count_fields(fields), hidden_count = count_fields(hidden);
    for (isize i = 0; i < count; i++) {
        if (!add_field(namespace, fields[i], i)) return false;
    }
    for (isize i = 0; i < hidden_count; i++) {
        if (!add_hidden_field(namespace, hidden[i])) return false;
    }
    return add_count(namespace, "n_fields", count + hidden_count) &&
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
