#!/bin/sh
# The threads have a place of their own as soon as there are two.
"$1" shot --size 120x40 --keys ': break Space 9 Enter c c' threads.py
