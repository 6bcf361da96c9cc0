# -*- coding: koi8-r -*-
# no trace: codecs of the library that decode sources are hidden
# A program in an 8-bit encoding of the library (PEP 263), and texts compiled from bytes in others.
слово = "Познание бесконечности"
print(слово, len(слово), слово.encode("koi8-r"))
for encoding, text in [("cp1251", "бег"), ("iso8859-7", "\u03b1\u03b2\u03b3"), ("latin-1", "\u00e9"), ("cp1252", "\u20ac")]:
    source = f"# coding: {encoding}\nvalue = '{text}'\n"
    names = {}
    exec(source.encode(encoding), names)
    print(encoding, names["value"])
for source in [b"# coding: nowhere\nx = 1\n", b"# coding: ascii\nx = '\xe4'\n", b"# coding: cp1252\nx = '\x81'\n",
               b"# coding: hex\nx = 1\n", b"\xef\xbb\xbf# coding: koi8-r\nx = 1\n"]:
    try:
        exec(source)
    except Exception as error:
        print(type(error).__name__, error.args)
