#!/bin/sh
# Builds and runs the unit tests under ASan and UBSan.
cd "$(dirname "$0")/../.." || exit 2
make -s -k -j"$(nproc)" unit MODE=asan || exit 1
passed=0
failed=0
for test in tests/unit/test_*.c; do
    name=$(basename "$test" .c)
    if ASAN_OPTIONS=detect_stack_use_after_return=0 timeout 300 "build/asan-gcc/unit/$name" >/tmp/unit.$$ 2>&1; then
        passed=$((passed + $(grep -c '^\[       OK' /tmp/unit.$$)))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        tail -n 20 /tmp/unit.$$
    fi
done
rm -f /tmp/unit.$$
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
