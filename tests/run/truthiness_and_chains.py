# and, or, not, chained comparisons, in, is: what is evaluated, in which order, how often.
def v(name, value):
    print(name, end=" ")
    return value


def show(x):
    print("->", x)


show(v("a", 1) and v("b", 0) and v("c", 2))
show(v("a", 0) or v("b", "") or v("c", []) or v("d", "end"))
show(not v("a", []) and v("b", 1) or v("c", 2))
show(v("a", 1) < v("b", 2) < v("c", 3))
show(v("a", 1) < v("b", 0) < v("c", 3))
show(v("a", 1) == v("b", 1) != v("c", 2) in v("d", [2]))
show(v("a", None) is v("b", None) is not v("c", 1))
show(v("x", 3) if v("test", False) else v("y", 4))
show([v("k", 1) for _ in range(2) if v("f", True)])
show({v("k", 1): v("v", 2), v("k2", 3): v("v2", 4)})
show((lambda *a, **k: (a, k))(v("1", 1), *v("s", [2]), x=v("x", 3), **v("d", {"y": 4})))
table = {}
table[v("key", "k")] = v("value", 9)
show(table)
l = [0, 0, 0]
l[v("i", 0)], l[v("j", 1)] = v("x", 1), v("y", 2)
show(l)
i = 0
i, l[i] = 2, 7
show((i, l))
l[v("index", 1)] += v("amount", 10)
show(l)


class Truth:
    def __init__(self, value): self.value = value

    def __bool__(self):
        print("bool", end=" ")
        return self.value


class Sized:
    def __len__(self):
        print("len", end=" ")
        return 0


t, f = Truth(True), Truth(False)
show("yes" if t and not f else "no")
show((t or f) is t)
show((f and t) is f)
show(bool(Sized()) or "empty")
while f:
    pass
else:
    show("else")
show([x for x in (t, f, Sized(), 1) if x][1:])
show(any([f, t, f]))
show(all(x for x in [t, f, t]))
assert t, v("never", "")
show(1 < 2 in [2, True])
show(not 1 == 2)
show(3 > 2 > 1 > 0 < 5 >= 5 != 6)
class BadBool:
    def __bool__(self): return "yes"
class BadLen:
    def __len__(self): return -1
for bad in (BadBool(), BadLen()):
    try:
        if bad: pass
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
show(0 in [False])
show("" in "abc")
show(None or () or {} or 0.0 or 0j or b"" or range(0) or frozenset())
show((1, 2) < (1, 3) < (1, 3, 0) > (1,))
show([1, [2]] == [1, [2]] is not True)
show("a" < "b" < "가" and b"a" < b"b" and {1} < {1, 2} <= {1, 2})
nan = float("nan")
show((nan == nan, nan is nan, nan in [nan], [nan] == [nan], nan != nan, sorted([2, 1.5, True])))
