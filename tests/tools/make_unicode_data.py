#!/usr/bin/python3.11
"""Makes src/object/unicode_data.c: what the module unicodedata says that str methods do not (Unicode 14 and 3.2).

Everything is asked of CPython 3.11's unicodedata, but for the list of named sequences, which it cannot give: that is
read from Perl's copy of Unicode 14's NamedSequences.txt, and each of them is looked up.
Usage: make_unicode_data.py > src/object/unicode_data.c
"""

import glob
import unicodedata

from make_unicode_names import names

BLOCK_BITS = 7
LIMIT = 0x110000
CATEGORIES = "Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split()
BIDIRECTIONAL = ["", *"L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON LRI RLI FSI PDI".split()]
WIDTHS = "F H W Na A N".split()
TAGS = ["", *"font noBreak initial medial final isolated circle super sub vertical wide narrow small square fraction "
        "compat".split()]


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


def print_texts(declaration, texts):
    print_array(declaration, texts, lambda text: f'"{text}"')


def properties():
    numbers, records, blocks = {None: 0}, {}, {}

    def record_of(database, c):
        number = numbers.setdefault(database.numeric(c, None), len(numbers))
        record = (CATEGORIES.index(database.category(c)), BIDIRECTIONAL.index(database.bidirectional(c)),
                  WIDTHS.index(database.east_asian_width(c)), database.mirrored(c), number)
        return records.setdefault(record, len(records))

    indices = []
    for database in (unicodedata, unicodedata.ucd_3_2_0):
        index = []
        for start in range(0, LIMIT, 1 << BLOCK_BITS):
            block = tuple(record_of(database, chr(code)) for code in range(start, start + (1 << BLOCK_BITS)))
            index.append(blocks.setdefault(block, len(blocks)))
        indices.append(index)
    print_texts("const char *const unicode_categories[]", CATEGORIES)
    print_texts("const char *const unicode_bidirectional[]", BIDIRECTIONAL)
    print_texts("const char *const unicode_widths[]", WIDTHS)
    print_array("const double unicode_numbers[]", numbers, lambda number: repr(number or 0.0))
    print_array("const UnicodeRecord unicode_data_records[]", records, lambda r: "{" + ", ".join(map(str, r)) + "}")
    print_array("const u16 unicode_data_blocks[]", [number for block in blocks for number in block])
    print_array("const u16 unicode_data_index[]", indices[0])
    print_array("const u16 unicode_data_index_3_2[]", indices[1])


def decompositions():
    tags = []
    for code in range(LIMIT):
        text = unicodedata.decomposition(chr(code))
        if text:
            tags.append(TAGS.index(text[1:text.index(">")] if text.startswith("<") else ""))
    print_texts("const char *const unicode_decomposition_tags[]", TAGS)
    print_array("const u8 unicode_decomposition_tag[]", tags)


def name_ranks():
    ranks = {name: rank for rank, (name, _) in enumerate(names())}
    runs, numbers = [], []
    for code in range(LIMIT):
        rank = ranks.get(unicodedata.name(chr(code), ""))
        if rank is None:
            continue
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code, len(numbers)])
        numbers.append(rank)
    print_array("const UnicodeNameRun unicode_name_runs[]", runs, lambda r: "{%#x, %#x, %d}" % tuple(r))
    print(f"const isize unicode_name_run_count = {len(runs)};")
    print_array("const u16 unicode_name_ranks[]", numbers)


def named_sequences():
    found = {}
    with open(sorted(glob.glob("/usr/share/perl/5*/unicore/NamedSequences.txt"))[0], encoding="utf-8") as file:
        assert "14.0.0" in file.readline()
        for line in file:
            name = line.partition(";")[0].strip()
            if name and not name.startswith("#"):
                found[name] = unicodedata.lookup(name)
    print("const UnicodeSequence unicode_sequences[] = {")
    for name in sorted(found):
        codes = ", ".join(f"{ord(c):#x}" for c in found[name])
        print(f'    {{"{name}", {len(found[name])}, {{{codes}}}}},')
    print(f"}};\nconst isize unicode_sequence_count = {len(found)};")


def main():
    assert unicodedata.unidata_version == "14.0.0"
    print("/* unicode_data.c: Unicode 14 and 3.2 for the module unicodedata. Made by tests/tools/make_unicode_data.py: do")
    print(" * not edit. unicode.h says what the tables are. */")
    print('#include "object/unicode.h"\n\n/* clang-format off */')
    properties()
    decompositions()
    name_ranks()
    named_sequences()
    print("/* clang-format on */")


main()
