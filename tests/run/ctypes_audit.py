# What audit hooks hear of ctypes, and addresses that nobody should follow.
# no trace: the handles of libraries are addresses
import ctypes
import sys
from ctypes import *

events = []


def hook(event, arguments):
    if event.startswith("ctypes."):
        events.append((event, [a if isinstance(a, (str, bytes)) else type(a).__name__ for a in arguments]))


sys.addaudithook(hook)
libc = CDLL("libc.so.6")
libc.strlen(b"text")
c_int.from_address(id(5)).value
c_int.from_buffer(bytearray(4))
c_int.from_buffer_copy(b"1234")
addressof(c_int())
string_at(b"bytes")
wstring_at("text", 2)
set_errno(get_errno())
create_string_buffer(b"ab", 5)
create_unicode_buffer("x")
cast(ctypes.pointer(c_int(3)), c_void_p)
for event, arguments in events:
    print(event, arguments)


# Values that are kept alive as long as something points to them.
class Record(Structure):
    _fields_ = [("name", c_char_p), ("numbers", POINTER(c_int)), ("link", py_object)]


record = Record(b"first")
print(record._objects, record.name)
record.numbers = (c_int * 3)(1, 2, 3)
record.link = ["object"]
print(sorted(record._objects), record.numbers[2], record.link)
table = (Record * 2)()
table[1].name = b"second"
print(table._objects, table[1]._b_base_ is table, table[1]._objects)
pointer_to = pointer(c_int(7))
print(pointer_to._objects, pointer_to._b_needsfree_, pointer_to.contents._b_needsfree_)
names = (c_char_p * 2)(b"x", b"y")
print(names._objects, list(names))
callback = CFUNCTYPE(c_int)(lambda: 5)
print(callback(), list(callback._objects), bool(callback))


# A class can be subclassed, a function's type stays what it is.
class Celsius(c_double):
    def __str__(self):
        return f"{self.value} degrees"


class Sample(Structure):
    _fields_ = [("when", c_int), ("value", Celsius)]


sample = Sample(1, Celsius(21.5))
print(sample.value, type(sample.value).__name__, Celsius.from_buffer_copy(bytes(8)))
print(memoryview(sample).format, memoryview((Sample * 2)()).shape, memoryview(c_short(3)) == memoryview(c_short(3)))
print(CFUNCTYPE(c_int, c_int) is CFUNCTYPE(c_int, c_int), POINTER(Sample) is POINTER(Sample), POINTER(Sample).__name__)
