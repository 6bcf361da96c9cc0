/* curses_methods.h: the functions of _curses that Python calls, and the methods of its windows: each with the file that it
 * stands in, by how it takes its arguments. */
#ifndef MODULES_CURSES_METHODS_H
#define MODULES_CURSES_METHODS_H

#include "object/type.h"

#define TAKES_NONE(noun, name) Own noun##_method_##name(Ref self)
#define TAKES_ONE(noun, name) Own noun##_method_##name(Ref self, Ref argument)
#define TAKES_ARRAY(noun, name) Own noun##_method_##name(Ref self, Ref const *args, isize nargs)
#define TAKES_KEYWORDS(noun, name) Own noun##_method_##name(Ref self, Ref const *args, isize nargs, Ref kwnames)

/* --- curses_module.c --- */
TAKES_NONE(curses, beep);
TAKES_ARRAY(curses, cbreak);
TAKES_ONE(curses, curs_set);
TAKES_NONE(curses, def_prog_mode);
TAKES_NONE(curses, def_shell_mode);
TAKES_ONE(curses, delay_output);
TAKES_NONE(curses, doupdate);
TAKES_ARRAY(curses, echo);
TAKES_NONE(curses, endwin);
TAKES_NONE(curses, filter);
TAKES_NONE(curses, flash);
TAKES_NONE(curses, getsyx);
TAKES_ONE(curses, getwin);
TAKES_ONE(curses, halfdelay);
TAKES_NONE(curses, initscr);
TAKES_ONE(curses, intrflush);
TAKES_NONE(curses, isendwin);
TAKES_ARRAY(curses, is_term_resized);
TAKES_ONE(curses, meta);
TAKES_ONE(curses, napms);
TAKES_ARRAY(curses, newpad);
TAKES_ARRAY(curses, newwin);
TAKES_ARRAY(curses, nl);
TAKES_NONE(curses, nocbreak);
TAKES_NONE(curses, noecho);
TAKES_NONE(curses, nonl);
TAKES_NONE(curses, noqiflush);
TAKES_NONE(curses, noraw);
TAKES_ARRAY(curses, qiflush);
TAKES_ARRAY(curses, raw);
TAKES_NONE(curses, reset_prog_mode);
TAKES_NONE(curses, reset_shell_mode);
TAKES_NONE(curses, resetty);
TAKES_ARRAY(curses, resizeterm);
TAKES_ARRAY(curses, resize_term);
TAKES_NONE(curses, savetty);
TAKES_NONE(curses, get_escdelay);
TAKES_ONE(curses, set_escdelay);
TAKES_NONE(curses, get_tabsize);
TAKES_ONE(curses, set_tabsize);
TAKES_ARRAY(curses, setsyx);
TAKES_KEYWORDS(curses, setupterm);
TAKES_ONE(curses, typeahead);
TAKES_NONE(curses, update_lines_cols);
TAKES_ONE(curses, use_env);

/* --- curses_terminal.c --- */
TAKES_NONE(curses, baudrate);
TAKES_NONE(curses, erasechar);
TAKES_NONE(curses, flushinp);
TAKES_NONE(curses, getmouse);
TAKES_ARRAY(curses, ungetmouse);
TAKES_NONE(curses, has_ic);
TAKES_NONE(curses, has_il);
TAKES_ONE(curses, has_key);
TAKES_ONE(curses, keyname);
TAKES_NONE(curses, killchar);
TAKES_NONE(curses, longname);
TAKES_ONE(curses, mouseinterval);
TAKES_ONE(curses, mousemask);
TAKES_ONE(curses, putp);
TAKES_NONE(curses, termattrs);
TAKES_NONE(curses, termname);
TAKES_ONE(curses, tigetflag);
TAKES_ONE(curses, tigetnum);
TAKES_ONE(curses, tigetstr);
TAKES_ARRAY(curses, tparm);
TAKES_ONE(curses, unctrl);
TAKES_ONE(curses, ungetch);
TAKES_ONE(curses, unget_wch);

