# Writing and reading a small JSON by hand.
def dump(value, indent=0):
    pad = "  " * indent
    match value:
        case None: return "null"
        case bool(): return str(value).lower()
        case int() | float(): return repr(value)
        case str(): return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case []: return "[]"
        case [*items]: return "[\n" + ",\n".join(pad + "  " + dump(i, indent + 1) for i in items) + "\n" + pad + "]"
        case {**items} if not items: return "{}"
        case {**items}:
            return "{" + ", ".join(f"{dump(str(k))}: {dump(v, indent)}" for k, v in items.items()) + "}"
    raise TypeError(f"cannot write {type(value).__name__}")


class Reader:
    def __init__(self, text): self.text, self.at = text, 0

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \n\t": self.at += 1

    def expect(self, c):
        self.space()
        if self.text[self.at:self.at + 1] != c:
            raise ValueError(f"expected {c!r} at {self.at}, found {self.text[self.at:self.at + 1]!r}")
        self.at += 1

    def value(self):
        self.space()
        c = self.text[self.at:self.at + 1]
        if c == "{":
            return dict(self.many("{", "}", self.pair))
        if c == "[":
            return list(self.many("[", "]", self.value))
        if c == '"':
            return self.string()
        for word, constant in (("null", None), ("true", True), ("false", False)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return constant
        end = self.at
        while end < len(self.text) and self.text[end] in "+-.eE0123456789": end += 1
        text, self.at = self.text[self.at:end], end
        return float(text) if set(text) & set(".eE") else int(text)

    def many(self, opening, closing, item):
        self.expect(opening)
        self.space()
        while self.text[self.at] != closing:
            yield item()
            self.space()
            if self.text[self.at] != closing: self.expect(",")
        self.at += 1

    def pair(self):
        self.space()
        key = self.string()
        self.expect(":")
        return key, self.value()

    def string(self):
        self.expect('"')
        out = ""
        while (c := self.text[self.at]) != '"':
            if c == "\\":
                self.at += 1
                c = {"n": "\n"}.get(self.text[self.at], self.text[self.at])
            out += c
            self.at += 1
        self.at += 1
        return out


data = {"name": "김\"철수\"", "age": 17, "pi": 3.5, "tags": ["a", [], {}, None, [True, False]], "nested": {"x": {"y": -1e300}}}
text = dump(data)
print(text)
print(Reader(text).value() == data, Reader('[1, 2.5e3, "a\\nb", {"k": null}]').value())
for bad in ("[1 2]", '{"a" 1}', "[1,", "x"):
    try:
        print(Reader(bad).value())
    except Exception as error:
        print(type(error).__name__, error)
try:
    dump({1, 2})
except TypeError as error:
    print(error)
