#!/usr/bin/python3.11
"""Makes src/object/unicode_tables.c: what CPython 3.11 knows about each character (Unicode 14).

Everything is asked of str methods and unicodedata, so that the tables say what the judge says.
Usage: make_unicode_tables.py > src/object/unicode_tables.c
"""

import sys
import unicodedata

FLAGS = ["ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "LINE_BREAK", "LOWER", "UPPER", "TITLE",
         "PRINTABLE", "XID_START", "XID_CONTINUE", "CASED", "CASE_IGNORABLE"]
BLOCK_BITS = 8
LIMIT = 0x110000

special = [0]       # index 0 is "none"
special_index = {}


def is_cased(c):
    return (c + "a").title()[-1] == "a"


def is_case_ignorable(c):
    sigma = "\N{GREEK CAPITAL LETTER SIGMA}"
    final = "\N{GREEK SMALL LETTER FINAL SIGMA}"
    return ("A" + c + sigma).lower().endswith(final) and not (c + sigma).lower().endswith(final)


def flags_of(c):
    tests = [c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(),
             len(("a" + c + "b").splitlines()) == 2, c.islower(), c.isupper(),
             c.istitle() and not c.isupper(), c.isprintable(), c.isidentifier(), ("a" + c).isidentifier(),
             is_cased(c), is_case_ignorable(c)]
    return sum(1 << i for i, test in enumerate(tests) if test)


def mapping(code, text):
    """A difference, or SPECIAL + an index where there is more than one character."""
    if len(text) == 1:
        return ord(text) - code
    if text not in special_index:
        special_index[text] = len(special)
        special.append(len(text))
        special.extend(map(ord, text))
    return 0x200000 + special_index[text]


def record_of(code):
    c = chr(code)
    return (flags_of(c), unicodedata.decimal(c, -1), unicodedata.digit(c, -1), mapping(code, c.lower()),
            mapping(code, c.upper()), mapping(code, c.title()), mapping(code, c.casefold()))


def print_array(declaration, values, shape=str):
    print(f"{declaration} = {{")
    line = "   "
    for value in values:
        text = shape(value) + ","
        if len(line) + len(text) + 1 > 180:
            print(line)
            line = "   "
        line += " " + text
    print(line)
    print("};")


def print_properties():
    records, blocks, index = {}, {}, []
    for start in range(0, LIMIT, 1 << BLOCK_BITS):
        block = tuple(records.setdefault(record_of(code), len(records))
                      for code in range(start, start + (1 << BLOCK_BITS)))
        index.append(blocks.setdefault(block, len(blocks)))
    assert len(blocks) < 256 and len(records) < 65536
    # Beyond the last block that differs from its follower there is nothing new.
    while index[-1] == index[-2]:
        index.pop()
    print_array("const CharInfo unicode_records[]", records,
                lambda r: "{" + ", ".join(map(str, r)) + "}")
    print_array("const u32 unicode_special_cases[]", special, hex)
    print(f"const u32 unicode_index_size = {len(index)};")
    print_array("const u8 unicode_index[]", index)
    print_array("const u16 unicode_blocks[]", [number for block in blocks for number in block])


def print_normalization():
    data, offsets, decompositions, compositions = [], {}, [], []
    for code in range(LIMIT):
        c = chr(code)
        parts = unicodedata.decomposition(c).split()
        if not parts:
            continue
        compatible = parts[0].startswith("<")
        codes = tuple(int(part, 16) for part in parts[compatible:])
        if codes not in offsets:
            offsets[codes] = len(data)
            data.extend(codes)
        decompositions.append((code, offsets[codes], len(codes), int(compatible)))
        if not compatible and len(codes) == 2 and unicodedata.normalize("NFC", "".join(map(chr, codes))) == c:
            compositions.append((*codes, code))
    ranges = []
    for code in range(LIMIT):
        combining = unicodedata.combining(chr(code))
        if not combining:
            continue
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == combining:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, combining])
    print_array("const u32 unicode_decomposition_data[]", data, hex)
    print_array("const UnicodeDecomposition unicode_decompositions[]", decompositions,
                lambda d: "{%#x, %d, %d, %d}" % d)
    print(f"const isize unicode_decomposition_count = {len(decompositions)};")
    print_array("const UnicodeComposition unicode_compositions[]", sorted(compositions),
                lambda d: "{%#x, %#x, %#x}" % d)
    print(f"const isize unicode_composition_count = {len(compositions)};")
    print_array("const UnicodeCombining unicode_combining[]", ranges, lambda r: "{%#x, %#x, %d}" % tuple(r))
    print(f"const isize unicode_combining_count = {len(ranges)};")


def main():
    assert sys.version_info[:2] == (3, 11) and unicodedata.unidata_version == "14.0.0"
    print("/* unicode_tables.c: Unicode 14 as CPython 3.11 has it. Made by tests/tools/make_unicode_tables.py: do not")
    print(" * edit. unicode.h says what the tables are. */")
    print('#include "object/unicode.h"\n\n/* clang-format off */')
    print_properties()
    print_normalization()
    print("/* clang-format on */")


main()
