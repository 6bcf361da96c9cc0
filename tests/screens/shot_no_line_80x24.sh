#!/bin/sh
# An instruction without a line of its own: the lines around what comes behind it are shown.
"$1" shot --size 80x24 --keys ':find Space op Space PUSH_EXC_INFO Enter' ../time/program.py </dev/null | head -n 10
