"""adaptive.py PROGRAM: runs the program under python3.11, what it prints to nowhere, and then shows its bytecode as
`opscope dis --adaptive --show-caches PROGRAM` does: which forms the instructions have taken, what counters say.

The program runs as it always does, in a process of its own, to the end of the interpreter: what finalizers do then
counts too. See adaptive_hook/sitecustomize.py."""
import dis, os, subprocess, sys, types


def run(path):
    """What the instructions have learned, a bytes object for each code object, outer ones first."""
    out, into = os.pipe()
    hook = os.path.join(os.path.dirname(os.path.abspath(__file__)), "adaptive_hook")
    program = subprocess.Popen([sys.executable, path], env=os.environ | {"PYTHONPATH": hook, "ADAPTIVE_OUT": str(into)},
                               pass_fds=[into], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(into)
    learned = []
    with open(out, "rb") as answers:
        while length := answers.read(8):
            learned.append(answers.read(int(length, 16)))
    program.wait()
    return learned


def code_objects(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from code_objects(constant)


def main(path):
    with open(path, "rb") as file:
        code = compile(file.read(), os.path.abspath(path), "exec")
    learned = dict(zip(map(id, code_objects(code)), run(path), strict=True))
    dis._get_code_array = lambda code, adaptive: learned[id(code)]
    dis.dis(code, adaptive=True, show_caches=True)


main(sys.argv[1])
