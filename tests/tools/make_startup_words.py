#!/usr/bin/python3.11
"""Makes src/code/startup_words_table.h: the names that CPython has interned when a program begins.

Run with Debian's Python 3.11:  /usr/bin/python3.11 tests/tools/make_startup_words.py
Candidates are all words of the library's sources and of the interpreter itself; a fresh interpreter is asked for each.
Words of one character are no question: there is one str of each.
"""
import os
import pathlib
import re
import subprocess
import sys

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "src" / "code" / "startup_words_table.h"
WIDTH = 100
# Its own names have one character, so that they are not among the answers.
PROBE = """
import sys
for _ in sys.stdin.read().split():
    a = str(bytes(_, "ascii"), "ascii")
    if sys.intern(a) is not a:
        print(_)
"""


def candidates():
    words = set()
    library = pathlib.Path(os.__file__).parent
    for path in [pathlib.Path(sys.executable), *library.rglob("*.py")]:
        if "test" not in path.parts:
            words.update(re.findall(rb"\w{2,}", path.read_bytes()))
    return sorted(word.decode() for word in words if word.isascii())


def interned():
    environment = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    answer = subprocess.run([sys.executable, "-c", PROBE], input="\n".join(candidates()), env=environment,
                            capture_output=True, text=True, check=True)
    return answer.stdout.split()


def lines():
    line = ""
    for word in interned():
        if len(line) + len(word) + 1 > WIDTH:
            yield line + " "
            line = ""
        line += " " + word
    yield line + " "


OUTPUT.write_text(f"""\
/* startup_words_table.h: made by tests/tools/make_startup_words.py from CPython {sys.version.split()[0]}; do not edit.
 * Each word has a blank on both sides. */
#ifndef CODE_STARTUP_WORDS_TABLE_H
#define CODE_STARTUP_WORDS_TABLE_H

static const char *const startup_words[] = {{
""" + "".join(f'    "{line}",\n' for line in lines()) + """};

#endif
""")
