/* curses_window.c: the type _curses.window, and the methods that concern a window as a whole: where it lies, how it comes
 * to the screen, how its keys are read. */
#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- the type ----------------------------------------------------------------------------------------------- */

Own window_new(CursesWindow *handle, Ref encoding) {
    if (!handle) return curses_error("curses function returned NULL");
    Own name = encoding ? own(encoding) : str_from_utf8(world_curses()->locale_open(), -1);
    Own self = name ? object_new(MODULE_TYPE(CURSES_WINDOW), 0) : NULL;
    if (!self) {
        release_maybe(name);
        return NULL;
    }
    AS_WINDOW(self)->handle = handle;
    AS_WINDOW(self)->encoding = name;
    return self;
}

static void window_dealloc(Own self) {
    const CursesLibrary *library = world_curses();
    if (window_handle(self) != library->standard_screen()) library->delwin(window_handle(self));
    release_maybe(AS_WINDOW(self)->encoding);
    object_free(self);
}

static Own get_encoding(Ref self, void *closure UNUSED) { return own(AS_WINDOW(self)->encoding); }
static bool set_encoding(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return error_set(EXC(TypeError), "encoding may not be deleted") != NULL;
    if (!is_str(value)) return error_set(EXC(TypeError), "setting encoding to a non-string") != NULL;
    slot_set(&AS_WINDOW(self)->encoding, own(value));
    return true;
}
static const GetSetDef window_getset[] = {
    {"encoding", get_encoding, set_encoding, .doc = "the typecode character used to create the array"},
    {.name = NULL}};

const TypeSpec curses_window_spec = {.name = "_curses.window",
                                     .module = "_curses",
                                     .basicsize = sizeof(WindowObject),
                                     .flags = TYPE_NO_INSTANTIATION,
                                     .slots = {.dealloc = window_dealloc},
                                     .methods = window_methods,
                                     .getset = window_getset};

/* --- a window of a window ----------------------------------------------------------------------------------- */

/* The arguments ([nlines, ncols,] begin_y, begin_x). */
static bool part_arguments(const char *method, Ref const *args, isize nargs, int area[4]) {
    area[0] = area[1] = 0;
    if (nargs != 2 && nargs != 4)
        return error_set(EXC(TypeError), "_curses.window.%s requires 2 to 4 arguments", method) != NULL;
    return int_arguments("", args, nargs, nargs, area + 4 - nargs);
}

Own window_method_derwin(Ref self, Ref const *args, isize nargs) {
    int area[4];
    if (!part_arguments("derwin", args, nargs, area)) return NULL;
    CursesWindow *made = world_curses()->derwin(window_handle(self), area[0], area[1], area[2], area[3]);
    return window_new(made, AS_WINDOW(self)->encoding);
}

/* subwin and subpad: of a pad it is a pad. */
Own window_method_subwin(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    CursesWindow *window = window_handle(self);
    int area[4];
    if (!part_arguments("subwin", args, nargs, area)) return NULL;
    CursesWindow *made = (library->is_pad(window) ? library->subpad : library->subwin)(window, area[0], area[1],
                                                                                       area[2], area[3]);
    return window_new(made, AS_WINDOW(self)->encoding);
}

/* --- places ------------------------------------------------------------------------------------------------- */

static Own pair(int first, int second) { return tuple_take(2, int_from_i64(first), int_from_i64(second)); }
static Own place_of(Ref self, int (*y)(const CursesWindow *), int (*x)(const CursesWindow *)) {
    return pair(y(window_handle(self)), x(window_handle(self)));
}
Own window_method_getyx(Ref self) { return place_of(self, world_curses()->getcury, world_curses()->getcurx); }
Own window_method_getbegyx(Ref self) {
    return place_of(self, world_curses()->getbegy, world_curses()->getbegx);
}
Own window_method_getmaxyx(Ref self) {
    return place_of(self, world_curses()->getmaxy, world_curses()->getmaxx);
}
Own window_method_getparyx(Ref self) {
    return place_of(self, world_curses()->getpary, world_curses()->getparx);
}

static Own with_two(const char *name, const char *says, int (*function)(CursesWindow *, int, int), Ref self,
                    Ref const *args, isize nargs) {
    int numbers[2];
    if (!int_arguments(says, args, nargs, 2, numbers)) return NULL;
    return curses_check(function(window_handle(self), numbers[0], numbers[1]), name);
}
Own window_method_move(Ref self, Ref const *args, isize nargs) {
    return with_two("wmove", "y,x", world_curses()->wmove, self, args, nargs);
}
Own window_method_mvwin(Ref self, Ref const *args, isize nargs) {
    return with_two("mvwin", "y,x", world_curses()->mvwin, self, args, nargs);
}
Own window_method_mvderwin(Ref self, Ref const *args, isize nargs) {
    return with_two("mvderwin", "y,x", world_curses()->mvderwin, self, args, nargs);
}
Own window_method_resize(Ref self, Ref const *args, isize nargs) {
    return with_two("wresize", "lines,columns", world_curses()->wresize, self, args, nargs);
}

