# no trace: the library's modules are long
# An int that fits no C type, as the argument of functions that count, place or wait: which type is named, and in
# which exception, tells how each takes its argument.
import _hashlib
import array
import bisect
import bz2
import codecs
import collections
import csv
import datetime
import gc
import hashlib
import hmac
import io
import itertools
import mmap
import operator
import os
import pickle
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

# Where several arguments are wrong, which one is told.
for call in """
codecs.utf_8_decode(None, 1, "")   codecs.utf_16_ex_decode(b"", 1, "")   codecs.utf_16_encode("", 1, "")
codecs.ascii_decode(b"", None, 1)   codecs.escape_encode(b"", 1)   bisect.bisect([], 1, 0, "a")   csv.writer(1, "no dialect")
datetime.datetime.combine(1)   datetime.datetime(*"ninenine!")   datetime.timezone(1, zzz=1)   pickle.loads(1, encoding=2)
pickle.load(1, errors=2)   io.StringIO(1, "a")   hmac.new(None, digestmod="none")   os.memfd_create(None, 1.5)   os.memfd_create("a", 1.5)
collections.OrderedDict().pop((1, 2))   collections.OrderedDict(a=1).move_to_end(None)   area.find()   area.read(1, 2)
bz2.BZ2Compressor(compresslevel=1)   iter(queue).__class__(1)   _hashlib.hmac_digest(None, 1, 2)   [].sort(reverse=2**70)
io.TextIOWrapper(None, "nope")   io.TextIOWrapper(memory, line_buffering=None)   io.TextIOWrapper(memory, None, 1, "a")
io.TextIOWrapper(None, "utf-8", write_through=2**70)   io.BufferedRWPair(1, 2, None)   os.write(None, None)   os.unlink(1, dir_fd=1.5)
os.unlink(b"a\\0")   os.unlink("a\\0")   os.utime(None, 1)   os.utime(2**70)   os.stat("a", dir_fd=-2**40)   object().__reduce_ex__(2**40)
memoryview(b"").tobytes("a\\0")   io.TextIOWrapper(io.BytesIO()).reconfigure(line_buffering=1.5)
""".replace("\n", "   ").split("   "):
    try:
        call and eval(call)
    except Exception as error:
        print(call, type(error).__name__, error)
