/* curses_arguments.c: what the functions of curses take: characters, texts, attributes, places. */
#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"

/* --- characters ------------------------------------------------------------------------------------------- */

static bool not_one(const char *wanted, Ref value) {
    if (is_str(value))
        return error_set(EXC(TypeError), "expect %s, got a str of length %zd", wanted, str_length(value)) !=
               NULL;
    return error_set(EXC(TypeError), "expect %s, got %s", wanted, type_of(value)->name) != NULL;
}

static bool take_cell(i64 number, u32 *cell) {
    *cell = (u32)number;
    return *cell == number || error_set(EXC(OverflowError), "byte doesn't fit in chtype") != NULL;
}

/* The one byte that it is encoded as; -1: there is no such. False: raised. */
static bool encoded(Ref window, Ref value, i64 *number) {
    Ref encoding = window ? (Ref)AS_WINDOW(window)->encoding : (Ref)CURSES_STATE->encoding;
    TextArgument name = {0};
    if (encoding && !argument_text(encoding, "encode", "1", &name)) return false;
    Own bytes = str_encode(value, name.text ? name.text : "utf-8", NULL);
    text_argument_release(&name);
    *number = bytes && size_of(bytes) == 1 ? bytes_data(bytes)[0] : -1;
    release_maybe(bytes);
    return bytes != NULL;
}

bool cell_argument(Ref window, Ref value, u32 *cell) {
    i64 number = 0;
    int overflow = 0;
    if (is_str(value) && str_length(value) == 1) {
        number = str_char(value, 0);
        if (number > 128 && !encoded(window, value, &number)) return false;
    } else if (is_bytes(value) && size_of(value) == 1) {
        number = bytes_data(value)[0];
    } else if (is_exact_int(value)) {
        number = int_as_i64_overflow(value, &overflow);
    } else {
        return not_one("bytes or str of length 1, or int", value);
    }
    return take_cell(overflow ? -1 : number, cell);
}

bool character_argument(Ref value, u32 *cell, wchar_t text[2]) {
    int overflow = 0;
    text[0] = text[1] = 0;
    *cell = 0;
    if (is_str(value) && str_length(value) == 1) {
        text[0] = (wchar_t)str_char(value, 0);
        return true;
    }
    if (is_bytes(value) && size_of(value) == 1) return take_cell(bytes_data(value)[0], cell);
    if (!is_exact_int(value)) return not_one("bytes or str of length 1, or int", value);
    i64 number = int_as_i64_overflow(value, &overflow);
    if (overflow) return error_set(EXC(OverflowError), "int doesn't fit in long") != NULL;
    return take_cell(number, cell);
}

bool wide_argument(Ref value, wchar_t *character) {
    if (is_str(value) && str_length(value) == 1) {
        *character = (wchar_t)str_char(value, 0);
        return true;
    }
    if (!is_exact_int(value)) return not_one("str of length 1 or int", value);
    int overflow;
    i64 number = int_as_i64_overflow(value, &overflow);
    if (overflow) return error_set(EXC(OverflowError), "int doesn't fit in long") != NULL;
    *character = (wchar_t)number;
    return *character == number || error_set(EXC(OverflowError), "character doesn't fit in wchar_t") != NULL;
}

/* --- texts ------------------------------------------------------------------------------------------------ */

bool curses_text_argument(Ref value, CursesText *text) {
    *text = (CursesText){0};
    if (is_bytes(value)) {
        text->bytes = (const char *)bytes_data(value);
        return (isize)strlen(text->bytes) == size_of(value) ||
               error_set(EXC(ValueError), "embedded null byte") != NULL;
    }
    if (!is_str(value))
        return error_set(EXC(TypeError), "expect bytes or str, got %s", type_of(value)->name) != NULL;
    isize length = str_length(value);
    for (isize i = 0; i < length; i++)
        if (str_char(value, i) == 0) return error_set(EXC(ValueError), "embedded null character") != NULL;
    text->wide = arena_alloc((usize)(length + 1) * sizeof *text->wide, BLOCK_RAW);
    if (!text->wide) return error_memory() != NULL;
    for (isize i = 0; i < length; i++) text->wide[i] = (wchar_t)str_char(value, i);
    text->wide[length] = 0;
    return true;
}

void curses_text_release(CursesText *text) {
    if (text->wide) arena_free(text->wide);
}

/* --- numbers ---------------------------------------------------------------------------------------------- */

bool attribute_argument(Ref value, i64 *attribute) {
    *attribute = int_as_i64(value);
    return *attribute != -1 || !error_occurred();
}

bool flag_argument(Ref value, bool *flag) {
    int number;
    if (!argument_int(value, &number)) return false;
    *flag = number != 0;
    return true;
}

bool int_arguments(const char *says, Ref const *args, isize nargs, isize count, int *numbers) {
    if (nargs != count) return error_set(EXC(TypeError), "%s", says) != NULL;
    for (isize i = 0; i < count; i++)
        if (!argument_parsed_int(args[i], &numbers[i])) return false;
    return true;
}

bool two_int_arguments(const char *function, Ref const *args, isize nargs, int numbers[2]) {
    return arguments_count(function, nargs, 2, 2) && argument_int(args[0], &numbers[0]) &&
           argument_int(args[1], &numbers[1]);
}

bool placed_arguments(const char *method, isize required, isize optional, Ref const *args, isize nargs,
                      Placed *placed) {
    bool has_place = nargs >= required + 2 && nargs > required + optional;
    isize count = has_place ? nargs - 2 : nargs;
    if (count < required || count > required + optional)
        return error_set(EXC(TypeError), "_curses.window.%s requires %zd to %zd arguments", method, required,
                         required + optional + 2) != NULL;
    *placed = (Placed){.has_place = has_place, .args = has_place ? args + 2 : args, .count = count};
    return !has_place || (argument_parsed_int(args[0], &placed->y) && argument_parsed_int(args[1], &placed->x));
}

bool placed_move(const CursesLibrary *library, Ref window, const Placed *placed) {
    return !placed->has_place || library->wmove(window_handle(window), placed->y, placed->x) != CURSES_ERR;
}
