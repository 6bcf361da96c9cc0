"""crypt, syslog, spwd and _posixshmem: what they say, and memory that has a name."""
# no trace: random salts, a process's number
import mmap
import os
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import _posixshmem
import crypt
import spwd
import syslog

for salt in "ab", "$1$saltsalt", "$5$rounds=1000$saltsalt", "$6$rounds=1000$saltsalt", "*0", "":
    print(salt, crypt.crypt("opscope", salt), crypt.crypt("비밀", salt))
print(crypt.methods, len(crypt.mksalt(crypt.METHOD_SHA512)))
print([(name, getattr(syslog, name)) for name in sorted(dir(syslog)) if name.startswith("LOG_") and name[4:6] not in ("MA", "UP")])
print(syslog.setlogmask(syslog.LOG_UPTO(syslog.LOG_ERR)), syslog.setlogmask(0), syslog.LOG_MASK(3), syslog.LOG_UPTO(31))
syslog.openlog("opscope", syslog.LOG_PERROR, syslog.LOG_USER)
syslog.syslog("not important enough")
syslog.closelog()
for wrong in (
    lambda: syslog.syslog(), lambda: syslog.syslog("a", "b"), lambda: syslog.openlog(3), lambda: syslog.openlog("a", 1.5),
    lambda: syslog.setlogmask(), lambda: syslog.LOG_MASK("x"), lambda: crypt.crypt("a\0", "ab"), lambda: crypt.crypt(b"a", "ab"),
    lambda: spwd.getspnam("nobody at all"), lambda: spwd.getspnam(3), lambda: _posixshmem.shm_open("/nobody_at_all", os.O_RDWR),
    lambda: _posixshmem.shm_open("a/b", os.O_RDWR), lambda: _posixshmem.shm_unlink(""), lambda: _posixshmem.shm_open("x"),
):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)

name = f"/opscope_{os.getpid()}"
descriptor = _posixshmem.shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600)
try:
    os.ftruncate(descriptor, 100)
    with mmap.mmap(descriptor, 100) as one, mmap.mmap(descriptor, 100) as other:
        one[10:15] = b"hello"
        other.flush()
        one.flush()
        print(os.fstat(descriptor).st_size, os.get_inheritable(descriptor), os.pread(descriptor, 5, 10))
finally:
    _posixshmem.shm_unlink(name)
    os.close(descriptor)
