# The syntax tree as objects of _ast: classes, what compile() refuses, there and back.
import _ast as ast

PLACE = dict(lineno=1, col_offset=0)
for name in ["mod", "stmt", "arguments", "arg", "withitem", "Name", "Load", "expr_context", "Constant", "ExceptHandler", "pattern"]:
    node = getattr(ast, name)
    print(node, node.__doc__[:90], node._fields, node._attributes, node.__match_args__, node.__base__)


def attempt(make, mode="exec"):
    try:
        print(compile(make(), "f", mode).co_names)
    except Exception as error:
        print(type(error).__name__, str(error).split(" object at")[0])


def name(id="x", ctx=ast.Load(), **place):
    return ast.Name(id, ctx, **(place or PLACE))


def module(*body):
    return ast.Module(list(body), [])


def expr(value, **place):
    return ast.Expr(value, **(place or PLACE))


for make in [
    lambda: module(expr(name())), lambda: ast.Module(), lambda: ast.Module([1], []), lambda: ast.Module(5, []),
    lambda: module(None), lambda: module(expr(None)), lambda: module(ast.Expr(**PLACE)), lambda: module(expr(name(5))),
    lambda: module(expr(name(None))), lambda: module(expr(name("x", None))), lambda: module(expr(name("x", ast.Store()))),
    lambda: module(expr(name(lineno="a", col_offset=0))), lambda: module(expr(name(lineno=1, col_offset=0, end_lineno=None))),
    lambda: module(expr(name(lineno=5, col_offset=0, end_lineno=3, end_col_offset=1))),
    lambda: module(expr(name(lineno=5, col_offset=4, end_lineno=5, end_col_offset=1))),
    lambda: module(expr(name(lineno=-5, col_offset=4, end_lineno=5, end_col_offset=1))),
    lambda: module(expr(ast.Constant([1], **PLACE))), lambda: module(expr(ast.Constant("a", kind=4, **PLACE))),
    lambda: module(ast.ImportFrom("x", [ast.alias("a", **PLACE)], None, **PLACE)),
    lambda: module(ast.ImportFrom("x", [ast.alias("a", **PLACE)], -1, **PLACE)), lambda: module(ast.ImportFrom("x", [], **PLACE)),
    lambda: module(ast.Try([ast.Pass(**PLACE)], [], [], [], **PLACE)), lambda: module(ast.stmt(**PLACE)),
    lambda: module(expr(name("True"))), lambda: module(expr(ast.Compare(name(), [], [], **PLACE))),
    lambda: module(expr(ast.BoolOp(ast.And(), [name()], **PLACE))), lambda: ast.Expression(name()),
    lambda: module(ast.Delete([], **PLACE)), lambda: module(ast.For(name(), name(), [ast.Pass(**PLACE)], [], **PLACE)),
    lambda: module(ast.Match(name(), [], **PLACE)), lambda: module(expr(ast.Dict([name()], [], **PLACE))),
]:
    attempt(make)


def dump(node):
    if isinstance(node, ast.AST):
        return type(node).__name__ + "(" + ", ".join([f"{k}={dump(v)}" for k, v in node.__dict__.items()]) + ")"
    return "[" + ", ".join([dump(item) for item in node]) + "]" if isinstance(node, list) else repr(node)


source = '''import a
def f(x, *y, z=1, **k) -> int:
    with a as b, c: return [x for x in y if z]
match x:
    case [1, *_, {"a": -1j}] | C(x=None) as d if d: pass
try: pass
except* E as e: del a[1:2].b
f"{a!r:>{b}}"; lambda: (yield)
async def g():
    async for i in x: await y
1 < x < 2 and not a or (b := 3)
print({**a, 1: 2, "é": u"q"})
'''
tree = compile(source, "x", "exec", ast.PyCF_ONLY_AST)
print(dump(tree))
print(compile(tree, "x", "exec") == compile(source, "x", "exec"))
print(dump(compile("(int, *str, **x) -> List[int]", "x", "func_type", ast.PyCF_ONLY_AST)))
print(name().__reduce_ex__(2)[1:3][0], name().__reduce__()[2].keys())
for arguments, keywords in [((1, 2, 3), {}), ((1,), {"id": 2}), ((), {"foo": 3})]:
    try:
        print(ast.Name(*arguments, **keywords).__dict__)
    except TypeError as error:
        print(error)
