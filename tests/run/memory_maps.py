# The module mmap: files and plain memory as bytes that can be changed in place.
# no trace: the names of temporary files come from the number of the process
import mmap
import os
import re
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "data")
    with open(path, "wb") as file:
        file.write(b"first line\nsecond line\n" + bytes(range(60, 90)))
    with open(path, "r+b") as file:
        with mmap.mmap(file.fileno(), 0) as memory:
            print(memory, len(memory), memory[:5], memory[0], memory[-1], memory.size(), list(memory)[:2])
            print(memory.readline(), memory.tell(), memory.read(6), memory.find(b"line"), memory.rfind(b"line"), memory.find(b"none"))
            memory[0:5] = b"FIRST"
            memory[5] = ord("_")
            memory[::10] = b"******"
            memory.seek(-3, os.SEEK_END)
            memory.write(b"end")
            memory.move(11, 0, 4)
            memory.flush()
            print(open(path, "rb").read())
            view = memoryview(memory)
            view[20:23] = b"abc"
            for wrong in (memory.close, lambda: memory.resize(10), lambda: memory.write(b"more"), lambda: memory.read_byte(),
                          lambda: memory.seek(100), lambda: memory.seek(0, 7), lambda: memory.write_byte(256), lambda: memory.find("x"),
                          lambda: memory.flush(5, 1), lambda: memory.move(0, 50, 9), lambda: memory[100], lambda: memory["x"],
                          lambda: memory.__setitem__(0, 256), lambda: memory.__setitem__(0, b"x"), lambda: memory.__delitem__(0),
                          lambda: memory.__setitem__(slice(0, 2), b"abc"), lambda: memory.madvise(77), lambda: memory.read("x")):
                try:
                    print(wrong())
                except (ValueError, TypeError, IndexError, OverflowError, BufferError, OSError) as error:
                    print(type(error).__name__, error)
            view.release()
            memory.resize(12)
            print(re.search(rb"R.T", memory), bytes(memory), os.path.getsize(path))
        print(memory, memory.closed)
        for access in mmap.ACCESS_READ, mmap.ACCESS_COPY:
            with mmap.mmap(file.fileno(), 5, access=access) as memory:
                try:
                    memory[0] = 33
                    memory.resize(3)
                except TypeError as error:
                    print(error)
                print(memory, memory[:])
        print(open(path, "rb").read())
    with open(path, "rb") as file:
        for wrong in (lambda: mmap.mmap(file.fileno(), 0), lambda: mmap.mmap(file.fileno(), 99), lambda: mmap.mmap(file.fileno(), 0, offset=7),
                      lambda: mmap.mmap(file.fileno(), 5, access=9), lambda: mmap.mmap(-1, 0), lambda: mmap.mmap(-1, -4), lambda: mmap.mmap(-1),
                      lambda: mmap.mmap(-1, 5, access=mmap.ACCESS_READ, prot=mmap.PROT_READ), lambda: mmap.mmap(99, 5), lambda: memory[0]):
            try:
                print(wrong())
            except (ValueError, TypeError, OverflowError, OSError) as error:
                print(type(error).__name__, error)

memory = mmap.mmap(-1, 20)
memory.write(b"plain memory")
memory.resize(30)
print(memory[:15], len(memory), memory.tell(), memory.readline())
