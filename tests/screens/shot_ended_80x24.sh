#!/bin/sh
# What is said of an end: nothing was compiled; end of input within an instruction; at the end already.
"$1" shot --size 80x24 broken.py </dev/null | sed -n '2p;22,24p'
"$1" shot --size 80x24 --keys 'i' broken.py </dev/null | tail -n 3
"$1" shot --size 80x24 --keys 'v' broken.py </dev/null | sed -n 3p
"$1" shot --size 80x24 --format ansi broken.py </dev/null | sed -n 2p
"$1" shot --size 80x24 --keys 'c C-d' asks.py </dev/null | tail -n 3
"$1" shot --size 80x24 --keys 'c C-d i' asks.py </dev/null | tail -n 3
