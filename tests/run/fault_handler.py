# faulthandler: a stack is written to a descriptor, past the stream; what is no descriptor is refused.
import faulthandler
import io
import sys


def inner():
    print("above", flush=True)
    faulthandler.dump_traceback(file=1, all_threads=False)
    faulthandler.dump_traceback(all_threads=False)


def attempt(*files):
    for function in faulthandler.enable, faulthandler.dump_traceback:
        for file in files:
            try:
                print(function(file))
            except (RuntimeError, ValueError, AttributeError) as error:
                print(type(error).__name__, error)


inner()
attempt(io.StringIO(), "text", -1, 1.5)
error_stream, sys.stderr = sys.stderr, None
attempt(None)
del sys.stderr
attempt(None)
sys.stderr = error_stream
faulthandler.enable()
print(faulthandler.is_enabled(), faulthandler.disable(), faulthandler.is_enabled())
