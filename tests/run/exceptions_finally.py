# finally with return, break, continue, nested, in loops and generators; else; order of everything.
def returns():
    try:
        return "try"
    finally:
        print("finally runs")


def overrides():
    try:
        raise ValueError
    except ValueError:
        return "except"
    else:
        return "else"
    finally:
        return "finally"


def evaluates():
    x = 1
    try:
        return x
    finally:
        x = 2


def loop():
    log = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            log.append(i)
        except Exception:
            log.append("never")
        else:
            log.append("else%d" % i)
        finally:
            log.append("f%d" % i)
    else:
        log.append("no break")
    return log


def breaks_in_finally():
    while True:
        try:
            raise KeyError
        finally:
            break
    return "survived"


def nested():
    try:
        try:
            1 / 0
        except ValueError:
            print("wrong")
        finally:
            print("inner")
    except ZeroDivisionError as e:
        print("outer", e)
    finally:
        print("last")


def generator():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield "got %s" % e
    finally:
        print("generator finally")
        yield "from finally"


def name_is_deleted():
    e = "before"
    try:
        raise TypeError("x")
    except TypeError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


def selects(error):
    try:
        raise error
    except (KeyError, IndexError) as e:
        return "lookup", type(e).__name__
    except ArithmeticError:
        return "arithmetic"
    except Exception as e:
        return "other", e.args
    except:
        return "bare"


print(returns(), overrides(), evaluates(), loop(), breaks_in_finally())
nested()
g = generator()
print(next(g), g.throw(ValueError("thrown")), next(g), next(g, "done"))
print(name_is_deleted())
for error in (KeyError(1), IndexError, ZeroDivisionError(), OSError(1, "text"), SystemExit(1), Exception("a", "b")):
    print(selects(error))
try:
    try:
        raise ValueError
    except "not a class":
        pass
except TypeError as error:
    print(error, type(error.__context__).__name__)
for bad in (5, "text", int, None):
    try:
        raise bad
    except TypeError as error:
        print(error)
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
try:
    raise
except RuntimeError as error:
    print(error)
def reraise():
    try:
        raise LookupError("again")
    except LookupError:
        try:
            raise
        except LookupError as e:
            return repr(e), e.__context__
print(reraise())
def deep():
    for i in range(2):
        for j in range(2):
            try:
                try:
                    if j: return (i, j)
                finally:
                    print("a", i, j)
            finally:
                print("b", i, j)
print(deep())
class Custom(Exception):
    def __init__(self, code, *args): super().__init__(*args); self.code = code
e = Custom(5, "msg", 1)
print(e, repr(e), e.args, e.code, str(Custom(1)), str(Custom(1, "one")), Custom.__mro__[1].__name__)
print(repr(KeyError("k")), str(KeyError("k")), str(IndexError("k")), OSError(2, "m").errno, repr(OSError(2, "m", "f")), str(OSError(2, "m", "f")), type(OSError(2, "m")).__name__)
