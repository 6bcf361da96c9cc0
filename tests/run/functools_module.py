"""partial, reduce, cmp_to_key and lru_cache."""
# no trace: CPython has imported functools and what it needs before
import functools
import sys
from functools import cmp_to_key, lru_cache, partial, reduce


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def show(*args, **kwargs): return args, kwargs


p = partial(show, 1, 2, a=3)
print(p(), p(4, a=5, b=6), p.args, p.keywords, p.func is show)
q = partial(p, 9, c=1)
print(q.func is show, q.args, q.keywords, q(0))
p.note = "kept"
print(p.__dict__, partial(p).func is p, sys.getsizeof(p))
print(partial(int, base=2), partial(len, "abc")(), partial(min, 3)(1, 2))
make, args, state = partial(max, 3, key=abs).__reduce__()
print(make, args, state)
again = make(*args)
again.__setstate__(state)
print(again, again(-5, 4))
loop = partial(show)
loop.__setstate__((loop, (loop,), {"k": loop}, {}))
print(loop)
loop.__setstate__((show, (), {}, None))


class Sub(partial):
    pass


print(Sub(print, 1), Sub(Sub(show, 1), 2).args, partial[int])
for call in [lambda: partial(), lambda: partial(3), lambda: p.__setstate__(3), lambda: p.__setstate__((1, (), {}, {})),
             lambda: setattr(p, "func", 3), lambda: reduce(), lambda: reduce(max, 3), lambda: reduce(max, []),
             lambda: cmp_to_key(), lambda: cmp_to_key(max)(), lambda: cmp_to_key(max)(1) < 3, lambda: hash(cmp_to_key(max)(1)),
             lambda: cmp_to_key(max) < cmp_to_key(max)(1), lambda: functools._lru_cache_wrapper(3, 1, False, tuple),
             lambda: functools._lru_cache_wrapper(len, "x", False, tuple), lambda: functools._lru_cache_wrapper(len)]:
    attempt(call)
print(reduce(lambda a, b: a + b, "abc"), reduce(lambda a, b: a * b, [2, 3], 7), reduce(max, [], "none"))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), cmp_to_key(max)(7).obj)


@lru_cache(maxsize=3)
def square(n, *, offset=0):
    """Squares."""
    print("  computing", n, offset)
    return n * n + offset


for n in [1, 2, 3, 1, 4, 2, 1, 1.0]:
    print(square(n), square.cache_info())
print(square(1, offset=2), square.cache_parameters(), square.__doc__, square.__wrapped__.__name__)
square.cache_clear()
print(square.cache_info())


@functools.cache
def fibonacci(n): return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(90), fibonacci.cache_info())


@lru_cache(typed=True)
def kind(x, y=None): return type(x).__name__


print(kind(3), kind(3.0), kind(True), kind(3), kind(x=3), kind(3, y="a"), kind.cache_info())
zero = lru_cache(maxsize=0)(abs)
print(zero(-3), zero(-3), zero.cache_info())
attempt(square, [])
attempt(kind, 1, 2, 3)


class Holder:
    @lru_cache()
    def method(self, n): return n + 1


holder = Holder()
print(holder.method(1), holder.method(1), Holder.method.cache_info(), Holder.method.__reduce__(), holder.method.__name__)


class Counted:
    alive = 0
    def __init__(self, n): self.n = n; Counted.alive += 1
    def __del__(self): Counted.alive -= 1
    def __hash__(self): return hash(self.n)
    def __eq__(self, other): return self.n == other.n


@lru_cache(maxsize=2)
def remember(counted): return Counted(counted.n + 100)


for n in range(5):
    remember(Counted(n))
print(Counted.alive, remember.cache_info())
remember.cache_clear()
print(Counted.alive)


@lru_cache(maxsize=2)
def nested(n): return n if n <= 0 else nested(n - 1) + nested(n - 2)


print(nested(12), nested.cache_info())


def references(*args): return [sys.getrefcount(arg) for arg in args]


thing = object()
print(partial(references, thing)(), lru_cache(references)(thing), lru_cache(4)(references)(thing))
