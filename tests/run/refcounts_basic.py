# sys.getrefcount at many places: every holder counts.
from sys import getrefcount as rc
class Thing: pass
t = Thing()
print(rc(t))
other = t
print(rc(t))
box = [t, t]
print(rc(t), rc(box))
table = {"k": t, t: 1}
print(rc(t), rc(table))
pair = (t, [t])
print(rc(t), rc(pair))
del other
print(rc(t))
box.clear()
print(rc(t))
table.pop("k")
print(rc(t))
del table, pair
print(rc(t))
def local(x):
    y = x
    print(rc(x), rc(y))
    del y
    print(rc(x))
    return x
local(t)
print(rc(local(t)), rc(t))
def star(*args, **kw):
    print(rc(t), rc(args), rc(kw))
star(t, key=t)
star(*[t], **{"key": t})
def keeps(x):
    def inner():
        return rc(x)
    print(rc(x), inner())
    return inner
inner = keeps(t)
print(rc(t), inner())
del inner
print(rc(t))
t.self = t
print(rc(t))
del t.self
print(rc(t))
class Holder:
    def __init__(self, x): self.x = x
    def method(self): return rc(self), rc(self.x)
h = Holder(t)
print(h.method(), rc(h), rc(t))
m = h.method
print(rc(h), rc(m), m())
del m
print(rc(h))
def gen(x):
    yield rc(x)
    yield rc(x)
g = gen(t)
print(rc(t), next(g), rc(t), next(g))
del g
print(rc(t))
try:
    raise ValueError(t)
except ValueError as e:
    print(rc(e), rc(t), rc(e.args))
print(rc(t))
print([rc(t) for _ in range(2)], rc(t), (lambda: rc(t))(), (lambda z: rc(z))(t))
a, b = t, t
print(rc(t))
a = b = None
print(rc(t))
x = [i for i in (t,)]
print(rc(t))
n = 123456789012
print(rc(n), rc("some text that is long"), rc(1.5 * 3))
s = str(n)
print(rc(s))
