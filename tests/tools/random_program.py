"""Makes random programs: nearly all of Python 3.11's grammar, and what its compiler treats in ways of its own.

    make(seed) is a program's text, the same for the same seed. As a command: random_program.py SEED prints it.

Most programs are right; where chance makes a wrong one (a `nonlocal` that finds nothing, an assignment to `__debug__`),
CPython's error is what is asked for. What a context allows is kept in a Scope: `return` needs a function, `await` an
async one, `break` a loop."""
import random
import sys

NAMES = "a b c d x y z self __p __q_ cls i j k é 변수 len list _ n1 n2".split(" ")
ATTRIBUTES = "a b real append __private __dunder__ join 속성".split(" ")
BINARY = "+ - * / // % @ & | ^ << >> **".split(" ")
UNARY = ["-", "+", "~", "not "]
COMPARE = ["<", ">", "<=", ">=", "==", "!=", "is", "is not", "in", "not in"]
INTEGERS = ["0", "1", "2", "3", "7", "10", "255", "256", "-1", "1_000", "0x7f", "0b101", "0o17", "2147483647", "4294967296",
            "123456789012345678901234567890"]
FLOATS = ["0.0", "1.5", "-0.0", "1e10", "1e308", "3.14", ".5", "1j", "0j", "2.5j", "1e-7"]
STRINGS = ["''", "'a'", "\"b\"", "'abc def'", "'\\n\\t'", "r'\\d'", "u'u'", "'é한'", "'''multi\nline'''", "'\\u20ac\\x41'",
           "'%s %d'", "'\\N{BULLET}'", "'a' 'b'", "'name'", "'{}'"]
BYTES = ["b''", "b'a'", "b'\\xff'", "rb'\\d'", "b'a' b'b'"]
OTHERS = ["None", "True", "False", "...", "__debug__"]
NO_COMMA = ["", "", "", ","]
FORMATS = ["'%s'", "'%r'", "'%a'", "'%s-%s'", "'%5s|%-5r'", "'%.3s'", "'%%%s'", "'%d'", "'%5d %s'", "'%s%'", "'%(a)s'"]


