#!/bin/sh
# A command that does not exist.
"$1" shot --size 80x24 --keys ':frobnicate Enter' sum.py </dev/null
