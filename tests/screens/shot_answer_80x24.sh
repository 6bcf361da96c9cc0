#!/bin/sh
# An answer of more than a line has a pane of its own.
"$1" shot --size 80x24 --keys "20i :info Space stack Enter" sum.py
