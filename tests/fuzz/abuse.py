"""Calls what native modules offer with wrong and odd arguments: abuse.py FIRST COUNT [MODULE...]

Case n is the same in every run and in every Python, so that a crash is shown again by `abuse.py n 1`, and the lines of two
Pythons can be compared. A line a step: what was called with which arguments, and the type of what came. Arguments mutate each other while
they are being used: an __eq__ clears the list that is searched, an __index__ closes the stream that is read."""
import importlib
import sys

MODULES = """builtins _io itertools _functools _collections _operator _struct array _sre _json _csv binascii math cmath _random
_heapq _bisect _thread _codecs time posix marshal _ast _symtable zlib _weakref _abc _contextvars _string _typing _opcode
_md5 _statistics _sha1 _sha256 _sha512 _sha3 _blake2 unicodedata _warnings _imp _locale errno atexit""".split()

# What ends the process, waits, never comes back, reads from the terminal, changes the folder or the machine's own state.
APART = set("""input exit quit breakpoint open exec eval help copyright credits license print __import__ __build_class__ FileIO
open_code factorial comb perm sleep exit_thread interrupt_main _set_sentinel _shutdown start_new start_new_thread stack_size acquire
acquire_lock lock tzset clock_settime clock_settime_ns _clear _run_exitfuncs unregister
register run_lines create_dynamic exec_dynamic exec_builtin create_builtin init_frozen get_frozen_object acquire_lock release_lock source_hash
_fix_co_filename setlocale bindtextdomain textdomain daemon_threads_allowed pow __pow__ __rpow__ __ipow__ lshift __lshift__ __rlshift__ __ilshift__ ilshift ipow
__class__ __subclasses__ __init_subclass__ mro __del__ _dealloc_warn detach __reduce__ __reduce_ex__ __dir__ __doc__ __sizeof__
wait_for _excepthook _abc_instancecheck _clear_type_cache memory id hash dir vars globals locals
__hash__ __format__ intern memoryview_at warn warn_explicit pthread_getcpuclockid filterwarnings _getframe set_debug prod _filters_mutated nlargest
__loader__ lookup_error register_error unregister_error getrandbits randbytes""".split())
POSIX = """fspath fsencode strerror WEXITSTATUS WIFEXITED WIFSIGNALED WTERMSIG WCOREDUMP WIFSTOPPED WSTOPSIG major minor makedev
stat lstat access listdir scandir readlink get_inheritable get_blocking isatty fstat urandom sysconf confstr pathconf getenv
stat_result terminal_size DirEntry sched_param times_result uname_result waitstatus_to_exitcode""".split()


class Dice:
    """A generator of numbers that owes nothing to the library."""

    def __init__(self, seed):
        self.state = (seed * 2654435761 + 12345) & 0xFFFFFFFF

    def roll(self, sides):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        return (self.state >> 8) % sides

    def pick(self, items):
        return items[self.roll(len(items))]


def pick_name(names, salt):
    """The same name in two Pythons though one has a few names more."""
    return min(names, key=lambda name: mixed(salt, name))


def mixed(salt, name):
    value = salt
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value * 2654435761 & 0xFFFFFFFF


victims = []
depth = 0


def spoil():
    """Changes everything that the call under test has in its hands."""
    global depth
    if depth > 3:
        return
    depth += 1
    for victim in list(victims):
        kind = type(victim)
        try:
            if kind in (list, dict, set, bytearray) or hasattr(victim, "clear"):
                victim.clear()
            elif hasattr(victim, "close"):
                victim.close()
            elif hasattr(victim, "release"):
                victim.release()
            elif hasattr(victim, "pop"):
                victim.pop()
            elif hasattr(victim, "__next__"):
                next(victim)
        except Exception:
            pass
    depth -= 1


class Equal:
    def __eq__(self, other):
        spoil()
        return True

    def __lt__(self, other):
        spoil()
        return True

    def __hash__(self):
        return 1

    def __add__(self, other):
        spoil()
        return 1


class Index:
    def __init__(self, value=1):
        self.value = value

    def __index__(self):
        spoil()
        return self.value

    def __float__(self):
        spoil()
        return float(self.value)


