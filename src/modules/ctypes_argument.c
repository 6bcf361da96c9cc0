/* ctypes_argument.c: a Python object on its way to a function of C.
 *
 * What arrives there are words and floating point numbers. A CArgObject is one of them, with the letter of
 * its type, and the Python object whose memory it may point into. They are made by from_param() and byref(),
 * and, where a function's argtypes are not told, out of what is given: ints are C's int, bytes a char *, str
 * a wchar_t *, None is NULL. */
#include "modules/ctypes.h"
#include "object/float.h"

/* --- making them ---------------------------------------------------------------------------------------- */

static Own allocate(char tag, ValueClass class, isize size) {
    Own self = object_new(MODULE_TYPE(C_ARGUMENT), 0);
    if (!self) return NULL;
    AS_CARGUMENT(self)->tag = tag;
    AS_CARGUMENT(self)->class = class;
    AS_CARGUMENT(self)->size = size;
    return self;
}

Own cargument_new(char tag, const void *pointer, Ref object) {
    Own self = allocate(tag, VALUE_WORD, sizeof pointer);
    if (!self) return NULL;
    AS_CARGUMENT(self)->value[0] = (u64)(uintptr_t)pointer;
    AS_CARGUMENT(self)->object = own_maybe(object);
    return self;
}

/* A register is wider than a char or an int. */
static void widen(CArgument *argument, const CCode *code) {
    int unused = 64 - 8 * code->size;
    if (code->class != VALUE_WORD || unused <= 0) return;
    u64 bits = argument->value[0] << unused;
    argument->value[0] = code->is_signed ? (u64)((i64)bits >> unused) : bits >> unused;
}

Own cargument_of_code(const CCode *code, Ref value) {
    Own self = allocate(code->letter, code->class, code->size);
    if (!self) return NULL;
    CArgument *argument = AS_CARGUMENT(self);
    argument->object = code->set(code, (u8 *)argument->value, value, 0);
    widen(argument, code);
    if (!argument->object) slot_clear(&self);
    return self;
}

/* A structure goes by value: what the function does to it does not come back. */
static Own argument_of_memory(const CData *data) {
    Own self = allocate('V', VALUE_MEMORY, data->size),
        copy = self ? bytes_from(data->memory, data->size) : NULL;
    if (!copy) {
        release_maybe(self);
        return NULL;
    }
    AS_CARGUMENT(self)->value[0] = (u64)(uintptr_t)bytes_data(copy);
    AS_CARGUMENT(self)->holder = copy;
    return self;
}

static Own argument_of_data(Ref self) {
    const CTypeInfo *info = ctype_info_of(self);
    const CData *data = AS_CDATA(self);
    Own made = NULL;
    void *pointer;
    if (info->kind == CTYPE_ARRAY) return cargument_new('P', data->memory, self);
    if (!memory_check(data->memory, data->size, false)) return NULL;
    switch ((CTypeKind)info->kind) {
    case CTYPE_SIMPLE:
        made = allocate(info->code->letter, info->code->class, info->code->size);
        if (!made) return NULL;
        memcpy(AS_CARGUMENT(made)->value, data->memory, info->code->size);
        widen(AS_CARGUMENT(made), info->code);
        break;
    case CTYPE_STRUCT:
    case CTYPE_UNION: made = argument_of_memory(data); break;
    default: memcpy(&pointer, data->memory, sizeof pointer); return cargument_new('P', pointer, self);
    }
    if (made) AS_CARGUMENT(made)->object = own(self);
    return made;
}

/* An int, where no type is known, must fit into a word of C. */
static Own argument_of_int(Ref value) {
    int overflow;
    i64 number = int_as_i64_overflow(value, &overflow);
    if (overflow > 0 && int_bit_length(value) <= 64) {
        number = (i64)int_as_u64_mask(value);
    } else if (overflow) {
        return error_set(EXC(OverflowError), "int too long to convert");
    }
    Own self = allocate('i', VALUE_WORD, sizeof(int));
    if (self) AS_CARGUMENT(self)->value[0] = (u64)(i64)(int)number;
    return self;
}

Own cargument_convert(Ref value, isize number) {
    Own parameter;
    if (ctype_info_of(value)) return argument_of_data(value);
    if (is_cargument(value)) return own(value);
    if (value == None) return cargument_new('P', NULL, NULL);
    if (is_int(value)) return argument_of_int(value);
    if (is_bytes(value)) return cargument_new('z', bytes_data(value), value);
    if (is_str(value)) return cargument_of_code(ccode_find('Z'), value);
    if (!ctype_attribute(value, "_as_parameter_", &parameter)) return NULL;
    if (!parameter) return error_set(EXC(TypeError), "Don't know how to convert parameter %zd", number);
    bool entered = recursion_enter(" while processing _as_parameter_");
    Own made = entered ? cargument_convert(parameter, number) : NULL;
    if (entered) recursion_leave();
    release(parameter);
    return made;
}

Own cdata_byref(Ref data, isize offset) { return cargument_new('P', AS_CDATA(data)->memory + offset, data); }

/* --- from_param() --------------------------------------------------------------------------------------- */

typedef Own (*FromParam)(Ref type, Ref value);

/* The last resort: what the object says that it is as a parameter. */
static Own from_parameter_attribute(Ref type, Ref value, FromParam convert) {
    Own parameter;
    if (!ctype_attribute(value, "_as_parameter_", &parameter)) return NULL;
    if (!parameter) return error_set(EXC(TypeError), "wrong type");
    bool entered = recursion_enter(" while processing _as_parameter_");
    Own made = entered ? convert(type, parameter) : NULL;
    if (entered) recursion_leave();
    release(parameter);
    return made;
}

