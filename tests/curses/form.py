"""Lines: a terminal that gives whole lines, getstr, a text box, a pad, and Ctrl-C at the end."""
import curses
import curses.textpad

screen = curses.initscr()
try:
    curses.noecho()
    curses.echo()
    screen.addstr(0, 0, "name: ")
    name = screen.getstr(0, 6, 10)
    screen.addstr(1, 0, repr(name))
    curses.cbreak()
    curses.noecho()
    screen.keypad(True)
    curses.textpad.rectangle(screen, 3, 0, 7, 21)
    screen.refresh()
    box = curses.textpad.Textbox(curses.newwin(3, 20, 4, 1))
    text = box.edit()
    screen.addstr(9, 0, repr(text))
    pad = curses.newpad(40, 40)
    for line in range(40):
        pad.addstr(line, 0, f"line {line:2} " * 4)
    screen.refresh()
    pad.refresh(5, 3, 11, 10, 15, 30)
    try:
        screen.addstr(50, 0, "far out")
    except curses.error as error:
        screen.addstr(17, 0, str(error))
    screen.timeout(30)
    screen.addstr(18, 0, repr(screen.getch()))
    screen.timeout(-1)
    screen.getkey()
except KeyboardInterrupt:
    curses.endwin()
    raise SystemExit("interrupted")
finally:
    curses.endwin()
