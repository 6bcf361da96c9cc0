# Decorators: plain, with arguments, stacked, of classes, by objects, order of evaluation.
def trace(f):
    print("decorate", f.__name__)

    def wrapper(*args, **kwargs):
        print("->", f.__name__, args, kwargs)
        result = f(*args, **kwargs)
        print("<-", result)
        return result
    wrapper.__name__ = f.__name__
    wrapper.__wrapped__ = f
    return wrapper


def times(n):
    print("times", n)

    def decorator(f):
        print("times decorates", f.__name__)
        return lambda *args: [f(*args) for _ in range(n)]
    return decorator


@trace
def add(a, b=1):
    "Adds."
    return a + b


@times(2)
@trace
def greet(name): return "안녕 " + name


print(add(1), add(1, b=5), add.__wrapped__.__doc__)
print(greet("지수"))


class Count:
    def __init__(self, f): self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)

    def __get__(self, instance, owner):
        return self if instance is None else lambda *args: self(instance, *args)


@Count
def square(x): return x * x


print(square(3), square(4), square.calls)


def register(table):
    def decorator(cls):
        table[cls.__name__] = cls
        cls.registered = True
        return cls
    return decorator


table = {}


@register(table)
@trace
class Dog:
    @Count
    def bark(self): return "멍"

    @staticmethod
    @trace
    def kind(): return "dog"

    @classmethod
    @trace
    def make(cls): return cls


print(Dog.registered, sorted(table), Dog.__wrapped__().bark(), Dog.__wrapped__.bark.calls)
print(Dog.__wrapped__.kind(), Dog.__wrapped__.make().__name__)
@(lambda f: f.__name__.upper())
def shouted(): pass
print(shouted)
buttons = [lambda f: ("zero", f()), lambda f: ("one", f())]
@buttons[1]
def pressed(): return 5
print(pressed)
@print
@str.upper
@lambda f: f.__name__
def printed(): pass
def cached_property(f):
    return property(lambda self: self.__dict__.setdefault("_" + f.__name__, f(self)))
class Circle:
    def __init__(self, r): self.r = r
    @cached_property
    def area(self): return 3 * self.r ** 2
    @property
    def d(self): return 2 * self.r
    @d.setter
    def d(self, v): self.r = v / 2
    @d.deleter
    def d(self): print("no diameter"); self.r = 0
c = Circle(2)
print(c.area, c.area, c.__dict__); c.d = 10; print(c.r, c.d, c.area); del c.d; print(c.r)
try:
    @undefined
    def never(): pass
except NameError as error:
    print(error, "never" in globals())
