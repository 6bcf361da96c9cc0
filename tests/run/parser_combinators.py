# Small parsers put together from functions: closures, lambdas, generators of alternatives.
def char(c): return lambda s, i: (s[i], i + 1) if i < len(s) and (s[i] == c or callable(c) and c(s[i])) else None
def test(p): return lambda s, i: (s[i], i + 1) if i < len(s) and p(s[i]) else None


def seq(*parsers):
    def run(s, i):
        out = []
        for p in parsers:
            if (r := p(s, i)) is None: return None
            value, i = r
            out.append(value)
        return out, i
    return run


def alt(*parsers): return lambda s, i: next((r for p in parsers if (r := p(s, i)) is not None), None)


def many(p, least=0):
    def run(s, i):
        out = []
        while (r := p(s, i)) is not None:
            out.append(r[0]); i = r[1]
        return (out, i) if len(out) >= least else None
    return run


def mapped(p, f):
    def run(s, i):
        r = p(s, i)
        return r and (f(r[0]), r[1])
    return run


def lazy(f): return lambda s, i: f()(s, i)


space = many(char(" "))
def token(p): return mapped(seq(p, space), lambda r: r[0])
number = token(mapped(many(test(str.isdigit), 1), lambda d: int("".join(d))))
def symbol(c): return token(char(c))
factor = alt(number, mapped(seq(symbol("("), lazy(lambda: expression), symbol(")")), lambda r: r[1]),
             mapped(seq(symbol("-"), lazy(lambda: factor)), lambda r: -r[1]))


def fold(r):
    value, rest = r
    for op, x in rest:
        match op:
            case "+": value += x
            case "-": value -= x
            case "*": value *= x
            case "/": value /= x
    return value


term = mapped(seq(factor, many(seq(alt(symbol("*"), symbol("/")), factor))), fold)
expression = mapped(seq(term, many(seq(alt(symbol("+"), symbol("-")), term))), fold)


def parse(text):
    result = mapped(seq(space, expression), lambda r: r[1])(text, 0)
    if result is None: raise ValueError(f"cannot parse {text!r}")
    value, end = result
    if end < len(text): raise ValueError(f"stopped at {end}: {text[end:]!r}")
    return value


for text in ("1+2*3", " ( 1 + 2 ) * 3 ", "10/4-1", "--5", "2*(3+(4-1))*2", "1+", "", "(1", "1 2"):
    try:
        print(text, "=", parse(text))
    except ValueError as error:
        print(error)
listing = mapped(seq(symbol("["), lazy(lambda: items), symbol("]")), lambda r: r[1])
items = mapped(seq(alt(listing, number), many(mapped(seq(symbol(","), alt(lazy(lambda: listing), number)), lambda r: r[1]))), lambda r: [r[0], *r[1]])
print(listing("[1, [2, 3], [[4]], 5]", 0), listing("[1, ]", 0))
