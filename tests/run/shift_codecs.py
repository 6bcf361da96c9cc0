# Encodings that shift between character sets: hz and ISO 2022, whole, piece by piece, through streams, and broken.
import codecs
import io

ENCODINGS = ("hz", "iso2022_kr", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_2004", "iso2022_jp_ext")
TEXT = "a~中가あ\n¥‾ｱ＼か゚か丂俱éα"
BROKEN = (b"\x1b$B0", b"\x1b$B0!\x1b(", b"\x1b$)C\x0e0!\n0!", b"~{VP~}~\n~", b"\x1b.A\x1bNi\x1b.F\x1bNa", b"\x1b[1mx\x1b(Ia",
          b"\x1b&@\x1b$B!!", b"\x80", b"\x1b$(P};", b"\x1b$(O$w\x1b$B ~", b"\x1b$$$$$$$$$$$$$$$$$$", b"\x0e!!\x0f\0")
for name in ENCODINGS:
    print(name, TEXT.encode(name, "xmlcharrefreplace"))
    known = TEXT.encode(name, "ignore").decode(name)
    print(" ", ascii(known), known.encode(name).decode(name) == known)
    try:
        TEXT.encode(name)
    except UnicodeEncodeError as error:
        print(" ", ascii(str(error)))
    encoder = codecs.getincrementalencoder(name)("replace")
    print(" ", [encoder.encode(c) for c in TEXT], encoder.getstate(), encoder.encode("", True), encoder.getstate())
    encoder.encode("中가")
    encoder.reset()
    print(" ", encoder.getstate())
    decoder = codecs.getincrementaldecoder(name)("replace")
    for broken in BROKEN:
        print(" ", ascii(broken.decode(name, "replace")), [ascii(decoder.decode(broken[i:i + 1])) for i in range(len(broken))], decoder.getstate())
        try:
            broken.decode(name)
        except UnicodeDecodeError as error:
            print("   ", error)
        decoder.reset()
    stream = io.BytesIO()
    writer = codecs.getwriter(name)(stream, "ignore")
    writer.write(known)
    writer.writelines([known, "end"])
    writer.reset()
    stream.seek(0)
    print(" ", ascii(codecs.getreader(name)(stream, "replace").read()))
