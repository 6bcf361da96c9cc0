# try in all its forms, chaining, nesting, return in finally.
def divide(a, b):
    try:
        result = a / b
    except ZeroDivisionError as error:
        return "zero", str(error)
    except (TypeError, ValueError) as error:
        return "type", str(error)
    else:
        return "fine", result
    finally:
        print("finally", a, b)

print(divide(6, 3), divide(1, 0), divide("a", 1))

def returns_from_finally():
    try:
        return 1
    finally:
        return 2
print(returns_from_finally())

def loop():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print("body", i)
        finally:
            print("cleanup", i)
    else:
        print("never")
    return i
print(loop())

def chained():
    try:
        try:
            {}["k"]
        except KeyError as first:
            raise ValueError("second") from first
    except ValueError as error:
        print(repr(error), repr(error.__cause__), error.__suppress_context__)
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            undefined_name
    except NameError as error:
        print(error, repr(error.__context__), error.name)
    try:
        try:
            [].pop()
        except IndexError:
            raise RuntimeError("hidden") from None
    except RuntimeError as error:
        print(error.__cause__, error.__suppress_context__, repr(error.__context__))
chained()

class Custom(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code
    def __str__(self):
        return f"custom {self.code}"
try:
    raise Custom(7, "x")
except Custom as error:
    print(error, error.args, error.code)
try:
    raise Custom
except TypeError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
def reraise():
    try:
        raise KeyError("gone")
    except KeyError:
        print("seen")
        raise
try:
    reraise()
except LookupError as error:
    print(type(error), error)
try:
    error
except NameError as e:
    print(e)
for bad in (lambda: int("x"), lambda: [][1], lambda: {}[1], lambda: None.x, lambda: "a" + 1, lambda: len(5), lambda: nope):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
assert True
try:
    assert 1 == 2, "one is not two"
except AssertionError as e:
    print("assert", e)
