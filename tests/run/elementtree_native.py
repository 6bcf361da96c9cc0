"""xml.etree.ElementTree's elements, builder and parser are native: messages, sizes, copies, events, and no frames of
the library's own where CPython shows none."""
# no trace: copy.deepcopy has the addresses of objects on its stack
import copy
import io
import pickle
import sys
import traceback
import xml.etree.ElementTree as ET


def told(*calls):
    for call in calls:
        try:
            result = call()
        except (Exception, ET.ParseError) as error:
            print(f"{type(error).__name__}: {error}")
        else:
            print(result if not isinstance(result, ET.Element) else (result.tag, result.attrib))


def show(element):
    return element.tag, element.attrib, element.text, element.tail, [child.tag for child in element]


print(ET.Element, ET.TreeBuilder, ET.XMLParser, ET.ParseError.__module__, type(ET.Element("a").iter()).__name__)
tree = ET.Element("a", {"x": "1"}, y="2")
for i in range(3):
    ET.SubElement(tree, f"c{i}", attrib={"n": str(i)}, m="m")
print(show(tree), [child.attrib for child in tree])

# Calls that don't fit.
told(ET.Element, lambda: ET.Element("a", 3), lambda: ET.Element("a", attrib=3), lambda: ET.Element("a", {}, {}),
     lambda: ET.SubElement(1, "x"), lambda: ET.SubElement(tree, "x", 3), lambda: tree.append(3),
     lambda: tree.extend([3]), lambda: tree.extend(3), lambda: tree.insert(0, 1), lambda: tree.insert("a", tree),
     lambda: tree.remove(ET.Element("z")), lambda: tree[9], lambda: tree["a"], tree.get, tree.find,
     lambda: tree.set(1), lambda: tree.__setitem__(0, 1), lambda: tree.__setitem__(slice(0, 3, 2), [tree]),
     lambda: tree.__delitem__(7), lambda: tree.__setstate__(3), lambda: tree.__setstate__({"foo": 1}),
     lambda: delattr(tree, "tag"), lambda: setattr(tree, "attrib", 3), lambda: setattr(tree, "foo", 3),
     lambda: tree.makeelement("a", 2), lambda: tree.__deepcopy__(3))

# Positions and slices.
tree[1:1] = [ET.Element("new"), ET.Element("newer")]
del tree[::3]
tree[-1] = ET.Element("last")
tree.insert(-100, ET.Element("first"))
tree.insert(100, ET.Element("end"))
print(show(tree), [child.tag for child in tree[1:]], [child.tag for child in tree[::-2]], len(tree), bool(tree))
tree.remove(tree[0])
print([sys.getsizeof(ET.Element("x")), sys.getsizeof(tree), sys.getsizeof(ET.Element("x", a="b"))], sys.getrefcount(tree))

# Paths.
tree = ET.fromstring("<a><b i='1'>one</b><c><b i='2'/>two</c><b>three</b>tail</a>")
told(lambda: tree.findtext("b"), lambda: tree.findtext("c"), lambda: tree.findtext("d", "none"),
     lambda: tree.find("c/b").attrib, lambda: [b.attrib for b in tree.findall(".//b")], lambda: tree.find("d"),
     lambda: [b.get("i", "?") for b in tree.iter("b")], lambda: "".join(tree.itertext()), lambda: tree.find(None))

# Copies.
twin, deep = copy.copy(tree), copy.deepcopy(tree)
print(twin[0] is tree[0], deep[0] is tree[0], ET.tostring(deep) == ET.tostring(tree) == ET.tostring(twin))
again = pickle.loads(pickle.dumps(tree))
print(ET.tostring(again), sorted(tree.__getstate__()))


class Loop:
    def __repr__(self):
        return repr(element)


element = ET.Element(Loop())
told(lambda: repr(element))

# The builder, by hand.
builder = ET.TreeBuilder(insert_comments=True)
told(lambda: builder.end("a"), lambda: builder.data("lost"), builder.close, lambda: builder.start("a", {"k": "v"}),
     lambda: builder.data("x"), lambda: builder.data("y"), lambda: builder.comment("c").text, lambda: builder.data("z"),
     lambda: builder.pi("p", "q").text, lambda: builder.end("whatever"), lambda: builder.start("b", {}),
     lambda: builder.start("b", 1), lambda: ET.TreeBuilder(foo=1), lambda: ET.tostring(builder.close()))

# Events, and a target that is no builder.
for event, what in ET.iterparse(io.BytesIO(b'<?p i?><!--c--><a xmlns:q="u"><q:b z="1">t</q:b>tail</a>'),
                                ["start", "end", "start-ns", "end-ns", "comment", "pi"]):
    print(event, what if not isinstance(what, ET.Element) else what.tag if isinstance(what.tag, str) else what.text)


class Target:
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: print(name, args)


parser = ET.XMLParser(target=Target())
parser.feed('<!DOCTYPE a PUBLIC "p" "s"><a xmlns="u" b="c"><?pi?><!--c-->t&amp;u</a>')
parser.close()
told(lambda: ET.XMLParser(3), lambda: ET.XMLParser(encoding=3), lambda: parser._setevents([]),
     lambda: ET.XMLParser.__new__(ET.XMLParser).feed(""), lambda: ET.XMLParser().feed(3), lambda: ET.XMLParser().entity,
     lambda: ET.XMLParser()._setevents([], ["foo"]), lambda: ET._set_factories(1, 2), lambda: ET.XMLParser().version)

# What is wrong with a document.
parser = ET.XMLParser()
parser.entity["foo"] = "bar"
parser.feed('<!DOCTYPE a SYSTEM "x"><a>&foo;')
told(lambda: parser.feed("&baz;"), lambda: ET.fromstring("<a>&b;</a>"), lambda: ET.fromstring(""))
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as error:
    print(error.code, error.position, len(traceback.extract_tb(error.__traceback__)), error.__context__)
