# A vector with all operators, iteration, comparison, hashing, formatting.
import math


class Vector:
    __slots__ = ("x", "y")
    __match_args__ = ("x", "y")

    def __init__(self, x=0, y=0): self.x, self.y = x, y
    def __repr__(self): return f"Vector({self.x!r}, {self.y!r})"
    def __iter__(self): yield self.x; yield self.y
    def __eq__(self, other): return tuple(self) == tuple(other) if isinstance(other, Vector) else NotImplemented
    def __hash__(self): return hash(tuple(self))
    def __add__(self, other): return Vector(self.x + other.x, self.y + other.y) if isinstance(other, Vector) else NotImplemented
    def __sub__(self, other): return self + -other
    def __neg__(self): return Vector(-self.x, -self.y)
    def __pos__(self): return self
    def __mul__(self, k): return Vector(self.x * k, self.y * k) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __matmul__(self, other): return self.x * other.x + self.y * other.y
    def __truediv__(self, k): return self * (1 / k)
    def __abs__(self): return math.hypot(*self)
    def __bool__(self): return bool(self.x or self.y)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __lt__(self, other): return abs(self) < abs(other)
    def __format__(self, spec): return f"({format(self.x, spec)}, {format(self.y, spec)})"
    def __complex__(self): return complex(self.x, self.y)
    def __round__(self, n=0): return Vector(round(self.x, n), round(self.y, n))
    def __iadd__(self, other): self.x += other.x; self.y += other.y; return self


v, w = Vector(3, 4), Vector(1, -2)
print(v + w, v - w, -v, +v is v, v * 2, 2 * v, v / 2, v @ w, abs(v), bool(Vector()), len(v), v[0], v[-1], list(v))
print(v == Vector(3, 4), v != w, v == (3, 4), v < w, v > w, max(v, w), sorted([v, w, Vector()]), hash(v) == hash((3, 4)), {v: 1}[Vector(3, 4)])
print(f"{v:.2f} {v:>5} {v}", complex(v), round(Vector(1.256, 2.5), 1), sum([v, w], Vector()), [*v], dict([v]), "%s" % v, str(v), math.floor(abs(w)))
x, y = v
print(x, y)
u = v
u += w
print(u is v, v)
match v:
    case Vector(4, y): print("x is 4, y", y)
for bad in ("v + 1", "1 + v", "v * v", "v @ 1", "v < 1", "v.z", "v.z = 1", "v[2]", "v / 0", "'x' * v", "v()", "v - 'a'", "del v.x; v.x", "v += 5"):
    try:
        exec(bad)
        print(bad, "fine")
    except Exception as error:
        print(bad, "->", type(error).__name__, error)
