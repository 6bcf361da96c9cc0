/* curses_library.h: the terminal's library as the module _curses knows it: functions given from above.
 *
 * Everything up to `lesson` builds without ncurses, and a program's screen can't be lived through again: the library
 * keeps it outside of the arena, and what it writes to the terminal is nowhere logged. So the room that has ncurses
 * (ui/curses_library.c) hands it down in WorldOptions where the run is the program's own, `opscope run`; elsewhere there
 * is none, and initscr() says so.
 *
 * The first table names ncurses' own functions, which are documented in their man pages: ERR (-1) or NULL is a failure.
 * chtype, attr_t and mmask_t are u32, as ncurses has them on every Linux. */
#ifndef WORLD_CURSES_LIBRARY_H
#define WORLD_CURSES_LIBRARY_H

#include <wchar.h>

#include "base/base.h"

typedef struct _win_st CursesWindow; /* ncurses' tag of a WINDOW */
typedef struct panel CursesPanel;

/* --- ncurses' own functions, FUNCTION(result, name, parameters) ------------------------------------------------ */
#define CURSES_TERMINAL_FUNCTIONS(FUNCTION)                                                                    \
    FUNCTION(int, setupterm, (const char *, int, int *))                                                       \
    FUNCTION(int, endwin, (void))                                                                              \
    FUNCTION(bool, isendwin, (void))                                                                           \
    FUNCTION(int, baudrate, (void))                                                                            \
    FUNCTION(int, beep, (void))                                                                                \
    FUNCTION(int, flash, (void))                                                                               \
    FUNCTION(int, cbreak, (void))                                                                              \
    FUNCTION(int, nocbreak, (void))                                                                            \
    FUNCTION(int, raw, (void))                                                                                 \
    FUNCTION(int, noraw, (void))                                                                               \
    FUNCTION(int, echo, (void))                                                                                \
    FUNCTION(int, noecho, (void))                                                                              \
    FUNCTION(int, nl, (void))                                                                                  \
    FUNCTION(int, nonl, (void))                                                                                \
    FUNCTION(void, qiflush, (void))                                                                            \
    FUNCTION(void, noqiflush, (void))                                                                          \
    FUNCTION(int, intrflush, (CursesWindow *, bool))                                                           \
    FUNCTION(int, meta, (CursesWindow *, bool))                                                                \
    FUNCTION(int, typeahead, (int))                                                                            \
    FUNCTION(int, flushinp, (void))                                                                            \
    FUNCTION(int, curs_set, (int))                                                                             \
    FUNCTION(int, delay_output, (int))                                                                         \
    FUNCTION(int, def_prog_mode, (void))                                                                       \
    FUNCTION(int, def_shell_mode, (void))                                                                      \
    FUNCTION(int, reset_prog_mode, (void))                                                                     \
    FUNCTION(int, reset_shell_mode, (void))                                                                    \
    FUNCTION(int, savetty, (void))                                                                             \
    FUNCTION(int, resetty, (void))                                                                             \
    FUNCTION(int, doupdate, (void))                                                                            \
    FUNCTION(char, erasechar, (void))                                                                          \
    FUNCTION(char, killchar, (void))                                                                           \
    FUNCTION(void, filter, (void))                                                                             \
    FUNCTION(void, use_env, (bool))                                                                            \
    FUNCTION(char *, longname, (void))                                                                         \
    FUNCTION(char *, termname, (void))                                                                         \
    FUNCTION(u32, termattrs, (void))                                                                           \
    FUNCTION(bool, has_ic, (void))                                                                             \
    FUNCTION(bool, has_il, (void))                                                                             \
    FUNCTION(int, has_key, (int))                                                                              \
    FUNCTION(const char *, keyname, (int))                                                                     \
    FUNCTION(const char *, unctrl, (u32))                                                                      \
    FUNCTION(int, putp, (const char *))                                                                        \
    FUNCTION(int, tigetflag, (const char *))                                                                   \
    FUNCTION(int, tigetnum, (const char *))                                                                    \
    FUNCTION(char *, tigetstr, (const char *))                                                                 \
    FUNCTION(char *, tparm, (const char *, ...))                                                               \
    FUNCTION(int, ungetch, (int))                                                                              \
    FUNCTION(int, unget_wch, (const wchar_t))                                                                  \
    FUNCTION(u32, mousemask, (u32, u32 *))                                                                     \
    FUNCTION(int, mouseinterval, (int))                                                                        \
    FUNCTION(int, resizeterm, (int, int))                                                                      \
    FUNCTION(int, resize_term, (int, int))                                                                     \
    FUNCTION(bool, is_term_resized, (int, int))                                                                \
    FUNCTION(int, set_escdelay, (int))                                                                         \
    FUNCTION(int, set_tabsize, (int))
