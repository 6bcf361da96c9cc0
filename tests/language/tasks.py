import asyncio


async def k(n):
    await asyncio.sleep(0.001)
    return n


async def m():
    a = asyncio.create_task(k(1), name="하나")
    b = asyncio.create_task(k(2), name="둘")
    await asyncio.sleep(0)
    a.cancel()
    return await b


print(asyncio.run(m()))
