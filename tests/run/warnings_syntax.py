# What CPython warns of while it compiles: the text, the line, once for each place.
def f(x):
    if x is 5: return 1
    if x is not "a": return 2
    assert (x, "always true")
    return "\d\w" + b"\q".decode()
print(f(1000), f("a"))
print("a" "b" [0]) if False else None
x = [(1, 2) (3, 4)] if False else 0
y = "text" ["key"] if False else 0
z = {1}[0] if False else 1
5() if False else 6
1 .real if 1 is 1 else 2
exec("1 is 1\n'x' is 'x'")
compile("() is ()", "<here>", "eval")
print(0xfor 1, 1if 1else 2, x, y, z)
