/* curses_write.c: methods of curses windows that change what stands in them. */
#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/type_checks.h"

/* --- one character ------------------------------------------------------------------------------------------ */

Own window_method_addch(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    i64 attribute = 0;
    u32 cell;
    wchar_t text[2];
    if (!placed_arguments("addch", 1, 1, args, nargs, &placed) ||
        (placed.count > 1 && !attribute_argument(placed.args[1], &attribute)) ||
        !character_argument(placed.args[0], &cell, text))
        return NULL;
    bool moved = placed_move(library, self, &placed);
    if (text[0] || is_str(placed.args[0]))
        return curses_check(moved ? library->add_wide(window_handle(self), text, (u32)attribute) : CURSES_ERR,
                            "add_wch");
    return curses_check(moved ? library->waddch(window_handle(self), cell | (u32)attribute) : CURSES_ERR,
                        "addch");
}

Own window_method_insch(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    i64 attribute = 0;
    u32 cell;
    if (!placed_arguments("insch", 1, 1, args, nargs, &placed) ||
        (placed.count > 1 && !attribute_argument(placed.args[1], &attribute)) ||
        !cell_argument(self, placed.args[0], &cell))
        return NULL;
    bool moved = placed_move(library, self, &placed);
    return curses_check(moved ? library->winsch(window_handle(self), cell | (u32)attribute) : CURSES_ERR,
                        "insch");
}

Own window_method_delch(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    if (!placed_arguments("delch", 0, 0, args, nargs, &placed)) return NULL;
    bool moved = placed_move(library, self, &placed);
    return curses_check(moved ? library->wdelch(window_handle(self)) : CURSES_ERR,
                        placed.has_place ? "mvwdelch" : "wdelch");
}

/* The arguments (ch, attr=0) of methods that take no place. */
static bool cell_and_attribute(const char *method, Ref self, Ref const *args, isize nargs, u32 *cell) {
    i64 attribute = 0;
    if (!arguments_count(method, nargs, 1, 2) || (nargs > 1 && !attribute_argument(args[1], &attribute)) ||
        !cell_argument(self, args[0], cell))
        return false;
    *cell |= (u32)attribute;
    return true;
}

Own window_method_echochar(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    u32 cell;
    if (!cell_and_attribute("echochar", self, args, nargs, &cell)) return NULL;
    bool pad = library->is_pad(window_handle(self));
    return curses_check((pad ? library->pechochar : library->wechochar)(window_handle(self), cell), "echochar");
}

Own window_method_bkgd(Ref self, Ref const *args, isize nargs) {
    u32 cell;
    if (!cell_and_attribute("bkgd", self, args, nargs, &cell)) return NULL;
    return curses_check(world_curses()->wbkgd(window_handle(self), cell), "bkgd");
}

Own window_method_bkgdset(Ref self, Ref const *args, isize nargs) {
    u32 cell;
    if (!cell_and_attribute("bkgdset", self, args, nargs, &cell)) return NULL;
    world_curses()->wbkgdset(window_handle(self), cell);
    return own_none();
}

/* --- texts -------------------------------------------------------------------------------------------------- */

/* How a text goes into a window: with or without an end, as bytes or as wide characters. */
typedef struct TextWay {
    const char *method, *bytes_name, *wide_name;
    bool has_limit, inserts;
} TextWay;

static int put_text(const CursesLibrary *library, const TextWay *way, CursesWindow *window,
                    const CursesText *text, int limit) {
    if (way->inserts && text->wide)
        return way->has_limit ? library->wins_nwstr(window, text->wide, limit)
                              : library->wins_wstr(window, text->wide);
    if (way->inserts)
        return way->has_limit ? library->winsnstr(window, text->bytes, limit)
                              : library->winsstr(window, text->bytes);
    if (text->wide)
        return way->has_limit ? library->waddnwstr(window, text->wide, limit)
                              : library->waddwstr(window, text->wide);
    return way->has_limit ? library->waddnstr(window, text->bytes, limit)
                          : library->waddstr(window, text->bytes);
}

static Own text_method(const TextWay *way, Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    CursesText text;
    int limit = -1, before = 0;
    i64 attribute = 0;
    isize plain = way->has_limit ? 2 : 1; /* arguments in front of the attribute */
    if (!placed_arguments(way->method, plain, 1, args, nargs, &placed) ||
        (way->has_limit && !argument_parsed_int(placed.args[1], &limit)) ||
        (placed.count > plain && !attribute_argument(placed.args[plain], &attribute)) ||
        !curses_text_argument(placed.args[0], &text))
        return NULL;
    CursesWindow *window = window_handle(self);
    bool colored = placed.count > plain;
    if (colored) {
        before = library->getattrs(window);
        library->wattrset(window, (int)attribute);
    }
    int result =
        placed_move(library, self, &placed) ? put_text(library, way, window, &text, limit) : CURSES_ERR;
    if (colored) library->wattrset(window, before);
    Own answer = curses_check(result, text.wide ? way->wide_name : way->bytes_name);
    curses_text_release(&text);
    return answer;
}

