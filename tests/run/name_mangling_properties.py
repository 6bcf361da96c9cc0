# property in all its forms, name mangling, class and static methods through instances, classes and super.
class Temperature:
    def __init__(self, c): self.c = c
    def _get(self): "in Fahrenheit"; return self.c * 9 / 5 + 32
    def _set(self, f): self.c = (f - 32) * 5 / 9
    f = property(_get, _set)
    k = property(lambda self: self.c + 273.15, doc="Kelvin")
    @property
    def cold(self):
        """Is it cold?"""
        return self.c < 10
    write_only = property(None, lambda self, v: print("wrote", v))
t = Temperature(100)
t.f = 50
t.write_only = 5
print(t.c, t.f, t.k, t.cold, Temperature.f.__doc__, Temperature.k.__doc__, Temperature.cold.__doc__, Temperature.cold.fget.__name__, Temperature.f.fset is Temperature._set, isinstance(Temperature.k, property))
for bad in ("t.k = 1", "del t.f", "t.write_only", "t.cold = True", "Temperature.cold()", "property(1, 2, 3, 4, 5)", "t.cold()", "Temperature(1).q"):
    try: exec(bad); print(bad, "fine")
    except Exception as error: print(bad, "->", type(error).__name__, error)
class Sub(Temperature):
    @property
    def f(self): return f"sub {super().f}"
    @Temperature.k.getter
    def k(self): return "sub kelvin"
    @f.setter
    def f(self, v): Temperature.f.fset(self, v + 1000)
s = Sub(0)
print(s.f, s.k); s.f = 32; print(round(s.c, 3))
class Mangled:
    __a = 1
    _b__c = 2
    __d__ = 3
    def __m(self): return "m"
    def call(self): return self.__m(), self.__a, Mangled.__a, self.__d__
    def set(self): self.__x = 1; return [k for k in vars(self)]
    def arg(self, __p=5): return __p, [n for n in Mangled.arg.__code__.co_varnames]
    class __Inner: __v = 1
    def inner(self): return self.__Inner.__name__
    def local(self):
        __l = 1
        return list(locals())
    try:
        del __missing
    except NameError as e: print(e)
m = Mangled()
print(m.call(), m.set(), m.arg(), m.inner(), m.local(), sorted(k for k in vars(Mangled) if "a" in k.lower() and "mangled" in k.lower()))
try: m.__a
except AttributeError as e: print(e)
class _Under:
    def __f(self): return "under"
    def g(self): return self.__f(), sorted(k for k in vars(_Under) if k.startswith("_Under"))
class __: 
    def __f(self): return "no mangling"
    def g(self): return self.__f()
print(_Under().g(), __().g(), getattr(m, "_Mangled__a"))
class S:
    name = "S"
    @staticmethod
    def st(*a): return a
    @classmethod
    def cl(cls, *a): return cls.name, a
    def me(self, *a): return self.name, a
class T(S):
    name = "T"
    @classmethod
    def cl(cls, *a): return "T", super().cl(*a)
    @staticmethod
    def st(*a): return "T static", S.st(*a)
    def me(self): return super().me(1), super(T, self).st(2), super(T, T).cl(3)
o = T()
print(o.st(1), T.st(2), o.cl(3), T.cl(4), o.me(), S.cl(5), S.me(o, 6), T.__dict__["cl"].__func__.__name__, type(T.__dict__["st"]).__name__, o.cl.__self__ is T, T.__dict__["st"]() if callable(T.__dict__["st"]) else 0)
class Meta(type):
    @property
    def label(cls): return "label of " + cls.__name__
    def mm(cls): return cls.__name__
class U(metaclass=Meta):
    @classmethod
    @property
    def both(cls): return "both " + cls.__name__
print(U.label, U.mm(), U.both, U().both)
try: U().label
except AttributeError as e: print(e)
try: U.label = 1
except AttributeError as e: print(e)
