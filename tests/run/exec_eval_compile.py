# exec, eval, compile: modes, scopes, filenames in tracebacks, nested code, flags, code objects.
import sys
g = {"x": 10}
exec("y = x + 1\nprint('in exec', x, y)", g)
print(g["y"], eval("x * y", g), eval("x + z", g, {"z": 5}))
l = {}
exec("a = 1\nb = a + 1\nc = (lambda: 5)()", {}, l)
print(l["a"], l["b"], l["c"], sorted(l))
code = compile("for i in range(3): print(i, end=' ')\nprint()", "loop.py", "exec")
exec(code); exec(code)
print(code.co_filename, code.co_name, code.co_names, code.co_consts, code.co_firstlineno, code.co_stacksize, code.co_flags)
single = compile("1 + 1", "s", "single")
exec(single)
exec(compile("x = 5\n", "s", "single"), g); print(g["x"])
exec(compile("'shown'; None; [1]", "s", "single"))
f = compile("a + b", "expr", "eval")
print([eval(f, {"a": i, "b": i * i}) for i in range(4)])
source = """
def outer(n):
    def inner(k):
        return n + k
    return inner
result = outer(5)(6)
"""
ns = {}
exec(source, ns)
print(ns["result"], ns["outer"].__code__.co_filename, ns["outer"](1)(2), ns["outer"].__code__.co_consts[1].co_qualname, ns["outer"].__module__ if "__name__" in ns else "no module")
try:
    exec("def bad():\n    return 1 / 0\nbad()", ns)
except ZeroDivisionError as error:
    tb, where = error.__traceback__, []
    while tb: where.append((tb.tb_frame.f_code.co_filename.rpartition("/")[2], tb.tb_lineno, tb.tb_frame.f_code.co_name)); tb = tb.tb_next
    print(where)
    sys.excepthook(*sys.exc_info())
for text in ("1 +", "x = = 2", "def f(:", "if x", "'abc", "(1, 2", "a b", "f(**k, *a)", "return 1", "yield 1", "break", "continue", "x: int: 5", "lambda: (yield)", "import", "from x import", "class", "1 = x", "del 5", "for 1 in x: pass", "None = 1", "f() = 1", "a + 1 = 2", "def f(a, a): pass", "nonlocal x", "global x; x = 1", "x = 1; global x", "*a", "*a, = []", "await x", "async def f(): yield 1; return 2", "é = 1", "1x", "0777", "1__0", "0b12", "'\\x4'", "b'é'", "f'{'", "f'{}'", "f'{a b}'", "\tx = 1\n        y = 2", "if 1:\nx", "  x", "x\n  y", "try: pass", "else: pass", "match x:\n case 1: pass\n case _: pass\n case 2: pass", "assert", "raise from x", "with: pass", "x++", "a ? b : c", "&& x", "x := 5", "(x := 5)", "print 1", "exec 'x'", "not", "a not b", "a <> b", "$", "?", "`x`", "\\", "x = \\ 1", "{1: 2, 3}", "{**a, 1}", "[x for x in]", "(x for x in y, 1)", "f(x for x in y, 1)", "f(a=1, 2)", "f(1=2)", "f(a.b=1)", "def f(x=1, y): pass", "def f(*): pass", "def f(**k, a): pass", "class C(x for x in y): pass", "@x\n1", "from . import *", "from __future__ import nope", "from __future__ import braces", "x\x00y", "'''abc", "\u201cx\u201d", "1.e", "1e", "0x", "1_", "٣", "x¹"):
    try:
        compile(text, "<t>", "exec")
        print(repr(text), "fine")
    except SyntaxError as error:
        print(repr(text), type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset)
    except ValueError as error:
        print(repr(text), "ValueError", error)
c = (lambda a, b=1, *c, d, **e: [a for _ in b]).__code__
print(c.co_argcount, c.co_kwonlyargcount, c.co_varnames, c.co_cellvars, c.co_freevars, c.co_name, c.co_nlocals, len(c.co_code) > 10, type(c.co_consts[-1]).__name__, c == c, list(c.co_lines())[-1][2] - c.co_firstlineno)
# no trace: its values show where the program lies
