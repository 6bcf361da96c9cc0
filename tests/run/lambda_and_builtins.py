# The builtins that take functions or objects apart: callable, getattr, vars, dir, type, isinstance, hash ...
class A:
    """Doc of A."""
    x = 1
    def __init__(self): self.y = 2
    def m(self): return "m"
    def __dir__(self): return ["b", "a"]
class B(A): pass
a = A()
print(callable(a), callable(A), callable(len), callable(lambda: 0), callable(a.m), callable(5), getattr(a, "x"), getattr(a, "zz", "default"), hasattr(a, "m"), hasattr(a, "q"), vars(a), dir(a), type(a).__name__, type(A).__name__, type(type).__name__)
setattr(a, "z", 3); delattr(a, "y"); print(vars(a), isinstance(a, A), isinstance(B(), A), issubclass(B, A), isinstance(1, (str, int)), isinstance(1, int | str), issubclass(bool, int), isinstance(None, type(None)), isinstance(A, type))
print(abs(-5), all([1, 2]), any([0, ""]), bin(5), bool([]), chr(97), ord("a"), divmod(7, 2), hex(255), oct(8), pow(2, 3), round(2.567, 2), sum([1, 2], 10), min(3, 1, 2), max("b", "a"), len("abc"), repr("x"), ascii("é"), format(5, "03"))
print(list(map(lambda x, y=1: x + y, [1, 2])), list(filter(lambda x: x, [0, 1])), (lambda *a, **k: (a, k))(1, b=2), (lambda: (yield))().__class__.__name__, [(lambda n: n ** 2)(i) for i in range(3)], (lambda x: (lambda y: x + y))(1)(2), max([3, 1], key=lambda v: -v))
print(eval("1 + 2"), eval("a.x + b", {"a": A, "b": 5}), eval("[x for x in range(n)]", {"n": 3}), eval(compile("2 * 3", "<s>", "eval")), exec("q = 5"), q, compile("x", "f", "exec").co_name, eval("lambda v: v + 1")(1))
scope = {}
exec("def f(x):\n    return x * 2\nclass K: pass\nv = f(21)", scope)
print(scope["v"], sorted(k for k in scope if k != "__builtins__"), scope["K"].__name__, "__builtins__" in scope)
def local_exec():
    x = 1
    exec("x = 2; y = 3")
    return x, "y" in locals(), eval("x + 10"), sorted(locals())
print(local_exec(), globals()["q"], "a" in locals(), locals() is globals())
print(type("T", (A,), {"n": 5, "f": lambda self: self.n})().f(), type(5), type(None), type(...), type(NotImplemented), type(lambda: 0), type(len), type([].append), type(a.m), type(A.m), type(int.__add__), type((5).__add__), type(str.join), type(iter([])), type(iter({})), type({}.keys()), type(x for x in ()), type(range(1)), type(slice(1)), type(print), type(property()), type(Exception()), type(int | str), type(list[int]), type(A.__dict__), type(zip()), type(classmethod(1)), sep="\n")
print(A.__doc__, A.__name__, A.__module__, A.__bases__, B.__mro__, A.__dict__["x"], B.__base__, A.m.__name__, a.__class__, a.m.__self__ is a, len.__name__, len.__module__, int.__doc__[:20], A.__qualname__, a.__doc__, len.__self__.__name__)
for bad in ("isinstance(1, 2)", "issubclass(1, int)", "issubclass(int, 1)", "getattr(a, 5)", "getattr(a, 'no')", "setattr(5, 'x', 1)", "setattr(len, 'x', 1)", "delattr(a, 'no')", "vars(5)", "hash([])", "eval('1 +')", "eval('x = 1')", "exec('1 +')", "eval(5)", "compile('1', 'f', 'bad')", "type('X', 5, {})", "type(5, (), {})", "int.x = 1", "A().m.x = 1", "eval('undefined_x')", "exec('raise KeyError(1)')", "len(a)", "a()", "a[0]", "a + 1", "dir(1, 2)", "format([], 'x')", "id()", "__import__(5)", "vars(a)['no']", "round('x')", "sum(5)", "print(sep=5)", "print(end=b'')", "input(1, 2)", "ord(5)", "object.x", "object().x", "object().x = 1", "hasattr(1, 2)", "callable()", "isinstance([], list[int])", "super()", "globals(1)", "staticmethod()", "bytes.fromhex(5)", "breakpoint.x", "dir(5).x", "memoryview(5)", "type.__call__(5)"):
    try:
        exec(bad)
        print(bad, "fine")
    except BaseException as error:
        print(bad, "->", type(error).__name__, error)
print(1, 2, sep="-", end="!\n"); print(); print(None, ..., NotImplemented); print("a", "b", sep=""); print(*[], sep=","); print("x", end=""); print("", flush=True); print("tab\tnew\nline", "한글", sep="\n")