class Scope:
    """Where the statement stands."""

    def __init__(self, kind="module", is_async=False, outer=None):
        self.kind, self.is_async, self.outer = kind, is_async, outer
        self.loop = 0
        self.in_star = False
        self.fixed = set()  # names declared global or nonlocal, or parameters

    @property
    def function(self):
        return self.kind == "function"


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.scope = Scope()
        self.inside = 0  # brackets: lines may be broken
        self.fstring = 0  # no quotes, backslashes or comments may stand here
        self.comprehension = 0
        self.budget = self.pick([3, 6, 12, 40])

    # --- chance ---

    def pick(self, items):
        return items[self.rng.randrange(len(items))]

    def chance(self, probability):
        return self.rng.random() < probability

    def some(self, most, least=0):
        return range(self.rng.randrange(least, most + 1))

    def name(self):
        return self.pick(NAMES)

    def space(self):
        """White space between two tokens."""
        if self.fstring or not self.chance(0.06):
            return " "
        return self.pick(["\n", "\n      ", " # note\n  "]) if self.inside else self.pick([" \\\n  ", "  "])

    def join(self, parts):
        text = ""
        for i, part in enumerate(parts):
            text += part if i == 0 else "," + self.space() + part
        return text

    def bracket(self, opening, make, closing):
        self.inside += 1
        text = make()
        self.inside -= 1
        return opening + text + closing

    # --- expressions ---

    def constant(self):
        if self.fstring:
            return self.pick(INTEGERS + FLOATS + OTHERS)
        return self.pick(self.pick([INTEGERS, INTEGERS, FLOATS, STRINGS, STRINGS, BYTES, OTHERS]))

    def atom(self):
        return self.name() if self.chance(0.6) else self.constant()

    def expression(self, depth=None):
        """Of the lowest precedence but for := and yield; safe as an operand only in brackets."""
        if depth is None:
            depth = self.pick([0, 0, 1, 1, 2, 2, 3])
        else:
            depth = self.rng.randrange(depth + 1)
        if depth <= 0:
            return self.atom()
        return self.pick(EXPRESSIONS)(self, depth - 1)

    def operand(self, depth):
        text = self.expression(depth)
        return text if self.simple(text) else f"({text})"

    @staticmethod
    def simple(text):
        return text.isidentifier() and text not in ("not", "lambda") or text.isdecimal()

    def unary(self, depth):
        return self.pick(UNARY) + self.operand(depth)

    def binary(self, depth):
        operator = self.pick(BINARY)
        left = self.operand(depth)
        if operator in ("**", "<<"):
            right = self.pick(["2", "3", "10", "-1", "130", "x"])  # folding a large power takes long
        else:
            right = self.operand(depth)
        return f"{left}{self.space()}{operator} {right}"

    def folded(self, depth):
        """Constants only."""
        def tree(level):
            if level == 0:
                return self.pick(self.pick([INTEGERS, FLOATS] if self.fstring else [INTEGERS, FLOATS, STRINGS, BYTES]))
            kind = self.rng.randrange(6)
            if kind == 0:
                return f"({self.pick(UNARY)}{tree(level - 1)})"
            if kind == 1:
                return f"({tree(level - 1)}, {tree(level - 1)})"
            if kind == 2 and not self.fstring:
                return f"{tree(level - 1)}[{self.pick(['0', '1', '-1', '5'])}]"
            operator = self.pick(BINARY)
            right = self.pick(["2", "3", "-1"]) if operator in ("**", "<<") else tree(level - 1)
            return f"({tree(level - 1)} {operator} {right})"
        return tree(self.rng.randrange(1, 4))

    def boolean(self, depth):
        operator = self.pick([" and ", " or "])
        return operator.join(self.operand(depth) for _ in self.some(4, 2))

    def comparison(self, depth):
        text = self.operand(depth)
        for _ in self.some(3, 1):
            text += f"{self.space()}{self.pick(COMPARE)} {self.operand(depth)}"
        return text

    def membership(self, depth):
        make = lambda: self.join([self.atom() if self.chance(0.3) else self.constant() for _ in self.some(5, 1)])
        opening, closing = self.pick(["[]", "{}"]) if not self.fstring else "[]"
        return f"{self.operand(depth)} {self.pick(['in', 'not in'])} {self.bracket(opening, make, closing)}"

    def conditional(self, depth):
        return f"{self.operand(depth)} if {self.operand(depth)} else {self.operand(depth)}"

    def element(self, depth, star="*"):
        if self.chance(0.15):
            return star + self.operand(depth)
        if self.chance(0.05) and not self.fstring:
            return self.walrus(depth)
        return self.expression(depth)

    def items(self, depth, most=4):
        if self.chance(0.02) and not self.fstring:
            return self.join([self.constant() for _ in range(self.pick([29, 30, 31, 32, 300]))])
        return self.join([self.element(depth) for _ in self.some(most)])

    def display(self, depth):
        kind = self.rng.randrange(3)
        if kind == 0:
            return self.bracket("[", lambda: self.items(depth), "]")
        if kind == 1:
            def make():
                text = self.items(depth)
                return text + "," if text and not text.endswith(",") else text
            return self.bracket("(", make, ")")
        if self.fstring:
            return "(" + self.bracket("{", lambda: self.items(depth) or "1", "}") + ")"
        return self.bracket("{", lambda: self.items(depth) or "1", "}")

    def dictionary(self, depth):
        def pair():
            if self.chance(0.15):
                return f"**{self.operand(depth)}"
            key = self.constant() if self.chance(0.6) else self.expression(depth)
            return f"{key}: {self.expression(depth)}"
        if self.fstring:
            return self.atom()
        count = self.pick([0, 1, 2, 3, 5, 5, 20])
        return self.bracket("{", lambda: self.join([pair() for _ in range(count)]), "}")

    def call(self, depth):
        def make():
            if self.chance(0.1):
                return self.comprehension_body(depth, self.expression)
            parts = [self.element(depth) for _ in self.some(3)]
            names = set()
            for _ in self.some(3 if self.chance(0.5) else 0):
                if self.chance(0.25):
                    parts.append("**" + self.operand(depth))
                else:
                    name = self.pick(["a", "b", "key", "__p", "end"])
                    if name not in names:
                        names.add(name)
                        parts.append(f"{name}={self.expression(depth)}")
            return self.join(parts)
        return self.primary(depth) + self.bracket("(", make, ")")

    def primary(self, depth):
        text = self.name() if self.chance(0.6) else self.operand(depth)
        if text.isdecimal():
            text = f"({text})"
        if self.chance(0.4):
            text += ("\n " if self.inside and self.chance(0.1) and not self.fstring else "") + "." + self.pick(ATTRIBUTES)
        return text

    def attribute(self, depth):
        return self.primary(depth) + "." + self.pick(ATTRIBUTES)

    def slice(self, depth):
        if self.chance(0.4):
            parts = [self.expression(depth) if self.chance(0.6) else "" for _ in self.some(3, 2)]
            return ":".join(f"({part})" if part and self.fstring else part for part in parts)
        return self.element(depth, "*" if self.chance(0.2) else "")

    def subscript(self, depth):
        make = lambda: self.join([self.slice(depth) for _ in self.some(3 if self.chance(0.3) else 1, 1)])
        return self.primary(depth) + self.bracket("[", make, "]")

    def clause(self, depth):
        is_async = self.scope.is_async and self.chance(0.3)
        text = f"{'async ' if is_async else ''}for {self.target(1)} in {self.operand(depth)}"
        for _ in self.some(2 if self.chance(0.5) else 0):
            text += f"{self.space()}if {self.operand(depth)}"
        return text

    def comprehension_body(self, depth, element):
        self.comprehension += 1
        clauses = self.space().join(self.clause(depth) for _ in self.some(3 if self.chance(0.3) else 1, 1))
        text = f"{element(depth)}{self.space()}{clauses}"
        self.comprehension -= 1
        return text

    def comprehend(self, depth):
        kind = self.rng.randrange(4)
        if kind == 3 and not self.fstring:
            pair = lambda d: f"{self.expression(d)}: {self.expression(d)}"
            return self.bracket("{", lambda: self.comprehension_body(depth, pair), "}")
        opening, closing = ("()", "[]", "{}")[kind % (2 if self.fstring else 3)]
        return self.bracket(opening, lambda: self.comprehension_body(depth, self.expression), closing)

    def lambda_(self, depth):
        outer, self.scope = self.scope, Scope("function", False, self.scope)
        held, self.comprehension = self.comprehension, 0
        text = f"lambda {self.parameters(depth, False)}: {self.expression(depth)}"
        self.scope, self.comprehension = outer, held
        return f"({text})"

    def named(self, depth):
        return f"{self.name()} := {self.expression(depth)}"

    def walrus(self, depth):
        if self.comprehension and not self.chance(0.02):
            return self.atom()
        return f"({self.named(depth)})"

    def await_(self, depth):
        return f"await {self.operand(depth)}" if self.scope.is_async else self.call(depth)

    def yield_(self, depth):
        if not self.scope.function or self.comprehension:
            return self.unary(depth)
        if self.chance(0.3) and not self.scope.is_async:
            return f"(yield from {self.expression(depth)})"
        return f"(yield {self.expression(depth) if self.chance(0.8) else ''})"

    def field(self, depth):
        self.fstring += 1
        self.inside += 1
        value = self.expression(min(depth, 2))
        self.fstring -= 1
        self.inside -= 1
        value = f"({value})" if not self.simple(value) else value
        text = "{" + value + self.pick(["", "", "", "=", " = ", " "]) + self.pick(["", "", "!r", "!s", "!a"])
        kind = self.rng.randrange(5)
        if kind == 0:
            text += ":" + self.pick([">10", "", ".3f", "{{}}"[:0], "x^5", "é"])
        if kind == 1:
            text += ":" + self.pick(["", ">"]) + "{" + self.name() + self.pick(["", "!r"]) + "}" + self.pick(["", ".{x}"])
        return text + "}"

    def fstring_(self, depth):
        if self.fstring:
            return self.atom()
        quote = self.pick(["'", '"', "'''", '"""'])
        parts = [self.pick(["text", "{{", "}}", " ", "é한", "\\n", "\\N{BULLET}", "%", ""]) if self.chance(0.5) else self.field(depth)
                 for _ in self.some(5)]
        text = self.pick(["f", "F", "f"]) + quote + "".join(parts) + quote
        if self.chance(0.2):
            text = f"({text}{self.pick([' ', chr(10)])}{self.pick(STRINGS[:9])})"
        return text

    def percent(self, depth):
        if self.fstring:
            return self.atom()
        return f"{self.pick(FORMATS)} % ({self.join([self.expression(depth) for _ in self.some(3, 1)])},)"

    def method_chain(self, depth):
        text = self.name()
        for _ in self.some(3, 1):
            text += "." + self.pick(ATTRIBUTES) + self.bracket("(", lambda: self.items(depth, 2), ")")
        return text

    def annotation(self, depth):
        self.comprehension += 1  # neither yield nor :=
        is_async, self.scope.is_async = self.scope.is_async, False
        text = self.expression(min(depth, 2))
        self.comprehension -= 1
        self.scope.is_async = is_async
        return text

    # --- targets and parameters ---

    def target(self, depth):
        kind = self.rng.randrange(8)
        if kind <= 3 or depth < 0:
            return self.name()
        if kind == 4:
            return self.name() + "." + self.pick(ATTRIBUTES)
        if kind == 5:
            return f"{self.name()}[{self.slice(1)}]"
        star = self.rng.randrange(4)
        parts = [("*" if i == star else "") + self.target(depth - 1) for i in self.some(3, 0 if kind == 6 else 1)]
        inner = ", ".join(parts)
        if kind == 6:
            return f"[{inner}]"
        return f"({inner},)"

    def targets(self):
        text = self.target(1)
        if self.chance(0.2):
            star = self.rng.randrange(5)
            text = ", ".join([("*" if i == star else "") + self.target(0) for i in range(self.rng.randrange(1, 5))]) + ","
        return text

    def parameters(self, depth, annotated=True):
        names = [f"p{i}" if self.chance(0.5) else name for i, name in enumerate(self.rng.sample(
            ["a", "b", "c", "d", "x", "y", "z", "__p", "self", "é"], self.pick([0, 0, 1, 2, 3, 6])))]
        inner = self.scope
        inner.fixed.update(names)
        self.scope = inner.outer  # defaults and annotations belong to it
        star = self.rng.randrange(len(names) + 1) if self.chance(0.4) else None
        slash = self.rng.randrange(1, len(names) + 1) if names and self.chance(0.2) else None
        if star is not None and slash is not None and slash > star:
            slash = None
        parts, defaults = [], False

        def note():
            return f": {self.annotation(depth)}" if annotated and self.chance(0.2) else ""
        for i, name in enumerate(names):
            if star == i:
                rest = self.chance(0.5)
                parts.append(f"*args{note()}" if rest else "*")
                defaults = False
            text = name + note()
            if defaults and not (star is not None and i >= star) or self.chance(0.3):
                text += f" = {self.expression(min(depth, 1))}"
                defaults = True
            parts.append(text)
            if slash == i + 1:
                parts.append("/")
        if star == len(names):
            parts.append(f"*args{note()}")
        if self.chance(0.2):
            parts.append(f"**kw{note()}")
        self.scope = inner
        return ", ".join(parts)

    # --- statements ---

    def block(self, indent, least=1, first=None):
        self.budget -= 1
        if indent > 18:
            return [" " * (indent + 1) + "pass"]
        step = self.pick([1, 2, 4, 4])
        lines = [" " * (indent + step) + first] if first else []
        for _ in self.some(3, least):
            lines += self.statement(indent + step)
        return lines or [" " * (indent + step) + "pass"]

    def suite(self, indent, head):
        """`head:` with its block, sometimes on one line."""
        pad = " " * indent
        if self.chance(0.12):
            return [f"{pad}{head}: {self.simple_statement()}"]
        return [f"{pad}{head}:"] + self.block(indent)

    def statement(self, indent):
        self.budget -= 1
        pad = " " * indent
        if self.chance(0.04):
            return [self.pick(["", "# comment", pad + "# comment", "\x0c"])] + self.statement(indent)
        if self.budget <= 0 or self.chance(0.55):
            text = self.simple_statement()
            if self.chance(0.08):
                text += "; " + self.simple_statement() + self.pick(["", ";"])
            return [pad + text]
        return self.pick(COMPOUND)(self, indent)

    def simple_statement(self):
        return self.pick(SIMPLE)(self)

    def expression_statement(self):
        text = self.expression()
        return f"{text}, {self.items(2)}" if self.chance(0.05) else text

    def value(self):
        if self.chance(0.1):
            return self.join([self.element(2) for _ in self.some(4, 1)]) + ","
        if self.scope.function and self.chance(0.05):
            return f"yield {self.expression(1)}"
        return self.expression()

    def assign(self):
        return "".join(f"{self.targets()} = " for _ in self.some(3 if self.chance(0.2) else 1, 1)) + self.value()

    def unpack_swap(self):
        names = [self.name() for _ in self.some(4, 2)]
        return f"{', '.join(names)} = {', '.join(self.atom() for _ in names)}"

    def augmented(self):
        target = self.pick([self.name(), f"{self.name()}.{self.pick(ATTRIBUTES)}", f"{self.name()}[{self.slice(1)}]"])
        operator = self.pick(BINARY)
        return f"{target} {operator}= {self.value()}"

    def annotated(self):
        target = self.pick([self.name(), f"({self.name()})", f"{self.name()}.{self.pick(ATTRIBUTES)}", f"{self.name()}[{self.atom()}]"])
        return f"{target}: {self.annotation(2)}" + (f" = {self.value()}" if self.chance(0.6) else "")

    def delete(self):
        targets = [self.pick([self.name(), f"{self.name()}.{self.pick(ATTRIBUTES)}", f"{self.name()}[{self.slice(1)}]",
                              f"({self.name()}, {self.name()})", f"[{self.name()}]"]) for _ in self.some(3, 1)]
        return f"del {', '.join(targets)}"

    def flow(self):
        choices = ["pass"]
        if self.scope.function:
            choices += ["return", "return", f"return {self.expression()}"]
        if self.scope.loop and not self.scope.in_star:
            choices += ["break", "continue", "break", "continue"]
        return self.pick(choices)

    def raise_(self):
        return self.pick(["raise", f"raise {self.expression(2)}", f"raise {self.expression(1)} from {self.expression(1)}"])

    def assert_(self):
        return f"assert {self.expression(2)}" + (f", {self.expression(1)}" if self.chance(0.4) else "")

    def import_(self):
        return self.pick(["import a", "import a.b", "import a.b.c as d", "import a as b, c.d", "from a import b", "from a.b import c as d, e",
                          "from . import x", "from .. import (y, z,)", "from ...a.b import (c as x)", "from .a import __p"]
                         + (["from a import *"] if self.scope.kind == "module" else []))

    def declaration(self):
        """A global or nonlocal statement to open a function or class with."""
        outer = self.scope.outer
        while outer and not outer.function:
            outer = outer.outer
        names = sorted((outer.fixed if outer else set()) - self.scope.fixed)
        if names and self.chance(0.7):
            name = self.pick(names)
            self.scope.fixed.add(name)
            return f"nonlocal {name}"
        names = [name for name in self.rng.sample(["g1", "x", "y", "a", "__p"], 2) if name not in self.scope.fixed]
        return f"global {', '.join(names)}" if names else "pass"

    def head(self):
        if self.chance(0.15):
            return self.pick(["0", "1", "None", "''", "'x'", "not 0", "__debug__", "not __debug__", "True", "False", "()", "1 and x", "0 or x"])
        return self.expression() if self.chance(0.9) else self.named(2)

    def if_(self, indent):
        lines = self.suite(indent, f"if {self.head()}")
        for _ in self.some(3 if self.chance(0.3) else 0):
            lines += self.suite(indent, f"elif {self.head()}")
        return lines + (self.suite(indent, "else") if self.chance(0.4) else [])

    def looped(self, indent, head):
        self.scope.loop += 1
        held, self.scope.in_star = self.scope.in_star, False
        lines = self.suite(indent, head)
        self.scope.loop -= 1
        self.scope.in_star = held
        return lines + (self.suite(indent, "else") if self.chance(0.3) else [])

    def while_(self, indent):
        return self.looped(indent, f"while {self.head()}")

    def for_(self, indent):
        prefix = "async " if self.scope.is_async and self.chance(0.4) else ""
        return self.looped(indent, f"{prefix}for {self.targets()} in {self.expression()}{self.pick(NO_COMMA)}")

    def with_(self, indent):
        prefix = "async " if self.scope.is_async and self.chance(0.4) else ""
        parts = [self.operand(2) + (f" as {self.target(1)}" if self.chance(0.5) else "") for _ in self.some(3, 1)]
        text = ", ".join(parts)
        if self.chance(0.2):
            text = f"({text}{self.pick(['', ','])})"
        return self.suite(indent, f"{prefix}with {text}")

    def try_(self, indent):
        star = self.pick(["", "", "", "*"])
        lines = self.suite(indent, "try")
        handlers = self.some(3, 0 if not star else 1)
        count = 0
        for i in handlers:
            count += 1
            bare = not star and i == handlers[-1] and self.chance(0.3)
            kind = "" if bare else f"{star} {self.operand(1)}" + (f" as {self.name()}" if self.chance(0.5) else "")
            held, self.scope.in_star = self.scope.in_star, self.scope.in_star or bool(star)
            function, self.scope.kind = self.scope.kind, self.scope.kind if not star else "module*"
            lines += self.suite(indent, f"except{kind}")
            self.scope.in_star, self.scope.kind = held, function
        if count and self.chance(0.3):
            lines += self.suite(indent, "else")
        if not count or self.chance(0.4):
            lines += self.suite(indent, "finally")
        return lines

    def decorators(self, indent):
        return [f"{' ' * indent}@{self.expression(2)}" for _ in self.some(2 if self.chance(0.2) else 0)]

    def docstring(self, lines, indent):
        if self.chance(0.15):
            pad = next((line[:len(line) - len(line.lstrip(" "))] for line in lines if line.strip(" \x0c") and line.startswith(" ")), None)
            if pad and len(pad) > indent:
                return [pad + self.pick(["'doc'", '"""doc\n  more"""', "f'no doc'", "b'no'"])] + lines
        return lines

    def nested(self, kind, is_async=False):
        inner = Scope(kind, is_async, self.scope)
        held = self.comprehension
        self.scope, self.comprehension = inner, 0
        return held

    def function(self, indent):
        decorators = self.decorators(indent)
        is_async = self.chance(0.25)
        held = self.nested("function", is_async)
        text = f"{'async ' if is_async else ''}def {self.name().replace('__debug__', 'f')}({self.parameters(2)})"
        if self.chance(0.2):
            text += f" -> {self.annotation(2)}"
        body = [f"{' ' * indent}{text}:"] + self.docstring(self.block(indent, first=self.declaration() if self.chance(0.2) else None), indent)
        self.scope, self.comprehension = self.scope.outer, held
        return decorators + body

    def class_(self, indent):
        decorators = self.decorators(indent)
        bases = ", ".join([self.expression(1) for _ in self.some(2)] + (["metaclass=M"] if self.chance(0.1) else [])
                          + (["*b"] if self.chance(0.05) else []) + (["**k"] if self.chance(0.05) else []))
        held = self.nested("class")
        head = f"{' ' * indent}class {self.pick(['A', '_B', '__C', '_'])}" + (f"({bases})" if bases or self.chance(0.1) else "") + ":"
        body = self.docstring(self.block(indent, first=self.declaration() if self.chance(0.2) else None), indent)
        self.scope, self.comprehension = self.scope.outer, held
        return decorators + [head] + body

    # --- match ---

    def match(self, indent):
        step = self.pick([1, 2, 4])
        subject = self.pick([self.expression(2), f"{self.atom()}, {self.atom()}", f"*{self.name()},", f"({self.named(1)})"])
        lines = [f"{' ' * indent}match {subject}:"]
        cases = self.some(4, 1)
        for i in cases:
            self.bound = set()
            pattern = self.pattern(3)
            closed = not pattern.isidentifier() or i == cases[-1] or self.chance(0.05)
            guard = f" if {self.head()}" if self.chance(0.3) or not closed else ""
            lines += self.suite(indent + step, f"case {pattern}{guard}")
        return lines

    def capture(self):
        free = [name for name in ["a", "b", "c", "d", "x", "y", "z", "m1", "m2", "m3", "m4"] if name not in self.bound]
        if not free or self.chance(0.15):
            return "_"
        name = self.pick(free)
        self.bound.add(name)
        return name

    def pattern_value(self):
        return self.pick(["1", "-1", "0.5", "1+2j", "-3-1j", "'s'", "b'b'", "None", "True", "False", "a.b", "a.b.c", "'x' 'y'"])

    def pattern(self, depth):
        kind = self.rng.randrange(9) if depth > 0 else self.rng.randrange(3)
        if kind == 0:
            return self.pattern_value()
        if kind in (1, 2):
            return self.capture() if self.chance(0.7) else self.pattern_value()
        if kind in (3, 4):
            star = self.rng.randrange(5)
            parts = [f"*{self.capture()}" if i == star else self.pattern(depth - 1) for i in self.some(4)]
            if kind == 3 or not parts:
                return f"[{', '.join(parts)}]"
            return f"({', '.join(parts)},)"
        if kind == 5:
            keys = self.rng.sample(["1", "-2", "'k'", "b'k'", "None", "a.b", "1j", "'True'"], self.rng.randrange(4))
            parts = [f"{key}: {self.pattern(depth - 1)}" for key in keys]
            if self.chance(0.3):
                rest = self.capture()
                parts += [f"**{rest}"] if rest != "_" else []
            return "{" + ", ".join(parts) + "}"
        if kind == 6:
            parts = [self.pattern(depth - 1) for _ in self.some(2)]
            parts += [f"{name}={self.pattern(depth - 1)}" for name in self.rng.sample(["k", "l", "a"], self.rng.randrange(3))]
            return f"{self.pick(['A', 'a.B', 'int'])}({', '.join(parts)})"
        if kind == 7:
            before = set(self.bound)
            alternatives = [self.pattern_value() for _ in self.some(2, 1)]
            if self.chance(0.4):
                name = self.capture()
                alternatives = [f"[{name}, 1]", f"{{'k': [{name}]}}", f"A({name})"][:self.rng.randrange(2, 4)]
            elif self.chance(0.3):
                alternatives.append("_")
                self.bound = before
            return "(" + " | ".join(alternatives) + ")"
        inner = self.pattern(depth - 1)
        name = self.capture()
        return f"({inner} as {name})" if name != "_" and inner.isidentifier() is False else inner

    # --- shapes that need size ---

    def long_jump(self, indent):
        """A block long enough for EXTENDED_ARG."""
        pad = " " * indent
        count = self.pick([20, 40, 60, 300])
        head = self.pick([f"if {self.head()}", f"while {self.head()}", f"for {self.name()} in {self.atom()}"])
        line = self.pick(["x = y.z[a](b, c)", "a.b = [c, d, *e]", "print(x < y < z, k=1)"])
        return [f"{pad}{head}:"] + [f"{pad}  {line}"] * count + ([f"{pad}else: {self.simple_statement()}"] if self.chance(0.4) else [])

    def many_names(self, indent):
        pad = " " * indent
        start = self.rng.randrange(1000)
        return [f"{pad}v{i} = {i + 0.5 if self.chance(0.5) else i}" for i in range(start, start + self.pick([10, 100, 270]))]


