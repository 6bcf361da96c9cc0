# no trace: CPython's watchdog and its handlers are not Python code, and the library's modules are long
"""Stacks shown later: when a time is over, when a signal comes."""
import faulthandler
import os
import re
import signal
import tempfile
import threading
import time


def attempt(function, *args, **kwargs):
    try:
        print(function.__name__, args, kwargs, function(*args, **kwargs))
    except (TypeError, ValueError, RuntimeError, OverflowError, OSError, AttributeError) as error:
        print(function.__name__, args, kwargs, type(error).__name__, error)


def shown(file):
    file.seek(0)
    text = file.read().decode()
    file.seek(0)
    file.truncate()
    text = text.replace(__file__, os.path.basename(__file__))
    print(re.sub("0x[0-9a-f]+", "0x...", text), end="")


def hello(number, frame):
    print("handler", number)


def send():
    os.kill(os.getpid(), signal.SIGUSR1)
    return True


def wait(seconds):
    time.sleep(seconds)


def errors():
    for timeout in (0, -1, "x", None):
        attempt(faulthandler.dump_traceback_later, timeout)
    attempt(faulthandler.dump_traceback_later)
    attempt(faulthandler.dump_traceback_later, 5, file=-1)
    attempt(faulthandler.dump_traceback_later, 5, "x")
    attempt(faulthandler.dump_traceback_later, 5, exit="x")
    for number in (0, -1, 65, 6, 11, "x", 9, 32):
        attempt(faulthandler.register, number)
        attempt(faulthandler.unregister, number)
    attempt(faulthandler.register, 10, file=-1)
    attempt(faulthandler.unregister)
    attempt(faulthandler.cancel_dump_traceback_later)


def signals(file):
    usr1 = int(signal.SIGUSR1)
    attempt(faulthandler.register, usr1, file.fileno(), all_threads=False)
    print(signal.getsignal(usr1) is signal.SIG_DFL, send())
    attempt(faulthandler.unregister, usr1)
    attempt(faulthandler.unregister, usr1)
    shown(file)
    signal.signal(usr1, hello)
    faulthandler.register(usr1, file.fileno(), chain=True)
    send()
    faulthandler.register(usr1, file.fileno())
    signal.raise_signal(usr1)
    faulthandler.unregister(usr1)
    send()
    shown(file)


def times(file):
    faulthandler.dump_traceback_later(0.05, file=file.fileno())
    wait(0.12)
    shown(file)
    faulthandler.dump_traceback_later(0.1, repeat=True, file=file.fileno())
    wait(0.25)
    faulthandler.cancel_dump_traceback_later()
    wait(0.15)
    shown(file)
    faulthandler.dump_traceback_later(3661, file=file.fileno())
    faulthandler.dump_traceback_later(0.1, file=file.fileno())
    thread = threading.Thread(target=wait, args=(0.2,))
    thread.start()
    thread.join()
    file.seek(0)
    print(file.read().count(b"Thread 0x"))


errors()
with tempfile.TemporaryFile() as file:
    signals(file)
    times(file)
faulthandler.dump_traceback_later(0.02, file=os.open(os.devnull, os.O_WRONLY), exit=True)
wait(5)
print("not reached")
