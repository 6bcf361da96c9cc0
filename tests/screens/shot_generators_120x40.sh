#!/bin/sh
# A sleeping generator.
"$1" shot --size 120x40 --keys 'n n n' ../../lessons/3-generators/program.py </dev/null
