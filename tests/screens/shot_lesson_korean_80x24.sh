#!/bin/sh
# A lesson in Korean.
"$1" shot --size 80x24 --lesson 1 --language ko --keys 'Enter Enter Enter' </dev/null
