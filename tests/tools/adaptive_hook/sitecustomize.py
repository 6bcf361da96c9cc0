"""sitecustomize.py: on the path of the python3.11 that adaptive.py starts: when all is over, modules and their objects
gone, writes what the instructions of the program have learned to the descriptor that ADAPTIVE_OUT names: for each code
object, outer ones first, its length as 8 hexadecimal digits and its bytes."""


def install():
    import os, sys

    codes, write, out = [], os.write, int(os.environ.pop("ADAPTIVE_OUT"))
    del os.environ["PYTHONPATH"]
    sys.path.remove(os.path.dirname(__file__))
    del sys.modules["sitecustomize"]

    def add(code, kind):
        codes.append(code)
        for constant in code.co_consts:
            if isinstance(constant, kind):
                add(constant, kind)

    def hook(event, arguments, program=os.path.abspath(sys.orig_argv[-1]), kind=type(install.__code__), len=len):
        if event == "exec" and not codes and arguments[0].co_filename == program:
            add(arguments[0], kind)
        elif event == "cpython.PyInterpreterState_Clear":
            for code in codes:
                learned = code._co_code_adaptive
                write(out, b"%08x" % len(learned) + learned)

    sys.addaudithook(hook)


install()
