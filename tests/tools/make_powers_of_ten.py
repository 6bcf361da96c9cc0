#!/usr/bin/python3
"""Makes src/object/power_of_ten_table.h: the leading 128 bits of 10**-342 ... 10**324, cut off (not rounded).

The reader of floats needs -342..308 (Eisel and Lemire's method), the writer -292..324 (Giulietti's Schubfach).
"""
import pathlib

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "src" / "object" / "power_of_ten_table.h"
FIRST, LAST = -342, 324


def leading_bits(exponent):
    if exponent >= 0:
        value = 10**exponent
        shift = value.bit_length() - 128
        return value >> shift if shift >= 0 else value << -shift
    power = 10**-exponent
    return (1 << (power.bit_length() + 127)) // power


def main():
    rows = []
    for exponent in range(FIRST, LAST + 1):
        bits = leading_bits(exponent)
        assert bits.bit_length() == 128
        rows.append(f"    {{0x{bits >> 64:016x}, 0x{bits & (1 << 64) - 1:016x}}}, /* {exponent} */")
    OUTPUT.write_text(
        "/* power_of_ten_table.h: made by tests/tools/make_powers_of_ten.py; do not edit. */\n"
        "#ifndef OBJECT_POWER_OF_TEN_TABLE_H\n#define OBJECT_POWER_OF_TEN_TABLE_H\n\n"
        '#include "base/base.h"\n\n'
        f"#define POWER_OF_TEN_FIRST ({FIRST})\n#define POWER_OF_TEN_LAST {LAST}\n\n"
        "/* 10**k = (high * 2**64 + low + less than 1) * 2**(floor(k * log2(10)) - 127) */\n"
        "typedef struct PowerOfTen {\n    u64 high, low;\n} PowerOfTen;\n"
        "/* clang-format off */\n"
        "static const PowerOfTen power_of_ten_table[POWER_OF_TEN_LAST - POWER_OF_TEN_FIRST + 1] = {\n"
        + "\n".join(rows) + "\n};\n/* clang-format on */\n\n#endif\n")


main()
