#!/bin/sh
# A command that does not exist; keys of a keyboard that writes Korean.
"$1" shot --size 80x24 --keys ':frobnicate Enter' sum.py </dev/null
"$1" shot --size 80x24 --keys 'ㅑ' sum.py </dev/null | tail -n 2
"$1" shot --size 80x24 --language ko --keys 'ㅑ' sum.py </dev/null | tail -n 2
