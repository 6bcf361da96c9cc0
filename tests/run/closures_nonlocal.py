# Closures: nonlocal, cells shared by several functions, factories, loops, late binding, classes inside.
def make_counter(step=1):
    count = 0
    def counter():
        nonlocal count
        count += step
        return count
    def reset():
        nonlocal count
        count = 0
    counter.reset = reset
    return counter
a, b = make_counter(), make_counter(10)
print(a(), a(), b(), a(), b(), a.reset(), a(), b())
print(a.__closure__[0].cell_contents, a.__code__.co_freevars, make_counter.__code__.co_cellvars, a.__closure__[0] is b.__closure__[0], a.reset.__closure__[0] is a.__closure__[0])
def levels():
    x = 1
    def one():
        nonlocal x
        x += 1
        def two():
            nonlocal x
            x *= 10
            def three():
                return x
            return three
        return two()
    return one()(), x
print(levels())
def account(balance):
    def deposit(n): nonlocal balance; balance += n; return balance
    def withdraw(n):
        nonlocal balance
        if n > balance: return "insufficient"
        balance -= n
        return balance
    return {"deposit": deposit, "withdraw": withdraw, "show": lambda: balance}
acc = account(100)
print(acc["deposit"](50), acc["withdraw"](500), acc["withdraw"](30), acc["show"]())
fs = []
for i in range(3):
    fs.append(lambda: i)
print([f() for f in fs])
i = "changed"
print([f() for f in fs])
def compose(*functions):
    def composed(x):
        for f in reversed(functions): x = f(x)
        return x
    return composed
print(compose(str, lambda x: x + 1, abs)(-5), compose()(3))
def curry(f, *first): return lambda *rest: f(*first, *rest)
print(curry(max, 3, 9)(5), curry(curry, max, 1)(2)(0))
def class_in_function(name):
    class Greeter:
        label = name
        def greet(self):
            return f"{__class__.__name__} says {name}"
        def nested(self):
            return [self.label + c for c in name]
    return Greeter
G = class_in_function("hi")
print(G().greet(), G().nested(), G.__qualname__)
def unbound():
    def inner(): return later
    try:
        inner()
    except NameError as error:
        print(error)
    later = 1
    return inner()
print(unbound())
def local_error():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error)
    x = 1
    del x
    try:
        x
    except UnboundLocalError as error:
        print(error)
local_error()
def cell_of(x):
    def f(): return x
    return f.__closure__[0]
c = cell_of(5)
c.cell_contents = 6
print(c.cell_contents, c == cell_of(6), c < cell_of(7), type(c).__name__)
del c.cell_contents
try:
    c.cell_contents
except ValueError as error:
    print(error)
glob = 0
def uses_global():
    global glob, fresh
    glob += 1
    fresh = "made"
    def inner():
        global glob
        glob += 10
    inner()
uses_global()
print(glob, fresh)
def fib():
    memo = {}
    def go(n):
        if n < 2: return n
        if n not in memo: memo[n] = go(n - 1) + go(n - 2)
        return memo[n]
    return go
print(fib()(40), (lambda f: f(f, 5))(lambda f, n: 1 if n == 0 else n * f(f, n - 1)), (lambda x: lambda y: lambda z: x + y + z)(1)(2)(3))
def params(a, b=1, *args, c, d=2, **kw):
    return lambda: (a, b, args, c, d, kw)
print(params(0, c=3)(), params(0, 1, 2, 3, c=4, d=5, e=6)(), [n for n in params.__code__.co_cellvars])
def swap_in_closure():
    x, y = 1, 2
    def swap(): nonlocal x, y; x, y = y, x
    swap(); swap(); swap()
    return x, y
print(swap_in_closure())
