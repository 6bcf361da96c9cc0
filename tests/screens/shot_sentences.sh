#!/bin/sh
# What the first instruction of each kind did, in both languages, for a program that has most of them. Numbers of objects
# are left out: which particle follows them in Korean depends on their last digit.
script=$(mktemp)
yes i | head -n 1200 >"$script"
for language in en ko; do
    "$1" debug --language $language --batch "$script" opcodes.py </dev/null |
        awk '/^(did|한 일): / && !/#[0-9]/ && opcode != "" && !told[opcode]++ { sub(/^[^:]*: /, ""); print opcode ": " $0 }
             /^\[[0-9]+\] opcodes/ { opcode = $5 }' | LC_ALL=C sort
done
rm -f "$script"
