#!/bin/sh
# Keys and commands that can't mean what they seem to: what is said of them. A page of the help is a page.
for keys in 'b' ':5 Enter' '$ b'; do
    "$1" shot --size 80x24 --keys "$keys" sum.py </dev/null | tail -n 2 | head -n 1
    "$1" shot --size 80x24 --language ko --keys "$keys" sum.py </dev/null | tail -n 2 | head -n 1
done
"$1" shot --size 80x24 --keys '? PageDown' sum.py </dev/null | head -n 20
for language in en ko; do "$1" run --language $language --memory 1M sum.py; done
