# A calculator: tokens, recursive descent, precedence, variables, errors.
class Parser:
    def __init__(self, text, names):
        self.tokens = self.scan(text)
        self.names = names
        self.advance()

    @staticmethod
    def scan(text):
        i = 0
        while i < len(text):
            c = text[i]
            if c.isspace():
                i += 1
            elif c.isdigit():
                j = i
                while j < len(text) and (text[j].isdigit() or text[j] == "."):
                    j += 1
                yield float(text[i:j]) if "." in text[i:j] else int(text[i:j])
                i = j
            elif c.isidentifier():
                j = i
                while j < len(text) and text[i:j + 1].isidentifier():
                    j += 1
                yield "name:" + text[i:j]
                i = j
            else:
                i += 2 if text[i:i + 2] == "**" else 1
                yield text[i - 2:i] if text[i - 1] == "*" and text[i - 2:i] == "**" else c
        yield "end"

    def advance(self):
        self.token = next(self.tokens)

    def take(self, *wanted):
        if self.token in wanted:
            token = self.token
            self.advance()
            return token

    def expression(self):
        left = self.term()
        while operator := self.take("+", "-"):
            left = left + self.term() if operator == "+" else left - self.term()
        return left

    def term(self):
        left = self.factor()
        while operator := self.take("*", "/", "%"):
            right = self.factor()
            match operator:
                case "*": left *= right
                case "/": left /= right
                case "%": left %= right
        return left

    def factor(self):
        if self.take("-"):
            return -self.factor()
        base = self.atom()
        return base ** self.factor() if self.take("**") else base

    def atom(self):
        token = self.token
        self.advance()
        if token == "(":
            value = self.expression()
            if not self.take(")"):
                raise SyntaxError("expected )")
            return value
        if isinstance(token, str) and token.startswith("name:"):
            return self.names[token.removeprefix("name:")]
        if isinstance(token, (int, float)):
            return token
        raise SyntaxError(f"unexpected {token!r}")


def calculate(text, **names):
    parser = Parser(text, names)
    value = parser.expression()
    if parser.token != "end":
        raise SyntaxError(f"extra {parser.token!r}")
    return value


for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "10 / 4 - 1", "17 % 5 * 2", "x * (y + 1)",
             "반지름 ** 2 * 3.14", "1 / 0", "(1 + 2", "1 2", "* 3", "nope + 1"):
    try:
        print(f"{text:>18} = {calculate(text, x=4, y=2, 반지름=10)}")
    except (SyntaxError, ArithmeticError, KeyError) as error:
        print(f"{text:>18} ! {type(error).__name__}: {error}")
