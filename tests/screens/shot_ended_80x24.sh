#!/bin/sh
# What is said of an end: nothing was compiled; end of input within an instruction; at the end already.
"$1" shot --size 80x24 --keys 'i' broken.py </dev/null | tail -n 3
"$1" shot --size 80x24 --keys 'c C-d' asks.py </dev/null | tail -n 3
"$1" shot --size 80x24 --keys 'c C-d i' asks.py </dev/null | tail -n 3
