#!/bin/sh
# A click looks at a pane and selects a row; the wheel scrolls; b then sets the breakpoint there.
"$1" shot --size 80x24 --keys "Click:8,3 b Click:60,16" sum.py
