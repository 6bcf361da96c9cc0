# Class bodies: order of execution, scopes, conditionals and loops in them, nested classes, decorators, __qualname__.
print("before")
class A:
    "doc"
    print("in body", __name__, __qualname__, __module__, sorted(locals()))
    x = 1
    for i in range(3):
        x += i
    if x > 2:
        def big(self): return "big"
    else:
        def small(self): return "small"
    try:
        y = undefined
    except NameError as error:
        y = str(error)
    squares = [n * n for n in range(3)]
    class Inner:
        z = "inner"
        class Deep: pass
        def method(self): return __class__.__qualname__
    def f(self, default=x): return default
    g = lambda self: self.x
    with_tuple, (nested, *rest) = 1, (2, 3, 4)
    a = b = c = 0
    del c
    locals()["by_locals"] = "yes"
    exec("by_exec = 7")
    while a < 2: a += 1
    x: int = 50
    w: str
    match x:
        case 50: matched = True
    assert matched
    import sys as system
    global out_of_class
    out_of_class = 1
print(A.x, A.i, A().big(), hasattr(A, "small"), A.y, A.squares, A.Inner.Deep.__qualname__, A.Inner().method(), A().f(), A().g(), A.rest, hasattr(A, "c"), A.by_locals, A.by_exec, A.a, A.__annotations__, A.system.__name__, out_of_class, hasattr(A, "out_of_class"), A.__doc__)
x = "global"
def function():
    x = "enclosing"
    class B:
        y = x
        x = "class"
        z = x
        def m(self): return x
        l = [x for _ in range(1)]
    return B, B.y, B.z, B().m(), B.l
print(function()[1:], function()[0].__qualname__)
class C:
    x = x + " copied"
    def show(self): return x, self.x
print(C().show())
try:
    class D:
        print("started")
        1 / 0
        print("never")
except ZeroDivisionError:
    print("D" in globals())
def make(*bases, **kw):
    class E(*bases, **kw): pass
    return E
print(make().__bases__, make(A, C).__mro__[1:3], make(metaclass=type).__name__)
try:
    make(A, A)
except TypeError as error:
    print(error)
def decorate(c): print("decorating", c.__name__); return c
@decorate
class F(print("bases") or object): print("body")
class G:
    __slots__ = ()
    __hash__ = None
    __eq__ = lambda s, o: True
print(G() == 5, G.__hash__)
class H:
    def __init_subclass__(cls, /, tag="none", **kw): print("init_subclass", cls.__name__, tag, kw)
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item}]"
class I(H, tag="t"): pass
print(I[int], H["x", 1])
class J:
    @property
    def p(self): return "p"
    @p.setter
    def p(self, v): print("set p", v)
    @staticmethod
    def s(): return "s"
    @classmethod
    def k(cls): return cls.__name__
    alias = s
j = J(); j.p = 1; print(j.p, j.s(), J.k(), j.k(), j.alias(), J.alias())
class K:
    def method(self): return K
    K = "attribute"
print(K().method().K, K.K)
class L:
    counter = 0
    def __init__(self): L.counter += 1; self.counter += 10
print(L().counter, L().counter, L.counter)
class Outer:
    v = 1
    class Inner:
        try: w = v
        except NameError as e: w = str(e)
print(Outer.Inner.w)
type("Made", (A,), {"__qualname__": "a.b.Made", "x": 0})
print(type("Made", (A,), {"__qualname__": "a.b.Made"}), type("N", (), dict(f=lambda self: __name__))().f(), (lambda: type("P", (), {}))().__qualname__)