/* --- curses_color.c --- */
TAKES_NONE(curses, can_change_color);
TAKES_ONE(curses, color_content);
TAKES_ONE(curses, color_pair);
TAKES_NONE(curses, has_colors);
TAKES_NONE(curses, has_extended_color_support);
TAKES_ARRAY(curses, init_color);
TAKES_ARRAY(curses, init_pair);
TAKES_ONE(curses, pair_content);
TAKES_ONE(curses, pair_number);
TAKES_NONE(curses, start_color);
TAKES_NONE(curses, use_default_colors);

/* --- curses_window.c --- */
TAKES_NONE(window, clear);
TAKES_ARRAY(window, clearok);
TAKES_NONE(window, clrtobot);
TAKES_NONE(window, clrtoeol);
TAKES_NONE(window, cursyncup);
TAKES_NONE(window, deleteln);
TAKES_ARRAY(window, derwin);
TAKES_ARRAY(window, enclose);
TAKES_NONE(window, erase);
TAKES_NONE(window, getbegyx);
TAKES_NONE(window, getmaxyx);
TAKES_NONE(window, getparyx);
TAKES_NONE(window, getyx);
TAKES_ARRAY(window, idcok);
TAKES_ARRAY(window, idlok);
TAKES_ARRAY(window, immedok);
TAKES_ARRAY(window, insdelln);
TAKES_NONE(window, insertln);
TAKES_ONE(window, is_linetouched);
TAKES_NONE(window, is_wintouched);
TAKES_ARRAY(window, keypad);
TAKES_ARRAY(window, leaveok);
TAKES_ARRAY(window, move);
TAKES_ARRAY(window, mvderwin);
TAKES_ARRAY(window, mvwin);
TAKES_ARRAY(window, nodelay);
TAKES_ARRAY(window, notimeout);
TAKES_ARRAY(window, noutrefresh);
TAKES_ARRAY(window, overlay);
TAKES_ARRAY(window, overwrite);
TAKES_ONE(window, putwin);
TAKES_ARRAY(window, redrawln);
TAKES_NONE(window, redrawwin);
TAKES_ARRAY(window, refresh);
TAKES_ARRAY(window, resize);
TAKES_ARRAY(window, scroll);
TAKES_ARRAY(window, scrollok);
TAKES_ARRAY(window, setscrreg);
TAKES_NONE(window, standend);
TAKES_NONE(window, standout);
TAKES_ARRAY(window, subwin);
TAKES_NONE(window, syncdown);
TAKES_ARRAY(window, syncok);
TAKES_NONE(window, syncup);
TAKES_ARRAY(window, timeout);
TAKES_ARRAY(window, touchline);
TAKES_NONE(window, touchwin);
TAKES_NONE(window, untouchwin);

/* --- curses_write.c --- */
TAKES_ARRAY(window, addch);
TAKES_ARRAY(window, addnstr);
TAKES_ARRAY(window, addstr);
TAKES_ONE(window, attroff);
TAKES_ONE(window, attron);
TAKES_ONE(window, attrset);
TAKES_ARRAY(window, bkgd);
TAKES_ARRAY(window, chgat);
TAKES_ARRAY(window, bkgdset);
TAKES_ARRAY(window, border);
TAKES_ARRAY(window, box);
TAKES_ARRAY(window, delch);
TAKES_ARRAY(window, echochar);
TAKES_ARRAY(window, hline);
TAKES_ARRAY(window, insch);
TAKES_ARRAY(window, insnstr);
TAKES_ARRAY(window, insstr);
TAKES_ARRAY(window, vline);

/* --- curses_read.c --- */
TAKES_NONE(window, getbkgd);
TAKES_ARRAY(window, getch);
TAKES_ARRAY(window, getkey);
TAKES_ARRAY(window, get_wch);
TAKES_ARRAY(window, getstr);
TAKES_ARRAY(window, inch);
TAKES_ARRAY(window, instr);

#undef TAKES_NONE
#undef TAKES_ONE
#undef TAKES_ARRAY
#undef TAKES_KEYWORDS

#endif
