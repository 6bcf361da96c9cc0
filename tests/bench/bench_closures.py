# Closures: cells read and written, functions made in a loop, decorators, default and keyword arguments.
import functools


def counter():
    count = 0

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


def logged(function):
    calls = 0

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        nonlocal calls
        calls += 1
        return function(*args, **kwargs)

    wrapper.calls = lambda: calls
    return wrapper


@logged
def area(width, height=2):
    return width * height


step = counter()
for i in range(600000):
    step()
for i in range(150000):
    area(i)
    area(i, height=3)
adders = [(lambda x: lambda y: x + y)(i) for i in range(100000)]
print(step(by=5), area.calls(), sum(f(1) for f in adders), functools.reduce(lambda a, b: a ^ b, range(300000)))
