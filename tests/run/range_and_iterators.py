# range, iter, next, enumerate, zip, map, filter, reversed, and iterators of one's own.
for r in (range(5), range(2, 5), range(0, 10, 3), range(5, 0, -2), range(0), range(5, 5), range(-3, 3), range(10 ** 20, 10 ** 20 + 2)):
    print(r, list(r), len(r) if len(r) < 100 else 0, 3 in r, r[0] if r else "-", r[-1:] , r.start, r.stop, r.step, bool(r), list(reversed(r)), r.count(2))
print(range(3) == range(0, 3, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3)), range(10)[2:8:2], range(10)[::-1], 5.0 in range(10), "5" in range(10), range(10).index(7), range(0, 100, 10)[3], range(1, 4) != range(1, 5))
print(list(enumerate("ab")), list(enumerate("ab", start=-1)), list(zip("abc", [1, 2])), list(zip()), list(zip([1])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(filter(str.isdigit, "a1b2")), list(reversed("abc")), list(map(str, range(3))))
print(list(zip([1, 2], [3, 4], strict=True)), dict(zip("ab", range(2))), max(map(len, ["a", "bbb"])), sum(filter(lambda x: x % 2, range(6))), list(iter([1, 2])), list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))
it = iter([1, 2, 3])
print(next(it), next(it), list(it), next(it, "end"), it.__length_hint__())
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n + 1
class Sequence:
    def __getitem__(self, i):
        if i > 3: raise IndexError(i)
        return i * i
    def __len__(self): return 4
print(list(Countdown(3)), sum(Countdown(4)), *Countdown(2), 2 in Countdown(5), list(Sequence()), 9 in Sequence(), list(reversed(Sequence())), max(Sequence()), list(zip(Countdown(3), Sequence())), sorted(Countdown(3)), [*Sequence()], tuple(Countdown(1)), {*Countdown(2)})
c = Countdown(5); print([x for x, _ in zip(c, range(2))], c.n, list(c))
class NotIterator:
    def __iter__(self): return 5
class NoNext:
    def __iter__(self): return self
for bad in ("iter(5)", "next([])", "next(iter([]))", "iter(NotIterator())", "list(NoNext())", "range()", "range(1, 2, 0)", "range('a')", "range(1)[5]", "range(5).index(9)", "zip(5)", "map(5)", "list(map(5, [1]))", "map()", "filter(None)", "enumerate()", "reversed({1})", "reversed(5)", "list(zip([1], [1, 2], strict=True))", "list(zip([1, 2], [1], strict=True))", "sum(['a'])", "sum('ab')", "iter([], 1)", "for x in None: pass", "range(3)[0] = 1", "len(iter([]))", "enumerate([], 'x')", "sum([[1], [2]])", "range(1, 2, 3, 4)", "next()", "min(5, key=None)", "range(3) + range(2)"):
    try:
        exec(f"print({bad!r}, {bad})" if "=" not in bad.replace("strict=", "").replace("key=", "") and not bad.startswith("for") else bad, globals())
    except Exception as error:
        print(bad, type(error).__name__, error)
l = [1, 2, 3, 4]
for x in l:
    if x == 2: l.remove(x)
    print(x, end=" ")
print(l)
l = [1]
for x in l:
    if len(l) < 5: l.append(x * 2)
print(l, [*range(3), *map(abs, [-1])])
e = enumerate([10, 20, 30], 1); print(next(e), list(e), next(e, None)); r = reversed([1, 2]); print(next(r), list(r), r.__length_hint__())
z = zip(a := iter(range(6)), a); print(list(z), list(a))
m = map(print, "ab"); print("lazy"); print(list(m))
print(any(x > 2 for x in Countdown(5)), all(x > 0 for x in Countdown(3)), [x for x in iter("abcabc".__iter__().__next__, "c")])
