# Cells hold what closures share; nonlocal, loops, default arguments, comprehensions.
from sys import getrefcount as rc
class Thing: pass


def counter(start):
    def up():
        nonlocal start
        start = [start[0] + 1]
        return start
    def look():
        return rc(start)
    return up, look


up, look = counter([0])
print(look(), up(), look(), rc(up()), look(), rc(up), rc(look))
print(rc(up.__closure__), rc(up.__closure__[0]), up.__closure__[0] is look.__closure__[0], up.__code__.co_freevars)
cell = up.__closure__[0]
print(rc(cell), cell.cell_contents, rc(cell.cell_contents))
del up
print(rc(cell), look())
del look
print(rc(cell), cell.cell_contents)


def outer(x):
    def middle():
        def inner():
            return rc(x)
        return inner, rc(x)
    inner, count = middle()
    return inner(), count, rc(x), inner


t = Thing()
a, b, c, inner = outer(t)
print(a, b, c, inner(), rc(t))
del inner
print(rc(t))
late = [lambda: rc(t) for _ in range(2)]
early = [lambda t=t: rc(t) for _ in range(2)]
print(late[0](), early[0](), rc(t))
del early
print(rc(t))


def argument_cell(x):
    first = rc(x)
    def keep(): return x
    return first, rc(x), keep


first, second, keep = argument_cell(t)
print(first, second, rc(t), keep() is t)
keep = None
print(rc(t))


def loop():
    things = []
    for i in range(3):
        thing = Thing()
        things.append(lambda: thing)
    return [f() is things[0]() for f in things], rc(thing), rc(things)


print(loop())


def deleted():
    x = Thing()
    def read(): return x
    print(rc(x), read() is x)
    del x
    try:
        read()
    except NameError as error:
        print(type(error).__name__, error)
    x = Thing()
    return rc(read()), rc(x)


print(deleted())


class Body:
    t = t
    def method(self): return rc(t)
    lambda_ = staticmethod(lambda: rc(Body.t))


print(rc(t), Body().method(), Body.lambda_())
def recursive():
    def f(n): return rc(f) if n == 0 else f(n - 1)
    return f(0), f(3), rc(f)
print(recursive())
def self_named(): return rc(self_named)
print(self_named(), rc(self_named))
g = (rc(x) for x in [t])
print(rc(t), list(g), rc(t), [[rc(y) for y in (x,)] for x in (t,)])
