# Augmented assignment: to names, items, slices, attributes; __iadd__ and its absence; evaluated once.
log = []
class Box:
    def __init__(self): self.values = {"n": 1}
    def __getitem__(self, k): log.append(("get", k)); return self.values[k]
    def __setitem__(self, k, v): log.append(("set", k, v)); self.values[k] = v
    def __getattr__(self, name): log.append(("getattr", name)); return 10
    def __setattr__(self, name, v): log.append(("setattr", name, v)); object.__setattr__(self, name, v)
def f(x): log.append(("call", x)); return x
b = Box()
b[f("n")] += f(5)
b.attr -= f(1)
b.attr *= 2
print(log)
a = [1, 2]
alias = a
a += (3,); a *= 2
print(a, alias is a)
a = a + [9]
print(alias is a, alias)
t = u = (1,)
t += (2,)
print(t, u)
s = "x"
s += "y"; s *= 3; s %= ()
print(s)
st = fs = frozenset([1]); st |= {2}; print(st, fs)
m = k = {1}; m |= {2}; m &= {2, 3}; m -= {3}; m ^= {5}; print(m, k is m)
d = {"a": 1}; e = d; d |= {"b": 2}; print(d, e is d)
n = 10
n += 1; n -= 2; n *= 3; n /= 2; n //= 1; n %= 10; n **= 2; print(n)
i = 0b1100
i <<= 2; i >>= 1; i |= 1; i &= 0xF; i ^= 5; print(i)
x = [[1], [2]]
x[0] += [9]; x[1][0] += 5; x[0][1:] += [7, 8]; x[-1] *= 2
print(x)
class Acc:
    def __init__(self): self.items = []
    def __iadd__(self, other): self.items.append(other); return self
    def __isub__(self, other): return "replaced"
    def __add__(self, other): return "add"
acc = keep = Acc()
acc += 1; acc += 2
print(acc is keep, acc.items)
acc -= 1
print(acc, keep.items)
class OnlyAdd:
    def __add__(self, other): return f"add {other}"
o = OnlyAdd(); o += 5; print(o)
class Declines:
    def __iadd__(self, other): return NotImplemented
    def __add__(self, other): return "fell back"
o = Declines(); o += 1; print(o)
class Right:
    def __radd__(self, other): return f"right of {other}"
o = 5; o += Right(); print(o)
tup = ([],)
try:
    tup[0] += [1]
except TypeError as error:
    print(error, tup)
for code in ("n += 'a'", "undefined += 1", "s += 1", "a += 5", "d += {}", "tup += [1]", "n @= 2", "n <<= 1.5", "a -= [1]", "m += {1}", "s[0] += 'x'", "len += 1", "a[9] += 1", "d['q'] += 1", "None.x += 1", "n //= 0", "n %= 0", "a *= 'x'", "n |= 1.0"):
    n, s, a, d, m = 1, "s", [1], {}, {1}
    try:
        exec(code); print(code, "fine")
    except Exception as error:
        print(code, "->", type(error).__name__, error)
def local():
    total = 0
    for v in range(5): total += v; total -= v // 2
    return total
print(local(), a)
a += a; print(a); a += (v for v in range(2)); a += "ab"; a += {7: 8}; print(a)
count: int = 0
count += 1
(y := 5); y += 1
print(count, y, [y := y + v for v in range(3)], y)
q = [0, 1, 2]; j = 0
q[j], j = j + 5, 1
q[j] += j; j += 1; q[j] **= 3
print(q, j)
