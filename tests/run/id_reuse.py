# Memory is reused last in, first out: when two objects have the same id().
# no trace: its values show addresses
print(id([]) == id([]), id({}) == id({}), id(object()) == id(object()), id(set()) == id(set()))
print([] is [], {} is {}, () is (), "" is str(), frozenset() is frozenset())
a = []
b = []
print(id(a) == id(b))
old = id(a)
del a
c = []
print(id(c) == old)
class C: pass
print(id(C()) == id(C()), C() is C())
x = C()
address = id(x)
x = None
y = C()
print(id(y) == address)
print(id((1, 2, y)) == id((3, 4, y)), id([1]) == id([1, 2]), id(1000 * y.__class__.__basicsize__) == 0)
def f():
    local = []
    return id(local)
print(f() == f())
print(id(f) == id(f), id(f.__get__(1)) == id(f.__get__(2)))
i, j = 256, 256
print(i is j, int("256") is i, int("257") is int("257"), int("-5") is int("-5"), int("-6") is int("-6"))
s, t = "hello", "hel" + "lo"
print(s is t, "".join(["hel", "lo"]) is s, chr(97) is chr(97), chr(300) is chr(300))
e = ()
print(tuple([]) is e, tuple(e) is e, e + () is e, (1, 2)[:0] is e, tuple((1,)) is not e)
k = (1, 2)
print(k[:] is k, k * 1 is k, tuple(k) is k, list(k) is not k, "abc"[:] is "abc", str(s) is s, s[0:5] is s, s.strip() is s)
f1 = 1.5
print(float(f1) is f1, +f1 is f1, int(i) is i, abs(i) is i, f1 + 0 is f1)
b1 = b"x"
print(bytes(b1) is b1, b"xy"[0:1] is b1, bytes([120]) is b1, bytes() is b"", bytes(2) is bytes(2))
print(True is (1 == 1), None is print(end=""), ... is Ellipsis, NotImplemented is NotImplemented, type(None) is None.__class__)
fs = frozenset([1])
print(frozenset(fs) is fs, fs.copy() is fs, frozenset() == frozenset(), range(3) is range(3))
big = 10 ** 20
print(big is 10 ** 20, big + 0 is big, int(big) is big, big // 1 is big)
ids = set()
for _ in range(10):
    ids.add(id(object()))
print(len(ids))
ids = {id(o) for o in [object() for _ in range(10)]}
print(len(ids))
floats = [id(float(n)) for n in range(5)]
print(len(set(floats)) < 5)
l = [1, 2, 3]
before = id(l)
l += [4]; l.append(5); l[:] = []; l *= 2
print(id(l) == before)
m = l + []
print(m is l, m == l)
import _weakref
class W: pass
w = W()
print(hash(_weakref.ref(w)) == hash(w), hash(w) == id(w) >> 4, id(w.__init__) == id(w.__init__), id(w) == id(w))
