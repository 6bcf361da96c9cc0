# print to stdout and stderr, write, flush, sep and end, objects that print, errors in __str__.
import sys
print("to stderr", 1, [2], file=sys.stderr)
print("no newline", end="", file=sys.stderr)
print("", "|sep", sep="--", file=sys.stderr)
sys.stderr.write("written: 한글\n")
print(sys.stdout.write("four\n"), sys.stderr.write(""), sys.stdout.writelines(["a", "b\n"]))
class File:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text)
    def flush(self): self.parts.append("<flush>")
f = File()
print("captured", 1, 2, sep=",", end="!", file=f, flush=True)
print(f.parts)
old, sys.stdout = sys.stdout, f
print("redirected")
sys.stdout = old
print(f.parts[5:], sys.stdout is sys.__stdout__)
class S:
    def __str__(self): print("in str", end=" "); return "S!"
class R:
    def __repr__(self): return "R!"
class Bad:
    def __str__(self): return 5
class Raises:
    def __repr__(self): raise ValueError("in repr")
print(S(), R(), [R(), S().__class__.__name__], str(R()), f"{S()} {R()!s}")
for make in (lambda: print(Bad()), lambda: str(Bad()), lambda: print([Raises()]), lambda: repr({1: Raises()}), lambda: print(1, sep=1), lambda: print(file=5), lambda: print("x", end=3)):
    try:
        make()
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)
print(file=None)
print("none is stdout", file=None)
print(sys.stdout.name, sys.stderr.name, sys.stdin.name, sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdout.writable(), sys.stdin.readable(), sys.stdout.fileno(), sys.stdout.closed)
try:
    sys.stdout.write(5)
except TypeError as error:
    print(error)
try:
    print("\ud800")
except UnicodeEncodeError as error:
    print(error)
print("\ud800", file=sys.stderr)
print("\x00\x1b[0m".encode(), "\t", "\r", repr("\r\n"), "a\rb"[2])
for i in range(3): print(i, end=",\n"[i == 2])
print(*range(5), sep="\n", end="\n---\n")
print("%s" % "x", "y" "z", 'single', """triple
quoted""", r"raw\n", sep="|")
sys.stdout.flush(); sys.stderr.flush()
print(sys.displayhook(5), sys.displayhook(None), _)
