#!/bin/sh
# Runs every test: `make check`. Each stage prints its name and how many passed and failed; the last line adds them up.
# What fails is printed at its stage, and its first lines again before the last line.
cd "$(dirname "$0")/.." || exit 2
. tests/tools/plain_environment.sh
jobs=$(nproc 2>/dev/null || echo 2)
passed=0
failed=0
results=$(mktemp -d) # a stage's log; the failures of all
trap 'rm -rf "$results"' EXIT

# stage NAME COMMAND...: a command that prints "N passed, M failed" somewhere, or whose exit status alone counts.
stage() {
    name=$1
    shift
    started=$(date +%s)
    "$@" >"$results/log" 2>&1
    status=$?
    counts=$(sed -n 's/.*\b\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\1 \2/p' "$results/log" | tail -n 1)
    if [ -n "$counts" ]; then
        ok=${counts% *}
        bad=${counts#* }
        [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    elif [ "$status" -eq 0 ]; then ok=1 bad=0; else ok=0 bad=1; fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    echo "== $name: $ok ok, $bad bad ($(($(date +%s) - started)) s)"
    [ "$bad" -eq 0 ] && return
    sed 's/^/   /' "$results/log" | tail -n 60
    { echo "== $name:"; { grep '^FAILED' "$results/log" || tail -n 8 "$results/log"; } | head -n 8; } >>"$results/failures"
}

# each N: the names of each N-th program of tests/run.
each() { (cd tests/run && ls *.py | grep -v '^lib_' | sed 's/\.py$//' | awk -v n="$1" 'NR % n == 1'); }

stage "build, gcc" make -s -j"$jobs" all CC=gcc
stage "build, clang" make -s -j"$jobs" all CC=clang MODE=debug # not optimised: it warns of the same, and nobody runs it
stage "build, sanitizers" make -s -j"$jobs" all MODE=asan
make -s all CC=gcc >/dev/null 2>&1
stage "lint: layers" tests/lint/layers.sh
stage "lint: globals" tests/lint/globals.sh build/release-gcc
stage "lint: headers" tests/lint/headers.sh
stage "lint: format" tests/lint/format.sh
stage "lint: language" tests/lint/language.sh
stage "unit tests" tests/unit/run.sh
stage "run" tests/tools/compare.sh run build/release-gcc/opscope
stage "bytecode" tests/tools/compare.sh bytecode build/release-gcc/opscope
stage "wrong programs, fields" tests/syntax/run.sh check fields build/release-gcc/opscope
stage "hostile programs" tests/syntax/run.sh check hostile build/release-gcc/opscope
stage "wrong programs, carets" env EVERY=5 tests/syntax/run.sh check carets build/release-gcc/opscope
stage "odd programs and warnings" tests/tools/compare_compiler.sh pieces
stage "random programs" tests/tools/compare_compiler.sh random 2000
stage "the library, sampled" tests/tools/compare_compiler.sh sample
[ -x /usr/bin/python3.11 ] && stage "pyc and tokens" /usr/bin/python3.11 tests/tools/compare_tools.py build/release-gcc/opscope
stage "native types and functions" tests/tools/compare_native.sh
stage "specialised forms" tests/tools/compare_adaptive.sh build/release-gcc/opscope
stage "random decimals" tests/tools/compare_decimals.sh build/release-gcc/opscope
stage "trace" tests/tools/compare.sh trace build/release-gcc/opscope
stage "run, sanitizers" env OPTIONS="--time virtual" tests/tools/compare.sh run build/asan-gcc/opscope
stage "replay" tests/tools/compare.sh replay build/release-gcc/opscope
for method in mprotect compare; do
    stage "replay, pages by $method" env METHOD="--dirty-pages $method" tests/tools/compare.sh replay build/release-gcc/opscope $(cd tests/run && ls *.py | grep -v '^lib_' | sed 's/\.py$//' | awk 'NR % 8 == 3')
done
stage "hostile: allocations fail" tests/tools/compare.sh hostile build/asan-gcc/opscope
stage "hostile: collections" tests/tools/compare.sh collect build/release-gcc/opscope
stage "replay, sanitizers" tests/tools/compare.sh replay build/asan-gcc/opscope $(each 4)
stage "time" tests/tools/compare.sh time build/release-gcc/opscope $(each 8)
stage "native modules, wrong arguments" tests/fuzz/abuse.sh build/asan-gcc/opscope 0 3000
stage "time: questions" tests/time/questions.sh build/release-gcc/opscope
stage "time: kill -9" tests/time/kill.sh build/release-gcc/opscope 5
if [ -x /usr/bin/python3.11 ] && [ -e /usr/lib/python3.11/test/test_doctest.py ]; then
    stage "programs of others, sampled" /usr/bin/python3.11 tests/foreign/foreign.py build/release-gcc/opscope --every 12
else
    echo "== programs of others: skipped (python3.11 or libpython3.11-testsuite is not installed)"
fi
stage "language" tests/language/run.sh build/release-gcc/opscope
stage "lessons" build/release-gcc/opscope lesson --check
stage "screens" tests/tools/compare.sh screens build/release-gcc/opscope
stage "screens, sanitizers" tests/tools/compare.sh screens build/asan-gcc/opscope
stage "terminal" tests/screens/terminal.sh build/release-gcc/opscope
stage "terminal, sanitizers" tests/screens/terminal.sh build/asan-gcc/opscope
stage "curses" tests/curses/run.sh build/release-gcc/opscope
stage "curses, sanitizers" tests/curses/run.sh build/asan-gcc/opscope
stage "command line" tests/run/command_line.sh build/release-gcc/opscope

if [ "$failed" -ne 0 ]; then
    echo "What failed:"
    cat "$results/failures"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
