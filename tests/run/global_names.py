# global, nonlocal, del, builtins shadowed, names looked up late, module attributes, annotations.
counter = 0
def up():
    global counter, made
    counter += 1
    made = counter * 10
    return counter
print(up(), up(), made, counter)
def reader(): return counter, later
try:
    reader()
except NameError as error:
    print(error)
later = "now"
print(reader())
del later
try:
    reader()
except NameError as error:
    print(error, error.name)
for name in ("prnt", "lenn", "countr", "Exceptoin", "zzzzzz", "rang", "sefl"):
    try:
        eval(name)
    except NameError as error:
        print(error)
len = lambda x: "shadowed"
print(len([1]))
del len
print(len([1]))
def shadow():
    list = [1]
    return list
print(shadow(), list("ab"))
def deletes():
    global gone
    gone = 1
    del gone
    return "gone" in globals()
print(deletes())
class Body:
    x = 1
    y = x + 1
    def method(self): return x
    z = x
    del y
    global in_class
    in_class = "global from a class body"
    counter = counter + 100
x = "module"
print(Body().method(), Body.x, hasattr(Body, "y"), in_class, Body.counter, counter, "in_class" in vars(Body))
number: int = 5
nothing: str
print(number, __annotations__)
class Annotated:
    a: int
    b: "str" = "x"
    c: list[int] = []
    (d): int = 1
    def f(self):
        local: undefined_type = 1
        return local
print(Annotated.__annotations__, Annotated().f(), hasattr(Annotated, "a"))
try:
    nothing
except NameError as error:
    print(error)
globals()["dynamic"] = 42
print(dynamic, __name__, __doc__, sorted(k for k in globals() if k.startswith("__")))
def inner_global():
    x = "local"
    def g():
        global x
        return x
    def h():
        nonlocal x
        x += "!"
        return x
    return g(), h(), x
print(inner_global())
def conditional(flag):
    if flag:
        value = 1
    return value
print(conditional(True))
try:
    conditional(False)
except UnboundLocalError as error:
    print(error)
def loop_variable():
    for i in range(3): pass
    try:
        for j in []: pass
        return i, j
    except UnboundLocalError as error:
        return i, str(error)
print(loop_variable())
try:
    del never_defined
except NameError as error:
    print(error)
def except_name():
    try: 1 / 0
    except ZeroDivisionError as e: pass
    return "e" in locals()
print(except_name())
__builtins__.extra = "in builtins"
print(extra)
del __builtins__.extra
def bind_everything(a, b=2):
    import sys as s
    from sys import path as p
    def f(): pass
    class K: pass
    with Ctx() as w: pass
    for i, (j, k) in [(1, (2, 3))]: pass
    [q := 5 for _ in range(1)]
    match [1, 2]:
        case [m, *n]: pass
    return sorted(locals())
class Ctx:
    def __enter__(self): return "entered"
    def __exit__(self, *a): pass
print(bind_everything(1))