Own window_method_enclose(Ref self, Ref const *args, isize nargs) {
    int place[2];
    if (!two_int_arguments("enclose", args, nargs, place)) return NULL;
    return own_bool(world_curses()->wenclose(window_handle(self), place[0], place[1]));
}
Own window_method_redrawln(Ref self, Ref const *args, isize nargs) {
    int lines[2];
    if (!two_int_arguments("redrawln", args, nargs, lines)) return NULL;
    return curses_check(world_curses()->wredrawln(window_handle(self), lines[0], lines[1]), "redrawln");
}
Own window_method_setscrreg(Ref self, Ref const *args, isize nargs) {
    int lines[2];
    if (!two_int_arguments("setscrreg", args, nargs, lines)) return NULL;
    return curses_check(world_curses()->wsetscrreg(window_handle(self), lines[0], lines[1]), "wsetscrreg");
}

/* --- to the screen ------------------------------------------------------------------------------------------ */

typedef struct Refreshing {
    const char *method, *pad_says, *pad_name, *window_name;
} Refreshing;

static Own refresh(const Refreshing *way, int (*window_refresh)(CursesWindow *),
                   int (*pad_refresh)(CursesWindow *, int, int, int, int, int, int), Ref self, Ref const *args,
                   isize nargs) {
    CursesWindow *window = window_handle(self);
    int part[6];
    if (nargs != 0 && nargs != 6)
        return error_set(EXC(TypeError), "_curses.window.%s requires 0 to 6 arguments", way->method);
    if (nargs && !int_arguments("", args, nargs, nargs, part)) return NULL;
    if (!world_curses()->is_pad(window)) {
        if (nargs) return error_set(EXC(TypeError), "%s() takes no arguments (6 given)", way->method);
        return curses_check(window_refresh(window), way->window_name);
    }
    if (!nargs) return curses_error(way->pad_says);
    return curses_check(pad_refresh(window, part[0], part[1], part[2], part[3], part[4], part[5]),
                        way->pad_name);
}
Own window_method_refresh(Ref self, Ref const *args, isize nargs) {
    static const Refreshing way = {"refresh", "refresh() for a pad requires 6 arguments", "prefresh",
                                   "prefresh"};
    return refresh(&way, world_curses()->wrefresh, world_curses()->prefresh, self, args, nargs);
}
Own window_method_noutrefresh(Ref self, Ref const *args, isize nargs) {
    static const Refreshing way = {"noutrefresh", "noutrefresh() called for a pad requires 6 arguments",
                                   "pnoutrefresh", "wnoutrefresh"};
    return refresh(&way, world_curses()->wnoutrefresh, world_curses()->pnoutrefresh, self, args, nargs);
}

/* overlay and overwrite: from this window to another one, all of it or a part. */
static Own copy_to(const char *method, bool overlays, int (*copy)(const CursesWindow *, CursesWindow *),
                   Ref self, Ref const *args, isize nargs) {
    int part[6];
    if (nargs != 1 && nargs != 7)
        return error_set(EXC(TypeError), "_curses.window.%s requires 1 to 7 arguments", method);
    if (!argument_instance(args[0], MODULE_TYPE(CURSES_WINDOW), method, 1)) return NULL;
    if (nargs == 1) return curses_check(copy(window_handle(self), window_handle(args[0])), method);
    if (!int_arguments("", args + 1, 6, 6, part)) return NULL;
    return curses_check(world_curses()->copywin(window_handle(self), window_handle(args[0]), part[0], part[1],
                                                part[2], part[3], part[4], part[5], overlays),
                        "copywin");
}
Own window_method_overlay(Ref self, Ref const *args, isize nargs) {
    return copy_to("overlay", true, world_curses()->overlay, self, args, nargs);
}
Own window_method_overwrite(Ref self, Ref const *args, isize nargs) {
    return copy_to("overwrite", false, world_curses()->overwrite, self, args, nargs);
}

Own window_method_touchline(Ref self, Ref const *args, isize nargs) {
    int numbers[2];
    bool changed = true;
    if (nargs < 2 || nargs > 3)
        return error_set(EXC(TypeError), "_curses.window.touchline requires 2 to 3 arguments");
    if (!int_arguments("", args, 2, 2, numbers) || (nargs > 2 && !flag_argument(args[2], &changed)))
        return NULL;
    return curses_check(world_curses()->wtouchln(window_handle(self), numbers[0], numbers[1], changed),
                        "touchline");
}

