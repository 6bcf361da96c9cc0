# str: splitting, finding, testing, changing, translating, also beyond ASCII.
s = "  Hello, 세계! 😀 Straße\t"
print(len(s), s.strip(), s.lstrip(), repr(s.rstrip()), s.upper(), s.lower(), s.casefold(), s.title(), s.swapcase(), s.capitalize(), sep="|")
print("a,b,,c".split(","), "a,b,,c".split(",", 1), "a,b,,c".rsplit(",", 1), " a  b ".split(), "".split(), "".split(","), "a\nb\r\nc\x0bd".splitlines(), "a\nb\n".splitlines(True))
print("k=v=w".partition("="), "k=v=w".rpartition("="), "none".partition("="), ", ".join(["a", "b"]), "-".join("xyz"), "".join([]))
print("banana".find("an"), "banana".rfind("an"), "banana".index("n"), "banana".count("a"), "banana".count(""), "banana".find("x"), "banana".find("a", 2, 4), "banana".replace("a", "o", 2), "banana".replace("", "."))
print("prefix.py".removeprefix("prefix"), "prefix.py".removesuffix(".py"), "x".startswith(("a", "x")), "file.tar".endswith("tar", 2), "abc".startswith("b", 1))
print([f("12") for f in (str.isdigit, str.isdecimal, str.isnumeric, str.isalpha, str.isalnum, str.isspace, str.islower, str.isidentifier)], "²".isdigit(), "½".isnumeric(), "가".isalpha(), "Ab".istitle(), "é".isascii(), "\n".isprintable())
print("c".center(7, "*"), "l".ljust(4) + "|", "r".rjust(4, "."), "42".zfill(5), "-42".zfill(6), "a\tb\tc".expandtabs(4), repr("x".center(4)))
print("abc" < "abd", "Z" < "a", "가" < "나", "a" * 3, 3 * "b", "a" + "b", "b" in "abc", "" in "", "abc"[::-1], max("hello"), sorted("hello"), list("한글"), ord("한"), chr(54620))
print(repr("tab\t nl\n quote' \"both\" back\\ \x00 \x7f é \u200b 한 😀 \ud800"), ascii("é한😀"), "\N{DIGIT ONE}", "\x41\u0042\103")
print("hello world".translate(str.maketrans("lo", "01", "h")), "abc".translate({97: "[a]", 98: None}), str.maketrans({"a": 1, "b": "x"}))
print("é" == "e\u0301", len("e\u0301"), "ß".upper(), "İ".lower().encode(), "ŉ".title(), "ǆ".title(), "ΑΣ".lower(), "ﬁ".upper())
print("한글".encode(), "한글".encode("utf-16-le"), "é".encode("latin-1"), "한".encode("ascii", "replace"), "한".encode("ascii", "xmlcharrefreplace"), "한".encode("ascii", "backslashreplace"), b"\xff".decode("latin-1"), b"\xffok".decode("utf-8", "replace"), b"\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))
for code in ("'a' + 1", "'a' * 'b'", "'abc'.index('z')", "'한'.encode('ascii')", "b'\\xff'.decode()", "'a'.encode('nope')", "'a'.join([1])", "'a'[5]", "'a'['b']", "int('a')", "'a'.center('x')", "chr(-1)", "chr(0x110000)", "ord('ab')",
             "''.rindex('x')", "'a'.split('')", "'x'.zfill()", "'a' % 1", "str(b'a', 'ascii', 5)", "'a'.startswith(1)", "'abc'.replace('a')", "'a' < 1", "str.upper(1)", "'a'.ljust(5, 'xx')", "'s'.foo", "b'a' + 'a'", "'a'.translate()", "str(1, 2)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
words = "the cat sat on the mat".split()
print(dict((w, words.count(w)) for w in words), sorted(set(words), key=lambda w: (len(w), w)), " ".join(w[::-1] for w in words), "".join(w[0].upper() + w[1:] for w in words))
print("".join(chr(c) for c in range(0x2600, 0x2605)), [hex(ord(c)) for c in "aé한😀"], "a😀b"[1], len("👨‍👩‍👧"), "😀".encode("utf-16").hex(), "\U0001F600" == "😀")
a = "x"
a += "y"; b = a; a += "z"
print(a, b, a is b, a[:2] == b, hash("abc") == hash("ab" + "c"), hash(""))
