class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)
p, q = Point(0, 0), Point(1, 2)
for i in range(700000):
    p = p.add(q)
print(p.x, p.y)
