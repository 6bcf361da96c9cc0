# Cancelling: before the first step, refused, with a message, while cleaning up, at the end of asyncio.run; Ctrl-C.
# no trace: the library's modules are long
# collects: a task that is left pending is told of as it was when it was found
import asyncio
import gc
import signal


async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            print('not yet', i, e.args)
    return 'finished'


async def cleanup():
    try:
        await asyncio.sleep(10)
    finally:
        print('cleaning')
        await asyncio.sleep(0.001)
        print('cleaned')


async def main():
    t = asyncio.create_task(stubborn())
    for i in range(3):
        await asyncio.sleep(0)
        t.cancel(f'try {i}')
    print(await t, t.cancelling())
    t = asyncio.create_task(cleanup())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('cancelled', t.cancelled(), t)
    t = asyncio.create_task(cleanup())
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('never began')
    fut = asyncio.get_running_loop().create_future()

    async def waits():
        try:
            return await fut
        except asyncio.CancelledError:
            print('waits cancelled')
            raise
    t = asyncio.create_task(waits())
    await asyncio.sleep(0)
    print(t)
    fut.cancel('f')
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args)

    def cb(t):
        print('done callback', t.cancelled(), t.get_name())
    t = asyncio.create_task(waits(), name='T')
    t.add_done_callback(cb)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(t.print_stack(), t.get_stack())


asyncio.run(main())


async def background(n):
    try:
        while True:
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        print('bg cancelled', n)
        raise
    finally:
        print('bg finally', n)


async def bad_cleanup():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        raise ZeroDivisionError('in cleanup')


keep = []


async def main():
    keep.append(asyncio.create_task(background(1)))
    keep.append(asyncio.create_task(bad_cleanup(), name='bad'))
    await asyncio.sleep(0)
    print('main ends')
    return 7


print(asyncio.run(main()))
print([t for t in keep])
loop = asyncio.new_event_loop()
t = loop.create_task(background(2), name='left')
loop.run_until_complete(asyncio.sleep(0))
loop.close()
del t
gc.collect()
print('end')


async def main():
    try:
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, signal.raise_signal, signal.SIGINT)
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print('cancelled by Ctrl-C')
        raise
    finally:
        print('finally')


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('KeyboardInterrupt out of run')


async def m2():
    raise KeyboardInterrupt


try:
    asyncio.run(m2())
except KeyboardInterrupt:
    print('second')


async def m3():
    asyncio.get_running_loop().call_soon(exit, 3)
    await asyncio.sleep(1)


try:
    asyncio.run(m3())
except SystemExit as e:
    print('exit', e.code)
asyncio.run(main())
