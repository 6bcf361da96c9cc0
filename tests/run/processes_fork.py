# Copies of the process: os.fork, os.exec*, os.spawn*, pty, a preexec_fn. (Elsewhere than under `opscope run` they are
# refused.)
# no collect: the library's modules are long
# no trace: only `opscope run` forks
import os
import pty
import signal
import subprocess
import sys
import threading


def code_of(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# The usual pattern, and what the copy shares.
numbers = [1, 2]
reader, writer = os.pipe()
pid = os.fork()
if pid == 0:
    numbers.append(3)
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        pipe.write(f"{numbers} {os.getppid() != os.getpid()}")
    os._exit(3)
os.close(writer)
with os.fdopen(reader) as pipe:
    print(pipe.read())
print(code_of(pid), numbers)

# A copy that goes on to the normal end: its buffers, its atexit, its finalizers.
print("once only", flush=True)
pid = os.fork()
if pid == 0:
    import atexit

    atexit.register(print, "the copy's atexit")
    sys.exit(4)
print(code_of(pid))

# Hooks around it.
order = []
os.register_at_fork(before=lambda: order.append("before"))
os.register_at_fork(
    before=lambda: order.append("before, registered later"),
    after_in_child=lambda: order.append("after, in the child"),
    after_in_parent=lambda: order.append("after, in the parent"),
)


def forked(work):
    """What work() answers in a copy."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, repr(work()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read().decode()
    os.waitpid(pid, 0)
    return answer


print(forked(lambda: order))
print(order)

# Of the threads only the one that forks is in the copy, and it is the main thread there.
stop = threading.Event()
other = threading.Thread(target=stop.wait)
other.start()
print(forked(lambda: (threading.active_count(), other.is_alive())))
answers = []
brancher = threading.Thread(
    target=lambda: answers.append(forked(lambda: threading.current_thread() is threading.main_thread()))
)
brancher.start()
brancher.join()
print(answers)
stop.set()
other.join()

# Another program in its place.
sys.stdout.flush()
print(os.spawnlp(os.P_WAIT, "sh", "sh", "-c", "echo spawned; exit 6"), os.spawnv(os.P_WAIT, "/no/such", ["x"]))
for call in (
    lambda: os.execv("/no/such/program", ["x"]),
    lambda: os.execv("/", ["x"]),
    lambda: os.execve("/bin/sh", ["sh"], {"a=b": "c"}),
    lambda: os.execvp("no_such_program_anywhere", ["x"]),
):
    try:
        call()
    except (OSError, ValueError) as error:
        print(type(error).__name__, error)
print(subprocess.run(["echo", "still able to start"], stdout=subprocess.PIPE).stdout)

# preexec_fn runs in the copy, with the other program's streams.
before = subprocess.run(["sh", "-c", "echo after; kill -USR1 $$; echo survived"], stdout=subprocess.PIPE,
                        preexec_fn=lambda: (os.write(1, b"before\n"), signal.signal(signal.SIGUSR1, signal.SIG_IGN)))
print(before.stdout)
try:
    subprocess.run(["true"], preexec_fn=lambda: 1 / 0)
except subprocess.SubprocessError as error:
    print(error)

pid, terminal = pty.fork()
if pid == 0:
    os.execlp("sh", "sh", "-c", "test -t 0 && echo a terminal")
print(os.read(terminal, 100))
sys.stdout.flush()
os.execvp("sh", ["sh", "-c", "echo the end; exit 7"])