class Raising:
    def raising(self, *args):
        spoil()
        raise ValueError("raised on purpose")

    __eq__ = __lt__ = __hash__ = __index__ = __float__ = __iter__ = __len__ = __call__ = __getitem__ = __repr__ = raising
    __bool__ = __bytes__ = __fspath__ = __next__ = __complex__ = __contains__ = raising


class Lying:
    """Each special method answers what it must not."""

    def lie(self, *args):
        return 2.5j

    __hash__ = __index__ = __float__ = __iter__ = __len__ = __repr__ = __bool__ = __bytes__ = __fspath__ = __length_hint__ = lie
    __int__ = __complex__ = __getitem__ = __enter__ = __exit__ = __str__ = __trunc__ = lie


class Endless:
    def __len__(self):
        return 2**62

    def __length_hint__(self):
        return 2**62

    def __getitem__(self, index):
        if index == 4:
            spoil()
        if index == 6:
            raise IndexError
        return index


class Walker:
    def __init__(self):
        self.left = 5

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left == 2:
            spoil()
        if self.left == 0:
            raise StopIteration
        return self.left


class Stream:
    """A file that answers nonsense now and then."""

    closed = False
    answers = [b"abc", "text", None, b"", 3, [1]]

    def __init__(self):
        self.turn = 0

    def readable(self):
        return True

    writable = seekable = readable

    def answer(self, *args):
        self.turn += 1
        if self.turn == 3:
            spoil()
        return self.answers[self.turn % len(self.answers)]

    read = read1 = readinto = readline = readall = write = seek = tell = truncate = answer

    def flush(self):
        pass

    close = flush


class List(list):
    def __iter__(self):
        spoil()
        return list.__iter__(self)

    def __len__(self):
        return 3


class Text(str):
    def __eq__(self, other):
        spoil()
        return True

    __hash__ = str.__hash__


class Int(int):
    def __index__(self):
        spoil()
        return 1


def recursive_list():
    one = [1]
    one.append(one)
    return one


def recursive_dict():
    one = {}
    one["self"] = one
    return one


def deep():
    one = []
    for _ in range(300):
        one = [one]
    return one


def generate():
    yield 1
    spoil()
    yield "a"


def of(module, name, *args):
    return lambda: getattr(importlib.import_module(module), name)(*args)


def calling(*args, **keywords):
    spoil()
    return args


VALUES = [
    *(lambda value=value: value for value in (
        None, True, 0, 1, -1, 2, 3, 7, 64, 255, 256, 65536, 2**40, 2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, 0.0,
        -0.0, 1.5, -2.5, 1e308, float("nan"), float("inf"), float("-inf"), 2j, complex("nan"), "", "a", "abc", "utf-8", "strict", "rb", "w",
        "\ud800", "\xe9\U0001f600", "a\0b", "%s %d", "{0.a[1]!r:>{1}}", "(?P<a>.)*", "i", "<2hq3s", b"", b"abc", b"\xff\x00a\n", b"[1, 2]", (), (1, 2), ("a", 1),
        len, int, str, object, type, ..., NotImplemented, range(5), range(0, -9, -3), slice(1, None, -1), calling, sys, frozenset({1, "a"}), "x" * 70)),
    lambda: [], lambda: [3, 1, 2], lambda: ["a", "b"], lambda: [Equal(), Equal()], lambda: [Walker(), 1], lambda: {},
    lambda: {"a": 1}, lambda: {Equal(): 1}, lambda: {1, 2}, lambda: bytearray(b"abcdef"), lambda: memoryview(b"abcd"),
    lambda: memoryview(bytearray(b"abcdefgh")), lambda: memoryview(bytearray(8)).cast("i"), lambda: memoryview(b"abcdef")[::-2],
    lambda: iter([1, 2, 3]), generate, recursive_list, recursive_dict, deep, Equal, Index, lambda: Index(-3), lambda: Index(2**70), Raising, Lying, Endless,
    Walker, Stream, lambda: List([1, 2]), lambda: Text("abc"), lambda: Int(3), object, lambda: (Walker(), Equal()),
    of("array", "array", "i", [1, 2, 3]), of("_collections", "deque", [1, 2, 3]), of("_io", "BytesIO", b"abc\ndef"),
    of("_io", "StringIO", "abc\ndef"), lambda: zip([1], [2]), lambda: map(calling, [1, 2]), lambda: [(1, 2), (3, 4)],
    lambda: type("Made", (), {"__slots__": ("a", "__weakref__")})(), lambda: ValueError("x"), lambda: {1: 2}.items(),
]  # fmt: skip


