#!/bin/sh
# A command is being typed; Tab completes names.
"$1" shot --size 80x24 --keys 'n n n n :print Space num Tab' sum.py </dev/null
