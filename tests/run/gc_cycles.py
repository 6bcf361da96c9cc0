# Cycles: what gc.collect() finds, in which order it dies.
import gc
from _weakref import ref
gc.collect()
class Node:
    def __init__(self, name): self.name = name; self.links = []
    def __del__(self): print("del", self.name)
a, b = Node("a"), Node("b")
a.links.append(b); b.links.append(a)
wa = ref(a, lambda r: print("weak a dies", r() is None))
del a, b
print("before", wa() is not None)
print(gc.collect() > 0, wa() is None)
selfish = []
selfish.append(selfish)
del selfish
print(gc.collect())
d = {}
d["d"] = d
del d
print(gc.collect())
def f():
    def g(): return g
    return g
f(); f()
print(gc.collect())
class Plain: pass
p = Plain(); p.p = p; del p
print(gc.collect())
t = [Node("t%d" % i) for i in range(3)]
for i in range(3): t[i].links.append(t[(i + 1) % 3])
del t
print(gc.collect())
print(gc.collect(), gc.isenabled(), gc.garbage)
class R:
    def __del__(self): global kept; kept = self
x = R(); x.me = x; del x
print(gc.collect(), type(kept).__name__)
kept.me = None
del kept
o = Plain()
w = ref(o)
print(w() is o, w == ref(o), ref(o) is w)
del o
print(w(), gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked({}), gc.is_tracked({"a": []}))
# collects: it shows what a collection of its own finds
