# The carets of expressions over several lines, each caught and shown by sys.excepthook.
import sys


def show(action):
    try:
        action()
    except Exception:
        sys.excepthook(*sys.exc_info())


data = {"a": {"b": [1, 2, None]}}
name = "text"


def subscript():
    return data["a"]["b"][2]["c"]


def call():
    return len(
        name,
        name)


def arithmetic():
    return (1 +
            name
            + 2)


def attribute():
    return (data
            .get("a")
            .missing)


def nested():
    x = print(data["a"]["x"] + int("5") * 2, sep="")


def korean():
    이름 = "한글"; return 이름 + 1 + "더"


def augmented():
    total = 0
    total += name * 2 - name


def comparison():
    return 1 < 2 < name


def unpack():
    a, b, c = data["a"]["b"][:2]


def string():
    return f"{name} and {data['z']!r:>10}"


def loop():
    for x in 5: pass


def keyword():
    return int("z", base=10) + sorted(x=1)


def whole_line():
    undefined_name


def deletes():
    del data["q"]


def asserts():
    assert name == "other", ("expected", name)


for action in (subscript, call, arithmetic, attribute, nested, korean, augmented, comparison, unpack, string, loop, keyword,
               whole_line, deletes, asserts):
    show(action)
print("done")
