"""deque, defaultdict, the fields of named tuples and the counting loop, natively."""
# no trace: CPython has imported copyreg before
import _collections
import sys
from _collections import _count_elements, _tuplegetter, defaultdict, deque


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


d = deque("abc", 5)
print(d, d.maxlen, len(d), d[0], d[-1], "b" in d, list(reversed(d)))
d.extend("defg")
print(d, d.pop(), d.popleft(), d)
d.extendleft("xyz")
d.rotate(2)
print(d, d.count("z"), d.index("x"))
d.rotate(-7)
d.reverse()
d.remove("x")
print(d, d == deque(d), d < deque("zz"), d != deque(), d + deque("q"), d * 2, d.copy().maxlen)
big = deque(range(200))
for step in 3, -50, 64, 129, 1000:
    big.rotate(step)
    print(big[0], big[99], big[-1], big[64], end="; ")
del big[70], big[0], big[-1]
big[5] = "five"
big.insert(100, "hundred")
big.insert(-3, "back")
big.insert(10 ** 6, "end")
print(len(big), big[5], big.index("hundred"), big.index("back"), big[-1], big.index(150, 3, 900))
for _ in range(150):
    big.append(big.popleft())
print(sys.getsizeof(deque()), sys.getsizeof(deque(range(65))), sys.getsizeof(big), list(big)[::25])
print(deque([1, 2]).__reduce__()[:3], deque([1], 3).__reduce__()[:3], deque[int])
iterator = iter(deque("abcd"))
next(iterator)
print(iterator.__length_hint__(), iterator.__reduce__(), list(_collections._deque_iterator(deque("abcd"), 2)))
nested = deque([1])
nested.append(nested)
print(nested)
grown = deque([1, 2], maxlen=3)
grown += grown
grown *= 3
print(grown, deque([1, 2, 3], 0), deque(maxlen=None))


class Changing:
    def __init__(self, container): self.container = container
    def __eq__(self, other): self.container.append(1); return False


def changed_while_iterating():
    numbers = deque([1, 2])
    for number in numbers:
        numbers.append(number)


c = deque([1, 2, 3])
for call in [deque().pop, deque().popleft, changed_while_iterating, lambda: c.remove(Changing(c)), lambda: Changing(c) in c,
             lambda: c.count(Changing(c)), lambda: c[10], lambda: c["x"], lambda: deque(3), lambda: deque([], -1),
             lambda: deque([], "x"), lambda: deque(1, 2, 3), lambda: c + [1], lambda: c.index(99), lambda: c.remove(99),
             lambda: hash(c), lambda: deque([1], 1).insert(0, 2), lambda: c.rotate("x"), lambda: c.__setitem__(50, 1),
             lambda: defaultdict(3), lambda: defaultdict(int, 3), lambda: defaultdict()["k"], lambda: _tuplegetter(0, "")]:
    attempt(call)

words = defaultdict(list, {"a": [1]}, b=[2])
words["c"].append(3)
print(words, words.default_factory, words.get("zz"), "zz" in words, words.__reduce__()[:4], words.copy() == words)
print(type(words | {"d": 4}).__name__, {"z": 0} | words, defaultdict(None, x=1), words.__missing__("new"), len(words))
words.default_factory = lambda: words
print(words["self"] is words)
loop = defaultdict(None)
loop["me"] = loop
print(loop)


class Pair(tuple):
    first = _tuplegetter(0, "the first")


print(Pair([7, 8]).first, Pair.first, Pair.first.__doc__, Pair.first.__reduce__())
attempt(lambda: Pair([]).first)
attempt(setattr, Pair([1]), "first", 2)
attempt(delattr, Pair([1]), "first")
attempt(Pair.first.__get__, 3)


class Mapping(dict):
    def get(self, key, default=None): return 100


for mapping in {}, {"a": 1.5}, Mapping():
    _count_elements(mapping, "abca")
    print(mapping)
attempt(_count_elements, {}, [[]])
attempt(_count_elements, 3, "a")
