# with: several managers, exceptions in each phase, suppression, return and break inside, nested, as targets.
class M:
    def __init__(self, name, suppress=False, fail=""):
        self.name, self.suppress, self.fail = name, suppress, fail
    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter": raise RuntimeError("enter " + self.name)
        return self.name.upper()
    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        if self.fail == "exit": raise LookupError("exit " + self.name)
        return self.suppress


with M("a") as a, M("b") as b:
    print("body", a, b)
with (M("p") as p, M("q"), M("r") as (x, *y),):
    print(p, x, y)
with M("s", suppress=True):
    raise ValueError("suppressed")
print("after suppression")
for make in (lambda: [M("1"), M("2", fail="enter")], lambda: [M("1"), M("2", fail="exit")], lambda: [M("1", suppress=True), M("2", fail="exit")], lambda: [M("1", fail="exit"), M("2", fail="exit")], lambda: [M("1", suppress=True), M("2")]):
    first, second = make()
    try:
        with first:
            with second:
                1 / 0
        print("fine")
    except Exception as error:
        print("->", repr(error), repr(error.__context__))


def returns():
    with M("return"):
        return "value"


def loops():
    for i in range(3):
        with M("loop%d" % i):
            if i == 0: continue
            if i == 1: break
    return i


def generator():
    with M("gen"):
        yield 1
        yield 2


print(returns(), loops())
g = generator()
print(next(g))
g.close()
g = generator()
next(g)
try:
    g.throw(KeyError("thrown"))
except KeyError as error:
    print(repr(error))
del g
class NoExit:
    def __enter__(self): return 1
class NoEnter:
    def __exit__(self, *a): pass
class Late:
    def __init__(self): self.__enter__ = lambda: 1
class Neither: pass
for manager in (NoExit(), NoEnter(), Late(), Neither(), 5, None):
    try:
        with manager: print("never")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
class Reraise:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb): raise value
try:
    with Reraise(): raise OSError("same")
except OSError as error:
    print(error, error.__context__)
class Truthy:
    def __enter__(self): pass
    def __exit__(self, *a): return [0] if a[0] is KeyError else ""
with Truthy(): raise KeyError
try:
    with Truthy(): raise IndexError("not this one")
except IndexError as error:
    print(error)
box = {}
with M("target") as box["k"], M("attr") as M.attribute: print(box, M.attribute)
with M("outer") as o:
    try:
        with M("inner", fail="exit"): pass
    except LookupError as error:
        print("inner failed:", error)
    else: print("never")
    finally: print("finally", o)
import sys
class Exits:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb): print("sees", kind.__name__, value.code, sys.exc_info()[1] is value); return True
with Exits(): raise SystemExit(4)
print(sys.exc_info())
def nested(n):
    if n == 0: raise ValueError("deep")
    with M(str(n), suppress=n == 2): nested(n - 1)
    return "from %d" % n
print(nested(3))
