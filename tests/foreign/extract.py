"""Programs that nobody here wrote, taken from the installed library of python3.11; nothing of them is kept.

Three kinds, each a (name, text of the program) or (name, arguments of the command line):

  doctests   every string of the library with `>>>` examples in it (docstrings, `__test__` dicts, *.txt files) is one
             program: it runs the examples one after the other, as the prompt would, and shows what each prints or raises
  snippets   every string of several lines that is a program by itself (what tests hand to exec, compile, a child ...), and
             every indented block of the language reference (pydoc_data/topics.py) that compiles
  commands   commands.txt: modules with a `python -m` of their own
"""
import ast
import doctest
import itertools
import pathlib
import re
import textwrap
import warnings

HERE = pathlib.Path(__file__).resolve().parent
LIBRARY = pathlib.Path("/usr/lib/python3.11")
# No part of the language: screens and windows, the C compiler's driver, test data that is wrong on purpose.
LEFT_OUT = ("idlelib/", "tkinter/", "turtledemo/", "config-3.11", "lib2to3/tests/data", "test/bad", "ctypes/", "turtle.py",
            "distutils/", "ensurepip/", "venv/")
TESTS = ("test/", "unittest/test/")

PROMPT = """\
import importlib, sys, traceback
names = {{"__name__": "__main__"}}
try:
    names.update((name, value) for name, value in vars(importlib.import_module({module!r})).items() if name[:2] != "__")
except ImportError as error:
    print("no module:", error)
def step(source):
    print(">>>", source, end="")
    try:
        exec(compile(source, "<step>", "single"), names)
    except BaseException:
        kind, value, where = sys.exc_info()
        traceback.print_exception(kind, value, where.tb_next, file=sys.stdout)
"""


def sources():
    """The files that may have programs in their strings: name and syntax tree."""
    for path in sorted(LIBRARY.rglob("*.py")):
        name = str(path.relative_to(LIBRARY))
        if name.startswith(LEFT_OUT) or "__pycache__" in name:
            continue
        source = path.read_bytes()
        if b">>>" in source or name.startswith(TESTS):
            try:
                yield name, ast.parse(source)
            except (SyntaxError, ValueError):
                pass  # tests of encodings and of the parser


def strings(tree):
    """The strings of a file with a name that says where each stands: Class.method, then :LINE."""
    def walk(node, place):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield f"{place}:{child.lineno}".lstrip("."), child.value
            else:
                inner = f"{place}.{child.name}" if isinstance(child, (ast.ClassDef, ast.FunctionDef)) else place
                yield from walk(child, inner)
    return walk(tree, "")


def module_of(name):
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def prompt_program(text, module):
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError:
        return None  # text about doctests that is none
    if not examples:
        return None
    return PROMPT.format(module=module) + "".join(f"step({example.source!r})\n" for example in examples)


def is_program(text):
    """More than words, names and constants: something happens, and it is not a template."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    quiet = (ast.Constant, ast.Name, ast.Attribute, ast.Compare, ast.BinOp, ast.Tuple)
    return any(not (isinstance(node, ast.Expr) and isinstance(node.value, quiet)) for node in tree.body)


def blocks(text):
    """The indented blocks of a text in reStructuredText's plain rendering."""
    for block in re.findall(r"(?:^   +\S.*\n(?:[ \t]*\n)*)+", text, re.MULTILINE):
        yield textwrap.dedent(block)


def doctests(name, tree):
    for place, text in strings(tree):
        if ">>>" in text and (program := prompt_program(text, module_of(name))):
            yield f"doctests/{name}:{place}", program


def snippets(name, tree):
    for place, text in strings(tree):
        if name == "pydoc_data/topics.py":
            for number, block in enumerate(blocks(text)):
                if ">>>" not in block and is_program(block):
                    yield f"snippets/{name}:{place}.{number}", block
        elif name.startswith(TESTS) and "\n" in text.strip() and ">>>" not in text:
            text = textwrap.dedent(text)
            if is_program(text):
                yield f"snippets/{name}:{place}", text


def text_files():
    for path in sorted(LIBRARY.rglob("*.txt")):
        if program := prompt_program(path.read_text("utf-8", "replace"), "builtins"):
            yield f"doctests/{path.relative_to(LIBRARY)}", program


def commands():
    for line in (HERE / "commands.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield f"commands/{line}", ["-m", *line.split()]


def programs():
    """All of them, each text once."""
    warnings.simplefilter("ignore")
    seen = set()
    of_files = (kind(name, tree) for name, tree in sources() for kind in (doctests, snippets))
    for name, program in itertools.chain(itertools.chain.from_iterable(of_files), text_files(), commands()):
        if str(program) not in seen:
            seen.add(str(program))
            yield name, program
