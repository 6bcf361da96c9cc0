# A loop driven by hand; context variables of tasks and callbacks; to_thread, run_in_executor and back.
# no trace: the library's modules are long
import asyncio
import concurrent.futures
import contextvars
import functools
import threading
import time
import warnings


def hello(loop, n):
    print('hello', n)
    if n == 0:
        loop.stop()
    else:
        loop.call_later(0.001, hello, loop, n - 1)


loop = asyncio.new_event_loop()
loop.call_soon(hello, loop, 3)
loop.run_forever()
print(loop.is_running(), loop.is_closed())


async def c():
    return 'c'


print(loop.run_until_complete(c()))
fut = loop.create_future()
loop.call_later(0.001, fut.set_result, 'later')
print(loop.run_until_complete(fut))
h = loop.call_later(10, print, 'no')
print(h.cancelled())
h.cancel()
print(h.cancelled())
order = []
for i, d in enumerate((0.003, 0.001, 0.002)):
    loop.call_later(d, order.append, i)
loop.run_until_complete(asyncio.sleep(0.01))
print(order)
for bad in (5, c):
    try:
        loop.run_until_complete(bad)
    except TypeError as e:
        print(type(e).__name__, str(e).split(' at ')[0])
loop.close()
for f in (lambda: loop.run_until_complete(asyncio.sleep(0)), lambda: loop.call_soon(print), lambda: asyncio.run(5), asyncio.get_running_loop):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


async def nested():
    try:
        asyncio.run(c())
    except RuntimeError as e:
        print(e)


warnings.simplefilter('ignore')
asyncio.run(nested())
with asyncio.Runner() as r:
    print(r.run(c()), r.run(c()), r.get_loop().is_closed())


async def deco():

    @functools.wraps(c)
    async def w():
        return await c()
    return (await w(), asyncio.iscoroutinefunction(w), asyncio.iscoroutine(w))


print(asyncio.run(deco()))


user = contextvars.ContextVar('user', default='nobody')


async def handle(n):
    user.set(f'user{n}')
    await asyncio.sleep(0)
    await deeper()


async def deeper():
    print('deeper', user.get())


async def main():
    user.set('main')
    await asyncio.gather(*(handle(i) for i in range(3)))
    print(user.get())
    ctx = contextvars.copy_context()
    ctx.run(user.set, 'special')
    await asyncio.create_task(deeper(), context=ctx)
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: print('cb', user.get()))
    loop.call_soon(lambda: print('cb2', user.get()), context=ctx)
    await asyncio.sleep(0)
    print(await asyncio.to_thread(user.get))
    await loop.run_in_executor(None, lambda: print('executor', user.get()))


asyncio.run(main())


def blocking(n):
    time.sleep(0.005)
    return (n * n, threading.current_thread() is threading.main_thread())


def fails():
    raise OSError('in thread')


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(blocking, 4))
    print(await loop.run_in_executor(None, blocking, 5))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, blocking, i) for i in range(4))))
    try:
        await asyncio.to_thread(fails)
    except OSError as e:
        print('caught', e)

    def from_thread():
        f = asyncio.run_coroutine_threadsafe(answer(), loop)
        print('thread got', f.result())
        loop.call_soon_threadsafe(print, 'soon')
    await asyncio.to_thread(from_thread)
    await asyncio.sleep(0.001)


async def answer():
    await asyncio.sleep(0.001)
    return 42


asyncio.run(main())
