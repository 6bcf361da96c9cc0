# Itertools by hand: chain, cycle, islice, takewhile, groupby, product, permutations, accumulate, tee, zip_longest.
def chain(*its):
    for it in its: yield from it
def cycle(it):
    saved = []
    for x in it: saved.append(x); yield x
    while saved: yield from saved
def islice(it, stop, start=0, step=1):
    for i, x in enumerate(it):
        if i >= stop: return
        if i >= start and (i - start) % step == 0: yield x
def takewhile(p, it):
    for x in it:
        if not p(x): break
        yield x
def dropwhile(p, it):
    it = iter(it)
    for x in it:
        if not p(x): yield x; break
    yield from it
def groupby(it, key=lambda x: x):
    it = iter(it)
    sentinel = object()
    x = next(it, sentinel)
    while x is not sentinel:
        k, group = key(x), [x]
        while (x := next(it, sentinel)) is not sentinel and key(x) == k: group.append(x)
        yield k, group
def product(*pools):
    if not pools: yield (); return
    for x in pools[0]:
        for rest in product(*pools[1:]): yield (x, *rest)
def permutations(items):
    if not items: yield ()
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]): yield (items[i], *rest)
def combinations(items, n):
    if n == 0: yield (); return
    for i, x in enumerate(items):
        for rest in combinations(items[i + 1:], n - 1): yield (x, *rest)
def accumulate(it, f=lambda a, b: a + b):
    it = iter(it)
    try: total = next(it)
    except StopIteration: return
    yield total
    for x in it: total = f(total, x); yield total
class Tee:
    def __init__(self, it): self.it, self.queues = iter(it), []
    def branch(self):
        queue = []
        self.queues.append(queue)
        def gen():
            while True:
                if not queue:
                    try: x = next(self.it)
                    except StopIteration: return
                    for q in self.queues: q.append(x)
                yield queue.pop(0)
        return gen()
def zip_longest(*its, fill=None):
    its = [iter(i) for i in its]
    live = len(its)
    while True:
        row = []
        for n, it in enumerate(its):
            try: row.append(next(it))
            except StopIteration:
                live -= 1
                if not live: return
                its[n] = iter(lambda: fill, object())
                row.append(fill)
        yield tuple(row)
print(*chain("ab", [1], {}), [*islice(cycle("xyz"), 8)], [*islice(range(20), 15, 3, 4)], [*cycle([])])
print([*takewhile(lambda x: x < 3, [1, 2, 3, 1])], [*dropwhile(lambda x: x < 3, [1, 2, 3, 1])], [*groupby("aabccc")], [*groupby(range(7), lambda x: x // 3)])
print([*product("ab", [1, 2])], [*product()], ["".join(p) for p in permutations("abc")], [*combinations("abcd", 2)], [*combinations([1], 2)])
print([*accumulate([1, 2, 3])], [*accumulate([3, 1, 4], max)], [*accumulate([])], [*accumulate("abc")])
t = Tee([1, 2, 3]); a, b = t.branch(), t.branch()
print(next(a), next(a), next(b), [*b], [*a], next(a, "end"))
print([*zip_longest("ab", [1, 2, 3], fill="-")], [*zip_longest([], [])])
def reduce(f, it, *start):
    it = iter(it)
    value = start[0] if start else next(it)
    for x in it: value = f(value, x)
    return value
print(reduce(lambda a, b: a * b, range(1, 6)), reduce(max, [3, 9, 2]), reduce(lambda a, b: [b] + a, "abc", []))
try: reduce(min, [])
except StopIteration as e: print("StopIteration", e.args)
def partial(f, *a, **k): return lambda *b, **l: f(*a, *b, **k | l)
print(partial(int, base=2)("101"), partial(print, 1, sep="-")(2, 3), [*map(partial(pow, 2), range(5))])
count = iter(int, 1); print(next(count), [n for _, n in zip(range(3), count)])
def window(it, n):
    w = []
    for x in it:
        w.append(x)
        if len(w) == n: yield tuple(w); w.pop(0)
print([*window(range(5), 3)], [*window("ab", 3)], [b - a for a, b in window([1, 4, 9, 16], 2)])
