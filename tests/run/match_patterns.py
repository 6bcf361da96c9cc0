# match: literals, captures, sequences, mappings, classes, guards, or, as, values, stars.
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y


class Color:
    RED, GREEN = "red", "green"


def classify(subject):
    match subject:
        case None: return "none"
        case True | False as b: return f"bool {b}"
        case 0: return "zero"
        case -1 | 1.5: return "special number"
        case 2 + 3j: return "complex"
        case "hello" | "안녕": return "greeting"
        case b"bytes": return "bytes"
        case Color.RED: return "color"
        case int(n) if n > 100: return f"big {n}"
        case int() | float(): return "number"
        case str() as s: return f"str {s!r}"
        case []: return "empty sequence"
        case [x]: return f"one {x}"
        case [1, 2, *rest]: return f"1, 2 and {rest}"
        case (first, *_, last) if first == last: return f"same ends {first}"
        case [[a, b], [c, d]]: return f"2x2 {a}{b}{c}{d}"
        case [*_, "end"]: return "ends in end"
        case {"type": "circle", "r": r}: return f"circle {r}"
        case {"type": str(kind), **rest}: return f"{kind} {rest}"
        case {1: _, 2: two}: return f"two is {two}"
        case {}: return "mapping"
        case Point(0, 0): return "origin"
        case Point(x, y=0): return f"on the axis at {x}"
        case Point(x=a, y=b) if a == b: return f"diagonal {a}"
        case Point(): return "point"
        case set() | frozenset(): return "set"
        case _: return f"other {type(subject).__name__}"


for subject in (None, True, False, 0, -1, 1.5, 2 + 3j, "hello", "안녕", b"bytes", "red", 500, 7, 2.5, "text", [], (), [9], (1, 2), [1, 2, 3, 4], (5, 6, 5),
                [[1, 2], (3, 4)], [1, "end"], {"type": "circle", "r": 2, "z": 0}, {"type": "square", "a": 1}, {"type": 5}, {1: 1, 2: "b"}, {},
                Point(0, 0), Point(3, 0), Point(2, 2), Point(1, 2), {1}, frozenset(), object, range(3), range(1), bytearray(b"x"), 3j):
    print(classify(subject))


def command(line):
    match line.split():
        case ["go", ("north" | "south") as direction]: return "going " + direction
        case ["take", *things] if things: return "taking " + ", ".join(things)
        case ["quit" | "exit"]: raise SystemExit("bye")
        case [verb, *_]: return "cannot " + verb
        case _: return "silence"


for line in ("go north", "go up", "take a b", "take", "", "exit"):
    try:
        print(command(line))
    except SystemExit as e:
        print(e)


class Seq:
    def __len__(self): print("len", end=" "); return 2
    def __getitem__(self, i): print("get", i, end=" "); return i * 10


match Seq():
    case [a, b]: print("sequence")
    case _: print("not a sequence")
class Attr:
    __match_args__ = ("a", "b")
    def __getattr__(self, name): print("attr", name, end=" "); return 1
match Attr():
    case Attr(2, _): print("no")
    case Attr(1, b=x): print("yes", x)
x = y = None
match 1, (2, [3, 4]):
    case x, (2, [*_, y]): print(x, y)
match {"a": {"b": [1, {"c": 5}]}}:
    case {"a": {"b": [_, {"c": int(deep)}]}}: print("deep", deep)
class NoArgs: pass
for pattern in ("NoArgs(1)", "int(1, 2)", "Point(1, 2, 3)", "Point(1, x=2)", "len(1)"):
    try:
        exec(f"match Point(1, 2) if 'P' in {pattern!r} else NoArgs() if 'N' in {pattern!r} else 5:\n case {pattern}: pass\n case _: print('no match')")
    except TypeError as error:
        print(pattern, error)
match [1, 2, 3]:
    case [a, b]: pass
try: print(a)
except NameError as error: print(error)
