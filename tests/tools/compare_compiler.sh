#!/bin/sh
# Compares the compiler with Debian's python3.11, live; says so and passes where that, or its library, is not installed.
#
#   pieces            the programs of tests/bytecode/*.txt in all modes, with warnings as errors too
#   sample            some 300 files of the library, always the same ones
#   stdlib            all of them, plainly, with -O and with -OO
#   random N [FIRST]  N random programs
cd "$(dirname "$0")/../.." || exit 2
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
python=/usr/bin/python3.11
library=/usr/lib/python3.11
build=build/release-gcc
[ "$($python -c 'import sys; print(sys.version_info[:3])' 2>/dev/null)" = "(3, 11, 2)" ] || {
    echo "skipped: there is no $python that is 3.11.2 (Debian 12's) to compare with"
    exit 0
}
make -s "$build/code_driver" || exit 2
driver=$build/code_driver

# files -O LEVEL PATH...
files() {
    $python -W ignore tests/tools/compare_code.py $driver "$@"
}

case $1 in
pieces)
    $python -W ignore tests/tools/compare_code.py $driver --source --dis tests/bytecode/*.txt >"$build/dis.log"
    for mode in exec eval single; do
        for error in "" --error; do
            $python -W ignore tests/tools/compare_code.py $driver --source --mode $mode $error tests/bytecode/*.txt
        done
    done | cat - "$build/dis.log" | awk '/ passed, / { passed += $1; failed += $3; next } { print } END { print passed " passed, " failed " failed" }'
    ;;
sample) find $library -name '*.py' | LC_ALL=C sort | awk 'NR % 5 == 1' | xargs $python -W ignore tests/tools/compare_code.py $driver ;;
stdlib)
    failed=0
    for level in 0 1 2; do
        echo "-O $level:"
        files -O $level $library || failed=1
    done
    exit $failed
    ;;
random) $python -W ignore tests/tools/compare_random.py $driver "$2" "${3:-1}" ;;
esac