Own window_method_is_linetouched(Ref self, Ref line) {
    CursesWindow *window = window_handle(self);
    int number;
    if (!argument_int(line, &number)) return NULL;
    if (number < 0 || number > world_curses()->getmaxy(window))
        return error_set(EXC(TypeError), "is_linetouched: line number outside of boundaries");
    return own_bool(world_curses()->is_linetouched(window, number));
}
Own window_method_is_wintouched(Ref self) {
    return own_bool(world_curses()->is_wintouched(window_handle(self)));
}

Own window_method_scroll(Ref self, Ref const *args, isize nargs) {
    const CursesLibrary *library = world_curses();
    int lines;
    if (nargs > 1) return error_set(EXC(TypeError), "_curses.window.scroll requires 0 to 1 arguments");
    if (!nargs) return curses_check(library->scroll(window_handle(self)), "scroll");
    if (!argument_parsed_int(args[0], &lines)) return NULL;
    return curses_check(library->wscrl(window_handle(self), lines), "scroll");
}

/* --- what is asked of the library without more, and its name is the error's ------------------------------------ */

#define PLAIN(method, function)                                                                                \
    Own window_method_##method(Ref self) {                                                                     \
        return curses_check(world_curses()->function(window_handle(self)), #function);                         \
    }
PLAIN(clear, wclear)
PLAIN(clrtobot, wclrtobot)
PLAIN(clrtoeol, wclrtoeol)
PLAIN(deleteln, wdeleteln)
PLAIN(erase, werase)
PLAIN(insertln, winsertln)
PLAIN(redrawwin, redrawwin)
PLAIN(standend, wstandend)
PLAIN(standout, wstandout)
PLAIN(touchwin, touchwin)
PLAIN(untouchwin, untouchwin)
#undef PLAIN

#define SILENT(method, function)                                                                               \
    Own window_method_##method(Ref self) {                                                                     \
        world_curses()->function(window_handle(self));                                                         \
        return own_none();                                                                                     \
    }
SILENT(cursyncup, wcursyncup)
SILENT(syncdown, wsyncdown)
SILENT(syncup, wsyncup)
#undef SILENT

#define SWITCH_SAYS "True(1) or False(0)"
#define SWITCH(name)                                                                                           \
    Own window_method_##name(Ref self, Ref const *args, isize nargs) {                                         \
        int on;                                                                                                \
        if (!int_arguments(SWITCH_SAYS, args, nargs, 1, &on)) return NULL;                                     \
        return curses_check(world_curses()->name(window_handle(self), on != 0), #name);                        \
    }
SWITCH(clearok)
SWITCH(idlok)
SWITCH(keypad)
SWITCH(leaveok)
SWITCH(nodelay)
SWITCH(notimeout)
SWITCH(scrollok)
SWITCH(syncok)
#undef SWITCH

static Own set_silently(const char *says, void (*set)(CursesWindow *, bool), Ref self, Ref const *args,
                        isize nargs) {
    int on;
    if (!int_arguments(says, args, nargs, 1, &on)) return NULL;
    set(window_handle(self), on != 0);
    return own_none();
}
Own window_method_idcok(Ref self, Ref const *args, isize nargs) {
    return set_silently(SWITCH_SAYS, world_curses()->idcok, self, args, nargs);
}
Own window_method_immedok(Ref self, Ref const *args, isize nargs) {
    return set_silently(SWITCH_SAYS, world_curses()->immedok, self, args, nargs);
}

Own window_method_timeout(Ref self, Ref const *args, isize nargs) {
    int delay_ms;
    if (!int_arguments("delay", args, nargs, 1, &delay_ms)) return NULL;
    world_curses()->wtimeout(window_handle(self), delay_ms);
    return own_none();
}
Own window_method_insdelln(Ref self, Ref const *args, isize nargs) {
    int lines;
    if (!int_arguments("nlines", args, nargs, 1, &lines)) return NULL;
    return curses_check(world_curses()->winsdelln(window_handle(self), lines), "winsdelln");
}

/* --- to a file ---------------------------------------------------------------------------------------------- */

static bool write_all(Ref file, const char *bytes, usize length) {
    enum { PIECE = 8192 };
    for (usize done = 0; done < length; done += PIECE) {
        Own piece = bytes_from(bytes + done, (isize)(length - done < PIECE ? length - done : PIECE));
        Own answer = piece ? object_call_method_cstring(file, "write", (Ref[]){piece}, 1) : NULL;
        release_maybe(piece);
        if (!answer) return false;
        release(answer);
    }
    return true;
}

Own window_method_putwin(Ref self, Ref file) {
    const CursesLibrary *library = world_curses();
    char *bytes = NULL;
    usize length;
    if (library->window_write(window_handle(self), &bytes, &length) == CURSES_ERR) {
        library->bytes_free(bytes);
        return curses_check(CURSES_ERR, "putwin");
    }
    bool written = write_all(file, bytes, length);
    library->bytes_free(bytes);
    return written ? own_none() : NULL;
}
