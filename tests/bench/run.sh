#!/bin/sh
# Measures: `make bench`. Each line is a ratio against /usr/bin/python3.11 in the same run, or a time of our own.
cd "$(dirname "$0")/../.." || exit 2
opscope=$PWD/build/release-gcc/opscope
python=/usr/bin/python3.11
export PYTHONHASHSEED=0

# seconds COMMAND...: user time of the best of three runs
seconds() {
    best=999
    for try in 1 2 3; do
        taken=$({ /usr/bin/env time -f %U "$@" >/dev/null 2>/dev/null; } 2>&1 | tail -n 1)
        [ -n "$taken" ] || taken=$(bash -c 'TIMEFORMAT=%U; time "$@" >/dev/null 2>&1' _ "$@" 2>&1 | tail -n 1)
        best=$(printf '%s\n%s\n' "$best" "$taken" | sort -n | head -n 1)
    done
    echo "$best"
}

echo "opscope run against python3.11 (user time, best of three):"
for program in tests/bench/bench_*.py; do
    theirs=$(seconds $python "$program")
    ours=$(seconds "$opscope" run "$program")
    echo "$(basename "$program" .py) $ours $theirs"
done | awk '{ r = $2 / ($3 > 0 ? $3 : 0.01); printf "  %-22s %6.2f s  %6.2f s  ratio %.2f\n", $1, $2, $3, r; log_sum += log(r > 0 ? r : 0.01); n++ }
    END { printf "  geometric mean of the ratios: %.2f\n", exp(log_sum / n) }'

echo "the compiler (wall time, best of three):"
tests/bench/compile.sh | sed "s/^/  /"

echo "recording on against recording off:"
tests/bench/recording.sh "$opscope" | sed "s/^/  /"

echo "an empty file, start to end:"
: >/tmp/opscope_empty.py
bash -c 'TIMEFORMAT="  %R s for 20 runs"; time for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "$1" run /tmp/opscope_empty.py; done' _ "$opscope"
