# Cycles: what plain release cannot free and the collector can.
import gc
from sys import getrefcount as rc
from _weakref import ref, getweakrefcount
gc.collect()
gc.disable()


class Node:
    def __init__(self, name, *links):
        self.name, self.links = name, list(links)


def alive(*refs):
    return [r() is not None for r in refs]


a = Node("a"); b = Node("b", a); a.links.append(b)
wa, wb = ref(a), ref(b)
print(rc(a), rc(b), getweakrefcount(a))
del a, b
print(alive(wa, wb), wa().links[0].name, rc(wa()))
print(gc.collect(), alive(wa, wb))
a = Node("a")
a.me = a
wa = ref(a)
a.me = None
del a
print(alive(wa), gc.collect())
l = [1]; l.append(l); print(rc(l), l); del l; print(gc.collect())
t = ([],); t[0].append(t); print(t); del t; print(gc.collect())
d = {}; d[1] = {2: d}; print(d); del d; print(gc.collect())
def f(): pass
f.me = f
w = ref(f)
del f
print(alive(w), gc.collect(), alive(w))
class Loop: pass
w = ref(Loop)
del Loop
print(alive(w), gc.collect() > 0, alive(w))
def gen():
    me = yield
    yield me
g = gen(); next(g); g.send(g); w = ref(g); del g
print(alive(w), gc.collect(), alive(w))
class Method:
    def m(self): pass
o = Method(); o.bound = o.m; w = ref(o); del o
print(alive(w), gc.collect(), alive(w))
def closure():
    def a(): return b
    def b(): return a
    return a
w = ref(closure())
print(alive(w), gc.collect(), alive(w))
class Error(ValueError): pass
try:
    raise Error
except Error as e:
    e.me = e
    w = ref(e)
print(alive(w), gc.collect(), alive(w))
chain = [Node(i) for i in range(4)]
for x, y in zip(chain, chain[1:] + chain[:1]): x.links.append(y)
refs = [ref(x) for x in chain]
survivor = chain[2]
del chain, x, y
print(gc.collect(), alive(*refs))
survivor.links.clear()
print(gc.collect(), alive(*refs))
del survivor
print(alive(*refs), gc.collect())
gc.enable()
print(gc.isenabled(), gc.get_threshold(), gc.garbage)
s = Node("root"); s.links = [Node("leaf", s) for _ in range(3)]
print(len(gc.get_referents(s.links)), s in gc.get_referrers(s.links[0].links) or "via list")
del s
print(gc.collect(), gc.collect(), gc.collect())
# collects: it shows what a collection of its own finds
