#!/bin/sh
# The status line says on which branch one is.
"$1" shot --size 80x24 --keys "5s :set Space name=3 Enter" sum.py | tail -n 4
"$1" shot --size 80x24 --language ko --keys "5s :set Space name=3 Enter $" sum.py | tail -n 1
"$1" shot --size 80x24 --keys "5s :set Space name=3 Enter :branch Space 0 Enter" sum.py | tail -n 1
