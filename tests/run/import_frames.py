# What a finder, a hook or a loader of the program's own raises has passed through importlib: its functions stand in the
# traceback, unless it is an ImportError, or the program's own code lay between.
# no trace: the machinery of importlib is native here, and stands in the trace of CPython
import importlib.machinery
import importlib.util
import os
import py_compile
import sys
import tempfile
import traceback
import types


def spec(name, loader, package=False):
    return importlib.machinery.ModuleSpec(name, loader, is_package=package)


class Loader:
    def create_module(self, spec):
        if spec.name == "uncreated":
            raise ValueError(spec.name)
        if spec.name.startswith("stubborn"):
            return Stubborn(spec.name)

    def exec_module(self, module):
        name = module.__name__
        if name == "unrun":
            raise LookupError(name)
        if name == "unknown":
            raise ImportError(name)
        if name == "gone":
            del sys.modules[name]
        if name == "importing":
            import unrun


class Stubborn(types.ModuleType):
    def __setattr__(self, name, value):
        if name == "child":
            raise RuntimeError("no children")
        super().__setattr__(name, value)


class OldLoader:
    def load_module(self, name):
        raise OSError(name)


class Halved:
    def create_module(self, spec):
        return None


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "unfound" or name.endswith(".unfound"):
            raise ValueError(name)
        if name == "refused":
            raise ImportError(name)
        if name == "old":
            return spec(name, OldLoader())
        if name == "halved":
            return spec(name, Halved())
        if name == "number":
            return 5
        if name in ("uncreated", "unrun", "unknown", "gone", "importing", "plain"):
            return spec(name, Loader())
        if name in ("parcel", "stubborn", "stubborn.child"):
            return spec(name, Loader(), name != "stubborn.child")


class OldFinder:
    def find_module(self, name, path=None):
        if name == "ancient":
            raise ArithmeticError(name)


class Property:
    @property
    def find_spec(self):
        raise ZeroDivisionError


def tell(*statements):
    for statement in statements:
        print("#", statement)
        try:
            exec(statement, {"__name__": "told"})
        except BaseException:
            traceback.print_exc(file=sys.stdout)


sys.meta_path.insert(0, Finder())
tell("import unfound", "import refused", "import uncreated", "import unrun", "import unknown", "import gone",
     "import importing", "import old", "import halved", "import number", "import unfound.under", "import plain.under",
     "import parcel.unfound", "from parcel import unfound", "import stubborn.child", "from stubborn import child",
     "__import__('unfound')", "import importlib; importlib.import_module('unfound')",
     "import importlib; importlib.import_module('parcel.unfound')")

sys.meta_path.append(Property())
tell("import somewhere")
sys.meta_path.pop()
sys.meta_path.insert(0, OldFinder())
tell("import ancient")
sys.meta_path.pop(0)


def hook(path):
    if "hooked" in path:
        return Entry()
    if "aged" in path:
        return OldEntry()
    if "broken" in path:
        raise ValueError("broken path")
    raise ImportError


class OldEntry:
    def find_module(self, name):
        if name == "entered":
            raise EOFError(name)
        return Unready()


class Unready:
    def exec_module(self, module):
        pass


class Entry:
    def find_spec(self, name, target=None):
        if name == "entered":
            raise KeyError(name)
        if name == "loaded":
            return spec("uncreated", Loader())


sys.path_hooks.insert(0, hook)
sys.path.insert(0, "hooked")
tell("import entered", "import loaded")
sys.path[0] = "aged"
tell("import entered", "import unready")
sys.path[0] = "broken"
tell("import entered", "import parcel.entered")
del sys.path[0], sys.path_hooks[0]

with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    with open(os.path.join(folder, "nulls.py"), "wb") as file:
        file.write(b"x = 1\0\n")
    with open(os.path.join(folder, "dividing.py"), "wb") as file:
        file.write(b"1 / 0\n")
    with open(os.path.join(folder, "short.pyc"), "wb") as file:
        file.write(importlib.util.MAGIC_NUMBER)
    with open(os.path.join(folder, "cut.pyc"), "wb") as file:
        file.write(importlib.util.MAGIC_NUMBER + bytes(12) + b"\xe3\0")
    with open(os.path.join(folder, "kept.py"), "w") as file:
        file.write("x = 1")
    with open(py_compile.compile(file.name), "r+b") as file:
        file.truncate(20)
    importlib.invalidate_caches()
    for statement in "import nulls", "import dividing", "import short", "import cut", "import kept":
        try:
            exec(statement)
        except BaseException as error:
            print("#", statement)
            for entry in traceback.extract_tb(error.__traceback__):
                print(entry.filename.replace(folder, "folder"), entry.lineno, entry.name, entry.line)
            print(type(error).__name__)
    del sys.path[0]

try:
    import unfound
except ValueError as error:
    trail = error.__traceback__.tb_next
    while trail:
        code = trail.tb_frame.f_code
        print(code.co_name, code.co_filename, trail.tb_lineno)
        trail = trail.tb_next
import unfound
