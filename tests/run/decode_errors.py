"""Text that is not in the encoding that it is read in: the traceback shows the frames of the codec, as all decoding
goes through them in CPython.
"""
# no trace: text is decoded natively here, until it is wrong
import io
import traceback

LINES = b"abc\n" * 3000


def told(read, data, **how):
    stream = io.TextIOWrapper(io.BytesIO(data), **how)
    try:
        while read(stream):
            pass
    except UnicodeDecodeError as error:
        print(type(error).__name__, error.encoding, error.start, error.end, error.reason, len(error.object),
              error.__context__)
        for frame in traceback.extract_tb(error.__traceback__):
            print("   ", frame.filename.rpartition("/")[2], frame.lineno, frame.name, frame.colno, frame.end_colno)
    else:
        print("read")


for read in io.TextIOWrapper.read, io.TextIOWrapper.readline, list, lambda stream: stream.read(5), next:
    told(read, LINES + b"\xff", encoding="utf-8")
    told(read, LINES + b"\xe2\x82", encoding="utf-8")
    told(read, LINES + b"\xe2\x82", encoding="ascii")
    told(read, b"x\x00\x00\xdc", encoding="utf-16-le")
told(io.TextIOWrapper.read, b"\xff", encoding="utf-8", errors="replace")
told(io.TextIOWrapper.read, b"\xff", encoding="ascii", errors="surrogateescape")
io.TextIOWrapper(io.BytesIO(b"caf\xe9"), encoding="utf-8").read()
