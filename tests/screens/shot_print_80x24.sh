#!/bin/sh
# print says what a name is.
"$1" shot --size 80x24 --keys 'n n n :print Space numbers Enter' sum.py </dev/null
