# Every kind of parameter, and every way to be called wrongly.
def plain(a, b): return a, b
def defaults(a, b=2, c=3): return a, b, c
def star(a, *rest): return a, rest
def keywords(a, **options): return a, sorted(options.items())
def all_kinds(p, /, a, b=1, *args, k, o=5, **kw): return p, a, b, args, k, o, kw
def only(*, x, y=0): return x, y

print(plain(1, 2), plain(b=1, a=2), plain(*[3, 4]), plain(**{"a": 5, "b": 6}))
print(defaults(1), defaults(1, c=9), defaults(1, 7), defaults(*(1, 2, 3)))
print(star(1), star(1, 2, 3), star(*range(4)))
print(keywords(1), keywords(1, z=2, y=3), keywords(1, **{"q": 4}, r=5))
print(all_kinds(1, 2, k=3), all_kinds(1, 2, 3, 4, 5, k=6, o=7, z=8), all_kinds(0, a=1, k=2, p=3))
print(only(x=1), only(y=2, x=3))

def attempt(call):
    try:
        print(call())
    except TypeError as error:
        print("TypeError:", error)

attempt(lambda: plain(1))
attempt(lambda: plain())
attempt(lambda: plain(1, 2, 3))
attempt(lambda: plain(1, a=2))
attempt(lambda: plain(1, c=2))
attempt(lambda: defaults())
attempt(lambda: defaults(1, 2, 3, 4))
attempt(lambda: only(1))
attempt(lambda: only())
attempt(lambda: all_kinds(1))
attempt(lambda: all_kinds(p=1, a=2, k=3))
attempt(lambda: all_kinds(1, 2))
attempt(lambda: keywords(1, **{"a": 2}))
attempt(lambda: keywords(1, **{"x": 2}, x=3))
attempt(lambda: star())
attempt(lambda: plain(*5))
attempt(lambda: plain(**5))
attempt(lambda: 5())
default_list = []
def shared(x, into=default_list):
    into.append(x)
    return into
shared(1); shared(2)
print(shared(3), default_list is shared.__defaults__[0], all_kinds.__kwdefaults__, plain.__name__, plain.__code__.co_varnames)
