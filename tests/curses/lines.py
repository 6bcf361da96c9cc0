"""Lines from the keyboard: another thread draws meanwhile, a signal ends the wait, Ctrl-C is a key like any other."""
import curses
import signal
import threading


def count(window):
    for number in range(1, 4):
        threading.Event().wait(0.1)
        window.addstr(0, 0, f"counted to {number}")
        window.refresh()


def main(screen):
    lines, rings = [], []
    signal.signal(signal.SIGALRM, lambda number, frame: rings.append("ring"))
    screen.refresh()
    threading.Thread(target=count, args=(curses.newwin(1, 40, 20, 0),)).start()

    def ask(what, echoes=True):
        (curses.echo if echoes else curses.noecho)()
        screen.addstr(2 * len(lines), 0, what + ": ")
        lines.append(screen.getstr(8))
        screen.addstr(14, 0, f"{lines} {rings}")

    ask("name")
    ask("silent", echoes=False)
    curses.ungetch(ord("!"))
    ask("begun")
    curses.nocbreak()
    ask("cooked")
    curses.raw()
    ask("raw")
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    ask("alarm")
    screen.addstr(16, 0, f"no key: {screen.getch()}, key: {screen.getkey()}")
    screen.getkey()


curses.wrapper(main)
