# no trace: sizes are those of a run that nobody watches
"""The blocks that a line of source allocates, as tracemalloc sees them: sizes to the byte."""
import _thread
import bz2
import collections
import datetime
import functools
import gc
import hashlib
import itertools
import re
import time
import tracemalloc
import weakref


class Plain:
    def method(self):
        pass


class Pair:
    def __init__(self, left, right):
        self.left = left
        self.right = right


class Slotted:
    __slots__ = ("x",)


class Names(list):
    pass


class Label(str):
    pass


Point = collections.namedtuple("Point", "x y")


def adder(n):
    return lambda x: x + n


def numbers():
    for k in range(5):
        yield k


async def later():
    pass


SNIPPETS = """
x = "a" * 1000
x = "é" * 100
x = "日" * 100
x = str(i)
x = f"{i}-{i}-{text}"
x = "%s %d" % (text, i)
x = text.upper(); y = text.encode(); z = text[1:4]
x = text.split()
x = ",".join([text, text])
x = ''.join(str(k) for k in range(50))
x = bytes(1000)
x = bytearray(b"abc"); x += b"def"; x.append(1)
x = data.split(b"t")
x = i + 1000
x = i * i
x = i ** 20
x = i << 70
x = int("123456789")
x = real * 2.0
x = [real * k for k in range(10)]
x = []
x = [1, 2, 3]
x = [None] * 1000
x = list(range(1000))
x = [k * k for k in range(100)]
x = []; x.append(1)
x = items + items
x = items[2:5]
x = sorted(items)
x = list(range(100)); del x[5:]
x = list(map(str, range(300, 320)))
x = list(zip(items, items))
x = (i, real, text)
x = tuple(k for k in items)
x = {}
x = {'a': 1}
x = {i: 1}
x = {k: k for k in range(100)}
x = {str(k): k for k in range(100)}
x = dict(a=1, b=2)
x = dict(table)
x = {**table}
x = list(table.items())
x = set()
x = {k for k in range(100)}
x = frozenset(items)
x = range(10); y = iter(x)
x = slice(1, 2)
x = Plain()
x = Plain(); x.a = 1
x = Plain(); x.a = 1; x.__dict__
x = [Plain() for k in range(10)]
x = Pair(1, 2)
x = Slotted(); x.x = 1
x = Point(1, 2)
x = Names([1, 2, 3])
x = Label("hello")
x = ValueError("x")
x = lambda: 1
def x(a, *, b=2): return a
def x(a: int, b: str = 'x') -> int: return a
x = adder(5)
x = numbers()
x = (k for k in items)
x = later(); x.close()
x = Plain().method
x = functools.partial(len, items)
x = map(str, items); y = zip(items, items); z = enumerate(items)
x = itertools.chain(items, items); y = itertools.cycle(items)
x = list(itertools.combinations(range(5), 2))
x = collections.deque(items)
x = collections.Counter("hello")
x = collections.defaultdict(list); x['a'].append(1)
x = memoryview(data)
x = weakref.ref(kept)
x = property(len)
x = [[] for k in range(3)]; y = [{} for k in range(3)]; z = [set() for k in range(3)]
x = [1, *items, 2]
x = sum(range(1000))
x = datetime.datetime(2020, 1, 2); y = datetime.time(3); z = datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)
x = _thread.allocate_lock(); y = _thread.RLock()
x = re.match("(a)(b)?", "ab"); y = time.struct_time(range(9))
x = bz2.BZ2Decompressor(); y = hashlib.sha256()
"""


def blocks(name, source, names):
    """Sizes of what is left when the line has run; it ran once before, so that caches are filled."""
    code = compile(source, name, "exec")
    exec(code, dict(names))
    gc.collect()
    tracemalloc.start()
    exec(code, names)
    traces = tracemalloc.take_snapshot().traces
    tracemalloc.stop()
    return sorted(trace.size for trace in traces if trace.traceback[0].filename == name)


def main():
    i, text, data, real = 123456, "hello world bob", b"bytes of data", 1.25
    items, table, kept = list(range(10)), {"k%d" % k: k for k in range(7)}, Plain()
    names = dict(globals(), i=i, text=text, data=data, real=real, items=items, table=table, kept=kept)
    names.update(x=None, y=None, z=None, k=None)
    for number, source in enumerate(SNIPPETS.strip().splitlines()):
        sizes = blocks(f"<line {number}>", source, dict(names))
        print(f"{source:60} {sizes if len(sizes) < 12 else (len(sizes), sum(sizes))}")


main()
