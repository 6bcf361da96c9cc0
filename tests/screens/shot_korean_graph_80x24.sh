#!/bin/sh
# A flow graph in Korean: what is the compiler's own is told, names and opcodes are as they are.
"$1" shot --size 80x24 --language ko --keys '20 i v Tab Tab Tab' sum.py </dev/null
