"""asyncio.run: its loop waits in select on one end of a pair of sockets, and virtual time passes in sleep."""
# no trace: CPython's loop is in part native, and waits in epoll
import asyncio
import socket
import time


async def work(name, delay):
    await asyncio.sleep(delay)
    print(name)
    return name.upper()


async def main():
    print(await asyncio.gather(work("slow", 0.03), work("fast", 0.01), work("middle", 0.02)))
    task = asyncio.create_task(work("never", 60))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("timed out")
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(queue.put(1))
        print((await queue.get()) + 1)


started = time.monotonic()
asyncio.run(main())
print(time.monotonic() - started < 5)

one, other = socket.socketpair()
print(one.family, one.type, one.proto, one.gettimeout(), one.send(b"hello"), other.recv(3), other.recv(10))
one.setblocking(False)
try:
    one.recv(1)
except BlockingIOError as error:
    print(error)
one.settimeout(0.01)
try:
    one.recv(1)
except TimeoutError as error:
    print(error)
one.close()
print(one.fileno(), other.recv(1))
other.close()
# no collect: asyncio_loop has its library and takes half a minute
