# Generators: sending, throwing, closing, delegating.
def numbers(n):
    print("begin")
    for i in range(n):
        got = yield i
        if got is not None:
            print("got", got)
    print("end")
    return "done"

g = numbers(3)
print(next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as stop:
    print("stopped with", stop.value)
print(list(numbers(2)), next(iter([]), "default"))

def catcher():
    while True:
        try:
            x = yield
            print("x =", x)
        except ValueError as error:
            print("caught", error)
            yield "recovered"
        finally:
            print("cleanup")
c = catcher()
next(c)
c.send(1)
print(c.throw(ValueError("bad")))
c.close()
try:
    c.send(1)
except StopIteration:
    print("closed")

def inner():
    x = yield 1
    print("inner got", x)
    y = yield 2
    print("inner got", y)
    return x + y
def outer():
    result = yield from inner()
    print("result", result)
    yield result
o = outer()
print(next(o), o.send(10), o.send(20))
def flatten(tree):
    for item in tree:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item
print(list(flatten([1, [2, [3, [4]], 5], [[6]]])))
def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fibonacci()
print([next(f) for _ in range(15)], sum(x * x for x in range(10)), max((x % 7, x) for x in range(20)))
print(f.gi_running, f.gi_frame.f_lineno, type(f).__name__, f.__name__)
def bad():
    yield 1
    raise StopIteration
try:
    list(bad())
except RuntimeError as error:
    print(error, repr(error.__cause__))
try:
    numbers(1).send(5)
except TypeError as error:
    print(error)
def close_refused():
    try:
        yield
    except GeneratorExit:
        yield 2
r = close_refused(); next(r)
try:
    r.close()
except RuntimeError as error:
    print(error)
