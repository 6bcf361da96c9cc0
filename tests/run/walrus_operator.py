# := in conditions, loops, comprehensions, calls, f-strings, lambdas, nested scopes.
data = iter([3, 1, 4, 1, 5, 0, 9])
while (n := next(data)) != 0:
    print(n, end=" ")
print("stopped at", n)
if (m := len("hello")) > 3 and (half := m // 2):
    print(m, half)
print([y := 10, y + 1, y ** 2], y)
print([(v, sq) for v in range(6) if (sq := v * v) % 2 == 0], sq)
total = 0
print([total := total + v for v in range(5)], total)
print(f"{(w := 5)} {w:>3} {w + 1}", (lambda: (z := 3) + z)(), "z" in globals())
def f(a, b=(d := 7)): return a, b
print(f(p := 1), p, d, f(a=(q := 2)), q)
def scan(lines):
    found = {}
    for line in lines:
        if (i := line.find("=")) < 0:
            continue
        elif not (key := line[:i].strip()):
            continue
        found[key] = line[i + 1:].strip()
    return found, i
print(scan(["a = 1", "nothing", "= 5", "b=two=2"]))
def scopes():
    inner = [last := c for c in "xyz"]
    def g():
        nonlocal last
        [last := last + c for c in "!"]
        return last
    return inner, last, g(), last
print(scopes())
def uses_global():
    global made
    [made := v for v in range(3)]
uses_global()
print(made)
print(any((hit := w) == "b" for w in "abc"), hit, all((miss := w) != "b" for w in "abc"), miss)
x = 1
print((x := x + 1, x := x * 10), x, (x := None) or "none", x)
print({(k := "key"): (v := 1)}, k, v, {(e := 3), e + 1}, (t := 1, 2), t, [1, 2, 3][(i := 1)], i, [1, 2, 3][(lo := 0):(hi := 2)], lo, hi)
match (subject := [1, 2]):
    case [a, b] if (s := a + b) == 3: print("sum", s, subject)
assert (checked := True), checked
while chunk := "abcdefg"[(pos := globals().get("pos", -3) + 3):pos + 3]: print(chunk, pos)
class K:
    attr = (inside := 5) + 1
print(K.attr, K.inside)
for bad in ("x := 5", "f(x := 1, y=(z := 2))", "(a.b := 1)", "(a[0] := 1)", "[i := 0 for i in range(2)]", "[[(j := 0) for i in range(2)] for j in range(2)]", "[i for i in (k := range(2))]", "class C: [x := 1 for _ in ()]", "lambda: x := 1", "def f(a=x := 1): pass", "(x: int := 1)", "(x += 1)", "f(a=b := 1)", "(1 := 2)", "((a, b) := 1)", "(True := 1)", "x = y := 1", "x = (y := 1)", "assert x := 1", "del (x := 1)", "f'{x:=5}'"):
    try:
        compile(bad, "<w>", "exec"); print(bad, "fine")
    except SyntaxError as error:
        print(bad, "->", error.msg, error.offset)
