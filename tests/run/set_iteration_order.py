# The order in which a set of ints and strs is walked, with PYTHONHASHSEED=0; all operations.
print({3, 1, 2}, {10, 20, 30, 5}, set(range(20, 0, -3)), {-1, -2, 0}, {100, 1, 33, 65, 8, 16}, set("hello"), {"apple", "banana", "cherry"}, {"가", "나", "다"})
s = set()
for n in (5, 100, 37, 8, 16, 24, 1, 64): s.add(n); print(n, list(s))
s.discard(8); s.discard(999); s.remove(16); s.add(40)
print(s, len(s), s.pop(), s)
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, b - a, a ^ b, a.union([9], (8,)), a.intersection(b, {4}), a.difference(b, [1]), a.symmetric_difference([1, 7]))
print(a < b, a <= a, a < a, {3} < a, a > {1}, a == {4, 3, 2, 1}, a != b, a.isdisjoint({9}), a.issubset(range(9)), a.issuperset([1]), 3 in a, "3" in a, frozenset(a) == a)
c = a.copy(); c |= {7}; c &= {1, 2, 7}; c -= {1}; c ^= {2, 8}; print(c, a)
c.update("xy", [1]); c.difference_update("x"); c.intersection_update({"y", 1, 7}); c.symmetric_difference_update([1, 2]); print(sorted(map(str, c)))
print({x % 3 for x in range(10)}, {*"ab", *[1]} == {"a", "b", 1}, set([1, 1.0, True]), {0, False, 0.0}, {(), (1,), "t"} == {(1,), "t", ()}, frozenset([3, 1]), {frozenset([1]): 2}, set(), repr(frozenset()))
words = "to be or not to be that is the question whether tis nobler in the mind".split()
print(set(words), list(set(words))[:3], sorted(set(words), key=len)[-1], len(set(words)))
print(set(i * i % 17 for i in range(30)), set(range(0, 100, 7)), {i << 3 for i in range(8)}, {2 ** i for i in range(0, 70, 7)}, {-i for i in range(5)}, {i / 2 for i in range(5)}, {str(i) for i in range(6)}, {chr(97 + i) for i in range(8)})
print({b"x", b"y", b"z"} == {b"z", b"y", b"x"}, {True, None, "s"} == {"s", None, 1}, {1.5, 2.5, -1.0}, {1j, 2, 3.0} == {3, 2, 1j}, {(1, 2), (2, 1), (0, 0)}, {(i, i + 1) for i in range(4)})
for bad in ("{[]}", "{1} + {2}", "{1} | [2]", "{1} < [1]", "set(5)", "{1}.remove(2)", "set().pop()", "{1}[0]", "frozenset().add(1)", "{1}.union(5)", "hash({1})", "{1, {2}}", "set([[]])", "{1}.add()", "{1} & 1", "{1}.discard([])", "{1}.add({})", "[] in {1}", "frozenset([{}])", "{1}()"):
    try:
        print(bad, eval(bad))
    except Exception as error:
        print(bad, type(error).__name__, error)
print({1} in {frozenset([1])}, {1, 2} in [{2, 1}], set() in [set()])
try:
    for x in s: s.add(x + 1000)
except RuntimeError as error:
    print(error)
class E:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): return self.v == o.v
    def __repr__(self): return f"E{self.v}"
print({E(1), E(2), E(1), E(3)}, {E(1), E(2)} & {E(2)}, {E(1)} | {E(1)})
big = set(range(300)); big -= set(range(5, 290)); print(big, len(big))
f = frozenset("abc"); print(f | {"d"} == set("abcd"), type(f | {"d"}).__name__, type({"d"} | f).__name__, hash(f) == hash(frozenset("cba")), hash(frozenset()), hash(frozenset([1, 2, 3])))
