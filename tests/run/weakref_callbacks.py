# Weak references: callbacks in which order, before or after __del__, resurrected objects, subclasses.
from _weakref import ref, proxy, getweakrefcount, getweakrefs
import gc


class Thing:
    def __init__(self, name): self.name = name
    def __del__(self): print("  __del__", self.name)
    def hello(self): return "hello from " + self.name


def callback(label):
    return lambda r: print("  callback", label, r() is None)


t = Thing("t")
r1, r2, r3 = ref(t, callback(1)), ref(t, callback(2)), ref(t, callback(3))
plain = ref(t)
print(getweakrefcount(t), ref(t) is plain, r1 is r2, r1 == r2, len(getweakrefs(t)))
del r2
print(getweakrefcount(t))
del t
print("dead", plain(), r1() is r3() is None, r1 == plain, plain == plain)
t = Thing("p")
p = proxy(t, callback("proxy"))
print(p.hello(), p.name, getweakrefcount(t), type(p).__name__)
p.name = "renamed"
print(t.name)
del t
try:
    p.hello()
except ReferenceError as error:
    print(error)


class Saved:
    kept = None
    def __del__(self):
        Saved.kept = self
        print("  saved")


s = Saved()
w = ref(s, callback("saved"))
del s
print(w() is None, Saved.kept is not None)
w2 = ref(Saved.kept, callback("second life"))
Saved.kept = None
print(w2())


class Ref(ref):
    __slots__ = "key",
    def __new__(cls, target, key, callback=None): return super().__new__(cls, target, callback)
    def __init__(self, target, key, callback=None): self.key = key


t = Thing("sub")
k = Ref(t, "key", lambda r: print("  lost", r.key))
print(k.key, k() is t, isinstance(k, ref))
t = None
for target in (1, "s", None, (), [], {}):
    try:
        ref(target)
        print("fine", type(target).__name__)
    except TypeError as error:
        print(error)
print(ref({1}.__class__)() is set, ref(print)() is print, ref(lambda: 0)())
t = Thing("raises")
r = ref(t, lambda r: 1 / 0)
del t
print("after")
a, b = Thing("a"), Thing("b")
a.other, b.other = b, a
ra, rb = ref(a, callback("a")), ref(b, callback("b"))
del a, b
print("collecting")
gc.collect()
print(ra(), rb())
last = Thing("last")
at_exit = ref(last, callback("at exit"))
