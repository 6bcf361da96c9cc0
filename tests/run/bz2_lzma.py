# The modules bz2 and lzma: bytes and files, piece by piece, and what is refused.
# no trace: the library's modules are long, and CPython has imported some of them before
import bz2
import hashlib
import io
import lzma
import tarfile
import types

text = b"".join(b"line %d of many, %s\n" % (i, b"ab" * (i % 7)) for i in range(3000))
for module in (bz2, lzma):
    packed = module.compress(text)
    print(module.__name__, len(packed), hashlib.md5(packed).hexdigest(), module.decompress(packed) == text)
    buffer = io.BytesIO()
    with module.open(buffer, "wt", encoding="utf-8") as file:
        print("grüße", 42, file=file)
    buffer.seek(0)
    print(module.open(buffer, "rt", encoding="utf-8").read())
    unpack = bz2.BZ2Decompressor() if module is bz2 else lzma.LZMADecompressor()
    pieces = [len(unpack.decompress(packed[i:i + 500], 4000)) for i in range(0, len(packed), 500)]
    while not unpack.eof:
        pieces.append(len(unpack.decompress(b"", 4000)))
    print(sum(pieces), max(pieces), unpack.eof, unpack.needs_input, unpack.unused_data)
    for wrong in (lambda: unpack.decompress(b"more"), lambda: module.decompress(b"no such format at all"),
                  lambda: module.decompress(packed[:-5]), lambda: module.compress("text")):
        try:
            wrong()
        except (EOFError, OSError, ValueError, TypeError, lzma.LZMAError) as error:
            print(type(error).__name__, error)

filters = [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 7 | lzma.PRESET_EXTREME}]
for options in ({"format": lzma.FORMAT_ALONE}, {"preset": 1, "check": lzma.CHECK_SHA256}, {"filters": filters}):
    packed = lzma.compress(text, **options)
    print(sorted(options), len(packed), lzma.decompress(packed) == text)
for options in ({"format": lzma.FORMAT_RAW}, {"preset": 3, "filters": []}, {"filters": [{"id": 5}]}, {"check": 99},
                {"filters": [{"id": lzma.FILTER_X86, "dist": 1}]}):
    try:
        lzma.compress(b"", **options)
    except (ValueError, lzma.LZMAError) as error:
        print(type(error).__name__, error)

for kind in ("bz2", "xz"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:" + kind) as archive:
        entry = tarfile.TarInfo("inside.txt")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    buffer.seek(0)
    print(kind, tarfile.open(fileobj=buffer).extractfile("inside.txt").read() == text)

# The stream's head comes with the first call, even where it brings nothing; filters may be any mapping.
compressor = lzma.LZMACompressor()
print(compressor.compress(b""), compressor.compress(b""), len(compressor.flush()))
print(bz2.BZ2Compressor().compress(b""))
for arguments in ((3, 1.5), (1, -1), (1, 2**70), (1, 1, 1)):
    try:
        lzma.LZMADecompressor(*arguments)
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
for filters in ([types.MappingProxyType({"id": 99})], ["id"], [{}], 5, {"id": 3}):
    try:
        lzma.LZMACompressor(filters=filters)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for part in (bz2.BZ2Decompressor.decompress, lzma.LZMACompressor, lzma.LZMADecompressor, lzma.LZMADecompressor.decompress):
    print(part.__doc__)