#define CURSES_COLOR_FUNCTIONS(FUNCTION)                                                                       \
    FUNCTION(int, start_color, (void))                                                                         \
    FUNCTION(int, use_default_colors, (void))                                                                  \
    FUNCTION(bool, has_colors, (void))                                                                         \
    FUNCTION(bool, can_change_color, (void))                                                                   \
    FUNCTION(int, init_extended_color, (int, int, int, int))                                                   \
    FUNCTION(int, init_extended_pair, (int, int, int))                                                         \
    FUNCTION(int, extended_color_content, (int, int *, int *, int *))                                          \
    FUNCTION(int, extended_pair_content, (int, int *, int *))
#define CURSES_WINDOW_FUNCTIONS(FUNCTION)                                                                      \
    FUNCTION(CursesWindow *, newwin, (int, int, int, int))                                                     \
    FUNCTION(CursesWindow *, newpad, (int, int))                                                               \
    FUNCTION(CursesWindow *, subwin, (CursesWindow *, int, int, int, int))                                     \
    FUNCTION(CursesWindow *, derwin, (CursesWindow *, int, int, int, int))                                     \
    FUNCTION(CursesWindow *, subpad, (CursesWindow *, int, int, int, int))                                     \
    FUNCTION(int, delwin, (CursesWindow *))                                                                    \
    FUNCTION(int, mvwin, (CursesWindow *, int, int))                                                           \
    FUNCTION(int, mvderwin, (CursesWindow *, int, int))                                                        \
    FUNCTION(int, wresize, (CursesWindow *, int, int))                                                         \
    FUNCTION(bool, is_pad, (const CursesWindow *))                                                             \
    FUNCTION(bool, wenclose, (const CursesWindow *, int, int))                                                 \
    FUNCTION(int, getcurx, (const CursesWindow *))                                                             \
    FUNCTION(int, getcury, (const CursesWindow *))                                                             \
    FUNCTION(int, getbegx, (const CursesWindow *))                                                             \
    FUNCTION(int, getbegy, (const CursesWindow *))                                                             \
    FUNCTION(int, getmaxx, (const CursesWindow *))                                                             \
    FUNCTION(int, getmaxy, (const CursesWindow *))                                                             \
    FUNCTION(int, getparx, (const CursesWindow *))                                                             \
    FUNCTION(int, getpary, (const CursesWindow *))                                                             \
    FUNCTION(int, wgetdelay, (const CursesWindow *))                                                           \
    FUNCTION(bool, is_keypad, (const CursesWindow *))                                                          \
    FUNCTION(int, wmove, (CursesWindow *, int, int))                                                           \
    FUNCTION(int, wrefresh, (CursesWindow *))                                                                  \
    FUNCTION(int, prefresh, (CursesWindow *, int, int, int, int, int, int))                                    \
    FUNCTION(int, wnoutrefresh, (CursesWindow *))                                                              \
    FUNCTION(int, pnoutrefresh, (CursesWindow *, int, int, int, int, int, int))                                \
    FUNCTION(int, wredrawln, (CursesWindow *, int, int))                                                       \
    FUNCTION(int, redrawwin, (CursesWindow *))                                                                 \
    FUNCTION(int, wtouchln, (CursesWindow *, int, int, int))                                                   \
    FUNCTION(int, touchline, (CursesWindow *, int, int))                                                       \
    FUNCTION(int, touchwin, (CursesWindow *))                                                                  \
    FUNCTION(int, untouchwin, (CursesWindow *))                                                                \
    FUNCTION(bool, is_linetouched, (CursesWindow *, int))                                                      \
    FUNCTION(bool, is_wintouched, (CursesWindow *))                                                            \
    FUNCTION(int, copywin, (const CursesWindow *, CursesWindow *, int, int, int, int, int, int, int))          \
    FUNCTION(int, overlay, (const CursesWindow *, CursesWindow *))                                             \
    FUNCTION(int, overwrite, (const CursesWindow *, CursesWindow *))                                           \
    FUNCTION(void, wcursyncup, (CursesWindow *))                                                               \
    FUNCTION(void, wsyncup, (CursesWindow *))                                                                  \
    FUNCTION(void, wsyncdown, (CursesWindow *))                                                                \
    FUNCTION(int, syncok, (CursesWindow *, bool))                                                              \
    FUNCTION(int, clearok, (CursesWindow *, bool))                                                             \
    FUNCTION(void, idcok, (CursesWindow *, bool))                                                              \
    FUNCTION(int, idlok, (CursesWindow *, bool))                                                               \
    FUNCTION(void, immedok, (CursesWindow *, bool))                                                            \
    FUNCTION(int, keypad, (CursesWindow *, bool))                                                              \
    FUNCTION(int, leaveok, (CursesWindow *, bool))                                                             \
    FUNCTION(int, nodelay, (CursesWindow *, bool))                                                             \
    FUNCTION(int, notimeout, (CursesWindow *, bool))                                                           \
    FUNCTION(int, scrollok, (CursesWindow *, bool))                                                            \
    FUNCTION(void, wtimeout, (CursesWindow *, int))                                                            \
    FUNCTION(int, wsetscrreg, (CursesWindow *, int, int))                                                      \
    FUNCTION(int, scroll, (CursesWindow *))                                                                    \
    FUNCTION(int, wscrl, (CursesWindow *, int))                                                                \
    FUNCTION(int, wgetch, (CursesWindow *))                                                                    \
    FUNCTION(int, wget_wch, (CursesWindow *, wint_t *))                                                        \
    FUNCTION(int, wgetnstr, (CursesWindow *, char *, int))
