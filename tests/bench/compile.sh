#!/bin/sh
# How long the compiler takes for the whole library, beside python3.11's compile(), and whether it grows with the size
# alone: compile.sh. Each figure is the best of three runs in one process.
cd "$(dirname "$0")/../.." || exit 2
python=/usr/bin/python3.11
build=build/release-gcc
[ -x $python ] || { echo "skipped: no $python to compare with"; exit 0; }
make -s $build/code_driver || exit 2
exec $python -W ignore - $build/code_driver <<'PYTHON'
import glob, os, subprocess, sys, tempfile, time

driver = sys.argv[1]


def compiles(path):
    try:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", dont_inherit=True)
        return True
    except (SyntaxError, ValueError):
        return False


def seconds_python(paths):
    start = time.perf_counter()
    for path in paths:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", dont_inherit=True)
    return time.perf_counter() - start


def seconds_opscope(paths):
    jobs = "".join(f"none 0 0 {path} {path}\n" for path in paths).encode()
    start = time.perf_counter()
    subprocess.run([driver], input=jobs, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def best(measure, paths):
    return min(measure(paths) for _ in range(3))


def line(name, paths):
    size = sum(map(os.path.getsize, paths)) / 1e6
    mine, reference = best(seconds_opscope, paths), best(seconds_python, paths)
    print(f"{name:28} {size:6.1f} MB   opscope {mine:6.2f} s {size / mine:5.1f} MB/s   python3.11 {reference:6.2f} s   ratio {mine / reference:.2f}", flush=True)


line("the library", [path for path in sorted(glob.glob("/usr/lib/python3.11/**/*.py", recursive=True)) if compiles(path)])
with open("/usr/lib/python3.11/_pydecimal.py", "rb") as file:
    text = file.read()
with tempfile.TemporaryDirectory() as folder:
    for times in (1, 4, 16):
        path = os.path.join(folder, "long.py")
        with open(path, "wb") as file:
            file.write(text * times)
        line(f"_pydecimal.py, {times} times", [path])
PYTHON
