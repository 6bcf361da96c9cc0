# Where an argument's references are: by position, by name, in *args, in defaults, on the caller's stack.
from sys import getrefcount as rc


class Thing:
    def method(self, other=None):
        return rc(self), rc(other) if other is not None else 0

    @classmethod
    def of_class(cls, x):
        return rc(x)

    @staticmethod
    def of_nobody(x):
        return rc(x)

    def __call__(self, *args, **kwargs):
        return rc(self), [rc(a) for a in args], [rc(v) for v in kwargs.values()]


def one(x): return rc(x)
def two(x, y): return rc(x), rc(y)
def default(x=Thing()): return rc(x)
def only(*, x): return rc(x)
def positional(x, /): return rc(x)
def star(*xs): return rc(xs), [rc(x) for x in xs]
def double(**kw): return rc(kw), {k: rc(v) for k, v in kw.items()}
def chain(x): return one(x), two(x, x), rc(x)
def delete(x):
    before = rc(x)
    del x
    return before
def rebinds(x):
    x = [x]
    return rc(x), rc(x[0])


t = Thing()
print(rc(t), one(t), two(t, t), only(x=t), positional(t), star(t, t), double(a=t, b=t))
print(one(Thing()), two(Thing(), t), default(), default(t), default(x=t), only(x=Thing()))
print(chain(t), delete(t), rebinds(t), rc(t))
print(t.method(), t.method(t), t.method(other=t), Thing.method(t, t), Thing().method())
print(t.of_class(t), Thing.of_class(t), t.of_nobody(t), Thing.of_nobody(Thing()))
print(t(t, t, x=t), Thing()(Thing()))
bound = t.method
print(rc(t), bound(), bound(t), rc(bound))
args, kwargs = (t, t), {"x": t}
print(rc(t), two(*args), only(**kwargs), star(*args), double(**kwargs), rc(args), rc(kwargs))
print(star(*[t for _ in range(3)]), star(*(t for _ in range(2))), rc(t))
print((lambda a, b=t: (rc(a), rc(b)))(t), rc(t))
print(list(map(one, [t, Thing()])), len(sorted([t], key=lambda x: rc(x) * 0)), max([t], key=one) is t, rc(t))
print([f(t) for f in (one, positional, delete)], [rc(x) for x in (t,)], [rc(x) for x in [Thing()]])
f = one
print(rc(one) - rc(f), rc(two), rc(default.__defaults__))
del bound, args, kwargs
print(rc(t))
