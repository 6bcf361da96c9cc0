# zlib: whole texts, pieces, copies, dictionaries, limits, errors; gzip and zipfile on top of it.
# no trace: zipfile asks importlib for what CPython has imported at its start
import copy
import gzip
import io
import zipfile
import zlib

DATA = b"".join(b"%d bottles of beer on the wall\n" % n for n in range(99, 0, -1))

for level in (-1, 0, 1, 6, 9):
    for wbits in (15, -15, 31, 9):
        packed = zlib.compress(DATA, level, wbits)
        print(level, wbits, len(packed), zlib.crc32(packed), zlib.decompress(packed, wbits) == DATA)
print(zlib.crc32(DATA), zlib.adler32(DATA), zlib.crc32(b"", 2**40 + 7), zlib.adler32(b"abc", 7))

packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_FILTERED, b"bottles of beer")
out = packer.compress(DATA[:500]) + packer.flush(zlib.Z_SYNC_FLUSH)
twin = packer.copy()
out += packer.compress(DATA[500:]) + packer.flush()
print(len(out), zlib.crc32(out), len(twin.compress(b"other end") + twin.flush()))
unpacker = zlib.decompressobj(-15, b"bottles of beer")
print(unpacker.decompress(out + b"and more", 40), len(unpacker.unconsumed_tail), unpacker.eof)
other = copy.copy(unpacker)
print(len(unpacker.decompress(unpacker.unconsumed_tail)), unpacker.unused_data, unpacker.eof)
print(len(other.flush()), other.unused_data, other.eof)


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)


attempt(zlib.decompress, b"not packed at all")
attempt(zlib.decompress, zlib.compress(DATA)[:50])
attempt(zlib.decompress, b"")
attempt(zlib.compress, DATA, 12)
attempt(zlib.compress, "text")
attempt(zlib.compressobj, 1, 7)
attempt(zlib.decompressobj, 99)
attempt(zlib.decompressobj, 15, 3)
attempt(zlib.decompressobj().decompress, b"x\x9c", -1)
attempt(packer.compress, b"after the end")
attempt(packer.copy)
attempt(zlib.decompressobj().flush, 0)

stream = io.BytesIO()
with gzip.GzipFile("name", "wb", fileobj=stream, mtime=1) as file:
    file.write(DATA)
print(zlib.crc32(stream.getvalue()), gzip.decompress(stream.getvalue())[-20:])
stream = io.BytesIO()
with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("beer.txt"), DATA, zipfile.ZIP_DEFLATED)
    print([(info.filename, info.file_size, info.compress_size, info.CRC) for info in archive.infolist()])
with zipfile.ZipFile(stream) as archive, archive.open("beer.txt") as file:
    print(file.readline(), archive.testzip())
