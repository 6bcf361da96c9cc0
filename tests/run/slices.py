# Slices: all the forms on list, tuple, str, bytes, bytearray, range; assignment, deletion; slice objects.
l = list(range(10))
for s in (slice(None), slice(3), slice(2, 5), slice(None, None, 2), slice(None, None, -1), slice(-3, None), slice(8, 2, -2), slice(20), slice(-20, 3), slice(5, 5), slice(5, 2)):
    print(s, l[s], tuple(l)[s], "0123456789"[s], s.indices(10))
print(l[-1], l[-10], l[1:-1:3], l[:-7], l[::-3], l[9:0:-4])
m = l[:]
m[2:4] = "ab"; print(m)
m[2:4] = []; print(m)
m[1:1] = [100, 200]; print(m)
m[::2] = range(5); print(m)
m[-2:] = (x for x in "xyz"); print(m)
m[5:2] = ["odd"]; print(m)
del m[::3]; print(m)
del m[-2:]; print(m)
m[:] = m[::-1]; print(m)
m[len(m):] = [1]; m[:0] = [0]; print(m)
m[1:3] += ["plus"]; print(m)
m[1:1] = m; print(m)
b = bytearray(b"hello world")
b[0:5] = b"HOWDY!"; print(b)
b[::2] = b"......"; print(b)
del b[1::2]; print(b)
b[2:] = [65, 66]; print(b, b[::-1], b[0])
r = range(0, 100, 7)
print(r[3], r[-1], r[2:5], r[::-1], r[::3], list(r[10:2:-3]), len(r[5:]), 49 in r[:8])
class Show:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print("set", key, value)
    def __delitem__(self, key): print("del", key)
s = Show()
print(s[1], s[1:2], s[1:2:3], s[::], s[:, 1], s[..., None], s[1:2, 3:4], s["a":"b"], s[()], s[(1, 2)], s[-1:])
s[1:2] = 5; s[1, 2] = 6; s[::2] = [1]
del s[1:], s[..., 2], s[-1]
for code in ("l[::0]", "l['a']", "l[1.5]", "l['a':]", "l[10]", "'abc'[3]", "().__getitem__(0)", "m[::2] = [1]", "m[0:2] = 5", "m['x'] = 1", "del m[99]",
             "del m[1:2:0]", "b'ab'[5]", "b[0] = 256", "b[0] = 'x'", "b[:] = 'text'", "range(3)[3]", "slice()", "hash(slice(1))", "{}[1:2]", "(1).real[0]", "None[0]"):
    try:
        exec(code)
        print(code, "fine")
    except (ValueError, TypeError, IndexError) as error:
        print(code, "->", type(error).__name__, error)
print(slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3), slice(1).stop, slice(1, 2, 3).step, repr(slice("a", None)), slice(None, None, -1).indices(3))
class Index:
    def __init__(self, n): self.n = n
    def __index__(self): print("index", self.n); return self.n
print(l[Index(1):Index(7):Index(2)], l[Index(-1)], "text"[Index(1)])
