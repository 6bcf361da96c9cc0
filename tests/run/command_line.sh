#!/bin/sh
# The command line: what a newcomer types, right and wrong. command_line.sh OPSCOPE
opscope=$(realpath "$1")
tests=$(realpath "$(dirname "$0")")
. "$tests/../tools/plain_environment.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0
failed=0

# expect STATUS TEXT ARGS...: the exit status, and a text in what it prints (both streams).
expect() {
    status=$1
    text=$2
    shift 2
    timeout 60 "$opscope" "$@" >out 2>&1 </dev/null
    got=$?
    if [ "$got" -eq "$status" ] && { [ -z "$text" ] || grep -qF -- "$text" out; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED opscope $*: status $got, expected $status and '$text' in:"
        head -n 5 out
    fi
}

# expect_in_out TEXT WHAT: a text in the file `out`.
expect_in_out() {
    if grep -qF -- "$1" out; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED opscope $2: '$1' is not in:"
        head -n 5 out
    fi
}

printf 'print("hello", 6 * 7)\n' >hello.py
printf 'x = 1\nprint(x' >unclosed.py
: >empty.py
printf 'print("no end of line")' >no_newline.py
printf '\000\001\002\377' >binary.py
printf 'while True:\n    pass\n' >forever.py
printf 'def f():\n    return f()\nf()\n' >deep.py
printf 'x = []\nwhile True:\n    x.append("x" * 1000000)\n' >hungry.py
printf 'import sys\nprint(sys.argv[1:])\nsys.exit(3)\n' >arguments.py
mkdir folder package
printf 'import sys\nprint("in a folder", sys.argv[1:])\n' >folder/__main__.py
printf 'import sys\nprint("module", __name__, __spec__.name, len(sys.argv))\n' >package/__main__.py
: >package/__init__.py
printf 'step 3\nback\ninfo stack\ngoto 1\nquit\n' >script

expect 0 "hello 42" run hello.py
expect 0 "hello 42" run -c 'print("hello", 6 * 7)'
expect 3 "['a', '-O', 'b c']" run arguments.py a -O 'b c'
expect 0 "LOAD_NAME" dis hello.py
expect 0 '"qualname":"<module>"' dis --json hello.py
expect 0 '"op":"RESUME"' trace hello.py
expect 0 "LOAD_NAME" debug --batch script hello.py
printf 'c\n' >to_breakpoint
expect 0 "the program called breakpoint()" debug --batch to_breakpoint -c 'breakpoint()'
expect 0 "bytecode" shot hello.py
expect 0 "opscope run" --help
expect 0 "" run empty.py
expect 0 "no end of line" run no_newline.py
expect 0 "in a folder ['x']" run folder x
# A locale that the system does not have is as good as C (PEP 540).
locale=$LC_ALL
export LC_ALL=no_SUCH.UTF-8
expect 0 "surrogateescape 1" run -c 'import sys; print(sys.stdout.errors, sys.flags.utf8_mode)'
LC_ALL=$locale
expect 0 "<string>:1: EncodingWarning: 'encoding' argument not specified" run -X warn_default_encoding -c 'open("/dev/null")'
expect 0 "(1, 1, None, None)] b'\xe8\x00\xe8\x02\xf8\xe9\x02'" run -X no_debug_ranges -c 'f = lambda: 0; code = f.__code__
print(list(code.co_positions()), code.replace(co_linetable=b"\x80\x00\xd8\x01\x02\xf8\xf1\x02\x00\x01\x09").co_linetable)'
export PYTHONNODEBUGRANGES=1
expect 0 "[(1, 1, None, None)]" run -c 'print(list(compile("1", "", "eval").co_positions())[-1:])'
unset PYTHONNODEBUGRANGES
# What site leaves of sys.path; without it the folders are absolute, no more.
export PYTHONPATH=low/:../x:/a//b/../c/:/a/c::
expect 0 "['', '$PWD/low', '$(dirname "$PWD")/x', '/a/c', '$PWD', '/usr/" run -c 'import sys; print(sys.path)'
expect 0 "['', '$PWD/low', '$PWD/../x', '/a/c', '/a/c', '$PWD', '$PWD', '/usr/" run -S -c 'import sys; print(sys.path)'
unset PYTHONPATH
# The streams are flushed behind a program in a file, before its traceback; behind others after it. Where sys.stderr is
# missing or fails, CPython tells the least of an exception.
printf 'print("printed")\n1 / 0\n' >fails.py
for program in "fails.py:printed" "-:printed" "-m fails:Traceback"; do
    timeout 60 "$opscope" run ${program%%:*} <fails.py >all 2>&1
    head -n 1 all >out
    expect_in_out "${program#*:}" "run ${program%%:*}: first line"
done
expect 1 "object repr     : ZeroDivisionError('division by zero')" run -c 'import sys; del sys.stderr; 1/0'
expect 120 "lost sys.stderr" run -c 'import sys; sys.stderr = 5; 1/0'
expect 1 "sys.excepthook is missing" run -c 'import sys; sys.stderr = None; del sys.excepthook; 1/0'
expect 1 "said" run -c 'import sys; del sys.stderr; sys.exit("said")'
# sys.path[0]: where a program really is; a folder as it is named, made absolute.
printf 'import sys\nprint(sys.path[0] + "|" + __file__)\n' >folder/place.py
cp folder/place.py package/where.py
ln -s ../folder/place.py package/link.py
real=$(realpath .)
expect 0 "$real/folder|$PWD/package/link.py" run package/link.py
expect 0 "$real/package|$PWD/folder/../package/where.py" run folder/../package/where.py
mkdir program
cp folder/place.py program/__main__.py
expect 0 "$PWD/./program|$PWD/./program/__main__.py" run ./program
expect 0 "module __main__ package.__main__ 2" run -m package y
expect 1 "No module named nowhere" run -m nowhere
expect 0 "['dev', 'a=b'] 1 True" run -X dev -X a=b -I -c 'import sys; f = sys.flags; print([k if v is True else k + "=" + v for k, v in sys._xoptions.items()], f.isolated, f.safe_path)'
expect 0 "Python 3.11.2" run -V
timing='from time import perf_counter as t; x = list(range(100000)); y = set(x)
def took(f): a = t(); f(); return t() - a
print(took(lambda: 99999 in x) > 50 * took(lambda: 99999 in y), took(lambda: sorted(x)) > 50 * took(lambda: len(x)))'
expect 0 "True True" run --time virtual -c "$timing"
expect 0 "True True" run -c "$timing"
expect 0 "hello 42" run -i hello.py
expect 2 "opscope run -i FILE.py" debug -i hello.py
expect 0 "True False FileIO" run -u -c 'import sys; print(sys.stdout.write_through, sys.stdout.line_buffering, type(sys.stdout.buffer).__name__)'
printf '#! no Python\nprint("from line", __import__("sys")._getframe().f_lineno)\n' >skipped.py
expect 0 "from line 2" run -x skipped.py
expect 0 "['error']" run -Werror -c 'import sys; print(sys.warnoptions)'
expect 0 "2 1 ['error']" run -sOOW error -c 'import sys; print(sys.flags.optimize, sys.flags.no_user_site, sys.warnoptions)'
expect 0 "2 ['ignore']" run -bbEc 'import sys; print(sys.flags.bytes_warning, ["ignore"])'
expect 1 "BytesWarning: Comparison between bytes and string" run -bb -c 'print(b"x" == "x")'
expect 0 "0 0 5000" run -X int_max_str_digits=0 -c 'import sys; print(sys.flags.int_max_str_digits, sys.get_int_max_str_digits(), len(str(10 ** 4999)))'
expect 1 "Exceeds the limit (700 digits)" run -X int_max_str_digits=700 -c 'print(10 ** 700)'
expect 1 "SyntaxError: \"is\" with a literal" run -W error -c "x = 1 is 1"
expect 1 "install Python 3.11" run --stdlib /nowhere -c 'import json'
expect 1 "No module named 'not_there_either'" run --stdlib /nowhere -c 'import not_there_either'
expect 0 "<module 'os' (frozen)>" run -c 'import os; print(os)'
expect 1 "SyntaxError: '(' was never closed" run unclosed.py
expect 1 "SyntaxError: '(' was never closed" dis unclosed.py
expect 0 "" run binary.py
expect 2 "No such file" run missing.py
expect 2 "No such file" missing.py
expect 2 "is a folder" run .
expect 2 "there is no option" run --frobnicate hello.py
expect 2 "there is no command" frobnicate
expect 2 "which program" run
expect 2 "wants a size" run --memory lots hello.py
expect 2 "can't read the script" debug --batch nothing hello.py
expect 2 "terminal" hello.py
expect 1 "stopped after" run --steps 100000 forever.py
expect 1 "RecursionError: maximum recursion depth exceeded" run deep.py
expect 1 "MemoryError" run --memory 50M hungry.py

# breakpoints saved between runs
printf 'def f():\n    return 1\nf()\nf()\n' >kept.py
printf 'b 2 if TOS\nb f\nignore 2 1\ncommands 2 p 6 * 7\ntbreak raise KeyError uncaught\ndisable 3\nsave-breakpoints\n' >script
expect 0 "3 breakpoints saved" debug --batch script kept.py
printf 'info breakpoints\nc\n' >script
expect 0 "  2  f, 1 more passed over  then: p 6 * 7" debug --batch script kept.py
expect 0 "  3  raise KeyError uncaught  (disabled)  (once)" debug --batch script kept.py
expect 0 "6 * 7 = 42" debug --batch script kept.py

# answers in the language that --language or the locale says
printf 'goto x\nprint nothing\ninfo threads\nb 3\nc\nhelp dis\n' >script
expect 1 "goto: 'x'는 자리가 아닙니다" debug --language ko --batch script kept.py
expect 1 "NameError: name 'nothing' is not defined" debug --language ko --batch script kept.py
expect 1 "* 1  MainThread  실행 중" debug --language ko --batch script kept.py
expect 1 "중단점 4번: kept.py:3" debug --language ko --batch script kept.py
expect 1 "dis: 이 명령 앞뒤의 명령들" debug --language ko --batch script kept.py
locale=$LC_ALL
export LC_ALL=ko_KR.UTF-8
expect 1 "goto: 'x'는 자리가 아닙니다" debug --batch script kept.py
expect 1 "goto: 'x' is no place" debug --language en --batch script kept.py
# errors on the command line itself, and its help
expect 0 "수업의 목록, 또는 수업 하나" --help
expect 0 "수업의 목록, 또는 수업 하나" run --help
expect 0 "the menu of lessons, or one of them" --language en --help
expect 2 "'nowhere.py' 파일을 열 수 없습니다: [Errno 2] No such file" nowhere.py
expect 2 "can't open file 'nowhere.py'" run --language=en nowhere.py
expect 2 "'nowhere.py' 파일을 열 수 없습니다" run nowhere.py --language en
expect 2 "there is no option --frobnicate" run --language en --frobnicate hello.py
expect 2 "--memory 뒤에는 200M 같은 크기가 와야 합니다. 'lots'는 아닙니다" run --memory lots hello.py
expect 2 "'frobnicate' 명령은 없습니다" frobnicate
expect 2 "run: 어느 프로그램입니까?" run
expect 2 "'.'은(는) 폴더입니다" run .
expect 2 "화면에는 터미널이 있어야 합니다" hello.py
expect 1 "명령 1000개 뒤에 멈췄습니다" run --steps 1000 forever.py
expect 2 "명령이 먼저입니다. opscope lesson" --language ko lesson
export LC_ALL=ko_KR.EUC-KR
expect 2 "can't open file 'nowhere.py'" run nowhere.py
export LC_ALL="$locale"

# a recording holds the output, the marks and the branches
printf 'import random\nn = 1\nfor i in range(3):\n    print("line", i * n)\nprint(random.random())\n' >lines.py
printf 'b 4\nc\nma here\nset n = 10\nend\nbranch 0\nend\nsave lines.opscope\n' >script
expect 0 "saved: lines.opscope" debug --batch script lines.py
rm lines.py
printf 'branches\nend\ninfo output\n' >script
expect 0 "line 2" debug --batch script lines.opscope
expect 0 "set n = 10; ends at" debug --batch script lines.opscope
printf 'branch 1\nend\n' >script
expect 0 "branch 1 prints: line 20" debug --batch script lines.opscope
printf "'a\n" >script
expect 0 "lines.py:4 <module>" debug --batch script lines.opscope

# what is typed: as python3.11 -i answers it; and steps through it
if [ -x /usr/bin/python3.11 ]; then
    /usr/bin/python3.11 -q -i <"$tests/repl.txt" >theirs 2>theirs.err
    timeout 60 "$opscope" repl <"$tests/repl.txt" >ours 2>ours.err
    if cmp -s theirs ours && cmp -s theirs.err ours.err; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED opscope repl"
        diff theirs ours | head -n 5
        diff theirs.err ours.err | head -n 5
    fi
fi
# -i and PYTHONINSPECT: the prompt behind a program, however that has ended, with its names
printf 'import sys\nx = 5\ndef f(n): return n / 0\nprint("run")\nf(x)\n' >raises.py
printf 'x = 6\nraise SystemExit("bye")\n' >leaves.py
printf 'print(input())\n' >asks.py
printf '%s\n' 'x' '__file__' '__name__, sys.argv' 'sys.last_type, sys.flags.inspect, sys.flags.interactive' \
    '"\d"; 1 is 1' 'def g(n):' '  return g(n + 1)' '' 'g(0)' 'def h():' '  return 1' 'h()' '' \
    'raise KeyboardInterrupt' 'sys.ps1 = "? "' 'return 3' 'import atexit; atexit.register(print, "end")' 'if x:' '  x' >typed
for arguments in raises.py leaves.py asks.py 'arguments.py a' '-m raises' '-c x=7' '-c import(' -q -S ''; do
    [ -x /usr/bin/python3.11 ] || continue
    for input in typed /dev/null; do
        /usr/bin/python3.11 -i $arguments <"$input" >theirs 2>theirs.err
        echo $? >>theirs
        timeout 60 "$opscope" run -i $arguments <"$input" >ours 2>ours.err
        echo $? >>ours
        sed -i '1s/^Python 3\.11\.2 .* on linux$/Python on linux/' theirs.err ours.err # built when, by what
        if cmp -s theirs ours && cmp -s theirs.err ours.err; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED opscope run -i $arguments <$input"
            diff theirs ours | head -n 5
            diff theirs.err ours.err | head -n 5
        fi
    done
done
if timeout 60 "$opscope" check-hostile --fail-allocation 3 --failures 1: -i -c 1/0 <typed >out 2>&1; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED opscope check-hostile -i"
    tail -n 5 out
fi
expect 0 "" run -i -c 'import sys; sys.__stdin__.close()'
expect 1 "ZeroDivisionError" run -c 'import os; os.environ["PYTHONINSPECT"] = "1"; 1/0'
printf 'def f(a):\n    b = a + 1\n    return b\n\n:s f(5)\ns\ns\ns\ns\np a\nS\nc\n6 * 7\n:back\n:c\n' >typed
timeout 60 "$opscope" repl <typed >out 2>&1
for text in "<stdin>:3 f " "a = 5  (int)" "<stdin>:2 f " 42; do
    if grep -qF -- "$text" out; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED opscope repl: '$text' is not in:"
        head -n 20 out
    fi
done
printf 'import json\n:s json.dumps([1])\ns\ns\nc\n' >typed
timeout 60 "$opscope" repl <typed >out 2>&1
if grep -q "'\[1\]'" out && ! grep -q "json/__init__" out; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED opscope repl: a step went into the library:"
    head -n 20 out
fi
# A file's time lies between the times that the program reads before and after it.
expect 0 True run -c 'import os, tempfile, time
before = time.time()
with tempfile.NamedTemporaryFile() as file: file.write(b"now"); file.flush(); at = os.stat(file.name).st_mtime
print(before - 0.1 < at < time.time() + 0.1)'

# Ctrl-C in the midst of an instruction that takes hours: of the program, and of what is asked at a stop
printf 'c\nback\np sum(range(10**12))\np 6 * 7\n' >script
printf 'print(sum(range(10**12)))\n' >native.py
"$opscope" debug --batch script native.py >out 2>&1 </dev/null &
for try in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.5
    kill -INT $! 2>/dev/null || break
done
kill -KILL $! 2>/dev/null
wait $! 2>/dev/null
for text in "next: prepare the call sum(range(0, 1000000000000))" "6 * 7 = 42"; do
    if grep -qF "$text" out; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED opscope debug, Ctrl-C: '$text' is not in:"
        head -n 12 out
    fi
done

# every field of every code object, as python3.11 has them
printf 'def f(a, b=1, /, *c, d, **e):\n    x = a\n    def g(): return x, b\n    class C: "doc"; y = {1, 2} in {3: x}\n    return g, [i for i in c]\nassert __debug__, "한글"\n' >fields.py
if [ -x /usr/bin/python3.11 ]; then
    for option in "" -O -OO; do
        "$opscope" dis --json $option fields.py >got 2>&1
        PYTHONHASHSEED=0 /usr/bin/python3.11 "$tests/../tools/code_json.py" $option fields.py >wanted
        if cmp -s wanted got; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED opscope dis --json $option: other fields than python3.11's"
            diff wanted got | head -n 5
        fi
    done
fi

# compiled files: each command takes them; broken ones say what is wrong
"$opscope" compile -o compiled.pyc hello.py
printf 'step 3\nquit\n' >script
expect 0 "hello 42" run compiled.pyc
expect 0 "" compile hello.py -o behind.pyc
expect 0 "hello 42" run behind.pyc
expect 0 '"filename":"hello.py"' dis hello.py --json
expect 2 "what is 'empty.py'" compile hello.py empty.py
expect 2 "there is no option --jsn" dis hello.py --jsn
expect 0 "LOAD_NAME" dis compiled.pyc
expect 0 '"filename":"hello.py"' dis --json compiled.pyc
expect 1 "a .pyc file has no stages" dis --stages compiled.pyc
expect 0 '"op":"RESUME"' trace compiled.pyc
expect 0 "hello.py:1" debug --batch script compiled.pyc
expect 0 "bytecode" shot compiled.pyc
expect 0 "saved: kept.opscope" record -o kept.opscope compiled.pyc
expect 0 "bytecode" shot kept.opscope
expect 2 "kept.opscope is a recording of a run, no program: \`opscope kept.opscope\` opens it" run kept.opscope
expect 2 "opscope kept.opscope" dis kept.opscope
printf 'import sys\nprint("told", sys.flags.dont_write_bytecode, sys.flags.optimize, sys._xoptions, sys.warnoptions)\n' >told.py
expect 0 "saved: kept.opscope" record -B -O -X a=b -W ignore -o kept.opscope told.py
expect 0 "told 1 1 {'a': 'b'} ['ignore']" shot --size 120x40 --keys '$' kept.opscope
expect 2 "is compiled already" compile compiled.pyc
head -c 10 compiled.pyc >head.pyc
head -c 40 compiled.pyc >half.pyc
{ printf 'a\r\r\n' && tail -c +5 compiled.pyc; } >other.pyc
for command in run dis trace; do
    expect 1 "EOFError: EOF read where not expected" $command head.pyc
    expect 1 "RuntimeError: Bad code object in .pyc file" $command half.pyc
    expect 1 "RuntimeError: Bad magic number in .pyc file" $command other.pyc
done
expect 0 "Bad magic number" debug --batch script other.pyc

# what importing compiles is kept for the next run, in the bytes that python3.11 keeps; never where somebody looks on
mkdir -p kept/inner
printf 'import importlib\nimport kept_one\nimport inner.kept_two\nimportlib.import_module("kept_three")\n' >kept/main.py
printf 'def f(self, x=(1, "a b")):\n    return {"k": [x, self.y]}\n' >kept/kept_one.py
printf 'from kept_one import f as g\n' >kept/inner/kept_two.py
printf 'class C:\n    y = 2\n' >kept/kept_three.py
: >kept/inner/__init__.py
chmod 640 kept/kept_one.py

# files WANTED COMMAND...: what the command leaves behind of .pyc files, by name and mode; where WANTED is a folder, the
# same files with the same bytes as are there.
files() {
    wanted=$1
    shift
    find kept prefix -name __pycache__ -exec rm -rf {} + 2>/dev/null
    rm -rf prefix
    env -u PYTHONDONTWRITEBYTECODE "$@" >out 2>&1 </dev/null
    if [ -d "$wanted" ]; then
        diff -r "$wanted" kept >out 2>&1
    else
        find kept prefix -name '*.pyc' -printf '%m %p\n' 2>/dev/null | sort >left
        printf "$wanted" | cmp -s - left
    fi && passed=$((passed + 1)) && return
    failed=$((failed + 1))
    echo "FAILED $*: other .pyc files are left"
    head -n 5 out left
}
files '640 kept/__pycache__/kept_one.cpython-311.pyc
644 kept/__pycache__/kept_three.cpython-311.pyc
644 kept/inner/__pycache__/__init__.cpython-311.pyc
644 kept/inner/__pycache__/kept_two.cpython-311.pyc
' "$opscope" run kept/main.py
if [ -x /usr/bin/python3.11 ]; then
    env -u PYTHONDONTWRITEBYTECODE /usr/bin/python3.11 kept/main.py
    cp -rp kept theirs.kept
    files theirs.kept "$opscope" run kept/main.py
    rm -rf theirs.kept kept/__pycache__ kept/inner/__pycache__
    env -u PYTHONDONTWRITEBYTECODE /usr/bin/python3.11 -OO kept/main.py
    cp -rp kept theirs.kept
    files theirs.kept "$opscope" run -OO kept/main.py
fi
files '644 prefix'"$work"'/kept/kept_three.cpython-311.pyc
' "$opscope" run -X pycache_prefix=prefix -c 'import sys; sys.path.insert(0, "kept"); import kept_three'
files '644 prefix'"$work"'/kept/kept_three.cpython-311.pyc
' env PYTHONPYCACHEPREFIX=prefix/ "$opscope" run -c 'import sys; sys.path.insert(0, "kept"); import kept_three'
files '' "$opscope" run -B kept/main.py
files '' env PYTHONDONTWRITEBYTECODE=1 "$opscope" run kept/main.py
files '' "$opscope" run -c 'import sys; sys.path.insert(0, "kept"); sys.dont_write_bytecode = True; import kept_one'
files '' "$opscope" trace -o left kept/main.py
files '' "$opscope" record -o kept.opscope kept/main.py
files '' "$opscope" shot kept/main.py
files '' "$opscope" debug --batch script kept/main.py
expect 0 "False None" run -E -c 'import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)'
expect 0 "True a/b" run -B -X pycache_prefix=a/b -c 'import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)'

# a process with a terminal of its own
cat >pty_fork.py <<'EOF'
import os, pty
for fork in os.forkpty, pty.fork:
    process, terminal = fork()
    if process == 0:
        print([os.isatty(i) for i in range(3)], os.tcgetpgrp(0) == os.getpgrp(), flush=True)
        os.execvp("sh", ["sh", "-c", "tty >/dev/null && echo on a terminal"])
    said = b""
    try:
        while piece := os.read(terminal, 1000):
            said += piece
    except OSError:
        pass
    print(said, os.waitpid(process, 0)[1])
EOF
expect 0 "b'[True, True, True] True\\r\\non a terminal\\r\\n' 0" run pty_fork.py
expect 1 "only \`opscope run\` forks" trace -o left pty_fork.py

# the stages of odd programs
expect 0 "import time: self [us] | cumulative | imported package" run -X importtime -c 'import colorsys'
expect 0 " | colorsys" run -X importtime -c 'import colorsys'
expect 0 " |   xml" run -X importtime -c 'import xml.dom'
expect 0 "module top" dis --stages empty.py
expect 0 "Expr(" dis --stages no_newline.py
expect 1 "SyntaxError: '(' was never closed" dis --stages unclosed.py
expect 1 "SyntaxError" dis --stages -c 'return'
expect 0 "'이름'" dis --stages=tokens,tree -c '이름 = "한글"'

# the encoding of the standard streams
streams='import sys; print(sys.stdin.encoding, sys.stdout.errors, sys.stderr.encoding, sys.stderr.errors)'
for told in 'latin1=iso8859-1 strict iso8859-1 backslashreplace' 'cp949:ignore=cp949 ignore cp949 backslashreplace' \
    ':replace=utf-8 replace utf-8 backslashreplace'; do
    export PYTHONIOENCODING="${told%%=*}"
    expect 0 "${told#*=}" run -c "$streams"
    [ "$told" = "${told#latin1}" ] || expect 0 "utf-8" run -E -c "$streams"
done
PYTHONIOENCODING=nonsense
expect 1 "LookupError: unknown encoding: nonsense" run -c pass
unset PYTHONIOENCODING
# Signals that somebody else sends: handlers hear them, and what is ignored is.
cat >hears.py <<'END'
import signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda number, frame: print("heard", signal.Signals(number).name, flush=True))
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(4))
print("ready", flush=True)
while True:
    time.sleep(0.01)
