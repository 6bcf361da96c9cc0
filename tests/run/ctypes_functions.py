# Functions of C, and Python functions that C calls.
# no trace: the handles of libraries are addresses
import ctypes
import sys
from ctypes import *

libc, libm = CDLL("libc.so.6"), CDLL("libm.so.6")

# Without a prototype arguments are ints and pointers, and so is the result an int.
print(libc.strlen(b"hello"), libc.abs(-5), libc.atoi(b" 42abc"), chr(libc.toupper(ord("q"))))
libm.sqrt.restype, libm.sqrt.argtypes = c_double, [c_double]
libm.pow.restype, libm.pow.argtypes = c_double, [c_double, c_double]
print(libm.sqrt(2), libm.pow(2, 0.5) == libm.sqrt(2.0))

# qsort() calls Python back.
Compare = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))


def compare(a, b):
    print("compare", a[0], b[0])
    return a[0] - b[0]


numbers = (c_int * 5)(5, 1, 7, 33, 2)
libc.qsort(numbers, len(numbers), sizeof(c_int), Compare(compare))
print(list(numbers))
libc.bsearch.restype = POINTER(c_int)
found = libc.bsearch(byref(c_int(7)), numbers, len(numbers), sizeof(c_int), Compare(lambda a, b: a[0] - b[0]))
print(found.contents, (addressof(found.contents) - addressof(numbers)) // sizeof(c_int))


class Pair(Structure):
    _fields_ = [("key", c_char), ("value", c_int)]


pairs = (Pair * 3)((b"c", 3), (b"a", 1), (b"b", 2))
by_key = CFUNCTYPE(c_int, POINTER(Pair), POINTER(Pair))(lambda a, b: (a[0].key > b[0].key) - (a[0].key < b[0].key))
libc.qsort(pairs, 3, sizeof(Pair), by_key)
print([(pair.key, pair.value) for pair in pairs])

# Text in memory that is C's to write.
buffer = create_string_buffer(80)
print(libc.sprintf(buffer, b"%d %5.2f|%-6s|%06x|%c|%+d", 42, c_double(3.14159), b"left", 255, 65, 7), buffer.value)
libc.strcpy(buffer, b"one,two;three")
libc.strtok.restype = c_char_p
token = libc.strtok(buffer, b",;")
while token:
    print(token, end=" ")
    token = libc.strtok(None, b",;")
print()
libc.strchr.restype, libc.strchr.argtypes = c_char_p, [c_char_p, c_char]
print(libc.strchr(b"abcdef", b"d"), libc.strchr(b"abc", b"x"))
end = c_char_p()
libc.strtol.restype = c_long
print(libc.strtol(b"0x1fz", byref(end), 16), end.value)
libc.malloc.restype, libc.free.argtypes = c_void_p, [c_void_p]
block = libc.malloc(8)
memset(block, ord("x"), 7)
memmove(block, b"ab", 2)
print(string_at(block, 7), string_at(b"a\0b"), wstring_at("wide", 2))
libc.free(block)
libc.srand(42)
print([libc.rand() % 100 for _ in range(5)])


class Division(Structure):
    _fields_ = [("quotient", c_int), ("remainder", c_int)]


libc.div.restype = Division
result = libc.div(17, 5)
print(result.quotient, result.remainder)

# Python functions as C's.
Add = CFUNCTYPE(c_int, c_int, c_int)
add = Add(lambda a, b: a + b)
print(add(2, 3), add(2**31 - 1, 1), cast(add, Add)(4, 5), bool(Add()))
half = CFUNCTYPE(c_double, c_float)(lambda x: x / 2)
print(half(3), CFUNCTYPE(py_object, py_object)(lambda x: [x])("object"))
show = CFUNCTYPE(None, Pair, c_char_p, c_wchar_p)(lambda pair, narrow, wide: print(pair.value, narrow, wide))
show(pairs[2], b"bytes", "text")
bounded = CFUNCTYPE(c_size_t, c_char_p, c_size_t)(("strnlen", libc), ((1, "text"), (1, "limit", 3)))
print(bounded(b"abcdef"), bounded(text=b"ab", limit=9), bounded(b"abcdef", 5))

# What goes wrong.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: libc.strlen(1.5))
attempt(lambda: libc.strchr(b"abc", b"de"))
attempt(lambda: add(1))
attempt(lambda: libc.no_such_function)
attempt(lambda: CDLL("libnosuch.so"))
attempt(lambda: bounded())
attempt(lambda: cast(b"text", c_int))
attempt(lambda: Add(5)(1, "x"))


def errcheck(result, function, arguments):
    print("checked", result, arguments)
    return result * 2


libc.abs.errcheck = errcheck
print(libc.abs(-21))
set_errno(5)
print(get_errno(), set_errno(0), get_errno())

# The C API of Python.
api = ctypes.pythonapi
api.PyLong_FromLong.restype = py_object
print(api.PyLong_FromLong(1234567), sys.version.split()[0].encode() == api_version.split()[0]
      if (api_version := (setattr(api.Py_GetVersion, "restype", c_char_p), api.Py_GetVersion())[1]) else None)
names = ["b", "a"]
api.PyList_Append(py_object(names), py_object("c"))
api.PyList_Sort(py_object(names))
print(names)

# C's output has a buffer of its own, which goes out at the end.
libc.printf(b"printed by C: %s %d\n", b"text", 7)
libc.puts(b"and this too")
print("printed by Python", flush=True)

# What a library has can be looked up, whether or not the machine can call it.
names = "strlen sincos lgammaf getauxval mktime open_memstream pthread_create environ no_such Py_GetVersion".split()
for library in libc, libm, CDLL(None), CDLL("libpthread.so.0"):
    print([name for name in names if hasattr(library, name)])
address = lambda function: cast(function, c_void_p).value
print(address(libc.getauxval) == address(CDLL("libc.so.6")["getauxval"]), address(libc.mktime) == address(libc.getauxval))
try:
    c_void_p.in_dll(libc, "no_such")
except ValueError as error:
    print(error)
