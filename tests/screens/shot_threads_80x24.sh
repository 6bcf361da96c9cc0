#!/bin/sh
# Two threads: one holds the GIL, the other waits for a lock; where each stands.
"$1" shot --size 80x24 --keys ': pane Space threads Enter : break Space 9 Enter c c' threads.py
