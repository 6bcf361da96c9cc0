"""describe_native.py: what there is to say about each native module, type, function and attribute: one line a fact,
"subject<TAB>fact". compare_native.py runs it under python3.11 and under opscope (native_driver.c) and compares."""
import ast, builtins, sys, types, warnings

# Modules that no program should import, and those that are an application's of C, not of Python.
MODULES = """_abc _ast _asyncio _bisect _blake2 _codecs _codecs_cn _codecs_hk _codecs_jp _codecs_kr _codecs_tw
    _collections _contextvars _crypt _csv _curses _curses_panel _datetime _decimal _functools _heapq _imp _io _json
    _locale _lsprof _md5 _multibytecodec _multiprocessing _opcode _operator _pickle _posixshmem _posixsubprocess
    _queue _random _sha1 _sha256 _sha3 _sha512 _signal _socket _sre _ssl _stat _statistics _string _struct _symtable
    _thread _tokenize _tracemalloc _typing _warnings _weakref array atexit audioop binascii builtins cmath errno faulthandler
    fcntl gc grp itertools marshal math mmap posix pwd pyexpat readline select spwd sys syslog termios time
    unicodedata xxsubtype zlib""".split()

FUNCTIONS = ("builtin_function_or_method", "builtin_method")
METHODS = ("method_descriptor", "classmethod_descriptor")
DESCRIPTORS = ("member_descriptor", "getset_descriptor", "wrapper_descriptor")
if not hasattr(builtins, "native_flags"):
    import ctypes

    def native_flags(function):
        """ml_flags: the third word of the PyMethodDef, to which the object's word behind its head (a function) or
        behind its type, name and qualname (a descriptor) points."""
        word = 2 if type(function).__name__ in FUNCTIONS else 5
        definition = ctypes.cast(id(function), ctypes.POINTER(ctypes.c_void_p))[word]
        flags = ctypes.cast(definition, ctypes.POINTER(ctypes.c_void_p))[2] or 0
        return flags & ~0x70  # METH_CLASS, METH_STATIC, METH_COEXIST: where it stands, not how it is called


CONVENTIONS = {0x1: "VARARGS", 0x2: "KEYWORDS", 0x4: "NOARGS", 0x8: "O", 0x80: "FASTCALL", 0x200: "METHOD"}


def convention(function):
    flags = native_flags(function)
    return "|".join(name for bit, name in CONVENTIONS.items() if flags & bit)


def describe_callable(subject, value):
    print(f"{subject}\tkind {type(value).__name__}")
    if type(value).__name__ in FUNCTIONS + METHODS:
        print(f"{subject}\tconvention {convention(value)}")
    if hasattr(value, "__text_signature__"):
        print(f"{subject}\tsignature {value.__text_signature__}")
    if type(value).__name__ in FUNCTIONS + METHODS + DESCRIPTORS:
        print(f"{subject}\tdoc {value.__doc__!r}")


def describe_attribute(subject, value):
    if type(value).__name__ == "staticmethod":
        print(f"{subject}\tkind staticmethod")
        value = value.__func__
    describe_callable(subject, value)


def is_native(kind):
    """Not made by a class statement: it has methods, all of them C, or no source has a class of its name."""
    module = sys.modules.get(kind.__module__)
    values = vars(kind).values()
    if kind.__module__ == "__main__" or any(isinstance(value, types.FunctionType) for value in values):
        return False
    if any(type(value).__name__ in METHODS + ("wrapper_descriptor",) for value in values):
        return True
    if not (getattr(module, "__file__", None) or "").endswith(".py"):
        return not kind.__module__.startswith("importlib")
    with open(module.__file__, encoding="utf-8") as file:
        return not any(line.strip().startswith("class " + kind.__name__) for line in file)


def all_types():
    found, rest = {}, [object]
    while rest:
        kind = rest.pop()
        if id(kind) not in found:
            found[id(kind)] = kind
            rest += type.__subclasses__(kind)
    return [kind for kind in found.values() if is_native(kind)]


# Which of a type's flags are a matter of its description, not of what has happened to it.
FLAGS = {1 << bit: name for bit, name in {4: "MANAGED_DICT", 5: "SEQUENCE", 6: "MAPPING", 7: "DISALLOW_INSTANTIATION",
         9: "HEAP", 10: "BASETYPE", 14: "GC", 17: "METHOD_DESCRIPTOR", 20: "ABSTRACT",
         22: "MATCH_SELF"}.items()}


