# no trace: the library's modules are long
# An int that fits no C type, as the argument of functions that count, place or wait: which type is named, and in
# which exception, tells how each takes its argument.
import array
import bisect
import collections
import gc
import hashlib
import io
import itertools
import mmap
import operator
import os
import select
import struct
import sys
import time
import zlib


class Index:
    def __index__(self):
        return -2 ** 70


queue, numbers = collections.deque([1]), array.array("i", [1])
memory, text, area = io.BytesIO(b"abc"), io.StringIO("abc"), mmap.mmap(-1, 100)
null = open("/dev/null", "rb")
calls = """
hashlib.shake_128().digest(X)   os.urandom(X)   os.getrandom(X)   os.read(0, X)   os.getpgid(X)   os.close(X)
null.read(X)   null.read1(X)   null.peek(X)   null.seek(X)   io.BufferedReader(null, X)   null.readlines(X)
memory.seek(X)   memory.read(X)   memory.readlines(X)   text.seek(X)   text.readline(X)   text.truncate(X)
bisect.bisect([], 1, X)   bisect.bisect([], 1, 0, X)   queue.rotate(X)   queue.insert(X, 1)   queue.index(1, X)
operator.length_hint([], X)   numbers.insert(X, 1)   numbers.pop(X)   numbers[X]   numbers * X   queue * X
itertools.repeat(1, X)   itertools.product([], repeat=X)   itertools.combinations([], X)   itertools.tee([], X)
itertools.permutations([], X)   itertools.islice([], X)   zlib.compress(b"", X)   zlib.decompress(b"x", 15, X)
struct.unpack_from("i", b"abcd", X)   struct.pack("q", X)   area.seek(0, X)   area.madvise(X)   mmap.mmap(X, 1)
select.select([], [], [], X)   select.select([], [], [], "x")   select.select([], [], [], -1)   time.clock_gettime(X)
time.sleep(X)   gc.collect(X)   gc.set_threshold(X)   gc.set_debug(X)   gc.get_objects(X)   sys._getframe(X)
sys.setrecursionlimit(X)   sys.set_int_max_str_digits(X)   sys.setdlopenflags(X)   __import__("x", level=X)
__import__("x", level=2 ** 32)   gc.collect(2 ** 32 + 1)   bytes(sys.maxsize)   sys.getsizeof
"""
for call in calls.replace("\n", "   ").split("   "):
    for X in (2 ** 70, Index()) if "X" in call else (None,):
        try:
            print(call, "->", type(eval(call)).__name__)
        except Exception as error:
            print(call, "->", type(error).__name__, error)


class Sized:
    def __sizeof__(self):
        return 2.5


try:
    sys.getsizeof(Sized())
except TypeError as error:
    print(error)
