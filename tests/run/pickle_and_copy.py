# no trace: the library's modules are long, and CPython has imported some of them before
# Pickling and copying: own state, shared and circular references, __reduce__, deep and shallow, what can't be pickled.
import copy
import pickle


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return isinstance(other, Point) and vars(self) == vars(other)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Session:
    def __init__(self, user):
        self.user, self.connection = user, object()

    def __getstate__(self):
        return {k: v for k, v in vars(self).items() if k != "connection"}

    def __setstate__(self, state):
        vars(self).update(state, connection="again")


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = [1]


class Interned:
    known = {}

    def __new__(cls, name):
        return cls.known.setdefault(name, super().__new__(cls))

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Interned({self.name!r})"

    def __reduce__(self):
        return Interned, (self.name,)

    def __deepcopy__(self, memo):
        return self


shared = [1, 2]
data = {"point": Point(1, 2), "shared": [shared, shared], "tuple": (1, 2.5, None, True, b"bytes", "한글", 10 ** 30), "set": {3}, "frozen": frozenset("a")}
data["self"] = data
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    again = pickle.loads(pickle.dumps(data, protocol))
    print(protocol, again["self"] is again, again["shared"][0] is again["shared"][1], again["point"], again["tuple"] == data["tuple"])
print(pickle.loads(pickle.dumps(Session("ada"))).__dict__, pickle.loads(pickle.dumps(Interned("x"))) is Interned("x"))
print(pickle.loads(pickle.dumps(Slotted())).a, pickle.loads(pickle.dumps([len, Point, print, ValueError("v", 1)])))
for bad in (lambda: 0, (i for i in "x"), open):
    try:
        print(pickle.loads(pickle.dumps(bad)))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])

original = [[1], Point([2], 3), Interned("y")]
shallow, deep = copy.copy(original), copy.deepcopy(original)
original[0].append(9)
original[1].x.append(8)
print(shallow, deep[:2], deep[2] is original[2], shallow[0] is original[0])
loop = []
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin[0] is twin, twin is loop, copy.copy(loop)[0] is loop)
print(copy.copy(Session("bob")).connection, copy.deepcopy((1, (2, 3))) is not None, copy.copy(range(3)), copy.deepcopy({"k": shared}) == {"k": [1, 2]})
try:
    copy.deepcopy([x for x in "a"].__iter__().__class__), copy.copy(open)
    copy.deepcopy((i for i in "x"))
except TypeError as error:
    print(error)
