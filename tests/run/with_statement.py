# with: enter, exit, swallowing, nesting, errors on the way.
class Manager:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self
    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind.__name__ if kind else None, value, traceback is not None)
        return self.swallow
with Manager("a") as a:
    print("body", a.name)
with Manager("b"), Manager("c") as c:
    print("two")
with Manager("d", swallow=True):
    raise ValueError("swallowed")
print("goes on")
try:
    with Manager("e"):
        with Manager("f"):
            raise KeyError("through")
except KeyError as error:
    print("caught", error)
def returns():
    with Manager("g"):
        return "value"
print(returns())
for i in range(3):
    with Manager(i):
        if i == 0: continue
        if i == 1: break
class BadEnter:
    def __enter__(self): raise RuntimeError("enter failed")
    def __exit__(self, *args): print("never")
try:
    with Manager("outer"), BadEnter():
        print("never")
except RuntimeError as error:
    print(error)
class BadExit:
    def __enter__(self): return self
    def __exit__(self, *args): raise RuntimeError("exit failed")
try:
    with BadExit():
        raise ValueError("first")
except RuntimeError as error:
    print(error, repr(error.__context__))
try:
    with 5: pass
except TypeError as error:
    print(error)
class NoExit:
    def __enter__(self): pass
try:
    with NoExit(): pass
except TypeError as error:
    print(error)
with (Manager("p") as p, Manager("q")):
    print("parenthesised", p.name)
def gen():
    with Manager("in generator"):
        yield 1
        yield 2
g = gen(); next(g); g.close()
print("end")
