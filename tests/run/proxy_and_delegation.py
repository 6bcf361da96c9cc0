# Objects that stand for others: __getattr__ delegation, wrappers of calls, attribute logs, lazy objects, mixins.
class Proxy:
    def __init__(self, target): object.__setattr__(self, "_target", target)
    def __getattr__(self, name): print("get", name, end="; "); return getattr(self._target, name)
    def __setattr__(self, name, value): print("set", name, end="; "); setattr(self._target, name, value)
    def __delattr__(self, name): print("del", name, end="; "); delattr(self._target, name)
    def __len__(self): return len(self._target)
    def __call__(self, *a, **k): return Proxy(self._target(*a, **k))
class Thing:
    kind = "thing"
    def __init__(self): self.x = 1
    def double(self): return self.x * 2
    def __len__(self): return 42
p = Proxy(Thing())
p.x = 5
print(p.double(), p.kind, p._target.x, len(p), hasattr(p, "nothing"), list(vars(p)))
del p.x
try:
    p.double()
except AttributeError as error:
    print(error)
q = Proxy(Thing)()
print(type(q).__name__, q.x, isinstance(q, Thing), isinstance(q._target, Thing))
class Lazy:
    def __init__(self, make): self.__dict__["_make"] = make
    def __getattr__(self, name):
        print("making", end=" ")
        self.__dict__.update(vars(self._make()))
        return self.__dict__[name]
l = Lazy(Thing)
print(l.x, l.x)
try:
    l.y
except KeyError as error:
    print("KeyError", error)
class Comparable:
    def __eq__(self, o): return self.key() == o.key()
    def __lt__(self, o): return self.key() < o.key()
    def __le__(self, o): return self < o or self == o
    def __hash__(self): return hash(self.key())
class Printable:
    def __repr__(self): return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"
class Person(Comparable, Printable):
    def __init__(self, name, age): self.name, self.age = name, age
    def key(self): return self.age, self.name
people = [Person("라", 30), Person("가", 25), Person("나", 30)]
print(sorted(people), max(people), people[0] > people[1], people[0] >= people[2], len({*people, Person("가", 25)}), people.index(Person("나", 30)), Person.__mro__[1:3] == (Comparable, Printable))
class Immutable:
    __slots__ = ("a", "b")
    def __init__(self, a, b):
        object.__setattr__(self, "a", a); object.__setattr__(self, "b", b)
    def __setattr__(self, name, value): raise TypeError(f"{type(self).__name__} is immutable")
    __delattr__ = lambda self, name: self.__setattr__(name, None)
    def replace(self, **kw): return type(self)(**{"a": self.a, "b": self.b} | kw)
i = Immutable(1, 2)
for change in ("i.a = 5", "del i.a", "i.c = 1"):
    try: exec(change)
    except TypeError as error: print(error)
print(i.replace(b=9).b, i.b)
class Meta(type):
    def __getattr__(cls, name): return cls(name)
class Color(metaclass=Meta):
    def __init__(self, name): self.name = name
    def __repr__(self): return "#" + self.name
print(Color.red, Color.blue.name, [Color.x for _ in range(2)])
class Counter:
    def __init__(self): self.counts = {}
    def __getattribute__(self, name):
        counts = object.__getattribute__(self, "counts")
        counts[name] = counts.get(name, 0) + 1
        return object.__getattribute__(self, name)
c = Counter(); c.counts; c.counts
try: c.zzz
except AttributeError as error: print(error)
print(c.counts)
