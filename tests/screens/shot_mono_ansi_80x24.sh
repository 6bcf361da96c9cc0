#!/bin/sh
# Without colour: what stands out does so by bold, underline and reverse.
"$1" shot --size 80x24 --monochrome --format ansi --keys ':break Space 3 Enter c i i' sum.py </dev/null
