# Sorting: keys, stability, reverse, comparisons with side effects, a list that changes meanwhile, errors.
class Loud:
    log = []
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        Loud.log.append((self.v, other.v))
        return self.v < other.v
    def __repr__(self): return f"L{self.v}"


for items in ([3, 1, 2], [1, 2, 3], [3, 2, 1], [2, 2, 1], [5], []):
    Loud.log.clear()
    print(sorted(map(Loud, items)), Loud.log)
print(min(map(Loud, [2, 1, 3])), max(map(Loud, [2, 1, 3])) if hasattr(Loud, "__gt__") else 0)
words = ["banana", "Apple", "cherry", "apple", "Banana", "한글", "date"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w.lower())))
pairs = [(1, "b"), (0, "a"), (1, "a"), (0, "b")]
pairs.sort(key=lambda p: p[0])
print(pairs, sorted(pairs, reverse=True), sorted(pairs, key=lambda p: -p[0]))
calls = []
l = [3, 1, 2]
l.sort(key=lambda v: calls.append((v, len(l))) or v)
print(l, calls)
l = [3, 1, 2]
try:
    l.sort(key=lambda v: l.append(v) or v)
except ValueError as error:
    print(error, l)
l = [3, "a", 1]
try:
    l.sort()
except TypeError as error:
    print(error, l)
def fails(v):
    if v == 2: raise KeyError(v)
    return v
l = [3, 2, 1]
try:
    l.sort(key=fails)
except KeyError as error:
    print(repr(error), l)
class Bad:
    def __lt__(self, other): raise RuntimeError("no comparing")
try:
    sorted([Bad(), Bad()])
except RuntimeError as error:
    print(error)
for bad in ("sorted(5)", "sorted([1], 2)", "[].sort(None)", "sorted([1, None])", "sorted([1j, 2j])", "sorted([1, 2], key=5)", "max([])", "max()", "max(5)", "min([], default=7)", "max(1, 2, default=3)", "max([1], key=1)", "sorted([[1], ['a']])", "sorted()"):
    try:
        print(bad, eval(bad))
    except (TypeError, ValueError) as error:
        print(bad, type(error).__name__, error)
big = [(i * 7919) % 101 for i in range(100)]
print(sorted(big) == list(range(100)) or sorted(big)[:5], sorted(big, reverse=True)[:5], sorted(big, key=lambda v: v % 10)[:12])
data = sorted(big); data[10:10] = [5, 3]; data.sort(); print(data[:10])
mixed = [1, 2.5, True, 0, -1.5, 10 ** 20]
print(sorted(mixed), sorted(["a", "B", "가", ""]), sorted([(1, 2), (1,), ()]), sorted([[2], [1, 5], []]), sorted({3, 1, 2}), sorted({"b": 1, "a": 2}), sorted("hello"), sorted([b"b", b"a"]), sorted([{1, 2}, {1}], key=len))
l = list(range(20)); l.reverse(); l.sort(key=lambda v: v // 5); print(l)
x = [[3], [1], [2]]; y = sorted(x); y[0].append(9); print(x, x[1] is y[0])
print(sorted([3, 1, 2], key=lambda v: -v), sorted(range(5), key=[4, 3, 2, 1, 0].__getitem__), sorted([True, False]), sorted(["10", "9", "1"], key=int), list(reversed(sorted("abc"))))
