#!/bin/sh
# One pane alone.
"$1" shot --size 80x24 --keys 'Tab z' sum.py </dev/null
