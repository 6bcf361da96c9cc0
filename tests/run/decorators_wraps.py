# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# Decorators: with and without arguments, classes as decorators, stacked, wraps, registries, a typed check.
import functools
import inspect


def traced(function=None, *, label="call"):
    if function is None:
        return functools.partial(traced, label=label)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        signature = ", ".join([*map(repr, args), *(f"{k}={v!r}" for k, v in kwargs.items())])
        print(f"{label} {function.__name__}({signature})")
        result = function(*args, **kwargs)
        print(f"{label} {function.__name__} -> {result!r}")
        return result
    return wrapper


class Counted:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.calls = 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.__wrapped__(*args, **kwargs)

    def __get__(self, instance, owner=None):
        return self if instance is None else functools.partial(self, instance)


def checked(function):
    hints = inspect.get_annotations(function)
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            if name in hints and not isinstance(value, hints[name]):
                raise TypeError(f"{name}: {type(value).__name__} is not {hints[name].__name__}")
        return function(*args, **kwargs)
    return wrapper


def retry(times, *errors):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args):
            for attempt in range(1, times + 1):
                try:
                    return function(*args)
                except errors as error:
                    print(f"attempt {attempt}: {error}")
            raise RuntimeError("gave up")
        return wrapper
    return decorate


commands = {}


def command(name):
    return lambda function: commands.setdefault(name, function)


@traced
def add(a, b=1):
    "Adds."
    return a + b


@traced(label="math")
@Counted
def double(x):
    return 2 * x


class Greeter:
    @Counted
    def greet(self, name):
        return f"hello {name}"


@checked
def repeat(text: str, count: int = 2) -> str:
    return text * count


tries = iter([0, 0, 4])


@retry(3, ZeroDivisionError)
def divide(x):
    return x / next(tries)


@command("square")
def square(x):
    return x * x


add(1), add(2, b=3), double(4)
print(add.__name__, add.__doc__, add.__wrapped__(1, 1), double.__wrapped__.calls, inspect.signature(add))
greeter = Greeter()
print(greeter.greet("Ada"), greeter.greet("Bob"), Greeter.greet.calls)
print(repeat("ab"), repeat("x", count=5))
for args in (("ab", "3"), (5,), ()):
    try:
        repeat(*args)
    except TypeError as error:
        print(error)
print(divide(8), commands["square"](9), commands["square"] is square)
