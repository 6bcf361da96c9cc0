#!/bin/sh
# Which forms the instructions of tests/run's programs take, and what their counters say: opscope against python3.11,
# where Debian's is installed. Versions, indices and addresses in the caches are each machine's own.
#     compare_adaptive.sh OPSCOPE [NAME...]
# Left out: threads that the operating system switches, and modules that are Python here and C there (see missing). The
# order of a set with None python3.11 takes from an address.
opscope=$(realpath "$1")
shift
cd "$(dirname "$0")/../run" || exit 2
python=/usr/bin/python3.11
[ -x $python ] || { echo "0 passed, 0 failed (no python3.11)"; exit 0; }
export PYTHONHASHSEED=0 LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
missing=" ordered_dict pickle_and_copy struct_sequences "
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

one() {
    case $missing in *" $1 "*) return ;; esac
    grep -q "^import threading\|^import _thread" "$1.py" && return
    input=/dev/null
    [ -e "$1.in" ] && input=$1.in
    timeout 60 $python ../tools/adaptive.py "$1.py" <"$input" 2>/dev/null | sed -f "$work/mask" >"$work/$1.want"
    timeout 60 "$opscope" dis --adaptive --show-caches "$1.py" <"$input" 2>/dev/null | sed -f "$work/mask" >"$work/$1.got"
    cmp -s "$work/$1.want" "$work/$1.got" || { echo "FAILED adaptive $1"; diff "$work/$1.want" "$work/$1.got" | head -n 4; }
    : >"$work/$1.ran"
}

cat >"$work/mask" <<'MASK'
s/frozenset({.*None.*})/frozenset/
s/0x[0-9a-f]*/0x/g
s/(\(index\|[a-z_]*version\|mask\|dict_offset\|descr\|min_args\): [0-9]*)/(\1)/
MASK
[ $# -gt 0 ] || set -- $(ls *.py | sed 's/\.py$//')
half=$((($# + 1) / 2))
(for name in $(echo "$@" | tr ' ' '\n' | head -n $half); do one "$name"; done) >"$work/first" &
for name in $(echo "$@" | tr ' ' '\n' | tail -n +$((half + 1))); do one "$name"; done >"$work/second"
wait
cat "$work/first" "$work/second"
failed=$(cat "$work/first" "$work/second" | grep -c FAILED)
ran=$(ls "$work" | grep -c '\.ran$')
echo "$((ran - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
