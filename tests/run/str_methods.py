# Text: methods, slices, formatting, wide characters.
s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold(), len(s), s[0], s[-1], s[3:8], s[::-1])
print(s.find("o"), s.rfind("o"), s.find("zz"), s.index("W"), s.count("l"), s.replace("l", "L", 2), s.startswith("Hell"), s.endswith(("x", "d")))
print("a,b,,c".split(","), "a b  c ".split(), " x ".strip(), "xxabxx".strip("x"), "a-b-c".rsplit("-", 1), "l1\nl2\r\nl3".splitlines(), "a=b=c".partition("="))
print("-".join(["a", "b"]), "".join(str(i) for i in range(5)), "ab" * 3, "z" in "xyz", "ab" < "abc", "a" + "b" "c")
print("42".zfill(5), "-42".zfill(6), "x".center(7, "*"), "x".ljust(4) + "|", "x".rjust(4), "tab\there".expandtabs(4))
print("abc".isalpha(), "ab1".isalnum(), "12".isdigit(), "½".isnumeric(), " ".isspace(), "Ab".istitle(), "ab".islower(), "x_1".isidentifier(), "é".isascii())
print("한국어 텍스트", len("한국어"), "한국어"[1], "한국어".encode(), "naïve café".upper(), "straße".upper(), "ǅ".lower(), "ΑΣ".lower())
print(repr("it's"), repr('"q"'), repr("both ' and \""), repr("tab\t nl\n \\ \x00 \x7f é \u200b 😀"), ascii("é😀"))
print("{} {1} {0}".replace("{} ", "").format("a", "b"), "{0[1]} {x.real:>5} {y!r:^9}|".format([1, 2], x=3, y="q"))
print(f"{s!r:>20} {len(s):05d} {3.14159:.{2}f} {'nested ' + f'{1 + 1}'} {{}} {s=}")
print("%s %r %d %5.2f %x %-5s| %05d %c %%" % ("s", "r", 42, 3.14159, 255, "ab", 42, "c"))
print("%(a)s %(b)d" % {"a": 1, "b": 2})
print("abc".translate({97: "A", 98: None}), str.maketrans("ab", "xy"), "a\u0301" == "á", ord("é"), chr(233))
print("removeprefix".removeprefix("remove"), "x.py".removesuffix(".py"), "Mixed Case".casefold() == "mixed case")
for bad in (lambda: "abc"[5], lambda: "a" + 1, lambda: "abc".index("z"), lambda: "x" * "y", lambda: "%d" % "a", lambda: "{".format(),
            lambda: "{} {}".format(1), lambda: "abc"["a"], lambda: int("１２") + "x", lambda: "é".encode("ascii"), lambda: b"\xff".decode()):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(b"bytes"[0], b"a" + b"b", b"abc".hex(), bytes([65, 66]), bytes(3), b"x,y".split(b","), "é".encode("latin-1"), b"\xc3\xa9".decode())
print(format(1234567, ","), format(255, "#x"), format(0.5, "%"), format("x", "^5"), format(42, "b"), format(-7, "+d"), format(12345.678, "_.1f"))
import sys
print([sys.getsizeof(x) for x in ("", "a", "é", "한", "😀", "abc" * 10, b"", b"abc")])
