# Codecs, the machine's own and the library's, through str, bytes and the module _codecs.
# no trace: CPython has imported the library package encodings before
import _codecs as c

TEXTS = ["", "plain", "naïve café", "한국어 텍스트", "Привет, мир", "€ 100 + tax ~", "😀 smile", "tab\tnew\nline \\ ' \""]


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for text in TEXTS:
    for name in ("utf_7", "utf_8", "utf_16_le", "utf_32_be", "unicode_escape", "raw_unicode_escape", "latin_1", "ascii"):
        encoded = attempt(getattr(c, name + "_encode"), text, "backslashreplace")
        print(name, encoded)
        data = encoded[0]
        print("   ", attempt(getattr(c, name + "_decode"), data))
        print("   ", attempt(getattr(c, name + "_decode"), data[:-1], "replace"))
    for name in ("cp1252", "koi8-r", "ISO-8859-15", "cp437", "mac_roman", "rot13", "nonsense", "UTF 8"):
        encoded = attempt(text.encode, name, "replace")
        print(name, encoded, attempt(text.encode, name))
        if isinstance(encoded, bytes):
            print("   ", encoded.decode(name))

print(attempt(b"\x81\x8d".decode, "cp1252"), attempt(b"\x81a".decode, "cp1252", "replace"))
print(attempt("\u1234x\u1235\u1236".encode, "cp1252", "xmlcharrefreplace"))

# --- escapes
for data in (rb"a\x41\101\n\q", rb"\x4", rb"\u12", rb"\U0011ffff", rb"\N{BULLET}\N{no such}", b"\\", rb"\N{", rb"\N"):
    print(data, attempt(c.unicode_escape_decode, data), attempt(c.unicode_escape_decode, data, "replace"))
    print("   ", attempt(c.raw_unicode_escape_decode, data), attempt(c.escape_decode, data))
    print("   ", attempt(c.unicode_escape_decode, data, None, False), attempt(c.escape_decode, data, "replace"))
print(c.escape_encode(b"a'\\\n\t\x00\xff\""), c.readbuffer_encode("abc"), c.readbuffer_encode(b"abc"))

# --- utf-7
for data in (b"a+-b", b"+AGEAYg-x", b"+AGEAYgx!", b"+2D3eAA-", b"+ZYh", b"+!", b"\x80a", b"+2D0-", b"+AA"):
    print(data, attempt(c.utf_7_decode, data, "replace", True), attempt(c.utf_7_decode, data, "strict", True))
    print("   ", attempt(c.utf_7_decode, data))

# --- tables
table = "".join(map(chr, range(97, 123)))
encoding_table = {ord(x): i for i, x in enumerate(table)}
print(c.charmap_decode(b"\x00\x01\x19", "strict", table), attempt(c.charmap_decode, b"\x30", "strict", table))
print(c.charmap_encode("zab", "strict", encoding_table), attempt(c.charmap_encode, "z!", "strict", encoding_table))
print(attempt(c.charmap_encode, "z!?a", "replace", {**encoding_table, 63: b"<?>"}))
print(attempt(c.charmap_decode, b"\x05\x06", "ignore", {5: "five", 6: None}))
print(attempt(c.charmap_decode, b"\x05", "ignore", {5: 1.5}), attempt(c.charmap_encode, "a", "ignore", {97: 300}))

# --- the registry
print(attempt(c.lookup, "no such codec"), attempt(c.lookup, 3), attempt(c.register, 3))
print([c.lookup_error(name).__name__ for name in ("strict", "ignore", "replace", "surrogateescape")])
print(attempt(c.lookup_error, "mine"))
c.register_error("mine", lambda error: (f"<{error.object[error.start:error.end]!a}>", error.end))
print("aé€b".encode("ascii", "mine"), b"a\xffb".decode("utf-8", "mine"), "é€".encode("cp1252", "mine"))
print(attempt("abc".encode, "rot13"), c.encode("abc", "rot13"))
print(attempt(c.decode, 3, "utf-8"), attempt(c.encode, b"abc", "utf-8"))


def search(name):
    if name == "shout_loud":
        return (lambda s, errors="strict": (s.upper().encode(), len(s)),
                lambda b, errors="strict": (bytes(b).decode().lower(), len(b)), None, None)


c.register(search)
print("hey".encode("Shout--Loud"), b"HEY".decode("SHOUT LOUD"))
c.unregister(search)
print(attempt("hey".encode, "shout_loud"))
print(c.utf_16_decode(b"\xff\xfea\x00b"), c.utf_16_ex_decode(b"\xfe\xff\x00a"), c.utf_16_encode("a", None, 1))
print(attempt(c.ascii_encode, b"x"), attempt(c.ascii_decode, "x"), attempt(c.utf_8_encode, "x", 3))
