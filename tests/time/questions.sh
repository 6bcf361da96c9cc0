#!/bin/sh
# Questions to a session, and what it answers: scripts *.txt on program.py against expected/. With --expect they are
# written anew: read them then.
opscope=$(realpath "$1")
cd "$(dirname "$0")" || exit 2
unset PYTHONUNBUFFERED # it moves the moments at which something is written
passed=0
failed=0
# A script asks about the program of its own name, or about program.py. Those import much: the numbers of instructions
# and objects are the library's then, and are not compared.
plain() { if [ "$program" = program.py ]; then cat; else sed 's/^\[[0-9]*\]/[N]/; s/#[0-9][0-9]*/#N/g'; fi; }
for script in *.txt; do
    name=${script%.txt} program=program.py
    [ -e "$name.py" ] && program=$name.py
    timeout 60 "$opscope" debug --batch "$script" "$program" </dev/null 2>/dev/null | sed "s|$PWD/||g" | plain >"/tmp/$$.answers"
    [ "$2" = --expect ] && cp "/tmp/$$.answers" "expected/$name.out"
    if cmp -s "expected/$name.out" "/tmp/$$.answers"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        diff "expected/$name.out" "/tmp/$$.answers" | head -n 10
    fi
    rm -f "/tmp/$$.answers"
done
echo "questions: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
