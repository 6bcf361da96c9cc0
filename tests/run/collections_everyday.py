# no trace: the library's modules are long, and CPython has imported some of them before
# Counter, deque, namedtuple, OrderedDict, ChainMap, defaultdict, UserDict in everyday use.
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple

text = "the quick brown the lazy dog the end quick"
words = Counter(text.split())
print(words, words.most_common(2), words.total(), words["absent"])
words.subtract(["the", "the", "new"])
print(words, +words, -words, list((words & Counter(the=5, dog=1)).elements()))
print(Counter("aab") + Counter("bc"), Counter("aab") | Counter("bbb"), Counter(a=1) <= Counter(a=2), Counter("ab") == Counter("ba"))

window = deque(maxlen=3)
for n in range(6):
    window.append(n)
    print(list(window), sum(window) / len(window))
ring = deque("abcde")
ring.rotate(2)
ring.extendleft("xy")
print(ring, ring.index("a"), ring.popleft(), ring.pop(), ring[1])
ring.insert(2, "!")
ring.remove("x")
print("".join(ring), deque([1, 2]) + deque([3]), deque([1, 2]) * 2, deque([1, 2]) < deque([1, 3]))
try:
    for letter in ring:
        ring.append(letter)
except RuntimeError as error:
    print(error)

Book = namedtuple("Book", "title author year", defaults=[1900])
book = Book("Sanguo", "Luo")
print(book, book._replace(year=1522), book._asdict(), Book._fields, Book._make(["a", "b", 3]).author)
title, *rest = book
print(title, rest, book == ("Sanguo", "Luo", 1900), sorted([Book("b", "x"), Book("a", "y")])[0].title)
try:
    namedtuple("Bad", "class def")
except ValueError as error:
    print(error)
print(namedtuple("Odd", "x class x _y", rename=True)._fields)

recent = OrderedDict.fromkeys("abcd", 0)
recent.move_to_end("b")
recent.move_to_end("d", last=False)
print(recent, recent.popitem(), recent.popitem(last=False), list(reversed(recent)))
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1))

settings = ChainMap({"color": "red"}, {"color": "blue", "size": 3}, {"user": "guest"})
local = settings.new_child({"size": 9})
local["user"] = "ada"
print(dict(local), settings["user"], local.parents["size"], len(local), local)
del local["size"]
print(local["size"])
try:
    del local["color"]
except KeyError as error:
    print(error)

tree = lambda: defaultdict(tree)
root = tree()
root["a"]["b"]["c"] = 1
root["a"]["d"]
print(root["a"]["b"]["c"], sorted(root["a"]), root.default_factory is tree)


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


print(Lower(A=1, B=2) | {"C": 3}, UserList([3, 1])[::-1], UserString("abc").upper() + "d")
