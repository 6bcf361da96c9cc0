#!/bin/sh
# A locale without UTF-8.
"$1" shot --size 80x24 --ascii sum.py </dev/null
