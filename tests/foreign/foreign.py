"""Runs programs that nobody here wrote under python3.11 and under opscope: `make foreign`.

extract.py finds them in the installed library. Of each, what is printed, what is complained about and the exit status
have to be the same (addresses and names of temporary files aside). What python3.11 itself does not do twice in the same
way, or not within SLOW seconds, is left out; what cannot be the same stands in apart.txt, with its reason. The judge's
answers are kept in build/foreign.

Usage: foreign.py OPSCOPE [-v] [-j N] [--every N] [PART OF A NAME...]    with -v: shows the first difference
       foreign.py --show NAME                                            prints a program
"""
import concurrent.futures
import difflib
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import extract

KEPT = pathlib.Path(__file__).resolve().parent.parent.parent / "build" / "foreign"
JUDGE = "/usr/bin/python3.11"
SLOW = 5
TIMEOUT = 60


def apart():
    """Programs that do not count, with the reason: lines `part of a name  reason`."""
    lines = (extract.HERE / "apart.txt").read_text().splitlines()
    return [line.partition("  ")[0] for line in lines if line and not line.startswith("#")]


def plain(text):
    text = text.decode("utf-8", "backslashreplace")
    text = re.sub(r"0x[0-9a-fA-F]{6,}", "0x...", text)
    return re.sub(r"/tmp/(?:tmp)?[a-z0-9_]{8}\b", "/tmp/...", text)


def outcome(command, key, program, seconds):
    """What a Python does with a program: one text. Both Pythons see the same folder, empty at the start."""
    folder = KEPT / "work" / key
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if isinstance(program, str):
        (folder / "program.py").write_text(program, "utf-8", "surrogatepass")
        arguments = ["program.py"]
    else:
        arguments = [word.replace("LIB", str(extract.LIBRARY)) for word in program]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8",
                   "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80"}
    try:
        run = subprocess.run([*command, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return f"--- status {run.returncode}\n{plain(run.stdout)}\n--- stderr\n{plain(run.stderr)}"


def judged(key, program):
    kept = KEPT / "judge" / f"{key}.json"
    if not kept.exists():
        first = outcome([JUDGE], key, program, SLOW)
        second = first and outcome([JUDGE], key, program, SLOW)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(first if first == second else None))
    return json.loads(kept.read_text())


def found():
    """The programs; looking for them takes 20 seconds, so that they are kept too."""
    sources = (extract.__file__, extract.HERE / "commands.txt")
    kept = KEPT / f"programs-{max(os.stat(source).st_mtime_ns for source in sources)}.json"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(list(extract.programs())))
    return json.loads(kept.read_text())


def compare(opscope, name, program):
    key = hashlib.sha256(str(program).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    expected = judged(key, program)
    if expected is None:
        return name, None, ""
    got = outcome([opscope, "run"], key, program, TIMEOUT)
    if got == expected:
        return name, True, ""
    if got is None:
        return name, False, "    not within a minute\n"
    lines = difflib.unified_diff(expected.splitlines(), got.splitlines(), lineterm="", n=1)
    return name, False, "".join(f"    {line[:200]}\n" for line in list(lines)[3:15])


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it, and so would the programs
    arguments = sys.argv[1:]
    if arguments[0] == "--show":
        print(*(program for name, program in found() if name == arguments[1]))
        return
    opscope = os.path.abspath(arguments.pop(0))
    verbose = "-v" in arguments and not arguments.remove("-v")
    jobs, every = os.cpu_count(), 1
    while arguments and arguments[0] in ("-j", "--every"):
        option, number = arguments.pop(0), int(arguments.pop(0))
        jobs, every = (number, every) if option == "-j" else (jobs, number)
    not_counted = apart()
    chosen = [item for item in found()
              if (any(part in item[0] for part in arguments) if arguments else not any(part in item[0] for part in not_counted))]
    passed = failed = left_out = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, same, difference in pool.map(lambda item: compare(opscope, *item), chosen[::every]):
            if same is None:
                left_out += 1
            elif same:
                passed += 1
            else:
                failed += 1
                print(f"FAILED {name}", flush=True)
                if verbose:
                    print(difference, end="")
    print(f"foreign: {passed} passed, {failed} failed ({left_out} left out: slow, or never twice the same)")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
