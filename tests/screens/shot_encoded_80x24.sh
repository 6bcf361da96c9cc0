#!/bin/sh
# Sources as they read: in the encoding that their coding line names, with a byte order mark, with old line ends.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '# coding: euc-kr\n\260\241 = "\263\252"\nprint(\260\241)\n' >"$work/euckr.py" # 가 = "나"
printf '\357\273\277x = "가"\r\nprint(x)\r\n' >"$work/mark.py"
printf 'if 1:\r    x = 1\rprint(x)' >"$work/old.py"
for name in euckr mark old; do "$1" shot --size 80x24 --keys 's s' "$work/$name.py" | sed -n '2,4p;24p'; done
"$1" shot --size 80x24 --keys 's s v' "$work/euckr.py" | sed -n '3,5p'
