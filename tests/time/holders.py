class P: pass
p = P()
l = [p, 1, 2]
d = {"key": p, 3: l}
p.itself = p
t = (l, d)
l = None
x = 1
