# ResourceWarnings name their source: the object lives on by it, and the library's `warnings` says how to find its birth.
# no trace: the library's modules are long
import _socket
import os
import socket
import warnings

warnings.simplefilter("always")
open("/dev/null")
open("/dev/null", "rb", buffering=0)
iterator = os.scandir("/")
next(iterator)
del iterator
with warnings.catch_warnings(record=True) as caught:
    open("/dev/null")
    iterator = os.scandir("/")
    del iterator
    unbound = socket.socket()
    del unbound
    for warning in caught:
        print(type(warning.source).__name__, str(warning.message)[:20], getattr(warning.source, "closed", None))
    print(list(caught[1].source))
warnings.simplefilter("error")
open("/dev/null")
kept = open("/dev/null")


class Kept(_socket.socket):
    def __del__(self):
        print("closing it is left to", type(self).__name__, self.fileno() > 0)


bare = _socket.socket()
number = bare.fileno()
del bare
bare = Kept()
print(bare.fileno() == number)
del bare
