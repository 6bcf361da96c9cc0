#!/bin/sh
# A library makes thousands of objects; the program's own functions and classes come before them.
program='import json
class C: tags = ["a"]
def f(x): return [x]
kept = 5'
"$1" shot --size 120x40 --keys 'n n n n' -c "$program" </dev/null | grep -o -A 3 '┌─ objects.*\|[^│]*│$' | grep -A 3 objects |
    sed 's/#[0-9]*/#N/; s/[ ─]*.$//'
