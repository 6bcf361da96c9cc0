#!/bin/sh
# Compares all that native modules and types are made of with Debian's python3.11, where that is installed: see
# compare_native.py.
cd "$(dirname "$0")/../.." || exit 2
python=/usr/bin/python3.11
build=build/release-gcc
[ -x $python ] || { echo "0 passed, 0 failed (no python3.11)"; exit 0; }
make -s "$build/native_driver" || exit 2
$python tests/tools/compare_native.py $build/native_driver
