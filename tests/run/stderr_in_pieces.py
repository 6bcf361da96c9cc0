"""What CPython writes to sys.stderr at once, as a stream of the program's own hears it: piece by piece."""
# no trace: threads begin in the library
import _warnings
import sys
import threading

real = sys.stderr


class Pieces:
    """Shows each write; after so many, each fails."""

    def __init__(self, left=9999):
        self.left = left

    def write(self, text):
        self.left -= 1
        if self.left < 0:
            raise OSError("full")
        real.write(repr(text) + "\n")

    def flush(self):
        real.write("flush\n")


def deep(n):
    return deep(n - 1) if n else int("x\ny")


def cause():
    try:
        deep(0)
    except ValueError as error:
        raise KeyError("한글") from error


def context():
    try:
        {}["k"]
    except KeyError:
        nam = 1
        return name


def group():
    try:
        compile("x = = 2\n", "<s>", "exec")
    except SyntaxError as error:
        wrong = error
    many = [OSError(n) for n in range(16)]
    raise ExceptionGroup("g", [wrong, ExceptionGroup("h", [ExceptionGroup("deep", [OSError(2, "no")])]), ValueError(1), ExceptionGroup("i", many)])


def noted():
    error = ValueError()
    error.add_note("one\n  two")
    error.add_note("")
    raise error


def syntax():
    compile("if x:\n  y = (1,\n  z = 3\n", "<s>", "exec")


class Shy(Exception):
    def __str__(self):
        return 1 / 0


class Dying:
    def __del__(self):
        deep(0)


for function in lambda: deep(0), lambda: deep(6), cause, context, group, noted, syntax, lambda: (_ for _ in ()).throw(Shy):
    sys.stderr = Pieces()
    try:
        function()
    except Exception:
        sys.excepthook(*sys.exc_info())
sys.excepthook(KeyError, 5, None)
for left in 0, 1, 2, 999:
    print("---", left, file=real)
    sys.stderr = Pieces(left)
    Dying()
    sys.stderr = Pieces(left)
    thread = threading.Thread(target=deep, name="t", args=(0,))
    thread.start()
    thread.join()
    sys.stderr = Pieces(left)
    sys.modules.pop("warnings", None)
    _warnings.warn_explicit("message", UserWarning, __file__, 1)
    _warnings.warn_explicit("message", UserWarning, "no such file", 1)
    eval("1 is 1")
sys.stderr = Pieces()
print("text", 1, file=sys.stderr)
sys.excepthook = None
deep(1)
