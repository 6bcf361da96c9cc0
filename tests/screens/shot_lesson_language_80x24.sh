#!/bin/sh
# The key l: a lesson goes on at its stop in the other language, if the terminal can show it.
"$1" shot --size 80x24 --lesson 1-adding --keys "Enter Enter l"
"$1" shot --size 80x24 --lesson 1-adding --keys "Enter Enter l l" | tail -n 9
"$1" shot --size 80x24 --lesson 1-adding --ascii --keys "l" | tail -n 2
"$1" shot --size 80x24 --keys "i l" sum.py | tail -n 4
