/* struct_format.c: compiling a format such as "<2i4sx" to runs of fields.
 *
 *     [order] { white space | [count] letter }
 *
 * Without an order, or with '@', sizes and alignment are the machine's: each field starts at a multiple of its
 * alignment. With '=', '<', '>', '!' they are fixed and nothing is aligned. */
#include "modules/struct.h"

static const FieldFormat native_formats[] = {
    {'x', 1, 1, FIELD_PAD},          {'c', 1, 1, FIELD_CHAR},
    {'b', 1, 1, FIELD_INT, "byte"},  {'B', 1, 1, FIELD_UNSIGNED, "ubyte"},
    {'s', 1, 1, FIELD_BYTES},        {'p', 1, 1, FIELD_PASCAL},
    {'h', 2, 2, FIELD_INT, "short"}, {'H', 2, 2, FIELD_UNSIGNED, "ushort"},
    {'i', 4, 4, FIELD_INT},          {'I', 4, 4, FIELD_UNSIGNED},
    {'l', 8, 8, FIELD_INT},          {'L', 8, 8, FIELD_UNSIGNED},
    {'n', 8, 8, FIELD_INT},          {'N', 8, 8, FIELD_UNSIGNED},
    {'q', 8, 8, FIELD_INT},          {'Q', 8, 8, FIELD_UNSIGNED},
    {'?', 1, 1, FIELD_BOOL},         {'e', 2, 2, FIELD_HALF},
    {'f', 4, 4, FIELD_FLOAT},        {'d', 8, 8, FIELD_DOUBLE},
    {'P', 8, 8, FIELD_POINTER},      {0}};
static const FieldFormat standard_formats[] = {{'x', 1, 1, FIELD_PAD},
                                               {'c', 1, 1, FIELD_CHAR},
                                               {'b', 1, 1, FIELD_INT, "byte"},
                                               {'B', 1, 1, FIELD_UNSIGNED, "ubyte"},
                                               {'s', 1, 1, FIELD_BYTES},
                                               {'p', 1, 1, FIELD_PASCAL},
                                               {'h', 2, 1, FIELD_INT, "short"},
                                               {'H', 2, 1, FIELD_UNSIGNED, "ushort"},
                                               {'i', 4, 1, FIELD_INT},
                                               {'I', 4, 1, FIELD_UNSIGNED},
                                               {'l', 4, 1, FIELD_INT},
                                               {'L', 4, 1, FIELD_UNSIGNED},
                                               {'q', 8, 1, FIELD_INT},
                                               {'Q', 8, 1, FIELD_UNSIGNED},
                                               {'?', 1, 1, FIELD_BOOL},
                                               {'e', 2, 1, FIELD_HALF},
                                               {'f', 4, 1, FIELD_FLOAT},
                                               {'d', 8, 1, FIELD_DOUBLE},
                                               {0}};

/* Reads the sign of order and sizes; where the fields begin. */
static const char *read_order(Struct *self, const char *text) {
    self->native = false;
    self->big_endian = false;
    switch (*text) {
    case '>':
    case '!': self->big_endian = true; return text + 1;
    case '<':
    case '=': return text + 1;
    case '@': text++; break;
    default: break;
    }
    self->native = true;
    return text;
}

static const FieldFormat *find_field(bool native, char letter) {
    const FieldFormat *format = native ? native_formats : standard_formats;
    while (format->letter && format->letter != letter) format++;
    if (format->letter) return format;
    return error_set(STRUCT_ERROR, "bad char in struct format");
}

static void *too_long(void) { return error_set(STRUCT_ERROR, "total struct size too long"); }

/* [count] letter: moves *text behind it. NULL raised. */
static const FieldFormat *read_field(const Struct *self, const char **text, isize *count) {
    const char *at = *text;
    *count = 1;
    if (*at >= '0' && *at <= '9') {
        *count = 0;
        for (; *at >= '0' && *at <= '9'; at++) {
            if (__builtin_mul_overflow(*count, 10, count) || __builtin_add_overflow(*count, *at - '0', count))
                return too_long();
        }
        if (!*at) return error_set(STRUCT_ERROR, "repeat count given without format specifier");
    }
    *text = at + 1;
    return find_field(self->native, *at);
}

/* Where a field starts that may begin at `size` at the earliest; -1: too far. */
static isize align(isize size, const FieldFormat *format) {
    isize extra = (format->alignment - size % format->alignment) % format->alignment;
    return size > ISIZE_MAX - extra ? -1 : size + extra;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Goes through the fields: counts values, bytes and codes, and fills `codes` where it is not NULL. */
static bool scan(Struct *self, const char *text, StructCode *codes) {
    isize size = 0, length = 0, code_count = 0;
    while (*text) {
        if (is_blank(*text)) {
            text++;
            continue;
        }
        isize count, bytes;
        const FieldFormat *format = read_field(self, &text, &count);
        if (!format) return false;
        bool one_value = format->kind == FIELD_BYTES || format->kind == FIELD_PASCAL;
        if ((size = align(size, format)) < 0) return too_long();
        if ((one_value || count > 0) && format->kind != FIELD_PAD) {
            StructCode code = {format, size, one_value ? count : format->size, one_value ? 1 : count};
            if (codes) codes[code_count] = code;
            code_count++;
        }
        if (format->kind != FIELD_PAD) length += one_value ? 1 : count;
        if (__builtin_mul_overflow(count, (isize)format->size, &bytes) ||
            __builtin_add_overflow(size, bytes, &size))
            return too_long();
    }
    self->size = size;
    self->length = length;
    self->code_count = code_count;
    return true;
}

static bool compile_text(Struct *self, const char *text) {
    text = read_order(self, text);
    if (!scan(self, text, NULL)) return false;
    StructCode *codes = arena_alloc((usize)(self->code_count + 1) * sizeof *codes, BLOCK_RAW);
    if (!codes) return error_memory();
    scan(self, text, codes);
    arena_free(self->codes);
    self->codes = codes;
    return true;
}

bool struct_compile(Struct *self, Ref format) {
    Own bytes;
    if (is_str(format)) {
        bytes = str_encode(format, "ascii", "strict");
    } else if (is_bytes(format)) {
        bytes = own(format);
    } else {
        return error_set(EXC(TypeError), "Struct() argument 1 must be a str or bytes object, not %.200s",
                         type_short_name(type_of(format)));
    }
    if (!bytes) return false;
    const char *text = (const char *)bytes_data(bytes);
    bool done = (isize)strlen(text) == size_of(bytes) || error_set(STRUCT_ERROR, "embedded null character");
    Own source = done ? str_from_latin1(bytes_data(bytes), size_of(bytes)) : NULL;
    done = source && compile_text(self, text);
    if (done) {
        slot_set(&self->format, source);
    } else {
        release_maybe(source);
    }
    release(bytes);
    return done;
}
