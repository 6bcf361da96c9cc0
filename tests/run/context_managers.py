# no trace: the library's modules are long, and CPython has imported some of them before
# with: managers as classes and generators, ExitStack, suppression, the order in which all leave.
import contextlib
import io


class Tag:
    def __init__(self, name, swallow=()):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print(f"<{self.name}>")
        return self.name.upper()

    def __exit__(self, kind, value, trail):
        print(f"</{self.name}>", kind and kind.__name__, value, trail is not None)
        return kind is not None and issubclass(kind, tuple(self.swallow))


@contextlib.contextmanager
def indent(stack, text):
    stack.append(text)
    try:
        yield "".join(stack)
    except KeyError as error:
        print("seen", error)
        raise LookupError("no such key") from error
    finally:
        stack.pop()


with Tag("a") as a, Tag("b") as b:
    print(a, b)
with Tag("swallows", [ZeroDivisionError]):
    1 / 0
print("still here")
try:
    with Tag("outer"), Tag("inner", [OSError]):
        raise ValueError("through both")
except ValueError as error:
    print("caught", error)

stack = []
with indent(stack, "- "), indent(stack, "* ") as prefix:
    print(prefix, stack)
try:
    with indent(stack, "x"):
        {}["missing"]
except LookupError as error:
    print(repr(error), repr(error.__cause__), stack)

with contextlib.ExitStack() as exits:
    names = [exits.enter_context(Tag(f"n{i}", [RuntimeError] if i == 1 else ())) for i in range(3)]
    exits.callback(print, "callback", end="!\n")
    exits.push(lambda *details: print("pushed", details[0]))
    print(names)
    raise RuntimeError("swallowed by n1")

with contextlib.suppress(KeyError, IndexError):
    [][0]
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("hidden")
print(repr(out.getvalue()))
with contextlib.closing(iter("abc") and (x for x in "abc")) as letters:
    print(next(letters))
print(list(letters), contextlib.nullcontext(5).__enter__())


@indent(stack, "decorated ")
def work():
    return list(stack)


print(work(), work(), stack)


def early():
    for i in range(3):
        with Tag(f"loop{i}"):
            if i == 1:
                return "returned"
            continue


print(early())
