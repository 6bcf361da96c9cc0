#!/bin/sh
# The source of what is no file: -c, standard input; exec's own text of the same name is not known.
program='import sys
text = "x = 1\nimport os\n"
exec(text)'
"$1" shot --size 80x24 --keys 's s' -c "$program" </dev/null
printf '%s\n' "$program" | "$1" shot --size 80x24 --keys 's s v' - | head -n 6
"$1" shot --size 80x24 --keys '4s' -c "$program" </dev/null | sed -n 2p
