# Alarms and interval timers, signals that are held back and waited for, and the descriptor that wakes an event loop up.
# no trace: how many instructions run until a timer rings is a matter of speed
# no collect: a collection at every birth of its many objects takes too long
import asyncio
import os
import signal
import threading
import time


class Timeout(Exception):
    pass


def ring(number, frame):
    raise Timeout(signal.Signals(number).name)


def count(number, frame):
    global rings
    rings += 1


signal.signal(signal.SIGALRM, ring)
started = time.monotonic()
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    while True:
        pass
except Timeout as error:
    print(error, 0.04 < time.monotonic() - started < 0.5)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    time.sleep(30)
except Timeout as error:
    print(error, "in sleep")
reading, writing = os.pipe()
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    os.read(reading, 1)
except Timeout as error:
    print(error, "in read")

rings = 0
for timer, number in (signal.ITIMER_REAL, signal.SIGALRM), (signal.ITIMER_VIRTUAL, signal.SIGVTALRM), (signal.ITIMER_PROF, signal.SIGPROF):
    signal.signal(number, count)
    signal.setitimer(timer, 0.005, 0.003)
    while rings % 3 != 2:
        pass
    rings += 1
    print(rings, signal.setitimer(timer, 0)[1], signal.getitimer(timer))
print(signal.alarm(7), signal.alarm(2), signal.setitimer(signal.ITIMER_REAL, 0.3)[0] <= 2, signal.alarm(0))
for wrong in (lambda: signal.setitimer(9, 1), lambda: signal.setitimer(0, -1), lambda: signal.setitimer(0, float("nan")),
              lambda: signal.alarm("1"), lambda: signal.pthread_sigmask(7, []), lambda: signal.pthread_sigmask(0, [99]),
              lambda: signal.sigtimedwait([], -1), lambda: signal.set_wakeup_fd(writing), lambda: signal.set_wakeup_fd(77)):
    try:
        wrong()
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)

print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGALRM]))
signal.signal(signal.SIGUSR1, lambda number, frame: print("got it"))
os.kill(os.getpid(), signal.SIGUSR1)
signal.setitimer(signal.ITIMER_REAL, 0.001)
while len(signal.sigpending()) < 2:
    time.sleep(0.001)
print(signal.sigpending(), signal.sigwait([signal.SIGALRM]))
print(signal.pthread_sigmask(signal.SIG_SETMASK, []), signal.sigpending())
print(signal.sigtimedwait([signal.SIGUSR2], 0.01))


def send():
    time.sleep(0.01)
    signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR2)


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
thread = threading.Thread(target=send)
thread.start()
information = signal.sigwaitinfo([signal.SIGUSR2])
print(information.si_signo, information.si_pid == os.getpid(), len(information))
thread.join()

os.set_blocking(writing, False)
print(signal.set_wakeup_fd(writing))
signal.raise_signal(signal.SIGUSR1)
print(os.read(reading, 5) == bytes([signal.SIGUSR1]), signal.set_wakeup_fd(-1) == writing)


async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, event.set)
    asyncio.get_running_loop().call_later(0.01, signal.raise_signal, signal.SIGUSR1)
    await event.wait()
    print("the loop woke up")


asyncio.run(main())
signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.setitimer(signal.ITIMER_REAL, 0.01)
print("dies of it", flush=True)
time.sleep(5)
print("never")
