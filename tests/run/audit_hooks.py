# no trace: what an audit hook does is not traced in CPython
"""sys.audit and sys.addaudithook: who is asked, who may refuse, what is traced, what comes at the very end."""
import os
import sys


def show(event, arguments, write=os.write):
    write(1, f"{event} {len(arguments)}\n".encode())


class Watcher:
    refuse, error = "", RuntimeError

    def __init__(self, name):
        self.name = name

    def __call__(self, event, arguments):
        if event.startswith("test."):
            print(self.name, event, arguments, flush=True)
        if event == self.refuse:
            raise self.error(event)


sys.audit("test.unheard", 1)
first, second = Watcher("first"), Watcher("second")
sys.addaudithook(first)
sys.addaudithook(second)
sys.audit("test.both", 1, [2])

first.refuse = "test.refused"
for arguments in (("test.refused",), (), (3,), ("\udc80",), ("test.cut\0off",)):
    try:
        sys.audit(*arguments)
    except Exception as error:
        print(type(error).__name__, error)

first.refuse = "sys.addaudithook"
print(sys.addaudithook(Watcher("third")))
first.error = KeyboardInterrupt
try:
    sys.addaudithook(Watcher("fourth"))
except KeyboardInterrupt as error:
    print("KeyboardInterrupt", error)
first.error = RuntimeError
sys.audit("test.still two")

first.refuse = "compile"
try:
    eval("1 + 1")
except RuntimeError as error:
    print("no compile:", error)
first.refuse = "open"
try:
    open("/nonexistent")
except RuntimeError as error:
    print("no open:", error)
first.refuse = ""

try:  # an exception on its way survives what is heard meanwhile
    try:
        raise KeyError("on its way")
    finally:
        sys.audit("test.meanwhile")
except KeyError as error:
    print(repr(error))

traced = []


def trace(frame, event, argument):
    if frame.f_code is Watcher.__call__.__code__:
        traced.append(event)


sys.settrace(trace)
sys.audit("test.not traced")
second.__cantrace__ = True
sys.audit("test.one traced")
second.__cantrace__ = 0
sys.audit("test.not traced")
sys.settrace(None)
print(traced)


class Broken(Watcher):
    armed = False

    @property
    def __cantrace__(self):
        if self.armed:
            raise ZeroDivisionError
        return True


sys.addaudithook(Broken("broken"))
Broken.armed = True
try:
    sys.audit("test.broken")
except ZeroDivisionError:
    print("__cantrace__ raised")
Broken.armed = False
sys.stdout.flush()
sys.addaudithook(show)
sys.excepthook = lambda *arguments: print("excepthook", arguments[0].__name__, flush=True)
raise LookupError("the end")
