#!/bin/sh
# The first look at a program, on a small terminal.
"$1" shot --size 80x24 sum.py </dev/null
