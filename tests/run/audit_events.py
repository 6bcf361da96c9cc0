# no trace: importing, unpickling and compiling run the library, of which CPython has imported some before
"""What a hook of sys.addaudithook hears of code, attributes and imports, in order and with all arguments."""
import array
import ast
import gc
import io
import marshal
import pickle
import sys
import types

listening = False
heard = []


def show(value, depth=0):
    if isinstance(value, (str, int, bytes, float, type(None))):
        return repr(value)[:50]
    if isinstance(value, (tuple, list)) and depth < 2:
        return f"{type(value).__name__}({', '.join(show(item, depth + 1) for item in value)})"
    if isinstance(value, type):
        return f"<class {type.__dict__['__name__'].__get__(value)}>"
    return f"<{type(value).__name__}>"


def hook(event, arguments):
    global listening
    if listening:
        listening = False
        if event == "import":
            arguments = arguments[:1]
        if event == "builtins.id":
            arguments = ()
        if arguments and isinstance(arguments[0], str):
            arguments = (arguments[0].replace(folder, "lib"), *arguments[1:])
        heard.append((event, show(arguments)))
        listening = True


def attempt(function, *arguments, **keywords):
    global listening
    heard.clear()
    listening = True
    try:
        result = show(function(*arguments, **keywords))[:60]
    except BaseException as error:
        result = f"{type(error).__name__}: {error}"
    listening = False
    print(getattr(function, "__qualname__", type(function).__name__), "->", result)
    for event, arguments in heard:
        print("   ", event, arguments)


def outer(x=1, *, k=2):
    def inner():
        return x
    return inner


class Base:
    pass


class Derived(Base):
    pass


class Other:
    pass


def generate():
    yield


async def coroutine():
    yield


folder = sys.modules["ast"].__file__.rpartition("/")[0]
sys.addaudithook(hook)
code, inner, instance = outer.__code__, outer(), Derived()
try:
    1 / 0
except ZeroDivisionError as error:
    traceback = error.__traceback__

for object, names in ((outer, ("__code__", "__defaults__", "__kwdefaults__", "__closure__", "__globals__", "__name__")),
                      (sys._getframe(), ("f_code", "f_globals", "f_back")), (traceback, ("tb_frame", "tb_next")),
                      (generate(), ("gi_code", "gi_frame")), (coroutine(), ("ag_code", "ag_frame"))):
    for name in names:
        attempt(getattr, object, name)
for name, value in (("__code__", code), ("__code__", 3), ("__defaults__", (2,)), ("__defaults__", None),
                    ("__kwdefaults__", {"k": 1}), ("__kwdefaults__", 3), ("__name__", "outer"), ("anything", 1)):
    attempt(setattr, outer, name, value)
attempt(delattr, outer, "__defaults__")
for name, value in (("__name__", "Derived"), ("__name__", 3), ("__bases__", (Other,)), ("__bases__", (Base,)),
                    ("__doc__", "text"), ("__module__", "m"), ("__qualname__", "Q"), ("anything", 1)):
    attempt(setattr, Derived, name, value)
attempt(setattr, instance, "__class__", Base)
attempt(setattr, instance, "__class__", int)
attempt(setattr, int, "__name__", "x")
attempt(types.FunctionType, code, {})
attempt(code.replace, co_name="renamed")
attempt(code.replace, co_argcount=-1)

for function, *arguments in ((eval, "1 + 1"), (eval, compile("2", "f", "eval")), (eval, inner.__code__), (eval, "1 +"),
                             (exec, "a = 1"), (exec, compile("b = 1", "f", "exec")), (exec, 3), (compile, "(", "f", "exec"),
                             (compile, ast.parse("1"), "f", "exec"), (ast.literal_eval, "[1]"), (lambda: id(1) and None,),
                             (sys._getframe,), (sys._current_frames,), (sys.settrace, None), (sys.setprofile, None),
                             (sys.set_asyncgen_hooks, None, None), (gc.get_objects, 9), (gc.get_referents, 1, 2),
                             (marshal.dumps, [1]), (marshal.dump, 1, io.BytesIO(), 2), (marshal.loads, b"N"),
                             (marshal.load, io.BytesIO(b"T")), (pickle.loads, pickle.dumps(print)),
                             (pickle._loads, pickle.dumps(print)), (pickle.loads, b"cno_module\nname\n."),
                             (array.array, "i", [1]), (array.array, "x"), (pickle.loads, pickle.dumps(array.array("i", [1])))):
    attempt(function, *arguments)

sys.breakpointhook = lambda *arguments: "stopped"
attempt(breakpoint, 1)
sys.stdin = io.StringIO("line\n")
attempt(input)
sys.unraisablehook = lambda info: None


class Dying:
    def __del__(self):
        raise ValueError("in __del__")


attempt(lambda: Dying() and None)
attempt(__import__, "no_such_module.at_all")
attempt(__import__, "colorsys")
attempt(__import__, "_bisect")
attempt(__import__, "json.tool")
attempt(__import__, "posix")
attempt(__import__, "errno")
