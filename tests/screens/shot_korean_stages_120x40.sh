#!/bin/sh
# A stage of the compiler in Korean.
"$1" shot --size 120x40 --language ko --keys '20 i v Tab Tab' sum.py </dev/null
