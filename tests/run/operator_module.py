"""The module _operator: every function, the getters, how they show and what they refuse."""
import _operator as op
import sys


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print("  ", getattr(function, "__name__", function), args, result)


class Shown:
    def __repr__(self): return "shown"
    def __index__(self): return 7
    def __length_hint__(self): return 11
    def __add__(self, other): return "added"


for name in sorted(dir(op)):
    function = getattr(op, name)
    if name.startswith("__") or isinstance(function, type) or not callable(function):
        continue
    for args in [(6, 3), (6,), ([1], [2]), ("ab", "a"), (1.5, 2), ({1: 2}, 1), ([3, 4, 3], 3), (Shown(), 1), (Shown(),),
                 (b"ab", b"ab"), ("é", "e"), (), (1, 2, 3)]:
        attempt(function, *args)

print(op.itemgetter(1), op.itemgetter(1, "x"), op.itemgetter(slice(2)), op.attrgetter("a.b", "c"), op.attrgetter("z"))
print(op.methodcaller("m"), op.methodcaller("m", 1, x=2))
print(op.itemgetter(1)((5, 6)), op.itemgetter(-1)([5, 6]), op.itemgetter(0, 2)("abc"), op.itemgetter("k")({"k": 1}))
print(op.attrgetter("real", "real.imag")(3), op.attrgetter("__class__.__name__")(3))
print(op.methodcaller("split", ",", maxsplit=1)("a,b,c"), op.methodcaller("upper")("abc"))
for getter in op.itemgetter(1), op.itemgetter(1, 2), op.attrgetter("a.b"), op.attrgetter("a", "b"), op.methodcaller("m", 1):
    make, args = getter.__reduce__()
    print(make, args, make(*args), sys.getsizeof(getter))
for call in [lambda: op.itemgetter(), lambda: op.itemgetter(1)(), lambda: op.itemgetter(1)(1, 2), lambda: op.itemgetter(1, k=2),
             lambda: op.itemgetter(3)((1,)), lambda: op.attrgetter(), lambda: op.attrgetter(1), lambda: op.attrgetter("a", 2),
             lambda: op.attrgetter("a")(3), lambda: op.attrgetter("a")(), lambda: op.methodcaller(), lambda: op.methodcaller(1),
             lambda: op.methodcaller("m")(), lambda: op.methodcaller("nothing")(3), lambda: op.attrgetter("real")(1, x=2)]:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
recursive = op.itemgetter(items := [1])
items.append(recursive)
print(recursive)
a = [1]
b = op.iconcat(a, [2])
print(a is b, a, op.setitem(a, 0, 9), a, op.delitem(a, 0), a)
