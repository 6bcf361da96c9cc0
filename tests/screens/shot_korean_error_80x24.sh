#!/bin/sh
# A command that is wrong, answered in Korean with the particle that fits.
"$1" shot --size 80x24 --language ko --keys '12 i :goto Space x Enter' sum.py </dev/null