#define CURSES_TEXT_FUNCTIONS(FUNCTION)                                                                        \
    FUNCTION(int, waddch, (CursesWindow *, const u32))                                                         \
    FUNCTION(int, wechochar, (CursesWindow *, const u32))                                                      \
    FUNCTION(int, pechochar, (CursesWindow *, const u32))                                                      \
    FUNCTION(int, waddstr, (CursesWindow *, const char *))                                                     \
    FUNCTION(int, waddnstr, (CursesWindow *, const char *, int))                                               \
    FUNCTION(int, waddwstr, (CursesWindow *, const wchar_t *))                                                 \
    FUNCTION(int, waddnwstr, (CursesWindow *, const wchar_t *, int))                                           \
    FUNCTION(int, winsch, (CursesWindow *, u32))                                                               \
    FUNCTION(int, winsstr, (CursesWindow *, const char *))                                                     \
    FUNCTION(int, winsnstr, (CursesWindow *, const char *, int))                                               \
    FUNCTION(int, wins_wstr, (CursesWindow *, const wchar_t *))                                                \
    FUNCTION(int, wins_nwstr, (CursesWindow *, const wchar_t *, int))                                          \
    FUNCTION(u32, winch, (CursesWindow *))                                                                     \
    FUNCTION(int, winnstr, (CursesWindow *, char *, int))                                                      \
    FUNCTION(int, wdelch, (CursesWindow *))                                                                    \
    FUNCTION(int, winsdelln, (CursesWindow *, int))                                                            \
    FUNCTION(int, wdeleteln, (CursesWindow *))                                                                 \
    FUNCTION(int, winsertln, (CursesWindow *))                                                                 \
    FUNCTION(int, wclear, (CursesWindow *))                                                                    \
    FUNCTION(int, wclrtobot, (CursesWindow *))                                                                 \
    FUNCTION(int, wclrtoeol, (CursesWindow *))                                                                 \
    FUNCTION(int, werase, (CursesWindow *))                                                                    \
    FUNCTION(int, getattrs, (const CursesWindow *))                                                            \
    FUNCTION(int, wattrset, (CursesWindow *, int))                                                             \
    FUNCTION(int, wattron, (CursesWindow *, int))                                                              \
    FUNCTION(int, wattroff, (CursesWindow *, int))                                                             \
    FUNCTION(int, wstandend, (CursesWindow *))                                                                 \
    FUNCTION(int, wstandout, (CursesWindow *))                                                                 \
    FUNCTION(int, wchgat, (CursesWindow *, int, u32, short, const void *))                                     \
    FUNCTION(int, wbkgd, (CursesWindow *, u32))                                                                \
    FUNCTION(void, wbkgdset, (CursesWindow *, u32))                                                            \
    FUNCTION(u32, getbkgd, (CursesWindow *))                                                                   \
    FUNCTION(int, wborder, (CursesWindow *, u32, u32, u32, u32, u32, u32, u32, u32))                           \
    FUNCTION(int, box, (CursesWindow *, u32, u32))                                                             \
    FUNCTION(int, whline, (CursesWindow *, u32, int))                                                          \
    FUNCTION(int, wvline, (CursesWindow *, u32, int))
