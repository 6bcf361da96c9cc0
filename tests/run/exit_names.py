# no trace: the library's modules are long
# What a program's names are worth at its end: __file__ is gone before atexit's functions run, and what threading
# and logging hold outlives sys.
import atexit
import logging
import threading


class Held:
    def __del__(self):
        print("this is never printed: sys.stdout is gone by then")


def show_names():
    print([name for name in ("__file__", "__cached__", "Held") if name in globals()])


def thread_hook(arguments):
    print("in a thread:", arguments.exc_type.__name__)


class Silent(logging.Handler):
    def emit(self, record):
        print("record:", record.getMessage())


held = Held()
show_names()
atexit.register(show_names)
threading.excepthook = thread_hook
worker = threading.Thread(target=lambda: 1 / 0)
worker.start()
worker.join()
logging.getLogger().addHandler(Silent())
logging.warning("a handler of the program's own")
