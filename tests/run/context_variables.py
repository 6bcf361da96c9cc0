# no trace: the stack shows addresses
# The module _contextvars: variables, contexts, tokens.
from _contextvars import Context, ContextVar, Token, copy_context


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error).__name__, str(error).split(" at 0x")[0]


name = ContextVar("name")
level = ContextVar("level", default=1)
print(name.name, level.get(), attempt(name.get), name.get("nobody"), attempt(ContextVar), attempt(ContextVar, 3))
token = name.set("main")
print(name.get(), token.old_value, token.old_value is Token.MISSING, token.var is name)
print(repr(token).split(" at ")[0], repr(level).split(" at ")[0], repr(name).split(" at ")[0])


def inside(value):
    print("in", name.get(), level.get())
    name.set(value)
    level.set(level.get() + 1)
    print("in", name.get(), level.get())
    return level.get()


before = copy_context()
print(before.run(inside, "changed"), name.get(), level.get(), len(before), before[name], before.get(level))
print(before.run(inside, "again"), name.get(), level.get())
again = before.copy()
print(again == before, again != before, again is before, sorted(var.name for var in again), name in again)
again.run(name.set, "other")
print(again == before, again[name], before[name])
print(sorted(v.name for v in before.keys()), sorted(map(str, before.values())), len(list(before.items())))

print(attempt(before.run), attempt(before.run, before.run, print), attempt(lambda: before[3]))
print(attempt(lambda: 3 in before), attempt(lambda: Context()[name]), attempt(Context, 3), attempt(Token))
print(attempt(hash, before), attempt(hash, token), len(Context()))

name.reset(token)
print(attempt(name.get), attempt(name.reset, token), attempt(name.reset, 3), attempt(level.reset, name.set(1)))
other = copy_context().run(name.set, 5)
print(attempt(name.reset, other))
first, second = level.set(10), level.set(20)
level.reset(second)
print(level.get())
level.reset(first)
print(level.get(), ContextVar[int], Token[str])


# What iterates over a context knows how much there was in it, and does not see what is set meanwhile.
def iterate():
    first.set("one")
    pairs = copy_context().items()
    print(type(pairs).__name__, len(pairs))
    for variable, value in pairs:
        first.set("two")
        print(variable.name, value)
    print(len(pairs), list(pairs), next(copy_context().values()))


first = ContextVar("first")
Context().run(iterate)
