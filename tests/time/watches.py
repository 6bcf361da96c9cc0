import json
total = 0
class P: pass
def f(x):
    y = x
    for i in range(2):
        total = i
        y += 1
    return y
def gen():
    z = 0
    while z < 3:
        z += 1
        yield z
async def co(): pass
p = P()
p.a = 1
f(1)
total = 5
f(2)
for v in gen():
    json.dumps(v)
    total += v
p.a = 2
l = [1]
l[0] = 3
l.append(4)
