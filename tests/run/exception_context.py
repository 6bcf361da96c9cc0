# __context__, __cause__, __suppress_context__, sys.exc_info, nested handlers, with_traceback.
import sys


def chain(error):
    links = []
    while error:
        links.append(repr(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return links


def names(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


def a():
    try:
        {}["missing"]
    except KeyError:
        int("x")


def b():
    try:
        a()
    except ValueError as error:
        raise RuntimeError("b") from error


def c():
    try:
        b()
    except RuntimeError:
        raise LookupError from None


for f in (a, b, c):
    try:
        f()
    except Exception as error:
        print(f.__name__, chain(error), names(error.__traceback__), error.__suppress_context__)
print(sys.exc_info())
try:
    raise ValueError("outer")
except ValueError:
    print(sys.exc_info()[1])
    try:
        raise TypeError("inner")
    except TypeError:
        print(sys.exc_info()[1], sys.exception())
    print(sys.exc_info()[1])

    def inside():
        return sys.exc_info()[1]
    print(inside())
    g = (sys.exc_info()[1] for _ in range(2))
    print(next(g))
print(next(g), sys.exception())


def generator():
    try:
        raise KeyError("in generator")
    except KeyError:
        yield sys.exc_info()[1]
        yield sys.exc_info()[1]
    yield sys.exc_info()[1]


g = generator()
print(repr(next(g)), sys.exc_info()[1])
try:
    raise IndexError("between")
except IndexError:
    print(repr(next(g)), repr(sys.exc_info()[1]), repr(next(g)))
try:
    raise ValueError("with tb").with_traceback(None)
except ValueError as error:
    print(names(error.__traceback__))
    saved = error
try:
    raise saved
except ValueError as error:
    print(names(error.__traceback__), error is saved)
e = Exception("manual")
e.__cause__ = KeyError("cause")
print(chain(e), e.__suppress_context__, e.__context__)
e.__context__ = IndexError("ctx"); e.__cause__ = None
print(chain(e), e.__suppress_context__)
for name, value in (("__cause__", 1), ("__context__", "x"), ("__traceback__", 5), ("args", 7)):
    try:
        setattr(e, name, value)
    except TypeError as error:
        print(error)
try:
    del e.__context__
except TypeError as error:
    print(error)
class Weird(Exception):
    def __del__(self): print("weird dies")
try:
    try:
        raise Weird
    finally:
        raise OSError("replaces")
except OSError as error:
    print(repr(error.__context__))
print("end")
try:
    try: raise ValueError(1)
    except ValueError as v: raise v from v
except ValueError as v:
    print(v.__cause__ is v, v.__context__)
print(StopIteration(5).value, SystemExit(3).code, UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), AttributeError("x", name="n", obj=1).name, NameError("x", name="q").name, ImportError("m", name="n", path="p").path)
