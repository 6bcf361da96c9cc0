#!/usr/bin/python3.11
"""Compares opscope's parser with CPython's: trees of right programs, errors and warnings of wrong ones.

    compare_syntax.py DRIVER files  [PATH ...]   every file's ast.dump (default: all of CPython's library)
    compare_syntax.py DRIVER cases  [PATH ...]   sources in files of cases: separated by lines "----"
    compare_syntax.py DRIVER tests  [PATH ...]   every string literal of CPython's tests as if it were a program
    compare_syntax.py DRIVER mutate SEED COUNT [PATH ...]   parts of files, damaged
    compare_syntax.py DRIVER soup   SEED COUNT   random tokens, in random modes and feature versions
    compare_syntax.py DRIVER fields SEED COUNT   random f-strings
    compare_syntax.py DRIVER unparse [PATH ...]  every expression as an annotation keeps it
    compare_syntax.py DRIVER one MODE SOURCE

DRIVER reads "MODE FLAGS LENGTH\\n" and the source, and answers with "D" and the dump or "E" and the error, then "W" and
the warnings, each as "LETTER LENGTH\\n" and the text. MODE: x exec, e eval, s single, u eval and unparse. FLAGS are
compile()'s, the feature version from bit 24 on. MAX_FAILURES in the environment: where to stop (20)."""
import ast
import glob
import os
import random
import subprocess
import sys
import warnings

MODES = {"x": "exec", "e": "eval", "s": "single", "u": "eval"}
IGNORE_COOKIE = 0x10


class Driver:
    def __init__(self, path):
        self.path = path
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(self):
        head = self.process.stdout.readline().split()
        if len(head) != 2:
            status = self.process.wait()
            self.start()
            raise RuntimeError(f"the driver died: {status}")
        return head[0].decode(), self.process.stdout.read(int(head[1])).decode("utf-8", "surrogatepass")

    def ask(self, mode, flags, source):
        self.process.stdin.write(b"%s %d %d\n" % (mode.encode(), flags, len(source)) + source)
        self.process.stdin.flush()
        answer = self.read()
        return answer + (self.read()[1],)


def unparsed(source):
    """What an annotation keeps of an expression under `from __future__ import annotations`."""
    names = {}
    exec(compile(f"from __future__ import annotations\nx: {source}", "<f>", "exec", dont_inherit=True), names)
    return names["__annotations__"]["x"]


