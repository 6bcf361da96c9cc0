# A class with all methods of a container, and who calls them when.
class Box:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): print("len", end=" "); return len(self.items)
    def __getitem__(self, k): print(f"getitem {k}", end=" "); return self.items[k]
    def __setitem__(self, k, v): print(f"setitem {k} {v}", end=" "); self.items[k] = v
    def __delitem__(self, k): print(f"delitem {k}", end=" "); del self.items[k]
    def __contains__(self, x): print(f"contains {x}", end=" "); return x in self.items
    def __iter__(self): print("iter", end=" "); return iter(self.items)
    def __reversed__(self): print("reversed", end=" "); return reversed(self.items)
    def __eq__(self, other): print("eq", end=" "); return isinstance(other, Box) and self.items == other.items
    def __hash__(self): print("hash", end=" "); return hash(tuple(self.items))
    def __bool__(self): print("bool", end=" "); return bool(self.items)
    def __repr__(self): return f"Box{tuple(self.items)}"
    def __add__(self, other): print("add", end=" "); return Box(*self.items, *other)
    def __radd__(self, other): print("radd", end=" "); return Box(*other, *self.items)
    def __iadd__(self, other): print("iadd", end=" "); self.items += other; return self
    def __mul__(self, n): print("mul", end=" "); return Box(*self.items * n)
    def __call__(self, *a, **k): print("call", end=" "); return a, k
    def __length_hint__(self): print("hint", end=" "); return 2
b = Box(1, 2, 3)
print(len(b)); print(b[0], b[-1], b[0:2]); b[1] = 20; print(); del b[0]; print(b)
print(20 in b, 99 not in b); print([x for x in b], list(b), tuple(b)); print(sum(b), max(b), sorted(b)); print(*b); print([*b, *b])
first, second = b; print(first, second); print(list(reversed(b)), list(enumerate(b)), list(zip(b, b)), list(map(str, b)))
print(b == Box(20, 3), b != Box(1), b == 5, 5 == b); print({b: 1}, {b, b}); print(b + [1], [0] + b); b += [7]; print(b, b * 2)
print("yes" if b else "no", not Box(), b and 1, b or 2); print(b(1, k=2)); print(any(b), all(b)); print(b.items.index(7), ", ".join(str(x) for x in b))
for x in b: print("for", x, end=" ")
print(); print(dict(enumerate(b)), set(b) == {20, 3, 7}, bytes(Box(65, 66)), "".join(Box("a", "b")))
try:
    b[99]
except IndexError as error:
    print(error)
class OldStyle:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
o = OldStyle(); print(list(o), 10 in o, 99 in o, max(o), [*o], dict.fromkeys(o), tuple(reversed([*o])))
class Mapping:
    def __init__(self, **k): self.d = k
    def keys(self): print("keys", end=" "); return self.d.keys()
    def __getitem__(self, k): print("item", k, end=" "); return self.d[k]
print(dict(Mapping(a=1, b=2))); print({**Mapping(c=3)}, (lambda **k: k)(**Mapping(z=1)), "{x}".format_map(Mapping(x=5)), "%(y)s" % Mapping(y=6))
class Missing(dict):
    def __missing__(self, k): return f"missing {k}"
m = Missing(a=1); print(m["a"], m["b"], m.get("c"), "b" in m, "%(q)s" % m)
class Weird:
    def __len__(self): return "x"
    def __contains__(self, x): return "truthy"
    def __iter__(self): return 5
    def __hash__(self): return "x"
    def __bool__(self): return 1
    def __repr__(self): return 1
    def __index__(self): return "x"
    def __str__(self): return None
    def __eq__(self, o): return "equal"
w = Weird()
for code in ("len(w)", "1 in w", "iter(w)", "hash(w)", "bool(w)", "repr(w)", "[0][w]", "str(w)", "w == 1", "w != 1", "not w", "list(w)", "{w}", "f'{w}'", "range(w)", "w in [w]", "[1].index(w)", "w.__ne__(1)"):
    try:
        print(code, eval(code))
    except TypeError as error:
        print(code, "->", error)
