"""BytesIO keeps its bytes in a bytes object, which it gives away and takes back: who has which one, and how large it is."""
import io
import sys


def tell(title, stream, *known):
    value = stream.getvalue()
    print(title, value[:20], len(value), value is stream.getvalue(), [value is other for other in known],
          value and sys.getrefcount(value), sys.getsizeof(stream))
    del value
    print("    ", sys.getsizeof(stream))


text = bytes(bytearray(b"hello, world"))
stream = io.BytesIO(text)
tell("made of bytes", stream, text)
print(stream.read() is text, stream.read(), stream.seek(0), stream.read(len(text)) is text)
print(stream.seek(0), stream.read1() is text, stream.seek(1), stream.read() is text)
print(stream.seek(0), stream.readline() is text, stream.seek(0), next(stream) is text, stream.seek(0))
stream.write(b"J")
tell("written to", stream, text)
print(text, sys.getrefcount(text))
tell("made of a bytearray", io.BytesIO(bytearray(text)))


class Bytes(bytes):
    pass


tell("made of a subclass", io.BytesIO(Bytes(text)))
tell("made of nothing", io.BytesIO())
tell("made of b''", io.BytesIO(b""))

stream = io.BytesIO()
for count in 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 1000, 1, 1, 1:
    stream.write(b"x" * count)
    print(count, sys.getsizeof(stream), end="; ")
print()
tell("grown", stream)
print(stream.truncate(700), sys.getsizeof(stream), stream.truncate(20), sys.getsizeof(stream), stream.truncate(19),
      sys.getsizeof(stream))
tell("cut", stream)
stream.seek(30)
stream.write(b"far")
tell("beyond the end", stream)

first = stream.getvalue()
view = stream.getbuffer()
second = stream.getvalue()
print(first is second, sys.getsizeof(stream), second is stream.getvalue(), view[:3].tobytes())
view[0] = 65
print(first[:3], second[:3], stream.getvalue()[:3])
for change in stream.write, stream.writelines, stream.truncate, stream.__init__, stream.close:
    try:
        print(change(*([[b"a"]] if change == stream.writelines else [b"a"] if change == stream.write else [])))
    except BufferError as error:
        print("BufferError", error)
print(stream.seek(0), len(stream.read()))
view.release()
tell("given back", stream, first, second)

stream = io.BytesIO()
stream.write(b"abc")
with stream.getbuffer() as view:
    value = stream.getvalue()
    print(value, value is stream.getvalue(), len(view), sys.getsizeof(stream))
stream.seek(0)
stream.write(b"xyz")

state = stream.__getstate__()
other = io.BytesIO()
other.__setstate__(state)
tell("from a state", other, state[0])
other.__init__(text)
tell("begun anew", other, text)
lines = io.BytesIO(b"a\nbc\nd")
print(lines.readlines(), lines.seek(0), lines.readlines(2), lines.seek(2), lines.readline(1), lines.readinto(bytearray(9)))
other.close()
print(sys.getsizeof(other), sys.getrefcount(text))
