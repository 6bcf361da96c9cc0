# no trace: the library's modules are long, and CPython has imported some of them before
"""A process is sent signals by a descriptor: this one and another."""
import _signal
import os
import signal
import subprocess

this = os.pidfd_open(os.getpid())
for arguments in ((this, 0), (this, 0, 3), (this, 0, None, 9), (this, 999), (this, -1), (999, 0), (this,), ("a", 1)):
    try:
        print(arguments[1:], signal.pidfd_send_signal(*arguments))
    except (OSError, TypeError) as error:
        print(arguments[1:], repr(error))
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
signal.signal(signal.SIGUSR1, lambda number, frame: print("came", number))
print(signal.pidfd_send_signal(this, signal.SIGUSR1))
try:
    signal.pidfd_send_signal(this, signal.SIGINT)
except KeyboardInterrupt:
    print("KeyboardInterrupt")
other = subprocess.Popen(["sleep", "100"])
descriptor = os.pidfd_open(other.pid)
print(signal.pidfd_send_signal(descriptor, signal.SIGTERM), other.wait())
try:
    signal.pidfd_send_signal(descriptor, signal.SIGTERM)
except OSError as error:
    print(repr(error))
import _signal
print(list(vars(_signal))[5:], os.execve in os.supports_fd)
