#!/bin/sh
# The end of a program that waits for input, in Korean.
"$1" shot --size 80x24 --language ko --keys '$ C-c' asks.py </dev/null
