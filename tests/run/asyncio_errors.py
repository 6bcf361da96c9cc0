# Tracebacks over several awaits; exceptions that nobody asks for, coroutines never awaited, callbacks that raise.
# no trace: the library's modules are long
import asyncio
import gc
import traceback


async def inner():
    await asyncio.sleep(0)
    raise ValueError('deep')


async def middle():
    await inner()


async def outer():
    try:
        await middle()
    except ValueError as e:
        raise RuntimeError('outer') from e


async def main():
    t = asyncio.create_task(outer())
    try:
        await t
    except RuntimeError:
        traceback.print_exc()
    try:
        await t
    except RuntimeError as e:
        print(len(traceback.extract_tb(e.__traceback__)))
    try:
        t.result()
    except RuntimeError as e:
        print(len(traceback.extract_tb(e.__traceback__)))
    t.print_stack()

    async def deep():
        await asyncio.sleep(1)
    t = asyncio.create_task(deep())
    await asyncio.sleep(0)
    t.print_stack()
    print(t.get_stack()[0].f_lineno)
    t.cancel()
    await outer()


asyncio.run(main())


async def bad():
    raise ValueError('nobody asks')


async def never():
    pass


async def main():
    t = asyncio.create_task(bad())
    await asyncio.sleep(0)
    del t
    gc.collect()
    never()
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.001)
    loop.set_exception_handler(lambda loop, ctx: print('handler', ctx['message'], sorted(ctx)))
    loop.call_soon(lambda: 1 / 0)
    t = asyncio.create_task(bad())
    await asyncio.sleep(0)
    del t
    gc.collect()
    await asyncio.sleep(0.001)
    raise LookupError('out of main')


asyncio.run(main())
