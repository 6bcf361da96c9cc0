"""compare_native.py DRIVER: every native module, type, function and attribute of opscope against python3.11: what kind of
descriptor it is, how CPython's C function takes its arguments, its signature and doc string, in which order a type's
attributes stand, how large an instance is. DRIVER is native_driver.c, linked with the machine.

What opscope has not at all is no difference, but for the attributes of a type that it has. native_known.txt lists the
differences that are known, each with its reason."""
import os, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))


def facts(command):
    """{(subject, kind of fact): what it says}"""
    lines = subprocess.run(command + [os.path.join(here, "describe_native.py")], capture_output=True, check=True,
                           text=True, env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"}).stdout
    found = {}
    for line in lines.splitlines():
        subject, _, fact = line.partition("\t")
        kind, _, says = fact.partition(" ")
        found[subject, kind] = says
    return found


def known_differences():
    with open(os.path.join(here, "native_known.txt"), encoding="utf-8") as file:
        return {tuple(line.split("#")[0].rstrip().rsplit(" ", 1)) for line in file if line.split("#")[0].strip()}


def main(driver):
    want, got, known = facts([sys.executable]), facts([driver]), known_differences()
    shared = [fact for fact in got if fact in want]
    differing = [fact for fact in shared if want[fact] != got[fact]]
    for fact in differing:
        if fact not in known:
            print(f"FAILED {' '.join(fact)}\n  python3.11: {want[fact]}\n  opscope:    {got[fact]}")
    for fact in known.difference(differing):
        print("FAILED native_known.txt: no difference any more:", *fact)
    failed = len(known.symmetric_difference(differing))
    print(f"{len(shared) - failed} passed, {failed} failed")
    return failed != 0


sys.exit(main(sys.argv[1]))
