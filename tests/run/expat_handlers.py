# What pyexpat reports of a document, to whom and in which order; handlers that raise, change and replace each other.
import gc
import sys
from xml.parsers import expat

DOCUMENT = """<?xml version="1.0" standalone='yes'?>
<!DOCTYPE zoo SYSTEM 'zoo.dtd' [
<!ELEMENT zoo (cage|(tree,fish)*|bird+)?>
<!ATTLIST cage kind (open|shut) 'open' size CDATA #FIXED '3'>
<!NOTATION gif PUBLIC "gif pub" "gif sys">
<!ENTITY map PUBLIC 'map pub' "map.xml"><!ENTITY photo SYSTEM "p.gif" NDATA gif>
<!ENTITY cat "tiger"><!ENTITY % part 'xx'>]>
<zoo name="Zoo"><!-- hi --><?feed twice?><![CDATA[<&>]]>&map;&cat;
<cage xmlns:f="urn:f" f:x='1'>größe<f:fish/></cage></zoo>"""
NAMES = [name for name in dir(expat.XMLParserType) if name.endswith("Handler")]


def show(name, answer):
    def handler(*arguments):
        print(f"{name}{arguments} at {parser.CurrentLineNumber}:{parser.CurrentColumnNumber}")
        return answer
    return handler


for separator in None, " ":
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = parser.namespace_prefixes = True
    for name in NAMES:
        if name != "DefaultHandler":
            setattr(parser, name, show(name, 1))
    parser.SetBase("http://zoo")
    print(parser.Parse(DOCUMENT, True), parser.GetBase(), list(parser.intern)[:6])

parser = expat.ParserCreate()
parser.ordered_attributes, parser.specified_attributes, parser.buffer_size = True, True, 4
parser.StartElementHandler = show("start", None)
parser.DefaultHandler = show("default", None)
parser.CharacterDataHandler = show("text", None)
print([parser.Parse(DOCUMENT.encode()[i:i + 50], i > 600) for i in range(0, 650, 50)])


class File:
    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def read(self, size):
        return self.pieces.pop(0)


def broken(name, attributes):
    parser.GetInputContext()
    return 1 / len(attributes)


for pieces in [b"<a>", b"</b>"], [b"<a b='1'>", b"<a/>", b""], ["<a/>"], [b"<a>" * 1000], [b""]:
    parser = expat.ParserCreate()
    parser.StartElementHandler = broken
    try:
        parser.ParseFile(File(*pieces))
    except expat.ExpatError as error:
        print(error, error.code, error.lineno, error.offset, expat.ErrorString(error.code))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_next.tb_frame
        print(frame.f_code.co_name, frame.f_code.co_filename, frame.f_lineno, frame.f_globals, frame.f_back)
        print(parser.StartElementHandler, parser.ErrorCode)

# An entity of its own file, whose parser outlives the one it came from.
parser = expat.ParserCreate()
parser.StartElementHandler = lambda name, attributes: print("start", name, sys.getrefcount(attributes))
children = []


def external(context, base, system_id, public_id):
    children.append(parser.ExternalEntityParserCreate(context))
    return children[-1].Parse("<inner>", True) if len(children) > 1 else 1


parser.ExternalEntityRefHandler = external
try:
    parser.Parse('<!DOCTYPE a [<!ENTITY e SYSTEM "e">]><a>&e;&e;</a>', True)
except expat.ExpatError as error:
    print(error)
del parser
gc.collect()
print(children[0].Parse("<late/>", True), children[0].intern is children[1].intern)
