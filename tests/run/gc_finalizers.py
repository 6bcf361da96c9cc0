# __del__ in cycles: order, resurrection, once only, weakrefs before finalizers.
import gc
from _weakref import ref
gc.collect()
gc.disable()
class Part:
    def __init__(self, name, whole=None):
        self.name, self.whole, self.parts = name, whole, []
    def __del__(self):
        print("del", self.name, [p.name for p in self.parts], self.whole and self.whole.name)
car = Part("car")
car.parts = [Part("wheel %d" % i, car) for i in range(3)]
del car
print("garbage now")
print(gc.collect())
class Phoenix:
    nest = []
    def __init__(self): self.lives = 0; self.me = self
    def __del__(self):
        self.lives += 1
        Phoenix.nest.append(self)
Phoenix()
print(gc.collect(), len(Phoenix.nest), Phoenix.nest[0].lives)
Phoenix.nest.clear()
print(gc.collect(), len(Phoenix.nest))
class Watched:
    def __del__(self): print("watched dies, weakref is", w())
x = Watched(); x.x = x
w = ref(x, lambda r: print("callback sees", r()))
del x
gc.collect()
class Group:
    def __init__(self, n): self.n = n
    def __del__(self): print("group", self.n, end="; ")
ring = [Group(i) for i in range(5)]
for i, g in enumerate(ring): g.next = ring[(i + 1) % 5]
del ring, g
print(gc.collect())
class Fails:
    def __del__(self): raise ValueError("from del")
f = Fails(); f.f = f; del f
print(gc.collect())
class Slots:
    __slots__ = ("other", "__weakref__")
    def __del__(self): print("slots gone")
a, b = Slots(), Slots()
a.other, b.other = b, a
ra = ref(a)
del a, b
print(ra() is not None, gc.collect(), ra())
def generator():
    try:
        me = yield
        yield
    finally:
        print("generator finally in collection")
g = generator(); next(g); g.send(g); del g
print(gc.collect())
class Outer:
    def __del__(self): print("outer", hasattr(self, "inner"), hasattr(self.inner, "outer"))
class Inner: pass
o = Outer(); o.inner = Inner(); o.inner.outer = o; del o
print(gc.collect())
class Late:
    def __del__(self): print("late dies at exit")
late = Late(); late.late = late
unreachable = Late(); unreachable.u = unreachable; del unreachable
print("end")
