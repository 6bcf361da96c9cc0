#!/usr/bin/python3.11
"""Compares the code objects that opscope's compiler makes with those of CPython 3.11.2.

    compare_code.py DRIVER [-O N] [--mode exec|eval|single] [--dis] [--source] PATH...

DRIVER reads lines "MODE OPTIMIZE FLAGS FILENAME PATH" from standard input and answers each with two 32-bit words (0 and a length,
or 1 and a length) and so many bytes: the marshalled pair (code, warnings), or the text of an exception. A PATH
that is a folder stands for all .py files below it. --source: each PATH holds programs separated by a line of "###".

All fields of all code objects must agree; constants in type and sign (--dis shows the order of sets, too, which marshalling loses). Exits 1 when something differs.
"""
import argparse
import contextlib
import dis
import io
import marshal
import os
import re
import struct
import subprocess
import sys
import tempfile
import types
import warnings

WARNINGS_ARE_ERRORS = 0x20000000  # in the flags: as -W error
FIELDS = ("co_name co_qualname co_filename co_firstlineno co_flags co_argcount co_posonlyargcount co_kwonlyargcount "
          "co_stacksize co_nlocals co_names co_varnames co_cellvars co_freevars co_code co_linetable "
          "co_exceptiontable").split()


def constant_key(value):
    """A value that is equal only for constants of the same type, sign and order."""
    if isinstance(value, types.CodeType):
        return "code"
    if isinstance(value, tuple):
        return ("tuple", *map(constant_key, value))
    if isinstance(value, frozenset):
        return ("frozenset", *map(constant_key, value))
    return (type(value).__name__, value if type(value) is int else repr(value))


def show(field, value, code):
    if field == "co_code":
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            dis.disassemble(code)
        return re.sub(r"at 0x[0-9a-f]+", "", out.getvalue())
    if field == "co_linetable":
        return "\n".join(f"{i * 2} {position}" for i, position in enumerate(code.co_positions()))
    if field == "co_exceptiontable":
        return "\n".join(map(str, dis._parse_exception_table(code)))
    return repr(value)


def first_difference(mine, reference):
    for i, (a, b) in enumerate(zip(mine.split("\n"), reference.split("\n"))):
        if a != b:
            return f"line {i}\n      opscope  {a}\n      cpython  {b}"
    return f"opscope {mine[:300]}\n      cpython {reference[:300]}"


def compare_code(mine, reference, where, differences):
    for field in FIELDS:
        a, b = getattr(mine, field), getattr(reference, field)
        if a != b or type(a) is not type(b):
            difference = first_difference(show(field, a, mine), show(field, b, reference))
            differences.append(f"{where}: {field}: {difference}")
    if list(map(constant_key, mine.co_consts)) != list(map(constant_key, reference.co_consts)):
        differences.append(f"{where}: co_consts:\n      opscope  {mine.co_consts!r:.300}\n"
                           f"      cpython  {reference.co_consts!r:.300}")
        return
    for a, b in zip(mine.co_consts, reference.co_consts):
        if isinstance(b, types.CodeType):
            compare_code(a, b, f"{where} {b.co_qualname}:{b.co_firstlineno}", differences)


class Driver:
    def __init__(self, path):
        self.path = path
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, mode, optimize, flags, filename, path, source=b""):
        """(ok, bytes); ok is None when the driver died. With a `source`, `path` is "<" and its length."""
        self.process.stdin.write(f"{mode} {optimize} {flags} {filename} {path}\n".encode() + source)
        self.process.stdin.flush()
        head = self.process.stdout.read(8)
        if len(head) < 8:
            status = self.process.wait()
            self.start()
            return None, f"driver ended with status {status}".encode()
        failed, length = struct.unpack("ii", head)
        return not failed, self.process.stdout.read(length)


def error_text(error):
    if isinstance(error, SyntaxError):
        fields = (error.args, error.msg, error.filename, error.lineno, error.offset, error.end_lineno,
                  error.end_offset, error.text)
        return type(error).__name__ + repr(fields)
    return repr(error)


def compile_reference(source, filename, mode, flags, optimize):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("error" if flags & WARNINGS_ARE_ERRORS else "always")
        flags &= ~WARNINGS_ARE_ERRORS
        try:
            code = compile(source, filename, mode, flags=flags, dont_inherit=True, optimize=optimize)
        except Exception as error:
            return None, error_text(error)
    return code, [f"{w.category.__name__}:{w.lineno}:{w.message}" for w in caught]


def compare_file(driver, path, filename, options):
    """A list of differences."""
    with open(path, "rb") as file:
        return compare_source(driver, path, file.read(), filename, options)


def compare_source(driver, path, source, filename, options):
    code, extra = compile_reference(source, filename, options.mode, options.flags, options.O)
    ok, answer = driver.ask(options.mode, options.O, options.flags, filename, f"<{len(source)}", source)
    if ok is None:
        return [f"{path}: {answer.decode()}"]
    if code is None:
        mine = "compiled" if ok else answer.decode("utf-8", "replace")
        return [] if mine == extra else [f"{path}: error\n      opscope  {mine}\n      cpython  {extra}"]
    if not ok:
        return [f"{path}: opscope raises {answer.decode('utf-8', 'replace')}"]
    mine, my_warnings = marshal.loads(answer)
    differences = []
    compare_code(mine, marshal.loads(marshal.dumps(code)), path, differences)
    if my_warnings != extra:
        differences.append(f"{path}: warnings\n      opscope  {my_warnings}\n      cpython  {extra}")
    if options.dis:
        compare_dis(driver, path, filename, code, options, differences)
    return differences


def compare_dis(driver, path, filename, code, options, differences):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        dis.dis(code)
    ok, answer = driver.ask("dis", options.O, options.flags, filename, path)
    mine, reference = (re.sub(r"at 0x[0-9a-f]+", "", text)
                       for text in (answer.decode("utf-8", "surrogatepass"), out.getvalue()))
    if mine != reference:
        differences.append(f"{path}: dis: {first_difference(mine, reference)}")


def files_of(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def pieces_of(path, folder):
    """The programs in a file, each in a file of its own."""
    with open(path, "rb") as file:
        pieces = file.read().split(b"\n###\n")
    for i, piece in enumerate(pieces):
        name = os.path.join(folder, f"{os.path.basename(path)}.{i}")
        with open(name, "wb") as file:
            file.write(piece)
        yield name, piece


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("-O", type=int, default=0)
    parser.add_argument("--mode", default="exec")
    parser.add_argument("--flags", type=int, default=0)
    parser.add_argument("--dis", action="store_true")
    parser.add_argument("--source", action="store_true")
    parser.add_argument("--most", type=int, default=40, help="differences to show")
    parser.add_argument("--error", action="store_true", help="warnings are errors")
    options = parser.parse_args()
    options.flags |= WARNINGS_ARE_ERRORS * options.error
    driver = Driver(options.driver)
    checked = wrong = shown = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files_of(options.paths):
            jobs = list(pieces_of(path, folder)) if options.source else [(path, None)]
            for job, piece in jobs:
                checked += 1
                differences = compare_file(driver, job, "<piece>" if options.source else job, options)
                wrong += bool(differences)
                for difference in differences[:3]:
                    shown += 1
                    if shown <= options.most:
                        print(difference)
                if differences and piece is not None and shown <= options.most:
                    print("    " + piece.decode("utf-8", "replace").replace("\n", "\n    "))
    print(f"{checked - wrong} passed, {wrong} failed")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
