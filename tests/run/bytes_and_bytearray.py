# bytes and bytearray: making, changing, methods, memoryview, errors.
b = b"hello\x00\xff"
print(b, b[0], b[1:3], b[-1:], len(b), list(b[:3]), b.hex(), b.hex("-", 2), bytes.fromhex("68 65 6c"), bytes([1, 2]), bytes(3), bytes("é", "utf-8"), bytes(b"copy"), bytes(range(5)))
print(b + b"!", b * 2, 104 in b, b"ell" in b, b.find(b"l"), b.count(b"l"), b.replace(b"l", b"LL"), b.split(b"l"), b.partition(b"l"), b.startswith(b"he"), b.upper(), b.title(), b"a,b".split(b","), b" x ".strip(), b"xx".join([b"1", b"2"]))
print(b"abc" < b"abd", b"a" == "a", b"" == bytearray(), b"%d %s %a" % (5, b"x", "é"), b"\t\n\\'".decode(), repr(b"'"), repr(b"'\""), b"abc".isalpha(), b"1".isdigit(), b"Ab".swapcase(), b"a\tb".expandtabs(3), b"7".zfill(3), b"x".center(5, b"."))
a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b" ok")
a += b"?"
a.insert(1, 65)
print(a, a.pop(), a.pop(0), a, len(a))
a.remove(65)
a.reverse()
print(a, a[::2], a.index(b"l"), a.copy() is a, bytes(a))
a[1:3] = b"[long]"
del a[0]
print(a, a * 2, a + b"x", type(a + b""), type(b"" + a))
a.clear()
print(a, bool(a), bytearray(3), bytearray("é", "utf-8"), bytearray([65, 66]), bytearray(b"a") == b"a", {b"k": 1}[b"k"])
v = memoryview(bytearray(b"abcdef"))
v[0] = 122
v[1:3] = b"YX"
print(v[0], v[1:4].tobytes(), v.tolist(), len(v), v.readonly, v.format, v.nbytes, bytes(v[::-1]), v == b"zYXdef", v.obj, v.itemsize, v.shape)
v.release()
for code in ("b'a' + 'a'", "b'a'[5]", "bytes([256])", "bytes('a')", "bytearray(-1)", "a.append(300)", "a.append('x')", "a.remove(5)", "a.pop()", "bytes.fromhex('6')", "b'a'.find('a')", "b'a'.join(['a'])", "v[0]", "hash(bytearray())", "b'%d' % 'x'",
             "memoryview('x')", "memoryview(b'x').__setitem__(0, 1)", "b'abc'.index(b'z')", "bytes(1.5)", "b'a' < 'a'", "int.from_bytes('x', 'big')", "bytearray().insert('a', 1)", "b''.decode('nope')", "bytes(-5)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
x = bytearray(b"12")
m = memoryview(x)
try:
    x.append(1)
except BufferError as error:
    print(error)
del m
x.append(51)
print(x, int(x), int(b"12"), float(b"1.5"), x.decode(), str(x, "ascii"), str(x))
for c in b"ab": print(c, end=" ")
print(*map(hex, b"\x10\xff"), sum(b"abc"), max(b"abc"), sorted(b"cab"), bytes(sorted(b"cab")), b"cab"[::-1], bytes(reversed(b"cab")), bytes(c ^ 1 for c in b"abc"))


class Unwilling:
    """Something to iterate over that has no length to tell."""

    def __iter__(self):
        print("iter", end=" ")
        return iter((1, 2))

    def __len__(self):
        print("len", end=" ")
        raise ValueError("no length")


for take in bytearray().extend, bytearray, bytes, b"".join:
    try:
        print(take(Unwilling()))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
