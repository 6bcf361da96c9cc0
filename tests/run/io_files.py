# no trace: CPython runs its codecs and the importing of os in Python
# Files: every mode of open(), positions, ends of lines, encodings, what goes wrong.
import os

folder = "/tmp/opscope_io_%d" % os.getpid()
os.mkdir(folder)
path = folder + "/a.txt"

with open(path, "w", encoding="utf-8") as f:
    print(f.write("h\u00e9llo\nworld\r\nlast"), f.tell(), f.mode, f.encoding, f.errors, f.line_buffering)
with open(path, encoding="utf-8") as f:
    print(repr(f.readline()), f.tell(), f.newlines)
    position = f.tell()
    print(repr(f.read(3)), repr(f.read()), f.newlines)
    f.seek(position)
    print(list(f), f.seek(0), f.readlines(3))
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, "w", newline=newline) as f:
        f.write("a\nb\r\nc\rd")
    with open(path, "rb") as f:
        print(repr(newline), f.read())
    with open(path, newline=newline) as f:
        print(f.readlines(), f.newlines)
with open(path, "w+b", buffering=16) as f:
    for i in range(10):
        f.write(b"%d-" % (i * 1001))
    f.seek(4)
    print(f.read(5), f.tell(), f.peek(3)[:3], f.read1(100), f.truncate(7), f.seek(-2, os.SEEK_END), f.read())
with open(path, "ab") as f:
    print(f.tell(), f.write(b"end"), f.tell())
with open(path, "r+b", 0) as f:
    print(f.read(), f.seek(0), f.write(b"XY"), type(f).__name__, f.closefd)
with open(path, "rb") as f:
    room = bytearray(5)
    print(f.readinto(room), room, f.readinto1(memoryview(room)[:2]), room, f.seekable(), f.writable())
try:
    open(path, "x")
except FileExistsError as e:
    print(e.errno, e.strerror, e.filename == path)
for mode in ("", "rw", "z", "rt+b", "++", "br", "rbt"):
    try:
        open(path, mode).close()
        print(mode, "is fine")
    except ValueError as e:
        print(mode, e)
for call in (lambda: open(folder), lambda: open(path).write("x"), lambda: open(path, "w").read(),
             lambda: open(path, "rb", encoding="utf-8"), lambda: open(path, buffering=0), lambda: f.read(),
             lambda: open(path, newline="x"), lambda: open(-1), lambda: open(1.5), lambda: open(path, opener=3)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "FOLDER"))
with open(path, "wb") as f:
    f.write(b"ok \xff\xfe\n")
for errors in ("ignore", "replace", "backslashreplace", "surrogateescape", "strict"):
    try:
        print(errors, ascii(open(path, encoding="utf-8", errors=errors).read()))
    except UnicodeDecodeError as e:
        print(errors, e)
# An error in the middle of a line: what was read of it is lost.
with open(path, "wb") as f:
    f.write(b"one\n" + b"x" * 9000 + b"\x80 end\ntwo\n")
with open(path, encoding="ascii") as f:
    print(repr(f.readline()))
    try:
        f.readline()
    except UnicodeDecodeError as e:
        print(e)
    print(repr(f.readline()), repr(f.read()))
os.unlink(path)
os.rmdir(folder)
print(os.path.exists(folder))

# open() belongs to its module, though it is there before anybody imports that
import inspect
import io

print(inspect.signature(open), open.__self__ is io.open.__self__, open.__self__.__name__, open.__module__)
print(help.__doc__, getattr(quit, "name"), getattr(exit, "eof"))
