# When a generator that nobody finishes is closed, and what its finally does.
def numbers(name):
    try:
        for i in range(5): yield i
    except GeneratorExit:
        print(name, "closed")
        raise
    finally:
        print(name, "finally")
for i in numbers("for"):
    if i == 2: break
print("after the loop")
g = numbers("held")
for i in g:
    if i == 1: break
print("still open", next(g))
g = None
print("dropped")
a, b, *c = numbers("unpacked")
print(a, b, c)
print(next(numbers("temporary")))
print(2 in numbers("in"), any(x > 1 for x in numbers("any")), list(zip(range(2), numbers("zip"))))
def outer():
    try:
        yield from numbers("inner")
    finally:
        print("outer finally")
o = outer()
next(o)
del o
def swallows():
    while True:
        try: yield
        except GeneratorExit: return
s = swallows(); next(s); print(s.close())
def raises():
    try: yield
    finally: raise KeyError("in finally")
r = raises(); next(r)
try: r.close()
except KeyError as e: print("close raised", e)
r = raises(); next(r)
del r
print("del did not raise")
def in_function():
    g = numbers("local")
    next(g)
    print("returning")
in_function()
def exception():
    g = numbers("in exception")
    next(g)
    raise ValueError
try: exception()
except ValueError: print("handling")
print("handled")
class Holder:
    def __init__(self): self.g = numbers("in object"); next(self.g)
    def __del__(self): print("holder dies")
h = Holder()
del h
l = [numbers(f"list {i}") for i in range(3)]
for x in l[:2]: next(x)
l.clear()
def with_manager():
    class M:
        def __enter__(self): print("enter")
        def __exit__(self, *a): print("exit", a[0] and a[0].__name__)
    with M(): yield
w = with_manager(); next(w); w = None
def never_started():
    try: yield
    finally: print("never printed")
never_started()
n = never_started(); del n
x = (print("lazy", i) or i for i in range(2)); next(x); del x
def ping():
    while True:
        try: got = yield "ping"
        except ValueError as e: got = f"error {e}"
        print("got", got)
p = ping(); next(p); p.send(1); p.throw(ValueError("v")); p.close()
try: p.send(2)
except StopIteration: print("stopped")
end = numbers("at exit")
next(end)
