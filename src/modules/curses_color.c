/* curses_color.c: colours and pairs of them. */
#include <limits.h>

#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/int.h"
#include "object/tuple.h"

/* --- arguments ---------------------------------------------------------------------------------------------- */

/* The number, and in *overflow whether it is beyond an i64. False: raised. */
static bool take_number(Ref value, i64 *number, int *overflow) {
    Own index = int_index(value);
    if (!index) return false;
    *number = int_as_i64_overflow(index, overflow);
    release(index);
    return true;
}

/* A colour's number; with `default_too` one below 0 stands for the terminal's own. */
static bool color_argument(Ref value, bool default_too, int *color) {
    i64 number;
    int overflow;
    if (!take_number(value, &number, &overflow)) return false;
    int count = world_curses() ? world_curses()->number(CURSES_COLORS) : 0;
    if (overflow > 0 || (!overflow && number > count - 1))
        return error_set(EXC(ValueError), "Color number is greater than COLORS-1 (%d).", count - 1) != NULL;
    bool below = overflow < 0 || number < 0;
    *color = below ? -1 : (int)number;
    return !below || default_too || error_set(EXC(ValueError), "Color number is less than 0.") != NULL;
}

static bool component_argument(Ref value, int *component) {
    i64 number;
    int overflow;
    if (!take_number(value, &number, &overflow)) return false;
    if (overflow > 0 || (!overflow && number > 1000))
        return error_set(EXC(ValueError), "Color component is greater than 1000") != NULL;
    if (overflow < 0 || number < 0) return error_set(EXC(ValueError), "Color component is less than 0") != NULL;
    *component = (int)number;
    return true;
}

static bool pair_argument(Ref value, int *pair) {
    i64 number;
    int overflow;
    if (!take_number(value, &number, &overflow)) return false;
    if (overflow > 0 || (!overflow && number > INT_MAX))
        return error_set(EXC(ValueError), "Color pair is greater than maximum (%d).", INT_MAX) != NULL;
    if (overflow < 0 || number < 0) return error_set(EXC(ValueError), "Color pair is less than 0.") != NULL;
    *pair = (int)number;
    return true;
}

/* None, or what is wrong: how many pairs there are is known only now. */
static Own pair_check(const CursesLibrary *library, int pair, int result, const char *function) {
    int count = library->number(CURSES_COLOR_PAIRS);
    if (result != CURSES_ERR || pair < count) return curses_check(result, function);
    return error_set(EXC(ValueError), "Color pair is greater than COLOR_PAIRS-1 (%d).", count - 1);
}

/* --- functions ---------------------------------------------------------------------------------------------- */

Own curses_method_start_color(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    if (!library) return NULL;
    if (library->start_color() == CURSES_ERR) return curses_check(CURSES_ERR, "start_color");
    CURSES_STATE->has_color = true;
    bool named = curses_name_set("COLORS", library->number(CURSES_COLORS)) &&
                 curses_name_set("COLOR_PAIRS", library->number(CURSES_COLOR_PAIRS));
    return named ? own_none() : NULL;
}

Own curses_method_use_default_colors(Ref self UNUSED) {
    const CursesLibrary *library = curses_colored();
    return library ? curses_check(library->use_default_colors(), "use_default_colors") : NULL;
}

Own curses_method_has_colors(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? own_bool(library->has_colors()) : NULL;
}
Own curses_method_can_change_color(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? own_bool(library->can_change_color()) : NULL;
}
Own curses_method_has_extended_color_support(Ref self UNUSED) { return own_bool(true); }

Own curses_method_color_content(Ref self UNUSED, Ref color_number) {
    int color, red, green, blue;
    if (!color_argument(color_number, false, &color)) return NULL;
    const CursesLibrary *library = curses_colored();
    if (!library) return NULL;
    if (library->extended_color_content(color, &red, &green, &blue) == CURSES_ERR)
        return curses_check(CURSES_ERR, "extended_color_content");
    return tuple_take(3, int_from_i64(red), int_from_i64(green), int_from_i64(blue));
}

Own curses_method_init_color(Ref self UNUSED, Ref const *args, isize nargs) {
    int color, parts[3];
    if (!arguments_count("init_color", nargs, 4, 4) || !color_argument(args[0], false, &color)) return NULL;
    for (int i = 0; i < 3; i++)
        if (!component_argument(args[1 + i], &parts[i])) return NULL;
    const CursesLibrary *library = curses_colored();
    if (!library) return NULL;
    return curses_check(library->init_extended_color(color, parts[0], parts[1], parts[2]),
                        "init_extended_color");
}

Own curses_method_init_pair(Ref self UNUSED, Ref const *args, isize nargs) {
    int number, foreground, background;
    if (!arguments_count("init_pair", nargs, 3, 3) || !pair_argument(args[0], &number) ||
        !color_argument(args[1], true, &foreground) || !color_argument(args[2], true, &background))
        return NULL;
    const CursesLibrary *library = curses_colored();
    if (!library) return NULL;
    int result = library->init_extended_pair(number, foreground, background);
    return pair_check(library, number, result, "init_extended_pair");
}

Own curses_method_pair_content(Ref self UNUSED, Ref pair_number) {
    int number, foreground, background;
    if (!pair_argument(pair_number, &number)) return NULL;
    const CursesLibrary *library = curses_colored();
    if (!library) return NULL;
    if (library->extended_pair_content(number, &foreground, &background) == CURSES_ERR)
        return pair_check(library, number, CURSES_ERR, "extended_pair_content");
    return tuple_take(2, int_from_i64(foreground), int_from_i64(background));
}

Own curses_method_color_pair(Ref self UNUSED, Ref pair_number) {
    int number;
    if (!argument_int(pair_number, &number) || !curses_colored()) return NULL;
    return int_from_i64((u32)number << CURSES_ATTRIBUTE_SHIFT & CURSES_ATTRIBUTE_COLOR);
}

Own curses_method_pair_number(Ref self UNUSED, Ref attr) {
    int attribute;
    if (!argument_int(attr, &attribute) || !curses_colored()) return NULL;
    return int_from_i64(((u32)attribute & CURSES_ATTRIBUTE_COLOR) >> CURSES_ATTRIBUTE_SHIFT);
}
