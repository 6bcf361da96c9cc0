#!/bin/sh
# A window of 40 columns: the source and the pane that is looked at.
"$1" shot --size 40x12 --keys '5 i Tab Tab Tab' sum.py
