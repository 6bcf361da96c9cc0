"""A menu in two languages: colours, wide characters, attributes, a panel on top, the terminal's size changing."""
import curses
import curses.panel

ITEMS = ["Home", "Play", "점수판", "Quit — 끝"]


def draw(screen, chosen):
    screen.erase()
    height, width = screen.getmaxyx()
    screen.addstr(0, 0, f"{height} x {width}", curses.A_UNDERLINE)
    for number, item in enumerate(ITEMS):
        look = curses.color_pair(1) if number == chosen else curses.A_BOLD if number % 2 else curses.A_NORMAL
        screen.addstr(height // 2 - 2 + number, width // 2 - len(item) // 2, item, look)
    screen.chgat(0, 0, 2, curses.A_REVERSE)
    screen.noutrefresh()
    curses.panel.update_panels()
    curses.doupdate()


def main(screen):
    curses.use_default_colors()
    curses.init_pair(1, curses.COLOR_YELLOW, curses.COLOR_BLUE)
    note = curses.newwin(4, 24, 2, 4)
    note.box()
    panel = curses.panel.new_panel(note)
    panel.hide()
    chosen = 0
    while True:
        draw(screen, chosen)
        key = screen.get_wch()
        if key == curses.KEY_UP:
            chosen = max(chosen - 1, 0)
        elif key == curses.KEY_DOWN:
            chosen = min(chosen + 1, len(ITEMS) - 1)
        elif key == "\n" and chosen == len(ITEMS) - 1:
            break
        elif key == "\x1b":
            panel.hide()
        else:
            note.addstr(1, 2, repr(key).ljust(20))
            note.addstr(2, 2, curses.keyname(key).decode().ljust(20) if isinstance(key, int) else " " * 20)
            panel.show()
            panel.top()


curses.set_escdelay(25)
curses.wrapper(main)
print("good bye")
