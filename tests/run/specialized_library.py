# no trace: the library's modules are long
"""What the library's functions have learned after some use: which forms their instructions took, what counters say."""
import collections, dis, json, opcode, re, string, textwrap, types


def use():
    text = json.dumps({"list": [1, 2.5, None, True], "text": "a\u20acb", "nested": {"x": [[]]}}, indent=1)
    for _ in range(30):
        json.loads(text)
        re.sub(r"(\w+)-(\d+)", r"\2-\1", "ab-12 cd-34")
        textwrap.fill("the quick brown fox jumps over the lazy dog " * 3, 30)
        string.Template("$a and ${b}").substitute(a=1, b=2)
        "{:>{width}}".format("x", width=5)
    for letter in "abcdefghij":
        re.compile(letter + r"(x|y)*[0-9a-f]{2,3}?(?P<n>\s)\b")
    Point = collections.namedtuple("Point", "x y")
    for i in range(20):
        Point(i, i)._replace(x=3)._asdict()


def code_objects(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from code_objects(constant)


def functions(namespace):
    for value in namespace.values():
        if isinstance(value, types.FunctionType):
            yield value.__code__
        elif isinstance(value, type) and value.__module__ == namespace.get("__name__"):
            yield from functions(vars(value))


def forms(code):
    """The name of each instruction that has a counter, and the counter."""
    raw = code._co_code_adaptive
    offset = 0
    while offset < len(raw):
        name = dis._all_opname[raw[offset]]
        general = dis.deoptmap.get(name, name)
        caches = opcode._inline_cache_entries[dis.opmap[general]]
        if name != general and caches:
            yield name, int.from_bytes(raw[offset + 2:offset + 4], "little")
        offset += 2 * (1 + caches)


use()
for module in (json, json.decoder, json.encoder, re, re._parser, re._compiler, textwrap, string, collections):
    codes = {id(code): code for function in functions(vars(module)) for code in code_objects(function)}
    found = sorted(form for code in codes.values() for form in forms(code))
    print(module.__name__, len(codes), len(found), sum(counter for _, counter in found))
    for (name, counter), times in sorted(collections.Counter(found).items()):
        print("   ", name, counter, times)
