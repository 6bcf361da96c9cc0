# f-strings and format(): every kind of specification.
n, x, s, z = 1234567, 3.14159265, "안녕", 2 - 3.5j
print(f"{n} {n:,} {n:_} {n:>12} {n:<12}| {n:^12} {n:012} {n:+} {n: } {n:x} {n:#X} {n:o} {n:b} {n:e} {n:.2f} {n:%} {65:c}")
print(f"{x} {x:.2f} {x:10.3f}| {x:<10.1e}| {x:+.0f} {x:g} {x:.10g} {x:%} {x:.1%} {x:08.3f} {x:n} {x:#.0f} {-x:z.0f}")
print(f"{s} {s:>6} {s:*^8} {s:.1} {s!r} {s!a} {s!s:<5}| {s!r:>8}")
print(f"{z} {z:.2f} {z:+.1e} {z:>20}|")
print(f"{True} {True:d} {True:>6} {None} {None!s:>6} {[1, 'a']!r:^12} {(1,)}")
w, p = 10, 3
print(f"{x:{w}.{p}f}|{x:>{w}}|{s:{'*'}^{w}}|{n:{','}}|{'x':{'<' if w else '>'}5}|")
print(f"{n=} {x=:.2f} {s = } {s=!s} {n + 1 = } {w*p=:>5}")
print(f"{{}} {{{n}}} {'nested ' + f'{n:>{w}}'}")
print(f"{'a' if n else 'b'} {[i for i in range(3)]} { {'k': 1}['k'] } {(lambda v: v * 2)(4)} {n!r:>10} {(y := 5)} {y}")
print(f'''multi
{n
 + 1}
line''' f" joined {x:.1f}" " plain " rf"\n{n}")
print("%d %5d %-5d| %05d %+d %x %X %#o %s %r %a %c %% %e %.3f %g" % (1, 2, 3, 4, 5, 255, 255, 8, "s", "r", "é", "c", 1.5, 2.5, 1e10))
print("%(a)s %(b)05.1f" % {"a": "dict", "b": 2.25}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%s" % (1,), "%s %s" % ("a", [1]))
print("{} {} {0}".replace("{0}", "{}").format(1, 2, 3), "{0} {1} {0}".format("a", "b"), "{a} {b[k]} {c.real} {d[0][1]}".format(a=1, b={"k": 2}, c=3, d=[[4, 5]]))
print("{:>{}}|{:{fill}^{w}}".format("r", 5, "c", fill="*", w=7), "{!r} {!s} {!a}".format("é", "é", "é"), "{:,} {:%}".format(10 ** 6, 0.5))


class Money:
    def __init__(self, amount): self.amount = amount
    def __format__(self, spec): return f"<{spec or 'none'}:{self.amount}>"
    def __str__(self): return "str"
    def __repr__(self): return "repr"


m = Money(5)
print(f"{m} {m:won} {m!s} {m!r:>6} {m!s:>5}", format(m), format(m, "x"), "{:a b}".format(m), "%s %r" % (m, m))
for value, spec in ((1, "s"), ("a", "d"), (1.5, "d"), (1, ".2d"), ("a", "+"), (1, "q"), ("a", "=5"), (1, ",_"), ([], "5"), (None, "x"), (1j, "0>5%"), (3, "5.5"), (2 ** 40, "c"), ("a", ",")):
    try:
        print(format(value, spec))
    except (ValueError, TypeError, OverflowError) as error:
        print(repr(value), spec, type(error).__name__, error)
for template, args in (("{} {1}", (1, 2)), ("{2}", (1,)), ("{a}", ()), ("{", ()), ("}", ()), ("{0.x}", (1,)), ("{!z}", (1,)), ("%d", ("x",)), ("%d %d", (1,)), ("%d", (1, 2)), ("%q", (1,)), ("%(a)s", (1,)), ("%", ())):
    try:
        print(template.format(*args) if "{" in template or "}" in template else template % args)
    except Exception as error:
        print(template, type(error).__name__, error)
print([f"{v:8.3g}" for v in (0.0001, 1, 123456, 1e20, float("inf"), float("nan"), -0.0)], [f"{v:.3}" for v in (0.1, 12345.678, 1e-10)])
print([str(v) for v in (1e16, 1e15, 123456789012345678.0, 0.1 + 0.2, 1e-5, 0.0001, 1e22, 5e-324, 1.7976931348623157e308, 2.0, -0.0)])
