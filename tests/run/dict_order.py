# dict: order of insertion, deletion, update, views, comprehension, changes during iteration, equality, hashing.
d = {"one": 1, "two": 2, "three": 3}
d["four"] = 4
del d["two"]
d["two"] = 22
d["one"] = 11
print(d, list(d), list(reversed(d)), d.popitem(), d.pop("three"), d.pop("none", None), d)
d.update({"x": 1, "one": 0}, y=2); d |= {"z": 3}; d.update([("p", 1), ["q", 2]])
print(d, d.setdefault("new", []), d.setdefault("x", 9), d.get("no"), d.get("no", 1), len(d), "x" in d)
print({**d, "x": 5} == d | {"x": 5}, d == dict(reversed(list(d.items()))), {1: 1} != {1: 2}, dict(a=1) | dict(b=2), dict([(1, 2)]), dict.fromkeys("ab", 0), dict(zip("ab", [1, 2])), dict(dict(a=1), b=2))
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, sep="\n")
d["late"] = 1
print(len(k), "late" in k, ("late", 1) in i, 1 in v, k & {"x", "y"}, sorted(k - {"x"}), sorted(k | {"w"})[:2], k >= {"x"}, i & {("x", 1)}, list(reversed(k))[:2], k == d.keys(), k.isdisjoint({"zz"}), k.mapping["x"])
d = {1: "int", 1.0: "float", True: "bool", "1": "str", (1,): "tuple", None: "none", frozenset(): "fs", 1j: "c"}
print(d, d[1], d[True], d[1 + 0j], d[frozenset([])])
d = dict.fromkeys(range(10))
for key in list(d):
    if key % 3: del d[key]
print(d, {k: v for k, v in zip("abc", range(3)) if v}, {v: k for k, v in {"a": 1, "b": 1}.items()})
for change in ("d[99] = 1", "del d[0]", "d.clear()"):
    d = {0: 0, 1: 1, 2: 2}
    try:
        for key in d:
            exec(change)
        print("no error", d)
    except RuntimeError as error:
        print(change, error, d)
d = {0: 0, 1: 1}
for key in d: d[key] = "changed"
print(d)
try:
    for key in d: del d[key]; d[key + 10] = 1
except RuntimeError as error:
    print(error, d)
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): print("hash", self.n, end=" "); return self.n % 2
    def __eq__(self, other): print("eq", self.n, other.n, end=" "); return self.n == other.n
    def __repr__(self): return f"K{self.n}"
d = {Key(1): "a", Key(2): "b"}
d[Key(3)] = "c"
print(d, Key(1) in d, d.get(Key(5)), d.pop(Key(3)))
d[Key(1)] = "again"
print(d, len(d))
for bad in ("{[]: 1}", "{}['x']", "{}[[]]", "{} < {}", "dict(1)", "dict([1])", "dict([(1, 2, 3)])", "{}.popitem()", "{}.pop('x')", "{1: 2} + {}", "{}.update(5)", "{}.fromkeys(5)", "dict(**{1: 2})", "{} | []", "{}.x", "hash({})", "{}()", "del_ = {}.__delitem__('k')", "dict(a=1, **{'a': 2})", "{{}: 1}", "{}.get()", "iter({}).x", "{'a': 1}.keys()[0]", "{1: {}}[1][2]", "{(1, []): 1}"):
    try:
        exec(bad)
    except Exception as error:
        print(bad, type(error).__name__, error)
nested = {}
nested["self"] = nested
print(nested, repr({"a": {"b": {"c": [1, {2}]}}}), str({}), bool({}), {"k": ...})
m = {}
for w in "the cat and the dog and the bird".split(): m[w] = m.get(w, 0) + 1
print(m, sorted(m.items(), key=lambda p: (-p[1], p[0])), max(m, key=m.get), sum(m.values()), [*m], {*m} == set(m))