def describe_type(kind):
    subject = f"{kind.__module__}.{kind.__qualname__}"
    members = vars(kind)
    print(f"{subject}\tdoc {kind.__doc__!r}")
    print(f"{subject}\tbases {', '.join(base.__name__ for base in kind.__bases__)}")
    print(f"{subject}\tsignature {type.__dict__['__text_signature__'].__get__(kind)}")
    print(f"{subject}\tsizes {kind.__basicsize__} {kind.__itemsize__}")
    flags = [name for bit, name in FLAGS.items() if kind.__flags__ & bit]
    print(f"{subject}\tflags {' '.join(flags)}")
    print(f"{subject}\tnames {' '.join(members)}")
    for name, value in members.items():
        describe_attribute(f"{subject}.{name}", value)


# One of each kind, and some of sizes that vary: what sys.getsizeof says of it.
INSTANCES = """
    None  NotImplemented  ...  True  0  1  2**30  2**90  -5  1.5  1j  ""  "abc"  "\u00e9"  "\u20ac"  "\U0001f600"*3  b""  b"abc"
    bytearray()  bytearray(b"abc")  bytearray(100)  memoryview(b"a")  memoryview(b"a").cast("B")  ()  (1,2)  []  [1,2,3]  list(range(10))
    {}  {1:2}  {i:i for i in range(20)}  dict(a=1)  dict.fromkeys("abcdefgh")  set()  {1}  set(range(20))  frozenset()  frozenset("abc")
    range(3)  iter(range(3))  iter(range(2**70))  slice(1)  object()  type  int  type("C",(),{})  type("C",(),{})()  type("C",(),{"__slots__":"a"})()
    type("C",(list,),{})()  type("C",(int,),{})(5)  type("C",(str,),{})("ab")  type("C",(tuple,),{})("ab")  type("C",(dict,),{})()
    iter([])  iter(())  iter("")  iter("\u20ac")  iter(b"")  iter(bytearray())  iter({})  iter({}.values())  iter({}.items())
    reversed({})  reversed({}.values())  reversed({}.items())  iter(set())  iter(lambda:0,1)  iter(I())  reversed([])  reversed(())
    {}.keys()  {}.values()  {}.items()  enumerate([])  zip()  zip([],[])  map(len,[])  filter(None,[])
    (lambda:0)  (lambda a,b=1,*c,d=2,**e:0)  len  [].append  [].__len__  list.append  list.__len__  dict.__dict__["fromkeys"]  type.__dict__["__mro__"]
    type.__dict__["__name__"]  I().__getitem__  (lambda x:lambda:x)(1).__closure__[0]  property()  classmethod(len)  staticmethod(len)  super(I,I())
    sys  types.SimpleNamespace()  types.ModuleType("m")  types.MappingProxyType({})  list[int]  int|str  iter(list[int])
    (lambda:0).__code__  (lambda:0).__code__.co_lines()  (lambda:0).__code__.co_positions()  f.__code__  g.__code__
    g()  (i for i in ())  coroutine()  coroutine().__await__()  ag()  ag().asend(None)  ag().athrow(ValueError)  ag().__anext__()  anext(ag(),1)
    sys._getframe()  error().__traceback__  Exception()  Exception(1,2)  OSError(1,"a")  SyntaxError("a")  UnicodeDecodeError("a",b"",0,0,"")
    UnicodeEncodeError("a","",0,0,"")  UnicodeTranslateError("",0,0,"")  StopIteration(1)  SystemExit(1)  ImportError("a")  NameError("a")
    AttributeError("a")  KeyError(1)  ExceptionGroup("a",[ValueError()])  BaseExceptionGroup("a",[ValueError()])  MemoryError()  StopAsyncIteration()
    sys.version_info  sys.flags  os.stat("/")  time.localtime()  os.terminal_size((1,2))  sys.get_asyncgen_hooks()
    weakref.ref(I)  weakref.proxy(I)  weakref.proxy(f)  _thread.allocate_lock()  _thread.RLock()  _thread._local()
    array.array("b")  array.array("i",[1,2])  array.array("u","ab")  array.array("d",[1.0]*5)  iter(array.array("b"))
    collections.deque()  collections.deque(range(100))  iter(collections.deque())  reversed(collections.deque())  collections.OrderedDict()
    collections.OrderedDict(a=1)  iter(collections.OrderedDict())  collections.OrderedDict().keys()  collections.defaultdict(int)  collections.Counter("ab")
    collections.namedtuple("N","a b")(1,2)  collections.ChainMap()
    re.compile("a")  re.compile("a(b|c)*[d-f]")  re.match("a(b)?","ab")  re.compile("a").scanner("a")  re.compile("a").finditer("a")
    io.BytesIO()  io.BytesIO(b"abc")  io.StringIO()  io.StringIO("abc")  io.FileIO("/dev/null")  io.BufferedReader(io.FileIO("/dev/null"))
    open("/dev/null")  open("/dev/null","wb")  io.IncrementalNewlineDecoder(None,True)  io.BufferedRandom(io.FileIO("/dev/null","r+"))
    itertools.count()  itertools.cycle([1,2])  itertools.repeat(1)  itertools.accumulate([])  itertools.chain()  itertools.compress([],[])
    itertools.dropwhile(len,[])  itertools.takewhile(len,[])  itertools.filterfalse(len,[])  itertools.groupby([])  itertools.islice([],1)
    itertools.pairwise([])  itertools.starmap(len,[])  itertools.tee([])[0]  itertools.zip_longest([])  itertools.product("ab","cd")  itertools.product("ab",repeat=3)
    itertools.permutations("abc")  itertools.permutations("abcd",2)  itertools.combinations("abcd",2)  itertools.combinations_with_replacement("abc",2)
    functools.partial(len)  functools.lru_cache(len)  functools.cmp_to_key(len)  functools.cmp_to_key(len)(1)  operator.itemgetter(1)  operator.attrgetter("a")
    operator.methodcaller("a")  struct.Struct("i")  struct.Struct("iih4s")  struct.iter_unpack("i",b"1234")  random.Random()  _random.Random()
    contextvars.Context()  contextvars.ContextVar("a")  contextvars.ContextVar("a").set(1)  csv.reader([])  csv.writer(io.StringIO())  csv.get_dialect("excel")
    zlib.compressobj()  zlib.decompressobj()  _md5.md5()  _sha1.sha1()  _sha256.sha256()  _sha512.sha512()  _sha3.sha3_256()  _blake2.blake2b()
    _blake2.blake2s()  unicodedata.ucd_3_2_0  os.scandir("/")  next(os.scandir("/"))  json.scanner.c_make_scanner(json.JSONDecoder())
    compile("a=1","","exec",ast.PyCF_ONLY_AST)  symtable.symtable("a","","exec")._table  "{}".format  string.Formatter().parse("a{b}")
    _string.formatter_field_name_split("a.b")[1]  codecs.lookup("utf-8")  codecs.getincrementaldecoder("gb2312")()  codecs.getincrementalencoder("gb2312")()
    abc.ABC._abc_impl  type(sys.implementation)  ast.Name("a")  ast.Load()
"""


