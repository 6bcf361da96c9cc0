"""What paused.py imports."""
import curses


def main(screen):
    screen.addstr(3, 5, "a screen of my own", curses.A_BOLD)
    key = screen.getkey(5, 5)
    curses.endwin()
    print("key:", key)


def show():
    curses.wrapper(main)
