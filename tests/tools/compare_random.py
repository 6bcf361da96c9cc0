#!/usr/bin/python3.11
"""Compiles random programs with opscope and with CPython: compare_random.py DRIVER [COUNT [FIRST]].

The seed of each program is its number, from FIRST on; a program that differs is printed with it. They are compiled plainly, with
-O and with -OO in turn, one in five with warnings as errors. What CPython refuses opscope has to refuse with the same message at the same place."""
import sys
import types

import compare_code
import random_program

DRIVER = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
FIRST = int(sys.argv[3]) if len(sys.argv) > 3 else 1
MOST = 5  # programs to show


def main():
    driver = compare_code.Driver(DRIVER)
    wrong = 0
    for seed in range(FIRST, FIRST + COUNT):
        options = types.SimpleNamespace(mode="exec", flags=compare_code.WARNINGS_ARE_ERRORS * (seed % 5 == 0), O=seed % 3, dis=False)
        source = random_program.make(seed)
        differences = compare_code.compare_source(driver, f"program {seed}", source.encode(), "<random>", options)
        wrong += bool(differences)
        if differences and wrong <= MOST:
            print(f"seed {seed}, -O{seed % 3}:", *differences[:3], sep="\n  ")
    print(f"random programs {FIRST} to {FIRST + COUNT - 1}: {COUNT - wrong} passed, {wrong} failed")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
