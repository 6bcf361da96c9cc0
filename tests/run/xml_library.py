# The library's ways to read and write XML: trees, events, documents, property lists, configuration of a quiz.
# no trace: the library's modules are long, and CPython's ElementTree is written in C
import datetime
import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax

BOOKS = """<?xml version="1.0" encoding="utf-8"?>
<library xmlns:d="urn:dates">
  <book id="b1" lang="en"><title>Emma</title><price>5.50</price><d:year>1815</d:year></book>
  <book id="b2" lang="de"><title>Das Schlo\u00df</title><price>7.25</price><d:year>1926</d:year></book>
  <book id="b3" lang="ko"><title>\ud1a0\uc9c0</title><price>12</price></book>
</library>"""

root = ET.fromstring(BOOKS.encode())
for book in root.iter("book"):
    print(book.get("id"), book.findtext("title"), float(book.find("price").text), book.findtext("d:year", "?", {"d": "urn:dates"}))
print([book.tag for book in root.findall("./book[@lang='de']")], root.find("book[3]/title").text, len(root), root.attrib)
root.remove(root[0])
extra = ET.SubElement(root, "book", {"id": "b4"}, lang="fr")
ET.SubElement(extra, "title").text = "L'\u00e9tranger & <co>"
ET.indent(root)
print(ET.tostring(root, encoding="unicode"))
print(ET.canonicalize(BOOKS, strip_text=True))
print([(event, element.tag) for event, element in ET.iterparse(io.StringIO("<a><b/><c>x</c></a>"), ["start", "end"])])
pull = ET.XMLPullParser(["end"])
for piece in "<r><i n='1'/>", "<i n='2'/", "></r>":
    pull.feed(piece)
pull.close()  # the security updates of expat 2.5 wait with what a piece has cut
print([(event, element.tag, element.attrib) for event, element in pull.read_events()])
for wrong in "<a><b></a>", "", "<a>&nope;</a>", "<a/>text", "<a b='1' b='2'/>":
    try:
        ET.fromstring(wrong)
    except ET.ParseError as error:
        print("ParseError", error, error.code, error.position)


class Titles(xml.sax.ContentHandler):
    def __init__(self):
        self.depth, self.lines = 0, []

    def startElement(self, name, attributes):
        self.lines.append("  " * self.depth + name + str(sorted(attributes.items())))
        self.depth += 1

    def endElement(self, name):
        self.depth -= 1

    def characters(self, content):
        if content.strip():
            self.lines.append("  " * self.depth + repr(content))


titles = Titles()
xml.sax.parseString(BOOKS.encode(), titles)
print("\n".join(titles.lines))
try:
    xml.sax.parseString(b"<a><b></a>", xml.sax.ContentHandler())
except xml.sax.SAXParseException as error:
    print(error)

document = xml.dom.minidom.parseString("<menu><item price='3'>tea</item><!-- closed --><item/></menu>")
for item in document.getElementsByTagName("item"):
    print(item.toxml(), item.getAttribute("price"), [node.nodeName for node in item.childNodes])
item = document.createElement("item")
item.setAttribute("price", "4 < 5")
item.appendChild(document.createTextNode("coffee & cake"))
document.documentElement.appendChild(item)
print(document.toprettyxml(indent=" "))

plist = {"name": "quiz", "count": 3, "ratio": 0.5, "on": True, "when": datetime.datetime(2023, 4, 5, 6, 7, 8),
         "data": b"\x00\x01bytes", "list": [1, "two", {"three": 3}]}
for form in plistlib.FMT_XML, plistlib.FMT_BINARY:
    text = plistlib.dumps(plist, fmt=form)
    print(len(text), plistlib.loads(text) == plist)
print(plistlib.dumps(plist["list"]).decode())
