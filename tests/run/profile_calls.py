# cProfile: who called whom, how often; clocks of one's own; profilers that come and go.
# no trace: while calls are profiled nothing else can look
import _lsprof
import cProfile
import io
import math
import pstats
import sys


def name(code):
    return code if isinstance(code, str) else f"{code.co_qualname}:{code.co_firstlineno}"


def show(profiler):
    lines = []
    for entry in profiler.getstats():
        callees = entry.calls and sorted((name(callee.code), callee.callcount, callee.reccallcount) for callee in entry.calls)
        lines.append(f"  {name(entry.code)} {entry.callcount} {entry.reccallcount} {callees}")
    print(*sorted(lines), sep="\n")


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


class Tree:
    def __init__(self, *children):
        self.children = children

    def __iter__(self):
        yield self
        for child in self.children:
            yield from child


def work():
    fibonacci(6)
    even(5)
    print(len(list(Tree(Tree(), Tree(Tree())))), math.sqrt(16), "a,b".split(","), [].append(1))
    sorted([3, 1, 2], key=lambda number: -number)
    sum(number for number in range(3))
    dict.fromkeys("ab")
    for wrong in (lambda: int("x"), lambda: [].pop(), lambda: fibonacci("x")):
        try:
            wrong()
        except (ValueError, IndexError, TypeError):
            pass


for options in {}, {"subcalls": False}, {"builtins": False}:
    profiler = _lsprof.Profiler(**options)
    print(options)
    profiler.enable()
    print(sys.getprofile() is profiler)
    work()
    profiler.disable()
    show(profiler)
profiler.clear()
print(profiler.getstats(), sys.getprofile())

ticks = iter(range(1000))
for clock in (lambda: next(ticks), 0.5), (lambda: next(ticks) / 4, 0.0), (lambda: 1 / 0,):
    profiler = _lsprof.Profiler(*clock)
    profiler.enable()
    fibonacci(3)
    profiler.disable()
    print([entry[1:5] for entry in profiler.getstats() if not isinstance(entry.code, str)])
for wrong in (lambda: _lsprof.Profiler(None, "x"), lambda: profiler.enable("x"), lambda: profiler.getstats(1), lambda: profiler.enable(nope=1)):
    try:
        wrong()
    except TypeError as error:
        print(error)

profiler = _lsprof.Profiler()
profiler.enable()
del profiler
fibonacci(2)
sys.setprofile(None)

with cProfile.Profile() as profile:
    fibonacci(5)
out = io.StringIO()
pstats.Stats(profile, stream=out).strip_dirs().sort_stats("name").print_stats()
print([(line.split()[0], line.split()[-1]) for line in out.getvalue().splitlines() if "(" in line and line[:1] == " "])


def bound(frame, event, argument):
    if event.startswith("c_"):
        events.append((event, type(argument).__name__, argument.__name__))


events = []
sys.setprofile(bound)
[].append(3)
"x".upper()
print(max(*([3, 1],), **{"key": abs}), str.upper(*["y"]))
sys.setprofile(None)
print(events)
# leaves objects: a profiler with a clock of the program's own is in a cycle that nobody finds
