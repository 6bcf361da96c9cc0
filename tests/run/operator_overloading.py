# Every operator, reflected, in place, and what happens when both sides decline.
class V:
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name


def binary(symbol):
    def normal(self, other): return f"({self} {symbol} {other})"
    def reflected(self, other): return f"({other} r{symbol} {self})"
    def in_place(self, other): return V(f"({self} {symbol}= {other})")
    return normal, reflected, in_place


for name, symbol in dict(add="+", sub="-", mul="*", truediv="/", floordiv="//", mod="%", pow="**", matmul="@",
                         lshift="<<", rshift=">>", xor="^").items():
    for prefix, function in zip(("__", "__r", "__i"), binary(symbol)):
        setattr(V, prefix + name + "__", function)
setattr(V, "__and__", binary("&")[0]); setattr(V, "__or__", binary("|")[0])
for name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(V, f"__{name}__", lambda self, other, name=name: f"{self} {name} {other}")
for name in ("neg", "pos", "invert", "abs"):
    setattr(V, f"__{name}__", lambda self, name=name: f"{name} {self}")
a, b = V("a"), V("b")
print(a + b, a - 1, 1 - a, a * b, "s" * a, a / b, 2.0 // a, a % b, "%s" % a, a ** b, 2 ** a, a @ b, [] @ a, a << b, 1 >> a, a ^ b)
print(a & b, a | 1, -a, +a, ~a, abs(a), a < b, a <= 1, 1 < a, 1 >= a, a == b, 1 == a, a != 1, a < b < a)
x = a; x += b; print(x, type(x).__name__)
x = 5; x -= a; print(x)
x = a; x **= 2; x @= 3; x >>= 4; print(x)
x = a; x &= b; print(x, type(x).__name__)


class Decline:
    def __add__(self, other): print("add declines"); return NotImplemented
    def __radd__(self, other): print("radd declines"); return NotImplemented
    def __eq__(self, other): print("eq declines"); return NotImplemented
    def __lt__(self, other): return NotImplemented
    __hash__ = object.__hash__


class Sub(Decline):
    def __radd__(self, other): return "the subclass goes first"


p, q = Decline(), Decline()
print(p + Sub(), p == q, p != q, p == p)
for bad in ("p + q", "p + 1", "1 + p", "p < q", "p < 1", "-p", "p[0]", "p()", "p * 2", "len(p)", "p in p", "~p", "p @ p", "[] + p", "divmod(p, 1)",
            "p << 1", "2 ** p", "p <= []", "iter(p)", "int(p)", "round(p)", "bool(p)", "abs(p)", "p.x", "p + (q + 1)"):
    try:
        print(bad, eval(bad))
    except Exception as error:
        print(bad, "!", error)


class Number:
    def __init__(self, n): self.n = n
    def __int__(self): return self.n
    def __index__(self): return self.n
    def __float__(self): return self.n + 0.5
    def __complex__(self): return complex(self.n, 1)
    def __bool__(self): return self.n > 0
    def __round__(self, digits=None): return ("round", digits)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __divmod__(self, other): return "divmod", other
    def __pow__(self, other, modulo=None): return "pow", other, modulo
    def __hash__(self): return self.n
    def __format__(self, spec): return f"<{spec}>"
    def __bytes__(self): return b"number"
    def __dir__(self): return ["z", "a"]
    def __sizeof__(self): return 1000
    def __reversed__(self): return iter("reversed")
    def __length_hint__(self): return 3


n = Number(3)
import math
print(int(n), float(n), complex(n), bool(n), bool(Number(0)), round(n), round(n, 2), math.trunc(n), math.floor(n), math.ceil(n), divmod(n, 2), pow(n, 2), pow(n, 2, 5))
print([10, 20, 30, 40][n], "abcd"[n], [1] * n, hex(n), bin(n), range(n), hash(n), f"{n:>10}", format(n, "x"), bytes(n), dir(n), list(reversed(n)), chr(Number(65)))
