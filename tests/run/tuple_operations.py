# tuple: comparison, hashing, nesting, multiplication, immutability, conversion, methods, errors.
t = (1, "two", 3.0, (4, [5]))
print(t, t[0], t[-1][1][0], t[1:3], t[::-1], len(t), "two" in t, t.index("two"), t.count(1), t + (9,), t * 2, (0,) * 0, tuple("abc"), tuple(x * x for x in range(4)), tuple({1: 2}), (1,), ())
t[3][1].append(6)
print(t, t == (1, "two", 3.0, (4, [5, 6])))
try:
    t[3][1] += [7]
    t[3][1][0] = "x"
except TypeError as error:
    print(error)
print(t)
for bad in ("t[0] = 1", "del t[0]", "t.append(1)", "t[9]", "t['x']", "t + [1]", "t < (1, 'two', 3.0, 5)", "hash(t)", "tuple(5)", "t.index(99)", "t()", "t * t", "t * 1.5", "(1, 2) < 3", "a, b = t", "t[0]()", "() - ()", "t.x", "tuple(1, 2)", "t[1:2] = ()"):
    try:
        exec(bad)
        print(bad, "fine")
    except Exception as error:
        print(bad, type(error).__name__, error)
print(t)
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), () < (0,), (2,) > (1, 99), (1, "a") == (1, "a"), (1, 2) != (1, 2.0), (1, (2, 3)) <= (1, (2, 4)), max([(1, 2), (1, 3)]), sorted([(2, "b"), (1, "z"), (2, "a")]))
print(hash((1, 2)) == hash((1.0, 2)), hash(()), hash((1,)), hash((1, 2, 3)), hash((0, (1, "")) ) == hash((0, (1, ""))), {(1, 2): "p"}[1, 2], {(): 0}[()])
a, b = (b, a) = (1, 2)
print(a, b)
def multi(): return 1, 2
x = multi()
print(x, type(x).__name__, *multi(), multi()[1], (yes := 5,), yes)
class Point(tuple):
    def __new__(cls, x, y): return super().__new__(cls, (x, y))
    x = property(lambda self: self[0])
    y = property(lambda self: self[1])
    def __add__(self, other): return Point(self.x + other[0], self.y + other[1])
    def __repr__(self): return f"Point{tuple(self)}"
p = Point(1, 2)
print(p, p + (3, 4), p == (1, 2), p.x, len(p), p[1], p * 2, hash(p) == hash((1, 2)), isinstance(p, tuple), {p: 1}[(1, 2)], p < (1, 3), [*p])
nested = ((((1,),),),)
depth = 0
while isinstance(nested, tuple): nested, depth = nested[0], depth + 1
print(depth, nested, (1, (2, (3, ()))), ((),), (((), ()),), repr((1,)), str(()), bool(()), bool((0,)))
it = iter((1, 2)); print(next(it), it.__length_hint__(), list(it), it.__length_hint__())
rec = ([],); rec[0].append(rec); print(rec)
for i, (a, (b, *c)) in enumerate([(1, (2, 3, 4)), (5, (6,))]): print(i, a, b, c)
t = (1, 2, 3); t += (4,); u = t; t *= 2; print(t, u, t is u)
print(tuple(map(max, zip((1, 5), (3, 2)))), tuple(zip(*[(1, 2), (3, 4)])), sum((1, 2), 10), sum([(1,), (2,)], ()), any(()), all(()), min((3, 1)), tuple(reversed((1, 2))), tuple(enumerate("ab", 5)))
