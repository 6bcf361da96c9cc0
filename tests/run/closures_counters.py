# Closures: counters, accumulators, late binding, shared cells, memo tables, functions that return functions.
def counter(start=0):
    count = start

    def up(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        count = start

    up.reset = reset
    up.peek = lambda: count
    return up


a, b = counter(), counter(10)
print(a(), a(), b(5), a.peek(), b.peek(), a.reset(), a.peek())
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])
print(a.__closure__[0].cell_contents, a.__code__.co_freevars, a.reset.__code__.co_freevars, counter.__code__.co_cellvars)


def compose(*functions):
    def composed(x):
        for function in reversed(functions):
            x = function(x)
        return x
    composed.__name__ = "∘".join(f.__name__ for f in functions)
    return composed


def curry(function, count):
    def take(*args):
        return function(*args) if len(args) >= count else lambda *more: take(*args, *more)
    return take


def memo(function):
    table = {}

    def remembered(*args):
        if args not in table:
            table[args] = function(*args)
        return table[args]
    remembered.table = table
    return remembered


@memo
def stairs(n):
    return 1 if n < 2 else stairs(n - 1) + stairs(n - 2)


def averager():
    values = []
    return lambda x: (values.append(x), sum(values) / len(values))[1]


print(compose(str, abs, int)("-5"), compose(len, str).__name__, curry(lambda x, y, z: x + y * z, 3)(1)(2)(3))
print(stairs(40), len(stairs.table), (mean := averager())(10), mean(20), mean(60))


def outer():
    x = "outer"

    def middle():
        def inner():
            nonlocal x
            x += "+inner"
            return x
        return inner
    first, second = middle(), middle()
    return first() + "|" + second() + "|" + x


print(outer())


def unset():
    def show():
        return later
    try:
        show()
    except NameError as error:
        print(error)
    later = "now set"
    print(show())
    del later
    try:
        show()
    except NameError as error:
        print(type(error).__name__, error)


unset()
x = "global"


class Scope:
    x = "class"
    seen = [x for _ in range(2)] if False else x

    def method(self):
        return x, self.x, __class__.__name__


print(Scope().method(), Scope.seen, (lambda x, /, y=2, *z, k, **w: (x, y, z, k, w))(1, k=3, m=4))
functions = {name: (lambda base: lambda n: base ** n)(base) for name, base in (("square", 2), ("cube", 3))}
print({name: function(4) for name, function in functions.items()})
