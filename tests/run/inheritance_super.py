# Multiple inheritance, the method resolution order, cooperative super(), abstract bases by hand.
class A:
    def __init__(self, **kw):
        print("A", kw)
        super().__init__()

    def who(self): return ["A"]


class B(A):
    def __init__(self, b=None, **kw):
        print("B", b)
        super().__init__(**kw)

    def who(self): return ["B"] + super().who()


class C(A):
    def __init__(self, c=None, **kw):
        print("C", c)
        super(C, self).__init__(**kw)

    def who(self): return ["C"] + super().who()


class D(B, C):
    def who(self): return ["D"] + super().who()

    @classmethod
    def make(cls): return cls(b=1, c=2)

    @staticmethod
    def helper(): return __class__.__name__


d = D.make()
print(d.who(), [k.__name__ for k in D.__mro__], D.helper(), D.__bases__ == (B, C))
print(super(B, d).who(), super(D, d).who(), isinstance(d, A), issubclass(D, (int, C)))
try:
    class Bad(A, B): pass
except TypeError as error:
    print(error)
for make in (lambda: type("X", (bool,), {}), lambda: type("X", (int, str), {}), lambda: type("X", (A, A), {}), lambda: type("X", (5,), {}),
             lambda: super().x, lambda: super(int, "s").x, lambda: super(B, C()).who, lambda: A(1), lambda: object(1), lambda: D(z=1).zz):
    try:
        make()
    except (TypeError, RuntimeError, AttributeError) as error:
        print(type(error).__name__, error)


class Shape:
    def area(self): raise NotImplementedError("area of " + type(self).__name__)
    def __str__(self): return f"{type(self).__name__.lower()} of {self.area()}"
    def __init_subclass__(cls, sides=0, **kw):
        super().__init_subclass__(**kw)
        cls.sides = sides
        print("subclass", cls.__name__, sides)


class Square(Shape, sides=4):
    def __init__(self, a): self.a = a
    def area(self): return self.a ** 2


class Blob(Shape): pass


print(Square(3), Square.sides)
try:
    print(Blob())
except NotImplementedError as error:
    print(error)
try:
    class Odd(Shape, color=1): pass
except TypeError as error:
    print(error)


class MyInt(int):
    def __new__(cls, value, note): return super().__new__(cls, value * 2)
    def __init__(self, value, note): self.note = note
    def __add__(self, other): return MyInt(super().__add__(other), "sum")


n = MyInt(5, "five")
print(n, n.note, n + 1, (n + 1).note, n * 2, type(n * 2).__name__, n == 10, hash(n) == hash(10), f"{n:>5}", [0] * 3 + [n])


class Stack(list):
    push = list.append
    def pop(self, *args): return "popped %s" % super().pop(*args)
    def __missing__(self): pass


s = Stack("abc")
s.push("d")
print(s, s.pop(), s.pop(0), len(s), s + [1], type(s + []).__name__, s[1:], isinstance(s, list))
class Default(dict):
    def __missing__(self, key): self[key] = value = key * 2; return value
dd = Default(a=1)
print(dd["a"], dd["z"], dd, dd.get("q"), "q" in dd)
D.__bases__ = (C, B)
print(d.who(), D.__mro__[1].__name__)
d.__class__ = C
print(d.who(), type(d).__name__)
