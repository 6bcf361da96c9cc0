# no trace: the module ast is long
# What type checkers ask of the parser: comments as part of the tree, lines to ignore, signatures on their own.
import _tokenize
import ast

SOURCES = [
    "def f(a,  # type: int\n      b=1,  # type: str\n      *args,  # type: float\n      **kwargs  # type: bool\n"
    "      ):\n    # type: (...) -> None\n    x = y = a  # type: int\n",
    "async def f(a, /, b):  # type: (int, str) -> None\n    async for i in a:  # type: int\n        pass\n"
    "    async with a as c, b:  # type: str\n        pass\n",
    "for i in x:  # type: List[int]\n    pass\nwith a as b:  # type: int\n    pass\n",
    "x = 1  # type: ignore\n# type: ignore[why]\ny = 2  # type: ignore because\nz = 3  # type: ignored\n",
    "x = [  # type: ignore\n    1]\n#type:ignore\nx = 2 #\ttype:\tint\nx = 3  # types: int\nx = 4  # type:\n",
    "name = 'é'  # type: 한글 \n",
    "def f():  # type: int\n    # type: int\n    pass\n",
    "def f(*,  # type: int\n      a): pass\n",
    "x: int = 1  # type: int\n",
    "x += 1  # type: int\n",
    "with (a as b):  # type: int\n    pass\n",
    "def f(a, /, b): pass\n",
]
for source in SOURCES:
    for flag in (False, True):
        try:
            print(ast.dump(ast.parse(source, type_comments=flag), include_attributes=flag))
        except SyntaxError as error:
            print(error.args)
    print(compile(source, "x", "exec", ast.PyCF_ONLY_AST).body[0].__class__.__name__)
try:
    ast.parse(SOURCES[-1], feature_version=(3, 7))
except SyntaxError as error:
    print(error.args)

tree = ast.parse(SOURCES[0], type_comments=True)
print(ast.unparse(tree))
print(compile(tree, "x", "exec").co_names, tree.body[0].args.args[0].type_comment)
for signature in ("() -> int", "(int, *str, **Any) -> List[str]\n\n", "(*a) -> b", "(**a, b) -> c", "(a,) -> b", "(a) -> b, c", "(a)"):
    try:
        print(ast.dump(ast.parse(signature, mode="func_type")))
    except SyntaxError as error:
        print(error.args)
ignored = ast.Module([ast.Pass(lineno=1, col_offset=0)], [ast.TypeIgnore(1, "[x]")])
print(ast.dump(ignored), compile(ignored, "x", "exec").co_code.hex())
for wrong in ([ast.TypeIgnore("one", "")], [ast.TypeIgnore(1, 2)], [1], ast.TypeIgnore(1, "")):
    try:
        compile(ast.Module([], wrong), "x", "exec")
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

# The tokens that the parser sees: a comment that it may ask for ends the line.
for source in (*SOURCES[:2], "if a:\n\tb\n        c\n", '"""a\nb""" + ', "$ é(", ")", "1_", "a\0b"):
    try:
        print(*_tokenize.TokenizerIter(source), sep="\n")
    except (SyntaxError, ValueError) as error:
        print(type(error).__name__, error)
