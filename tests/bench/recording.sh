#!/bin/sh
# recording.sh OPSCOPE: what recording costs for each program of tests/bench, and how fast one moves about in it.
opscope=$1
for program in tests/bench/bench_*.py; do
    echo "$(basename "$program" .py)"
    "$opscope" check-speed "$program"
done | awk '{ print }
    / ratio / { ratio = $NF; log_sum += log(ratio); n++; if (ratio > worst) worst = ratio }
    /KiB for a million/ { for (i = 1; i < NF; i++) if ($(i + 1) == "KiB") kib[n] = $i }
    function median(a, count,   i, j, t) {
        for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++) if (a[j] < a[i]) { t = a[i]; a[i] = a[j]; a[j] = t }
        return a[int((count + 1) / 2)]
    }
    END { printf "all: geometric mean of the ratios %.3f, the worst %.3f; median history %d KiB for a million instructions\n",
          exp(log_sum / n), worst, median(kib, n) }'
