#!/bin/sh
# What is said to people is said in both languages (src/inspect/language.h): a statement that appends, draws or prints
# two English words side by side has to hold Korean, too. Commands (`info moment`) are no words for
# people, and SVG is none.
cd "$(dirname "$0")/../.." || exit 2
bad=$(LC_ALL=C awk '
    FNR == 1 { statement = "" }
    { sub(/\/\*.*\*\//, ""); statement = statement " " $0 }
    /[;{}] *$/ {
        korean = statement ~ /[\352-\355][\200-\277][\200-\277]/
        says = statement ~ /(text_append(_cstring|_format)?|row_add|row_format|ui_show|canvas_text|puts|printf) *\(/
        if (says && !korean && statement !~ /usage_error|fprintf/) {
            texts = ""
            while (match(statement, /"([^"\\]|\\.)*"/)) {
                texts = texts " | " substr(statement, RSTART, RLENGTH)
                statement = substr(statement, RSTART + RLENGTH)
            }
            gsub(/%[-0-9.*lz]*[a-z]|\\./, "", texts)
            if (texts ~ /[a-z][a-z]+[,;:]? [a-z][a-z]+/) print FILENAME ":" FNR ":" texts
        }
        statement = ""
    }' src/session/*.c $(ls src/ui/*.c | grep -v canvas_export) src/lesson/*.c src/app/debug.c src/app/repl.c src/app/main.c src/app/options*.c)
[ -z "$bad" ] || { echo "said in English only:"; echo "$bad"; exit 1; }
