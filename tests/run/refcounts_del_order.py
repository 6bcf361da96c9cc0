# __del__ runs at the instant of the last release.
class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
    def __repr__(self): return "D(%s)" % self.name
a = D("a")
a = D("b")
print("rebound")
del a
print("deleted")
def f():
    x = D("x"); y = D("y")
    print("in f")
f()
print("after f")
l = [D(1), D(2), D(3)]
l[1] = None
print("item replaced")
l.pop(0)
print("popped")
del l
d = {1: D("one"), 2: D("two")}
d.clear()
t = (D("t1"), D("t2"))
t = None
D("temporary")
print("after temporary")
print(D("printed"))
[D("list item")][0]
print("---")
def g():
    try:
        x = D("try")
        raise ValueError
    except ValueError:
        y = D("handler")
        print("handling")
    print("end of g")
g()
def arg(p):
    del p
    print("p deleted")
arg(D("arg"))
class Parent:
    def __init__(self): self.child = D("child")
    def __del__(self): print("parent dies", self.child)
p = Parent()
p = None
class Resurrect:
    def __del__(self):
        global saved
        saved = self
        print("saved")
r = Resurrect()
r = None
print(type(saved).__name__)
saved = None
print("gone for good")
def gen():
    x = D("in generator")
    try:
        yield 1
    finally:
        print("generator cleanup")
q = gen()
next(q)
del q
for item in [D("loop1"), D("loop2")]:
    pass
print("loop over", item)
del item
class Bad:
    def __del__(self): raise RuntimeError("in del")
b = Bad()
del b
global_one = D("global at exit")
another = [D("list at exit")]
_private = D("private at exit")
# collects: at exit the collector's order decides, which depends on the collections before
