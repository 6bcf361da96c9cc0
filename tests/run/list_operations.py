# Lists: slices, methods, sorting, comparing, aliasing.
a = list(range(10))
print(a[2:5], a[:3], a[7:], a[::2], a[::-1], a[-3:], a[8:2:-2], a[100:], a[slice(1, 4)])
a[2:4] = ["x", "y", "z"]; print(a)
a[::3] = [0] * len(a[::3]); print(a)
del a[1:3]; print(a)
del a[-1]; print(a)
b = [3, 1, 2]
b.append(9); b.extend("ab"); b.insert(1, "i"); print(b, b.index(2), b.count(9), b.pop(), b.pop(0), b)
b.remove("a"); b.reverse(); print(b)
words = ["pear", "fig", "banana", "apple", "kiwi"]
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: w[-1], reverse=True), words)
words.sort(key=len, reverse=True); print(words)
print([1, 2] + [3], [0] * 3, [1, [2]] == [1, [2]], [1, 2] < [1, 3], [1] < [1, 0], 2 in [1, 2], [] or "empty")
m = [[0] * 2] * 2
m[0][0] = 5
print(m, [[j for j in range(i)] for i in range(4)], [x for row in [[1, 2], [3]] for x in row if x != 2])
first, *middle, last = [1, 2, 3, 4]
print(first, middle, last)
[p, (q, *r)] = [1, (2, 3, 4)]
print(p, q, r)
for bad in (lambda: [][0], lambda: [1].index(5), lambda: [1].remove(5), lambda: [].pop(), lambda: [1, "a"] < ["a", 1],
            lambda: sorted([1, "a"]), lambda: [1][1.5], lambda: [1] + (2,), lambda: [1, 2, 3].__setitem__(slice(0, 3, 2), [1])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
l = [1]; l.append(l); print(l, l == l)
c = a[:]; c += [1]; c *= 2; print(c, c is a)
it = iter([1, 2, 3]); print(next(it), list(it), next(it, "end"))
print(list(zip([1, 2, 3], "ab")), list(map(lambda x, y: x * y, [1, 2], [3, 4])), list(filter(None, [0, 1, "", 2])))
print(list(enumerate("ab", 1)), list(reversed([1, 2, 3])), any([0, 1]), all([]), sum([[1], [2]], []))
import sys
s = []
sizes = []
for i in range(20):
    s.append(i); sizes.append(sys.getsizeof(s))
print(sizes, sys.getsizeof([]), sys.getsizeof([1, 2]), sys.getsizeof(list(range(5))))
