# What os offers beyond reading and writing: buffers, limits, attributes, identities, files in memory.
# no trace: the library's modules are long, and CPython has imported some of them before
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "data")
fd = os.open(path, os.O_RDWR | os.O_CREAT)
print(os.writev(fd, [b"one ", bytearray(b"two "), memoryview(b"three")]))
print(os.pwritev(fd, [b"ONE", b"_"], 0))
os.lseek(fd, 0, os.SEEK_SET)
first, second = bytearray(4), bytearray(20)
print(os.readv(fd, [first, second]), first, second)
print(os.preadv(fd, [first], 4), first)
for wrong in ([1], [b"read only"], 5):
    try:
        os.readv(fd, wrong)
    except (TypeError, BufferError) as error:
        print(type(error).__name__, error)

copy = os.open(path + "2", os.O_RDWR | os.O_CREAT)
print(os.sendfile(copy, fd, 0, 100), os.copy_file_range(fd, copy, 3, 0, 20), os.fstat(copy).st_size)
print(os.pread(copy, 100, 0))
os.posix_fallocate(copy, 0, 64)
print(os.fstat(copy).st_size, os.posix_fadvise(copy, 0, 0, os.POSIX_FADV_NORMAL))
os.lockf(copy, os.F_LOCK, 5)
os.close(copy)
os.close(fd)

for name in ("SC_PAGESIZE", "SC_CLK_TCK", "SC_IOV_MAX"):
    print(name, os.sysconf(name) == os.sysconf(os.sysconf_names[name]))
print(os.pathconf(path, "PC_NAME_MAX"), os.confstr("CS_PATH"), len(os.sysconf_names), len(os.confstr_names))
for call in (
    lambda: os.sysconf("SC_NOTHING"),
    lambda: os.confstr(1.5),
    lambda: os.pathconf(path + "?", "PC_NAME_MAX"),
    lambda: os.getxattr(path, "user.nothing"),
    lambda: os.getxattr(path, 5),
    lambda: os.setuid("root"),
    lambda: os.setgid(1 << 40),
    lambda: os.sched_setaffinity(0, [-1]),
    lambda: os.sched_setparam(0, 3),
    lambda: os.execv("/bin/true", []),
    lambda: os.eventfd(-1),
    lambda: os.major(-1),
    lambda: os.waitid(os.P_ALL, 0, os.WEXITED),
    lambda: setattr(os.stat(path), "st_mode", 0),
    lambda: os.chmod(path, 0o600, follow_symlinks=None) or os.stat(path).parrot,
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"))

counter = os.eventfd(3)
os.eventfd_write(counter, 4)
print(os.eventfd_read(counter))
os.close(counter)
memory = os.memfd_create("text")
print(os.write(memory, b"in memory"), os.pread(memory, 9, 3))
os.close(memory)
os.mknod(path + "3")
print(os.sched_param(7), os.sched_param(sched_priority=2).sched_priority, os.nice(0) == os.getpriority(os.PRIO_PROCESS, 0))
print(os.getresuid()[0] == os.getuid(), type(os.getgroups()), os.getpgid(0) == os.getpgrp(), os.ctermid())
for name in sorted(os.listdir(folder)):
    print(name)
    os.remove(os.path.join(folder, name))
os.rmdir(folder)
print("gone", flush=True)
os._exit(3)
