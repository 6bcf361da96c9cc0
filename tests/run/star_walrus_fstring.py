# Newer syntax in everyday use: starred expressions, walrus, f-strings with =, positional-only and keyword-only, chained comparison.
first, *middle, last = range(6)
(a, b), *[c, *d] = [(1, 2), 3, 4, 5]
print(first, middle, last, a, b, c, d, [*"ab", *range(2), *{"k": 1}], {**{"a": 1, "b": 2}, "b": 3, **dict(c=4)}, (*[], 1))
*head, = "xyz"
print(head, [*map(str, [1, 2])], {*[1, 1, 2]}, max(*[3, 9], *(4,)), print(*"sep", sep="-", end="!\n"))
for i, (name, *scores) in enumerate([("ada", 1, 2), ("bob",), ("cho", 3)], start=1):
    print(f"{i}: {name} {scores} {sum(scores)=}")
while (n := (n := 5) - 4 if "n" not in globals() else n + 1) < 4:
    print(f"{n=}", end=" ")
print([y for x in range(6) if (y := x * x) % 2], y, any((hit := w).startswith("c") for w in ["ab", "cd", "ce"]) and hit)
value, width, text = 3.14159, 10, "q'q"
print(f"{value = }|{value=:.2f}|{value!r:>{width}}|{text!r}|{text=!s}|{'nested ' + f'{1 + 1}'}|{{}}|{value:{width}.{2}f}|{2 < 3 =}")
print(f"{(lambda x: x * 2)(4)} {[i for i in range(3)]} {dict(a=1)['a']} {value if width > 5 else 0:.1f}" f"{'joined'!a}" rf"\{1}")


def call(a, b=2, /, c=3, *args, d, e=5, **rest):
    return f"{a=} {b=} {c=} {args=} {d=} {e=} {rest=}"


print(call(1, d=4), call(1, 2, 3, 4, *(5, 6), d=7, a="in rest"), call(*[1, 2], **{"d": 1, "c": 9}), sep="\n")
for wrong in ("call(1)", "call(b=1, d=2)", "call(1, d=1, **{'d': 2})", "call(*5, d=1)", "call(1, **[], d=1)"):
    try:
        eval(wrong)
    except TypeError as error:
        print(error)
try:
    a, b, *c = [1]
except ValueError as error:
    print(error)
try:
    a, b = 1, 2, 3
except ValueError as error:
    print(error)
print(1 < 2 < 3 != 2, 3 > 1 < 2 == 2, not 1 == 2 is not None, (x := 5, x + 1), [z := 1, z * 2][1], 1 if [] else 2 if {} else 3)
matrix = [[1, 2, 3], [4, 5, 6]]
print([*zip(*matrix)], [[row[i] for row in matrix] for i in range(3)], sum(matrix, []), {i: j for i, j in zip("ab", matrix)})
d = {"x": 1}
d |= {"y": 2}
print(d | {"x": 0}, {"z": 1} | d, "a-b_c".removeprefix("a-").removesuffix("_c"), "%s" % (d,), 10_000_000, 0x_ff, 1_0.0_1)
print(sorted({"b": 1, "a": 2}, key={"b": 1, "a": 2}.get), dict(enumerate("ab", 1)), list(reversed({"p": 1, "q": 2})))
