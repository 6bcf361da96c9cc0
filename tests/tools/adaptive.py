"""adaptive.py FOLDER PROGRAM...: runs each program NAME.py under python3.11, with NAME.in as its input where there is such
a file, what it prints to nowhere, and then writes to FOLDER/NAME.want what `opscope dis --adaptive --show-caches NAME.py`
shows: its bytecode, which forms the instructions have taken, what counters say.

A program runs as it always does, in a process of its own, to the end of the interpreter: what finalizers do then
counts too. See adaptive_hook/sitecustomize.py."""
import dis, os, subprocess, sys, types

HOOK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "adaptive_hook")
SECONDS = 60


def run(path):
    """What the instructions have learned, a bytes object for each code object, outer ones first."""
    out, into = os.pipe()
    given = path.removesuffix(".py") + ".in"
    with open(given if os.path.exists(given) else os.devnull) as source:
        program = subprocess.Popen([sys.executable, path], env=os.environ | {"PYTHONPATH": HOOK, "ADAPTIVE_OUT": str(into)},
                                   pass_fds=[into], stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(into)
    try:
        program.wait(SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()
    learned = []
    with open(out, "rb") as answers:
        while length := answers.read(8):
            learned.append(answers.read(int(length, 16)))
    return learned


def code_objects(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from code_objects(constant)


def show(path, file):
    with open(path, "rb") as source:
        code = compile(source.read(), os.path.abspath(path), "exec")
    learned = dict(zip(map(id, code_objects(code)), run(path)))
    dis._get_code_array = lambda code, adaptive: learned[id(code)]
    dis.dis(code, adaptive=True, show_caches=True, file=file)


def main(folder, *programs):
    for path in programs:
        name = os.path.basename(path).removesuffix(".py")
        with open(f"{folder}/{name}.want", "w", encoding="utf-8", errors="surrogatepass") as file:
            try:
                show(path, file)
            except (SyntaxError, KeyError) as exception:  # it can't be compiled, or has been killed
                print(repr(exception), file=sys.stderr)


main(*sys.argv[1:])