END
said() { # said TEXT: waits until the program has said so
    for _ in $(seq 500); do
        grep -q "$1" out && return
        sleep 0.02
    done
}
"$opscope" run hears.py >out 2>&1 </dev/null &
hearing=$!
said ready
kill -HUP $hearing
kill -USR1 $hearing
said heard
kill -TERM $hearing
wait $hearing
got=$?
if [ "$got" -eq 4 ] && grep -q "heard SIGUSR1" out; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED signals from outside: status $got"
    cat out
fi
# What nohup and background jobs have ignored the program knows of; it may change its mind, for itself and for others.
cat >ignores.py <<'END'
import os, signal, subprocess
os.kill(os.getpid(), signal.SIGHUP)
os.kill(os.getpid(), signal.SIGINT)
print(*[number.name for number in signal.Signals if signal.getsignal(number) is signal.SIG_IGN])
for action in None, signal.SIG_DFL:
    if action is not None:
        signal.signal(signal.SIGHUP, action)
    other = subprocess.Popen(["sh", "-c", "kill -HUP $$; exit 3"])
    print(other.wait())
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
END
got=$(trap '' HUP INT; "$opscope" run ignores.py 2>&1)
if [ "$got" = "SIGHUP SIGINT SIGPIPE SIGXFSZ
3
-1
interrupted" ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED signals that are ignored at the start: $got"
fi
echo "command line: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
