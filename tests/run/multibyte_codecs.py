# Text in the encodings of Korea, Japan and China: whole, piece by piece, through files, and where it is wrong.
# no trace: some of the methods are of another type in CPython, builtin_method
import codecs
import io

HELLO = {"euc_kr": "안녕 漢字", "cp949": "똠방각하 펲시", "johab": "안녕 漢", "shift_jis": "日本語ｱｲ", "cp932": "①髙",
         "euc_jp": "日本語", "shift_jis_2004": "か゚æ̀", "gb2312": "中文", "gbk": "繁體", "gb18030": "中\U00012345é",
         "big5": "繁體", "cp950": "繁體", "big5hkscs": "Ê̄嘅"}
for encoding, text in HELLO.items():
    encoded = text.encode(encoding)
    print(encoding, encoded, encoded.decode(encoding) == text, ascii(codecs.lookup(encoding).name))

decoder = codecs.getincrementaldecoder("cp949")()
for i, byte in enumerate("똠방 a".encode("cp949")):
    print(i, repr(decoder.decode(bytes([byte]))), decoder.getstate())
encoder = codecs.getincrementalencoder("euc_jis_2004")("replace")
print([encoder.encode(char) for char in "æ\u0300\U0001F600æ"], encoder.getstate(), encoder.encode("", True))

stream = io.BytesIO()
writer = codecs.getwriter("euc_kr")(stream)
writer.writelines(["가나\n", "다라\n", "똠"])
stream.seek(0)
reader = codecs.getreader("euc_kr")(stream)
print(repr(reader.read(3)), repr(reader.readline()), reader.readlines())
print(io.TextIOWrapper(io.BytesIO("줄 하나\r\n줄 둘".encode("cp949")), encoding="cp949").readlines())


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


codecs.register_error("twice", lambda error: ("×" * 2, error.end))
for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "xmlcharrefreplace", "namereplace", "twice"):
    attempt(b"a\xb0\xa1\xff\x41\xb0".decode, "cp949", errors)
    attempt("가\U0001F600나".encode, "euc_kr", errors)
attempt(b"\xb0".decode, "cp949")
attempt(codecs.getincrementalencoder("cp949")().setstate, -1)
attempt(codecs.getincrementaldecoder("cp949")().setstate, (b"123456789", 0))
attempt(codecs.getincrementaldecoder("cp949"), 3)
