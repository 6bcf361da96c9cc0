#!/usr/bin/python3.11
"""Makes src/base/cell_width_table.h: which code points take no terminal cell, and which take two.

Run with the Python whose Unicode version is wanted:  /usr/bin/python3.11 tests/tools/make_cell_widths.py
(Unicode 14). What is in no range takes one cell.
"""
import pathlib
import sys
import unicodedata

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "src" / "base" / "cell_width_table.h"


def width(code_point):
    character = chr(code_point)
    category = unicodedata.category(character)
    if category == "Cc":
        return 1  # the caller answers -1 before it looks here
    if code_point == 0x00AD:
        return 1  # the soft hyphen is drawn by terminals
    if unicodedata.combining(character) or category in ("Mn", "Me", "Cf", "Zl", "Zp"):
        return 0
    if 0x1160 <= code_point <= 0x11FF or 0xD7B0 <= code_point <= 0xD7FB:
        return 0  # Hangul vowels and final consonants join the syllable before them
    if category == "Cn":  # unassigned: wide where only wide characters will ever be
        wide = (0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD)
        return 2 if any(first <= code_point <= last for first, last in wide) else 1
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 2
    return 1


def ranges():
    first, current = 0, width(0)
    for code_point in range(1, sys.maxunicode + 2):
        now = width(code_point) if code_point <= sys.maxunicode else None
        if now != current:
            if current != 1:
                yield first, code_point - 1, current
            first, current = code_point, now


def main():
    rows = [f"{{0x{first:05X}, 0x{last:05X}, {cells}}}," for first, last, cells in ranges()]
    lines = ["    " + " ".join(rows[i:i + 4]) for i in range(0, len(rows), 4)]
    OUTPUT.write_text(
        f"/* cell_width_table.h: made by tests/tools/make_cell_widths.py from Unicode"
        f" {unicodedata.unidata_version}; do not edit. */\n"
        "#ifndef BASE_CELL_WIDTH_TABLE_H\n#define BASE_CELL_WIDTH_TABLE_H\n\n"
        '#include "base/base.h"\n\n'
        "typedef struct CellWidthRange {\n    u32 first, last;\n    u8 cells;\n} CellWidthRange;\n\n"
        "/* clang-format off */\n"
        "static const CellWidthRange cell_width_ranges[] = {\n" + "\n".join(lines) + "\n};\n"
        "/* clang-format on */\n\n#endif\n")


main()
