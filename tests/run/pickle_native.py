# no trace: the library's modules are long, and CPython has imported some of them before
# The module _pickle: its bytes in every protocol, what of Python it calls, memo, hooks, buffers, sizes, messages.
import inspect
import io
import pickle
import sys
import _pickle


class Plain:
    def __init__(self, **values):
        vars(self).update(values)


class Listed(list):
    def __reduce__(self):
        return Listed, (), {"state": 1}, iter(self)


class Newer:
    def __new__(cls, *args, key=None):
        return super().__new__(cls)

    def __getnewargs_ex__(self):
        return (1, 2), {"key": 3}

    class Inner:
        def method(self):
            pass


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(f"{type(error).__name__}: {str(error).partition(' at 0x')[0]}")


shared = ["shared"]
cycle = [shared, shared]
cycle.append((cycle,))
values = [None, True, -1, 255, 65536, 2**31, -(2**70), 1.5, float("-inf"), "a\n\\é\U0001f600", b"", b"\xff\0", (), (1,),
          (1, 2, 3, 4), {"k": [1]}, {1}, frozenset([2]), bytearray(b"x"), cycle, Plain(a=1, b=shared), Listed([1, 2]),
          Newer(), Newer.Inner.method, len, int, type(None), type(...), ..., range(3), 1j]
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    for value in values:
        print(protocol, type(value).__name__, pickle.dumps(value, protocol).hex())
print(len(pickle.dumps(list(range(3000)), 4)), len(pickle.dumps(dict.fromkeys(range(1000)), 2)))
big = pickle.dumps([b"y" * 70000, "z" * 70000, "end"])
print(len(big), big[:32], big[-16:])

# No Python code runs but the program's own.
calls = []
sys.setprofile(lambda frame, event, arg: event == "call" and calls.append(frame.f_code.co_name))
pickle.loads(pickle.dumps([Plain(x=1), Listed([1]), Newer(), {"a": (1.5, "b")}]))
sys.setprofile(None)
print(calls)


class Hooked(pickle.Pickler):
    def persistent_id(self, value):
        return "seven" if value == 7 else None

    def reducer_override(self, value):
        return (list, ((1, 2),)) if isinstance(value, Plain) else NotImplemented


class Unhooked(pickle.Unpickler):
    def persistent_load(self, name):
        return {"seven": 77}[name]

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


file = io.BytesIO()
Hooked(file, 2).dump([7, Plain(), Newer, 8])
print(file.getvalue())
print(Unhooked(io.BytesIO(file.getvalue())).load())

# The memo lives from one dump to the next; files stand right behind each pickle.
file = io.BytesIO()
pickler = pickle.Pickler(file, 1)
for value in (shared, shared, "shared"):
    pickler.dump(value)
print(file.getvalue(), sorted(index for index, _ in pickler.memo.copy().values()))
file.seek(0)
unpickler = pickle.Unpickler(file)
print(unpickler.load(), file.tell(), unpickler.load(), file.tell(), unpickler.memo.copy())
pickler.clear_memo()
print(pickler.memo.copy(), sys.getsizeof(pickler), sys.getsizeof(unpickler), pickler.bin, pickler.fast)
buffered = io.BufferedReader(io.BytesIO(pickle.dumps(1) + b"rest"))
print(pickle.load(buffered), buffered.read())

# Buffers beside the stream.
data, buffers = bytearray(b"abc"), []
stream = pickle.dumps([pickle.PickleBuffer(data), pickle.PickleBuffer(b"xyz")], 5, buffer_callback=buffers.append)
loaded = pickle.loads(stream, buffers=buffers)
print(stream, len(buffers), bytes(loaded[0]), loaded[1].__class__.__name__)
print(pickle.loads(stream, buffers=[data, data])[1].readonly, buffers[0].raw().tobytes(), sys.getsizeof(buffers[0]))

# What goes wrong.
attempt(pickle.dumps, lambda: 0)
attempt(pickle.dumps, Plain, 9)
attempt(pickle.dumps, Plain(f=(i for i in ())))
attempt(pickle.Pickler, 1)
attempt(pickle.Unpickler, 1)
attempt(pickle.Pickler.__new__(pickle.Pickler).dump, 1)
attempt(pickle.loads, stream)
for wrong in (b"", b"\x80\x04", b"\x80\x09.", b"\xff", b"(", b"0.", b"1.", b"h\x05.", b"I1x\n.", b"I010\n.", b"F1e999\n.", b"Sa\n.",
              b"N)\x81.", b"Nb.", b"NNb.", b"]K\x01s.", b"}(K\x01u.", b"(K\x01d.", b"NR.", b"NNR.", b"\x82\x07.", b"Pa\n.",
              b"cos\nnothing\n.", b"cnothing\nat_all\n.", b"]K\x01K\x02\x93.", b"\x95\xff\xff\xff\xff\xff\xff\xff\xff.", b"\x97.",
              b"N\x98.", b"\x8a\x02\x00", b"\x8b\xff\xff\xff\xff", b"q\x01.", b"2.", b"(a."):
    attempt(pickle.loads, wrong)
attempt(pickle.loads, b"U\x01\xe9.")
attempt(pickle.loads, b"U\x01\xe9.", encoding="latin1")
attempt(pickle.loads, b"U\x01\xe9.", encoding="bytes")
attempt(pickle.loads, b"c__builtin__\nunicode\n.")
attempt(pickle.loads, b"c__builtin__\nunicode\n.", fix_imports=False)
deep = []
for _ in range(2000):
    deep = [deep]
attempt(pickle.dumps, deep)
for name in ("dump", "dumps", "load", "loads", "Pickler", "Unpickler"):
    print(name, inspect.signature(getattr(_pickle, name)))

# Arguments are converted once; what harms a pickler from within, or a memo out of bounds, is an error.
class Counted:
    def __index__(self):
        print("index")
        return 2

    def __bool__(self):
        print("bool")
        return True


pickle.dump(1, io.BytesIO(), Counted(), fix_imports=Counted())
for index in (10**6, 2**62, 2**63 - 1, 2**63):
    attempt(pickle.loads, b"Np%d\n." % index)
    attempt(setattr, pickle.Unpickler(io.BytesIO()), "memo", {index: 1})

# Memos are emptied, copied and given on; an unpickler's goes on counting, and CPython 3.11 loses what a dict gives it.
two = pickle.dumps(["a", {"b"}]) * 2
one, other = pickle.Unpickler(io.BytesIO(two)), pickle.Unpickler(io.BytesIO(two))
one.load()
one.memo.clear()
print(one.load(), one.memo.copy(), sys.getsizeof(one))
other.memo = one.memo
print(other.load(), other.memo.copy() == other.memo.__reduce__()[1][0], other.memo.copy(), sys.getsizeof(other))
other.memo = {100: 1, 3: 2}
print(other.memo.copy(), sys.getsizeof(other), other.load(), other.memo.copy())
first, second = pickle.Pickler(io.BytesIO()), pickle.Pickler(io.BytesIO())
first.dump([[i] for i in range(40)])
second.memo = first.memo
first.memo.clear()
print(sys.getsizeof(first) == sys.getsizeof(second), len(second.memo.copy()), first.memo.__reduce__())
first.memo = {1: (5, shared)}
print(list(first.memo.copy().values()), sys.getsizeof(first))
for holder, wrong in (first, one.memo), (first, {1: (2,)}), (first, {1: ("a", 1)}), (one, first.memo), (one, {-1: 1}), (one, {"a": 1}):
    attempt(setattr, holder, "memo", wrong)
    attempt(delattr, holder, "memo")
