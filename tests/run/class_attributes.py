# Attributes: lookup order, class and instance, __getattr__, __getattribute__, __setattr__, deletion, private names.
class Base:
    shared = []
    value = "base"
    def __init__(self): self.own = "own"
class Child(Base):
    value = "child"
    def __getattr__(self, name):
        if name.startswith("dyn_"): return name[4:]
        raise AttributeError(f"no {name}")
a, b = Child(), Child()
a.shared.append(1)
b.shared = [2]
print(a.shared, b.shared, Base.shared, a.value, Base.value, a.own, a.dyn_x, getattr(a, "zzz", "default"), hasattr(a, "dyn_"), "shared" in vars(a), "shared" in vars(b))
a.value = "instance"
print(a.value, Child.value)
del a.value
print(a.value)
del Child.value
print(a.value)
try:
    a.nothing
except AttributeError as error:
    print(error)
class Logged:
    def __getattribute__(self, name):
        if not name.startswith("_"): print("get", name, end="; ")
        return super().__getattribute__(name)
    def __setattr__(self, name, value):
        print("set", name, end="; ")
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print("del", name, end="; ")
        object.__delattr__(self, name)
    def method(self): return self.x
l = Logged()
l.x = 1
l.x += 1
print(l.method(), l.__dict__)
del l.x
try:
    l.x
except AttributeError as error:
    print(error, error.name, error.obj is l)
class Private:
    def __init__(self): self.__secret = 1; self._half = 2; self.__dunder__ = 3
    def get(self): return self.__secret
    def __hidden(self): return "hidden"
    def call(self): return self.__hidden()
class PrivateChild(Private):
    def __init__(self): super().__init__(); self.__secret = 2
p = PrivateChild()
print(p.get(), p.call(), sorted(vars(p)), p._Private__hidden())
try:
    p.__secret
except AttributeError as error:
    print(error)
class Empty: pass
e = Empty()
e.f = lambda: "no self"
Empty.g = lambda self: "with self"
print(e.f(), e.g(), e.__class__.__name__, type(e).__dict__.get("g") is Empty.g, e.__dict__.keys())
for code in ("e.x", "Empty.x", "e.x.y", "(5).x", "'s'.upperr", "[].apend", "None.foo", "e.__dict__ = 5", "e.__class__ = int", "Empty.__name__ = 5", "Empty.__bases__ = ()", "del e.f.x", "setattr(e, 1, 2)", "object().a = 1", "(lambda: 0).x", "len.y", "Exception().z", "int.foo = 1", "del int.real", "e.g.z = 1", "super().x", "type.foo", "e.__doc__.x", "Empty().shard", "a.shred"):
    try:
        exec(code); print(code, "fine")
    except Exception as error:
        print(code, "->", type(error).__name__, error)
e.__dict__ = {"new": 1}
print(e.new, vars(e), e.__dict__ is vars(e))
class Chain:
    def __init__(self, path=""): self.path = path
    def __getattr__(self, name): return Chain(self.path + "." + name)
    def __getitem__(self, k): return Chain(f"{self.path}[{k!r}]")
    def __call__(self, *args): return Chain(f"{self.path}{args}")
    def __repr__(self): return "<" + self.path + ">"
print(Chain().a.b[1].c("x", 2)["k"].d())
Base.late = property(lambda self: "late property")
print(a.late, b.late); b.__dict__["late"] = "shadow"; print(b.late); del Base.late; print(b.late)
class Count:
    made = 0
    def __new__(cls, *args): cls.made += 1; return super().__new__(cls)
    def __init__(self, *args): self.args = args
print(Count(1).args, Count().made, Count.made, type(Count.__new__).__name__, Count.__init__.__name__)
class NotInit:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(NotInit(), repr(Empty)[:8], Empty() == Empty(), e == e, e != Empty(), bool(e), not e)
