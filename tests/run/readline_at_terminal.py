# Lines that are typed at a terminal are edited where readline was imported. Here the terminal is the program's own.
# no trace: it calls back from C
import os
import signal
import sys
import threading

out = os.dup(1)
keyboard, terminal = os.openpty()
for number in range(2):
    os.dup2(terminal, number)


def say(*what):
    os.write(out, (" ".join(map(str, what)) + "\n").encode())


def type_behind(prompt, keys, shown):
    """Once the prompt is there, readline has the terminal's keys to itself."""
    while "readline" in sys.modules and prompt not in b"".join(shown):
        shown.append(os.read(keyboard, 1000))
    os.write(keyboard, keys)


def ask(keys, prompt="? "):
    shown = []
    typist = threading.Thread(target=type_behind, args=(prompt.encode(), keys, shown))
    typist.start()
    try:
        say("line", ascii(input(prompt)))
    except BaseException as error:
        say(type(error).__name__, error)
    typist.join()
    os.set_blocking(keyboard, False)
    try:
        while True:
            shown.append(os.read(keyboard, 1000))
    except BlockingIOError:
        os.set_blocking(keyboard, True)
    say("shown", b"".join(shown))


ask(b"plain\n")
ask(b"a\x04b\x04\x04\n")
ask(b"\x04")
ask("한글\n".encode())
ask(b"x\n", "wei\u00df\u4e00? ")
ask(b"x\n", "a\0b")

import readline

ask(b"ac\x02b\n")
ask(b"one two\x17three\n")
ask(b"\x10\n")
ask(b"\x10\x10!\n")
ask("한글\x02\x02가\n".encode())
ask(b"\x04")
ask(b"\xff\n")
ask(b"a\tb\n")
say([readline.get_history_item(i) for i in range(readline.get_current_history_length() + 2)])


def complete(text, state):
    say("complete", repr(text), state, readline.get_begidx(), readline.get_endidx(), repr(readline.get_line_buffer()),
        readline.get_completion_type())
    return [word for word in ("apple", "apricot", "banana", "é") if word.startswith(text)][state]


readline.set_completer(complete)
ask(b"b\tx\n")
readline.parse_and_bind("tab: complete")
ask(b"b\tx\n")
ask(b"say ap\t\tr\t\n")
readline.set_completion_display_matches_hook(lambda *what: say("matches", what))
ask(b"ap\t\tp\t\n")
readline.set_completion_display_matches_hook(None)
readline.set_completer(lambda text, state: 1 / 0)
ask(b"zz\t\n")
readline.set_completer(None)
readline.set_completer_delims(" ")
ask(b"x /etc/hostna\t\n")
readline.set_startup_hook(lambda: say("startup"))
readline.set_pre_input_hook(lambda: (readline.insert_text("given "), readline.redisplay()))
ask(b"more\n", "> ")
readline.set_startup_hook(lambda: 1 / 0)
readline.set_pre_input_hook()
readline.set_auto_history(False)
ask(b"not kept\n")
readline.set_auto_history(True)
readline.set_startup_hook()
readline.parse_and_bind('"\\C-t": "typed by one key"')
ask(b"<\x14>\n")
readline.parse_and_bind("set editing-mode vi")
ask(b"abc\x1b0iX\n")
readline.clear_history()
readline.add_history("first")
readline.replace_history_item(0, "second")
readline.parse_and_bind("set editing-mode emacs")
ask(b"\x10\n")
say(readline.get_current_history_length(), repr(readline.get_line_buffer()))

count = 0


def ring(number, frame):
    global count
    count += 1
    say("rings")
    if count == 2:
        raise OSError("enough")


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
try:
    input("> ")
except OSError as error:
    say(error)
signal.setitimer(signal.ITIMER_REAL, 0)
ask(b"again\n")
