import functools, json

def key(a, b):
    return b - a
print(json.dumps([1, 2]))
l = sorted([3, 1], key=functools.cmp_to_key(key))
s = json.dumps(key, default=lambda o: "fn")
print(l, s)
