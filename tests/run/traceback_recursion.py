# RecursionError: the repeated lines are counted in the traceback.
# no trace: how deep it comes depends on who looks
import sys
sys.setrecursionlimit(80)


def down(n):
    return down(n + 1) + 1


def ping(n): return pong(n)
def pong(n): return ping(n + 1)


try:
    down(0)
except RecursionError as error:
    print(error)
    sys.excepthook(type(error), error, error.__traceback__)
try:
    ping(0)
except RecursionError as error:
    print(type(error).__mro__[1].__name__, error)


class Loop:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __getattr__(self, name): return getattr(self, name)


for action in (lambda: repr(Loop()), lambda: Loop() == 1, lambda: Loop().x):
    try:
        action()
    except RecursionError as error:
        print("RecursionError", str(error)[:32])
nested = []
for _ in range(60):
    nested = [nested]
try:
    print(len(repr(nested)))
except RecursionError as error:
    print(error)
sys.setrecursionlimit(1000)
print(sys.getrecursionlimit())


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


print(deep(900))
try:
    sys.setrecursionlimit(1)
except (RecursionError, ValueError) as error:
    print(type(error).__name__, str(error)[:40])
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(error)
deep(5000)
