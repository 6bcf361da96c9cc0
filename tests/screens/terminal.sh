#!/bin/sh
# Builds terminal.c and lets it drive opscope: terminal.sh OPSCOPE
cd "$(dirname "$0")/../.." || exit 2
mkdir -p build/tests
${CC:-gcc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -o build/tests/terminal tests/screens/terminal.c -lvterm -lutil || exit 1
build/tests/terminal "$1" tests/screens
