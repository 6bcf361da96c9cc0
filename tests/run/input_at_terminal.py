# input() at a terminal: its end is an EOFError that says nothing. Here the terminal is the program's own.
# no trace: CPython runs its codecs in Python
import os
import sys


class Replaced:
    """A stdin that puts another in its place while it is read."""

    def readline(self):
        sys.stdin = sys.__stdin__
        return ""

    def fileno(self):
        return 0


try:
    input()
except EOFError as error:
    print(repr(error))
screen = os.dup(1)
keyboard, terminal = os.openpty()
os.dup2(terminal, 0)
os.dup2(terminal, 1)
for stdin in sys.stdin, Replaced():
    sys.stdin = stdin
    os.write(keyboard, b"a line\n\x04")
    try:
        while True:
            line = input()
            os.write(screen, repr(line).encode() + b"\n")
    except EOFError as error:
        os.write(screen, repr(error).encode() + b"\n")
    sys.stdin = sys.__stdin__
