# Starting and waiting by the system's own calls: posix_spawn, waitpid, waitid, kill, and the signal of a child's end.
# no trace: the names of the module signal come in another order
# no collect: the library's modules are long
import errno
import os
import signal
import tempfile

SHELL = "/bin/sh"


def spawn(command, **how):
    return os.posix_spawn(SHELL, ["sh", "-c", command], os.environ, **how)


child = spawn("exit 7")
pid, status = os.waitpid(child, 0)
print(pid == child, os.waitstatus_to_exitcode(status))
try:
    os.waitpid(child, 0)
except ChildProcessError as error:
    print(error)

# File actions are done in their order; descriptors are the program's.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "out")
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, path, os.O_WRONLY | os.O_CREAT, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
        (os.POSIX_SPAWN_CLOSE, 0),
    ]
    os.waitpid(spawn("echo to file; echo too >&2; cat", file_actions=actions), 0)
    with open(path) as file:
        print(file.readlines()[:2])

# A child that runs on until it is told to end; one that stops and goes on.
child = spawn("exec sleep 100")
print(os.waitpid(child, os.WNOHANG))
os.kill(child, signal.SIGSTOP)
print(os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1]))
os.kill(child, signal.SIGCONT)
print(os.WIFCONTINUED(os.waitpid(child, os.WCONTINUED)[1]))
os.kill(child, signal.SIGTERM)
pid, status, usage = os.wait4(child, 0)
print(pid == child, os.WIFSIGNALED(status), signal.Signals(os.WTERMSIG(status)).name, usage.ru_maxrss > 0)

# waitid can look without taking.
child = spawn("exit 9")
told = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
print(told.si_pid == child, told.si_status, told.si_code == os.CLD_EXITED, told.si_signo == signal.SIGCHLD)
print(os.waitid(os.P_PID, child, os.WEXITED).si_status)
try:
    os.wait()
except ChildProcessError as error:
    print(errno.errorcode[error.errno])

# A group of children; whichever ends first.
leader = spawn("exec sleep 100", setpgroup=0)
member = spawn("exec sleep 100", setpgroup=leader)
os.killpg(leader, signal.SIGKILL)
print({os.wait()[0], os.wait()[0]} == {leader, member})

# A Python handler hears when one ends.
ended = []
signal.signal(signal.SIGCHLD, lambda number, frame: ended.append(signal.Signals(number).name))
child = spawn("exit 0")
os.waitpid(child, 0)
print(ended)
reader, writer = os.pipe()
child = spawn("read line", file_actions=[(os.POSIX_SPAWN_DUP2, reader, 0)])
os.write(writer, b"go on\n")
signal.pause()
print(ended, os.waitpid(child, 0)[1])
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

# Descriptors are the program's own numbers; only those that are inheritable arrive.
reader, writer = os.pipe()
os.system(f"echo nobody hears this 2>/dev/null >&{writer} || true")
os.set_inheritable(writer, True)
os.system(f"echo through descriptor >&{writer}")
os.close(writer)
print(os.read(reader, 100))
os.close(reader)

# Ignored signals and held back ones are inherited, unless it is said otherwise.
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
print(os.waitpid(spawn("kill -USR1 $$; exit 4"), 0)[1] >> 8)
print(os.waitpid(spawn("kill -USR1 $$; exit 4", setsigdef=[signal.SIGUSR1]), 0)[1] == signal.SIGUSR1)

for call in (
    lambda: os.posix_spawn("/no/such/program", ["x"], {}),
    lambda: os.posix_spawnp("no_such_program_anywhere", ["x"], {}),
    lambda: os.posix_spawn("/", ["x"], {}),
    lambda: os.posix_spawn(SHELL, [], {}),
    lambda: os.posix_spawn(SHELL, "sh", {}),
    lambda: os.posix_spawn(SHELL, ["sh"], None),
    lambda: os.posix_spawn(SHELL, ["sh"], {}, file_actions=[()]),
    lambda: os.posix_spawn(SHELL, ["sh"], {}, file_actions=[(99, 1)]),
    lambda: os.posix_spawn(SHELL, ["sh"], {}, file_actions=[(os.POSIX_SPAWN_DUP2, 1)]),
    lambda: os.kill(2**30, 0),
):
    try:
        print(call())
    except (OSError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
