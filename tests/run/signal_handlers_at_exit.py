"""What a signal handler holds dies before the modules do, also in a cycle."""
import _signal as signal


class Holder:
    def __init__(self, name):
        self.name = name
        self.me = self

    def handle(self, number, frame):
        print(self.name, "handles", number)

    def __del__(self):
        print(self.name, "dies", signal and signal.getsignal(signal.SIGTERM), signal and signal.getsignal(signal.SIGINT))


first, second = Holder("first"), Holder("second")
print(signal.signal(signal.SIGINT, first.handle))
print(signal.signal(signal.SIGTERM, second.handle))
signal.raise_signal(signal.SIGTERM)
del first, second
print(signal.getsignal(signal.SIGTERM).__self__.name)
