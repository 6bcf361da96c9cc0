#!/bin/sh
# recording.sh OPSCOPE: what recording costs for each program of tests/bench, how fast one moves about in it and logs it;
# then the moves of a session in runs of 100 and 1,000 million instructions, each beside its bar.
opscope=$1
for program in tests/bench/bench_*.py; do
    echo "$(basename "$program" .py)"
    "$opscope" check-speed "$program"
done | awk '{ print }
    function note_history(kib) { if (name ~ /sorting|lists|string|library/) { if (kib > heavy) heavy = kib } history[n] = kib }
    / ratio / { ratio = $NF; log_sum += log(ratio); n++; if (ratio > worst) worst = ratio }
    /KiB for a million/ { for (i = 1; i < NF; i++) if ($(i + 1) == "KiB") note_history($i) }
    /instruction logged/ { if ($4 > logged) logged = $4 }
    NF == 1 { name = $1 }
    function median(a, count,   i, j, t) {
        for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++) if (a[j] < a[i]) { t = a[i]; a[i] = a[j]; a[j] = t }
        return a[int((count + 1) / 2)]
    }
    END {
        printf "all: recording on over off, geometric mean %.3f (bar 1.07), the worst %.3f (bar 1.15)\n", exp(log_sum / n), worst
        printf "all: history for a million instructions, median %d KiB (bar 128), list-heavy at most %d KiB (bar 2048)\n",
            median(history, n), heavy
        printf "all: every instruction logged, %d million a second where it is fastest (bar 150)\n", logged
    }'
for millions in 100 1000; do
    echo "long_plain $millions"
    "$opscope" check-moves tests/bench/long_plain.py $millions
    echo "long_lists $millions"
    "$opscope" check-moves --churns tests/bench/long_lists.py $millions
done
echo "long_lists 100, a history of 32 MiB"
"$opscope" check-moves --churns --history 32M tests/bench/long_lists.py 100
