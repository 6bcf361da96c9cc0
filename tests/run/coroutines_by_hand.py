# Coroutines driven by hand: send, throw, close, awaitables, a round robin scheduler.
class Pause:
    def __init__(self, value): self.value = value

    def __await__(self):
        answer = yield self.value
        return answer


async def child(n):
    got = await Pause(n)
    print("child", n, "got", got)
    return n * 10


async def parent():
    a = await child(1)
    b = await child(2)
    return a + b


c = parent()
print(c.send(None), c.cr_await.__name__, c.cr_running)
print(c.send("first"))
try:
    c.send("second")
except StopIteration as stop:
    print("result", stop.value)
try:
    c.send(None)
except RuntimeError as error:
    print(error)


async def catches():
    try:
        await Pause("waiting")
    except ValueError as error:
        return "caught %s" % error
    finally:
        print("cleanup")


c = catches()
c.send(None)
try:
    c.throw(ValueError("thrown in"))
except StopIteration as stop:
    print(stop.value)
c = catches()
c.send(None)
print(c.close())
c = catches()
c.close()


def run(*coroutines):
    ready = [(f"task {i}", c, None) for i, c in enumerate(coroutines)]
    while ready:
        name, c, value = ready.pop(0)
        try:
            request = c.send(value)
        except StopIteration as stop:
            print(name, "is done:", stop.value)
        else:
            print(name, "asks", request)
            ready.append((name, c, f"answer to {request}"))


async def worker(name, count):
    for i in range(count):
        await Pause(f"{name}{i}")
    return name


run(worker("a", 2), worker("b", 1), worker("c", 3))


class Manager:
    async def __aenter__(self):
        await Pause("entering")
        return self

    async def __aexit__(self, kind, value, tb):
        await Pause("leaving")
        print("exit", kind and kind.__name__)
        return True


class Range:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        await Pause(f"next {self.i}")
        return self.i


async def everything():
    async with Manager() as m:
        async for x in Range(2):
            print("x", x)
        else:
            print("loop else")
        raise KeyError("swallowed")
    squares = [x * x async for x in Range(3) if x != 2]
    pairs = {x: await child(x) async for x in Range(1)}
    return squares, pairs


run(everything())
async def bad(): await 5
unused = child(1)
for make in (lambda: bad().send(None), lambda: unused.send(5), lambda: next(unused), lambda: [x for x in unused]):
    try:
        make()
    except TypeError as error:
        print(error)
unused.close()
