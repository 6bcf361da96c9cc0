/* ctypes_simple.c: C's own types as classes: c_int is `class c_int(_SimpleCData): _type_ = "i"`. */
#include "modules/ctypes.h"

#define LETTERS "cbBhHiIlLdfuzZqQPXOv?g"

/* --- classes -------------------------------------------------------------------------------------------- */

/* What the class says in `_type_`: a str, owned. */
static Own take_letter(Ref self) {
    Own letter;
    if (!ctype_attribute(self, "_type_", &letter)) return NULL;
    if (!letter) return error_set(EXC(AttributeError), "class must define a '_type_' attribute");
    if (!is_str(letter)) {
        error_set(EXC(TypeError), "class must define a '_type_' string attribute");
    } else if (str_length(letter) != 1) {
        error_set(EXC(ValueError), "class must define a '_type_' attribute which must be a string of length 1");
    } else if (str_char(letter, 0) >= 128 || !strchr(LETTERS, (int)str_char(letter, 0))) {
        error_set(EXC(AttributeError), "class must define a '_type_' attribute which must be\n"
                                       "a single character string containing one of '" LETTERS "'.");
    } else if (!ccode_find(str_char(letter, 0))) {
        error_set(EXC(ValueError), "_type_ '%c' not supported", (int)str_char(letter, 0));
    } else {
        return letter;
    }
    release(letter);
    return NULL;
}

static bool describe(CTypeInfo *info, const CCode *code, Ref letter) {
    info->kind = CTYPE_SIMPLE;
    info->code = code;
    info->size = code->size;
    info->align = code->align;
    info->proto = own(letter);
    return ctype_set_format(info, "%s", code->format);
}

/* Text and addresses are taken in more than one form. */
static const MethodDef *from_param_of(const CCode *code) {
    static const MethodDef char_pointer = {"from_param", METHOD_ONE, .one = char_pointer_from_param,
                                           .doc = "Convert a Python object into a function call parameter."},
                           wide_pointer = {"from_param", METHOD_ONE, .one = wide_pointer_from_param,
                                           .doc = "Convert a Python object into a function call parameter."},
                           void_pointer = {"from_param", METHOD_ONE, .one = void_pointer_from_param,
                                           .doc = "Convert a Python object into a function call parameter."};
    return code->letter == 'z'   ? &char_pointer
           : code->letter == 'Z' ? &wide_pointer
           : code->letter == 'P' ? &void_pointer
                                 : NULL;
}

static bool add_from_param(Ref self, const CCode *code) {
    const MethodDef *def = from_param_of(code);
    if (!def) return true;
    Own method = class_method_descriptor_new(AS_TYPE(self), def);
    bool added = method && dict_set_cstring(AS_TYPE(self)->dict, def->name, method);
    release_maybe(method);
    if (added) type_modified(AS_TYPE(self));
    return added;
}

/* The type whose bytes stand the other way round, and how the two find each other. */
static bool add_swapped(Ref self, Type *metatype, Ref const *args, Ref letter, const CCode *code) {
    Own name = str_format("%U_be", args[0]);
    Ref parts[] = {name, args[1], args[2]};
    Own other = name ? type_new(metatype, parts, COUNT_OF(parts), NULL) : NULL;
    bool made = other && describe(&((CType *)other)->info, ccode_swapped(code), letter);
    Ref both[] = {self, other};
    for (int i = 0; made && i < COUNT_OF(both); i++) {
        made = dict_set_cstring(AS_TYPE(both[i])->dict, "__ctype_le__", self) &&
               dict_set_cstring(AS_TYPE(both[i])->dict, "__ctype_be__", other);
        type_modified(AS_TYPE(both[i]));
    }
    release_maybe(name);
    release_maybe(other);
    return made;
}

static bool complete(Ref self, Type *metatype, Ref const *args, Ref letter) {
    CTypeInfo *info = &((CType *)self)->info;
    const CCode *code = ccode_find(str_char(letter, 0));
    if (!describe(info, code, letter)) return false;
    if (AS_TYPE(self)->base == MODULE_TYPE(C_SIMPLE)) {
        if (strchr("zZPO", code->letter)) info->flags |= CTYPE_HAS_POINTER;
        if (!add_from_param(self, code)) return false;
    }
    return metatype != MODULE_TYPE(C_SIMPLE_TYPE) || !ccode_swapped(code) ||
           add_swapped(self, metatype, args, letter, code);
}

static Own simple_type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    Own self = type_new(metatype, args, nargs, kwnames), letter = self ? take_letter(self) : NULL;
    if (letter && complete(self, metatype, args, letter)) {
        release(letter);
        return self;
    }
    release_maybe(letter);
    release_maybe(self);
    return NULL;
}

/* --- instances ------------------------------------------------------------------------------------------ */

static Own get_value(Ref self, UNUSED void *closure) {
    const CCode *code = ctype_info_of(self)->code;
    const CData *data = AS_CDATA(self);
    return memory_check(data->memory, code->size, false) ? code->get(code, data->memory, data->size & 0xffff)
                                                         : NULL;
}

static bool set_value(Ref self, Ref value, UNUSED void *closure) {
    const CTypeInfo *info = ctype_info_of(self);
    if (!value) return error_set(EXC(TypeError), "can't delete attribute");
    if (!memory_check(AS_CDATA(self)->memory, info->size, true)) return false;
    return cdata_keep(self, 0, info->code->set(info->code, AS_CDATA(self)->memory, value, info->size));
}

static bool simple_init(Ref self, Ref const *args, isize nargs, UNUSED Ref kwnames) {
    if (!arguments_count("__init__", nargs, 0, 1)) return false;
    return nargs == 0 || set_value(self, args[0], NULL);
}

static int simple_is_true(Ref self) {
    const CData *data = AS_CDATA(self);
    if (!memory_check(data->memory, data->size, false)) return -1;
    for (isize i = 0; i < data->size; i++) {
        if (data->memory[i]) return 1;
    }
    return 0;
}

static Own simple_repr(Ref self) {
    const Type *type = type_of(self);
    if (type->base != MODULE_TYPE(C_SIMPLE))
        return str_format("<%s object at 0x%lx>", type->name, object_id(self));
    Own value = get_value(self, NULL);
    Own text = value ? str_format("%s(%R)", type->name, (Ref)value) : NULL;
    release_maybe(value);
    return text;
}

static Own simple_method_from_outparam(Ref self) {
    return ctype_is_plain((Ref)type_of(self)) ? get_value(self, NULL) : own(self);
}

/* --- the types ------------------------------------------------------------------------------------------ */

const TypeSpec c_simple_type_spec = CTYPE_METATYPE("PyCSimpleType", "metatype for the PyCSimpleType Objects",
                                                   ctype_simple_methods, simple_type_new, NULL);

static const MethodDef simple_methods[] = {
    {"__ctypes_from_outparam__", METHOD_NONE, .none = simple_method_from_outparam}, {.name = NULL}};
static const GetSetDef simple_getset[] = {{"value", .get = get_value, .set = set_value, .doc = "current value"},
                                          {.name = NULL}};

const TypeSpec c_simple_spec = {.name = "_ctypes._SimpleCData",
                                .module = "_ctypes",
                                .base = MODULE_TYPE(C_DATA),
                                .basicsize = sizeof(CData),
                                .flags = TYPE_BASETYPE,
                                .slots = {CDATA_LIFE, .init = simple_init, .new = cdata_new,
                                          .repr = simple_repr, .is_true = simple_is_true},
                                .methods = simple_methods,
                                .getset = simple_getset,
                                .doc = "XXX to be provided"};
