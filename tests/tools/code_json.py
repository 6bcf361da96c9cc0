"""Every field of every code object of a program, as `opscope dis --json` writes them, by CPython itself.

Usage: python3.11 code_json.py [-O | -OO] PROGRAM.py
"""
import sys


def escape(text):
    out = []
    for c in text:
        out.append("\\" + c if c in '"\\' else "\\u%04x" % ord(c) if c < " " else c)
    return "".join(out)


def constant(value):
    kind = type(value).__name__
    if isinstance(value, tuple):
        return "tuple:(" + ",".join(map(constant, value)) + ")"
    if isinstance(value, frozenset):
        return "frozenset:(" + ",".join(sorted(map(constant, value))) + ")"
    if kind == "code":
        return "code:" + value.co_qualname
    if kind == "int" and value.bit_length() > 4000:
        return "int:" + hex(value)
    return kind + ":" + repr(value)


def localsplus(code):
    """Names and kinds in the order of the frame's slots."""
    names = list(code.co_varnames)
    kinds = [0x20 | (0x40 if name in code.co_cellvars else 0) for name in names]
    for name in code.co_cellvars:
        if name not in code.co_varnames:
            names.append(name)
            kinds.append(0x40)
    for name in code.co_freevars:
        names.append(name)
        kinds.append(0x80)
    return names, bytes(kinds)


def show(code):
    names, kinds = localsplus(code)
    texts = [("qualname", code.co_qualname), ("name", code.co_name)]
    numbers = [("firstlineno", code.co_firstlineno), ("argcount", code.co_argcount),
               ("posonlyargcount", code.co_posonlyargcount), ("kwonlyargcount", code.co_kwonlyargcount),
               ("nlocals", code.co_nlocals), ("stacksize", code.co_stacksize), ("flags", code.co_flags)]
    hexes = [("code", code.co_code), ("linetable", code.co_linetable), ("exceptiontable", code.co_exceptiontable),
             ("localspluskinds", kinds)]
    lists = [("names", code.co_names), ("localsplusnames", names)]
    more = [("varnames", code.co_varnames), ("cellvars", code.co_cellvars), ("freevars", code.co_freevars),
            ("consts", map(constant, code.co_consts))]
    parts = ['"%s":"%s"' % (k, escape(v)) for k, v in texts] + ['"%s":%d' % pair for pair in numbers]
    parts += ['"%s":"%s"' % (k, v.hex()) for k, v in hexes]
    parts += ['"%s":[%s]' % (k, ",".join('"%s"' % escape(v) for v in values)) for k, values in lists]
    parts += ['"filename":"%s"' % escape(code.co_filename)]
    parts += ['"%s":[%s]' % (k, ",".join('"%s"' % escape(v) for v in values)) for k, values in more]
    sys.stdout.buffer.write(("{" + ",".join(parts) + "}\n").encode("utf-8", "surrogatepass"))
    for value in code.co_consts:
        if type(value).__name__ == "code":
            show(value)


def main():
    sys.setrecursionlimit(100000)
    optimize = {"-O": 1, "-OO": 2}.get(sys.argv[1], 0)
    path = sys.argv[-1]
    with open(path, "rb") as file:
        show(compile(file.read(), path, "exec", dont_inherit=True, optimize=optimize))


main()
