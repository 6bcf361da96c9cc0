# What dies when the program ends, in which order, and what is still there then.
import sys


class Noisy:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name, sys.is_finalizing(), "later" in globals())


first = Noisy("first")
second = Noisy("second")
_under = Noisy("_under")
__dunder = Noisy("__dunder")
listed = [Noisy("listed 0"), Noisy("listed 1")]
table = {"k": Noisy("in dict")}


class Keeps:
    attribute = Noisy("class attribute")


def function(default=Noisy("default")):
    pass


def closure():
    held = Noisy("in cell")
    return lambda: held


keep = closure()


def generator():
    held = Noisy("in generator")
    try:
        yield
    finally:
        print("generator ends")


running = generator()
next(running)
cycle = Noisy("cycle")
cycle.me = cycle
first = Noisy("first again")
sys.extra = Noisy("on sys")
later = Noisy("later")
print("end of program")
