#!/usr/bin/python3.11
"""Makes src/object/multibyte_tables.c: the encodings of Chinese, Japanese and Korean as CPython 3.11 has them.

Everything is asked of the judge's codecs, byte sequence by byte sequence. A row of a table is the text that it stands
for: what the rows of several encodings have in common stands there once, and can be read.
Usage: make_multibyte_tables.py > src/object/multibyte_tables.c
"""

import sys

# name: module, then for each range of lead bytes the groups of its trail bytes: one row of 94 or so a group.
HIGH = [(0xA1, 0xFE)]
UHC = [(0x41, 0x5A), (0x61, 0x7A), (0x81, 0xA0)]
GBK = [(0x40, 0x7E), (0x80, 0xA0)]
SJIS = [[(0x40, 0x7E), (0x80, 0x9E)], [(0x9F, 0xFC)]]
BIG5 = [[(0x40, 0x7E)], HIGH]
ALL = (0x80, 0xFF)
ENCODINGS = {
    "euc_kr": ("_codecs_kr", [(ALL, [HIGH])]),
    "cp949": ("_codecs_kr", [(ALL, [UHC, HIGH])]),
    "johab": ("_codecs_kr", [((0x80, 0xD7), [[(0x41, 0xA0)], HIGH]),
                             ((0xD8, 0xFF), [[(0x31, 0x7E), (0x91, 0xA0)], HIGH])]),
    "shift_jis": ("_codecs_jp", [(ALL, SJIS)]),
    "cp932": ("_codecs_jp", [(ALL, SJIS)]),
    "euc_jp": ("_codecs_jp", [(ALL, [HIGH])]),
    "shift_jisx0213": ("_codecs_jp", [(ALL, SJIS)]),
    "euc_jisx0213": ("_codecs_jp", [(ALL, [HIGH])]),
    "shift_jis_2004": ("_codecs_jp", [(ALL, SJIS)]),
    "euc_jis_2004": ("_codecs_jp", [(ALL, [HIGH])]),
    "gb2312": ("_codecs_cn", [(ALL, [HIGH])]),
    "gbk": ("_codecs_cn", [(ALL, [GBK, HIGH])]),
    "gb18030": ("_codecs_cn", [(ALL, [GBK, HIGH])]),
    "big5": ("_codecs_tw", [(ALL, BIG5)]),
    "cp950": ("_codecs_tw", [(ALL, BIG5)]),
    "big5hkscs": ("_codecs_hk", [(ALL, BIG5)]),
}
PREFIXED = {"euc_jp", "euc_jisx0213", "euc_jis_2004"}  # 0x8F before a lead byte: another plane
EXTRAS = {"euc_kr": "MULTIBYTE_JAMO", "gb18030": "MULTIBYTE_FOUR"}
ILLEGAL, LEAD = 0xFFFF, 0xFFFE  # of a byte on its own

row_texts = {"": 0}
singles_tables = {}


