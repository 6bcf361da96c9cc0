"""What is wrong with each program of wrong.txt (on standard input), in each of compile()'s modes.

One line of the table is one program: \\n, \\t, \\r and \\\\ as in a string literal, \\0ooo a byte in octal (as printf's %b
takes them). A right program says so: some look wrong and are not."""
import sys


def unescape(line):
    source, i = bytearray(), 0
    while i < len(line):
        if line[i] != "\\":
            source += line[i].encode()
            i += 1
        elif line[i + 1] == "0":
            source.append(int(line[i + 2:i + 5], 8))
            i += 5
        else:
            source.append({"n": 10, "t": 9, "r": 13, "\\": 92}[line[i + 1]])
            i += 2
    return bytes(source)


def verdict(source, mode):
    try:
        compile(source, "<wrong>", mode)
    except SyntaxError as error:
        return type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, error.text
    except Exception as error:
        return type(error).__name__, str(error)
    return ("right",)


number = 0
for line in sys.stdin.read().split("\n"):
    number += 1
    if line:
        print(number, ascii(line))
        for mode in ("exec", "eval", "single"):
            print("   ", mode, *map(ascii, verdict(unescape(line), mode)))