Own window_method_addstr(Ref self, Ref const *args, isize nargs) {
    static const TextWay way = {"addstr", "addstr", "addwstr"};
    return text_method(&way, self, args, nargs);
}
Own window_method_addnstr(Ref self, Ref const *args, isize nargs) {
    static const TextWay way = {"addnstr", "addnstr", "addnwstr", .has_limit = true};
    return text_method(&way, self, args, nargs);
}
Own window_method_insstr(Ref self, Ref const *args, isize nargs) {
    static const TextWay way = {"insstr", "insstr", "inswstr", .inserts = true};
    return text_method(&way, self, args, nargs);
}
Own window_method_insnstr(Ref self, Ref const *args, isize nargs) {
    static const TextWay way = {"insnstr", "insnstr", "insn_wstr", .has_limit = true, .inserts = true};
    return text_method(&way, self, args, nargs);
}

/* --- lines and frames --------------------------------------------------------------------------------------- */

static Own draw_line(const char *method, int (*draw)(CursesWindow *, u32, int), Ref self, Ref const *args,
                     isize nargs) {
    const CursesLibrary *library = world_curses();
    Placed placed;
    int length;
    i64 attribute = 0;
    u32 cell;
    if (!placed_arguments(method, 2, 1, args, nargs, &placed) ||
        !argument_parsed_int(placed.args[1], &length) ||
        (placed.count > 2 && !attribute_argument(placed.args[2], &attribute)) ||
        !cell_argument(self, placed.args[0], &cell))
        return NULL;
    if (!placed_move(library, self, &placed)) return curses_check(CURSES_ERR, "wmove");
    return curses_check(draw(window_handle(self), cell | (u32)attribute, length), method);
}
Own window_method_hline(Ref self, Ref const *args, isize nargs) {
    return draw_line("hline", world_curses()->whline, self, args, nargs);
}
Own window_method_vline(Ref self, Ref const *args, isize nargs) {
    return draw_line("vline", world_curses()->wvline, self, args, nargs);
}

Own window_method_border(Ref self, Ref const *args, isize nargs) {
    u32 cells[8] = {0};
    if (!arguments_count("border", nargs, 0, 8)) return NULL;
    for (isize i = 0; i < nargs; i++)
        if (!cell_argument(self, args[i], &cells[i])) return NULL;
    world_curses()->wborder(window_handle(self), cells[0], cells[1], cells[2], cells[3], cells[4], cells[5],
                            cells[6], cells[7]);
    return own_none();
}

Own window_method_box(Ref self, Ref const *args, isize nargs) {
    u32 cells[2] = {0};
    if (nargs != 0 && nargs != 2)
        return error_set(EXC(TypeError), "_curses.window.box requires 0 to 2 arguments");
    for (isize i = 0; i < nargs; i++)
        if (!cell_argument(self, args[i], &cells[i])) return NULL;
    world_curses()->box(window_handle(self), cells[0], cells[1]);
    return own_none();
}

/* --- attributes --------------------------------------------------------------------------------------------- */

static Own change_attribute(const char *method, int (*change)(CursesWindow *, int), Ref self, Ref value) {
    i64 attribute;
    if (!attribute_argument(value, &attribute)) return NULL;
    return curses_check(change(window_handle(self), (int)attribute), method);
}
Own window_method_attron(Ref self, Ref attr) {
    return change_attribute("attron", world_curses()->wattron, self, attr);
}
Own window_method_attroff(Ref self, Ref attr) {
    return change_attribute("attroff", world_curses()->wattroff, self, attr);
}
Own window_method_attrset(Ref self, Ref attr) {
    return change_attribute("attrset", world_curses()->wattrset, self, attr);
}

/* chgat([y, x,] [num,] attr) */
Own window_method_chgat(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    CursesWindow *window = window_handle(self);
    int numbers[3];
    i64 attribute;
    if (nargs < 1 || nargs > 4) return error_set(EXC(TypeError), "chgat requires 1 to 4 arguments");
    for (isize i = 0; i < nargs - 1; i++)
        if (!argument_parsed_int(args[i], &numbers[i])) return NULL;
    if (!attribute_argument(args[nargs - 1], &attribute)) return NULL;
    bool has_place = nargs >= 3;
    int count = nargs % 2 == 0 ? numbers[nargs - 2] : -1;
    int y = has_place ? numbers[0] : library->getcury(window);
    u32 color = (u32)attribute & CURSES_ATTRIBUTE_COLOR;
    bool moved = !has_place || library->wmove(window, y, numbers[1]) != CURSES_ERR;
    int result = moved ? library->wchgat(window, count, (u32)attribute - color,
                                         (short)(color >> CURSES_ATTRIBUTE_SHIFT), NULL)
                       : CURSES_ERR;
    library->touchline(window, y, 1);
    return curses_check(result, "chgat");
}
