# asyncio.gather, wait, as_completed, wait_for, timeout, shield and TaskGroup.
# no trace: the library's modules are long
import asyncio


async def fetch(name, delay):
    print(f'start {name}')
    await asyncio.sleep(delay)
    print(f'end {name}')
    return name * 2


async def main():
    results = await asyncio.gather(fetch('a', 0.03), fetch('b', 0.01), fetch('c', 0.02))
    print(results)
    r = await asyncio.gather(fetch('d', 0.01), boom(), return_exceptions=True)
    print(r)
    try:
        await asyncio.gather(fetch('e', 0.01), boom())
    except ValueError as e:
        print('caught', e)
    await asyncio.sleep(0.02)


async def boom():
    await asyncio.sleep(0)
    raise ValueError('boom')


asyncio.run(main())


async def job(n):
    await asyncio.sleep(n / 100)
    if n == 2:
        raise RuntimeError('two')
    return n


async def main():
    tasks = [asyncio.create_task(job(n), name=f'job-{n}') for n in (3, 1, 2)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(sorted((t.get_name() for t in done)), sorted((t.get_name() for t in pending)))
    done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
    print([(t.get_name(), t.exception()) for t in done], [t.get_name() for t in pending])
    done, pending = await asyncio.wait(pending, timeout=0.001)
    print(len(done), len(pending))
    for t in pending:
        t.cancel()
    print(await asyncio.gather(*pending, return_exceptions=True))
    for coro in asyncio.as_completed([job(1), job(3), job(4)]):
        print(await coro)
    try:
        await asyncio.wait_for(job(9), timeout=0.01)
    except asyncio.TimeoutError as e:
        print('timeout', repr(e), TimeoutError is asyncio.TimeoutError)
    try:
        async with asyncio.timeout(0.01) as cm:
            await asyncio.sleep(5)
    except TimeoutError as e:
        print('timeout', repr(e), cm.expired(), type(e.__cause__).__name__)
    t = asyncio.create_task(job(5))
    s = asyncio.shield(t)
    await asyncio.sleep(0)
    s.cancel()
    try:
        await s
    except asyncio.CancelledError:
        print('shield cancelled', t.done())
    print(await t)


asyncio.run(main())


async def child(n, fail=False):
    try:
        await asyncio.sleep(n / 100)
        if fail:
            raise ValueError(f'child {n}')
        print('child done', n)
        return n
    except asyncio.CancelledError:
        print('child cancelled', n)
        raise


async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(child(1))
        b = tg.create_task(child(2), name='second')
        print(tg)
    print(a.result(), b.result(), b)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child(1, True))
            tg.create_task(child(1, True))
            tg.create_task(child(5))
    except* ValueError as eg:
        print(eg, eg.exceptions)
    async with asyncio.TaskGroup() as outer:
        async with asyncio.TaskGroup() as inner:
            inner.create_task(child(1))
        outer.create_task(child(1))

    async def cancels():
        asyncio.current_task().cancel('me')
        await asyncio.sleep(1)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child(3))
            asyncio.current_task().cancel('outer')
            await asyncio.sleep(1)
    except asyncio.CancelledError as e:
        print('cancelled', e.args, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


asyncio.run(main())
