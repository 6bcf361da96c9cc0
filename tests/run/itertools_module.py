"""Every iterator of itertools: its items, how it shows, what it pickles as, what it refuses."""
from itertools import *
import itertools, sys


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def state(iterator):
    """What __reduce__ says, iterators in it by their type."""
    def plain(value):
        if isinstance(value, (tuple, list)):
            return type(value)(map(plain, value))
        if isinstance(value, type):
            return value.__name__
        return value if isinstance(value, (int, str, type(None))) else type(value).__name__
    return plain(iterator.__reduce__())


def rebuilt(iterator):
    make, args, *more = iterator.__reduce__()
    again = make(*args)
    if more:
        again.__setstate__(more[0])
    return again


def add(a, b): return (a or 0) + (b or 0)


makers = [
    lambda: accumulate([1, 2, 3, 4]), lambda: accumulate([2, 3], lambda a, b: a * b, initial=7),
    lambda: accumulate([None, 1, 2], add), lambda: chain("ab", [], "cd"), lambda: chain.from_iterable(["xy", "z"]),
    lambda: combinations("abcd", 2), lambda: combinations("ab", 3), lambda: combinations("abc", 0),
    lambda: combinations_with_replacement("abc", 2), lambda: combinations_with_replacement("", 2),
    lambda: compress("abcdef", [1, 0, 1, 0, 1, 1]), lambda: islice(count(3), 5), lambda: islice(count(2.5, 0.5), 4),
    lambda: islice(cycle("abc"), 8), lambda: dropwhile(lambda x: x < 3, [1, 2, 3, 1]),
    lambda: filterfalse(None, [0, 1, "", "x"]), lambda: filterfalse(lambda x: x % 2, range(8)),
    lambda: islice("abcdefghij", 2, None, 3), lambda: islice("abc", 0), lambda: islice("abcdefg", 1, 5, 10),
    lambda: pairwise("abcd"), lambda: permutations("abc"), lambda: permutations("abcd", 2),
    lambda: permutations("ab", 3), lambda: permutations([]), lambda: product("ab", "xyz"),
    lambda: product([0, 1], repeat=3), lambda: product(), lambda: product("ab", []), lambda: repeat("r", 3),
    lambda: starmap(pow, [(2, 5), [3, 2], (10, 3)]), lambda: takewhile(lambda x: x < 3, [1, 2, 3, 1]),
    lambda: zip_longest("abc", "x", fillvalue="-"), lambda: zip_longest(), lambda: zip_longest([], [1]),
]
for make in makers:
    iterator = make()
    print(type(iterator).__name__, list(make()))
    if hasattr(iterator, "__setstate__") or type(iterator).__reduce__ is not object.__reduce__:
        print("  ", state(iterator))
        if next(iterator, None) is not None:
            print("  ", state(iterator), list(islice(rebuilt(iterator), 20)))
    list(iterator)
    print("   at the end:", next(iterator, "nothing"))

print([(key, list(group)) for key, group in groupby("aaabbca")])
print([(key, list(group)) for key, group in groupby(range(10), lambda n: n // 4)])
groups = groupby("aab")
first = next(groups)[1]
print(next(first), state(groups), state(first))
print(next(groups)[0], list(first), state(first))

one, two, three = tee(iter(range(130)), 3)
print(list(islice(one, 60))[-1], next(two), list(three) == list(range(130)), list(one) == list(range(60, 130)))
print(list(two.__copy__()) == list(two), state(tee("ab")[0])[:2], tee([], 0))

print(count(), count(5), count(5, 2), count(1.5), repeat(None), repeat("x", 4), count(sys.maxsize))
big = count(sys.maxsize - 1)
print([next(big) for _ in range(4)], big)
print(repeat(1, 7).__length_hint__(), repeat(1, -3), repeat(object=1, times=2))
print(sys.getsizeof(product("ab", "cd")), sys.getsizeof(permutations("abc")), sys.getsizeof(count()))
shared = zip_longest("ab", "cd")
print(id(next(shared)) == id(next(shared)), chain[int])

for call in [
    lambda: accumulate(), lambda: accumulate(1), lambda: chain(1).__next__(), lambda: chain(x=1),
    lambda: combinations("a", -1), lambda: combinations("a"), lambda: compress("a"), lambda: count("a"),
    lambda: cycle(), lambda: cycle([]).__setstate__(3), lambda: dropwhile(None), lambda: filterfalse(int, 3),
    lambda: groupby(), lambda: groupby("a", key=len, k=1), lambda: islice("a"), lambda: islice("a", -1),
    lambda: islice("a", 1, 2, 0), lambda: islice("a", "b"), lambda: islice("a", 3, -5), lambda: islice("a", 1, 2, 3, 4),
    lambda: pairwise(3), lambda: permutations("a", "b"), lambda: permutations("a", -2), lambda: product(repeat=-1),
    lambda: product("a", repeat=None), lambda: product("a", times=1), lambda: repeat(), lambda: repeat(1, "x"),
    lambda: list(starmap(pow, [3])), lambda: takewhile(1, 2), lambda: tee("a", -1), lambda: tee(),
    lambda: zip_longest("a", fill=1), lambda: product("ab").__setstate__((1, 2)), lambda: chain().__setstate__((1,)),
    lambda: repeat(1).__length_hint__(), lambda: itertools._tee_dataobject([], [1], 3), lambda: itertools._grouper(1, 2),
    lambda: permutations("ab").__setstate__((1,)), lambda: list(takewhile(lambda x: x.y, "ab")),
]:
    attempt(call)


class Loud(chain):
    def __init__(self, *args, **kwargs): print("made with", args, kwargs)


print(list(Loud("ab", "c", keyword=1)))
# no trace: addresses pass over its stack
