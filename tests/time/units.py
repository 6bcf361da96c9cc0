import _thread, gc
lock = _thread.allocate_lock()
def other():
    for i in range(3):
        print("other", i)
        lock.acquire(); lock.release()
async def child(n):
    return n + 1
async def task(n):
    return await child(n) * await child(2)
def gen():
    got = yield 1
    yield got
class Node: pass
n = Node(); n.me = n; del n
_thread.start_new_thread(other, ())
for i in range(2):
    try:
        {}[i]
    except KeyError:
        pass
g = gen()
next(g); g.send(5)
gc.collect()
print("main")
c = task(4)
try:
    c.send(None)
except StopIteration as e:
    print(e.value)
while not lock.acquire(False): pass
lock.release()
for i in range(200000): i = i