#define CURSES_PANEL_FUNCTIONS(FUNCTION)                                                                       \
    FUNCTION(CursesPanel *, new_panel, (CursesWindow *))                                                       \
    FUNCTION(int, del_panel, (CursesPanel *))                                                                  \
    FUNCTION(CursesPanel *, panel_above, (const CursesPanel *))                                                \
    FUNCTION(CursesPanel *, panel_below, (const CursesPanel *))                                                \
    FUNCTION(int, bottom_panel, (CursesPanel *))                                                               \
    FUNCTION(int, top_panel, (CursesPanel *))                                                                  \
    FUNCTION(int, hide_panel, (CursesPanel *))                                                                 \
    FUNCTION(int, show_panel, (CursesPanel *))                                                                 \
    FUNCTION(int, panel_hidden, (const CursesPanel *))                                                         \
    FUNCTION(int, move_panel, (CursesPanel *, int, int))                                                       \
    FUNCTION(int, replace_panel, (CursesPanel *, CursesWindow *))                                              \
    FUNCTION(void, update_panels, (void))
#define CURSES_FUNCTIONS(FUNCTION)                                                                             \
    CURSES_TERMINAL_FUNCTIONS(FUNCTION)                                                                        \
    CURSES_COLOR_FUNCTIONS(FUNCTION)                                                                           \
    CURSES_WINDOW_FUNCTIONS(FUNCTION)                                                                          \
    CURSES_TEXT_FUNCTIONS(FUNCTION)                                                                            \
    CURSES_PANEL_FUNCTIONS(FUNCTION)

/* --- what ncurses has as variables, macros and structures ------------------------------------------------------ */

/* Its numbers; those of the screen are 0 before initscr and start_color. */
typedef enum CursesNumber {
    CURSES_LINES,
    CURSES_COLUMNS,
    CURSES_COLORS,
    CURSES_COLOR_PAIRS,
    CURSES_ESCAPE_DELAY, /* ms */
    CURSES_TAB_SIZE
} CursesNumber;
typedef struct CursesMouse {
    short id;
    int x, y, z;
    u32 state; /* BUTTON1_PRESSED ... */
} CursesMouse;

typedef struct CursesLibrary {
#define FUNCTION(result, name, parameters) result(*name) parameters;
    CURSES_FUNCTIONS(FUNCTION)
#undef FUNCTION
    CursesWindow *(*screen_open)(int input, int output); /* initscr on these descriptors of the host's */
    int (*number)(CursesNumber which);
    u32 (*line_drawing)(char name); /* a cell of acs_map: ACS_... */
    CursesWindow *(*standard_screen)(void);
    /* Between the two keys are read as wgetnstr reads them: one by one, not shown, none is a signal. What cbreak, raw and
     * echo have set before ncurses doesn't tell, so the second is told. */
    void (*line_begin)(int input); /* a descriptor of the host's */
    void (*line_end)(bool raw, bool cbreak, bool echo);
    int (*add_wide)(CursesWindow *, const wchar_t *text, u32 attributes); /* wadd_wch of one character */
    void (*screen_cursor)(int *y, int *x);                                /* getsyx */
    void (*screen_cursor_set)(int y, int x);                              /* setsyx */
    int (*mouse)(CursesMouse *event);                                     /* getmouse */
    int (*mouse_unget)(const CursesMouse *event);
    /* putwin, getwin: the bytes are malloc'd, and freed by the second where they came from the first. */
    int (*window_write)(CursesWindow *, char **bytes, usize *length);
    CursesWindow *(*window_read)(const char *bytes, usize length);
    void (*bytes_free)(char *bytes);
    /* What the program has made of a variable of the environment, before the library looks at it; NULL: unset. */
    void (*environment_set)(const char *name, const char *value);
    /* The library is told the locale, by those variables; the name of its character set, such as "UTF-8". */
    const char *(*locale_open)(void);
} CursesLibrary;

#endif
