#!/bin/sh
# Fuzzes the compiler and the reader of .pyc files, SECONDS each: run.sh SECONDS [compile|marshal]. An input that crashes is left in
# build/fuzz, and the command that shows it again is printed. Starts from the tests' programs; what was found of use is kept in
# build/fuzz/corpus_*.
cd "$(dirname "$0")/../.." || exit 2
seconds=$1
build=build/fuzz
flags='-O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
targets=${2:-compile marshal}
mkdir -p $build/corpus_compile $build/corpus_marshal
make -s -j"$(nproc)" $(for what in $targets; do echo $build/fuzz_$what; done) CC=clang BUILD=$build \
    ROOMS="base world object code syntax compiler" CFLAGS_release="$flags" || exit 2

# Seeds: each program behind a byte of choice, and the code of each.
for file in tests/run/*.py tests/bytecode/*.txt; do
    { printf '\000'; cat "$file"; } >"$build/corpus_compile/$(basename "$file")"
done
awk -v folder=$build/corpus_compile/ '{ printf "\001%s", $0 > (folder "wrong." NR); close(folder "wrong." NR) }' tests/syntax/wrong.txt
if [ -x /usr/bin/python3.11 ]; then
    /usr/bin/python3.11 -W ignore - tests/run/*.py <<'PYTHON'
import marshal, sys
for path in sys.argv[1:]:
    try:
        code = compile(open(path, "rb").read(), path, "exec")
    except SyntaxError:
        continue
    with open("build/fuzz/corpus_marshal/" + path.replace("/", "."), "wb") as file:
        marshal.dump(code, file)
PYTHON
fi

# One entry a line, as libFuzzer wants them; blanks inside the quotes belong to the entry.
sed 's/" "/"\n"/g' >$build/words.dict <<'DICT'
"def " "class " "lambda " "async " "await " "yield " "from " "import " "return " "match " "case " "try:" "except* " "except "
"finally:" "with " "as " "for " "in " "while " "if " "elif " "else:" "global " "nonlocal " "not " "and " "or " "is " "del "
"assert " "raise " "pass" "break" "continue" ":=" "**" "//" "->" "..." "f'{" "}'" "\"\"\"" "'''" "\\N{" "\\x" "coding:" "\x0a    "
"__debug__" "print " "True" "None" "!r}" "<>"
DICT

status=0
for what in $targets; do
    ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0 $build/fuzz_$what -max_total_time="$seconds" -timeout=20 -max_len=4096 \
        -rss_limit_mb=2000 -dict=$build/words.dict -artifact_prefix=$build/$what- -print_final_stats=1 -verbosity=${VERBOSITY:-0} $build/corpus_$what ||
        { status=1; echo "show it again: $build/fuzz_$what $build/$what-..."; }
done
exit $status
