# Who dies when: items of containers that are cleared, overwritten, sorted, sliced, popped, iterated.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("-", self.n, end=" ")
    def __lt__(self, o): return self.n < o.n
    def __repr__(self): return f"D{self.n}"
def line(text): print("|", text)
l = [D(i) for i in range(6)]
line("made")
l[0] = D(10); line("item set")
del l[1]; line("item deleted")
l[1:3] = [D(20)]; line("slice set")
l.pop(); line("popped")
l.pop(0).n; line("popped first")
l += [D(30), D(31)]; l.sort(); line("sorted")
l *= 2; line("doubled"); del l[:]; line("cleared")
d = {i: D(i) for i in range(5)}
d[0] = None; line("value replaced")
del d[1]; line("key deleted")
d.pop(2); line("dict pop")
d.popitem(); line("popitem")
d.update({3: D(33)}); line("updated"); d |= {3: None}; line("merged")
d.clear(); line("dict cleared")
k = {D("key"): 1}; k.clear(); line("keys too")
s = {D(1)}; s.pop(); line("set pop"); s = {D(2), 3}; s.clear(); line("set cleared"); s.add(D(3)); s = s - s; line("difference")
t = (D(1), (D(2), [D(3)])); t = None; line("tuple dropped")
(D(1), D(2)); line("tuple never kept")
[D(3), D(4)]; line("list never kept"); {D(5): D(6)}; line("dict never kept")
D(1) and D(2); line("and"); D(1) or D(2); line("or"); D(1) < D(2) < D(0); line("chain"); [D(1)][0].n; line("subscript")
f"{D(1)}"; line("f-string"); str(D(2)); line("str")
def f(a, b=None): line("in f"); return b
f(D(1), D(2)); line("after f"); x = f(D(3), D(4)); line("result kept"); x = 0; line("result dropped")
for i in [D(1), D(2)]: line("loop")
line("loop ended"); i = None; line("variable dropped")
[D(i).n for i in range(3)]; line("comprehension"); sum(D(i).n for i in range(3)); line("generator")
a, b = D(1), D(2); a, b = b, a; line("swapped"); a = b; line("same"); del a, b; line("both deleted")
a = b = D(3); a = None; line("one left"); b = None; line("none left")
class H:
    c = D("class")
    def __init__(self): self.i = D("instance")
h = H(); h.i = None; line("attribute set"); h.j = D("j"); del h.j; line("attribute deleted"); h.k = D("k"); del h; line("object"); H.c = 0; line("class attribute")
def g():
    x, y, z = D("x"), D("y"), D("z")
    y = None
    line("in g")
    return 1
g(); line("after g")
def early():
    for i in range(3):
        v = D(i)
        if i == 1: return
early(); line("after early")
def raiser():
    v = D("raiser")
    raise ValueError
try: raiser()
except ValueError: line("except")
line("after except")
it = iter([D(1), D(2)]); next(it); line("next"); del it; line("iterator dropped")
z = zip([D(1)], [D(2)]); next(z); line("zip next"); del z; line("zip dropped"); e = enumerate([D(9)]); del e; line("enumerate")
list(map(D, range(2))); line("map"); m = map(D, [5]); next(m); line("map next"); sorted([D(2), D(1)]); line("sorted away"); max(D(1), D(2)); line("max")
with type("M", (), {"__enter__": lambda s: D("as"), "__exit__": lambda *a: None})() as q: line("with")
line("after with"); del q; line("end")
lam = lambda v=D("default"): v
del lam; line("lambda"); exec("D('exec')"); line("exec"); eval("D('eval')"); line("eval"); print(D("print")); line("print")
