#!/bin/sh
# Where does the trace of a program of tests/run part from CPython's? trace_diff.sh NAME [OPSCOPE]
cd "$(dirname "$0")/../run" || exit 2
opscope=${2:-../../build/release-gcc/opscope}
input=/dev/null
[ -e "$1.in" ] && input=$1.in
. ../tools/plain_environment.sh
/usr/bin/python3.11 ../tools/trace_oracle.py "$1.py" -o /tmp/trace_diff.expected <"$input" >/dev/null 2>&1
"$opscope" trace -o /tmp/trace_diff.raw "$1.py" <"$input" >/dev/null 2>&1
awk -f ../tools/trace_canonical.awk /tmp/trace_diff.raw >/tmp/trace_diff.got
diff /tmp/trace_diff.expected /tmp/trace_diff.got | head -n "${LINES_SHOWN:-10}"
