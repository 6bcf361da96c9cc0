# __slots__: no dict, inheritance, defaults, weakref, errors.
class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Point3(Point):
    __slots__ = "z"


class Free(Point):
    pass


class Mixed:
    __slots__ = ("a", "__dict__", "__weakref__")


p = Point(1, 2)
q = Point3(1, 2)
q.z = 3
f = Free(1, 2)
f.anything = "yes"
print(p, q, q.z, f, f.__dict__, Point.__slots__, Point3.__slots__, type(Point.x).__name__)
for action in ("setattr(p, 'z', 1)", "p.z", "p.__dict__", "q.__dict__", "delattr(p, 'x') or p.x", "delattr(p, 'x')", "setattr(q, 'w', 0)",
               "Point.x", "Point.x.__get__(q)", "Point.x.__set__(q, 9) or q.x", "Point.x.__get__(5)", "Point3.x is Point.x"):
    try:
        print(action, "=", eval(action))
    except (AttributeError, TypeError) as error:
        print(action, "!", error)
m = Mixed()
m.a = 1
m.b = 2
print(m.__dict__, m.a)
import _weakref, sys
print(_weakref.ref(m)() is m, _weakref.ref(f)() is f)
try:
    _weakref.ref(p)
except TypeError as error:
    print(error)
for body in ("class A: __slots__ = ('x',); x = 1", "class A: __slots__ = ('1',)", "class A: __slots__ = (3,)",
             "class A(int): __slots__ = ('x',)", "class A(tuple): __slots__ = ('x',)", "class A(Point, Mixed): pass",
             "class B: __slots__ = ('q',)\nclass A(Point, B): pass", "class A: __slots__ = ('x', '__dict__', '__dict__')"):
    try:
        exec(body)
        print("fine:", body)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
class Private:
    __slots__ = ("__secret",)
    def __init__(self): self.__secret = 42
print(Private()._Private__secret, Private.__slots__, sys.getsizeof(p), sys.getsizeof(q), sys.getsizeof(f) > 0)
class Documented:
    __slots__ = {"width": "how wide", "height": None}
print(Documented.width.__doc__, Documented.height.__doc__, sorted(Documented.__slots__))
r = sys.getrefcount
o = object()
p.x = o; p.y = o
print(r(o)); del p.y; print(r(o)); p.x = None; print(r(o)); q.z = o; del q; print(r(o))
