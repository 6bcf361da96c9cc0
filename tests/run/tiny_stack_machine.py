# A compiler and a virtual machine in a hundred lines: tokens, precedence climbing, code with jumps, a run with trace.
def tokens(source):
    kinds = {"(": "(", ")": ")", ";": ";", "{": "{", "}": "}"}
    i = 0
    while i < len(source):
        c = source[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c.isalpha():
            start = i
            while i < len(source) and source[i].isalnum():
                i += 1
            word = source[start:i]
            yield ("number", int(word)) if c.isdigit() else (word if word in ("while", "if", "print") else "name", word)
        elif source[i:i + 2] in ("<=", "=="):
            yield "operator", source[i:i + 2]
            i += 2
        else:
            yield kinds.get(c, "operator"), c
            i += 1
    yield "end", None


POWER = {"==": 1, "<": 2, "<=": 2, "+": 3, "-": 3, "*": 4, "%": 4, "/": 4}


class Compiler:
    def __init__(self, source):
        self.tokens = list(tokens(source))
        self.at, self.code = 0, []

    def next(self, *expected):
        kind, value = self.tokens[self.at]
        if expected and kind not in expected and value not in expected:
            raise SyntaxError(f"expected {' or '.join(expected)}, got {value!r}")
        self.at += 1
        return kind, value

    @property
    def ahead(self):
        return self.tokens[self.at]

    def emit(self, op, argument=None):
        self.code.append([op, argument])
        return len(self.code) - 1

    def expression(self, floor=0):
        match self.next("number", "name", "("):
            case ["number", value]:
                self.emit("push", value)
            case ["name", name]:
                self.emit("load", name)
            case _:
                self.expression()
                self.next(")")
        while self.ahead[0] == "operator" and POWER.get(self.ahead[1], 0) > floor:
            sign = self.next()[1]
            self.expression(POWER[sign])
            self.emit("binary", sign)

    def statement(self):
        kind, value = self.next()
        if kind in ("while", "if"):
            top = len(self.code)
            self.expression()
            out = self.emit("jump if false")
            self.block()
            if kind == "while":
                self.emit("jump", top)
            self.code[out][1] = len(self.code)
        elif kind == "print":
            self.expression()
            self.emit("print")
            self.next(";")
        elif kind == "name":
            self.next("=")
            self.expression()
            self.emit("store", value)
            self.next(";")
        else:
            raise SyntaxError(f"unexpected {value!r}")

    def block(self):
        self.next("{")
        while self.ahead[0] != "}":
            self.statement()
        self.next("}")

    def program(self):
        while self.ahead[0] != "end":
            self.statement()
        return self.code


OPERATORS = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__, "/": int.__floordiv__, "%": int.__mod__,
             "<": int.__lt__, "<=": int.__le__, "==": int.__eq__}


def run(code):
    stack, names, pc, steps = [], {}, 0, 0
    while pc < len(code):
        op, argument = code[pc]
        pc += 1
        steps += 1
        if op == "push":
            stack.append(argument)
        elif op == "load":
            stack.append(names[argument])
        elif op == "store":
            names[argument] = stack.pop()
        elif op == "binary":
            right = stack.pop()
            stack.append(int(OPERATORS[argument](stack.pop(), right)))
        elif op == "jump":
            pc = argument
        elif op == "jump if false":
            pc = pc if stack.pop() else argument
        elif op == "print":
            print(stack.pop(), end=" ")
    print(f"| {steps} steps, {names}")


PRIMES = "n = 2; while n <= 20 { d = 2; p = 1; while d * d <= n { if n % d == 0 { p = 0; } d = d + 1; } if p { print n; } n = n + 1; }"
code = Compiler(PRIMES).program()
for number, (op, argument) in enumerate(code[:9]):
    print(number, op, "" if argument is None else argument)
run(code)
run(Compiler("print 2 + 3 * 4 - 10 / (1 + 1);").program())
for bad in ("print 1", "x 5;", "while 1 }", "print ;"):
    try:
        Compiler(bad).program()
    except SyntaxError as error:
        print(error)
try:
    run(Compiler("print y;").program())
except KeyError as error:
    print("no variable", error)
