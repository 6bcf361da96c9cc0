# no trace: the library's modules are long, and CPython has imported some of them before
"""What a hook of sys.addaudithook hears of files, folders, processes, sockets, databases, in order, with all arguments."""
import fcntl
import io
import mmap
import os
import pathlib
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading

listening = False
heard = []


def show(value, depth=0):
    if isinstance(value, (tuple, list)) and depth < 2:
        return f"{type(value).__name__}({', '.join(show(item, depth + 1) for item in value)})"
    if isinstance(value, bool) or not isinstance(value, (str, int, bytes, float, type(None))):
        return f"<{type(value).__name__}>"
    return named.get(value) or repr(value)[:50]


def hook(event, arguments):
    global listening
    if listening and event not in ("import", "exec", "marshal.loads", "os.listdir", "object.__getattr__"):
        listening = False
        if event == "signal.pthread_kill":
            arguments = arguments[1:]
        heard.append((event, show(arguments)))
        listening = True


def attempt(function, *arguments, **keywords):
    global listening
    heard.clear()
    listening = True
    try:
        result = type(function(*arguments, **keywords)).__name__
    except (OSError, TypeError, ValueError, OverflowError, sqlite3.Error) as error:
        result = f"{type(error).__name__}: {error}"
    listening = False
    print(getattr(function, "__qualname__", function), "->", result)
    for event, arguments in heard:
        print("   ", event, arguments)


base = tempfile.mkdtemp()
os.chdir(base)
pathlib.Path("a").write_text("hello")
os.mkdir("d")
folder, file = os.dup2(os.open(".", os.O_RDONLY), 201), os.dup2(os.open("a", os.O_RDWR), 202)
named = {folder: "FOLDER", file: "FILE", os.getpid(): "PROCESS"}
sys.addaudithook(hook)
path = pathlib.Path

attempt(os.open, "a", os.O_RDONLY)
attempt(os.open, path("a"), os.O_RDONLY, dir_fd=folder)
attempt(os.open, 3, 0)
for arguments in (("a",), (b"a", "rb"), (path("b"), "w+"), ("c", "xb"), ("c", "x"), ("a", "q"), ("missing",)):
    attempt(open, *arguments)
attempt(open, file, "rb", closefd=False)
attempt(io.open_code, "a")
attempt(io.FileIO, "a", "rb+")
attempt(open, "a", opener=lambda name, flags: os.open(name, flags))
for function, *arguments in (
        (os.scandir,), (os.scandir, folder), (os.mkdir, "e"), (os.makedirs, "x/y"), (os.removedirs, "x/y"),
        (os.rename, "b", "b2"), (os.replace, "b2", b"b"), (os.link, "a", "l"), (os.symlink, "a", "s"), (os.remove, "l"),
        (os.unlink, "missing"), (os.rmdir, path("e")), (os.chmod, "a", 0o640), (os.chmod, file, 0o640),
        (os.fchmod, file, 0o600), (os.chown, "a", -1, -1), (os.fchown, file, -1, -1), (os.lchown, "s", -1, -1),
        (os.utime, "a"), (os.utime, "a", (1, 2)), (os.utime, "a", (1,)), (os.truncate, "a", 3), (os.ftruncate, file, 2),
        (os.chdir, "d"), (os.fchdir, folder), (os.listxattr, "a"), (os.lockf, file, os.F_TLOCK, 0), (os.kill, os.getpid(), 0),
        (os.putenv, "A", "b"), (os.unsetenv, b"A"), (os.putenv, "A=", "b"), (os.system, "true"),
        (os.posix_spawn, "/bin/true", ["true"], {}), (subprocess.call, ["true"]), (os.stat, "a"), (os.execv, "/missing", ["m"]),
        (os.execve, b"/missing", ["m"], {"A": "b"}), (os.execv, "/missing", []), (shutil.copyfile, "a", "copy"),
        (fcntl.fcntl, file, fcntl.F_GETFD), (fcntl.fcntl, file, fcntl.F_SETFD, 1), (fcntl.ioctl, file, 0x5413, bytes(8)),
        (fcntl.flock, file, fcntl.LOCK_SH), (fcntl.lockf, file, fcntl.LOCK_UN, 1), (mmap.mmap, -1, 10), (mmap.mmap, file, 0),
        (mmap.mmap, -1, -1), (resource.setrlimit, resource.RLIMIT_CORE, (0, 0)), (resource.prlimit, 0, resource.RLIMIT_CORE),
        (resource.prlimit, 0, resource.RLIMIT_CORE, (0, 0)), (resource.setrlimit, 999, (0, 0)), (resource.setrlimit, 3, 3),
        (signal.pthread_kill, threading.get_ident(), 0), (sqlite3.connect, ":memory:"), (sqlite3.connect, "/missing/db")):
    attempt(function, *arguments)
attempt(os.mkdir, "e", 0o700, dir_fd=folder)
attempt(os.rmdir, "e", dir_fd=folder)
attempt(os.rename, "c", "c2", src_dir_fd=folder, dst_dir_fd=folder)
attempt(os.utime, "a", ns=(1, 2), dir_fd=folder)

connection = sqlite3.connect(":memory:")
attempt(connection.enable_load_extension, False)
attempt(connection.load_extension, "missing")

server, client = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
address = server.getsockname()
server.listen()
named[address[1]] = "PORT"
for function, *arguments in (
        (socket.socket,), (socket.socket, 99, 99, 99), (socket.socketpair,), (socket.gethostname,),
        (socket.gethostbyname, "127.0.0.1"), (socket.getaddrinfo, "127.0.0.1", 80, 0, 1), (socket.getnameinfo, ("127.0.0.1", 80), 3),
        (socket.getservbyname, "http", "tcp"), (socket.getservbyport, 80), (client.sendto, b"x", address), (client.sendto, b"x", 3),
        (client.sendmsg, [b"x"], (), 0, address), (client.bind, 3), (client.connect, address), (client.connect_ex, address),
        (socket.create_connection, address), (server.accept,)):
    attempt(function, *arguments)
os.chdir("/")
shutil.rmtree(base)
