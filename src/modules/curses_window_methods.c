/* curses_window_methods.c: the table of the methods of curses windows. */
#include "modules/curses.h"

const MethodDef window_methods[] = {
    {"addch", METHOD_ARRAY, .array = window_method_addch,
     .doc = "addch([y, x,] ch, [attr=_curses.A_NORMAL])\nPaint the character.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n  ch\n    Character to add.\n  attr\n"
            "    Attributes for the character.\n\n"
            "Paint character ch at (y, x) with attributes attr,\n"
            "overwriting any character previously painted at that location.\n"
            "By default, the character position and attributes are the\n"
            "current settings for the window object.",
     .flags = METHOD_VARARGS},
    {"addnstr", METHOD_ARRAY, .array = window_method_addnstr,
     .doc = "addnstr([y, x,] str, n, [attr])\nPaint at most n characters of the string.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n  str\n    String to add.\n  n\n"
            "    Maximal number of characters.\n  attr\n    Attributes for characters.\n\n"
            "Paint at most n characters of the string str at (y, x) with\n"
            "attributes attr, overwriting anything previously on the display.\n"
            "By default, the character position and attributes are the\n"
            "current settings for the window object.",
     .flags = METHOD_VARARGS},
    {"addstr", METHOD_ARRAY, .array = window_method_addstr,
     .doc = "addstr([y, x,] str, [attr])\nPaint the string.\n\n  y\n    Y-coordinate.\n  x\n"
            "    X-coordinate.\n  str\n    String to add.\n  attr\n    Attributes for characters.\n"
            "\nPaint the string str at (y, x) with attributes attr,\n"
            "overwriting anything previously on the display.\n"
            "By default, the character position and attributes are the\n"
            "current settings for the window object.",
     .flags = METHOD_VARARGS},
    {"attroff", METHOD_ONE, .one = window_method_attroff,
     .doc = "attroff($self, attr, /)\n--\n\nRemove attribute attr from the \"background\" set."},
    {"attron", METHOD_ONE, .one = window_method_attron,
     .doc = "attron($self, attr, /)\n--\n\nAdd attribute attr from the \"background\" set."},
    {"attrset", METHOD_ONE, .one = window_method_attrset,
     .doc = "attrset($self, attr, /)\n--\n\nSet the \"background\" set of attributes."},
    {"bkgd", METHOD_ARRAY, .array = window_method_bkgd,
     .doc = "bkgd($self, ch, attr=_curses.A_NORMAL, /)\n--\n\n"
            "Set the background property of the window.\n\n  ch\n    Background character.\n"
            "  attr\n    Background attributes."},
    {"chgat", METHOD_ARRAY, .array = window_method_chgat, .flags = METHOD_VARARGS},
    {"bkgdset", METHOD_ARRAY, .array = window_method_bkgdset,
     .doc = "bkgdset($self, ch, attr=_curses.A_NORMAL, /)\n--\n\nSet the window's background.\n\n"
            "  ch\n    Background character.\n  attr\n    Background attributes."},
    {"border", METHOD_ARRAY, .array = window_method_border,
     .doc = "border($self, ls=_curses.ACS_VLINE, rs=_curses.ACS_VLINE,\n"
            "       ts=_curses.ACS_HLINE, bs=_curses.ACS_HLINE,\n"
            "       tl=_curses.ACS_ULCORNER, tr=_curses.ACS_URCORNER,\n"
            "       bl=_curses.ACS_LLCORNER, br=_curses.ACS_LRCORNER, /)\n--\n\n"
            "Draw a border around the edges of the window.\n\n  ls\n    Left side.\n  rs\n"
            "    Right side.\n  ts\n    Top side.\n  bs\n    Bottom side.\n  tl\n"
            "    Upper-left corner.\n  tr\n    Upper-right corner.\n  bl\n    Bottom-left corner.\n"
            "  br\n    Bottom-right corner.\n\n"
            "Each parameter specifies the character to use for a specific part of the\n"
            "border.  The characters can be specified as integers or as one-character\n"
            "strings.  A 0 value for any parameter will cause the default character to be\n"
            "used for that parameter."},
    {"box", METHOD_ARRAY, .array = window_method_box,
     .doc = "box([verch=0, horch=0])\nDraw a border around the edges of the window.\n\n  verch\n"
            "    Left and right side.\n  horch\n    Top and bottom side.\n\n"
            "Similar to border(), but both ls and rs are verch and both ts and bs are\n"
            "horch.  The default corner characters are always used by this function.",
     .flags = METHOD_VARARGS},
    {"clear", METHOD_NONE, .none = window_method_clear},
    {"clearok", METHOD_ARRAY, .array = window_method_clearok, .flags = METHOD_VARARGS},
    {"clrtobot", METHOD_NONE, .none = window_method_clrtobot},
    {"clrtoeol", METHOD_NONE, .none = window_method_clrtoeol},
    {"cursyncup", METHOD_NONE, .none = window_method_cursyncup},
    {"delch", METHOD_ARRAY, .array = window_method_delch,
     .doc = "delch([y, x])\nDelete any character at (y, x).\n\n  y\n    Y-coordinate.\n  x\n"
            "    X-coordinate.",
     .flags = METHOD_VARARGS},
    {"deleteln", METHOD_NONE, .none = window_method_deleteln},
    {"derwin", METHOD_ARRAY, .array = window_method_derwin,
     .doc = "derwin([nlines=0, ncols=0,] begin_y, begin_x)\n"
            "Create a sub-window (window-relative coordinates).\n\n  nlines\n    Height.\n  ncols\n"
            "    Width.\n  begin_y\n    Top side y-coordinate.\n  begin_x\n"
            "    Left side x-coordinate.\n\n"
            "derwin() is the same as calling subwin(), except that begin_y and begin_x\n"
            "are relative to the origin of the window, rather than relative to the entire\nscreen.",
     .flags = METHOD_VARARGS},
    {"echochar", METHOD_ARRAY, .array = window_method_echochar,
     .doc = "echochar($self, ch, attr=_curses.A_NORMAL, /)\n--\n\n"
            "Add character ch with attribute attr, and refresh.\n\n  ch\n    Character to add.\n"
            "  attr\n    Attributes for the character."},
    {"enclose", METHOD_ARRAY, .array = window_method_enclose,
     .doc = "enclose($self, y, x, /)\n--\n\n"
            "Return True if the screen-relative coordinates are enclosed by the window.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate."},
    {"erase", METHOD_NONE, .none = window_method_erase},
    {"getbegyx", METHOD_NONE, .none = window_method_getbegyx},
    {"getbkgd", METHOD_NONE, .none = window_method_getbkgd,
     .doc = "getbkgd($self, /)\n--\n\n"
            "Return the window's current background character/attribute pair."},
    {"getch", METHOD_ARRAY, .array = window_method_getch,
     .doc = "getch([y, x])\nGet a character code from terminal keyboard.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n\n"
            "The integer returned does not have to be in ASCII range: function keys,\n"
            "keypad keys and so on return numbers higher than 256.  In no-delay mode, -1\n"
            "is returned if there is no input, else getch() waits until a key is pressed.",
     .flags = METHOD_VARARGS},
    {"getkey", METHOD_ARRAY, .array = window_method_getkey,
     .doc = "getkey([y, x])\nGet a character (string) from terminal keyboard.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n\n"
            "Returning a string instead of an integer, as getch() does.  Function keys,\n"
            "keypad keys and other special keys return a multibyte string containing the\n"
            "key name.  In no-delay mode, an exception is raised if there is no input.",
     .flags = METHOD_VARARGS},
    {"get_wch", METHOD_ARRAY, .array = window_method_get_wch,
     .doc = "get_wch([y, x])\nGet a wide character from terminal keyboard.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n\n"
            "Return a character for most keys, or an integer for function keys,\n"
            "keypad keys, and other special keys.",
     .flags = METHOD_VARARGS},
    {"getmaxyx", METHOD_NONE, .none = window_method_getmaxyx},
    {"getparyx", METHOD_NONE, .none = window_method_getparyx},
    {"getstr", METHOD_ARRAY, .array = window_method_getstr, .flags = METHOD_VARARGS},
    {"getyx", METHOD_NONE, .none = window_method_getyx},
    {"hline", METHOD_ARRAY, .array = window_method_hline,
     .doc = "hline([y, x,] ch, n, [attr=_curses.A_NORMAL])\nDisplay a horizontal line.\n\n  y\n"
            "    Starting Y-coordinate.\n  x\n    Starting X-coordinate.\n  ch\n"
            "    Character to draw.\n  n\n    Line length.\n  attr\n"
            "    Attributes for the characters.",
     .flags = METHOD_VARARGS},
    {"idcok", METHOD_ARRAY, .array = window_method_idcok, .flags = METHOD_VARARGS},
    {"idlok", METHOD_ARRAY, .array = window_method_idlok, .flags = METHOD_VARARGS},
    {"immedok", METHOD_ARRAY, .array = window_method_immedok, .flags = METHOD_VARARGS},
    {"inch", METHOD_ARRAY, .array = window_method_inch,
     .doc = "inch([y, x])\nReturn the character at the given position in the window.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n\n"
            "The bottom 8 bits are the character proper, and upper bits are the attributes.",
     .flags = METHOD_VARARGS},
    {"insch", METHOD_ARRAY, .array = window_method_insch,
     .doc = "insch([y, x,] ch, [attr=_curses.A_NORMAL])\n"
            "Insert a character before the current or specified position.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n  ch\n    Character to insert.\n  attr\n"
            "    Attributes for the character.\n\n"
            "All characters to the right of the cursor are shifted one position right, with\n"
            "the rightmost characters on the line being lost.",
     .flags = METHOD_VARARGS},
    {"insdelln", METHOD_ARRAY, .array = window_method_insdelln, .flags = METHOD_VARARGS},
    {"insertln", METHOD_NONE, .none = window_method_insertln},
    {"insnstr", METHOD_ARRAY, .array = window_method_insnstr,
     .doc = "insnstr([y, x,] str, n, [attr])\nInsert at most n characters of the string.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n  str\n    String to insert.\n  n\n"
            "    Maximal number of characters.\n  attr\n    Attributes for characters.\n\n"
            "Insert a character string (as many characters as will fit on the line)\n"
            "before the character under the cursor, up to n characters.  If n is zero\n"
            "or negative, the entire string is inserted.  All characters to the right\n"
            "of the cursor are shifted right, with the rightmost characters on the line\n"
            "being lost.  The cursor position does not change (after moving to y, x, if\n"
            "specified).",
     .flags = METHOD_VARARGS},
    {"insstr", METHOD_ARRAY, .array = window_method_insstr,
     .doc = "insstr([y, x,] str, [attr])\n"
            "Insert the string before the current or specified position.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n  str\n    String to insert.\n  attr\n"
            "    Attributes for characters.\n\n"
            "Insert a character string (as many characters as will fit on the line)\n"
            "before the character under the cursor.  All characters to the right of\n"
            "the cursor are shifted right, with the rightmost characters on the line\n"
            "being lost.  The cursor position does not change (after moving to y, x,\n"
            "if specified).",
     .flags = METHOD_VARARGS},
    {"instr", METHOD_ARRAY, .array = window_method_instr, .flags = METHOD_VARARGS},
    {"is_linetouched", METHOD_ONE, .one = window_method_is_linetouched,
     .doc = "is_linetouched($self, line, /)\n--\n\n"
            "Return True if the specified line was modified, otherwise return False.\n\n  line\n"
            "    Line number.\n\n"
            "Raise a curses.error exception if line is not valid for the given window."},
    {"is_wintouched", METHOD_NONE, .none = window_method_is_wintouched},
    {"keypad", METHOD_ARRAY, .array = window_method_keypad, .flags = METHOD_VARARGS},
    {"leaveok", METHOD_ARRAY, .array = window_method_leaveok, .flags = METHOD_VARARGS},
    {"move", METHOD_ARRAY, .array = window_method_move, .flags = METHOD_VARARGS},
    {"mvderwin", METHOD_ARRAY, .array = window_method_mvderwin, .flags = METHOD_VARARGS},
    {"mvwin", METHOD_ARRAY, .array = window_method_mvwin, .flags = METHOD_VARARGS},
    {"nodelay", METHOD_ARRAY, .array = window_method_nodelay, .flags = METHOD_VARARGS},
    {"notimeout", METHOD_ARRAY, .array = window_method_notimeout, .flags = METHOD_VARARGS},
    {"noutrefresh", METHOD_ARRAY, .array = window_method_noutrefresh,
     .doc = "noutrefresh([pminrow, pmincol, sminrow, smincol, smaxrow, smaxcol])\n"
            "Mark for refresh but wait.\n\n"
            "This function updates the data structure representing the desired state of the\n"
            "window, but does not force an update of the physical screen.  To accomplish\n"
            "that, call doupdate().",
     .flags = METHOD_VARARGS},
    {"overlay", METHOD_ARRAY, .array = window_method_overlay,
     .doc = "overlay(destwin, [sminrow, smincol, dminrow, dmincol, dmaxrow, dmaxcol])\n"
            "Overlay the window on top of destwin.\n\n"
            "The windows need not be the same size, only the overlapping region is copied.\n"
            "This copy is non-destructive, which means that the current background\n"
            "character does not overwrite the old contents of destwin.\n\n"
            "To get fine-grained control over the copied region, the second form of\n"
            "overlay() can be used.  sminrow and smincol are the upper-left coordinates\n"
            "of the source window, and the other variables mark a rectangle in the\n"
            "destination window.",
     .flags = METHOD_VARARGS},
    {"overwrite", METHOD_ARRAY, .array = window_method_overwrite,
     .doc = "overwrite(destwin, [sminrow, smincol, dminrow, dmincol, dmaxrow,\n"
            "          dmaxcol])\nOverwrite the window on top of destwin.\n\n"
            "The windows need not be the same size, in which case only the overlapping\n"
            "region is copied.  This copy is destructive, which means that the current\n"
            "background character overwrites the old contents of destwin.\n\n"
            "To get fine-grained control over the copied region, the second form of\n"
            "overwrite() can be used. sminrow and smincol are the upper-left coordinates\n"
            "of the source window, the other variables mark a rectangle in the destination\nwindow.",
     .flags = METHOD_VARARGS},
    {"putwin", METHOD_ONE, .one = window_method_putwin,
     .doc = "putwin($self, file, /)\n--\n\n"
            "Write all data associated with the window into the provided file object.\n\n"
            "This information can be later retrieved using the getwin() function."},
    {"redrawln", METHOD_ARRAY, .array = window_method_redrawln,
     .doc = "redrawln($self, beg, num, /)\n--\n\nMark the specified lines corrupted.\n\n  beg\n"
            "    Starting line number.\n  num\n    The number of lines.\n\n"
            "They should be completely redrawn on the next refresh() call."},
    {"redrawwin", METHOD_NONE, .none = window_method_redrawwin},
    {"refresh", METHOD_ARRAY, .array = window_method_refresh,
     .doc = "refresh([pminrow, pmincol, sminrow, smincol, smaxrow, smaxcol])\n"
            "Update the display immediately.\n\n"
            "Synchronize actual screen with previous drawing/deleting methods.\n"
            "The 6 optional arguments can only be specified when the window is a pad\n"
            "created with newpad().  The additional parameters are needed to indicate\n"
            "what part of the pad and screen are involved.  pminrow and pmincol specify\n"
            "the upper left-hand corner of the rectangle to be displayed in the pad.\n"
            "sminrow, smincol, smaxrow, and smaxcol specify the edges of the rectangle to\n"
            "be displayed on the screen.  The lower right-hand corner of the rectangle to\n"
            "be displayed in the pad is calculated from the screen coordinates, since the\n"
            "rectangles must be the same size.  Both rectangles must be entirely contained\n"
            "within their respective structures.  Negative values of pminrow, pmincol,\n"
            "sminrow, or smincol are treated as if they were zero.",
     .flags = METHOD_VARARGS},
    {"resize", METHOD_ARRAY, .array = window_method_resize, .flags = METHOD_VARARGS},
    {"scroll", METHOD_ARRAY, .array = window_method_scroll,
     .doc = "scroll([lines=1])\nScroll the screen or scrolling region.\n\n  lines\n"
            "    Number of lines to scroll.\n\n"
            "Scroll upward if the argument is positive and downward if it is negative.",
     .flags = METHOD_VARARGS},
    {"scrollok", METHOD_ARRAY, .array = window_method_scrollok, .flags = METHOD_VARARGS},
    {"setscrreg", METHOD_ARRAY, .array = window_method_setscrreg,
     .doc = "setscrreg($self, top, bottom, /)\n--\n\nDefine a software scrolling region.\n\n  top\n"
            "    First line number.\n  bottom\n    Last line number.\n\n"
            "All scrolling actions will take place in this region."},
    {"standend", METHOD_NONE, .none = window_method_standend},
    {"standout", METHOD_NONE, .none = window_method_standout},
    {"subpad", METHOD_ARRAY, .array = window_method_subwin,
     .doc = "subwin([nlines=0, ncols=0,] begin_y, begin_x)\n"
            "Create a sub-window (screen-relative coordinates).\n\n  nlines\n    Height.\n  ncols\n"
            "    Width.\n  begin_y\n    Top side y-coordinate.\n  begin_x\n"
            "    Left side x-coordinate.\n\n"
            "By default, the sub-window will extend from the specified position to the\n"
            "lower right corner of the window.",
     .flags = METHOD_VARARGS},
    {"subwin", METHOD_ARRAY, .array = window_method_subwin,
     .doc = "subwin([nlines=0, ncols=0,] begin_y, begin_x)\n"
            "Create a sub-window (screen-relative coordinates).\n\n  nlines\n    Height.\n  ncols\n"
            "    Width.\n  begin_y\n    Top side y-coordinate.\n  begin_x\n"
            "    Left side x-coordinate.\n\n"
            "By default, the sub-window will extend from the specified position to the\n"
            "lower right corner of the window.",
     .flags = METHOD_VARARGS},
    {"syncdown", METHOD_NONE, .none = window_method_syncdown},
    {"syncok", METHOD_ARRAY, .array = window_method_syncok, .flags = METHOD_VARARGS},
    {"syncup", METHOD_NONE, .none = window_method_syncup},
    {"timeout", METHOD_ARRAY, .array = window_method_timeout, .flags = METHOD_VARARGS},
    {"touchline", METHOD_ARRAY, .array = window_method_touchline,
     .doc = "touchline(start, count, [changed=True])\n"
            "Pretend count lines have been changed, starting with line start.\n\n"
            "If changed is supplied, it specifies whether the affected lines are marked\n"
            "as having been changed (changed=True) or unchanged (changed=False).",
     .flags = METHOD_VARARGS},
    {"touchwin", METHOD_NONE, .none = window_method_touchwin},
    {"untouchwin", METHOD_NONE, .none = window_method_untouchwin},
    {"vline", METHOD_ARRAY, .array = window_method_vline,
     .doc = "vline([y, x,] ch, n, [attr=_curses.A_NORMAL])\nDisplay a vertical line.\n\n  y\n"
            "    Starting Y-coordinate.\n  x\n    Starting X-coordinate.\n  ch\n"
            "    Character to draw.\n  n\n    Line length.\n  attr\n"
            "    Attributes for the character.",
     .flags = METHOD_VARARGS},
    {.name = NULL}};
