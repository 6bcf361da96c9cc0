#!/bin/sh
# On a Korean screen all that opscope itself says is Korean. Every command is carried out, right and wrong, and every
# pane is looked at. What is English then must be a name: of names.txt, of a command, of the program, of a class or an
# opcode (by its capitals); or CPython's own words (said_by_python.txt). What stands in quotes, in <> or has a dot is the
# program's.
opscope=$(realpath "$1")
cd "$(dirname "$0")" || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp ./*.py ./*.txt "$work" && cd "$work" || exit 2
failed=0
passed=0

# Names and other names of the commands, a line each.
sed -n 's/^ *COMMAND([A-Z_]*, "\([a-z-]*\)".*/\1/p' "$OLDPWD/../../src/session/commands.h" >commands
sed 's/^/help /' commands >script
"$opscope" debug --batch script program.py </dev/null 2>/dev/null | sed -n 's/^also: //p' | cat - commands | tr ' -' '\n\n' >command_words

# english PROGRAM: the English words of the standard input, each with its line.
english() {
    { cat names.txt command_words; grep -o '[A-Za-z_][A-Za-z_]*' "$1"; } >names
    awk '
    FILENAME == "said_by_python.txt" { said[++count] = $0; next }
    FILENAME == "names" { name[$0] = 1; next }
    /^\(opscope\) / { next }
    {
        line = $0
        gsub(/│/, "|", line)
        gsub(/…/, "...", line)
        for (i = 1; i <= count; i++)
            while (at = index(line, said[i])) line = substr(line, 1, at - 1) " " substr(line, at + length(said[i]))
        gsub(/\047[^\047|]*(\047|[.][.][.])|"[^"|]*("|[.][.][.])/, " ", line)
        gsub(/번의 출력: .*|[(]to [0-9]+[)]|[A-Za-z_0-9]+[.][A-Za-z_][A-Za-z_.:0-9]*|[A-Za-z]+[.][.][.]/, " ", line)
        gsub(/`[^`]*`|<[^<>|]*|[^ |]*[.]py[^ |]*|0x[0-9a-f]+|x[0-9]+|[/][a-z][^ |]*/, " ", line)
        while (match(line, /[A-Za-z_][A-Za-z_0-9]+/)) {
            word = substr(line, RSTART, RLENGTH)
            line = substr(line, RSTART + RLENGTH)
            if (!(word in name) && word ~ /[a-z]/ && word !~ /_|[a-z][A-Z]/) print word "\t" $0
        }
    }' said_by_python.txt names -
}

# judge WHAT: `found` must be empty.
judge() {
    if [ -s found ]; then
        failed=$((failed + 1))
        echo "FAILED language, $1: $(cut -f 1 found | sort | uniq | head -n 12 | tr '\n' ' ')"
        cut -f 2 found | uniq | head -n 3 | sed 's/^/   /'
    else passed=$((passed + 1)); fi
}

for script in program tasks threads; do
    timeout 60 "$opscope" debug --language ko --batch "$script.txt" "$script.py" </dev/null 2>/dev/null >answers
    english "$script.py" <answers >found
    judge "$script.txt"
done
rm -f ./*.breakpoints

while IFS= read -r keys; do
    for size in 80x24 120x40; do
        timeout 20 "$opscope" shot --size $size --language ko --keys "$keys" program.py </dev/null >screen 2>&1
        english program.py <screen >found
        judge "keys '$keys' at $size"
    done
done <screens.txt

# Each command has been tried.
while read -r command; do
    grep -q "^$command\b" program.txt tasks.txt threads.txt || echo "$command	no script has the command $command"
done <commands >found
judge "every command"

# The judge sees English: the same answers in English are refused.
timeout 60 "$opscope" debug --language en --batch program.txt program.py </dev/null 2>/dev/null >answers
refused=$(english program.py <answers | cut -f 2 | sort -u | wc -l)
: >found
[ "$refused" -gt 350 ] || echo "English	only $refused lines of the English answers are noticed" >found
judge "English is noticed"

echo "language: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
