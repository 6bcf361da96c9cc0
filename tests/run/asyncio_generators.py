# Asynchronous generators, iterators and context managers; awaitables of other kinds.
# no trace: the library's modules are long
from contextlib import asynccontextmanager, AsyncExitStack, aclosing
import asyncio
import types


async def ticker(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        print('ticker closed')


class Countdown:

    def __init__(s, n):
        s.n = n

    def __aiter__(s):
        return s

    async def __anext__(s):
        if s.n <= 0:
            raise StopAsyncIteration
        s.n -= 1
        await asyncio.sleep(0)
        return s.n


class Resource:

    async def __aenter__(s):
        print('open')
        await asyncio.sleep(0)
        return s

    async def __aexit__(s, *a):
        await asyncio.sleep(0)
        print('close', a[0])
        return a[0] is KeyError


@asynccontextmanager
async def managed(x):
    print('enter', x)
    try:
        yield x
    finally:
        print('leave', x)


async def main():
    async for x in ticker(3):
        print(x)
    print([x async for x in Countdown(3)], {x: y async for x, y in pairs()})
    async for x in ticker(5):
        if x == 1:
            break
    async with Resource(), managed(1) as m:
        print(m)
    async with Resource():
        raise KeyError
    async with AsyncExitStack() as st:
        for i in range(2):
            await st.enter_async_context(managed(i))
    async with aclosing(ticker(4)) as t:
        async for x in t:
            break
    print(await anext(Countdown(2)), await anext(Countdown(0), 'd'))
    g = ticker(9)
    await g.asend(None)


async def pairs():
    for i in range(2):
        yield (i, i * i)


asyncio.run(main())


class Ready:

    def __await__(self):
        return iter([])


class Once:

    def __await__(self):
        yield
        return 'once'


@types.coroutine
def old():
    x = (yield)
    return ('old', x)


class FutureLike(asyncio.Future):
    pass


async def main():
    print(await Once(), await old(), await Ready())
    f = FutureLike()
    asyncio.get_running_loop().call_soon(f.set_result, 5)
    print(await f, f)
    try:
        await 5
    except TypeError as e:
        print(e)

    class Bad:

        def __await__(self):
            return 5
    try:
        await Bad()
    except TypeError as e:
        print(e)

    class BadYield:

        def __await__(self):
            yield 'what'
    try:
        await BadYield()
    except RuntimeError as e:
        print(e)
    t = asyncio.ensure_future(Once())
    print(type(t).__name__, await t)
    c = old2 = main2()
    await c
    try:
        await c
    except RuntimeError as e:
        print(e)
    print(asyncio.isfuture(f), asyncio.isfuture(t), asyncio.isfuture(c))
    t = asyncio.current_task()
    print(t.get_name(), t in asyncio.all_tasks(), t.get_coro().__name__, len(t.get_stack()))


async def main2():
    await asyncio.sleep(0)


asyncio.run(main())