def expected(mode, source, flags=0, version=-1):
    """What CPython says of the same source."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            if mode == "u":
                return "D", unparsed(source), "[]"
            tree = compile(source, "<f>", MODES[mode], ast.PyCF_ONLY_AST | flags, dont_inherit=True,
                           _feature_version=version)
        except SyntaxError as error:
            fields = (error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, error.text)
            answer = "E", f"({type(error).__name__!r}, {', '.join(map(repr, fields))})"
        except (ValueError, MemoryError, RecursionError, UnicodeError, OverflowError, SystemError) as error:
            answer = "E", repr((type(error).__name__, str(error)))
        else:
            sys.setrecursionlimit(100000)
            answer = "D", ast.dump(tree, include_attributes=True)
    return answer + (repr([repr((str(w.message), w.category.__name__, w.lineno)) for w in caught]),)


def difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"    at {at}\n    want ...{a[max(0, at - 100):at + 120]}\n    have ...{b[max(0, at - 100):at + 120]}"


def compare(driver, name, mode, source, flags=0, version=-1):
    """True: they agree. `source` is str or bytes, as for compile()."""
    sent_flags = flags | (IGNORE_COOKIE if isinstance(source, str) else 0) | (version << 24 if version > 0 else 0)
    try:
        data = source.encode() if isinstance(source, str) else source
    except UnicodeEncodeError:
        return True
    want = expected(mode, source, flags, version)
    try:
        have = driver.ask(mode, sent_flags, data)
    except RuntimeError as error:
        print(f"{name} ({mode}): {error}\n    {source[:300]!r}")
        return False
    if want == have:
        return True
    print(f"{name} ({mode}, flags {flags:#x}, version {version}):")
    if len(source) < 2000:
        print(f"    {source!r}")
    for w, h in zip(want, have):
        if w != h:
            print(difference(w, h))
    return False


# --- sources ---

def library():
    return sorted(glob.glob("/usr/lib/python3.11/**/*.py", recursive=True))


def tree_of(path):
    try:
        with open(path, "rb") as file:
            source = file.read()
        return source, ast.parse(source)
    except (OSError, SyntaxError, ValueError):
        return b"", ast.Module([], [])


def strings_of(path):
    for node in ast.walk(tree_of(path)[1]):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and len(node.value) > 1:
            yield node.value
            if isinstance(node.value, str) and ">>> " in node.value:
                yield from doctest_sources(node.value)


def doctest_sources(text):
    source = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith(">>> "):
            if source:
                yield "\n".join(source) + "\n"
            source = [line[4:]]
        elif line.startswith("... ") or line == "...":
            source.append(line[4:])
        elif source:
            yield "\n".join(source) + "\n"
            source = []


def expressions_of(path):
    source, tree = tree_of(path)
    try:
        source = source.decode()
    except UnicodeDecodeError:
        return
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Assign, ast.Return, ast.Expr)) or not node.value:
            continue
        segment = ast.get_source_segment(source, node.value)
        if not segment or any(isinstance(n, (ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr)) or
                              isinstance(n, ast.comprehension) and n.is_async for n in ast.walk(node)):
            continue
        try:
            ast.parse(f"x: {segment}")
        except SyntaxError:
            continue
        yield segment


TOKENS = ("( ) [ ] { } : , ; . = == != := + - * ** / // % @ & | ^ ~ << >> -> += **= ... if else elif for while in is not"
          " and or def class return yield lambda try except finally with as import from global nonlocal del pass"
          " break continue raise assert async await None True False match case _ print x y f 1 0 1.5 'a' f'{x}' b'c'"
          " $ ? ! <>").split(" ") + [" ", "\\\n", "\n", "\n ", "\n\t", "\n  ", "\t"]
FLAGS = [0, 0, 0, 0, 0x200, 0x4000, 0x4200, 0x400000]
FIELD_PARTS = ("{ } {{ }} x y.z a[0] f(1) !r !s !x ! : = == != < > >= :> {w} {w!r:{v}} ' \" \\ \\N{DIGIT_ONE} \\{ # ( ) [ ]"
               " lambda yield * ** := , \n \t é 1 1.5 'a' \"b\" '''c''' f'd' rb'e' if else for in and not").split(" ")


def mutate(rng, source):
    lines = source.splitlines(keepends=True)
    if not lines:
        return source
    begin = rng.randrange(len(lines))
    text = "".join(lines[begin:begin + rng.randrange(1, 12)])
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            text = text[:at] + text[at + rng.randrange(1, 6):]
        elif kind == 1:
            text = text[:at] + rng.choice(TOKENS) + text[at:]
        elif kind == 2:
            text = text[:at] + " " + rng.choice(TOKENS) + " " + text[at:]
        elif kind == 3:
            text = text[:at]
        else:
            text = text[:at] + rng.choice("()[]{}:,=\n \t'\"\\") + text[at + 1:]
    return text


def soup(rng):
    words = []
    for _ in range(rng.randrange(1, 14)):
        words.append(rng.choice(TOKENS))
        words.append(rng.choice(["", " ", " ", " ", " "]))
    return "".join(words)


def field(rng):
    body = "".join(rng.choice(FIELD_PARTS) + rng.choice(["", "", " "]) for _ in range(rng.randrange(1, 9)))
    if rng.random() < 0.5:
        body = "{" + body + "}"
    quote = rng.choice(["'", '"', "'''", '"""'])
    before = rng.choice(["", "x = ", "(\n ", "é, "]) + rng.choice(["", "'q' ", "u'q' ", "f'{q}'", "b'' "])
    return before + rng.choice(["f", "F", "rf", "fr"]) + quote + body + quote + rng.choice(["", " 'r'", "\n)", ")", " $"])


def main():
    driver, what, rest = Driver(sys.argv[1]), sys.argv[2], sys.argv[3:]
    total = failed = 0

    def check(name, mode, source, flags=0, version=-1):
        nonlocal total, failed
        total += 1
        failed += not compare(driver, name, mode, source, flags, version)
        if failed >= int(os.environ.get("MAX_FAILURES", "20")):
            print(f"{failed} of {total} differ; stopped")
            sys.exit(1)

    if what == "files":
        for path in rest or library():
            with open(path, "rb") as file:
                check(path, "x", file.read())
    elif what == "cases":
        for path in rest:
            with open(path, encoding="utf-8") as file:
                for i, case in enumerate(file.read().split("----\n")):
                    for mode in "xes":
                        check(f"{path} case {i}", mode, case)
                        check(f"{path} case {i}, no line end", mode, case.rstrip("\n"))
    elif what == "tests":
        for path in rest or sorted(glob.glob("/usr/lib/python3.11/test/test_*.py")):
            for i, value in enumerate(strings_of(path)):
                for mode in "xes":
                    check(f"{path} string {i}", mode, value)
    elif what == "mutate":
        rng = random.Random(int(rest[0]))
        paths = rest[2:] or library()
        for i in range(int(rest[1])):
            path = rng.choice(paths)
            with open(path, encoding="utf-8", errors="replace") as file:
                source = mutate(rng, file.read())
            if "\0" not in source:
                check(f"{path} mutation {i}", "x", source)
    elif what == "soup":
        rng = random.Random(int(rest[0]))
        for i in range(int(rest[1])):
            source = soup(rng)
            source = source.encode() if rng.random() < 0.2 else source
            check(f"soup {i}", rng.choice("xxxes"), source, rng.choice(FLAGS), rng.choice([-1, -1, -1, 4, 5, 6, 7, 8, 9]))
    elif what == "fields":
        rng = random.Random(int(rest[0]))
        for i in range(int(rest[1])):
            check(f"field {i}", rng.choice("xxes"), field(rng))
    elif what == "unparse":
        for path in rest or library():
            for i, segment in enumerate(expressions_of(path)):
                check(f"{path} expression {i}", "u", segment)
    elif what == "one":
        check("one", rest[0], rest[1])
    print(f"{failed} of {total} differ")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
