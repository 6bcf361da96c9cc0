# match: sequences, mappings, classes, guards, captures, or-patterns, nested; a little evaluator of expressions.
class Num:
    __match_args__ = ("value",)

    def __init__(self, value):
        self.value = value


class Op:
    __match_args__ = ("sign", "left", "right")

    def __init__(self, sign, left, right):
        self.sign, self.left, self.right = sign, left, right


def evaluate(tree):
    match tree:
        case Num(v) | (int() | float() as v):
            return v
        case Op("+", left, right):
            return evaluate(left) + evaluate(right)
        case Op("*", Num(0), _) | Op("*", _, Num(0)):
            return 0
        case Op("*" | "x", left, right):
            return evaluate(left) * evaluate(right)
        case Op(sign=sign):
            raise ValueError(f"unknown sign {sign!r}")
        case _:
            raise TypeError(f"not a tree: {tree!r}")


def simplify(tree):
    match tree:
        case Op("*", Num(1), rest) | Op("*", rest, Num(1)) | Op("+", Num(0), rest) | Op("+", rest, Num(0)):
            return simplify(rest)
        case Op(sign, left, right):
            return Op(sign, simplify(left), simplify(right))
    return tree


def text(tree):
    match tree:
        case Num(value):
            return str(value)
        case Op(s, l, r):
            return f"({text(l)}{s}{text(r)})"


tree = Op("+", Op("*", Num(1), Num(5)), Op("+", Num(0), Op("*", Num(3), Num(4))))
print(text(tree), "=", evaluate(tree), "=", text(simplify(tree)))
for bad in (Op("-", 1, 2), "tree"):
    try:
        evaluate(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


def command(line):
    match line.split():
        case []:
            return "nothing"
        case ["quit" | "exit"]:
            return "bye"
        case ["go", ("north" | "south") as way]:
            return f"walk {way}"
        case ["go", way, *rest] if not rest:
            return f"can't go {way}"
        case ["drop", *things] if len(things) > 2:
            return f"too many: {len(things)}"
        case ["drop", first, *_, last]:
            return f"from {first} to {last}"
        case [verb, *_]:
            return f"what is {verb}?"


print([command(line) for line in ("", "exit", "go north", "go up", "go up now", "drop a b", "drop a b c", "drop", "sing la")])


def event(data):
    match data:
        case {"type": "key", "code": int(code), **rest}:
            return code, rest
        case {"type": "click", "at": (x, y) | [x, y, _]}:
            return x + y
        case {"items": [{"id": first}, *_]}:
            return first
        case {"nested": {"deep": None | True | False as flag}}:
            return flag
        case {}:
            return "some mapping"
        case str() | bytes():
            return "text"
        case -1 | 1.5 | 2 + 3j:
            return "number"
        case (1, [2, (3, *tail)], *_):
            return tail
        case [_, _] as pair:
            return pair


for data in ({"type": "key", "code": 7, "shift": True}, {"type": "click", "at": (3, 4)}, {"type": "click", "at": [1, 2, 9]},
             {"items": [{"id": 5}, 0]}, {"nested": {"deep": True}}, {"type": "key", "code": "x"}, "ab", b"", -1, 2 + 3j,
             (1, [2, (3, 4, 5)], 6), [8, 9], 42):
    print(event(data), end=" ")
print()
