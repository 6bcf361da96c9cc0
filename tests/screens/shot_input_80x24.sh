#!/bin/sh
# input(): the question stands where it is answered, and in the output.
"$1" shot --size 80x24 --keys 'c 김 민' asks.py
