#!/bin/sh
# Too small, in Korean.
"$1" shot --size 30x8 --language ko --keys 'i' sum.py </dev/null
