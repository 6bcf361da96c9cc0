# no trace: the library's modules are long, and CPython has imported some of them before
# Abstract base classes: shapes that must say their area, a virtual subclass, abstract properties, mixins of collections.abc.
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, MutableSequence, Sized


class Shape(ABC):
    registry = []

    def __init_subclass__(cls, /, sides=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.sides = sides
        Shape.registry.append(cls.__name__)

    @property
    @abstractmethod
    def area(self):
        ...

    @abstractmethod
    def scale(self, factor):
        return f"scaled by {factor}"

    def describe(self):
        return f"{type(self).__name__} with {self.sides or 'no'} sides, area {self.area:.2f}"


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    @property
    def area(self):
        return math.pi * self.radius ** 2

    def scale(self, factor):
        return Circle(self.radius * factor), super().scale(factor)


class Square(Shape, sides=4):
    def __init__(self, side):
        self.side = side

    area = property(lambda self: self.side ** 2)

    def scale(self, factor):
        return Square(self.side * factor), super().scale(factor)


class Half(Shape, sides=3):
    def scale(self, factor):
        return self


print([shape.describe() for shape in (Circle(1), Square(3))], Shape.registry)
print(Square(2).scale(3)[0].area, Circle(1).scale(2)[1])
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(error)
print(sorted(Shape.__abstractmethods__), Half.__abstractmethods__)


class Stack(MutableSequence):
    def __init__(self, items=()):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def insert(self, index, value):
        self.items.insert(index, value)


stack = Stack("abc")
stack.append("d")
stack.extend("ef")
stack.reverse()
stack.remove("c")
print(list(stack), stack.pop(), stack.index("e"), stack.count("a"), "b" in stack, list(reversed(stack)))
stack += ["z"]
print(stack.items)


@Shape.register
class Blob:
    area = 0.5


class Quacks(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return any("quack" in c.__dict__ for c in other.__mro__) or NotImplemented


print(isinstance(Blob(), Shape), issubclass(Blob, Shape), Shape in Blob.__mro__)
print(issubclass(type("Duck", (), {"quack": print}), Quacks), issubclass(int, Quacks))
print([isinstance(x, c) for x in ([], {}, 5, "a", iter([])) for c in (Iterable, Mapping, Sized)])
