"""adaptive.py PROGRAM: runs the program, then prints which forms its instructions have taken and what their counters
say. python3.11 and opscope must print the same. What the other cache entries hold (versions, indices, addresses) is
each machine's own business and is not shown."""
import sys

program = sys.argv[1]
with open(program, "rb") as file:
    code = compile(file.read(), program, "exec")

CACHES = dict([(25, 4), (60, 1), (92, 1), (95, 4), (106, 4), (107, 2), (116, 5), (122, 1), (160, 10), (166, 1), (171, 4)])


def show(code, write):
    base, quick = code.co_code, code._co_code_adaptive
    write(f"{code.co_qualname} line {code.co_firstlineno}\n")
    at = 0
    while at < len(base):
        caches = CACHES.get(base[at], 0)
        counter = int.from_bytes(quick[at + 2 : at + 4], sys.byteorder) if caches else ""
        if caches or base[at] != quick[at]:
            write(f"  {at:5} {base[at]:3} -> {quick[at]:3} {counter}\n")
        at += 2 + 2 * caches
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            show(constant, write)


class Nowhere:
    encoding = "utf-8"

    def write(self, text):
        return len(text)

    def flush(self):
        pass


def main():
    namespace = {"__name__": "__main__", "__file__": program, "__builtins__": __builtins__}
    out = sys.stdout
    sys.stdout = sys.stderr = Nowhere()
    sys.argv = sys.argv[1:]
    try:
        exec(code, namespace)
    except BaseException:
        pass
    sys.stdout = out
    show(code, out.write)


main()
