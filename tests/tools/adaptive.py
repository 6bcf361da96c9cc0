"""adaptive.py PROGRAM: runs the program under python3.11, what it prints to nowhere, and then shows its bytecode as
`opscope dis --adaptive --show-caches PROGRAM` does: which forms the instructions have taken, what counters say."""
import sys


def run(path):
    import dis, io, os, sys  # the module's own names are taken away below

    with open(path, "rb") as file:
        code = compile(file.read(), os.path.abspath(path), "exec")
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    sys.argv = [path]
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    main = sys.modules["__main__"]
    main.__dict__.clear()
    main.__dict__.update(__name__="__main__", __builtins__=__import__("builtins"), __file__=path, __annotations__={})
    try:
        exec(code, main.__dict__)
    except BaseException:
        pass
    text = io.StringIO()
    dis.dis(code, file=text, adaptive=True, show_caches=True)
    os.write(out, text.getvalue().encode("utf-8", "surrogatepass"))
    os._exit(0)


run(sys.argv[1])
