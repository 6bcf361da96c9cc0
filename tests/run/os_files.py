# no trace: CPython runs its codecs and the importing of os in Python
# What a program may do with files and folders: os and os.path.
import os
import stat

base = "/tmp/opscope_os_%d" % os.getpid()
show = lambda text: str(text).replace(base, "BASE")
os.makedirs(base + "/x/y")
os.chdir(base)
print(show(os.getcwd()), os.listdir(), os.path.isdir("x/y"), os.path.realpath("x/..") == base)
fd = os.open("raw", os.O_RDWR | os.O_CREAT, 0o640)
print(os.write(fd, b"hello"), os.lseek(fd, 1, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size, os.isatty(fd))
copy = os.dup(fd)
print(copy > fd, os.pread(copy, 2, 0), os.ftruncate(copy, 2), os.path.getsize("raw"))
os.close(fd)
os.close(copy)
os.symlink("raw", "link")
os.link("raw", "hard")
s = os.stat("raw")
print(stat.filemode(s.st_mode), s.st_nlink, s.st_size == s[6], os.readlink("link"), os.path.islink("link"), os.lstat("link").st_size)
print([(e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.is_file(follow_symlinks=False)) for e in sorted(os.scandir(), key=lambda e: e.name)])
os.rename("hard", "x/moved")
os.utime("raw", ns=(1_500_000_000, 2_500_000_000))
os.chmod("raw", 0o400)
s = os.stat("raw")
print(s.st_mtime, s.st_mtime_ns, s.st_atime, oct(s.st_mode), [name for name in os.listdir(b"x")])
print([(show(root), sorted(folders), sorted(files)) for root, folders, files in os.walk(base)])
for call, args in ((os.mkdir, ("x",)), (os.rmdir, ("x",)), (os.rmdir, ("nope",)), (os.unlink, ("x",)), (os.rename, ("no", "where")),
                   (os.listdir, ("raw",)), (os.stat, (999,)), (os.stat, (1.5,)), (os.open, (None, 0)), (os.close, (999,)),
                   (os.stat, ("a\0b",)), (os.utime, ("raw", 3)), (os.read, (999, 1)), (os.fspath, (3,))):
    try:
        call(*args)
    except Exception as e:
        print(call.__name__, type(e).__name__, e)
reading, writing = os.pipe()
print(os.write(writing, b"through"), os.read(reading, 100))
os.close(writing)
print(os.read(reading, 1))
os.close(reading)
for path in ("a//b/./c/../../x", "/../a", "//a/", "", "..", "a/..", "/", "///a", "../../b/.."):
    print(repr(path), os.path.normpath(path), os.path.split(path), os.path.splitext(path))
print(os.path.join("a", "/b", "c"), os.path.relpath("/a/b", "/a/c"), os.path.commonpath(["/a/b", "/a/c"]))
os.chdir("/")
for root, folders, files in os.walk(base, topdown=False):
    for name in files:
        os.remove(os.path.join(root, name))
    os.rmdir(root)
print(os.path.exists(base), len(os.urandom(300)), os.strerror(2), os.name, os.sep)
os.environ["OPSCOPE_TEST"] = "1"
print(os.environ["OPSCOPE_TEST"], os.getenv("OPSCOPE_NOT", "none"), "OPSCOPE_TEST" in os.environ)


class Path:
    """A path that is neither str nor bytes: errors show what it stands for."""

    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


for call in (
    lambda: os.stat(Path("nowhere/file")),
    lambda: os.mkdir(Path(b"nowhere/folder")),
    lambda: os.unlink(Path("nowhere/file")),
    lambda: os.rename(Path("nowhere/file"), Path(b"there")),
    lambda: os.listdir(Path("nowhere")),
    lambda: open(Path("nowhere/file")),
    lambda: os.utime(Path("nowhere/file")),
    lambda: os.mkfifo("nowhere/pipe"),
    lambda: os.putenv("a", 1),
    lambda: os.putenv(1, "a"),
    lambda: os.putenv("a=", "b"),
    lambda: os.putenv(Path("a"), Path(b"b\0")),
    lambda: os.unsetenv("a="),
):
    try:
        print(call())
    except (OSError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
