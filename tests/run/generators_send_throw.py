# send, throw, close and return values; yield as an expression; errors of each.
def accumulate():
    total = 0
    while True:
        try:
            x = yield total
        except ValueError as error:
            print("reset because", error)
            total = 0
            continue
        if x is None:
            return total
        total += x


g = accumulate()
print(next(g), g.send(10), g.send(5), g.throw(ValueError("bad")), g.send(3))
try:
    g.send(None)
except StopIteration as stop:
    print("returned", stop.value)
print(next(g, "exhausted"))


def delegating():
    while True:
        result = yield from accumulate()
        print("inner returned", result)
        if result < 0:
            return "negative"


g = delegating()
next(g)
print(g.send(4), g.send(None), g.send(-1), g.throw(ValueError, "old style"), g.gi_yieldfrom.__name__)
try:
    g.send(-5); next(g)
except StopIteration as stop:
    print(stop.value, stop.args)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        print("refuses")
        yield 2


for action in (lambda g: g.close(), lambda g: (next(g), g.close()), lambda g: g.send(1), lambda g: g.throw(KeyError), lambda g: (next(g), g.throw(5)),
               lambda g: (next(g), g.throw(KeyError("x"), None, 5))):
    g = stubborn()
    try:
        print(action(g))
    except (RuntimeError, TypeError, KeyError) as error:
        print(type(error).__name__, error)
del g


def recursive():
    yield next(me)


me = recursive()
try:
    next(me)
except ValueError as error:
    print(error)


def raises_stop():
    yield 1
    raise StopIteration("inside")


try:
    list(raises_stop())
except RuntimeError as error:
    print(error, repr(error.__cause__))
def returns_early():
    return 5
    yield
try:
    next(returns_early())
except StopIteration as stop:
    print(stop.value)
def from_list():
    r = yield from [1, 2]
    print("list returned", r)
    r = yield from "ab"
    return (yield from (x for x in range(2)))
print(list(from_list()))
g = from_list()
next(g)
try:
    g.send(5)
except AttributeError as error:
    print(error)
g = accumulate()
print(g.gi_running, g.gi_frame.f_lineno - g.gi_code.co_firstlineno, g.gi_suspended, g.__name__, g.__qualname__, iter(g) is g)
next(g)
print(g.gi_frame.f_locals, g.gi_suspended)
print(g.close(), g.gi_frame, g.close())
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)), sum(tree(5)))
class Iter:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self): self.n += 1; return self.n
    def send(self, x): return ("sent", x)
    def throw(self, *a): return ("thrown", len(a))
    def close(self): print("closed")
def uses(): yield from Iter()
g = uses()
print(next(g), next(g), g.send("x"), g.throw(KeyError("k")), next(g)); g.close()
squares = (x * x for x in range(10) if x % 2)
print(next(squares), 25 in squares, list(squares))
def pipeline(*stages):
    data = range(6)
    for stage in stages: data = stage(data)
    return list(data)
print(pipeline(lambda d: (x + 1 for x in d), lambda d: (x for x in d if x % 2 == 0), lambda d: map(str, d)))
