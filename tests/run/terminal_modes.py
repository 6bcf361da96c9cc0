# The modules termios, tty and getpass where there is no terminal: what is said then.
# no trace: the library's modules are long
import getpass
import io
import os
import pty
import sys
import termios
import tty
import warnings

reading, writing = os.pipe()
modes = [0, 0, 0, 0, termios.B9600, termios.B9600, [b"\x03"] * termios.NCCS]
for wrong in (lambda: termios.tcgetattr(reading), lambda: termios.tcgetattr("terminal"), lambda: termios.tcgetattr(-1),
              lambda: termios.tcsetattr(reading, termios.TCSANOW, modes), lambda: termios.tcsetattr(reading, 0, modes[1:]),
              lambda: termios.tcsetattr(reading, 0), lambda: termios.tcdrain(reading), lambda: termios.tcflow(reading, termios.TCOON),
              lambda: termios.tcflush(reading, termios.TCIFLUSH), lambda: termios.tcsendbreak(reading, 0),
              lambda: termios.tcgetwinsize(reading), lambda: termios.tcsetwinsize(reading, (24, 80)),
              lambda: termios.tcsetwinsize(reading, 24), lambda: termios.tcsetwinsize(reading, ("24", 80)),
              lambda: tty.setcbreak(reading), lambda: tty.setraw(reading)):
    try:
        print(wrong())
    except (termios.error, TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(termios.error.__mro__, termios.ECHO | termios.ICANON, termios.TIOCGWINSZ, tty.LFLAG, pty.STDIN_FILENO)

warnings.simplefilter("error")
try:
    getpass.fallback_getpass()
except getpass.GetPassWarning as warning:
    print("GetPassWarning:", warning)
warnings.simplefilter("ignore")
sys.stdin = io.StringIO("sesame\n")
print(repr(getpass.fallback_getpass("Word: ", sys.stdout)), getpass.getpass is getpass.unix_getpass)
