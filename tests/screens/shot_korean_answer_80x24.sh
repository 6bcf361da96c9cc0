#!/bin/sh
# A long answer in Korean, in a pane of its own.
"$1" shot --size 80x24 --language ko --keys 'n n n :info Space globals Enter' sum.py </dev/null
