#!/bin/sh
# A film: the first picture, then the rows that each key changed.
"$1" cast --size 80x24 --keys 'i i $' sum.py
