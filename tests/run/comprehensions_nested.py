# Comprehensions: nested, conditional, scopes, closures in them, walrus, evaluation order, of every kind.
print([(x, y) for x in range(3) for y in range(x)], [[x * y for y in range(3)] for x in range(3)])
print([x for x in range(20) if x % 2 if x % 3], [x if x > 1 else -x for x in range(4)], {x: {y for y in range(x)} for x in range(3)}, {c.upper(): i for i, c in enumerate("abc")}, {len(w) for w in "a bb cc ddd".split()})
x = "outer"
l = [x for x in range(3)]
print(x, l)
def f():
    y = 10
    fs = [lambda: (i, y) for i in range(3)]
    gs = [lambda i=i: (i, y) for i in range(3)]
    y = 20
    return [g() for g in fs], [g() for g in gs], [y + k for k in range(2)]
print(f())
class C:
    n = 3
    items = [i for i in range(n)]
    try:
        bad = [n for _ in range(2)]
    except NameError as error:
        print(error)
    good = [k * 2 for k in items]
print(C.items, C.good)
print([last := i * 2 for i in range(4)], last, any((found := v) > 2 for v in [1, 3, 5]), found, [y := 1, y ** 2], (total := 0), [total := total + v for v in range(5)], total)
print(sum(x * x for x in range(5)), max((len(w), w) for w in ["aa", "b"]), list(x for x in "ab"), tuple(i for i in range(3)), dict((k, 1) for k in "ab"), set(c for c in "aab"), " ".join(str(i) for i in range(3)), sorted(-x for x in range(3)))
def show(v, label): print(label, v, end="; "); return v
print([show(v, "elt") for v in show([1, 2, 3], "iter") if show(v > 1, "cond")])
print({show(k, "key"): show(k * 2, "value") for k in range(2)})
g = (show(v, "lazy") for v in show([1, 2], "now"))
print("made")
print(list(g))
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [v for row in matrix for v in row if v % 2], [sum(row) for row in matrix], [[(r, c) for c, v in enumerate(row) if v > 2] for r, row in enumerate(matrix)])
print([(lambda v: v * n)(2) for n in range(3)], [f"{n}:{m}" for n in "ab" for m in range(2)], [n for n in (m * 2 for m in range(3))], [[y for y in (x, x + 1)] for x in (0, 5)], [z for x in [1] for y in [x + 1] for z in [y + 1]])
try:
    [1 / v for v in (1, 0)]
except ZeroDivisionError as error:
    tb = error.__traceback__
    while tb: print(tb.tb_frame.f_code.co_name, end=" "); tb = tb.tb_next
    print()
try:
    print([undefined for _ in range(1)])
except NameError as error:
    print(error)
def outer():
    a = 1
    def inner(): return [a + b for b in range(2) if [a for _ in range(1)]]
    return inner(), [inner() for a in range(1)], sorted(locals())
print(outer())
def generator_scope():
    for k in (j for j in range(3)): yield k
    yield from (k for k in "x")
print([*generator_scope()], [k for k in range(3)][-1], [[[k] for k in range(1)] for k in range(2)])
primes = [n for n in range(2, 40) if all(n % d for d in range(2, int(n ** 0.5) + 1))]
print(primes, [(a, b, c) for c in range(1, 20) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c], {a: [b for b in range(1, a) if a % b == 0] for a in (6, 12)})
