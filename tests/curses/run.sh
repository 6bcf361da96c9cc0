#!/bin/sh
# Programs that use curses, or the line editor, on a terminal, with keys typed: run.sh OPSCOPE compares their screens with those that CPython
# made; run.sh expect python3.11 makes these anew. NAMES="a b": only those.
cd "$(dirname "$0")/../.." || exit 2
mkdir -p build/tests
driver=$PWD/build/tests/curses_screens
${CC:-gcc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-function -o "$driver" tests/curses/screens.c -lvterm -lutil || exit 1
[ "$1" = expect ] || opscope=$(realpath "$1")
cd tests/curses || exit 2
. ../tools/plain_environment.sh
export LC_ALL=C.UTF-8
passed=0 failed=0
for keys in ${NAMES:-*.keys}; do
    name=${keys%.keys}
    if [ "$1" = expect ]; then
        "$driver" "$name.keys" - "$2" "$name.py" >"expected/$name.txt" || failed=$((failed + 1))
    elif "$driver" "$name.keys" "expected/$name.txt" "$opscope" run "$name.py"; then
        passed=$((passed + 1))
    else
        echo "FAILED $name"
        failed=$((failed + 1))
    fi
done
echo "curses: $passed passed, $failed failed"
[ $failed -eq 0 ]
