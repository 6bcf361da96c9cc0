# Each holder counts: lists, tuples, dicts, sets, slices, iterators, views, unpacking.
from sys import getrefcount as rc
class Item: pass
i = Item()
print(rc(i))
l = [i] * 5
print(rc(i))
l2 = l[:3]
print(rc(i), rc(l))
l += l2
print(rc(i))
del l[::2]
print(rc(i), len(l))
l[1:3] = []
print(rc(i))
l.extend([i, i]); l.insert(0, i); l.append(i)
print(rc(i), l.count(i), l.index(i))
l.pop(); l.remove(i)
print(rc(i))
l.reverse(); l3 = l.copy()
print(rc(i)); l3.clear(); print(rc(i))
del l, l2, l3
print(rc(i))
t = (i,) * 4
print(rc(i), rc(t + t), rc(i), rc(t[1:]), rc(t[:]), rc(t))
a, *b, c = t
print(rc(i), rc(b), rc(a))
del a, b, c, t
print(rc(i))
d = {"a": i, i: i, (i,): [i]}
print(rc(i), rc(d))
d2 = dict(d); d3 = {**d, "x": i}; d4 = d | d2
print(rc(i))
del d2, d3, d4
for k, v in d.items():
    print(rc(v), rc(i))
k = v = None
print(rc(i), d.pop("a") is i, rc(i), d.popitem()[1][0] is i, rc(i))
d.setdefault("new", i); d.update(z=i); d["a"] = d["z"]
print(rc(i)); d["a"] = 0; print(rc(i)); d.clear(); print(rc(i))
s = {i}; s2 = s | {i}; s3 = frozenset(s)
print(rc(i), rc(s3)); s.discard(i); print(rc(i)); del s2, s3; print(rc(i))
it = iter([i, i]); print(rc(i)); next(it); print(rc(i)); next(it); print(rc(i)); print(next(it, "done"), rc(i))
e = enumerate([i]); z = zip([i], (i,)); m = map(lambda x: x, [i]); r = reversed([i])
print(rc(i)); print(next(e)[1] is i, next(z)[1] is i, next(m) is i, next(r) is i, rc(i))
del e, z, m, r, it
print(rc(i))
sl = slice(i, i, i); print(rc(i)); sl = None; print(rc(i))
keys = {i: 1}.keys(); print(rc(i)); del keys; print(rc(i))
x = y = z = i; print(rc(i)); x, y = y, x; print(rc(i)); del x, y, z; print(rc(i))
nested = [[i], [[i]], {"k": [i]}]; print(rc(i)); nested = None; print(rc(i))
empty = (); print(rc([]), rc({}), rc(set()), rc(Item()), rc((i,)), rc([i][0]))
matrix = [[0] * 2] * 3; print(rc(matrix[0])); row = matrix[0]; print(rc(row))
w = [j for _ in range(4) for j in [i]]; print(rc(i), len(w))
