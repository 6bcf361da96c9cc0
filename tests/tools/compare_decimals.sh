#!/bin/sh
# Random decimals in random contexts: opscope against python3.11, where that is installed.
#     compare_decimals.sh OPSCOPE [COUNT [FIRST [SEEDS]]]    COUNT cases each for the seeds from FIRST on
opscope=$(realpath "$1")
count=${2:-1000}
first=${3:-1}
cd "$(dirname "$0")" || exit 2
python=/usr/bin/python3.11
[ -x $python ] || { echo "0 passed, 0 failed (no python3.11)"; exit 0; }
. ./plain_environment.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=0
failed=0
for seed in $(seq "$first" $((first + ${4:-2} - 1))); do
    timeout 300 $python random_decimals.py "$seed" "$count" >"$work/want" 2>&1 &
    timeout 300 "$opscope" run random_decimals.py "$seed" "$count" >"$work/got" 2>&1
    wait
    cases=$((cases + $(wc -l <"$work/want")))
    diff "$work/want" "$work/got" >"$work/diff"
    failed=$((failed + $(grep -c '^[0-9]' "$work/diff")))
    [ -s "$work/diff" ] && { echo "seed $seed:"; head -n 6 "$work/diff" | cut -c 1-400; }
done
echo "$((cases - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
