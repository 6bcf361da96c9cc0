#!/bin/sh
# A breakpoint in a function, reached by c.
"$1" shot --size 80x24 --keys ':break Space 3 Enter c' sum.py </dev/null
