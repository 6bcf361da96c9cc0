#!/bin/sh
# Kills `opscope record` at random instants: what was saved before opens. kill.sh OPSCOPE [TIMES]
opscope=$(realpath "$1")
times=${2:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
cat >program.py <<'END'
total = 0
for i in range(30000000):
    total += i & 3
print(total)
END
echo 'goto 1000' >script
printf 'print(1)\n' >small.py
"$opscope" record small.py -o run.opscope >/dev/null 2>&1
good=0
bad=0
for n in $(seq "$times"); do
    "$opscope" record program.py -o run.opscope >/dev/null 2>&1 &
    victim=$!
    sleep "0.$(awk -v seed="$n" 'BEGIN { srand(seed); printf "%03d", rand() * 900 }')"
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    if "$opscope" debug --batch script run.opscope >/dev/null 2>&1; then good=$((good + 1)); else bad=$((bad + 1)); fi
    rm -f run.opscope.*.part
done
echo "kill: $good passed, $bad failed"
[ "$bad" -eq 0 ]
