# assert with and without a message, del of every target, the optimised-away, __debug__.
def check(x):
    assert x > 0, f"x is {x}"
    assert isinstance(x, int)
    return x


print(check(5), __debug__)
for bad in (-1, 2.5):
    try:
        check(bad)
    except AssertionError as error:
        print(repr(error), error.args)
try:
    assert 0 == 1, (1, 2)
except AssertionError as error:
    print(error, error.args)
try:
    assert [], ValueError("as message")
except AssertionError as error:
    print(repr(error))


class Box:
    def __init__(self): self.items = {}
    def __delitem__(self, key): print("delitem", key)
    def __delattr__(self, name): print("delattr", name)
    def __getitem__(self, key): return self


b = Box()
del b.x, b[1], b[1:2], b["k"][..., 0], (b.y), [b.z, b[2]]
x, y, z = 1, 2, 3
del x, (y, z)
print([n in globals() for n in "xyz"])
l = list(range(6))
del l[0], l[-1], l[1:3]
print(l)
d = {"a": 1, "b": 2}
del d["a"]
print(d)
for code in ("del q", "del d['q']", "del l[9]", "del 'abc'[0]", "del (1).real", "del b.items.z", "del len.x", "del ()", "del []", "del (lambda: 0).x", "del None.x", "del d.a", "del int.real", "del Box.nope"):
    try:
        exec(code)
        print(code, "fine")
    except Exception as error:
        print(code, "->", type(error).__name__, error)
def local_del():
    a = b = 1
    del a
    try:
        return a
    except UnboundLocalError as error:
        print(error)
    for i in range(2):
        try:
            del b
            print("deleted")
        except UnboundLocalError as error:
            print(error)
local_del()
class C:
    x = 1
    def __del__(self): print("C dies")
c = C()
c.y = c.x
del c.y
try:
    del c.x
except AttributeError as error:
    print(error)
del C.x
print(hasattr(c, "x"))
e = c
del c
print("one left")
del e
print("gone")
del C
assert True, 1 / 0
assert (lambda: True)()
assert not None and 1, "fine"
try:
    assert False, 1 / 0
except ZeroDivisionError as error:
    print(error)
assert check(7) == 8, "일곱은 여덟이 아니다"
