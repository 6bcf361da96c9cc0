# sys.excepthook and sys.unraisablehook replaced by the program.
import sys


def hook(kind, value, tb):
    depth = 0
    while tb:
        depth += 1
        tb = tb.tb_next
    print("hook:", kind.__name__, value, depth)


class Bad:
    def __del__(self): raise ValueError("in del")


def unraisable(info):
    print("unraisable:", info.exc_type.__name__, info.exc_value, info.object.__qualname__, info.err_msg)


b = Bad()
del b
sys.unraisablehook = unraisable
b = Bad()
del b
sys.unraisablehook = sys.__unraisablehook__
sys.excepthook = hook


def f(n):
    if n:
        f(n - 1)
    else:
        raise LookupError("deep down")


print("before", file=sys.stderr)
f(2)
