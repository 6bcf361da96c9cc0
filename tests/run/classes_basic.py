# Classes: attributes, inheritance, super, properties, operators.
class Shape:
    count = 0
    def __init__(self, name):
        self.name = name
        Shape.count += 1
    def area(self): return 0
    def __repr__(self): return f"{type(self).__name__}({self.name!r})"
    def __eq__(self, other): return isinstance(other, Shape) and self.area() == other.area()
    def __lt__(self, other): return self.area() < other.area()
    def __hash__(self): return hash(self.name)
class Circle(Shape):
    def __init__(self, r):
        super().__init__("circle")
        self.r = r
    def area(self): return 3 * self.r ** 2
class Square(Shape):
    sides = 4
    def __init__(self, a):
        super(Square, self).__init__("square")
        self.a = a
    def area(self): return self.a ** 2
    @property
    def perimeter(self): return 4 * self.a
    @perimeter.setter
    def perimeter(self, value): self.a = value / 4
    @staticmethod
    def unit(): return Square(1)
    @classmethod
    def of(cls, *sizes): return [cls(s) for s in sizes]
shapes = [Circle(2), Square(3), Square(1)]
print(sorted(shapes), Shape.count, shapes[1] == Square(3), shapes[0] != shapes[1])
s = Square(2)
s.perimeter = 20
print(s.a, s.perimeter, Square.unit(), Square.of(1, 2), Square.sides, s.sides)
s.sides = 5
print(s.sides, Square.sides, s.__dict__, "sides" in vars(s))
print(Square.__mro__, Square.__bases__, Square.__name__, Circle.__qualname__, isinstance(s, Shape), issubclass(Circle, Square))
try:
    s.nothing
except AttributeError as e:
    print(e)
try:
    del Square.unit().perimeter
except AttributeError as e:
    print(e)
class A:
    def hello(self): return "A"
class B(A):
    def hello(self): return "B" + super().hello()
class C(A):
    def hello(self): return "C" + super().hello()
class D(B, C):
    def hello(self): return "D" + super().hello()
print(D().hello(), [k.__name__ for k in D.mro()])
class Vector:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vector(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return Vector(-self.x, -self.y)
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __bool__(self): return bool(self.x or self.y)
    def __iter__(self): yield self.x; yield self.y
    def __call__(self, k): return self.x * k
    def __contains__(self, v): return v in (self.x, self.y)
    def __str__(self): return f"<{self.x}, {self.y}>"
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
v = Vector(1, 2)
print(v + v, v * 3, 3 * v, -v, v[0], v[1], len(v), bool(v), list(v), v(10), 2 in v, 5 in v, abs(Vector(3, 4)))
try:
    v.z = 1
except AttributeError as e:
    print(e)
try:
    v + 1
except AttributeError as e:
    print(e)
try:
    v - v
except TypeError as e:
    print(e)
try:
    D(1)
except TypeError as e:
    print(e)
class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        ns["made_by"] = m.__name__
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.options = kw
class Made(metaclass=Meta, flag=1): pass
print(Made.made_by, Made.options, type(Made))
class Base:
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
class Sub(Base, tag="t"): pass
print(Sub.tag)
class Desc:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, cls): return self if obj is None else getattr(obj, self.name, "unset")
    def __set__(self, obj, value): setattr(obj, self.name, value * 2)
class Uses:
    d = Desc()
u = Uses()
print(u.d); u.d = 4; print(u.d, u.__dict__)
