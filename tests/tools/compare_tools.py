"""compare_tools.py OPSCOPE: what opscope writes for other tools to read, against python3.11's own modules: .pyc files
byte for byte (py_compile), tokens (tokenize). Every program of tests/run that compiles."""
import contextlib
import glob
import io
import os
import py_compile
import subprocess
import sys
import tempfile
import tokenize

opscope = os.path.realpath(sys.argv[1])
os.chdir(os.path.join(os.path.dirname(__file__), "..", "run"))
work = tempfile.mkdtemp()


def tokens_of(path):
    out = []
    with open(path, "rb") as file:
        for token in tokenize.tokenize(file.readline):
            place = "%d,%d-%d,%d:" % (token.start + token.end)
            out.append("%-20s%-15s%r" % (place, tokenize.tok_name[token.type], token.string))
    return out


def same_pyc(path):
    wanted, got = os.path.join(work, "wanted.pyc"), os.path.join(work, "got.pyc")
    py_compile.compile(path, wanted, doraise=True)
    subprocess.run([opscope, "compile", "-o", got, path], stderr=subprocess.DEVNULL)
    with open(wanted, "rb") as a, open(got, "rb") as b:
        return a.read() == b.read()


def same_tokens(path):
    got = subprocess.run([opscope, "dis", "--stages=tokens", path], capture_output=True, text=True).stdout
    wanted = tokens_of(path)
    return got.splitlines()[1:] == wanted or any("ERRORTOKEN" in line for line in wanted)


def main():
    passed = failed = 0
    for path in sorted(glob.glob("*.py")):
        for check in (same_pyc, same_tokens):
            try:
                with contextlib.redirect_stderr(io.StringIO()):
                    same = check(path)
            except (py_compile.PyCompileError, SyntaxError, tokenize.TokenError):
                continue
            passed += same
            failed += not same
            if not same:
                print("FAILED", check.__name__, path)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
