"""Sources that are made to hurt the compiler: what it says of them, and that it says something soon.

Each is compiled from bytes, as a file is. Of a long text the length and the end are shown."""


def indented(depth, head, step=1):
    return b"".join(b" " * (step * i) + head + b"\n" for i in range(depth)) + b" " * (step * depth) + b"pass\n"


def nested(opening, depth, closing, inside=b"1"):
    return b"x = " + opening * depth + inside + closing * depth + b"\n"


SOURCES = {
    "201 parentheses open": b"(" * 201,
    "100000 parentheses open": b"(" * 100_000,
    "100000 parentheses": nested(b"(", 100_000, b")"),
    "199 parentheses": nested(b"(", 199, b")"),
    "200 brackets": nested(b"[", 200, b"]"),
    "150 brackets": nested(b"[", 150, b"]"),
    "150 tuples": nested(b"(", 150, b",)"),
    "90 sets": nested(b"{", 90, b"}"),
    "90 dicts": nested(b"{1:", 90, b"}"),
    "90 calls": nested(b"f(", 90, b")"),
    "90 subscripts": nested(b"f[", 90, b"]"),
    "80 comprehensions": nested(b"[", 80, b" for x in y]", b"x"),
    "100000 closing": b")" * 100_000,
    "100 indents": indented(100, b"if x:"),
    "99 indents": indented(99, b"if x:"),
    "101 functions": indented(101, b"def f():"),
    "90 functions": indented(90, b"def f():"),
    "90 classes": indented(90, b"class A:"),
    "20 loops": indented(20, b"for x in y:"),
    "21 loops": indented(21, b"for x in y:"),
    "21 whiles": indented(21, b"while x:"),
    "21 withs": indented(21, b"with x:"),
    "5000 minus": b"x = " + b"-" * 5000 + b"y\n",
    "100000 minus": b"x = " + b"-" * 100_000 + b"1\n",
    "900 minus": b"x = " + b"-" * 900 + b"y\n",
    "100000 not": b"x = " + b"not " * 100_000 + b"y\n",
    "20000 powers": b"x = " + b"y**" * 20_000 + b"1\n",
    "100000 sums": b"x = " + b"y+" * 100_000 + b"1\n",
    "3000 sums": b"x = " + b"y+" * 3000 + b"1\n",
    "10000 comparisons": b"x = " + b"y<" * 10_000 + b"1\n",
    "10000 ands": b"x = " + b"y and " * 10_000 + b"1\n",
    "100000 attributes": b"x = y" + b".a" * 100_000 + b"\n",
    "100000 calls": b"x = y" + b"()" * 100_000 + b"\n",
    "100000 items": b"x = y" + b"[0]" * 100_000 + b"\n",
    "50000 lambdas": b"x = " + b"lambda:" * 50_000 + b"1\n",
    "300 lambdas": b"x = " + b"lambda:" * 300 + b"1\n",
    "3000 conditionals": b"x = " + b"1 if y else " * 3000 + b"1\n",
    "5000 elifs": b"if x: pass\n" + b"elif x: pass\n" * 5000,
    "1000 elifs": b"if x: pass\n" + b"elif x: pass\n" * 1000,
    "300 targets and a star": b",".join(b"a%d" % i for i in range(300)) + b",*b = x\n",
    "5000 arguments": b"f(" + b",".join(b"a%d=1" % i for i in range(5000)) + b")\n",
    "5000 parameters": b"def f(" + b",".join(b"a%d=1" % i for i in range(5000)) + b"): pass\n",
    "5000 decorators": b"@x\n" * 5000 + b"def f(): pass\n",
    "20000 statements": b"x = y\n" * 20_000,
    "20000 semicolons": b"x;" * 20_000 + b"\n",
    "20000 strings": b"x = " + b"'a' " * 20_000 + b"\n",
    "20000 f-strings": b"x = " + b"f'{a}' " * 20_000 + b"\n",
    "a deep f-string": b"x = f'{" + b"(" * 100 + b"1" + b")" * 100 + b"}'\n",
    "a deeper f-string": b"x = f'{" + b"(" * 300 + b"1" + b")" * 300 + b"}'\n",
    "5000 digits": b"x = " + b"9" * 5000 + b"\n",
    "a million digits": b"x = " + b"9" * 1_000_000 + b" $\n",
    "100000 hexadecimal digits": b"x = 0x" + b"f" * 100_000 + b" $\n",
    "a name of a million bytes": b"a" * 1_000_000 + b" $\n",
    "a string of ten million bytes": b"x = '" + b"a" * 10_000_000 + b"' $\n",
    "a comment of ten million bytes": b"#" + b"a" * 10_000_000 + b"\n$\n",
    "100000 continuations": b"x = \\\n" * 100_000 + b"$\n",
    "100000 blank lines": b"\n" * 100_000 + b"$\n",
    "100000 blanks": b" " * 100_000 + b"$\n",
    "100000 backslashes": b"\\" * 100_000 + b"\n",
    "100000 quotes": b"'" * 100_000 + b"\n",
    "100001 quotes": b"\"" * 100_001 + b"\n",
    "100000 form feeds": b"\x0c" * 100_000 + b"x $\n",
    "100000 carriage returns": b"\r" * 100_000 + b"x $\n",
    "a NUL": b"x = 1\0\n",
    "a NUL in a string": b"x = 'a\0b'\n",
    "a NUL in a comment": b"#\0\n",
    "UTF-16": "x = 1\n".encode("utf-16"),
    "control characters": bytes(range(1, 32)),
    "all bytes but NUL": bytes(range(1, 256)),
    "broken UTF-8 in a string": b"x = '\xff'\n",
    "broken UTF-8 in a comment": b"x = 1\n# \xe4\xf6\n",
    "UTF-8 cut short": b"x = '\xe2\x82",
    "an overlong form": b"x = '\xc0\x80'\n",
    "a surrogate in UTF-8": b"x = '\xed\xa0\x80'\n",
    "beyond Unicode": b"x = '\xf5\x80\x80\x80'\n",
    "BOM alone": b"\xef\xbb\xbf",
    "two BOMs": b"\xef\xbb\xbf\xef\xbb\xbfx\n",
    "half a BOM": b"\xef\xbbx\n",
    "nothing": b"",
    "DOS end of file": b"x = 1\n\x1a\n",
    "old Macintosh": b"x = 1\ry = (\r",
    "mixed line ends": b"x = 1\r\ny = 2\rif x:\n  y\r\n z\n",
}


def short(value):
    if isinstance(value, str) and len(value) > 60:
        return f"{len(value)} characters ending in {value[-20:]!a}"
    return ascii(value)


def verdict(source, mode):
    try:
        compile(source, "<hostile>", mode)
    except SyntaxError as error:
        return type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, error.text
    except Exception as error:
        return type(error).__name__, str(error)
    return ("right",)


for name, source in SOURCES.items():
    for mode in ("exec", "eval", "single"):
        print(f"{name}, {mode}:", *map(short, verdict(source, mode)))
