# except*: splitting, nesting, raising again, several handlers, naked exceptions.
def leaves(group):
    return [leaves(e) if isinstance(e, BaseExceptionGroup) else repr(e) for e in group.exceptions]


def sample():
    return ExceptionGroup("top", [ValueError(1), TypeError("t"), ExceptionGroup("nested", [ValueError(2), KeyError("k")]), OSError(3, "os")])


try:
    raise sample()
except* ValueError as e:
    print("values", leaves(e), e.message)
except* (TypeError, KeyError) as e:
    print("types", leaves(e))
except* Exception as e:
    print("rest", leaves(e))
else:
    print("never")
finally:
    print("finally")
try:
    try:
        raise sample()
    except* ValueError:
        print("some handled")
except ExceptionGroup as rest:
    print("left", leaves(rest), rest.__context__, rest.__cause__)
try:
    raise KeyError("naked")
except* KeyError as e:
    print(type(e).__name__, repr(e.message), leaves(e))
try:
    try:
        raise sample()
    except* ValueError as e:
        raise RuntimeError("in handler")
    except* TypeError as e:
        raise
except ExceptionGroup as e:
    print(leaves(e), repr(e)[:20])
for i in range(3):
    try:
        if i == 1:
            raise ExceptionGroup("g", [IndexError()])
    except* IndexError:
        print("index", i)
    else:
        print("no error", i)
g = sample()
match_, rest = g.split(lambda e: isinstance(e, (ValueError, OSError)))
print(leaves(match_), leaves(rest), g.subgroup(KeyError).exceptions, g.subgroup(BufferError), g.split(ExceptionGroup)[1])
print(str(g), repr(g), g.exceptions[2].message, isinstance(g, Exception))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for bad in ('ExceptionGroup("x", [])', 'ExceptionGroup("x", [1])', 'ExceptionGroup("x", [KeyboardInterrupt()])', 'ExceptionGroup(1, [ValueError()])',
            'ExceptionGroup("x")', 'ExceptionGroup("x", ValueError())'):
    try:
        eval(bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message + "'", excs)


m = MyGroup("mine", [ValueError(1), TypeError(2)])
m.add_note("noted")
try:
    raise m from KeyError("cause")
except* ValueError as e:
    print(type(e).__name__, e.message, e.__notes__, repr(e.__cause__))
except* TypeError as e:
    print(type(e).__name__, leaves(e))
try:
    try:
        raise ExceptionGroup("x", [ValueError()])
    except* ExceptionGroup:
        pass
except TypeError as error:
    print(error)
def returns():
    try:
        raise ExceptionGroup("r", [ValueError(1), ValueError(2)])
    except* ValueError as e:
        n = len(e.exceptions)
    return n
print(returns())
try:
    try:
        raise ExceptionGroup("both", [ValueError("v"), TypeError("t")])
    except* ValueError as e:
        raise e.exceptions[0]
except ExceptionGroup as e:
    print(leaves(e), [type(x.__context__).__name__ for x in e.exceptions])
# ExceptionGroup itself is a class as a program would make it.
ExceptionGroup.mark = "set"
print(ExceptionGroup("g", [ValueError()]).mark, ExceptionGroup.__module__ is ValueError.__module__)
del ExceptionGroup.mark
print(ExceptionGroup.__flags__ >> 8 & 3, ExceptionGroup("g", [ValueError()]).__reduce__())
# leaves objects: what is set on a class of the interpreter stays there