Own ctype_simple_from_param(Ref type, Ref value) {
    int fits = object_is_instance(value, type);
    if (fits) return fits < 0 ? NULL : own(value);
    const CTypeInfo *info = ctype_info(type);
    if (!info) return error_set(EXC(TypeError), "abstract class");
    Own made = cargument_of_code(ccode_find((u32)info->code->letter), value);
    if (made) return made;
    error_clear();
    return from_parameter_attribute(type, value, ctype_simple_from_param);
}

/* The letter of what an array's or pointer's items are; 0: nothing simple. */
static char item_letter(Ref value) {
    const CTypeInfo *info = ctype_info_of(value), *item = info ? ctype_info(info->proto) : NULL;
    return item && item->code ? item->code->letter : 0;
}

static bool is_array_or_pointer(Ref value) {
    return is_a(value, MODULE_TYPE(C_ARRAY)) || is_a(value, MODULE_TYPE(C_POINTER));
}

/* Pointers to characters: `pointer` is the letter of the pointer, `character` of what it points to. */
static Own text_from_param(Ref type, Ref value, char pointer, char character, FromParam convert) {
    if (value == None) return own_none();
    if (pointer == 'z' ? is_bytes(value) : is_str(value))
        return cargument_of_code(ccode_find((u32)pointer), value);
    int fits = object_is_instance(value, type);
    if (fits) return fits < 0 ? NULL : own(value);
    if (is_array_or_pointer(value) && item_letter(value) == character) return own(value);
    if (is_cargument(value) && AS_CARGUMENT(value)->object) {
        const CTypeInfo *info = ctype_info_of(AS_CARGUMENT(value)->object);
        if (info && ccode_is(info->code, character)) return own(value);
    }
    return from_parameter_attribute(type, value, convert);
}

Own char_pointer_from_param(Ref type, Ref value) {
    return text_from_param(type, value, 'z', 'c', char_pointer_from_param);
}
Own wide_pointer_from_param(Ref type, Ref value) {
    return text_from_param(type, value, 'Z', 'u', wide_pointer_from_param);
}

/* Whatever points somewhere is a void *. */
Own void_pointer_from_param(Ref type, Ref value) {
    void *pointer;
    if (value == None) return own_none();
    if (is_int(value)) return cargument_of_code(ccode_find('P'), value);
    if (is_bytes(value)) return cargument_of_code(ccode_find('z'), value);
    if (is_str(value)) return cargument_of_code(ccode_find('Z'), value);
    int fits = object_is_instance(value, type);
    if (fits) return fits < 0 ? NULL : own(value);
    if (is_array_or_pointer(value) || (is_cargument(value) && AS_CARGUMENT(value)->tag == 'P'))
        return own(value);
    const CTypeInfo *info = ctype_info_of(value);
    bool is_text = info && info->code && (info->code->letter == 'z' || info->code->letter == 'Z');
    if (is_cfunction(value) || is_text) {
        if (!memory_check(AS_CDATA(value)->memory, sizeof pointer, false)) return NULL;
        memcpy(&pointer, AS_CDATA(value)->memory, sizeof pointer);
        return cargument_new(is_text ? 'Z' : 'P', pointer, value);
    }
    return from_parameter_attribute(type, value, void_pointer_from_param);
}

/* --- the type ------------------------------------------------------------------------------------------- */

static bool is_literal(u32 c) { return c < 128 && char_is_printable(c) && c != '\\' && c != '\''; }

static Own argument_repr(Ref self) {
    const CArgument *argument = AS_CARGUMENT(self);
    int tag = argument->tag, unused = 64 - 8 * (int)argument->size;
    u64 word = argument->value[0];
    double number;
    float single;
    switch (tag) {
    case 'b':
    case 'B':
    case 'h':
    case 'H':
    case 'i':
    case 'I':
    case 'l':
    case 'L':
    case 'q':
    case 'Q': return str_format("<cparam '%c' (%ld)>", tag, (long)((i64)(word << unused) >> unused));
    case 'd':
    case 'f': {
        memcpy(&number, &word, sizeof number);
        memcpy(&single, &word, sizeof single);
        Own value = float_from_double(tag == 'd' ? number : (double)single);
        Own text = value ? str_format("<cparam '%c' (%R)>", tag, (Ref)value) : NULL;
        release_maybe(value);
        return text;
    }
    case 'c':
        if (is_literal((u8)word)) return str_format("<cparam '%c' ('%c')>", tag, (int)(u8)word);
        return str_format("<cparam '%c' ('\\x%02x')>", tag, (unsigned)(u8)word);
    case 'z':
    case 'Z':
    case 'P':
        if (!word) return str_format("<cparam '%c' ((nil))>", tag);
        return str_format("<cparam '%c' (0x%lx)>", tag, (unsigned long)word);
    default: return str_format("<cparam '%c' at 0x%lx>", tag, object_id(self));
    }
}

static void argument_dealloc(Own self) {
    release_maybe(AS_CARGUMENT(self)->object);
    release_maybe(AS_CARGUMENT(self)->holder);
    object_free(self);
}

static const MemberDef argument_members[] = {
    {"_obj", MEMBER_OBJECT, offsetof(CArgument, object), true, "the wrapped object"}, {.name = NULL}};

const TypeSpec cargument_spec = {
    .name = "CArgObject",
    .basicsize = sizeof(CArgument),
    .ghost_size = 64,
    .flags = TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = argument_dealloc, .repr = argument_repr, .getattro = object_generic_get_attribute},
    .members = argument_members};
