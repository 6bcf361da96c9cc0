/* curses.h: what the files of the modules _curses and _curses_panel share.
 *
 * ncurses itself comes from above, through world: its header world/curses_library.h says why. Without it the modules can
 * be imported, and initscr() says that there is no terminal for it. What ncurses keeps lies outside of the machine; the
 * objects here hold its handles. */
#ifndef MODULES_CURSES_H
#define MODULES_CURSES_H

#include "modules/curses_methods.h"
#include "modules/modules.h"
#include "object/error.h"
#include "world/curses_library.h"
#include "world/world.h"

enum { CURSES_ERR = -1, CURSES_OK = 0, CURSES_KEY_CODE = 256 /* what wget_wch answers for a function key */ };
#define CURSES_ATTRIBUTE_COLOR 0xff00u
#define CURSES_ATTRIBUTE_SHIFT 8 /* from a pair's number to its place in an attribute */

typedef struct WindowObject {
    Object ob_base;
    CursesWindow *handle; /* deleted with the object, but for the standard screen */
    Object *encoding;     /* str; owned */
} WindowObject;
#define AS_WINDOW(ref) ((WindowObject *)(ref))
static inline CursesWindow *window_handle(Ref window) { return AS_WINDOW(window)->handle; }

typedef struct PanelObject {
    Object ob_base;
    CursesPanel *handle;      /* deleted with the object */
    Object *window;           /* owned */
    Object *user;             /* what set_userptr was given; owned; NULL: nothing */
    struct PanelObject *next; /* of all that there are */
} PanelObject;
#define AS_PANEL(ref) ((PanelObject *)(ref))

typedef enum CursesInput { INPUT_COOKED, INPUT_CBREAK, INPUT_RAW } CursesInput;
typedef struct CursesState {
    Object *error;                      /* the class _curses.error; owned, as all of these */
    Object *panel_error;                /* the class _curses_panel.error; NULL: not imported */
    Object *names;                      /* the dict of the module _curses, for LINES and the like */
    Object *encoding;                   /* str: of the screen; NULL: there is none yet */
    PanelObject *panels;                /* the newest first; they let go of it themselves */
    bool is_set_up, is_open, has_color; /* setupterm, initscr, start_color have been called */
    CursesInput input;                  /* by lines, or by keys */
    bool is_silent;                     /* keys are not shown: noecho */
    int half_delay;                     /* tenths of a second; 0: none */
    bool was_interrupted;               /* a wait for a key: see curses_read.c */
} CursesState;
#define CURSES_STATE MODULES_ROOT->curses

/* --- curses_module.c --- */
/* NULL: curses.error, there is no terminal for the program. */
const CursesLibrary *curses_needed(void);
/* The library where initscr (setupterm, start_color) has been called; NULL: curses.error. */
const CursesLibrary *curses_opened(void);
const CursesLibrary *curses_set_up(void);
const CursesLibrary *curses_colored(void);
void *curses_error(const char *message);
/* None, or where the library's answer is ERR: "wmove() returned ERR". */
Own curses_check(int result, const char *function);
/* A name of the module _curses becomes this int. False: raised. */
bool curses_name_set(const char *name, i64 value);
/* LINES and COLS of both modules are what the library says. */
bool curses_size_update(const CursesLibrary *library);

/* --- curses_arguments.c --- */
/* A character with attributes, as a library's chtype: an int, a byte, or a str that the window's encoding makes one byte
 * of (window NULL: the screen's). False: raised. */
bool cell_argument(Ref window, Ref value, u32 *cell);
/* The same, where any character will do: true with text[0] != 0 is a wide one. */
bool character_argument(Ref value, u32 *cell, wchar_t text[2]);
/* A text for the library. */
typedef struct CursesText {
    wchar_t *wide;     /* of a str: an arena block; NULL: bytes */
    const char *bytes; /* lent by the argument */
} CursesText;
/* A str of one character, or its number. False: raised. */
bool wide_argument(Ref value, wchar_t *character);
bool curses_text_argument(Ref value, CursesText *text);
void curses_text_release(CursesText *text);
bool attribute_argument(Ref value, i64 *attribute); /* a C long */
bool flag_argument(Ref value, bool *flag);          /* an int as a truth value */
/* The arguments of methods that take a place in front: `required` to `required + optional` behind [y, x]. False: raised. */
typedef struct Placed {
    bool has_place;
    int y, x;
    Ref const *args; /* those behind it */
    isize count;
} Placed;
bool placed_arguments(const char *method, isize required, isize optional, Ref const *args, isize nargs,
                      Placed *placed);
/* Moves the cursor there, where a place was given: false where it is none. */
bool placed_move(const CursesLibrary *library, Ref window, const Placed *placed);
/* So many C ints; `says` is the TypeError's text where there are not so many. */
bool int_arguments(const char *says, Ref const *args, isize nargs, isize count, int *numbers);
/* Two C ints, of functions that CPython's newer way to take arguments (Argument Clinic) words the errors of. */
bool two_int_arguments(const char *function, Ref const *args, isize nargs, int numbers[2]);

/* --- curses_window.c --- */
/* Consumes the handle; NULL: "curses function returned NULL". encoding NULL: the locale's. */
Own window_new(CursesWindow *handle, Ref encoding);

extern const ModuleConstant curses_constants[];
extern const MethodDef curses_functions[], window_methods[];

#endif
