# SystemExit out of an except block, a generator, a with statement; and -1.
import sys


class Guard:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb):
        print("guard sees", kind.__name__, value.code)


def generator():
    try:
        yield 1
    except GeneratorExit:
        print("generator closed")
        raise
    finally:
        print("generator finally")


g = generator()
next(g)
try:
    with Guard():
        try:
            1 / 0
        except ZeroDivisionError:
            sys.exit(-1)
except SystemExit as error:
    print(type(error.__context__).__name__, error.code)
with Guard():
    exit_code = 300
    sys.exit(exit_code)
