"""Measures opscope against the python3.11 that runs this: bench.py OPSCOPE USAGE [-n RUNS] [NAME...].

For each program: processor time and peak memory of both, and the ratios. The two take turns, and the least of RUNS
runs counts: what a shared machine does to one, it does to the other. Then starting up, an import of many modules,
and what recording costs."""
import argparse
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TIME_BAR, WORST_BAR = 1.5, 2.5
START_BAR = 2.5


def usage(meter, command):
    """Processor time in seconds and peak memory in MiB of one run."""
    result = subprocess.run([meter, *command], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"bench: {' '.join(command)} failed: {result.stderr[-500:]}")
    time, peak = map(int, result.stdout.split())
    return time / 1e6, peak / 1024


def best(runs):
    return tuple(map(min, zip(*runs)))


def in_turns(meter, runs, *commands):
    """The best of each command, run in turns."""
    results = [[usage(meter, command) for command in commands] for _ in range(runs)]
    return [best(column) for column in zip(*results)]


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def names_of(options):
    names = sorted(name[len("bench_") : -len(".py")] for name in os.listdir(HERE) if name.startswith("bench_"))
    return [name for name in names if not options.names or name in options.names]


def path_of(name):
    return os.path.join(HERE, f"bench_{name}.py")


def programs(options, ours, theirs):
    print(f"{'program':<18}{'opscope':>9}{'python':>9}{'ratio':>8}{'memory':>11}{'python':>11}{'ratio':>8}")
    times, peaks = {}, {}
    for name in names_of(options):
        path = path_of(name)
        (mine, my_peak), (its, its_peak) = in_turns(options.usage, options.runs, ours + [path], theirs + [path])
        times[name], peaks[name] = mine / its, my_peak / its_peak
        print(
            f"{name:<18}{mine:>7.2f} s{its:>7.2f} s{mine / its:>8.2f}"
            f"{my_peak:>7.1f} MiB{its_peak:>7.1f} MiB{my_peak / its_peak:>8.2f}",
            flush=True,
        )
    worst = max(times, key=times.get)
    print(
        f"geometric mean: time {geometric_mean(times.values()):.2f} (bar {TIME_BAR}), worst {worst} {times[worst]:.2f} "
        f"(bar {WORST_BAR}), memory {geometric_mean(peaks.values()):.2f} (bar 1)"
    )


def start_up(options, ours, theirs):
    with tempfile.NamedTemporaryFile(suffix=".py") as empty:
        for what, arguments, runs in (
            ("an empty file", [empty.name], 20 * options.runs),
            ("import unittest", ["-c", "import unittest"], 3 * options.runs),
        ):
            (mine, _), (its, _) = in_turns(options.usage, runs, ours + arguments, theirs + arguments)
            bar = f" (bar {START_BAR} ms)" if arguments[0] == empty.name else ""
            print(f"{what}: {1000 * mine:.2f} ms, python {1000 * its:.2f} ms, ratio {mine / its:.2f}{bar}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("opscope")
    parser.add_argument("usage")
    parser.add_argument("-n", dest="runs", type=int, default=5)
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    os.environ["PYTHONHASHSEED"] = "0"
    ours, theirs = [options.opscope, "run"], [sys.executable]
    programs(options, ours, theirs)
    if options.names:
        return
    start_up(options, ours, theirs)
    print("recording on against recording off:", flush=True)
    subprocess.run([os.path.join(HERE, "recording.sh"), options.opscope])
    print("the compiler (wall time, best of three):", flush=True)
    subprocess.run([os.path.join(HERE, "compile.sh")])


if __name__ == "__main__":
    main()
