# no trace: the event loop asks the system in another way
import socket, asyncio, time
a,b=socket.socketpair()
print(a.family,a.type,a.proto, a.send(b'hello'), b.recv(3), b.recv(10))
b.setblocking(False)
try: b.recv(1)
except BlockingIOError as e: print(repr(e))
b.settimeout(0.01)
try: b.recv(1)
except TimeoutError as e: print(repr(e), b.gettimeout(), b.getblocking())
a.close(); print(b.recv(1)); b.close(); print(b)
async def w(n,d):
    await asyncio.sleep(d); print('task',n); return n
async def main():
    t0=time.monotonic()
    r=await asyncio.gather(w(1,.2),w(2,.1),w(3,0))
    print(r, round(time.monotonic()-t0,1))
    loop=asyncio.get_running_loop()
    print(await loop.run_in_executor(None, lambda: 42))
    print(await asyncio.to_thread(sum,[1,2]))
    try:
        async with asyncio.timeout(0.05): await asyncio.sleep(3)
    except TimeoutError: print('timeout')
    async with asyncio.TaskGroup() as tg:
        tg.create_task(w(4,.01)); tg.create_task(w(5,.005))
    q=asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i); await asyncio.sleep(0)
    t=asyncio.create_task(prod())
    print([await q.get() for _ in range(3)])
asyncio.run(main())
