#!/bin/sh
# The help screen.
"$1" shot --size 80x24 --keys '?' sum.py </dev/null
