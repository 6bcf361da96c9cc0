#!/bin/sh
# The menu where there is little room, and after some keys: the lessons, and the shortest list of keys that says how to leave.
for size in 40x12 24x6 1x1; do "$1" shot --size $size; done
"$1" shot --size 24x6 --language ko
"$1" shot --size 24x6 --keys 'j j j'
"$1" shot --size 60x6 --keys 'j ㅂ' | tail -n 2
"$1" shot --size 60x6 --keys 'l ㅂ' | tail -n 2
