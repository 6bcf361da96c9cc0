# no trace: CPython runs its codecs and the importing of os in Python
# Files in memory, layers stacked by hand, streams that a program wrote itself.
import io

b = io.BytesIO(b"one\ntwo\nthree")
print(b.readline(), b.read(2), b.tell(), b.readlines(), b.seek(0), b.getbuffer()[1:3].tobytes(), b.getvalue())
b.seek(15)
b.write(b"!")
print(b.getvalue(), b.truncate(3), b.getvalue(), next(b, "end"))
view = b.getbuffer()
try:
    b.write(b"xxxx")
except BufferError as e:
    print(e)
view.release()
for newline in (None, "", "\n", "\r", "\r\n"):
    s = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), s.readlines(), s.newlines, repr(s.getvalue()), s.seek(0), s.read(3), s.tell())


class Slow(io.RawIOBase):
    def __init__(self, pieces):
        self.pieces = pieces
        self.log = []

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, room):
        piece = self.pieces.pop(0) if self.pieces else b""
        self.log.append(("readinto", len(room)))
        if piece is None:
            return None
        room[: len(piece)] = piece
        return len(piece)

    def write(self, data):
        self.log.append(("write", bytes(data)))
        return min(4, len(data))

    def close(self):
        if not self.closed:
            print("closing")
        super().close()


raw = Slow([b"ab", b"c\nd", None, b"ef"])
reader = io.BufferedReader(raw, 8)
print(reader.read(1), reader.readline(), reader.read(), reader.read(3), reader.read(), raw.log)
raw = Slow([])
writer = io.BufferedWriter(raw, 8)
print(writer.write(b"0123"), raw.log, writer.write(b"456789abcdef"), raw.log)
writer.flush()
print(raw.log)
del writer, raw
text = io.TextIOWrapper(io.BytesIO("äöü\nß\n".encode("latin-1")), encoding="latin-1")
print(text.read(2), text.tell(), text.readline(), text.readline(), text.readline() == "", text)
text = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="xmlcharrefreplace", write_through=True)
text.write("x€y\n")
print(text.buffer.getvalue(), text.detach(), text.closed if hasattr(text, "closed") else "detached")
try:
    text.read()
except ValueError as e:
    print(e)
decoder = io.IncrementalNewlineDecoder(None, translate=True)
print([decoder.decode(piece) for piece in ("a\r", "\nb\r", "c\n")], decoder.decode("", final=True), decoder.newlines)
pair = io.BufferedRWPair(io.BytesIO(b"in"), io.BytesIO())
print(pair.read(), pair.write(b"out"), pair.readable(), pair.closed, pair.close(), pair.closed)
for call in (io.IOBase().read if hasattr(io.IOBase, "read") else io.IOBase().fileno, io.RawIOBase().seek, io.BufferedIOBase().read1,
             lambda: io.TextIOWrapper(io.BytesIO(b"x")).reconfigure(newline=3), lambda: io.BufferedReader(io.BytesIO(), 0)):
    try:
        call()
    except Exception as e:
        print(type(e).__mro__[0].__name__, e)
