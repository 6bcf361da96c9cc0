# no trace: the library's modules are long, and CPython has imported some of them before
"""A file that nobody closed: the warning says where it was opened, while tracemalloc is on."""
import os
import tracemalloc
import warnings

warnings.simplefilter("always")


def leak():
    file = open(os.devnull)
    file.fileno()


def leak_folder():
    entries = os.scandir(os.sep)
    next(entries)


def main():
    leak()


leak()
tracemalloc.start(2)
main()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    leak_folder()
    main()
tracemalloc.stop()
for warning in caught:
    print(warning.category.__name__, type(warning.source).__name__, str(warning.message).partition(" at ")[0])
main()
