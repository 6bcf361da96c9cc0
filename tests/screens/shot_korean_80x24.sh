#!/bin/sh
# The screen of a program in Korean.
"$1" shot --size 80x24 --language ko --keys '12 i' sum.py </dev/null
