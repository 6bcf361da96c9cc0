"""array: every kind of items, what does not fit, slices, buffers, pickles."""
# no trace: some of array's methods are of another type in CPython, builtin_method
import array
from array import array as A
seen = {}
for c in 'bBuhHiIlLqQfd':
    a = A(c, 'u' if c == 'u' else [1])
    for v in [-1, -129, 256, -2 ** 15 - 1, 2 ** 15, 2 ** 16, 2 ** 31, -2 ** 31 - 1, 2 ** 32, 2 ** 63, -2 ** 63 - 1, 2 ** 64, 2 ** 70, -2 ** 70, 'x', 'xy', 1.5, None, 1e+39, b'a']:
        try:
            a[0] = v
            r = None
        except BaseException as e:
            r = type(e).__name__ + ': ' + str(e)
        if r:
            seen.setdefault((c, r), []).append(v)
for k, v in seen.items():
    print(k, v)


def t(f, *a, **k):
    try:
        print(getattr(f, '__name__', f), a, f(*a, **k))
    except BaseException as e:
        print(getattr(f, '__name__', f), a, k, type(e).__name__, e)
a = A('i', [1, 2, 3])
t(A)
t(A, 'x')
t(A, 1)
t(A, 'ii')
t(A, 'i', 3)
t(A, 'i', 'abc')
t(A, 'u', A('i'))
t(A, 'i', A('d', [1.5]))
t(A, 'i', A('h', [1]))
t(A, 'i', b'abc')
t(A, 'i', bytearray(8))
t(A, 'u', 'héllo')
t(A, 'i', x=3)
t(A, 'i', [1], 2)
t(a.append, 'x')
t(a.extend, A('d'))
t(a.extend, 3)
t(a.extend, [1, 'x'])
t(a.fromlist, 3)
t(a.fromlist, [1, 'x'])
t(a.frombytes, b'abc')
t(a.frombytes, 'abc')
t(a.fromunicode, 'x')
t(a.tounicode)
t(a.pop, 17)
t(A('i').pop)
t(a.remove, 99)
t(a.index, 99)
t(a.index, 2, 0, 1)
t(a.insert, 1, 'x')
t(a.__getitem__, 'x')
t(a.__getitem__, 10)
t(a.__setitem__, 10, 1)
t(a.__setitem__, slice(0, 2), [1])
t(a.__setitem__, slice(0, 2), A('d'))
t(a.__setitem__, slice(None, None, 2), A('i', [1]))
t(a.__delitem__, 9)
t(a.__setitem__, 'x', 1)
print(a, A('u', 'ab'), A('d'), A('i').__reduce_ex__(2), A('u', 'é').__reduce_ex__(3), A('h', [1, -2]).__reduce_ex__(4), A('f').itemsize, a.typecode, a.buffer_info()[1])
t(lambda: a + [1])
t(lambda: a + A('d'))
t(lambda: a * 2)
t(lambda: 2 * a)
t(lambda: a.__iadd__([1]))
t(lambda: a.__imul__(0))
print(A('i', [1, 2]) < A('d', [1.0, 3.0]), A('i', [1]) == [1], A('i', [1, 2]) == A('b', [1, 2]))
m = memoryview((a := A('H', [1, 2, 3])))
print(m.format, m.shape, m.itemsize, m.tolist(), m.readonly)
t(a.append, 3)
m[1] = 7
print(a)
m.release()
a.append(9)
print(a, memoryview(A('u', 'x')).format)
print(array._array_reconstructor(A, 'h', 5, b'\x00\x01'), array._array_reconstructor(A, 'i', 8, b'\x00\x00\x00\x01'), array._array_reconstructor(A, 'u', 18, b'a\x00b\x00'), array.typecodes)
t(array._array_reconstructor, A, 'i', 99, b'')
t(array._array_reconstructor, int, 'i', 8, b'')
t(array._array_reconstructor, A, 'i', 8, b'abc')
t(array._array_reconstructor, A, 'x', 8, b'abc')
i = iter(A('i', [1, 2, 3]))
next(i)
print(i.__reduce__()[1:], type(i))
list(i)
print(i.__reduce__()[1:])
import sys
print(sys.getsizeof(A('i')), sys.getsizeof(A('d', [1, 2, 3])), A('i', range(10))[2:8:2], A('i', range(10))[::-1])
b = A('i')
for n in range(40):
    b.append(n)
    print(b.__sizeof__(), end=' ')
for n in range(40):
    b.pop()
    print(b.__sizeof__(), end=' ')
b = A('i', range(10))
del b[2:5]
print(b)
del b[::2]
print(b)
b[1:1] = A('i', [7, 8])
print(b)
b.reverse()
b.byteswap()
print(b, b.count(7), 7 in b, b.tobytes(), b.tolist())


class S(A):

    def __init__(s, *a):
        s.x = 1
s = S('i', [1])
print(s.__reduce_ex__(2), s[:], type(s + s), repr(s))
try:
    A('i', [1]).foo = 3
except Exception as e:
    print(e)
import copy
print(copy.copy(A('i', [1])), copy.deepcopy(A('i', [1])))
t(A('i', [1]).byteswap)
t(hash, A('i'))

# what is no character of Unicode; what kind of sequence an array is
import collections.abc

wide = array.array("u", b"\xff\xff\xff\xff")
for look in (wide.tounicode, lambda: str(wide), lambda: wide[0]):
    try:
        look()
    except ValueError as error:
        print(error)
print(isinstance(wide, collections.abc.MutableSequence), issubclass(array.array, collections.abc.Hashable))
for initial in (5, None, [1], "a", b"", array.array("i")):
    try:
        array.array("x", initial)
    except (TypeError, ValueError) as error:
        print(error)
print(array.array("d", array.array("i", [1, 2])), array.array("h", array.array("h", [3])), array.array("b", {4: 5}))
