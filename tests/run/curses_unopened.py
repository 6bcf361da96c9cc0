"""curses before a terminal has been opened: its numbers, what each function says, the library's parts in Python."""
import curses
import curses.ascii
import curses.panel
import _curses

for name in sorted(dir(_curses)):
    value = getattr(_curses, name)
    if isinstance(value, int):
        print(name, value, getattr(curses, name) == value)
for call in (
    lambda: curses.beep(), lambda: curses.color_pair(1), lambda: curses.start_color(), lambda: curses.keyname(65),
    lambda: curses.newwin(3, 4), lambda: curses.newwin(3), lambda: curses.newpad(3, 4), lambda: curses.endwin(),
    lambda: curses.tigetnum("colors"), lambda: curses.tparm(b"x", 1), lambda: curses.has_key(curses.KEY_UP),
    lambda: curses.halfdelay(300), lambda: curses.halfdelay(3), lambda: curses.cbreak("x"), lambda: curses.cbreak(1, 2),
    lambda: curses.getsyx(), lambda: curses.setsyx(1), lambda: curses.mousemask("x"), lambda: curses.ungetch(3),
    lambda: curses.pair_content(-1), lambda: curses.init_color(1, 2), lambda: curses.unget_wch("ab"),
    lambda: curses.panel.new_panel(3), lambda: curses.panel.top_panel(), lambda: curses.window(), lambda: curses.panel.panel(),
    lambda: curses.setupterm(3), lambda: curses.ungetmouse(1 << 20, 1, 1, 1, 1), lambda: curses.set_escdelay(0),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)
print(curses.error.__mro__, curses.panel.error.__mro__, curses.version, curses.ncurses_version[:2])
print(curses.has_extended_color_support(), _curses._C_API is not None, len(vars(curses.window)))
print(curses.ascii.unctrl(3), curses.ascii.isblank(" "), curses.ascii.ctrl("a"), curses.ascii.alt("a"))
print(curses.window.addstr.__doc__.splitlines()[0], curses.window.border.__text_signature__)
