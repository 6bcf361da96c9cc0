#!/bin/sh
# The time line of a run that ended: depth, output, a mark; a click goes to the column, { one back.
"$1" shot --size 120x40 --keys '$ O ma C Click:40,35 {' sum.py