def decode(encoding, data):
    """The text; "!": wrong as a whole; None: the first byte is wrong, or something is missing."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        assert error.start == 0
        return "!" if "illegal" in error.reason and error.end == len(data) else None


def encode(encoding, text):
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        assert (error.start, error.end) == (0, 1), (encoding, text, error)
        return None


def single(encoding, byte):
    try:
        return ord(bytes([byte]).decode(encoding))
    except UnicodeDecodeError as error:
        return LEAD if "incomplete" in error.reason else ILLEGAL


def quoted(text):
    out = ""
    for c in text:
        if c in '"\\':
            out += "\\" + c
        elif c == "\t":
            out += "\\t"
        elif c.isprintable():
            out += c
        else:
            assert ord(c) > 0x9F
            out += f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}"
    return f'"{out}"'


class Table:
    def __init__(self, encoding):
        self.encoding = encoding
        self.module, self.layout = ENCODINGS[encoding]
        self.singles = tuple(single(encoding, byte) for byte in range(256))
        self.codes = {}  # text to the lowest bytes that stand for it
        self.pairs = []
        for byte, char in enumerate(self.singles):
            if char < LEAD:
                self.codes.setdefault(chr(char), bytes([byte]))
        self.planes = []
        for prefix in [b"", b"\x8f"] if encoding in PREFIXED else [b""]:
            for (first, last), groups in self.layout:
                for trails in groups:
                    self.add_plane(prefix, first, last, trails)
        self.check_nothing_is_missed()
        self.exceptions = self.find_exceptions()

    def add_plane(self, prefix, first, last, trails):
        rows = []
        for lead in range(first, last + 1):
            row = ""
            if self.singles[lead] == LEAD:
                for low, high in trails:
                    for trail in range(low, high + 1):
                        row += self.cell(prefix + bytes([lead, trail]))
            rows.append(row_texts.setdefault(row.rstrip(" "), len(row_texts)))
        while rows and rows[-1] == 0:
            rows.pop()
            last -= 1
        while rows and rows[0] == 0:
            rows.pop(0)
            first += 1
        if rows:
            self.planes.append((prefix[0] if prefix else 0, first, last, trails, rows))

    def cell(self, code):
        """A character; a tab for two of them; a blank for nothing; "!" for what is wrong as a whole."""
        text = decode(self.encoding, code)
        if text is None or text == "!":
            return text or " "
        if len(text) == 2 and len(code) == 2 and text not in self.codes:
            self.pairs.append((code, text))
            self.codes[text] = code
            return "\t"
        assert len(text) == 1 and text not in " \t", (self.encoding, code, text)
        self.codes.setdefault(text, code)
        return text

    def check_nothing_is_missed(self):
        known = {prefix << 16 | lead << 8 | trail for prefix, first, last, trails, _ in self.planes
                 for lead in range(first, last + 1) for low, high in trails for trail in range(low, high + 1)}
        for lead in range(256):
            for trail in range(256 if self.singles[lead] == LEAD else 0):
                if decode(self.encoding, bytes([lead, trail])) is not None:
                    assert lead << 8 | trail in known, (self.encoding, lead, trail)

    def find_exceptions(self):
        """Characters that are not encoded as the lowest code that stands for them."""
        exceptions = []
        for number in range(0x110000):
            char = chr(number)
            code, wanted = self.codes.get(char), encode(self.encoding, char)
            if wanted is not None and len(wanted) > 3:
                wanted = None  # by rule
            if code != wanted:
                exceptions.append((number, int.from_bytes(wanted or b"", "big")))
        return exceptions


def print_array(declaration, values, shape=hex):
    print(f"{declaration} = {{")
    line = "   "
    for value in values:
        text = shape(value) + ","
        if len(line) + len(text) + 1 > 112:
            print(line)
            line = "   "
        line += " " + text
    print(line)
    print("};")


def print_four_byte_ranges():
    """gb18030: runs of consecutive characters of the BMP among its codes of four bytes."""
    ranges, previous = [], None
    for index in range(39420):
        code = bytes([0x81 + index // 12600, 0x30 + index // 1260 % 10, 0x81 + index // 10 % 126, 0x30 + index % 10])
        text = decode("gb18030", code)
        number = ord(text) if text else 0
        if text:
            assert text.encode("gb18030") == code
        if previous is None or number != (previous + 1 if previous else 0):
            ranges.append((index, number))
        previous = number
    print_array("const MultibyteRange multibyte_four_byte_ranges[]", ranges, lambda r: f"{{{r[0]}, {r[1]:#x}}}")
    print(f"const int multibyte_four_byte_range_count = {len(ranges)};")


def print_table(table):
    name = table.encoding
    for i, plane in enumerate(table.planes):
        print_array(f"static const u16 {name}_rows_{i}[]", plane[4], str)
    print(f"static const MultibytePlane {name}_planes[] = {{")
    for i, (prefix, first, last, trails, _) in enumerate(table.planes):
        flat = ", ".join(f"{bound:#x}" for trail in trails for bound in trail)
        print(f"    {{{prefix:#x}, {first:#x}, {last:#x}, {{{flat}}}, {name}_rows_{i}}},")
    print("};")
    if table.exceptions:
        print_array(f"static const MultibyteException {name}_exceptions[]", table.exceptions,
                    lambda e: f"{{{e[0]:#x}, {e[1]:#x}}}")
    if table.pairs:
        print_array(f"static const MultibytePair {name}_pairs[]", table.pairs,
                    lambda p: f"{{0x{p[0].hex()}, {ord(p[1][0]):#x}, {ord(p[1][1]):#x}}}")
    singles_tables.setdefault(table.singles, name)


def print_directory(tables):
    print("\nconst MultibyteEncoding multibyte_encodings[] = {")
    for table in tables:
        name = table.encoding

        def part(kind, values):
            return f" .{kind} = {name}_{kind}, .{kind[:-1]}_count = {len(values)}," if values else ""
        print(f'    {{.module = "{table.module}", .name = "{name}", .singles = {singles_tables[table.singles]}_singles,'
              f'{part("planes", table.planes)}{part("exceptions", table.exceptions)}{part("pairs", table.pairs)}'
              f' .extra = {EXTRAS.get(name, 0)}}},')
    print("    {.name = NULL}};")


def main():
    tables = [Table(name) for name in ENCODINGS]
    print("/* multibyte_tables.c: made by tests/tools/make_multibyte_tables.py from CPython 3.11's codecs; see")
    print(" * multibyte_tables.h. */")
    print("/* clang-format off */")
    print('#include "object/multibyte_tables.h"\n')
    print("const char *const multibyte_rows[] = {")
    for row in row_texts:
        print(f"    {quoted(row)},")
    print("};\n")
    for table in tables:
        print_table(table)
    for singles, name in singles_tables.items():
        print_array(f"static const u16 {name}_singles[256]", singles)
    print_four_byte_ranges()
    print_directory(tables)


if __name__ == "__main__":
    sys.exit(main())
