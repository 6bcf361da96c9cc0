# Instances: attributes read and written, methods, inheritance, properties, __slots__, special methods.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)


class Shape:
    scale = 3

    def __init__(self, size):
        self._size = size

    @property
    def size(self):
        return self._size * self.scale

    def area(self):
        return self.size


class Square(Shape):
    __slots__ = ()

    def area(self):
        return super().area() ** 2


class Counter:
    __slots__ = ("count",)

    def __init__(self):
        self.count = 0

    def step(self):
        self.count += 1


p, q = Point(0, 0), Point(1, 2)
for i in range(300000):
    p = p.add(q)
for i in range(200000):
    p = p + q
square, counter, total = Square(2), Counter(), 0
for i in range(250000):
    total += square.area()
for i in range(700000):
    counter.step()
print(p.x, p.y, total, counter.count)
