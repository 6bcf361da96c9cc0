#!/bin/sh
# The caller's frame: its source, its code and its stack, while a function runs.
"$1" shot --size 80x24 --keys '19 i (' sum.py </dev/null
