# Descriptors: data and non-data, __set_name__, lookups by instance, class and super, deletion.
class Verbose:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, instance, owner=None):
        print("get", self.name, type(instance).__name__, owner and owner.__name__)
        return self if instance is None else instance.__dict__.get(self.name, "unset")

    def __set__(self, instance, value):
        print("set", self.name, value)
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        print("delete", self.name)
        del instance.__dict__[self.name]


class NonData:
    def __get__(self, instance, owner): return "from descriptor"


class Positive:
    def __set_name__(self, owner, name): self.slot = "_" + name
    def __get__(self, instance, owner): return getattr(instance, self.slot)

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError(f"{self.slot[1:]} must be positive, not {value}")
        setattr(instance, self.slot, value)


class C:
    v = Verbose()
    n = NonData()
    size = Positive()


class D(C):
    def use_super(self): return super().v


c = C()
print(c.v)
c.v = 1
print(c.v, c.__dict__)
del c.v
try:
    del c.v
except KeyError as error:
    print("KeyError", error)
print(C.v.name)
print(c.n)
c.n = "own"
print(c.n, C.n)
c.__dict__["v"] = "hidden by the data descriptor"
print(c.v)
c.size = 3
print(c.size)
try:
    c.size = -1
except ValueError as error:
    print(error)
d = D()
d.v = 2
print(d.use_super())
C.v = 5
print(c.v, d.v)


class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, owner, name): self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        print("computing", self.name)
        value = instance.__dict__[self.name] = self.f(instance)
        return value


class Report:
    @Lazy
    def total(self): return 6 * 7


r = Report()
print(r.total, r.total, vars(r), type(Report.total).__name__)


class ReadOnly:
    def __get__(self, i, o): return 1
    def __set__(self, i, v): raise AttributeError("read only")


class E:
    x = ReadOnly()
    @property
    def p(self): return "p"
    @property
    def broken(self): raise AttributeError("inside")
    def __getattr__(self, name): return "fallback " + name


e = E()
for action in ("e.x", "setattr(e, 'x', 2)", "delattr(e, 'x')", "setattr(e, 'p', 2)", "delattr(e, 'p')", "e.broken", "e.zzz", "E.p.fget(e)", "E.p"):
    try:
        result = eval(action)
        print(action, result if isinstance(result, (str, int)) else type(result).__name__)
    except AttributeError as error:
        print(action, "->", error)
f = lambda self: self
print(f.__get__(5)(), f.__get__(None, int) is f, type(f.__get__(5)).__name__, str.upper.__get__("a")(), C.__dict__["n"].__get__(1, 2))
