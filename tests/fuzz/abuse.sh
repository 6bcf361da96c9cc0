#!/bin/sh
# The native modules, called with wrong and odd arguments: abuse.sh OPSCOPE FIRST COUNT. Fails where opscope crashes,
# says so where it answers otherwise than python3.11 (by the type of what comes; a matter for a look, not a failure).
opscope=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export PYTHONHASHSEED=0 LC_ALL=C.UTF-8
timeout 600 "$opscope" run "$here/abuse.py" "$2" "$3" >ours 2>errors </dev/null
status=$?
if [ $status -ne 0 ]; then
    echo "FAILED abuse: exit status $status after: $(tail -n 1 ours) (opscope run tests/fuzz/abuse.py NUMBER 1 shows it again)"
    grep -m 3 -E 'ERROR|runtime error|Assertion' errors
fi
if [ -n "$COMPARE" ] && [ -x /usr/bin/python3.11 ]; then
    timeout 600 /usr/bin/python3.11 "$here/abuse.py" "$2" "$3" >theirs 2>/dev/null </dev/null
    diff ours theirs
fi
echo "abuse: $([ $status -eq 0 ] && echo "$3 passed, 0 failed" || echo "0 passed, 1 failed")"
[ $status -eq 0 ]
