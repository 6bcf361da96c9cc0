# Sets: order as CPython's, operations, frozensets.
s = {3, 1, 2, 10, 7}
print(s, len(s), 3 in s, 4 in s)
s.add(100); s.discard(1); s.discard(55); print(s)
print({1, 2} | {2, 3}, {1, 2} & {2, 3}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} < {1, 2}, {1, 2} >= {2}, {1}.isdisjoint({2}))
words = set("the quick brown fox jumps over the lazy dog".split())
print(words, sorted(words))
print(set("mississippi"), frozenset([1, 2, 2]), set(), {x % 5 for x in range(50)})
f = frozenset("ab")
print({f: 1}[frozenset("ba")], f | {"c"}, hash(frozenset([1, 2, 3])), f == set("ab"))
t = set(range(20))
t -= set(range(0, 20, 2)); t |= {100, 200}; t &= set(range(0, 150)); t ^= {1, 500}
print(t, min(t), max(t), sum(t))
print(t.pop() in range(1000), len(t))
for bad in (lambda: {[]}, lambda: set().pop(), lambda: {1}.remove(2), lambda: {1} | [2], lambda: set(5), lambda: f.add(1)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print({1}.union([2], (3,)), {1, 2, 3}.intersection([2, 3], {3}), {1, 2}.difference([1]), {1, 2}.symmetric_difference([2, 9]))
big = set(range(1000)); big.update(range(990, 1010)); print(len(big), list(big)[:5], list(big)[-3:])
try:
    for x in big: big.add(x + 10000)
except RuntimeError as e:
    print(e)
mixed = {"a", 1, 2.5, None, True, (1, 2), b"x"}
print(len(mixed), 1.0 in mixed, (1, 2) in mixed)
print({i * 8 for i in range(12)}, {-1, -2, -3}, {2 ** 40, 2 ** 41, 5})
