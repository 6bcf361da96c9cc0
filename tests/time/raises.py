import threading, asyncio

def risky(n):
    if n % 2:
        raise ValueError(n)
    raise KeyError(n)

def passes_on(n):
    try:
        risky(n)
    finally:
        print("finally", n)

for n in range(4):
    try:
        passes_on(n)
    except (ValueError, KeyError) as e:
        print("caught", repr(e))
next(iter([]), None)
hasattr(print, "nothing")

def worker():
    try:
        risky(1)
    except ValueError:
        print("again")
        raise
t = threading.Thread(target=worker)
t.start(); t.join()

async def task():
    await asyncio.sleep(0)
    raise OSError("in a task")

async def main():
    t = asyncio.create_task(task())
    try:
        await t
    except OSError as e:
        print("task", e)
    await asyncio.gather(task(), return_exceptions=True)
    kept.append(await asyncio.gather(task(), return_exceptions=True))
kept = []
asyncio.run(main())

async def dies():
    await asyncio.create_task(task())

def last():
    try:
        passes_on(3)
    except ValueError as e:
        raise RuntimeError("other") from e
try:
    asyncio.run(dies())
except OSError:
    print("not dead")
last()
