# Polynomials: arithmetic, evaluation, derivation, text, roots by bisection and Newton.
class Poly:
    def __init__(self, *c):
        while len(c) > 1 and not c[-1]: c = c[:-1]
        self.c = c
    def __call__(self, x):
        r = 0
        for a in reversed(self.c): r = r * x + a
        return r
    def __add__(self, o):
        o = o if isinstance(o, Poly) else Poly(o)
        n = max(len(self.c), len(o.c))
        return Poly(*(a + b for a, b in zip(self.c + (0,) * (n - len(self.c)), o.c + (0,) * (n - len(o.c)))))
    __radd__ = __add__
    def __neg__(self): return Poly(*(-a for a in self.c))
    def __sub__(self, o): return self + -o
    def __rsub__(self, o): return -self + o
    def __mul__(self, o):
        if not isinstance(o, Poly): return Poly(*(a * o for a in self.c))
        out = [0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c): out[i + j] += a * b
        return Poly(*out)
    __rmul__ = __mul__
    def __pow__(self, n):
        r = Poly(1)
        for _ in range(n): r *= self
        return r
    def __divmod__(self, o):
        q, r = [0] * max(1, len(self.c) - len(o.c) + 1), list(self.c)
        while len(r) >= len(o.c) and any(r):
            k, shift = r[-1] / o.c[-1], len(r) - len(o.c)
            q[shift] = k
            for i, b in enumerate(o.c): r[shift + i] -= k * b
            r.pop()
        return Poly(*q), Poly(*r or [0])
    def __eq__(self, o): return self.c == o.c
    def derive(self): return Poly(*[i * a for i, a in enumerate(self.c)][1:] or [0])
    def __str__(self):
        parts = []
        for i, a in reversed(list(enumerate(self.c))):
            if not a and len(self.c) > 1: continue
            parts.append(("-" if a < 0 else "+") + " " + ("" if abs(a) == 1 and i else f"{abs(a):g}") + ("" if not i else "x" if i == 1 else f"x^{i}"))
        text = " ".join(parts)
        return text[2:] if text.startswith("+") else "-" + text[2:]


x = Poly(0, 1)
p = x ** 2 - 3 * x + 2
print(p, p(0), p(1), p(2.5), [p(n) for n in range(5)], p.derive(), p * p, -p, p + 5, 5 - p, p - p, Poly(0), sep=" | ")
print(*divmod(x ** 3 - 1, x - 1), *divmod(p, Poly(2)), sep=" | ")
print((x + 1) ** 5, ((x + 1) * (x - 1)), (x + 1) * (x - 1) == x ** 2 - 1, Poly(1, 2, 0, 0).c)
def bisect(f, a, b, e=1e-9):
    while b - a > e:
        m = (a + b) / 2
        a, b = (a, m) if f(a) * f(m) <= 0 else (m, b)
    return a
def newton(f, x, steps=20):
    d = f.derive()
    for i in range(steps):
        if not d(x): raise ZeroDivisionError("flat here")
        x, old = x - f(x) / d(x), x
        if abs(x - old) < 1e-12: break
    else: i = "many"
    return x, i
print(f"{bisect(x ** 2 - 2, 0, 2):.6f}", newton(x ** 2 - 2, 1.0)[1], f"{newton(x ** 3 - x - 2, 1.5)[0]:.9f}")
try:
    newton(x ** 2 + 1, 0)
except ZeroDivisionError as error:
    print(error)
