# Once C code has asked a str for its UTF-8, the str keeps it and is larger by it; and a text stream that is asked for
# a codec that does not exist keeps the one that it has.
# no trace: CPython runs its codecs and the importing of os in Python
import datetime
import io
import pickle
import sys
import xml.etree.ElementTree


def fresh(start):
    return "".join([start, "글", str(len(sys.argv))])


def tell(what, do):
    text = fresh("한")
    before = sys.getsizeof(text)
    try:
        outcome = type(do(text)).__name__
    except Exception as error:
        outcome = type(error).__name__
    print(what, outcome, sys.getsizeof(text) - before)


tell("class", lambda text: type(text, (), {}))
tell("docstring", lambda text: type("A", (), {"__doc__": text}))
tell("slot", lambda text: type("A", (), {"__slots__": (text,)}))
tell("attribute", lambda text: setattr(tell, text, 1))
tell("keyword", lambda text: dict(**{text: 1}))
tell("eval", lambda text: eval(text, {text: 1}))
tell("compile", lambda text: compile(text, text, "exec"))
tell("int", int)
tell("float", float)
tell("fromhex", float.fromhex)
tell("%", lambda text: text % ())
tell("encode", str.encode)
tell("print", lambda text: print(text, file=io.StringIO()))
tell("pickle", pickle.dumps)
tell("pickle as text", lambda text: pickle.dumps(text, 0))
tell("strftime", lambda text: datetime.date(2000, 1, 1).strftime(text))
tell("fromisoformat", datetime.date.fromisoformat)
tell("import", __import__)
tell("xml", lambda text: xml.etree.ElementTree.XML(text))
tell("xml event", lambda text: xml.etree.ElementTree.XMLPullParser([text]))
tell("no codec", lambda text: text.encode(text))

grown = fresh("한")
type(grown, (), {})
size = sys.getsizeof(grown)
grown += "!"
print(sys.getsizeof(grown) - size, sys.getsizeof("".join(["한글", "1"])))

stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
for change in {"encoding": "no such"}, {"newline": "no such"}, {"errors": "no such"}, {"encoding": "utf-16-le"}:
    try:
        stream.reconfigure(**change)
        print(stream.encoding, stream.errors)
    except (LookupError, ValueError) as error:
        print(type(error).__name__, error)
    stream.write("한")
stream.flush()
print(stream.buffer.getvalue())
