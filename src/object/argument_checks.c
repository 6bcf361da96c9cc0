/* argument_checks.c: see the header. */
#include "object/argument_checks.h"

#include <limits.h>

#include "object/bytes.h"
#include "object/error.h"
#include "object/number.h"
#include "object/str.h"
#include "object/type_checks.h"

const char *argument_type_name(Ref value) { return value == None ? "None" : type_of(value)->name; }

bool argument_int(Ref value, int *number) {
    Own index = int_index(value);
    if (!index) return false;
    int overflow;
    i64 wide = int_as_i64_overflow(index, &overflow);
    release(index);
    if (overflow || wide > INT_MAX || wide < INT_MIN) {
        return error_set(EXC(OverflowError), "Python int too large to convert to C int") != NULL;
    }
    *number = (int)wide;
    return true;
}

static bool parsed(Ref value, i64 lowest, i64 highest, const char *c_type, i64 *number) {
    *number = int_as_i64(value);
    if (*number == -1 && error_occurred()) return false;
    if (*number >= lowest && *number <= highest) return true;
    return error_set(EXC(OverflowError), "%s integer is %s", c_type,
                     *number < lowest ? "less than minimum" : "greater than maximum") != NULL;
}
bool argument_parsed_int(Ref value, int *number) {
    i64 wide;
    if (!parsed(value, INT_MIN, INT_MAX, "signed", &wide)) return false;
    *number = (int)wide;
    return true;
}

bool argument_parsed_short(Ref value, short *number) {
    i64 wide;
    if (!parsed(value, SHRT_MIN, SHRT_MAX, "signed short", &wide)) return false;
    *number = (short)wide;
    return true;
}

bool argument_parsed_byte(Ref value, u8 *number) {
    i64 wide;
    if (!parsed(value, 0, UINT8_MAX, "unsigned byte", &wide)) return false;
    *number = (u8)wide;
    return true;
}

bool argument_parsed_isize(Ref value, isize *number) {
    Own index = int_index(value);
    if (!index) return false;
    *number = int_as_isize(index);
    release(index);
    return *number != -1 || !error_occurred();
}

bool argument_str(Ref value, const char *function, const char *argument) {
    if (is_str(value)) return true;
    return error_set(EXC(TypeError), "%.200s() argument %s%smust be str, not %.50s", function, argument,
                     *argument ? " " : "", argument_type_name(value)) != NULL;
}

bool argument_instance(Ref value, const Type *type, const char *function, int position) {
    if (is_a(value, type)) return true;
    const char *given = argument_type_name(value);
    if (!function) {
        return error_set(EXC(TypeError), "argument %d must be %.50s, not %.50s", position, type->name, given) !=
               NULL;
    }
    if (position == 0)
        return error_set(EXC(TypeError), "%.200s() argument must be %.50s, not %.50s", function, type->name,
                         given) != NULL;
    return error_set(EXC(TypeError), "%.200s() argument %d must be %.50s, not %.50s", function, position,
                     type->name, given) != NULL;
}

bool argument_buffer_writable(Ref value, const char *function, int position, Buffer *buffer) {
    char number[] = {(char)('0' + position), ' ', 0};
    if (type_of(value)->slots.buffer_get && buffer_get(value, buffer, true)) return true;
    error_clear();
    return error_set(EXC(TypeError), "%s%sargument %smust be read-write bytes-like object, not %.50s",
                     function ? function : "", function ? "() " : "", position ? number : "",
                     argument_type_name(value)) != NULL;
}

bool argument_text(Ref value, const char *function, const char *argument, TextArgument *text) {
    *text = (TextArgument){0};
    if (!value) return true;
    if (!argument_str(value, function, argument)) return false;
    const char *bytes = str_data(value);
    isize length = str_length(value);
    if (!AS_STR(value)->ascii) {
        if (!(text->bytes = str_keep_utf8(value))) return false;
        bytes = (const char *)bytes_data(text->bytes);
        length = size_of(text->bytes);
    }
    if ((isize)strlen(bytes) != length) {
        text_argument_release(text);
        return error_set(EXC(ValueError), "embedded null character") != NULL;
    }
    text->text = bytes;
    return true;
}

bool argument_text_or_none(Ref value, const char *function, const char *argument, TextArgument *text) {
    if (!value || value == None || is_str(value))
        return argument_text(value == None ? NULL : value, function, argument, text);
    return error_set(EXC(TypeError), "%.200s() argument %s must be str or None, not %.50s", function, argument,
                     type_of(value)->name) != NULL;
}

void text_argument_release(TextArgument *text) { slot_clear(&text->bytes); }

static bool argument_bound(Ref argument, isize *bound) {
    if (argument == None) return true;
    if (!number_is_index(argument)) {
        return error_set(EXC(TypeError),
                         "slice indices must be integers or None or have an __index__ method") != NULL;
    }
    *bound = int_index_as_isize(argument, NULL);
    return *bound != -1 || !error_occurred();
}

bool argument_bounds(Ref const *args, isize nargs, isize length, isize *start, isize *end) {
    *start = 0;
    *end = ISIZE_MAX;
    if (nargs > 1 && !argument_bound(args[1], start)) return false;
    if (nargs > 2 && !argument_bound(args[2], end)) return false;
    bounds_clip(length, start, end);
    return true;
}

void bounds_clip(isize length, isize *start, isize *end) {
    if (*end > length)
        *end = length;
    else if (*end < 0)
        *end = isize_max(*end + length, 0);
    if (*start < 0) *start = isize_max(*start + length, 0);
}
