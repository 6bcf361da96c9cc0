# Unpacking: nested, starred, in loops, calls, displays, with strings, dicts, iterators, errors.
a, b = 1, 2
a, b = b, a
(c, d), e = [3, 4], 5
[f, [g, [h]]] = 6, (7, [8])
print(a, b, c, d, e, f, g, h)
first, *middle, last = range(6)
*start, end = "héllo"
head, *empty = [1]
(x, *y), *z = [(1, 2, 3), 4, 5]
print(first, middle, last, start, end, head, empty, x, y, z)
for i, (k, v) in enumerate({"a": 1, "b": 2}.items()):
    print(i, k, v)
for n, *rest in [(1, 2, 3), "xyz", [9]]:
    print(n, rest)
print([*range(3), *"ab", *{"k": 1}], (*[1], 2, *(3,)), {*[1, 2], *{2, 3}}, {**{"a": 1, "b": 2}, "b": 3, **{"c": 4}})
def f(*args, **kwargs): return args, kwargs
print(f(*[1, 2], 3, *"ab", x=1, **{"y": 2}, **{"z": 3}))
q = w = [0]
q += [1]
print(w is q, w)
i, l = 0, [10, 20, 30]
i, l[i] = 1, 99
print(i, l)
class O: pass
o = O()
o.x, o.y = 1, 2
l[0], o.z, (l[1], *o.w) = "A", "B", "CDE"
print(l, o.__dict__)
l[1:2], *r = [["slice", "two"], 1, 2]
print(l, r)
def gen():
    for n in range(5):
        print("yield", n)
        yield n
try:
    a, b = gen()
except ValueError as error:
    print(error)
g = gen()
a, b, *c = g
print(c, next(g, "done"))
for code in ("a, b = 1", "a, b = [1]", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = {}", "(a, b), c = 1, 2", "a, = ()", "*a, = 5",
             "f(**{1: 2})", "f(x=1, **{'x': 2})", "f(*5)", "f(**[1])", "[*1]", "{**1}", "{*1}", "a, b = None", "a, b, c = 'ab'"):
    try:
        exec(code)
        print("fine")
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
class Iter:
    def __init__(self, n): self.n = n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError
        return i * i
a, b, c = Iter(3)
print(a, b, c, [*Iter(4)], f(*Iter(2)))
class Mapping:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k.upper()
print({**Mapping()}, f(**Mapping()), dict(Mapping()))
(a), b = (lambda: (1, 2))()
print(a, b, end="\n" * 2)
t = 1,
u = ()
print(t, u, (t, *u), *t, sep=" | ")
def swap(pair): x, y = pair; return y, x
print(*map(swap, zip("ab", [1, 2])), dict(map(swap, zip("ab", [1, 2]))))
matrix = [[1, 2, 3], [4, 5, 6]]
print(list(zip(*matrix)), [list(r) for r in zip(*matrix[::-1])], max(*matrix[0]), [*map(sum, matrix)])
(a, b), (c, d) = sorted({"z": 1, "y": 2}.items())
print(a, b, c, d)
[a, b] = {3, 4}; print(a + b)
del a, (b, [c]), d
print([n in globals() for n in "abcd"])
