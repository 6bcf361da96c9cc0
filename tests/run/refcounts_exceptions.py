# An exception holds its arguments, its traceback the frames, the frames their locals.
import sys
from sys import getrefcount as rc


class Thing:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


class Oops(Exception): pass


t = Thing("t")


def fail(x):
    y = x
    raise Oops(x)


try:
    fail(t)
except Oops as e:
    print(rc(e), rc(t), rc(e.args), rc(e.__traceback__), sys.exc_info()[1] is e)
    print(rc(e.__traceback__.tb_next.tb_frame), sorted(e.__traceback__.tb_next.tb_frame.f_locals))
print(rc(t), sys.exc_info())
try:
    fail(t)
except Oops as e:
    kept = e
print(rc(t), rc(kept))
kept.__traceback__ = None
print(rc(t), rc(kept))
del kept
print(rc(t))


def local_dies():
    inside = Thing("inside")
    raise KeyError


try:
    local_dies()
except KeyError:
    print("handling")
print("handled")
try:
    try:
        fail(t)
    except Oops as first:
        raise ValueError from first
except ValueError as second:
    print(rc(second.__cause__), second.__cause__ is second.__context__, rc(t))
print(rc(t))
try:
    try:
        fail(t)
    finally:
        print("finally", rc(t))
except Oops:
    pass


def returns_in_finally():
    try:
        raise Oops(Thing("swallowed"))
    finally:
        return "returned"


print(returns_in_finally())


def loops():
    for i in range(3):
        try:
            if i == 1:
                continue
            raise Oops(Thing("loop %d" % i))
        except Oops as e:
            print("caught", e.args[0].name)
            if i == 2:
                break
    return sorted(locals())


print(loops())
try:
    raise Oops(t) from Oops(Thing("cause"))
except Oops as e:
    print(rc(t), rc(e.__cause__))
    e = None
    print(rc(t))
print("---")
def keep_in_cycle():
    try:
        raise Oops(Thing("cycle"))
    except Oops as e:
        saved = e
    print("frame holds exception holds frame")
keep_in_cycle()
print("still alive")
import gc
print(gc.collect() > 0)
class Context:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb): print(rc(kind) > 3, rc(value), rc(tb)); return True
with Context():
    fail(t)
print(rc(t))
with Context() as c:
    raise Oops
g = (fail(x) for x in [t])
try:
    next(g)
except Oops:
    print(rc(t))
print(rc(t), list(g))
# collects: it shows what a collection of its own finds