def arguments(dice):
    count = dice.pick((0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5))
    chosen = [dice.roll(len(VALUES)) for _ in range(count)]
    return chosen, [VALUES[index]() for index in chosen]


def keyword_names(function):
    signature = getattr(function, "__text_signature__", None) or ""
    words = signature.strip("()").replace(" ", "").split(",")
    return [word.split("=")[0] for word in words if word[:1].isalpha()]


def outcome(function, dice, args):
    wanted, salt, value = dice.roll(4) == 0, dice.roll(1 << 20), dice.roll(len(VALUES))
    names = keyword_names(function) if wanted else []
    keywords = {pick_name(names, salt): VALUES[value]()} if names else {}
    try:
        result = function(*args, **keywords)
    except RecursionError:
        return None, "RecursionError"
    except BaseException as error:
        return None, type(error).__name__ + ("".join(f" {name}=" for name in keywords))
    return result, "-> " + type(result).__name__


def look(result, dice):
    """What anybody may do with a result: none of it may crash."""
    action = dice.roll(8)
    if action == 0:
        return repr(result)
    if action == 1:
        return [item for item, _ in zip(result, range(6))]
    if action == 2:
        return result.__reduce_ex__(dice.pick((2, 4)))
    if action == 3:
        return result == VALUES[dice.roll(len(VALUES))]()
    if action == 4:
        return len(result)
    if action == 5:
        return result[VALUES[dice.roll(len(VALUES))]()]
    if action == 6:
        return type(result)(result)
    return dir(result)


def targets(module):
    names = [name for name in sorted(vars(module)) if name not in APART and callable(getattr(module, name))]
    if module.__name__ == "posix":
        names = [name for name in names if name in POSIX]
    if module.__name__ == "_thread":
        names = [name for name in names if name not in ("exit", "interrupt_main")]
    return names


def show(number, what, chosen, came):
    print(f"{number} {what}{tuple(chosen)} {came}", flush=True)


def instance_steps(number, name, instance, dice):
    """A few methods of an object that was made, one after the other."""
    kind = type(instance)
    methods = sorted(method for method in dir(kind) if method not in APART)
    victims.append(instance)
    for _ in range(4):
        method = pick_name(methods, dice.roll(1 << 20))
        if kind.__name__ in ("lock", "RLock") and method == "__enter__":  # would wait for ever
            continue
        chosen, args = arguments(dice)
        victims[1:] = args
        try:
            function = getattr(instance, method)
        except BaseException as error:
            show(number, f"{name}.{method}", (), type(error).__name__)
            continue
        if not callable(function):
            continue
        result, came = outcome(function, dice, args)
        show(number, f"{name}.{method}", chosen, came)


def case(number, names):
    dice = Dice(number)
    try:
        module = importlib.import_module(dice.pick(names))
    except ImportError:
        return
    offered = targets(module)
    if not offered:
        return
    name = pick_name(offered, dice.roll(1 << 20))
    function = getattr(module, name)
    result = None
    for _ in range(4):  # often the first arguments that are taken make something worth using
        chosen, args = arguments(dice)
        victims[:] = args
        result, came = outcome(function, dice, args)
        show(number, f"{module.__spec__.name}.{name}", chosen, came)
        if result is not None:
            break
    if result is None:
        return
    try:
        came = "-> " + type(look(result, dice)).__name__
    except BaseException as error:
        came = type(error).__name__
    show(number, f"look at {name}", (), came)
    victims.clear()
    if isinstance(function, type) or type(result).__module__ != "builtins":
        instance_steps(number, name, result, dice)
    victims.clear()


def main():
    import warnings

    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda info: None
    first, count = int(sys.argv[1]), int(sys.argv[2])
    for number in range(first, first + count):
        case(number, sys.argv[3:] or MODULES)


main()
