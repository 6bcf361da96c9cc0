#!/bin/sh
# Which forms the instructions of tests/run's programs take, and what their counters say: opscope against python3.11,
# where Debian's is installed. Versions, indices and addresses in the caches are each machine's own.
#     compare_adaptive.sh OPSCOPE [NAME...]
# Left out: threads, which the operating system switches, programs that end by os._exit(), before finalizers, and those
# that wait for other processes for as long as these take, whose audit hooks hear what python3.11 does to show them, or
# who go over all memory that there is.
# The order of a set with None python3.11 takes from an address, and that of a profiler's entries, too.
opscope=$(realpath "$1")
shift
cd "$(dirname "$0")/../run" || exit 2
python=/usr/bin/python3.11
[ -x $python ] || { echo "0 passed, 0 failed (no python3.11)"; exit 0; }
. ../tools/plain_environment.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/mask" <<'MASK'
s/frozenset({.*None.*})/frozenset/
s/0x[0-9a-f]*/0x/g
s/(\(index\|[a-z_]*version\|mask\|dict_offset\|descr\|min_args\): [0-9]*)/(\1)/
MASK

compared() { ! grep -q "^import threading\|^import _thread\|^import _lsprof\|os\._exit(\|^import multiprocessing\|^import tracemalloc\|create_subprocess\|addaudithook(" "$1.py"; }

# several NAME...: writes what python3.11 says of them all, then compares one after the other.
several() {
    $python ../tools/adaptive.py "$work" $(printf '%s.py ' "$@") 2>/dev/null
    for name in "$@"; do
        input=/dev/null
        [ -e "$name.in" ] && input=$name.in
        timeout 60 "$opscope" dis --adaptive --show-caches "$name.py" <"$input" 2>/dev/null | sed -f "$work/mask" >"$work/$name.got"
        sed -i -f "$work/mask" "$work/$name.want"
        cmp -s "$work/$name.want" "$work/$name.got" || { echo "FAILED adaptive $name"; diff "$work/$name.want" "$work/$name.got" | head -n 4; }
    done
}

[ $# -gt 0 ] || set -- $(ls *.py | sed 's/\.py$//')
names=$(for name in "$@"; do compared "$name" && echo "$name"; done)
several $(echo "$names" | awk 'NR % 2 == 1') >"$work/first" &
several $(echo "$names" | awk 'NR % 2 == 0') >"$work/second"
wait
cat "$work/first" "$work/second"
failed=$(cat "$work/first" "$work/second" | grep -c FAILED)
echo "$(($(echo "$names" | wc -w) - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
