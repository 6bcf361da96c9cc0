# Numbers of users and groups, and what fcntl and ioctl take: which error is told of what is none.
# no trace: CPython makes the codec of an open file in Python
import grp, pwd, os, fcntl
pipe = os.pipe()[0]
def t(f):
    try: print(repr(f())[:80])
    except BaseException as e: print(type(e).__name__, e)
for n in (2**31-1, 2**31, 2**32-2, 2**32-1, 2**32, 2**33, 2**40, 2**63-1, 2**63, 2**64, 2**70, -1, -2, -2**31, -2**31-1,-2**40, -2**70, 1.5):
    print(n)
    t(lambda: grp.getgrgid(n))
t(lambda: pwd.getpwuid(n))
t(lambda: os.chown("/nope", n, 0))
t(lambda: os.chown("/nope", 0, n))
t(lambda: fcntl.ioctl(pipe,"a"))
t(lambda: fcntl.ioctl(pipe,2**40))
t(lambda: fcntl.ioctl(pipe,1.5))
t(lambda: fcntl.ioctl(pipe,-1))
t(lambda: fcntl.ioctl(pipe, 1, "a"))
t(lambda: fcntl.ioctl(pipe, 1, 2**40))
t(lambda: fcntl.ioctl(pipe,1,None))
t(lambda: fcntl.ioctl("a",1,1))
t(lambda: fcntl.fcntl(pipe,"a"))
t(lambda: fcntl.fcntl(pipe,1,"a"));t(lambda: fcntl.fcntl(pipe,1,None))
t(lambda: fcntl.lockf(pipe,"a"))
t(lambda: fcntl.lockf(pipe,7))
t(lambda: fcntl.flock("a",7))
t(lambda: os.truncate(pipe, -1))
t(lambda: os.ftruncate(pipe, -1))
t(lambda: t.__code__.replace(1))
t(lambda: t.__code__.replace(co_x=1))
t(lambda: t.__code__.replace(*range(20)))
t(lambda: t.__code__.replace(*range(17), co_name=1, co_x=2))

import array, fcntl, pty, struct, termios
master, slave = pty.openpty()
for size in 8, 1024, 1025, 100000:
    for make in bytes, bytearray, lambda data: array.array("B", data), memoryview:
        for mutate in (True, False, None):
            data = make(bytes(size))
            rest = () if mutate is None else (mutate,)
            try:
                answer = fcntl.ioctl(slave, termios.TIOCGWINSZ, data, *rest)
                print(size, type(data).__name__, mutate, answer if isinstance(answer, int) else len(answer), bytes(data[:8]))
            except (ValueError, OSError, TypeError) as error:
                print(size, type(data).__name__, mutate, type(error).__name__, error)
            try:
                print(len(fcntl.fcntl(slave, fcntl.F_GETLK, make(struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0).ljust(size, b"\0")))))
            except (ValueError, OSError, TypeError) as error:
                print(size, type(error).__name__, error)
