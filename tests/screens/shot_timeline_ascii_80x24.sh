#!/bin/sh
# The time line in ASCII, in one row: } goes forth.
"$1" shot --size 80x24 --ascii --keys '$ 0 9 }' sum.py
