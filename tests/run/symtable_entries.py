# The compiler's symbol table, block by block, as _symtable gives it.
import _symtable


def show(table, depth=0):
    print("  " * depth, table.name, table.type, table.lineno, table.nested, table.symbols, table.varnames)
    for child in table.children:
        show(child, depth + 1)


show(_symtable.symtable("""
import os.path as p
def f(a, *b, c=1, **d):
    global g
    def h():
        nonlocal a
        a = 1
    return lambda: (a, g, e)
class C(f):
    x: int = 3
    def __private(self): return __class__, self.__x
    y = [i for i in x]
async def k(): return {q: [r async for r in q] for q in p}
""", "f", "exec"))
show(_symtable.symtable("a + [b for b in c]", "f", "eval"))
for arguments in [("x",), ("x", "y", "z"), ("x", 3, "exec"), ("x=", "y", "exec"), (b"x", b"y", "single"), (3, "y", "exec"),
                  ("def f(a, a): pass", "y", "exec"), ("nonlocal x", "y", "exec")]:
    try:
        print(_symtable.symtable(*arguments).symbols)
    except Exception as error:
        print(type(error).__name__, error)
print(type(_symtable.symtable("", "", "exec")), _symtable.SCOPE_OFF, _symtable.DEF_BOUND, _symtable.symtable.__text_signature__)
