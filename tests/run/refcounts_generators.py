# A generator owns its frame: locals, arguments, sent values, pending iterators.
from sys import getrefcount as rc
class Thing:
    def __init__(self, name="thing"): self.name = name
    def __del__(self): print("del", self.name)
def simple(x):
    print("start", rc(x))
    received = yield x
    print("received", rc(received) if received is not None else None)
    y = received
    yield rc(x)
    print("end")
t = Thing()
g = simple(t)
print(rc(t), rc(g))
print(rc(next(g)), rc(t))
print(g.send(Thing("sent")), rc(t))
print(next(g, "over"), rc(t))
g = simple(t)
next(g)
print(rc(t))
g.close()
print(rc(t), rc(g), g.gi_frame)
def holder():
    a = Thing("local a")
    b = Thing("local b")
    yield
    yield
h = holder()
next(h)
print("dropping")
del h
def with_finally():
    a = Thing("in try")
    try:
        yield 1
    finally:
        print("finally", a.name)
h = with_finally()
next(h)
h = None
def outer(x):
    inner = simple(x)
    result = yield from inner
    print("inner done", result, rc(inner))
o = outer(t)
next(o)
print(rc(t), o.gi_yieldfrom.__name__, rc(o.gi_yieldfrom))
o.close()
print(rc(t))
def over(items):
    for item in items:
        yield item
def things():
    for i in range(3):
        yield Thing("item %d" % i)
for thing in over(things()):
    print("got", thing.name, rc(thing))
    if thing.name.endswith("1"):
        break
print("left")
del thing
x = [rc(t) for t in over([t])]
print(x, rc(t))
e = (thing for thing in things())
first = next(e)
print(first.name, rc(first))
second = next(e)
print(second.name, rc(first), rc(second))
del e, first, second
print("exceptions")
def thrower():
    a = Thing("thrower")
    while True:
        try:
            yield
        except KeyError as error:
            print("inside", rc(error))
w = thrower()
next(w)
w.throw(KeyError("x"))
try:
    w.throw(ValueError)
except ValueError as error:
    print("outside", rc(error))
print(next(w, "finished"))
def self_reference():
    yield cell
cell = self_reference()
print(next(cell) is cell, rc(cell))
del cell
import gc
print(gc.collect() >= 0)
async def coroutine(x):
    return rc(x)
c = coroutine(t)
print(rc(t), rc(c))
try:
    c.send(None)
except StopIteration as stop:
    print(stop.value, rc(t))
last = simple(t)
next(last)
