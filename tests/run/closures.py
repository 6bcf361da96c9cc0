# Cells: shared, counted, late bound, deleted.
def counter():
    count = 0
    def up(by=1):
        nonlocal count
        count += by
        return count
    def get():
        return count
    return up, get

up, get = counter()
up(); up(5)
print(get(), up.__closure__[0].cell_contents, up.__code__.co_freevars, counter.__code__.co_cellvars)
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])

def outer(x):
    def middle(y):
        def inner(z):
            return x, y, z
        return inner
    return middle
print(outer(1)(2)(3), outer("a")("b")("c"))

def deleted():
    value = 1
    def look():
        return value
    del value
    try:
        look()
    except NameError as error:
        print(type(error).__name__, error)
deleted()

def unbound():
    try:
        print(later)
    except UnboundLocalError as error:
        print(error)
    later = 1
unbound()

def argument_cell(x):
    def set_x(value):
        nonlocal x
        x = value
    set_x(x * 2)
    return x
print(argument_cell(21))

total = 0
def add(n):
    global total
    total += n
add(4); add(6)
print(total)

def make_adders():
    return {n: (lambda x, n=n: x + n) for n in range(3)}
print({k: f(10) for k, f in make_adders().items()})

class Scope:
    name = "class"
    def method(self):
        return name
name = "module"
print(Scope().method(), Scope.name)
def compose(*functions):
    def run(x):
        for f in reversed(functions):
            x = f(x)
        return x
    return run
print(compose(str, lambda x: x + 1, lambda x: x * 10)(4))
