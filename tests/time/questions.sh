#!/bin/sh
# Questions to a session, and what it answers: scripts *.txt on program.py against expected/. With --expect they are
# written anew: read them then.
opscope=$(realpath "$1")
cd "$(dirname "$0")" || exit 2
passed=0
failed=0
for script in *.txt; do
    name=${script%.txt}
    timeout 60 "$opscope" debug --batch "$script" program.py </dev/null 2>/dev/null | sed "s|$PWD/||g" >"/tmp/$$.answers"
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
