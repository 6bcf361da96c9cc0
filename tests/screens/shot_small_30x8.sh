#!/bin/sh
# A terminal that is too small.
"$1" shot --size 30x8 sum.py </dev/null
