# Structures, unions, arrays and bit fields, laid out as C does it.
# no trace: the handles of libraries are addresses
import copy
import pickle
from ctypes import *


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Named(Point):
    _fields_ = [("name", c_char * 5), ("weight", c_double)]


class Packed(Structure):
    _pack_ = 1
    _fields_ = [("flag", c_char), ("number", c_int), ("wide", c_int64)]


class Flags(Structure):
    _fields_ = [("ready", c_uint, 1), ("mode", c_uint, 3), ("level", c_int, 4), ("next", c_short, 12)]


class Word(Union):
    _anonymous_ = ["flags"]
    _fields_ = [("flags", Flags), ("value", c_uint32), ("bytes", c_ubyte * 4), ("real", c_float)]


class Network(BigEndianStructure):
    _fields_ = [("port", c_uint16), ("address", c_uint32)]


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]

for kind in (Point, Named, Packed, Flags, Word, Network, Node):
    print(kind.__name__, sizeof(kind), alignment(kind), [getattr(kind, name) for name, *_ in kind._fields_])

point = Point(1, y=-2)
print(point.x, point.y, bytes(point), point._objects)
named = Named(3, 4, b"ab", weight=1.5)
print(named.x, named.name, named.weight, memoryview(named).format, memoryview(named).nbytes)
named.name = b"abcde"
print(named.name, bytes(named)[8:13])

word = Word(value=0x12345678)
print([hex(b) for b in word.bytes], word.ready, word.mode, word.level)
word.mode, word.level, word.ready = 5, -3, 7  # what doesn't fit is cut off
print(word.mode, word.level, word.ready, hex(word.value))
print(bytes(Network(80, 0x7F000001)), Network.from_buffer_copy(b"\0\x50\0\x7f\0\0\0\1").port)

# A list of nodes, linked by pointers.
last = Node(3)
middle = Node(2, pointer(last))
first = Node(1, pointer(middle))
node, values = pointer(first), []
while node:
    values.append(node.contents.value)
    node = node.contents.next
print(values, bool(last.next))

# Arrays.
Triple = c_int * 3
triple = Triple(1, 2)
print(triple[:], len(triple), triple[-2], Triple.__name__, Triple is c_int * 3)
triple[1:] = [7, 8]
grid = (Triple * 2)(Triple(1, 2, 3), (4, 5, 6))
print(list(triple), [list(row) for row in grid], memoryview(grid).shape, memoryview(grid).tolist()[1][2]
      if memoryview(grid).format == "i" else memoryview(grid).format)
text = create_string_buffer(b"hello", 8)
print(text.raw, text.value, text[1], text[1:4], sizeof(text))
text.value = b"bye"
print(text.raw, create_unicode_buffer("wide").value)
points = (Point * 3)((1, 2), (3, 4))
print([(p.x, p.y) for p in points])
points[2] = points[1]
points[1].x = 99
print([(p.x, p.y) for p in points])

# Memory that is shared.
block = bytearray(8)
shared = Point.from_buffer(block)
shared.y = 258
print(block, shared.y)
try:
    block.append(0)
except BufferError as error:
    print(error)
print(copy.copy(point).y, pickle.loads(pickle.dumps(named)).weight)

# Values of C's own types.
print(c_int(2**31).value, c_ubyte(-1).value, c_bool(5).value, c_char(65).value, c_float(0.1).value, c_short(7))
print(c_wchar_p("text").value, c_char_p(None).value, c_void_p(16), c_longlong(-1), bool(c_int(0)))


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: Point(1, 2, 3))
attempt(lambda: Point(1, x=2))
attempt(lambda: Point("a"))
attempt(lambda: Triple(1, 2, 3, 4))
attempt(lambda: triple[3])
attempt(lambda: setattr(named, "name", b"too long"))
attempt(lambda: setattr(Point, "_fields_", []))
attempt(lambda: type("Bad", (Structure,), {"_fields_": [("x", int)]}))
attempt(lambda: type("Bad", (Structure,), {"_fields_": [("x", c_int, 33)]}))
attempt(lambda: POINTER(c_int)().contents)
attempt(lambda: Structure())
attempt(lambda: c_int("1"))
attempt(lambda: pickle.dumps(pointer(point)))
attempt(lambda: Point.from_buffer(b"12345678"))
attempt(lambda: Point.from_buffer_copy(b"1234"))
attempt(lambda: resize(point, 2))
