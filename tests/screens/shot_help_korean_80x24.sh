#!/bin/sh
# The help in Korean.
"$1" shot --size 80x24 --language ko --keys '? PageDown' sum.py </dev/null