EXPRESSIONS = [Maker.unary, Maker.binary, Maker.binary, Maker.folded, Maker.boolean, Maker.boolean, Maker.comparison,
               Maker.membership, Maker.conditional, Maker.display, Maker.dictionary, Maker.call, Maker.call, Maker.attribute,
               Maker.subscript, Maker.comprehend, Maker.lambda_, Maker.walrus, Maker.await_, Maker.yield_, Maker.fstring_,
               Maker.percent, Maker.method_chain]
SIMPLE = [Maker.expression_statement, Maker.expression_statement, Maker.assign, Maker.assign, Maker.unpack_swap, Maker.augmented,
          Maker.annotated, Maker.delete, Maker.flow, Maker.flow, Maker.raise_, Maker.assert_, Maker.import_]
COMPOUND = [Maker.if_, Maker.if_, Maker.while_, Maker.for_, Maker.for_, Maker.with_, Maker.with_, Maker.try_, Maker.try_, Maker.try_,
            Maker.function, Maker.function, Maker.function, Maker.class_, Maker.match, Maker.match]


def make(seed):
    maker = Maker(seed)
    lines = []
    if maker.chance(0.1):
        lines.append(maker.pick(['"""doc"""', "from __future__ import annotations", "'d'; from __future__ import annotations, generators",
                                 "from __future__ import barry_as_FLUFL" if maker.chance(0.1) else "#!shebang"]))
    while maker.budget > 0:
        if maker.chance(0.01):
            lines += maker.pick([maker.long_jump, maker.many_names])(0)
        lines += maker.statement(0)
    return "\n".join(lines) + maker.pick(["\n", "\n", "", "\n\n# end", "\n    \n"])


if __name__ == "__main__":
    print(make(int(sys.argv[1])))
