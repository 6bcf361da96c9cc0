# no trace: the library's modules are long, and CPython has imported some of them before
# textwrap, difflib and string: paragraphs, dedent, a diff of two texts, close matches, a report in a box.
import difflib
import string
import textwrap

TEXT = """\
    A virtual machine reads instructions one after the other.  Each takes its
    operands from the stack, and leaves its result there; supercalifragilistic
    words are broken only when asked.

        indented
"""
plain = textwrap.dedent(TEXT)
first = plain.split("\n\n")[0]
print(textwrap.fill(first, 40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.wrap("the quick-brown fox-jumps", 10), textwrap.wrap("abcdefghij", 4), textwrap.wrap("a bc def", 3, break_long_words=False))
print(textwrap.shorten("one two three four five", 16), textwrap.shorten("한글 문장 하나", 8, placeholder="…"), repr(textwrap.indent("a\n\nb", "> ")))


def box(title, text, width=30):
    yield f"┌{'─ ' + title + ' ':─<{width}}┐"
    for line in textwrap.wrap(text, width - 2):
        yield f"│ {line:<{width - 2}} │"
    yield f"└{'─' * width}┘"


print("\n".join(box("title", " ".join(first.split()))))
before = "one\ntwo\nthree\nfour\n".splitlines(keepends=True)
after = "zero\none\ntree\nfour\n".splitlines(keepends=True)
print("".join(difflib.unified_diff(before, after, "before", "after", n=1)), end="")
print("".join(difflib.ndiff(before, after)), end="")
print("".join(difflib.context_diff(before, after, "b", "a")), end="")
matcher = difflib.SequenceMatcher(None, "private Thread current", "private volatile Thread")
print(round(matcher.ratio(), 4), matcher.find_longest_match(), [tag for tag, *_ in matcher.get_opcodes()])
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), "".join(difflib.restore(difflib.ndiff(before, after), 1)).split())
print(string.capwords("hello wide world"), string.ascii_lowercase[:5], string.punctuation, string.hexdigits)
print("tab\tto\tspaces".expandtabs(8), "MixedCase".swapcase(), "title of it's own".title(), "a,b,,c".split(","), " x  y ".split(), "l\nm\r\nn".splitlines())
print("abc".translate(str.maketrans("ab", "xy", "c")), "x".join("123"), "k=v=w".partition("="), "k=v=w".rpartition("="), "%5.1f|" % 2.25, "é".encode("ascii", "xmlcharrefreplace"))


class Shout(string.Formatter):
    def format_field(self, value, spec):
        return super().format_field(value, spec.removesuffix("!")) + ("!" if spec.endswith("!") else "")

    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)


print(Shout().format("{0:>5!} {name} {missing:^11}", "hey", name="you"), list(string.Formatter().parse("a{b!r:c}{{d")))
