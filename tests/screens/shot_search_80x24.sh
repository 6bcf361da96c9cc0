#!/bin/sh
# A search in the bytecode.
"$1" shot --size 80x24 --keys 'Tab /STORE Enter' sum.py </dev/null
