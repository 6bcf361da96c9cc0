# Tuples whose items have names: made from sequences, copied and pickled.
# no trace: collections asks for the native OrderedDict
import copy
import pickle
import posix
import sys

calls = [
    ("abc",), (), (1,), (range(9),), (range(10),), (range(12), {}), (range(19),), (range(20),),
    (range(10), {"st_atime": 5, "zz": 1}), (range(10), 3), ([1] * 12, {"st_atime_ns": 7}), (range(10), None),
]
for args in calls:
    try:
        made = posix.stat_result(*args)
        print(made, made.st_atime, made.st_blocks, made.__reduce__(), len(made))
    except TypeError as error:
        print("TypeError", error)
for args in ["abc", "ab"], [(1, 2)], [{1: 2, 3: 4}], [(1, 2, 3)]:
    try:
        print(posix.terminal_size(*args))
    except TypeError as error:
        print("TypeError", error)
for kind in type(sys.float_info), type(sys.hash_info):
    try:
        print(kind(range(30)))
    except TypeError as error:
        print("TypeError", error)

before = posix.stat("/")
for after in copy.copy(before), copy.deepcopy(before), pickle.loads(pickle.dumps(before)):
    print(after == before, type(after), after.st_mtime_ns == before.st_mtime_ns, after.st_atime == before.st_atime)

# the types are made in the heap as classes are, and take attributes like those
import os
import re
import time
import zlib

for kind in time.struct_time, os.stat_result, os.terminal_size, type(os.scandir(".")), type(zlib.compressobj()), tuple, re.Match:
    try:
        kind.hello = lambda self: "hello from " + type(self).__name__
        try:
            print(kind.__name__, kind.hello(kind))
        finally:  # what stays on such a type outlives the program
            del kind.hello
        kind.hello
    except (TypeError, AttributeError) as error:
        print(error)
