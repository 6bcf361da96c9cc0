#!/bin/sh
# Wrong programs (wrong.txt): run.sh KIND PYTHON...  writes what PYTHON (`python3.11`, `opscope run`) says of each.
#
#   fields   every field of the SyntaxError, in compile()'s three modes, and the warnings
#   hostile  the same for the programs of hostile.py: too deep, too long, too broken
#   carets   what is printed when the program is run from a file ("(right)" where nothing is wrong with it)
#
# run.sh check KIND OPSCOPE compares with expected/KIND.gz, which `make expect` makes from python3.11. EVERY=N: carets of every
# N-th program only.
[ "$1" != check ] || opscope=$(realpath "$3") || exit 2
cd "$(dirname "$0")" || exit 2
here=$PWD
export LC_ALL=C.UTF-8 PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
kind=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fields() {
    "$@" wrong.py <wrong.txt 2>"$work/warnings"
    cat "$work/warnings"
}

hostile() { "$@" hostile.py 2>&1; }

carets() {
    number=0
    cd "$work" || exit 2
    while IFS= read -r line; do
        number=$((number + 1))
        [ $((number % ${EVERY:-1})) -eq 0 ] || continue
        printf '%b' "$line" >wrong_program.py
        echo "--- $number" >&2
        "$@" wrong_program.py </dev/null >/dev/null
    done <"$here/wrong.txt" 2>errors
    awk -v work="$work/" '
        function finish() { if (head) print head "\n" (text == "" || text ~ /^Traceback|\nTraceback/ ? "(right)\n" : text) }
        /^--- [0-9]+$/ { finish(); head = $0; text = ""; next }
        { at = index($0, work); if (at) $0 = substr($0, 1, at - 1) substr($0, at + length(work)); text = text $0 "\n" }
        END { finish() }' errors
}

# check KIND OPSCOPE: shows at most 40 lines of what differs.
check() {
    programs=$(gzip -dc "$here/expected/$1.gz" | grep -c .)
    [ "$1" = hostile ] || programs=$(($(grep -c . "$here/wrong.txt") / ${EVERY:-1}))
    gzip -dc "$here/expected/$1.gz" | awk -v every="${EVERY:-1}" -v kind="$1" '
        /^--- [0-9]+$/ { shown = $2 % every == 0 }
        shown || kind != "carets"' >"$work/expected"
    timeout 300 "$here/run.sh" "$1" "$2" run >"$work/got"
    diff "$work/expected" "$work/got" >"$work/difference"
    wrong=$(grep -c '^[0-9]' "$work/difference")
    head -n 40 "$work/difference"
    echo "$((programs - wrong)) passed, $wrong failed"
}

case $kind in
check) check "$1" "$opscope" ;;
*) "$kind" "$@" ;;
esac
