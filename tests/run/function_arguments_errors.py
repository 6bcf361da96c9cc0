# Every wrong call of a function, word for word; signatures, defaults, annotations, attributes.
def none(): pass
def one(a): pass
def two(a, b): pass
def opt(a, b=1, c=2): pass
def kwonly(a, *, k, m=1): pass
def kwonly2(*, x, y, z): pass
def pos(a, b, /, c): pass
def star(a, *args, **kw): return a, args, kw
class C:
    def method(self, x): pass
    def __init__(self, v=None): pass
    @classmethod
    def cm(cls, x): pass
    @staticmethod
    def sm(x): pass
    def __call__(self, q): pass
calls = """none(1)
none(1, 2)
none(x=1)
one()
one(1, 2)
one(1, a=2)
one(b=1)
two()
two(1)
two(b=1)
two(1, 2, 3)
two(1, 2, c=3)
opt()
opt(1, 2, 3, 4)
opt(1, 2, b=3)
opt(*[1, 2, 3, 4, 5])
kwonly(1)
kwonly(1, 2)
kwonly(1, 2, k=3)
kwonly(k=1)
kwonly()
kwonly2()
kwonly2(x=1)
kwonly2(x=1, y=2, z=3, w=4)
pos(1)
pos(1, b=2, c=3)
pos(a=1, b=2, c=3)
pos()
star()
star(a=1, b=2)
star(1, a=2)
star(**{'a': 1}, **{'a': 2})
star(**{1: 2})
star(*1)
star(**1)
C().method()
C().method(1, 2)
C.method(1)
C.method()
C(1, 2)
C(w=1)
C.cm()
C.cm(1, 2)
C.sm()
C()()
C()(1, 2)
(lambda x: x)()
(lambda: 0)(1)
len()
len(1, 2)
len(x=1)
print(1, foo=2)
int(1, 2, 3)
[].append()
[].append(1, 2)
[].append(x=1)
[].pop(1, 2)
{}.get()
''.join()
''.split(1, 2, 3)
sorted()
isinstance(1)
max(key=1)
abs()
pow(1)
range()
type()
type(1, 2)
object(1)
super(1)
getattr(1)
str.upper()
list.append([])
list.append(1, 2)
dict.get({})
int.bit_length()
sum()
chr()
divmod(1)
round()
enumerate()
zip(strict=1, x=2)
format()
hasattr(1)
setattr(1, 2)
None()
5()
'a'()
[]()
undefined()
one.missing
C.missing
C().missing"""
for call in calls.split("\n"):
    try:
        print(call, "->", eval(call))
    except Exception as error:
        print(call, "->", type(error).__name__, error)
def annotated(a: int, b: "str" = "x", *args: float, k: list[int] = None, **kw: dict) -> bool: "doc"; return True
print(annotated.__annotations__, annotated.__defaults__, annotated.__kwdefaults__, annotated.__doc__, annotated.__name__, annotated.__code__.co_argcount, annotated.__code__.co_kwonlyargcount, annotated.__code__.co_varnames)
annotated.attribute = 5
annotated.__defaults__ = ("new",)
print(annotated.__dict__, annotated.__defaults__, star.__qualname__, C.method.__qualname__, (lambda: 0).__name__, annotated.__module__, pos.__code__.co_posonlyargcount, star.__code__.co_flags & 12)
def mutable(item, box=[]): box.append(item); return box
print(mutable(1), mutable(2), mutable(3, []), mutable.__defaults__)
one.__code__ = two.__code__
try:
    one(1)
except TypeError as error:
    print(error)
