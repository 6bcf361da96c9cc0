# Queues and what tasks wait for each other with: Lock, Semaphore, Event, Condition, Barrier.
# no trace: the library's modules are long
import asyncio
import random


async def producer(queue, n):
    for i in range(n):
        await asyncio.sleep(0)
        await queue.put(i)
        print('put', i, queue.qsize())
    await queue.put(None)


async def consumer(name, queue):
    while True:
        item = await queue.get()
        if item is None:
            await queue.put(None)
            queue.task_done()
            break
        print(name, 'got', item)
        await asyncio.sleep(0.001)
        queue.task_done()


async def main():
    q = asyncio.Queue(maxsize=2)
    await asyncio.gather(producer(q, 6), consumer('A', q), consumer('B', q))
    print(str(q).partition(' maxsize')[2], q.empty(), q.full())
    try:
        q.get_nowait()
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    pq = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        pq.put_nowait((x, str(x)))
    print([await pq.get() for _ in range(3)])
    lq = asyncio.LifoQueue()
    for x in 'abc':
        await lq.put(x)
    print([lq.get_nowait() for _ in range(3)])
    w = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    print(str(q).partition(' maxsize')[2])
    w.cancel()
    try:
        await w
    except asyncio.CancelledError:
        print('c')


asyncio.run(main())


def state(thing):
    return str(thing).partition(' [')[2]


async def worker(name, lock, log):
    async with lock:
        log.append(f'{name} in')
        await asyncio.sleep(0.001)
        log.append(f'{name} out')


async def main():
    log = []
    lock = asyncio.Lock()
    await asyncio.gather(*(worker(n, lock, log) for n in 'xyz'))
    print(log, state(lock))
    sem = asyncio.Semaphore(2)
    log = []
    await asyncio.gather(*(worker(n, sem, log) for n in 'pqrs'))
    print(log, state(sem))
    ev = asyncio.Event()

    async def waiter(n):
        await ev.wait()
        print('event', n)
    ts = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    print(state(ev))
    ev.set()
    await asyncio.gather(*ts)
    print(state(ev))
    cond = asyncio.Condition()

    async def cwait(n):
        async with cond:
            await cond.wait()
            print('cond', n)
    ts = [asyncio.create_task(cwait(i)) for i in range(3)]
    await asyncio.sleep(0)
    async with cond:
        cond.notify(1)
    await asyncio.sleep(0.001)
    async with cond:
        cond.notify_all()
    await asyncio.gather(*ts)
    print(state(cond))
    barrier = asyncio.Barrier(3)

    async def b(n):
        i = await barrier.wait()
        print('barrier', n, i)
    await asyncio.gather(*(b(i) for i in range(3)))
    print(repr(barrier).split(' at ')[0])
    bs = asyncio.BoundedSemaphore(1)
    try:
        bs.release()
    except ValueError as e:
        print(e)
    try:
        lock.release()
    except RuntimeError as e:
        print(e)


asyncio.run(main())
