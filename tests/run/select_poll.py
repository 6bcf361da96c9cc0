# select.poll, select.epoll and selectors on pipes, and fcntl's view of them.
# no trace: the library's modules are long, and CPython has imported some of them before
import fcntl
import os
import select
import selectors
import threading
import time

reading, writing = os.pipe()
poll = select.poll()
poll.register(reading)
poll.register(writing, select.POLLOUT)
print(poll.poll(0) == [(writing, select.POLLOUT)])
os.write(writing, b"x")
print([event for _, event in poll.poll()])
poll.modify(writing, 0)
poll.unregister(reading)
print(poll.poll(10))
for wrong in (lambda: poll.unregister(reading), lambda: poll.modify(reading, 1), lambda: poll.register(writing, -1),
              lambda: poll.register("x"), lambda: poll.poll("soon"), lambda: poll.register(-1)):
    try:
        wrong()
    except (KeyError, OSError, ValueError, TypeError) as error:
        print(type(error).__name__, str(error).replace(str(reading), "N"))

with select.epoll() as epoll:
    epoll.register(reading, select.EPOLLIN)
    epoll.register(writing, select.EPOLLOUT | select.EPOLLONESHOT)
    print([event for _, event in epoll.poll()], [event for _, event in epoll.poll()])
    epoll.modify(writing, select.EPOLLOUT)
    print(len(epoll.poll(0, 1)), len(epoll.poll(maxevents=5)))
    for wrong in (lambda: epoll.register(reading), lambda: epoll.unregister(999), lambda: epoll.poll(maxevents=0)):
        try:
            wrong()
        except (OSError, ValueError) as error:
            print(type(error).__name__, error)
print(epoll.closed)
try:
    epoll.fileno()
except ValueError as error:
    print(error)

print(fcntl.fcntl(reading, fcntl.F_GETFD), fcntl.fcntl(reading, fcntl.F_SETFL, os.O_NONBLOCK),
      fcntl.fcntl(reading, fcntl.F_GETFL) & os.O_NONBLOCK == os.O_NONBLOCK)
print(fcntl.ioctl(reading, 0x541B, b"\0\0\0\0"))
os.read(reading, 10)


def later():
    time.sleep(0.02)
    os.write(writing, b"later")


selector = selectors.DefaultSelector()
print(type(selector).__name__)
selector.register(reading, selectors.EVENT_READ, "the reading end")
print(selector.select(0))
thread = threading.Thread(target=later)
thread.start()
start = time.monotonic()
for key, events in selector.select(5):
    print(key.data, events, os.read(key.fd, 100))
print(0.01 < time.monotonic() - start < 2)
thread.join()
selector.close()
