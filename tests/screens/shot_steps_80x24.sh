#!/bin/sh
# --steps ends a run that has no end, on the screen and at the prompt, too. The time line of a long run is whole.
for language in en ko; do
    "$1" shot --language $language --steps 700000 --size 80x24 --keys '$ i' forever.py </dev/null | tail -n 4
    echo end | "$1" debug --language $language --steps 1000 --batch - forever.py | head -n 2
    "$1" record --language $language --steps 1000 -o /tmp/$$.opscope forever.py 2>&1 | tail -n 1
done
"$1" shot --size 80x24 --keys '$' /tmp/$$.opscope </dev/null | tail -n 1
rm -f /tmp/$$.opscope
