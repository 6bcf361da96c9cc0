/* curses_functions.c: the table of the functions of the module _curses. */
#include "modules/curses.h"

const MethodDef curses_functions[] = {
    {"baudrate", METHOD_NONE, .none = curses_method_baudrate,
     .doc = "baudrate($module, /)\n--\n\n"
            "Return the output speed of the terminal in bits per second."},
    {"beep", METHOD_NONE, .none = curses_method_beep,
     .doc = "beep($module, /)\n--\n\nEmit a short attention sound."},
    {"can_change_color", METHOD_NONE, .none = curses_method_can_change_color,
     .doc = "can_change_color($module, /)\n--\n\n"
            "Return True if the programmer can change the colors displayed by the terminal."},
    {"cbreak", METHOD_ARRAY, .array = curses_method_cbreak,
     .doc = "cbreak($module, flag=True, /)\n--\n\nEnter cbreak mode.\n\n  flag\n"
            "    If false, the effect is the same as calling nocbreak().\n\n"
            "In cbreak mode (sometimes called \"rare\" mode) normal tty line buffering is\n"
            "turned off and characters are available to be read one by one.  However,\n"
            "unlike raw mode, special characters (interrupt, quit, suspend, and flow\n"
            "control) retain their effects on the tty driver and calling program.\n"
            "Calling first raw() then cbreak() leaves the terminal in cbreak mode."},
    {"color_content", METHOD_ONE, .one = curses_method_color_content,
     .doc = "color_content($module, color_number, /)\n--\n\n"
            "Return the red, green, and blue (RGB) components of the specified color.\n\n"
            "  color_number\n    The number of the color (0 - (COLORS-1)).\n\n"
            "A 3-tuple is returned, containing the R, G, B values for the given color,\n"
            "which will be between 0 (no component) and 1000 (maximum amount of component)."},
    {"color_pair", METHOD_ONE, .one = curses_method_color_pair,
     .doc = "color_pair($module, pair_number, /)\n--\n\n"
            "Return the attribute value for displaying text in the specified color.\n\n"
            "  pair_number\n    The number of the color pair.\n\n"
            "This attribute value can be combined with A_STANDOUT, A_REVERSE, and the\n"
            "other A_* attributes.  pair_number() is the counterpart to this function."},
    {"curs_set", METHOD_ONE, .one = curses_method_curs_set,
     .doc = "curs_set($module, visibility, /)\n--\n\nSet the cursor state.\n\n  visibility\n"
            "    0 for invisible, 1 for normal visible, or 2 for very visible.\n\n"
            "If the terminal supports the visibility requested, the previous cursor\n"
            "state is returned; otherwise, an exception is raised.  On many terminals,\n"
            "the \"visible\" mode is an underline cursor and the \"very visible\" mode is\n"
            "a block cursor."},
    {"def_prog_mode", METHOD_NONE, .none = curses_method_def_prog_mode,
     .doc = "def_prog_mode($module, /)\n--\n\n"
            "Save the current terminal mode as the \"program\" mode.\n\n"
            "The \"program\" mode is the mode when the running program is using curses.\n\n"
            "Subsequent calls to reset_prog_mode() will restore this mode."},
    {"def_shell_mode", METHOD_NONE, .none = curses_method_def_shell_mode,
     .doc = "def_shell_mode($module, /)\n--\n\n"
            "Save the current terminal mode as the \"shell\" mode.\n\n"
            "The \"shell\" mode is the mode when the running program is not using curses.\n\n"
            "Subsequent calls to reset_shell_mode() will restore this mode."},
    {"delay_output", METHOD_ONE, .one = curses_method_delay_output,
     .doc = "delay_output($module, ms, /)\n--\n\nInsert a pause in output.\n\n  ms\n"
            "    Duration in milliseconds."},
    {"doupdate", METHOD_NONE, .none = curses_method_doupdate,
     .doc = "doupdate($module, /)\n--\n\nUpdate the physical screen to match the virtual screen."},
    {"echo", METHOD_ARRAY, .array = curses_method_echo,
     .doc = "echo($module, flag=True, /)\n--\n\nEnter echo mode.\n\n  flag\n"
            "    If false, the effect is the same as calling noecho().\n\n"
            "In echo mode, each character input is echoed to the screen as it is entered."},
    {"endwin", METHOD_NONE, .none = curses_method_endwin,
     .doc = "endwin($module, /)\n--\n\n"
            "De-initialize the library, and return terminal to normal status."},
    {"erasechar", METHOD_NONE, .none = curses_method_erasechar,
     .doc = "erasechar($module, /)\n--\n\nReturn the user's current erase character."},
    {"filter", METHOD_NONE, .none = curses_method_filter, .doc = "filter($module, /)\n--\n\n"},
    {"flash", METHOD_NONE, .none = curses_method_flash,
     .doc = "flash($module, /)\n--\n\nFlash the screen.\n\n"
            "That is, change it to reverse-video and then change it back in a short interval."},
    {"flushinp", METHOD_NONE, .none = curses_method_flushinp,
     .doc = "flushinp($module, /)\n--\n\nFlush all input buffers.\n\n"
            "This throws away any typeahead that has been typed by the user and has not\n"
            "yet been processed by the program."},
    {"getmouse", METHOD_NONE, .none = curses_method_getmouse,
     .doc = "getmouse($module, /)\n--\n\nRetrieve the queued mouse event.\n\n"
            "After getch() returns KEY_MOUSE to signal a mouse event, this function\n"
            "returns a 5-tuple (id, x, y, z, bstate)."},
    {"ungetmouse", METHOD_ARRAY, .array = curses_method_ungetmouse,
     .doc = "ungetmouse($module, id, x, y, z, bstate, /)\n--\n\n"
            "Push a KEY_MOUSE event onto the input queue.\n\n"
            "The following getmouse() will return the given state data."},
    {"getsyx", METHOD_NONE, .none = curses_method_getsyx,
     .doc = "getsyx($module, /)\n--\n\n"
            "Return the current coordinates of the virtual screen cursor.\n\n"
            "Return a (y, x) tuple.  If leaveok is currently true, return (-1, -1)."},
    {"getwin", METHOD_ONE, .one = curses_method_getwin,
     .doc = "getwin($module, file, /)\n--\n\n"
            "Read window related data stored in the file by an earlier putwin() call.\n\n"
            "The routine then creates and initializes a new window using that data,\n"
            "returning the new window object."},
    {"has_colors", METHOD_NONE, .none = curses_method_has_colors,
     .doc = "has_colors($module, /)\n--\n\n"
            "Return True if the terminal can display colors; otherwise, return False."},
    {"has_extended_color_support", METHOD_NONE, .none = curses_method_has_extended_color_support,
     .doc = "has_extended_color_support($module, /)\n--\n\n"
            "Return True if the module supports extended colors; otherwise, return False.\n\n"
            "Extended color support allows more than 256 color-pairs for terminals\n"
            "that support more than 16 colors (e.g. xterm-256color)."},
    {"has_ic", METHOD_NONE, .none = curses_method_has_ic,
     .doc = "has_ic($module, /)\n--\n\n"
            "Return True if the terminal has insert- and delete-character capabilities."},
    {"has_il", METHOD_NONE, .none = curses_method_has_il,
     .doc = "has_il($module, /)\n--\n\n"
            "Return True if the terminal has insert- and delete-line capabilities."},
    {"has_key", METHOD_ONE, .one = curses_method_has_key,
     .doc = "has_key($module, key, /)\n--\n\n"
            "Return True if the current terminal type recognizes a key with that value.\n\n  key\n"
            "    Key number."},
    {"halfdelay", METHOD_ONE, .one = curses_method_halfdelay,
     .doc = "halfdelay($module, tenths, /)\n--\n\nEnter half-delay mode.\n\n  tenths\n"
            "    Maximal blocking delay in tenths of seconds (1 - 255).\n\n"
            "Use nocbreak() to leave half-delay mode."},
    {"init_color", METHOD_ARRAY, .array = curses_method_init_color,
     .doc = "init_color($module, color_number, r, g, b, /)\n--\n\n"
            "Change the definition of a color.\n\n  color_number\n"
            "    The number of the color to be changed (0 - (COLORS-1)).\n  r\n"
            "    Red component (0 - 1000).\n  g\n    Green component (0 - 1000).\n  b\n"
            "    Blue component (0 - 1000).\n\n"
            "When init_color() is used, all occurrences of that color on the screen\n"
            "immediately change to the new definition.  This function is a no-op on\n"
            "most terminals; it is active only if can_change_color() returns true."},
    {"init_pair", METHOD_ARRAY, .array = curses_method_init_pair,
     .doc = "init_pair($module, pair_number, fg, bg, /)\n--\n\n"
            "Change the definition of a color-pair.\n\n  pair_number\n"
            "    The number of the color-pair to be changed (1 - (COLOR_PAIRS-1)).\n  fg\n"
            "    Foreground color number (-1 - (COLORS-1)).\n  bg\n"
            "    Background color number (-1 - (COLORS-1)).\n\n"
            "If the color-pair was previously initialized, the screen is refreshed and\n"
            "all occurrences of that color-pair are changed to the new definition."},
    {"initscr", METHOD_NONE, .none = curses_method_initscr,
     .doc = "initscr($module, /)\n--\n\nInitialize the library.\n\n"
            "Return a WindowObject which represents the whole screen."},
    {"intrflush", METHOD_ONE, .one = curses_method_intrflush, .doc = "intrflush($module, flag, /)\n--\n\n"},
    {"isendwin", METHOD_NONE, .none = curses_method_isendwin,
     .doc = "isendwin($module, /)\n--\n\nReturn True if endwin() has been called."},
    {"is_term_resized", METHOD_ARRAY, .array = curses_method_is_term_resized,
     .doc = "is_term_resized($module, nlines, ncols, /)\n--\n\n"
            "Return True if resize_term() would modify the window structure, False otherwise.\n\n"
            "  nlines\n    Height.\n  ncols\n    Width."},
    {"keyname", METHOD_ONE, .one = curses_method_keyname,
     .doc = "keyname($module, key, /)\n--\n\nReturn the name of specified key.\n\n  key\n"
            "    Key number."},
    {"killchar", METHOD_NONE, .none = curses_method_killchar,
     .doc = "killchar($module, /)\n--\n\nReturn the user's current line kill character."},
    {"longname", METHOD_NONE, .none = curses_method_longname,
     .doc = "longname($module, /)\n--\n\n"
            "Return the terminfo long name field describing the current terminal.\n\n"
            "The maximum length of a verbose description is 128 characters.  It is defined\n"
            "only after the call to initscr()."},
    {"meta", METHOD_ONE, .one = curses_method_meta,
     .doc = "meta($module, yes, /)\n--\n\nEnable/disable meta keys.\n\n"
            "If yes is True, allow 8-bit characters to be input.  If yes is False,\n"
            "allow only 7-bit characters."},
    {"mouseinterval", METHOD_ONE, .one = curses_method_mouseinterval,
     .doc = "mouseinterval($module, interval, /)\n--\n\n"
            "Set and retrieve the maximum time between press and release in a click.\n\n"
            "  interval\n    Time in milliseconds.\n\n"
            "Set the maximum time that can elapse between press and release events in\n"
            "order for them to be recognized as a click, and return the previous interval\nvalue."},
    {"mousemask", METHOD_ONE, .one = curses_method_mousemask,
     .doc = "mousemask($module, newmask, /)\n--\n\n"
            "Set the mouse events to be reported, and return a tuple (availmask, oldmask).\n\n"
            "Return a tuple (availmask, oldmask).  availmask indicates which of the\n"
            "specified mouse events can be reported; on complete failure it returns 0.\n"
            "oldmask is the previous value of the given window's mouse event mask.\n"
            "If this function is never called, no mouse events are ever reported."},
    {"napms", METHOD_ONE, .one = curses_method_napms,
     .doc = "napms($module, ms, /)\n--\n\nSleep for specified time.\n\n  ms\n"
            "    Duration in milliseconds."},
    {"newpad", METHOD_ARRAY, .array = curses_method_newpad,
     .doc = "newpad($module, nlines, ncols, /)\n--\n\n"
            "Create and return a pointer to a new pad data structure.\n\n  nlines\n    Height.\n"
            "  ncols\n    Width."},
    {"newwin", METHOD_ARRAY, .array = curses_method_newwin,
     .doc = "newwin(nlines, ncols, [begin_y=0, begin_x=0])\nReturn a new window.\n\n  nlines\n"
            "    Height.\n  ncols\n    Width.\n  begin_y\n    Top side y-coordinate.\n  begin_x\n"
            "    Left side x-coordinate.\n\n"
            "By default, the window will extend from the specified position to the lower\n"
            "right corner of the screen.",
     .flags = METHOD_VARARGS},
    {"nl", METHOD_ARRAY, .array = curses_method_nl,
     .doc = "nl($module, flag=True, /)\n--\n\nEnter newline mode.\n\n  flag\n"
            "    If false, the effect is the same as calling nonl().\n\n"
            "This mode translates the return key into newline on input, and translates\n"
            "newline into return and line-feed on output.  Newline mode is initially on."},
    {"nocbreak", METHOD_NONE, .none = curses_method_nocbreak,
     .doc = "nocbreak($module, /)\n--\n\nLeave cbreak mode.\n\n"
            "Return to normal \"cooked\" mode with line buffering."},
    {"noecho", METHOD_NONE, .none = curses_method_noecho,
     .doc = "noecho($module, /)\n--\n\nLeave echo mode.\n\n"
            "Echoing of input characters is turned off."},
    {"nonl", METHOD_NONE, .none = curses_method_nonl,
     .doc = "nonl($module, /)\n--\n\nLeave newline mode.\n\n"
            "Disable translation of return into newline on input, and disable low-level\n"
            "translation of newline into newline/return on output."},
    {"noqiflush", METHOD_NONE, .none = curses_method_noqiflush,
     .doc = "noqiflush($module, /)\n--\n\nDisable queue flushing.\n\n"
            "When queue flushing is disabled, normal flush of input and output queues\n"
            "associated with the INTR, QUIT and SUSP characters will not be done."},
    {"noraw", METHOD_NONE, .none = curses_method_noraw,
     .doc = "noraw($module, /)\n--\n\nLeave raw mode.\n\n"
            "Return to normal \"cooked\" mode with line buffering."},
    {"pair_content", METHOD_ONE, .one = curses_method_pair_content,
     .doc = "pair_content($module, pair_number, /)\n--\n\n"
            "Return a tuple (fg, bg) containing the colors for the requested color pair.\n\n"
            "  pair_number\n    The number of the color pair (0 - (COLOR_PAIRS-1))."},
    {"pair_number", METHOD_ONE, .one = curses_method_pair_number,
     .doc = "pair_number($module, attr, /)\n--\n\n"
            "Return the number of the color-pair set by the specified attribute value.\n\n"
            "color_pair() is the counterpart to this function."},
    {"putp", METHOD_ONE, .one = curses_method_putp,
     .doc = "putp($module, string, /)\n--\n\n"
            "Emit the value of a specified terminfo capability for the current terminal.\n\n"
            "Note that the output of putp() always goes to standard output."},
    {"qiflush", METHOD_ARRAY, .array = curses_method_qiflush,
     .doc = "qiflush($module, flag=True, /)\n--\n\nEnable queue flushing.\n\n  flag\n"
            "    If false, the effect is the same as calling noqiflush().\n\n"
            "If queue flushing is enabled, all output in the display driver queue\n"
            "will be flushed when the INTR, QUIT and SUSP characters are read."},
    {"raw", METHOD_ARRAY, .array = curses_method_raw,
     .doc = "raw($module, flag=True, /)\n--\n\nEnter raw mode.\n\n  flag\n"
            "    If false, the effect is the same as calling noraw().\n\n"
            "In raw mode, normal line buffering and processing of interrupt, quit,\n"
            "suspend, and flow control keys are turned off; characters are presented to\n"
            "curses input functions one by one."},
    {"reset_prog_mode", METHOD_NONE, .none = curses_method_reset_prog_mode,
     .doc = "reset_prog_mode($module, /)\n--\n\n"
            "Restore the terminal to \"program\" mode, as previously saved by def_prog_mode()."},
    {"reset_shell_mode", METHOD_NONE, .none = curses_method_reset_shell_mode,
     .doc = "reset_shell_mode($module, /)\n--\n\n"
            "Restore the terminal to \"shell\" mode, as previously saved by def_shell_mode()."},
    {"resetty", METHOD_NONE, .none = curses_method_resetty,
     .doc = "resetty($module, /)\n--\n\nRestore terminal mode."},
    {"resizeterm", METHOD_ARRAY, .array = curses_method_resizeterm,
     .doc = "resizeterm($module, nlines, ncols, /)\n--\n\n"
            "Resize the standard and current windows to the specified dimensions.\n\n  nlines\n"
            "    Height.\n  ncols\n    Width.\n\n"
            "Adjusts other bookkeeping data used by the curses library that record the\n"
            "window dimensions (in particular the SIGWINCH handler)."},
    {"resize_term", METHOD_ARRAY, .array = curses_method_resize_term,
     .doc = "resize_term($module, nlines, ncols, /)\n--\n\n"
            "Backend function used by resizeterm(), performing most of the work.\n\n  nlines\n"
            "    Height.\n  ncols\n    Width.\n\n"
            "When resizing the windows, resize_term() blank-fills the areas that are\n"
            "extended.  The calling application should fill in these areas with appropriate\n"
            "data.  The resize_term() function attempts to resize all windows.  However,\n"
            "due to the calling convention of pads, it is not possible to resize these\n"
            "without additional interaction with the application."},
    {"savetty", METHOD_NONE, .none = curses_method_savetty,
     .doc = "savetty($module, /)\n--\n\nSave terminal mode."},
    {"get_escdelay", METHOD_NONE, .none = curses_method_get_escdelay,
     .doc = "get_escdelay($module, /)\n--\n\nGets the curses ESCDELAY setting.\n\n"
            "Gets the number of milliseconds to wait after reading an escape character,\n"
            "to distinguish between an individual escape character entered on the\n"
            "keyboard from escape sequences sent by cursor and function keys."},
    {"set_escdelay", METHOD_ONE, .one = curses_method_set_escdelay,
     .doc = "set_escdelay($module, ms, /)\n--\n\nSets the curses ESCDELAY setting.\n\n  ms\n"
            "    length of the delay in milliseconds.\n\n"
            "Sets the number of milliseconds to wait after reading an escape character,\n"
            "to distinguish between an individual escape character entered on the\n"
            "keyboard from escape sequences sent by cursor and function keys."},
    {"get_tabsize", METHOD_NONE, .none = curses_method_get_tabsize,
     .doc = "get_tabsize($module, /)\n--\n\nGets the curses TABSIZE setting.\n\n"
            "Gets the number of columns used by the curses library when converting a tab\n"
            "character to spaces as it adds the tab to a window."},
    {"set_tabsize", METHOD_ONE, .one = curses_method_set_tabsize,
     .doc = "set_tabsize($module, size, /)\n--\n\nSets the curses TABSIZE setting.\n\n  size\n"
            "    rendered cell width of a tab character.\n\n"
            "Sets the number of columns used by the curses library when converting a tab\n"
            "character to spaces as it adds the tab to a window."},
    {"setsyx", METHOD_ARRAY, .array = curses_method_setsyx,
     .doc = "setsyx($module, y, x, /)\n--\n\nSet the virtual screen cursor.\n\n  y\n"
            "    Y-coordinate.\n  x\n    X-coordinate.\n\n"
            "If y and x are both -1, then leaveok is set."},
    {"setupterm", METHOD_KEYWORDS, .keywords = curses_method_setupterm,
     .doc = "setupterm($module, /, term=None, fd=-1)\n--\n\nInitialize the terminal.\n\n  term\n"
            "    Terminal name.\n"
            "    If omitted, the value of the TERM environment variable will be used.\n  fd\n"
            "    File descriptor to which any initialization sequences will be sent.\n"
            "    If not supplied, the file descriptor for sys.stdout will be used."},
    {"start_color", METHOD_NONE, .none = curses_method_start_color,
     .doc = "start_color($module, /)\n--\n\n"
            "Initializes eight basic colors and global variables COLORS and COLOR_PAIRS.\n\n"
            "Must be called if the programmer wants to use colors, and before any other\n"
            "color manipulation routine is called.  It is good practice to call this\n"
            "routine right after initscr().\n\n"
            "It also restores the colors on the terminal to the values they had when the\n"
            "terminal was just turned on."},
    {"termattrs", METHOD_NONE, .none = curses_method_termattrs,
     .doc = "termattrs($module, /)\n--\n\n"
            "Return a logical OR of all video attributes supported by the terminal."},
    {"termname", METHOD_NONE, .none = curses_method_termname,
     .doc = "termname($module, /)\n--\n\n"
            "Return the value of the environment variable TERM, truncated to 14 characters."},
    {"tigetflag", METHOD_ONE, .one = curses_method_tigetflag,
     .doc = "tigetflag($module, capname, /)\n--\n\nReturn the value of the Boolean capability.\n\n"
            "  capname\n    The terminfo capability name.\n\n"
            "The value -1 is returned if capname is not a Boolean capability, or 0 if\n"
            "it is canceled or absent from the terminal description."},
    {"tigetnum", METHOD_ONE, .one = curses_method_tigetnum,
     .doc = "tigetnum($module, capname, /)\n--\n\nReturn the value of the numeric capability.\n\n"
            "  capname\n    The terminfo capability name.\n\n"
            "The value -2 is returned if capname is not a numeric capability, or -1 if\n"
            "it is canceled or absent from the terminal description."},
    {"tigetstr", METHOD_ONE, .one = curses_method_tigetstr,
     .doc = "tigetstr($module, capname, /)\n--\n\nReturn the value of the string capability.\n\n"
            "  capname\n    The terminfo capability name.\n\n"
            "None is returned if capname is not a string capability, or is canceled or\n"
            "absent from the terminal description."},
    {"tparm", METHOD_ARRAY, .array = curses_method_tparm,
     .doc = "tparm($module, str, i1=0, i2=0, i3=0, i4=0, i5=0, i6=0, i7=0, i8=0,\n      i9=0, /)\n"
            "--\n\nInstantiate the specified byte string with the supplied parameters.\n\n  str\n"
            "    Parameterized byte string obtained from the terminfo database."},
    {"typeahead", METHOD_ONE, .one = curses_method_typeahead,
     .doc = "typeahead($module, fd, /)\n--\n\n"
            "Specify that the file descriptor fd be used for typeahead checking.\n\n  fd\n"
            "    File descriptor.\n\nIf fd is -1, then no typeahead checking is done."},
    {"unctrl", METHOD_ONE, .one = curses_method_unctrl,
     .doc = "unctrl($module, ch, /)\n--\n\n"
            "Return a string which is a printable representation of the character ch.\n\n"
            "Control characters are displayed as a caret followed by the character,\n"
            "for example as ^C.  Printing characters are left as they are."},
    {"ungetch", METHOD_ONE, .one = curses_method_ungetch,
     .doc = "ungetch($module, ch, /)\n--\n\nPush ch so the next getch() will return it."},
    {"update_lines_cols", METHOD_NONE, .none = curses_method_update_lines_cols,
     .doc = "update_lines_cols($module, /)\n--\n\n"},
    {"unget_wch", METHOD_ONE, .one = curses_method_unget_wch,
     .doc = "unget_wch($module, ch, /)\n--\n\nPush ch so the next get_wch() will return it."},
    {"use_env", METHOD_ONE, .one = curses_method_use_env,
     .doc = "use_env($module, flag, /)\n--\n\nUse environment variables LINES and COLUMNS.\n\n"
            "If used, this function should be called before initscr() or newterm() are\ncalled.\n\n"
            "When flag is False, the values of lines and columns specified in the terminfo\n"
            "database will be used, even if environment variables LINES and COLUMNS (used\n"
            "by default) are set, or if curses is running in a window (in which case\n"
            "default behavior would be to use the window size if LINES and COLUMNS are\nnot set)."},
    {"use_default_colors", METHOD_NONE, .none = curses_method_use_default_colors,
     .doc = "use_default_colors($module, /)\n--\n\n"
            "Allow use of default values for colors on terminals supporting this feature.\n\n"
            "Use this to support transparency in your application.  The default color\n"
            "is assigned to the color number -1."},
    {.name = NULL}};
