#!/bin/sh
# Compares opscope with what CPython did: compare.sh KIND OPSCOPE [NAME...]
#
#   run       output, errors and exit status of every program of tests/run; OPTIONS: of opscope run
#   bytecode  every field of every code object of the same programs
#   trace     every instruction that they execute, with the value stack
#   replay    the same programs: to the end, back, forwards again: the same states
#   hostile   the same programs with one allocation after the other failing (each EVERY-th; 997, or more where these are
#             many; with FAILURES=FIRST:LAST all between): they end properly
#   collect   the same programs with a collection at every birth of a container: the same output (where that takes
#             long at each 61st, unless ALL=1)
#             (both: no object is left at the end)
#   time      the same programs: moves by every unit, both ways, against a full trace
#   screens   keys typed, screens expected
#
# PATIENCE=S: seconds for one program, where it may take longer.
#
# What CPython did stands in tests/*/expected (made by `make expect`, never by opscope).
kind=$1
opscope=$(realpath "$2")
shift 2
cd "$(dirname "$0")/.." || exit 2
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tools/plain_environment.sh

# Of the code objects' fields, those that follow from others are not in all of the expected files; command_line.sh
# compares them all.
stored='s/"filename":.*"consts":/"consts":/'

# shown PROGRAM COMMAND...: what a command does with the program, in one text.
shown() {
    program=$1
    shift
    input=/dev/null
    [ -e "${program%.py}.in" ] && input=${program%.py}.in
    timeout "${PATIENCE:-150}" "$@" "$program" <"$input" >"$work/$$.$name.out" 2>"$work/$$.$name.err"
    echo "--- status $?"
    echo "--- stdout"
    sed "s|$root/|tests/|g" "$work/$$.$name.out"
    echo "--- stderr"
    sed "s|$root/|tests/|g; s| at 0x[0-9a-f]*| at 0x...|g" "$work/$$.$name.err"
}

one() {
    name=$1
    case $kind in
    run)
        cd run || exit 2
        shown "$name.py" "$opscope" run ${OPTIONS:-} >"$work/$name.got"
        cmp -s "expected/$name.txt" "$work/$name.got" || { echo "FAILED run $name"; diff "expected/$name.txt" "$work/$name.got" | head -n 8; }
        ;;
    bytecode)
        cd run || exit 2
        "$opscope" dis --json "$name.py" 2>/dev/null | sed "$stored" >"$work/$name.got"
        gzip -dc "../bytecode/expected/$name.json.gz" | sed "$stored" | cmp -s - "$work/$name.got" || echo "FAILED bytecode $name"
        ;;
    trace)
        cd run || exit 2
        [ -e "../trace/expected/$name.sha256" ] || return # "# no trace" in the program says why
        input=/dev/null
        [ -e "$name.in" ] && input=$name.in
        timeout 120 "$opscope" trace -o "$work/$name.trace" "$name.py" <"$input" >/dev/null 2>&1
        awk -f ../tools/trace_canonical.awk "$work/$name.trace" | sha256sum | cut -d' ' -f1 >"$work/$name.got"
        cmp -s "../trace/expected/$name.sha256" "$work/$name.got" || echo "FAILED trace $name (tests/tools/trace_diff.sh $name shows where)"
        rm -f "$work/$name.trace"
        ;;
    replay)
        cd run || exit 2
        input=/dev/null
        [ -e "$name.in" ] && input=$name.in
        timeout 120 "$opscope" check-replay ${METHOD:-} "$name.py" <"$input" >"$work/$name.got" 2>/dev/null || { echo "FAILED replay $name"; head -n 3 "$work/$name.got"; }
        ;;
    hostile)
        cd run || exit 2
        input=/dev/null
        [ -e "$name.in" ] && input=$name.in
        timeout "${PATIENCE:-3600}" "$opscope" check-hostile --fail-allocation "${EVERY:-997}" ${FAILURES:+--failures "$FAILURES"} "$name.py" <"$input" >"$work/$name.got" 2>/dev/null && return
        # "# leaves objects: " in the program says why it does so in CPython too where some allocations fail: those are
        # met only where each one does
        [ "${EVERY:-}" = 1 ] && grep -q '^# leaves objects: ' "$name.py" &&
            grep -q 'allocations failed' "$work/$name.got" &&
            ! grep 'failing: ' "$work/$name.got" | grep -qv 'objects are left' && return
        echo "FAILED hostile $name"
        head -n 3 "$work/$name.got"
        ;;
    collect)
        cd run || exit 2
        births=1
        [ -n "$ALL" ] || ! grep -q "^# no collect: \|^# no trace: the library's modules are long" "$name.py" || births=61
        PATIENCE=${PATIENCE:-300} shown "$name.py" "$opscope" run --time virtual "--stress-collect=$births" >"$work/$name.got"
        if grep -q '^# collects: ' "$name.py"; then # the program shows when collections happen
            # neither by a signal nor late
            grep -q '^--- status 1[23][4-9]$\|objects are left at the end' "$work/$name.got" || return
        else
            cmp -s "expected/$name.txt" "$work/$name.got" && return
        fi
        echo "FAILED collect $name"
        diff "expected/$name.txt" "$work/$name.got" | head -n 8
        ;;
    time)
        cd run || exit 2
        input=/dev/null
        [ -e "$name.in" ] && input=$name.in
        timeout 600 "$opscope" check-time "$name.py" "${MOMENTS:-2}" <"$input" >"$work/$name.got" 2>/dev/null || { echo "FAILED time $name"; head -n 3 "$work/$name.got"; }
        ;;
    screens)
        cd screens || exit 2
        sh "./$name.sh" "$opscope" >"$work/$name.got" 2>&1
        cmp -s "expected/$name.txt" "$work/$name.got" || { echo "FAILED screens $name"; diff "expected/$name.txt" "$work/$name.got" | head -n 12; }
        ;;
    esac
}

case $kind in
screens) names=${*:-$(cd screens && ls shot_*.sh 2>/dev/null | sed 's/\.sh$//')} ;;
*) names=${*:-$(cd run && ls *.py | grep -v '^lib_' | sed 's/\.py$//')} ;;
esac
jobs=$(nproc 2>/dev/null || echo 2)

# One program after the other that no other worker has taken.
worker() {
    for name in $names; do
        mkdir "$work/$name.taken" 2>/dev/null && (one "$name") >"$work/$name.report"
    done
}

worker_number=0
while [ $worker_number -lt "$jobs" ]; do
    worker &
    worker_number=$((worker_number + 1))
done
wait
total=$(echo $names | wc -w)
for name in $names; do cat "$work/$name.report"; done >"$work/report"
cat "$work/report"
failed=$(grep -c '^FAILED' "$work/report")
echo "$kind: $((total - failed)) passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$total" -gt 0 ]
