#!/bin/sh
# The optimised flow graph of the running function beside its source.
"$1" shot --size 120x40 --keys ': break Space 3 Enter c v Tab Tab Tab Tab' sum.py
