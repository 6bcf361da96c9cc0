#!/bin/sh
# Makes the expected files anew: `make expect [NAMES="a b"]`. The judge is Debian's /usr/bin/python3.11 (3.11.2) with
# PYTHONHASHSEED=0; another one is refused. Screens are the one thing of our own making: each is looked at before it is kept.
cd "$(dirname "$0")/.." || exit 2
root=$PWD
python=/usr/bin/python3.11
[ "$($python -c 'import sys; print(sys.version_info[:3])' 2>/dev/null)" = "(3, 11, 2)" ] || {
    echo "make expect needs Debian 12's /usr/bin/python3.11 (3.11.2)" >&2
    exit 1
}
. tools/plain_environment.sh
mkdir -p run/expected bytecode/expected trace/expected
cd run || exit 2
for program in ${NAMES:-$(ls *.py | grep -v '^lib_' | sed 's/\.py$//')}; do
    name=${program%.py}
    input=/dev/null
    [ -e "$name.in" ] && input=$name.in
    timeout 60 $python "$name.py" <"$input" >/tmp/expect.$$.out 2>/tmp/expect.$$.err
    status=$?
    {
        echo "--- status $status"
        echo "--- stdout"
        sed "s|$root/|tests/|g" /tmp/expect.$$.out
        echo "--- stderr"
        sed "s|$root/|tests/|g; s| at 0x[0-9a-f]*| at 0x...|g" /tmp/expect.$$.err
    } >"expected/$name.txt"
    $python ../tools/code_json.py "$name.py" | gzip -9n >"../bytecode/expected/$name.json.gz"
    rm -f "../trace/expected/$name.sha256"
    grep -q '^# no trace' "$name.py" && continue # what it does depends on who looks: id(), deep recursion
    $python ../tools/trace_oracle.py "$name.py" -o /tmp/expect.$$.trace <"$input" >/dev/null 2>&1
    sha256sum </tmp/expect.$$.trace | cut -d' ' -f1 >"../trace/expected/$name.sha256"
done
rm -f /tmp/expect.$$.*
[ -n "$NAMES" ] && exit
mkdir -p ../syntax/expected
for kind in fields hostile carets; do ../syntax/run.sh $kind $python | gzip -9n >"../syntax/expected/$kind.gz"; done
../curses/run.sh expect $python
