# Bound methods, descriptors, properties and classes: what holds what.
from sys import getrefcount as rc


class A:
    shared = []

    def __init__(self, x=None):
        self.x = x

    def m(self): return rc(self)
    def chain(self): return self

    @property
    def p(self): return rc(self), self.x and rc(self.x)

    @classmethod
    def c(cls): return cls

    @staticmethod
    def s(x): return rc(x)

    def __getattr__(self, name): return rc(self), name
    def __eq__(self, other): return rc(self), rc(other)
    def __add__(self, other): return rc(self), rc(other)
    def __radd__(self, other): return "r", rc(self)
    def __getitem__(self, key): return rc(self), rc(key)
    def __len__(self): return rc(self)
    def __contains__(self, item): return rc(item) == 99
    def __enter__(self): return rc(self)
    def __exit__(self, *args): print("exit", rc(self), rc(args))
    def __iter__(self): return iter([rc(self)])


a, b = A(), A()
print(rc(a), a.m(), A.m(a), a.chain().m(), A().m(), A().chain().m())
m = a.m
print(rc(a), m(), rc(m), rc(m.__func__) - rc(A.m), m.__self__ is a)
n = a.m
print(m is n, m == n, rc(a), a.m is a.m)
del m, n
print(rc(a), a.p, a.missing, A.c() is A, a.s(a), A.s(A()))
print(a == b, a == a, A() == a, a + b, a + A(), 1 + a, 1 + A())
print(a[b], a[a], a[A()], A()[b][0], len(a), len(A()), b in a, [*a], [*A()])
with a as n:
    print(n)
with A() as n:
    print(n)
a.x = b
print(rc(b), a.p, rc(a.x))
a.__dict__["y"] = b
print(rc(b), rc(a.__dict__), len(vars(a)))
d = vars(a)
print(rc(d), d is a.__dict__)
d.clear()
print(rc(b), a.x)
setattr(a, "z", b); print(rc(b)); delattr(a, "z"); print(rc(b))
before = rc(A)
many = [A() for _ in range(5)]
print(rc(A) - before)
del many
print(rc(A) - before)
class B(A): pass
print(rc(A) - before > 0, rc(A.shared), A.__subclasses__() == [B])
B.shared = A.shared
print(rc(A.shared))
print(rc(B().chain()), B().m(), super(B, B()).m())
methods = [a.m, b.m, a.chain]
print(rc(a), rc(b), [f() for f in methods[:2]])
table = {"do": a.m}
print(table["do"](), rc(a))
f = A.__dict__["m"]
print(f.__get__(a)(), f.__get__(a, A).__self__ is a, rc(a))
l = []
append = l.append
append(l)
print(rc(l), rc(append), append.__self__ is l)
l.clear()
print(rc(l), "".join.__self__ == "")
print(sorted([a, b], key=lambda o: 0)[0] is a, rc(a), rc(b))
