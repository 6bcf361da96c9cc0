import gc
import keyword


class C:
    def __init__(self, v):
        self.v = v
        self.me = self


def g(n):
    t = yield n
    yield from [n, t]


def f(a, b=2):
    def h():
        return a + b
    if a > 100:
        return f(a - 1)
    return h()


c = C([1, 2])
d = {"키": c, 3: (4, 5)}
s = g(1)
next(s)
print("출력", f(3))
try:
    d["없음"]
except KeyError as e:
    x = e
print(keyword.iskeyword("if"), f(110))
del c
gc.collect()
y = input("이름? ")
print(y)
1 / 0