class I:
    def __getitem__(self, index):
        raise IndexError


def f():
    pass


def g():
    a = b = c = 1
    yield a + b * c


async def coroutine():
    pass


async def ag():
    yield 1


def error():
    try:
        raise ValueError
    except ValueError as exception:
        return exception


def describe_sizes():
    names = {name: __import__(name) for name in """abc array ast codecs collections contextvars csv functools hashlib io
        itertools json.scanner operator os random re socket string struct symtable time types unicodedata weakref zlib _blake2
        _md5 _random _sha1 _sha256 _sha3 _sha512 _string _thread""".split() if name != "json.scanner"}
    names.update(globals(), json=__import__("json.scanner"), sys=sys)
    warnings.simplefilter("ignore")
    for text in INSTANCES.replace("\n", "  ").split("  "):
        if text := text.strip():
            print(f"sizeof {text}\tsize {sys.getsizeof(eval(text, names))}")


def describe_module(module):
    print(f"module {module.__name__}\tdoc {module.__doc__!r}")
    for name, value in sorted(vars(module).items()):
        if type(value).__name__ in FUNCTIONS:
            describe_callable(f"module {module.__name__}.{name}", value)
        else:
            print(f"module {module.__name__}.{name}\tkind {type(value).__name__}")


def main():
    modules = []
    for name in MODULES:
        try:
            modules.append(__import__(name))
        except ImportError:
            print(f"module {name}\tmissing")
    for module in modules:
        describe_module(module)
    describe_sizes()
    for kind in all_types():
        describe_type(kind)


main()
