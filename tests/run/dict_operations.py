# Dicts: order, views, merging, mutation while iterating.
d = {"one": 1, "two": 2, "three": 3}
d["four"] = 4
del d["two"]
d["two"] = 22
print(d, list(d), list(d.values()), list(d.items()), len(d), "one" in d, "six" in d)
print(d.get("x"), d.get("x", 0), d.pop("one"), d.pop("zz", None), d.setdefault("new", []), d)
print({**d, "a": 1}, d | {"b": 2}, dict(a=1, b=2), dict([("x", 1), ("y", 2)]), dict(zip("abc", range(3))))
e = d.copy(); e.update(q=1); e |= {"r": 2}
print(e, d == e, {1: 2} == {1.0: 2.0}, {k: v for k, v in sorted(e.items(), key=str)})
print(e.popitem(), e.keys() & d.keys() == d.keys(), sorted(e.keys() - d.keys()), e.items() >= d.items())
try:
    for k in d:
        d[k + "!"] = 0
except RuntimeError as x:
    print(x)
try:
    d["missing"]
except KeyError as x:
    print(x, repr(x))
try:
    {[]: 1}
except TypeError as x:
    print(x)
try:
    {}.popitem()
except KeyError as x:
    print(x)
class Missing(dict):
    def __missing__(self, key): return key * 2
print(Missing(a=1)["a"], Missing()["zz"], Missing().get("q"))
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 3): del big[i]
print(len(big), list(big)[:5], sum(big.values()), list(reversed(big))[:3])
nested = {}
nested["self"] = nested
print(nested, dict.fromkeys("abc", 0))
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
m = {K(1): "a"}
m[K(4)] = "b"
print(m[K(4)], K(7) in m, len(m))
d2 = {}
for word in "the cat and the dog and the bird".split():
    d2[word] = d2.get(word, 0) + 1
print(d2, max(d2, key=d2.get))
d2.clear(); print(d2, bool(d2))
print({1: "int", True: "bool", 1.0: "float"})
