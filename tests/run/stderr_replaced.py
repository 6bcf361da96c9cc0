# no trace: exit() is Python code in CPython
# Reports of exceptions: with text that is no proper Unicode, with a traceback of another exception, by a hook that
# fails, to a stream of the program's own. And what exit() leaves behind when it is caught.
import sys


def fail(value):
    raise ValueError(value)


for value in "half a pair: \ud83d", "한글 and \x7f":
    try:
        fail(value)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
        sys.excepthook(KeyError, KeyError("another"), error.__traceback__)


class Dies:
    def __del__(self):
        raise ValueError("\udc80 in a finalizer")


Dies()
for code in (), (None,), ((1, 2),), ("text",):
    try:
        exit(*code)
    except SystemExit as error:
        print(repr(error), error.code)
try:
    input()
except ValueError as error:
    print(error)
print(sys.stdin.closed, b"%z.1f" % -0.01)


def hook(kind, value, traceback):
    print("the hook:", kind.__name__)
    raise KeyError("the hook's own")


sys.excepthook = hook
sys.stderr = sys.stdout
fail("the last")
