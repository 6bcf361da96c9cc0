import sys
from math import pi, e
from math import *
class Ctx:
    def __enter__(self): return 7
    def __exit__(self, *a): return True
    __match_args__ = ('x', 'y')
    x = 1; y = 2
def deco(a, /, b=2, *, c: int = 3, **kw):
    cell = a
    def inner():
        nonlocal cell
        cell += 1
        return cell
    del a
    return inner
f = deco(1, c=5, z=9)
f()
deco(*[1], **{'b': 4})
t = (1, f)
l = [1, 2, t]
s = {1, 2, l[0]}
d = {'a': 1, 'b': l[0], **{}}
e = {'a': l[0], 'b': 2}
[a, *m, z] = range(5)
a, z = z, a
a, z, m = m, a, z
x = not a
x = -z, +z, ~z
l[0] += 1
l[1:2] = [5]
del l[0]
print(f"{z!r:>5} {m} {z:x}")
with Ctx() as c:
    raise ValueError('in with')
try:
    try:
        1 / 0
    except TypeError:
        pass
    except ZeroDivisionError as err:
        raise KeyError(1) from err
    finally:
        z = 1
except KeyError:
    z = 2
try:
    raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
except* ValueError as g:
    pass
except* TypeError:
    pass
match {'k': [1, 2]}:
    case {'k': [p, q], **rest}: pass
match c:
    case Ctx(1, 2): pass
    case int(): pass
match Ctx():
    case Ctx(1, y=2): pass
y = [i * 2 for i in range(2) if i]
y = {i for i in 'a'}
y = {i: i for i in 'a'}
y = list(i for i in (1,))
assert y, 'no'
z = y and f or None
z = y if y is None else 1 in y
for i in ():
    pass
while z:
    z = 0
global_x: int = 5
lambda q: q
def g():
    global gg
    gg = 3
    r = yield 1
    yield from [1]
    return 9
for i in g(): pass
try: undefined_name
except NameError: pass
def unb():
    try: print(v)
    except UnboundLocalError: pass
    v = 1
unb()
del gg


class Body:
    def __init__(self):
        self.x = [1]
        self.x.append(2)
        del self.x

    def __len__(self):
        return __class__ is None


async def waits():
    async with Manager() as m:
        async for item in items():
            pass
    return [item async for item in items()]


class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        return None


async def items():
    yield 1


try:
    waits().send(None)
except StopIteration as stopped:
    print(stopped.value, len([0]), len((Body(), 1)))
