#!/bin/sh
# A thread that waits for itself: the screen says so.
"$1" shot --size 80x24 --keys '$' deadlock.py </dev/null | tail -n 3
