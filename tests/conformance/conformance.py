"""CPython's own tests under opscope: what `make conformance` runs.

For each file of files.txt (or those named) runner.py is run by /usr/bin/python3.11 and by opscope. What counts are the
methods that python3.11 runs and passes; those of apart.txt (they start processes, need C test modules ...) are counted
apart. Prints a table, and the methods that do not pass and are not in failing.txt, where the reason stands; with -v all
that do not pass, with --readme the table as it stands in the README. The judge's answers are kept in build/conformance.

Usage: conformance.py OPSCOPE [-v] [--readme] [-j N] [FILE...]
"""
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE.parent.parent / "build" / "conformance"
RUNNER = str(HERE / "runner.py")
JUDGE = "/usr/bin/python3.11"
TIMEOUT = 900
SAID = re.compile(r"(ok|skip|fail) ((?:unittest\.|ctypes\.)?test\.\S+)$")  # behind what a test wrote to the terminal itself


def reasons(file):
    """Methods with a reason: lines `file.Class.method  reason`; a * stands for any text."""
    table = {}
    for line in (HERE / file).read_text().splitlines():
        name, _, reason = line.partition("  ")
        if name and not name.startswith("#"):
            table[name] = reason.strip()
    return table


def reason_of(name, table):
    """None: it has none."""
    named = (reason for key, reason in table.items() if "*" in key and fnmatch.fnmatchcase(name, key))
    return table[name] if name in table else next(named, None)


def outcomes(command, name, *options):
    environment = dict(os.environ, PYTHONHASHSEED="0", LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
    folder = KEPT / "work" / f"{name}-{os.path.basename(command[0])}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        run = subprocess.run([*command, RUNNER, name, *options], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=TIMEOUT)
        text, status, errors = run.stdout, run.returncode, run.stderr
    except subprocess.TimeoutExpired as expired:
        text, status, errors = expired.stdout or b"", "timeout", expired.stderr or b""
    found = {}
    for line in text.decode("utf-8", "replace").splitlines():
        said = SAID.search(line)
        how, method = said.groups() if said else line.partition(" ")[::2]
        if how in ("ok", "skip", "fail") and method.startswith(("test.", "unittest.test.", "ctypes.test.")):
            found[method.removeprefix("test.")] = how
        elif how == "fail":
            status = method  # of a module or a class
    if text.endswith(b"end\n"):
        status = status if isinstance(status, str) else 0
    last = errors.decode("utf-8", "replace").strip().splitlines()[-1:]
    return found, status, last[0] if last else ""


def judged(name):
    kept = KEPT / f"{name}.judge"
    if not kept.exists():
        found, _, _ = outcomes([JUDGE], name)
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text("".join(f"{how} {method}\n" for method, how in found.items()))
    return [line[3:] for line in kept.read_text().splitlines() if line.startswith("ok ")]


def print_readme(results, columns=5):
    cells = [f"{name.removeprefix('test_')} {passed}/{counted}" for name, passed, counted in results]
    cells += [""] * (-len(cells) % columns)
    print("\n" + "|  " * columns + "|\n" + "| --- " * columns + "|")
    for i in range(0, len(cells), columns):
        print("| " + " | ".join(cells[i:i + columns]) + " |")


def compare(opscope, name):
    return name, judged(name), *outcomes([opscope, "run"], name, "--apart")


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it, and so would the programs
    opscope, *names = sys.argv[1:]
    verbose, readme = "-v" in names, "--readme" in names
    jobs = int(names.pop(names.index("-j") + 1)) if "-j" in names else os.cpu_count()
    names = [name for name in names if not name.startswith("-")] or (HERE / "files.txt").read_text().split()
    apart, failing = reasons("apart.txt"), reasons("failing.txt")
    all_passed = all_counted = all_apart = 0
    crashed, results = [], []
    print(f"{'file':28} {'pass':>5} {'of':>5} {'apart':>5}")
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, judge, found, status, last in pool.map(lambda n: compare(os.path.abspath(opscope), n), names):
            counted = [method for method in judge if reason_of(method, apart) is None]
            wrong = [method for method in counted if found.get(method) != "ok"]
            all_passed += len(counted) - len(wrong)
            all_counted += len(counted)
            all_apart += len(judge) - len(counted)
            results.append((name, len(counted) - len(wrong), len(counted)))
            remark = "" if status in (0, 1) else f"  ended with {status}: {last}"
            if remark or (status == 1 and not found):
                crashed.append(name)
                remark = remark or f"  {last}"
            print(f"{name:28} {len(counted) - len(wrong):5} {len(counted):5} {len(judge) - len(counted):5}{remark}", flush=True)
            for method in wrong:
                reason = reason_of(method, failing)
                if verbose or reason is None:
                    print(f"    {found.get(method, 'missing'):8} {method}  {reason or 'for no known reason'}", flush=True)
    share = 100 * all_passed / all_counted if all_counted else 0
    if readme:
        print_readme(results)
    print(f"\n{all_passed} of {all_counted} pass ({share:.1f} %), {all_apart} apart; files that did not end: "
          f"{', '.join(crashed) or 'none'}")


main()
