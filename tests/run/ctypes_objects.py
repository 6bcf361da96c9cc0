# Reference counts and objects read where they lie in memory.
# no trace: the handles of libraries are addresses
import ctypes
import sys


def count(object):
    return ctypes.c_ssize_t.from_address(id(object)).value


# Each name that refers to a list counts; getrefcount() adds its own argument.
numbers = [1, 2, 3]
print(count(numbers), sys.getrefcount(numbers))  # count()'s parameter is one too
again = numbers
print(ctypes.c_long.from_address(id(numbers)).value)
box = (numbers, numbers)
print(ctypes.c_long.from_address(id(numbers)).value)
del again, box
address = id(numbers)
print(ctypes.c_long.from_address(address).value)


# The header of every object: its count and its type.
class Header(ctypes.Structure):
    _fields_ = [("count", ctypes.c_ssize_t), ("type", ctypes.c_void_p)]


class VarHeader(Header):
    _fields_ = [("size", ctypes.c_ssize_t)]


class FloatObject(Header):
    _fields_ = [("value", ctypes.c_double)]


class TupleObject(VarHeader):
    _fields_ = [("items", ctypes.py_object * 2)]


print(ctypes.sizeof(Header), ctypes.sizeof(VarHeader), FloatObject.value, TupleObject.items)
pi = 3.25
print(FloatObject.from_address(id(pi)).value, FloatObject.from_address(id(pi)).type == id(float))
pair = ("first", ["second"])
inside = TupleObject.from_address(id(pair))
print(inside.size, inside.items[0], inside.items[1] is pair[1])
print(VarHeader.from_address(id(numbers)).size, VarHeader.from_address(id(b"bytes")).size)
for thing in (None, True, 0, int, type, len, "text"):
    print(Header.from_address(id(thing)).type == id(type(thing)), end=" ")
print()

# Lists and small ints: the array of items holds addresses.
items = ctypes.cast(ctypes.c_void_p.from_address(id(numbers) + 24).value, ctypes.POINTER(ctypes.c_void_p))
print([items[i] == id(numbers[i]) for i in range(3)])
digits = ctypes.c_uint32.from_address(id(12345) + 24).value
print(digits, ctypes.string_at(id(b"bytes") + 32, 5))

# From an address back to the object.
print(ctypes.cast(id(pair), ctypes.py_object).value is pair)
print(ctypes.py_object(numbers).value is numbers)
before = sys.getrefcount(numbers)
ctypes.pythonapi.Py_IncRef(ctypes.py_object(numbers))
print(sys.getrefcount(numbers) - before)
ctypes.pythonapi.Py_DecRef(ctypes.py_object(numbers))
print(sys.getrefcount(numbers) - before)

# Memory that can be written: an int that is nobody else's.
secret = int("1000000")
ctypes.c_uint32.from_address(id(secret) + 24).value = 77
print(secret)
view = (ctypes.c_char * 5).from_address(id(b"bytes") + 32)
print(view.raw, view.value)
# leaves objects: who fails between Py_IncRef and Py_DecRef has added a reference for ever
